"""One field at a time, as the page's script sends it while somebody types."""

from decimal import Decimal

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from reporting.submissions.actions import Entry, explain, save_answers, start, submit
from reporting.submissions.models import CountryCount, FieldComment, FieldNote, ReportedValue, Submission
from tests import builders
from tests.builders import AT

MOST_QUERIES = 6
JUMP = "explain__jump_companies__companies"


@pytest.fixture
def filing(cast, round_):
    """Alfa's filing, begun and empty."""
    return start(round_=round_, cluster=cast.alfa)


@pytest.fixture
def send(as_, filing):
    """Send one field of Alfa's filing as somebody; gives the status and what the script gets."""

    def send(who, field, section="participation", **posted):
        answer = as_(who).post(reverse("save_value", args=[2019, "alfa", section]), {"field": field, **posted})
        return answer.status_code, answer.json() if answer["Content-Type"] == "application/json" else answer.text

    return send


def standing(code="companies"):
    value = ReportedValue.objects.get(indicator__code=code)
    return value.number, value.not_relevant, value.version, value.updated_by.name


def test_a_value_is_saved_and_the_page_is_told_how_it_stands(send):
    status, answer = send("alma", "companies", companies="1234", companies__version="0", key="a")
    assert status == 200
    assert (answer["state"], answer["text"], answer["version"], answer["by"]) == ("saved", "1.234", "1", "Alma")
    assert standing() == (1234, False, 1, "Alma")


@pytest.mark.parametrize("number", [1, 3])
def test_a_save_takes_at_most_six_queries_the_first_and_every_later_time(send, as_, filing, number):
    """Session, person, question with its answer; then the filing, the value and its history. BEGIN and COMMIT apart."""
    for version in range(number - 1):
        send("alma", "companies", companies=str(100 + version), companies__version=str(version), key=f"a{version}")
    client, address = as_("alma"), reverse("save_value", args=[2019, "alfa", "participation"])
    posted = {"field": "companies", "companies": "500", "companies__version": str(number - 1), "key": "last"}
    with CaptureQueriesContext(connection) as queries:
        assert client.post(address, posted).json()["state"] == "saved"
    told = [
        query["sql"] for query in queries if not query["sql"].startswith(("SAVEPOINT", "RELEASE", "BEGIN", "COMMIT"))
    ]
    assert len(told) == MOST_QUERIES, told


def test_the_same_save_sent_again_is_the_same_save(send, filing):
    posted = {"companies": "120", "companies__version": "0", "key": "a"}
    assert [send("alma", "companies", **posted)[1]["state"] for _turn in range(3)] == ["saved"] * 3
    assert standing() == (120, False, 1, "Alma")
    assert ReportedValue.history.count() == 1
    assert Submission.objects.get().version == 2


def test_a_save_sent_again_after_a_colleague_wrote_is_known_and_does_not_undo_the_colleague(send):
    send("alma", "companies", companies="120", companies__version="0", key="hers")
    send("anton", "companies", companies="130", companies__version="1", key="his")
    status, answer = send("alma", "companies", companies="120", companies__version="0", key="hers")
    assert (status, answer["state"], answer["text"], answer["by"]) == (200, "overtaken", "130", "Anton")
    assert standing() == (130, False, 2, "Anton")


def test_a_save_after_one_that_got_no_answer_follows_it(send):
    """The page does not know that 7 was saved; that it was hers is seen by the key, so 8 is no conflict with herself."""
    send("alma", "companies", companies="7", companies__version="0", key="first")
    status, answer = send("alma", "companies", companies="8", companies__version="0", key="second", after="first")
    assert (status, answer["state"], answer["version"]) == (200, "saved", "2")
    send("anton", "companies", companies="9", companies__version="2", key="his")
    assert send("alma", "companies", companies="5", companies__version="0", key="third", after="second")[0] == 409
    assert standing() == (9, False, 3, "Anton")


def test_what_one_person_typed_is_not_saved_under_another_s_name(send, cast):
    status, answer = send("alma", "companies", companies="7", companies__version="0", person=str(cast.anton.pk))
    assert (status, answer) == (401, {"state": "logged_out"})
    assert ReportedValue.objects.count() == 0
    assert send("alma", "companies", companies="7", companies__version="0", person=str(cast.alma.pk))[0] == 200


@pytest.mark.parametrize("posted", [{"field": "a\0"}, {"field": "explain__x\0__y"}, {"key": "\0"}, {"after": "\0"}])
def test_signs_that_no_name_has_are_not_found_on_any_database(send, posted):
    posted = {"field": "companies", "companies": "7", "companies__version": "0", **posted}
    assert send("alma", **posted)[0] == 404


def test_a_list_that_was_not_written_is_not_called_saved(send):
    """Hers was saved without her knowing; she sends the empty list that she once had: what stands is shown."""
    posted = {"countries_cluster__country_0": "DE", "countries_cluster__count_0": "3"}
    send("alma", "countries_cluster", "international", **posted)
    status, answer = send("alma", "countries_cluster", "international", countries_cluster__version="")
    assert (status, answer["words"]) == (409, "Tyskland 3")


