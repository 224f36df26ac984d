"""An explanation belongs to the number it was written for, and nothing typed is lost when the filing is locked."""

from django.urls import reverse

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
