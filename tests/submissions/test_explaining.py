"""An explanation belongs to the number it was written for, and nothing typed is lost when the filing is locked."""

from django.urls import reverse

from reporting.submissions.actions import submit
from reporting.submissions.models import Status, Submission
from reporting.submissions.queries import load_filing
from tests import builders


def _section_of_jump(cast, round_, client):
    """Alfa's filing of 2019 with a jump against 2018, explained and saved on its section's page."""
    before = builders.open_small_round(year=2018, clusters=[cast.alfa])
    builders.filing_at(Status.DRAFT, round_=before, cluster=cast.alfa, by=cast.alma)
    submission = builders.filing_at(Status.DRAFT, round_=round_, cluster=cast.alfa, by=cast.alma)
    builders.fill(submission, by=cast.alma, answers={"companies": 300})
    client.force_login(cast.alma)
    return submission, reverse("section", args=[2019, "alfa", "participation"])


def test_an_explanation_lasts_until_its_number_is_changed_and_is_confirmed_by_saving_again(client, cast, round_):
    submission, page = _section_of_jump(cast, round_, client)

    def save(companies):
        versions = dict(submission.values.values_list("indicator__code", "version"))
        client.post(
            page,
            {
                "companies": str(companies),
                "companies__version": versions["companies"],
                "companies_small": "80",
                "companies_small__version": versions["companies_small"],
                "explain__jump_companies__companies": "Ny messe.",
            },
        )
        return [(problem.subject, problem.is_open, problem.is_outdated) for problem in load_filing(submission).problems]

    assert save(300) == [("companies", False, False)]
    assert save(3000) == [("companies", True, True)]
    assert save(3000) == [("companies", False, False)]
    version = Submission.objects.get(pk=submission.pk).version
    assert save(3000) == [("companies", False, False)]
    assert Submission.objects.get(pk=submission.pk).version == version


def test_what_was_typed_stays_on_the_page_when_a_colleague_has_sent_the_filing_meanwhile(client, cast, round_):
    submission = builders.filing_at(Status.SUBMITTED, round_=round_, cluster=cast.alfa, by=cast.alma)
    client.force_login(cast.anton)
    answer = client.post(
        reverse("section", args=[2019, "alfa", "participation"]), {"companies": "777", "companies__version": "1"}
    )
    assert answer.status_code == 422
    assert 'value="777"' in answer.text
    assert "kan ikke ændres" in answer.text
    assert submission.values.get(indicator__code="companies").number == 120


def _two_with_the_same_page(cast, round_, client):
    """The check page of a filing with one finding, as Alma and Anton both have it before them."""
    submission, _page = _section_of_jump(cast, round_, client)
    return submission, reverse("check", args=[2019, "alfa"]), "explain__jump_companies__companies"


def _texts(submission):
    return list(submission.explanations.values_list("text", flat=True))


def test_a_page_loaded_before_does_not_delete_or_overwrite_a_colleague_s_explanation(client, cast, round_):
    submission, page, name = _two_with_the_same_page(cast, round_, client)
    client.post(page, {name: "Almas forklaring.", f"{name}__seen": ""})

    client.force_login(cast.anton)
    untouched = client.post(page, {name: "", f"{name}__seen": ""})
    assert (untouched.status_code, _texts(submission)) == (302, ["Almas forklaring."])
    without_the_field = client.post(page, {})
    assert (without_the_field.status_code, _texts(submission)) == (302, ["Almas forklaring."])

    lost = client.post(page, {name: "Antons forklaring.", f"{name}__seen": ""})
    assert (lost.status_code, _texts(submission)) == (422, ["Almas forklaring."])
    assert "Alma har imens skrevet: »Almas forklaring.«" in lost.text
    assert 'value="Antons forklaring."' in lost.text

    chosen = client.post(page, {name: "Antons forklaring.", f"{name}__seen": "Almas forklaring."})
    assert (chosen.status_code, _texts(submission)) == (302, ["Antons forklaring."])


def test_a_blank_text_takes_back_the_explanation_one_has_seen(client, cast, round_):
    submission, page, name = _two_with_the_same_page(cast, round_, client)
    client.post(page, {name: "En forklaring.", f"{name}__seen": ""})
    client.post(page, {name: "", f"{name}__seen": "En forklaring."})
    assert _texts(submission) == []


def test_a_text_that_is_too_long_costs_neither_itself_nor_its_neighbours(client, cast, round_):
    submission, page, name = _two_with_the_same_page(cast, round_, client)
    gap = "explain__unanswered__financing"
    builders.fill(submission, by=cast.alma, answers={"fte": None})
    answer = client.post(page, {name: "x" * 501, f"{name}__seen": "", gap: "Vi er nye.", f"{gap}__seen": ""})
    assert (answer.status_code, _texts(submission)) == (422, ["Vi er nye."])
    assert "x" * 501 in answer.text


def test_explanations_stay_on_the_page_when_the_filing_was_sent_meanwhile(client, cast, round_):
    submission, page, name = _two_with_the_same_page(cast, round_, client)
    client.post(page, {name: "En forklaring.", f"{name}__seen": ""})
    submission.refresh_from_db()
    submit(submission=submission, by=cast.alma, at=builders.AT, version=submission.version)
    client.force_login(cast.anton)
    answer = client.post(page, {name: "En bedre forklaring.", f"{name}__seen": "En forklaring."})
    assert (answer.status_code, _texts(submission)) == (422, ["En forklaring."])
    assert "kan ikke ændres" in answer.text
    assert 'value="En bedre forklaring."' in answer.text
