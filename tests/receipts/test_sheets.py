"""A receipt read back: every question with what was answered."""

from reporting.receipts.queries import receipts_or_404
from reporting.receipts.sheets import sheet_of
from reporting.submissions.actions import Entry, explain, save_answers, submit
from reporting.submissions.models import Receipt
from tests import builders


def lines(sheet):
    return {line.indicator.code: line for part in sheet.sections for line in part.lines}


def test_numbers_gaps_and_not_relevant_are_told_apart(cast, round_):
    filing = builders.filing_at("draft", round_=round_, cluster=cast.alfa, by=cast.alma)
    save_answers(
        submission=filing,
        entries=[Entry("fte", None, not_relevant=True, based_on=1), Entry("companies_small", None, based_on=1)],
        by=cast.alma,
        at=builders.AT,
    )
    explain(
        submission=filing,
        rule="unanswered",
        subject="participation",
        text="Vi ved det ikke.",
        by=cast.alma,
        at=builders.AT,
    )
    filing.refresh_from_db()
    submit(submission=filing, by=cast.alma, at=builders.AT, version=filing.version)
    sheet = sheet_of(receipts_or_404(filing)[0], filing)
    found = {code: line.text for code, line in lines(sheet).items()}
    assert found == {
        "funding_state": "2.000.000",
        "funding_companies": "1.500.000",
        "fees_companies": "500.000",
        "fte": "Ikke relevant",
        "companies": "120",
        "companies_small": "Ikke besvaret",
        "collaborations_cluster": "5",
        "countries_cluster": "",
    }
    assert lines(sheet)["countries_cluster"].countries == (("Tyskland", 3), ("Sverige", 2))
    assert (sheet.answered, sheet.not_relevant, sheet.unanswered) == (5, 1, 1)
    assert [part.explanations for part in sheet.sections] == [(), ("Vi ved det ikke.",), ()]


def test_a_copy_that_was_tampered_with_is_no_longer_genuine(filed):
    assert sheet_of(receipts_or_404(filed)[0], filed).is_genuine
    receipt = Receipt.objects.get()
    receipt.content["answers"]["companies"] = "121"
    assert not sheet_of(receipt, filed).is_genuine


def test_the_whole_fingerprint_stands_in_fours(filed):
    sheet = sheet_of(receipts_or_404(filed)[0], filed)
    assert "".join(sheet.fingerprint_rows).replace(" ", "") == sheet.receipt.fingerprint
    assert sheet.fingerprint_rows[0].startswith(sheet.receipt.short_fingerprint)
