"""Keeping the figures: the same material is kept once, new material is kept anew, and nothing kept is changed."""

from decimal import Decimal

import pytest
from django.db import transaction

from clusters.actions import register_cluster
from clusters.models import ClusterKind
from reporting.consolidation.actions import HistoryRefused, NothingAccepted, consolidate, load_history
from reporting.consolidation.models import Consolidation, ConsolidationInput, NationalFigure, PublishedFigure
from reporting.consolidation.queries import figures_of, latest_consolidation, national
from reporting.publication.models import Edition, Report
from reporting.review.actions import accept, reopen
from reporting.submissions.actions import submit
from reporting.submissions.models import ReportedValue, Status, Submission
from tests import builders

HISTORY = "code,2018\nclusters,2\nfunding_state,3.5\ncompanies,200\nfee_share,50\n"


@pytest.fixture
def alfa_accepted(cast, round_):
    return builders.filing_at(Status.ACCEPTED, round_=round_, cluster=cast.alfa, by=cast.alma, reviewer=cast.rune)


@pytest.fixture
def history(tmp_path):
    path = tmp_path / "history.csv"
    path.write_text(HISTORY, encoding="utf-8")
    return path


def kept(round_, cast):
    return consolidate(round_=round_, by=cast.edith, at=builders.AT)


def accept_beta(cast, round_):
    return builders.filing_at(Status.ACCEPTED, round_=round_, cluster=cast.beta, by=cast.bodil, reviewer=cast.rune)


def as_stored():
    return {
        model: list(model.objects.order_by("pk").values())
        for model in (Consolidation, ConsolidationInput, NationalFigure)
    }


# ---- kept once


def test_while_nothing_is_accepted_a_sentence_says_what_to_do(cast, round_):
    builders.filing_at(Status.SUBMITTED, round_=round_, cluster=cast.alfa, by=cast.alma)
    with pytest.raises(NothingAccepted) as refusal:
        kept(round_, cast)
    assert (
        str(refusal.value) == "Ingen indberetning for 2019 er godkendt endnu. Godkend mindst én, før tallene gøres op."
    )
    assert Consolidation.objects.count() == 0


def test_the_same_material_gives_the_same_row(cast, round_, alfa_accepted):
    first = kept(round_, cast)
    before = as_stored()
    assert kept(round_, cast) == first
    assert as_stored() == before
    assert NationalFigure.objects.count() == 10 * 5


def test_what_is_kept_is_what_was_shown(cast, round_, alfa_accepted, history):
    load_history(path=history)
    shown = national(round_)
    consolidation = kept(round_, cast)
    assert figures_of(consolidation) == shown.figures
    assert consolidation.facts == shown.facts
    assert (consolidation.accepted, consolidation.expected) == (shown.accepted, shown.expected) == (1, 2)
    assert (consolidation.created_by, consolidation.created_at) == (cast.edith, builders.AT)


def test_the_inputs_are_listed_with_their_versions(cast, round_, alfa_accepted):
    beta = accept_beta(cast, round_)
    consolidation = kept(round_, cast)
    assert set(consolidation.inputs.values_list("submission", "version")) == {
        (alfa_accepted.pk, alfa_accepted.version),
        (beta.pk, beta.version),
    }


def test_only_accepted_filings_of_the_round_count(cast, round_, alfa_accepted):
    builders.filing_at(Status.SUBMITTED, round_=round_, cluster=cast.beta, by=cast.bodil)
    other = builders.open_small_round(year=2020, clusters=[cast.beta])
    builders.filing_at(Status.ACCEPTED, round_=other, cluster=cast.beta, by=cast.bodil, reviewer=cast.rune)
    assert kept(round_, cast).inputs.get().submission == alfa_accepted


def test_after_another_acceptance_a_new_row_is_appended_and_the_old_one_stays(cast, round_, alfa_accepted):
    first = kept(round_, cast)
    before = as_stored()
    accept_beta(cast, round_)
    second = kept(round_, cast)
    assert second.fingerprint != first.fingerprint
    assert latest_consolidation(round_) == second
    after = as_stored()
    for model, rows in before.items():
        assert [row for row in after[model] if row in rows] == rows
    assert {figure.code: figure.text for figure in figures_of(first)}["companies"] == "120"
    assert {figure.code: figure.text for figure in figures_of(second)}["companies"] == "240"


# ---- the fingerprint


def fingerprint(round_, cast):
    """As it would be kept now; nothing is."""
    with transaction.atomic():
        made = kept(round_, cast).fingerprint
        transaction.set_rollback(True)
    return made


def a_value(cast, round_, submission, history):
    ReportedValue.objects.filter(submission=submission, indicator__code="companies").update(number=121)


def a_version(cast, round_, submission, history):
    reopened = builders.reopen(
        submission=submission, by=cast.edith, at=builders.AT, version=submission.version, reason="Et øjeblik."
    )
    sent = submit(submission=reopened, by=cast.alma, at=builders.AT, version=reopened.version)
    accept(submission=sent, by=cast.rune, at=builders.AT, version=sent.version)


def the_history(cast, round_, submission, history):
    history.write_text(HISTORY.replace("200", "199"), encoding="utf-8")
    load_history(path=history)


def the_historys_precision(cast, round_, submission, history):
    history.write_text(HISTORY.replace("3.5", "3.50"), encoding="utf-8")
    load_history(path=history)


def the_roster(cast, round_, submission, history):
    gamma = register_cluster(slug="gamma", name="Gamma Klynge", short_name="Gamma", kind=ClusterKind.CLUSTER)
    builders.open_small_round(year=2019, clusters=[gamma])


