"""A save keeps what was typed, changes nothing twice, and never overwrites a colleague in silence."""

from decimal import Decimal

import pytest
from django.urls import reverse

from reporting.submissions.actions import CountryEntry, Entry, FilingLocked, explain, save_answers, start
from reporting.submissions.models import CountryCount, Explanation, ReportedValue, Status, Submission
from tests import builders
from tests.builders import AT

SECTION = {
    code: reverse("section", args=[2019, "alfa", code]) for code in ("financing", "participation", "international")
}


@pytest.fixture
def filing(cast, round_):
    """Alfa's filing, begun and empty."""
    return start(round_=round_, cluster=cast.alfa)


@pytest.fixture
def alma(client, cast):
    """Alma at her browser."""
    client.force_login(cast.alma)
    return client


def save(filing, by, *entries, countries=()):
    return save_answers(submission=filing, entries=entries, country_entries=countries, by=by, at=AT)


def standing(filing):
    return {
        value.indicator.code: (value.number, value.not_relevant, value.version)
        for value in filing.values.select_related("indicator")
    }


def history(filing):
    rows = ReportedValue.history.filter(submission=filing).order_by("history_id")
    return [
        (row.indicator.code, row.history_type, row.number, row.not_relevant, row.version, row.history_user.name)
        for row in rows
    ]


def version(filing):
    return Submission.objects.get(pk=filing.pk).version


def test_a_section_is_saved_with_gaps(filing, alma):
    answer = alma.post(SECTION["participation"], {"companies": "120", "companies_small": ""})
    assert answer.status_code == 302
    assert standing(filing) == {"companies": (120, False, 1)}


def test_saving_the_same_again_changes_nothing(filing, cast):
    entries = [Entry("companies", Decimal(120)), Entry("fte", None, not_relevant=True), Entry("companies_small", None)]
    lists = [CountryEntry("countries_cluster", {"DE": 3}, {})]
    assert save(filing, cast.alma, *entries, countries=lists).codes == ["companies", "fte", "countries_cluster"]
    before = standing(filing), history(filing), version(filing)
    rows = list(CountryCount.objects.values())

    assert save(filing, cast.anton, *entries, countries=lists).codes == []
    assert (standing(filing), history(filing), version(filing)) == before
    assert list(CountryCount.objects.values()) == rows


def test_a_save_counts_the_filing_up_once(filing, cast):
    save(filing, cast.alma, Entry("companies", Decimal(120)), Entry("companies_small", Decimal(80)))
    assert version(filing) == 2


def test_every_change_is_kept_with_the_person(filing, cast):
    save(filing, cast.alma, Entry("companies", Decimal(120)))
    save(filing, cast.anton, Entry("companies", Decimal(121), based_on=1))
    save(filing, cast.alma, Entry("companies", None, not_relevant=True, based_on=2))
    save(filing, cast.anton, Entry("companies", None, based_on=3))
    assert history(filing) == [
        ("companies", "+", 120, False, 1, "Alma"),
        ("companies", "~", 121, False, 2, "Anton"),
        ("companies", "~", None, True, 3, "Alma"),
        ("companies", "~", None, False, 4, "Anton"),
    ]
    assert set(ReportedValue.history.values_list("history_date", flat=True)) == {AT}


def test_a_colleagues_value_is_not_overwritten(filing, cast):
    save(filing, cast.alma, Entry("companies", Decimal(120)))
    save(filing, cast.anton, Entry("companies", Decimal(130), based_on=1))
    lost = save(filing, cast.alma, Entry("companies", Decimal(140), based_on=1))
    assert (lost.codes, {code: value.number for code, value in lost.conflicts.items()}) == ([], {"companies": 130})
    assert standing(filing) == {"companies": (130, False, 2)}


def test_a_first_value_by_a_colleague_is_not_overwritten(filing, cast):
    save(filing, cast.anton, Entry("companies", Decimal(130)))
    lost = save(filing, cast.alma, Entry("companies", Decimal(140), based_on=0))
    assert {code: value.number for code, value in lost.conflicts.items()} == {"companies": 130}
    assert standing(filing) == {"companies": (130, False, 1)}


def test_a_field_one_did_not_touch_is_no_conflict(filing, cast):
    save(filing, cast.alma, Entry("companies", Decimal(120)))
    save(filing, cast.anton, Entry("companies", Decimal(130), based_on=1), Entry("fte", Decimal(4)))
    sent_back = save(filing, cast.alma, Entry("companies", Decimal(120), based_on=1), Entry("fte", None, based_on=0))
    assert (sent_back.codes, sent_back.conflicts) == ([], {})
    assert {code: row[0] for code, row in standing(filing).items()} == {"companies": 130, "fte": 4}


