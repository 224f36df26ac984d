"""What is taken out takes along what hangs on it, says so first, and comes back as it was."""

import pytest

from clusters.models import Act, LogEntry
from reporting.catalogue.actions import CatalogueRefused, RowMoved, add_row, drop_row, restore
from reporting.catalogue.content import content_of
from reporting.catalogue.models import Rule
from reporting.catalogue.queries import plan_mark, rows_of
from reporting.catalogue.references import plan_drop
from reporting.catalogue.validation import mistakes_of
from tests.builders import AT


def drop(catalogue, table, code, by):
    """Take a row out as somebody would who has just read what goes along."""
    seen = plan_mark(plan_drop(content_of(catalogue), table, code))
    return drop_row(catalogue=catalogue, table=table, code=code, seen=seen, by=by, at=AT)


def everything(catalogue):
    """(table, code) of all that there is."""
    document = content_of(catalogue)
    return {(name, row["code"]) for name, rows in document.items() if name != "catalogue" for row in rows}


def all_rows():
    """Each row of the small catalogue, as parameters."""
    return [
        ("section", "financing"),
        ("section", "participation"),
        ("section", "international"),
        *(("indicator", code) for code in ("funding_state", "funding_companies", "fees_companies", "fte", "companies", "companies_small", "collaborations_cluster", "countries_cluster")),
        ("rule", "jump_companies"),
        ("measure", "funding_total"),
        ("measure", "companies"),
    ]  # fmt: skip


@pytest.mark.parametrize(("table", "code"), all_rows())
def test_whatever_is_taken_out_the_catalogue_stays_right_and_comes_back_as_it_was(catalogue, cast, table, code):
    before = content_of(catalogue)
    gone = drop(catalogue, table, code, cast.edith)
    assert (table, code) not in everything(catalogue)
    assert list(mistakes_of(content_of(catalogue))) == []
    restore(drop=gone, by=cast.edith, at=AT)
    assert content_of(catalogue) == before
    catalogue.refresh_from_db()
    assert [entry.act for entry in LogEntry.objects.order_by("pk")][-2:] == [
        Act.CATALOGUE_DROPPED,
        Act.CATALOGUE_RESTORED,
    ]


def test_a_question_takes_along_what_has_nothing_left_and_mends_what_names_others_too(catalogue, cast):
    plan = plan_drop(content_of(catalogue), "indicator", "companies")
    assert [(name, row["code"]) for name, row in plan.along] == [
        ("rule", "part_companies_small"),
        ("measure", "companies"),
        ("measure", "companies_mean"),
    ]
    assert [(mend.table, mend.code, mend.field, mend.after) for mend in plan.mended] == [
        ("indicator", "companies_small", "part_of", ""),
        ("rule", "jump_companies", "subjects", ["companies_small"]),
    ]
    drop(catalogue, "indicator", "companies", cast.edith)
    assert rows_of(catalogue, "rule").get(code="jump_companies").subjects == ["companies_small"]


def test_what_was_changed_since_it_was_read_is_not_taken_out(catalogue, cast):
    seen = plan_mark(plan_drop(content_of(catalogue), "indicator", "companies"))
    Rule.objects.filter(catalogue=catalogue, code="jump_companies").update(subjects=["companies"])
    before = everything(catalogue)
    with pytest.raises(RowMoved):
        drop_row(catalogue=catalogue, table="indicator", code="companies", seen=seen, by=cast.edith, at=AT)
    assert everything(catalogue) == before


def test_a_rule_that_was_changed_since_names_what_came_back_besides(catalogue, cast):
    gone = drop(catalogue, "indicator", "companies", cast.edith)
    rows_of(catalogue, "rule").filter(code="jump_companies").update(
        subjects=["companies_small", "collaborations_cluster"]
    )
    restore(drop=gone, by=cast.edith, at=AT)
    assert rows_of(catalogue, "rule").get(code="jump_companies").subjects == [
        "companies_small",
        "collaborations_cluster",
        "companies",
    ]


def test_putting_back_twice_is_once_and_a_taken_code_is_refused(catalogue, cast):
    gone = drop(catalogue, "rule", "jump_companies", cast.edith)
    fields = {"code": "jump_companies", "kind": "unanswered", "strength": "soft", "subjects": ["financing"]}
    add_row(catalogue=catalogue, table="rule", fields=fields, by=cast.edith, at=AT)
    with pytest.raises(CatalogueRefused, match="Der er allerede noget med koden jump_companies"):
        restore(drop=gone, by=cast.edith, at=AT)
    rows_of(catalogue, "rule").filter(code="jump_companies").delete()
    for _again in range(2):
        gone = restore(drop=gone, by=cast.edith, at=AT)
    assert rows_of(catalogue, "rule").filter(code="jump_companies").count() == 1


def test_the_last_section_stays(catalogue, cast):
    for code in ("participation", "international"):
        drop(catalogue, "section", code, cast.edith)
    with pytest.raises(CatalogueRefused, match="kataloget skal have mindst én"):
        drop(catalogue, "section", "financing", cast.edith)


def test_a_locked_catalogue_keeps_all(locked, cast):
    with pytest.raises(CatalogueRefused, match="er låst"):
        drop(locked, "indicator", "companies", cast.edith)