@pytest.mark.parametrize(
    "changed", [a_value, a_version, the_history, the_historys_precision, the_roster], ids=lambda f: f.__name__
)
def test_the_fingerprint_changes_with(changed, cast, round_, alfa_accepted, history):
    load_history(path=history)
    before = fingerprint(round_, cast)
    assert fingerprint(round_, cast) == before
    changed(cast, round_, alfa_accepted, history)
    assert fingerprint(round_, cast) != before


def test_the_fingerprint_does_not_change_with_a_draft_or_the_clock(cast, round_, alfa_accepted):
    first = kept(round_, cast)
    builders.filing_at(Status.DRAFT, round_=round_, cluster=cast.beta, by=cast.bodil)
    assert consolidate(round_=round_, by=cast.rune, at=builders.AT.replace(year=2027)) == first


# ---- the years before


def series(round_, code):
    return next(figure for figure in national(round_).figures if figure.code == code)


def test_the_year_before_comes_from_the_printed_account_while_we_have_none(cast, round_, alfa_accepted, history):
    assert load_history(path=history, source="Prøven") == 4
    figure = series(round_, "funding_state")
    assert (figure.before.year, figure.before.value, figure.before.decimals, figure.before.source) == (
        2018,
        Decimal("3.5"),
        1,
        "published",
    )
    assert figure.change_text == "ca.\u00a0\u221243\u00a0%"
    assert series(round_, "companies").change_text == "\u221240\u00a0%"
    assert series(round_, "fee_share").change_text == "50\u00a0%-point"
    assert set(PublishedFigure.objects.values_list("source", flat=True)) == {"Prøven 2018"}


def test_loading_a_history_again_replaces_it(db, history):
    assert [load_history(path=history), load_history(path=history)] == [4, 4]
    assert PublishedFigure.objects.count() == 4


def test_a_history_that_cannot_be_read_gives_a_sentence_and_leaves_the_old_one(db, history):
    load_history(path=history)
    history.write_text("code,2018\ncompanies,mange\n", encoding="utf-8")
    with pytest.raises(HistoryRefused, match="kan ikke læses"):
        load_history(path=history)
    assert PublishedFigure.objects.get(code="companies").value == 200


def test_next_year_takes_the_year_before_from_the_latest_consolidation(cast, round_, alfa_accepted, history):
    history.write_text(HISTORY.replace("2018", "2019"), encoding="utf-8")
    load_history(path=history)
    kept(round_, cast)
    accept_beta(cast, round_)
    consolidate(round_=round_, by=cast.edith, at=builders.AT.replace(hour=13))
    after = builders.open_small_round(year=2020, clusters=[cast.alfa])
    builders.filing_at(Status.ACCEPTED, round_=after, cluster=cast.alfa, by=cast.alma, reviewer=cast.rune)
    figure = series(after, "funding_state")
    assert (figure.before.value, figure.before.source, figure.before.text) == (Decimal(4), "filings", "4,00")
    assert figure.change_text == "\u221250\u00a0%"
    assert {row.before.source for row in national(after).figures} == {"filings"}


def companies_of_2019_seen_from_2020(cast):
    following = builders.open_small_round(year=2020, clusters=[cast.alfa])
    builders.filing_at(Status.ACCEPTED, round_=following, cluster=cast.alfa, by=cast.alma, reviewer=cast.rune)
    return series(following, "companies").before.text


def test_a_year_that_is_still_coming_in_is_no_history(cast, round_, alfa_accepted):
    partial = kept(round_, cast)
    assert (partial.accepted, partial.expected) == (1, 2)
    assert companies_of_2019_seen_from_2020(cast) == "–"


def test_a_year_that_was_printed_while_it_was_coming_in_is_history_as_printed(cast, round_, alfa_accepted):
    partial = kept(round_, cast)
    report = Report.objects.create(round=round_, title="Bog", subtitle="")
    Edition.objects.create(
        report=report, consolidation=partial, number=1, file="bog.pdf", sha256="0", pages=1, created_at=builders.AT
    )
    assert companies_of_2019_seen_from_2020(cast) == "120"


# ---- what was replaced and is back


def test_material_that_comes_back_is_appended_and_is_the_latest(cast, round_, alfa_accepted):
    first = kept(round_, cast)
    accept_beta(cast, round_)
    second = kept(round_, cast)
    reopen(
        submission=Submission.objects.get(cluster=cast.beta, round=round_),
        by=cast.edith,
        at=builders.AT,
        version=Submission.objects.get(cluster=cast.beta, round=round_).version,
        reason="Fejl.",
    )
    third = kept(round_, cast)
    assert [row.number for row in (first, second, third)] == [1, 2, 3]
    assert third.fingerprint == first.fingerprint
    assert latest_consolidation(round_) == third == kept(round_, cast)


# ---- who reported


def test_what_is_kept_of_the_units_is_not_changed_by_a_later_certificate(cast, round_, alfa_accepted):
    row = kept(round_, cast)
    register_cluster(
        slug="alfa",
        name="Alfa Klynge",
        short_name="Alfa",
        kind=ClusterKind.CLUSTER,
        certification="gold",
        certified_from=2019,
    )
    row.refresh_from_db()
    assert row.facts["units"] == [
        {"name": "Alfa Klynge", "kind": "cluster", "level": "", "hosted_networks": [], "former_name": ""}
    ]
    again = kept(round_, cast)
    assert [unit["level"] for unit in again.facts["units"]] == ["gold"]
    assert again.fingerprint != row.fingerprint