def test_two_people_who_write_the_same_agree(filing, cast):
    save(filing, cast.anton, Entry("companies", Decimal(130)))
    assert save(filing, cast.alma, Entry("companies", Decimal(130), based_on=0)).is_whole


def test_a_conflict_shows_both_values_and_keeps_the_typed_one(filing, alma, cast):
    alma.post(SECTION["participation"], {"companies": "120", "companies_small": "1"})
    save(filing, cast.anton, Entry("companies", Decimal(130), based_on=1))
    page = alma.post(
        SECTION["participation"],
        {"companies": "1.400", "companies__version": "1", "companies_small": "80", "companies_small__version": "1"},
    )

    form = page.context["form"]
    assert page.status_code == 422
    assert form.errors == {
        "companies": [
            "Anton har imens skrevet: 130. Dit svar står i feltet og er ikke gemt. Gem igen for at bruge dit, eller skriv det andet."
        ]
    }
    assert form["companies"].value() == "1.400"
    assert {code: row[0] for code, row in standing(filing).items()} == {"companies": 130, "companies_small": 80}

    again = {
        name: form[name].value()
        for name in ("companies", "companies__version", "companies_small", "companies_small__version")
    }
    assert alma.post(SECTION["participation"], again).status_code == 302
    assert standing(filing) == {"companies": (1400, False, 3), "companies_small": (80, False, 2)}


def test_after_a_half_readable_save_one_is_no_conflict_to_oneself(filing, alma):
    page = alma.post(
        SECTION["participation"], {"companies": "120", "companies__version": "0", "companies_small": "1.5"}
    )
    form = page.context["form"]
    assert (page.status_code, list(form.errors)) == (422, ["companies_small"])
    typed = {"companies": "125", "companies__version": form["companies__version"].value(), "companies_small": "15"}
    assert alma.post(SECTION["participation"], typed).status_code == 302
    assert {code: row[0] for code, row in standing(filing).items()} == {"companies": 125, "companies_small": 15}


def test_a_number_and_not_relevant_contradict_each_other(filing, alma):
    page = alma.post(
        SECTION["participation"],
        {"companies": "120", "companies__not_relevant": "on", "companies_small__not_relevant": "on"},
    )
    assert page.status_code == 422
    assert page.context["form"].errors == {
        "companies": ["Der står både et tal og »Ikke relevant for os«. Slet tallet, eller fjern krydset."]
    }
    assert standing(filing) == {"companies_small": (None, True, 1)}


def test_an_empty_save_is_answered_like_any_other(filing, alma):
    assert alma.post(SECTION["participation"], {}).status_code == 302
    assert standing(filing) == {}


@pytest.mark.parametrize("shown", ["x", "-1", "1.0", "9" * 5000, "²"])
def test_a_version_that_is_no_number_is_no_leave_to_overwrite(shown, filing, alma, cast):
    save(filing, cast.anton, Entry("companies", Decimal(130)))
    assert alma.post(SECTION["participation"], {"companies": "1", "companies__version": shown}).status_code == 422
    assert standing(filing) == {"companies": (130, False, 1)}


# Countries.


def rows(*pairs):
    data = {}
    for number, (country, count) in enumerate(pairs):
        data |= {f"countries_cluster__country_{number}": country, f"countries_cluster__count_{number}": count}
    return data


def listed(filing):
    return dict(filing.country_counts.values_list("country", "count"))


def test_countries_are_read_by_danish_and_english_name_and_code(filing, alma):
    assert (
        alma.post(
            SECTION["international"],
            rows(("Tyskland", "3"), ("sweden", "2"), ("", ""), ("us", "1.000"), (" Holland ", "1")),
        ).status_code
        == 302
    )
    assert listed(filing) == {"DE": 3, "SE": 2, "US": 1000, "NL": 1}


