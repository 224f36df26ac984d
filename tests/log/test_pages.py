"""The pages of the log, as those who may see them: one filing's way, the whole country's, and the file."""

import csv
import datetime

import pytest
from django.urls import reverse

from clusters.actions import record
from clusters.models import Act, LogEntry
from reporting.catalogue.models import Indicator
from reporting.letters.actions import send_letters
from reporting.review.models import InternalNote
from reporting.stories.actions import comment
from reporting.submissions.actions import explain
from reporting.submissions.models import FieldComment, FieldNote, Status
from tests import builders
from tests.builders import AT

HOUR = datetime.timedelta(hours=1)
DAY = datetime.timedelta(days=1)


@pytest.fixture
def filing(cast, round_):
    """Alfa's filing with something of every kind: answers, words, a story, letters, a return."""
    filing = builders.filing_at(Status.DRAFT, round_=round_, cluster=cast.alfa, by=cast.alma)
    builders.fill(filing, by=cast.anton, answers={"companies": 130}, countries={}, at=AT + HOUR)
    asked = Indicator.objects.get(section__catalogue=round_.catalogue_id, code="fte")
    FieldNote.objects.create(submission=filing, indicator=asked, text="Se hylden", updated_at=AT, updated_by=cast.alma)
    FieldComment.objects.create(submission=filing, indicator=asked, text="Er Ida med?", at=AT, by=cast.rune)
    explain(submission=filing, rule="unanswered", subject="financing", text="Vi er nye.", by=cast.alma, at=AT)
    comment(story=builders.tell(filing, by=cast.alma), text="Godt møde.", by=cast.rune, at=AT)
    record(Act.FOOTNOTE_SET, by=cast.edith, at=AT, cluster=cast.alfa, year=2019, subject="companies")
    send_letters(at=AT)
    return filing


def timeline(client, **asked):
    return client.get(reverse("timeline", args=[2019, "alfa"]), asked)


def told(response):
    """The sentences of the page, the latest first."""
    return [line.text for day in response.context["days"] for line in day.lines]


def test_the_review_reads_everything_but_the_unit_s_own_notes(filing, as_):
    page = timeline(as_("rune"))
    sentences = told(page)
    assert "Anton rettede »Deltagende virksomheder« fra 120 til 130" in sentences
    assert "Rune skrev en kommentar ved »Årsværk«" in sentences
    assert "Rune skrev en kommentar til en case" in sentences
    assert "Alma skrev i casen »Et møde, der blev til noget«" in sentences
    assert "Alma skrev en forklaring til »Finansiering«" in sentences
    assert any("forklaring sat som fodnote" in sentence for sentence in sentences)
    assert "Se hylden" not in page.text


def test_the_unit_reads_its_notes_and_not_the_nation_s_own_acts(filing, as_):
    page = timeline(as_("anton"))
    assert "Alma skrev en note ved »Årsværk«" in told(page)
    assert "Se hylden" in page.text
    assert "fodnote" not in page.text.lower()


def test_an_act_that_nobody_has_thought_about_is_hidden_from_the_unit(filing, cast, as_):
    record("something_new", by=cast.edith, at=AT, cluster=cast.alfa, year=2019, text="Kun for os.")
    assert "Kun for os." not in timeline(as_("alma")).text
    assert "Kun for os." in timeline(as_("rune")).text


def test_an_internal_note_of_the_review_is_not_for_the_unit(filing, cast, as_):
    InternalNote.objects.create(submission=filing, text="Ring til dem.", at=AT, by=cast.rune)
    assert "Ring til dem." not in timeline(as_("alma")).text
    assert "Ring til dem." not in timeline(as_("vera")).text
    assert "Ring til dem." in timeline(as_("rune")).text


def test_what_one_person_did_in_one_go_is_one_line_that_opens(filing, as_):
    lines = [line for day in timeline(as_("rune")).context["days"] for line in day.lines]
    go = next(line for line in lines if line.text == "Alma udfyldte 4 svar i »Finansiering«")
    assert sorted(text for _clock, text in go.changes) == [
        "»Heraf kontingent«: tomt → 500.000\u00a0kr.",
        "»Staten«: tomt → 2.000.000\u00a0kr.",
        "»Virksomheder«: tomt → 1.500.000\u00a0kr.",
        "»Årsværk«: tomt → 4,5",
    ]


@pytest.mark.parametrize(
    ("asked", "expected"),
    [
        (
            {"person": "anton"},
            ["Anton rettede »Deltagende virksomheder« fra 120 til 130", "Brevet »Runden er åben« gik til Anton"],
        ),
        ({"act": "comment"}, ["Rune skrev en kommentar ved »Årsværk«"]),
        ({"act": "event.accept"}, []),
    ],
)
def test_a_part_of_the_timeline_can_be_asked_for(filing, as_, asked, expected):
    assert told(timeline(as_("rune"), **asked)) == expected


def test_a_name_that_nobody_has_is_said(filing, as_):
    page = timeline(as_("rune"), person="Xerxes")
    assert page.status_code == 422
    assert "Ingen person hedder noget med »Xerxes«." in page.text


def test_another_unit_s_timeline_is_not_there(filing, as_):
    assert timeline(as_("bodil")).status_code == 404


# The whole country's log.


def log(client, **asked):
    return client.get(reverse("log"), asked)


@pytest.mark.parametrize("name", ["alma", "vera", "rune"])
def test_the_log_is_the_editors(filing, as_, name):
    page = log(as_(name))
    assert page.status_code == 403
    assert "Kun redaktører kan gøre det." in page.text