def test_without_its_key_the_same_would_be_a_conflict(send):
    """Negative control: it is the key by which the save is known."""
    send("alma", "companies", companies="120", companies__version="0", key="hers")
    send("anton", "companies", companies="130", companies__version="1", key="his")
    assert send("alma", "companies", companies="120", companies__version="0", key="other")[1]["state"] == "conflict"


def test_the_loser_of_a_race_gets_what_the_colleague_wrote(send):
    send("alma", "companies", companies="120", companies__version="0")
    status, answer = send("anton", "companies", companies="130", companies__version="0")
    assert (status, answer["state"], answer["words"], answer["by"], answer["version"]) == (
        409,
        "conflict",
        "120",
        "Alma",
        "1",
    )
    assert standing() == (120, False, 1, "Alma")
    assert send("anton", "companies", companies="130", companies__version=answer["version"])[1]["state"] == "saved"


def test_a_lost_race_counts_no_change_of_the_filing(send, filing):
    send("alma", "companies", companies="120", companies__version="0")
    before = Submission.objects.get().version
    send("anton", "companies", companies="130", companies__version="0")
    assert Submission.objects.get().version == before


def test_what_is_no_number_is_refused_with_both_readings_and_nothing_is_saved(send):
    status, answer = send("alma", "companies", companies="1.5", companies__version="0")
    assert (status, answer["state"]) == (422, "unreadable")
    assert answer["message"] == "Mener du 1,5 eller 15? Skriv komma før decimaler og punktum mellem tusinder."
    assert ReportedValue.objects.count() == 0


def test_not_relevant_is_an_answer_of_its_own(send):
    answer = send("alma", "companies", companies="", companies__not_relevant="on", companies__version="0")[1]
    assert (answer["state"], answer["not_relevant"], answer["words"]) == ("saved", True, "ikke relevant")
    assert standing() == (None, True, 1, "Alma")


def test_a_number_and_not_relevant_contradict_each_other(send):
    status, answer = send("alma", "companies", companies="5", companies__not_relevant="on", companies__version="0")
    assert (status, answer["message"][:34]) == (422, "Der står både et tal og »Ikke rele")


def test_a_filing_that_was_sent_is_locked_with_a_sentence(send, filing, cast):
    builders.fill(filing, by=cast.alma)
    submit(submission=filing, by=cast.alma, at=AT, version=filing.version)
    status, answer = send("alma", "companies", companies="5", companies__version="1")
    assert (status, answer["state"]) == (423, "locked")
    assert answer["message"].startswith("Indberetningen er »Indsendt« og kan ikke ændres.")


@pytest.mark.parametrize(("who", "status"), [("bodil", 404), ("nikolaj", 404), ("rune", 403), ("vera", 403)])
def test_nobody_else_writes_here(send, who, status):
    assert send(who, "companies", companies="5", companies__version="0")[0] == status
    assert ReportedValue.objects.count() == 0


@pytest.mark.parametrize(
    "field",
    ["", "fte", "unknown", "explain__unknown__companies", "explain__jump_companies__fte", "note__fte", "x" * 200],
)
def test_a_field_that_is_not_in_the_section_is_not_found(send, field):
    assert send("alma", field, **{field or "x": "5"})[0] == 404


def test_a_list_of_countries_is_saved_whole_with_its_history(send, cast):
    posted = {"countries_cluster__country_0": "ty", "countries_cluster__count_0": "3"}
    assert send("alma", "countries_cluster", "international", **posted)[0] == 422
    posted["countries_cluster__country_0"] = "germany"
    answer = send("alma", "countries_cluster", "international", **posted)[1]
    assert (answer["state"], answer["version"], answer["rows"]) == ("saved", "DE:3", [["Tyskland", "3"]])
    posted |= {
        "countries_cluster__count_0": "4",
        "countries_cluster__country_1": "SE",
        "countries_cluster__count_1": "1",
    }
    send("anton", "countries_cluster", "international", countries_cluster__version="DE:3", **posted)
    send("anton", "countries_cluster", "international", countries_cluster__version="DE:4 SE:1")
    assert CountryCount.objects.count() == 0
    rows = CountryCount.history.order_by("history_id").values_list(
        "history_type", "country", "count", "history_user__name"
    )
    assert sorted(rows) == sorted(
        [
            ("+", "DE", 3, "Alma"),
            ("+", "SE", 1, "Anton"),
            ("~", "DE", 4, "Anton"),
            ("-", "DE", 4, "Anton"),
            ("-", "SE", 1, "Anton"),
        ]
    )


def test_a_list_that_a_colleague_changed_is_not_overwritten(send):
    posted = {"countries_cluster__country_0": "DE", "countries_cluster__count_0": "3"}
    send("alma", "countries_cluster", "international", **posted)
    posted["countries_cluster__count_0"] = "5"
    status, answer = send("anton", "countries_cluster", "international", **posted)
    assert (status, answer["state"], answer["words"]) == (409, "conflict", "Tyskland 3")