@pytest.mark.parametrize(
    ("pairs", "sentence"),
    [
        ([("Tysland", "3")], "»Tysland« er ikke et land på listen. Skriv fx Tyskland, Germany eller DE."),
        ([("Danmark", "3")], "»Danmark« er ikke et land på listen. Skriv fx Tyskland, Germany eller DE."),
        ([("Tyskland", "")], "Tyskland mangler et antal. Skriv, hvor mange samarbejder der er, eller slet landet."),
        ([("Tyskland", "0")], "Tyskland mangler et antal. Skriv, hvor mange samarbejder der er, eller slet landet."),
        ([("", "3")], "Der står 3 uden land. Skriv landets navn, eller slet antallet."),
        ([("Tyskland", "3"), ("DE", "2")], "Tyskland står der to gange. Saml antallet i én linje."),
        ([("Tyskland", "-3")], "Tyskland: Tallet kan ikke være negativt. Skriv 0 eller et positivt tal."),
        (
            [("Tyskland", "1001")],
            "Tyskland: 1.001 er mere, end feltet tager (højst 1.000). Se efter, om der er et nul for meget.",
        ),
    ],
)
def test_a_wrong_row_of_countries_is_refused_and_stays(pairs, sentence, filing, alma):
    page = alma.post(SECTION["international"], rows(*pairs) | {"collaborations_cluster": "5"})
    assert page.status_code == 422
    assert page.context["form"].errors == {"countries_cluster": [sentence]}
    assert page.context["form"]["countries_cluster"].value() == pairs
    assert (listed(filing), standing(filing)) == ({}, {"collaborations_cluster": (5, False, 1)})


def test_a_list_changed_by_a_colleague_is_not_overwritten(filing, cast):
    save(filing, cast.anton, countries=[CountryEntry("countries_cluster", {"DE": 3}, {})])
    lost = save(filing, cast.alma, countries=[CountryEntry("countries_cluster", {"SE": 1}, {})])
    assert (lost.codes, lost.country_conflicts, listed(filing)) == ([], {"countries_cluster": {"DE": 3}}, {"DE": 3})


def test_a_list_one_did_not_touch_is_no_conflict(filing, cast):
    save(filing, cast.anton, countries=[CountryEntry("countries_cluster", {"DE": 3}, {})])
    assert save(filing, cast.alma, countries=[CountryEntry("countries_cluster", {}, {})]).is_whole
    assert listed(filing) == {"DE": 3}


# Explanations and locked filings.


def test_an_explanation_is_written_changed_and_taken_back(filing, cast):
    texts, versions = [], []
    for text in ("  Et  stort\nprojekt ", "Et stort projekt", "To projekter", " "):
        explain(submission=filing, rule="jump_companies", subject="companies", text=text, by=cast.alma, at=AT)
        texts.append(list(Explanation.objects.values_list("text", flat=True)))
        versions.append(version(filing))
    assert texts == [["Et stort projekt"], ["Et stort projekt"], ["To projekter"], []]
    assert versions == [2, 2, 3, 4]


def test_an_explanation_is_saved_from_the_section_page(filing, alma, cast):
    builders.fill(filing, by=cast.alma, answers={"funding_state": 500})
    alma.post(
        SECTION["financing"],
        {
            "funding_state": "500",
            "funding_state__version": "1",
            "explain__small_amount__funding_state": "Et lille tilskud.",
        },
    )
    assert list(Explanation.objects.values_list("rule", "subject", "text", "updated_by__name")) == [
        ("small_amount", "funding_state", "Et lille tilskud.", "Alma")
    ]


@pytest.mark.parametrize("status", [Status.SUBMITTED, Status.ACCEPTED])
def test_a_filing_that_is_not_with_the_unit_is_not_written(status, cast, round_):
    filing = builders.filing_at(status, round_=round_, cluster=cast.alfa, by=cast.alma, reviewer=cast.rune)
    before = standing(filing), version(filing)
    sentence = f"Indberetningen er »{status.label}« og kan ikke ændres. Skriv til Cluster Excellence Denmark, hvis noget skal rettes."
    with pytest.raises(FilingLocked) as refusal:
        save(filing, cast.alma, Entry("companies", Decimal(1), based_on=1))
    assert str(refusal.value) == sentence
    with pytest.raises(FilingLocked, match="kan ikke ændres"):
        explain(submission=filing, rule="jump_companies", subject="companies", text="x", by=cast.alma, at=AT)
    assert (standing(filing), version(filing), Explanation.objects.count()) == (*before, 0)


def test_a_returned_filing_is_written_again(cast, round_):
    filing = builders.filing_at(Status.RETURNED, round_=round_, cluster=cast.alfa, by=cast.alma, reviewer=cast.rune)
    assert save(filing, cast.alma, Entry("companies", Decimal(121), based_on=1)).codes == ["companies"]