@pytest.mark.parametrize(
    ("asked", "expected"),
    [
        ({"person": "anton", "act": "value"}, ["Anton rettede »Deltagende virksomheder« fra 120 til 130"]),
        ({"q": "130"}, ["Anton rettede »Deltagende virksomheder« fra 120 til 130"]),
        ({"q": "deltagende", "person": "anton", "act": "value"}, ["Anton rettede »Deltagende virksomheder« fra 120 til 130"]),
        ({"q": "IDA MED"}, ["Rune skrev en kommentar ved »Årsværk«"]),
        ({"q": "ÅRSVÆRK", "act": "comment"}, ["Rune skrev en kommentar ved »Årsværk«"]),
        ({"q": "fodnote", "act": "act"}, ["Edith: forklaring sat som fodnote i bogen (»Deltagende virksomheder«)"]),
        ({"unit": "beta", "act": "value"}, []),
        ({"unit": "alfa", "act": "explanation"}, ["Alma skrev en forklaring til »Finansiering«"]),
        ({"year": "2019", "act": "story_comment"}, ["Rune skrev en kommentar til en case"]),
        ({"since": "2026-11-24"}, None),
        ({"on_behalf": "on"}, []),
    ],
)  # fmt: skip
def test_the_log_is_searched(filing, as_, asked, expected):
    page = log(as_("edith"), **asked)
    assert page.status_code == 200
    found = told(page)
    if expected is None:  # only what the program does today by its own clock
        assert not any("Alma" in sentence for sentence in found)
    else:
        assert found == expected


def test_the_period_holds_its_last_day_whole(filing, as_):
    asked = {"person": "anton", "act": "value"}
    assert len(told(log(as_("edith"), since="2026-11-23", until="2026-11-23", **asked))) == 1
    assert told(log(as_("edith"), until="2026-11-22", **asked)) == []


def test_who_acted_for_a_unit_is_said_and_found(filing, cast, as_):
    record(
        "corrected", by=cast.edith, at=AT, cluster=cast.alfa, year=2019, on_behalf_of=cast.alfa, text="Efter samtale."
    )
    page = log(as_("edith"), on_behalf="on")
    assert told(page) == ["Edith (på vegne af Alfa): tal rettet på enhedens vegne (Efter samtale.)"]


@pytest.mark.parametrize(
    ("asked", "sentence"),
    [
        ({"since": "i går"}, "Skriv dagen som dag, måned og år med punktum imellem."),
        ({"since": "2026-11-24", "until": "2026-11-23"}, "»Til og med« ligger før »Fra og med«."),
        ({"unit": "gamma"}, "Vælg en enhed fra listen."),
        ({"year": "1066"}, "Vælg et år fra listen."),
        ({"act": "gossip"}, "Vælg fra listen, hvad der skal vises."),
    ],
)
def test_what_cannot_be_understood_is_said(filing, as_, asked, sentence):
    page = log(as_("edith"), **asked)
    assert page.status_code == 422
    assert sentence in page.text
    assert page.context["days"] == []


@pytest.mark.parametrize(
    "place", ["", "x", "2026_1_1", "2026-11-23T12:00:00+00:00_1_99999999999999999999", "__", "\x00"]
)
def test_a_place_in_the_list_that_is_none_begins_at_the_beginning(filing, as_, place):
    assert told(log(as_("edith"), efter=place)) == told(log(as_("edith")))


# The file.


def rows_of(response):
    text = b"".join(response.streaming_content).decode("utf-8-sig")
    return list(csv.DictReader(text.splitlines(), delimiter=";"))


def test_what_is_found_is_given_as_a_file_and_that_is_recorded(filing, cast, as_):
    response = as_("edith").post(reverse("log_csv"), {"person": "anton", "act": "value"})
    (row,) = rows_of(response)
    assert (row["Af"], row["Enhed"], row["År"], row["Kode"]) == ("Anton", "Alfa Klynge", "2019", "companies")
    assert (row["Før"], row["Efter"]) == ("120", "130")
    entry = LogEntry.objects.get(act=Act.LOG_EXPORTED)
    assert (entry.by, entry.text) == (cast.edith, "Person: én person; Hvad: value")


def test_the_file_holds_all_rows_whatever_the_length_of_a_piece(filing, as_, monkeypatch):
    whole = rows_of(as_("edith").post(reverse("log_csv")))
    monkeypatch.setattr("reporting.log.queries.export.PIECE", 3)
    in_pieces = rows_of(as_("edith").post(reverse("log_csv")))
    assert len(in_pieces) == len(whole) + 1  # the first one is in the log now
    assert in_pieces[1:] == whole


@pytest.mark.parametrize("text", ["=1+1", "+45", "-2", "@SUM(A1)", "\t=1"])
def test_a_text_is_never_a_formula_in_the_file(filing, cast, as_, text):
    record("odd", by=cast.edith, at=AT, text=text)
    found = [row for row in rows_of(as_("edith").post(reverse("log_csv"), {"act": "act"})) if row["Art"] == "odd"]
    assert [row["Tekst"] for row in found] == [f"'{text}"]


def test_a_file_that_was_not_understood_is_refused_with_a_page(filing, as_):
    response = as_("edith").post(reverse("log_csv"), {"since": "i går"})
    assert response.status_code == 422
    assert not LogEntry.objects.filter(act=Act.LOG_EXPORTED).exists()


@pytest.mark.parametrize("count", [1, 3])
def test_pages_ask_the_same_number_of_questions_whatever_there_is(
    filing, cast, as_, django_assert_max_num_queries, count
):
    for number in range(count * 10):
        builders.fill(filing, by=cast.anton, answers={"companies": 200 + number}, countries={}, at=AT + number * HOUR)
    for client, address in ((as_("edith"), reverse("log")), (as_("rune"), reverse("timeline", args=[2019, "alfa"]))):
        with django_assert_max_num_queries(16):
            client.get(address)