def test_a_finding_is_explained_there_and_then(send, filing, cast):
    answer = send("alma", JUMP, **{JUMP: "  Et  projekt begyndte. "})[1]
    assert (answer["state"], answer["text"], answer["version"]) == (
        "saved",
        "Et projekt begyndte.",
        "Et projekt begyndte.",
    )
    status, answer = send("anton", JUMP, **{JUMP: "Noget andet.", f"{JUMP}__seen": ""})
    assert (status, answer["words"], answer["by"]) == (409, "Et projekt begyndte.", "Alma")


def test_a_note_is_kept_with_its_version(send):
    answer = send("alma", "note__companies", note__companies="Fra projektlisten.", note__companies__version="0")[1]
    assert (answer["state"], answer["version"]) == ("saved", "1")
    status, answer = send("anton", "note__companies", note__companies="Fra CRM.", note__companies__version="0")
    assert (status, answer["words"], answer["by"]) == (409, "Fra projektlisten.", "Alma")
    assert (
        send("anton", "note__companies", note__companies="Fra CRM.", note__companies__version="1")[1]["version"] == "2"
    )
    assert list(FieldNote.objects.values_list("text", "updated_by__name")) == [("Fra CRM.", "Anton")]


def test_a_remark_stands_in_its_thread_once_even_when_it_is_sent_twice(send):
    for _turn in range(2):
        answer = send("alma", "comment__companies", comment__companies="Er gæster talt med?")[1]
    assert "Er gæster talt med?" in answer["html"]
    assert list(FieldComment.objects.values_list("text", "by__name")) == [("Er gæster talt med?", "Alma")]
    assert send("alma", "comment__companies", comment__companies=" ")[0] == 422


def test_the_open_page_is_told_of_a_colleagues_answers_and_of_findings(as_, filing, cast):
    save_answers(
        submission=filing,
        entries=[Entry("companies_small", Decimal(8)), Entry("companies", Decimal(5))],
        by=cast.anton,
        at=AT,
    )
    page = as_("alma").post(reverse("section_status", args=[2019, "alfa", "participation"])).json()
    assert page["is_open"]
    assert {code: (row["text"], row["by"], row["version"]) for code, row in page["fields"].items()} == {
        "companies": ("5", "Anton", "1"),
        "companies_small": ("8", "Anton", "1"),
    }
    assert "Skal rettes:" in page["fields"]["companies_small"]["problems"]
    assert page["fields"]["companies"]["problems"] == ""


def test_as_long_as_nothing_changed_the_open_page_is_only_told_who_else_is_here(as_, filing, cast):
    address = reverse("section_status", args=[2019, "alfa", "participation"])
    whole = as_("alma").post(address).json()
    as_("anton").post(address)
    alma = as_("alma")
    with CaptureQueriesContext(connection) as captured:
        again = alma.post(address, {"stands": whole["stands"]}).json()
    assert again == {"stands": whole["stands"], "others": ["Anton (Deltagelse)"]}
    assert len(captured) <= 12
    save_answers(submission=filing, entries=[Entry("companies", Decimal(5))], by=cast.anton, at=AT)
    fresh = alma.post(address, {"stands": whole["stands"]}).json()
    assert (fresh["fields"]["companies"]["text"], fresh["stands"] != whole["stands"]) == ("5", True)


def test_an_explanation_and_last_year_s_number_are_changes_too(as_, filing, cast):
    address = reverse("section_status", args=[2019, "alfa", "participation"])
    alma = as_("alma")
    stands = alma.post(address).json()["stands"]
    earlier = start(round_=builders.open_small_round(year=2018, clusters=[cast.alfa]), cluster=cast.alfa)
    before = alma.post(address, {"stands": stands}).json()
    assert "fields" in before
    save_answers(submission=earlier, entries=[Entry("companies", Decimal(5))], by=cast.alma, at=AT)
    again = alma.post(address, {"stands": before["stands"]}).json()
    assert "fields" in again
    explain(submission=filing, rule="unanswered", subject="participation", text="Nye.", by=cast.alma, at=AT)
    assert "fields" in alma.post(address, {"stands": again["stands"]}).json()


def test_two_who_have_the_filing_open_see_each_other(as_, filing):
    address = reverse("section_status", args=[2019, "alfa", "participation"])
    assert as_("alma").post(address).json()["others"] == []
    assert as_("anton").post(address).json()["others"] == ["Alma (Deltagelse)"]
    assert as_("alma").post(address).json()["others"] == ["Anton (Deltagelse)"]


def test_history_says_who_wrote_what(as_, send):
    send("alma", "companies", companies="120", companies__version="0")
    send("anton", "companies", companies="", companies__not_relevant="on", companies__version="1")
    text = as_("alma").get(reverse("value_history", args=[2019, "alfa", "companies"])).text
    assert text.index("Ikke relevant") < text.index("120")
    assert text.index("Anton,") < text.index("Alma,")
    assert as_("alma").get(reverse("value_history", args=[2019, "alfa", "unknown"])).status_code == 404
