"""Sending single fields back: what unlocks, what stays shut, what is answered, and what the reviewer sees of it."""

from decimal import Decimal

import pytest
from django.urls import reverse

from reporting.review.actions import accept, prepare_question, reopen, return_for_correction
from reporting.review.models import PreparedQuestion
from reporting.stories.actions import add_story
from reporting.submissions import workflow
from reporting.submissions.actions import (
    ChecksRefuse,
    CountryEntry,
    Entry,
    FieldShut,
    FilingLocked,
    correct_on_behalf,
    explain,
    filing_of,
    indicator_in,
    remark,
    save_answers,
    save_value,
    submit,
)
from reporting.submissions.models import FieldComment, ReportedValue, ReturnedField, Status, Submission, Unlocked
from reporting.submissions.queries import indicator_or_404, load_filing, threads_of
from tests import builders
from tests.builders import AT
from tests.pages import Page

LATER = AT.replace(hour=14)


@pytest.fixture
def sent(cast, round_):
    """Alfa's filing, sent by Alma."""
    return builders.filing_at(Status.SUBMITTED, round_=round_, cluster=cast.alfa, by=cast.alma)


def ask(filing, cast, **questions):
    """Rune writes his questions down."""
    return [
        prepare_question(submission=filing, indicator=indicator_or_404(filing, code), text=text, by=cast.rune, at=AT)
        for code, text in questions.items()
    ]


def send_back(filing, cast, unlocked=Unlocked.FIELDS, at=AT, **questions):
    """Rune sends the filing back with questions about single values."""
    return return_for_correction(
        submission=filing,
        by=cast.rune,
        at=at,
        version=filing.version,
        questions=ask(filing, cast, **questions),
        unlocked=unlocked,
    )


def write(filing, cast, code, number, *, at=LATER):
    """Alma changes one number on the section's page, field by field."""
    section = indicator_or_404(filing, code).section.code
    own = Submission.objects.writable_by(cast.alma).filter(pk=filing.pk)
    indicator = indicator_in(filings=own, section=section, code=code)
    stands = ReportedValue.objects.filter(submission=filing, indicator=indicator).first()
    entry = Entry(code, Decimal(number), based_on=stands.version if stands else 0)
    return save_value(indicator=indicator, entry=entry, key="k", by=cast.alma, at=at)


def number_of(filing, code):
    return ReportedValue.objects.get(submission=filing, indicator__code=code).number


def test_only_the_fields_that_are_asked_about_unlock(sent, cast):
    filing = send_back(sent, cast, fte="Er det rigtigt?")
    assert (filing.status, filing.unlocked) == (Status.RETURNED, Unlocked.FIELDS)
    assert write(filing, cast, "fte", "4.75").value.number == Decimal("4.75")
    version = Submission.objects.get().version
    with pytest.raises(FieldShut) as refusal:
        write(filing, cast, "companies", 121)
    assert str(refusal.value) == (
        "»Deltagende virksomheder« er låst, for gennemsynet har kun spurgt til andre felter. "
        "Skriv til Cluster Excellence Denmark, hvis tallet skal rettes."
    )
    assert (number_of(filing, "companies"), Submission.objects.get().version) == (Decimal(120), version)


def test_with_the_lock_off_the_other_field_would_have_been_written(sent, cast):
    filing = send_back(sent, cast, unlocked=Unlocked.ALL, fte="Er det rigtigt?")
    assert write(filing, cast, "companies", 121).value.number == 121


def test_a_whole_page_saves_what_is_open_and_says_what_is_shut(sent, cast):
    filing = send_back(sent, cast, fte="Er det rigtigt?")
    saved = save_answers(
        submission=filing,
        entries=[Entry("fte", Decimal(5), based_on=1), Entry("companies", Decimal(121), based_on=1)],
        country_entries=[CountryEntry("countries_cluster", {"DE": 5}, {"DE": 3, "SE": 2})],
        by=cast.alma,
        at=LATER,
    )
    assert (saved.codes, sorted(saved.shut), saved.is_whole) == (["fte"], ["companies", "countries_cluster"], False)
    assert (number_of(filing, "fte"), number_of(filing, "companies")) == (5, 120)
    unchanged = save_answers(
        submission=filing, entries=[Entry("companies", Decimal(120), based_on=1)], by=cast.alma, at=LATER
    )
    assert unchanged.is_whole


def test_a_field_that_contradicts_the_answer_unlocks_too(sent, cast):
    filing = send_back(sent, cast, companies="Er det rigtigt?")
    with pytest.raises(FieldShut):
        write(filing, cast, "companies_small", 50)
    write(filing, cast, "companies", 60)  # the part is now larger than the whole
    assert write(filing, cast, "companies_small", 5).value.number == 5
    assert write(filing, cast, "companies_small", 50).value.number == 50  # a slip of the finger can be mended
    assert sorted(load_filing(filing).open_codes) == ["companies", "companies_small"]


def test_what_is_wrong_anyway_can_be_mended_whatever_was_asked(sent, cast):
    entry = Entry("companies", Decimal(60), based_on=1)
    correct_on_behalf(submission=sent, entry=entry, consent="Alma", by=cast.edith, at=AT)
    sent.refresh_from_db()
    filing = send_back(sent, cast, fte="Er det rigtigt?")
    assert sorted(load_filing(filing).open_codes) == ["companies", "companies_small", "fte"]


def test_a_question_of_a_colleague_is_neither_lost_nor_taken_over(sent, cast, as_):
    (question,) = ask(sent, cast, fte="Er det rigtigt?")
    address = reverse("prepare_questions", args=[2019, "alfa"])
    stale = {"question__fte": "", "seen__fte": "", "question__companies": "Og her?", "seen__companies": ""}
    as_("edith").post(address, stale)
    assert [(row.text, row.by) for row in PreparedQuestion.objects.order_by("pk")] == [
        ("Er det rigtigt?", cast.rune),
        ("Og her?", cast.edith),
    ]
    answer = as_("edith").post(address, {"question__fte": "Hvorfor?", "seen__fte": ""}, follow=True)
    assert "Rune har imens skrevet »Er det rigtigt?«" in Page(answer).text
    question.refresh_from_db()
    assert question.text == "Er det rigtigt?"


def test_a_question_rewritten_after_the_page_was_shown_is_not_sent_unread(sent, cast, as_):
    ask(sent, cast, fte="Er det rigtigt?")
    seen = as_("edith").get(reverse("review_filing", args=[2019, "alfa"])).context["questions_mark"]
    (question,) = ask(sent, cast, fte="Noget helt andet?")
    body = {"version": sent.version, "questions": [question.pk], "unlocked": "fields", "seen_questions": seen}
    answer = as_("edith").post(reverse("return_for_correction", args=[2019, "alfa"]), body)
    assert (answer.status_code, Submission.objects.get().status) == (422, Status.SUBMITTED)


def test_what_is_too_long_is_refused_and_not_cut_off(sent, cast, as_):
    address = reverse("questions", args=[2019, "alfa"])
    answer = as_("alma").post(address, {"code": "fte", "text": "a" * 1001})
    assert (answer.status_code, FieldComment.objects.count()) == (409, 0)
    assert as_("alma").post(address, {"code": "fte\0", "text": "Fra\0lønsystemet."}).status_code == 302


def test_it_cannot_be_sent_again_before_every_question_is_answered(sent, cast):
    filing = send_back(sent, cast, fte="Er det rigtigt?", companies="Og her?")
    write(filing, cast, "fte", "4.75")
    filing.refresh_from_db()
    with pytest.raises(ChecksRefuse) as refusal:
        submit(submission=filing, by=cast.alma, at=LATER, version=filing.version)
    assert [problem.message for problem in refusal.value.problems] == [
        "Gennemsynet spørger til »Deltagende virksomheder«: »Og her?« Ret tallet, eller skriv et svar under feltet."
    ]
    about = indicator_or_404(filing, "companies")
    remark(submission=filing, indicator=about, text="Ja, det er talt.", by=cast.anton, at=LATER)
    again = submit(submission=filing, by=cast.alma, at=LATER, version=filing.version)
    assert (again.status, again.unlocked) == (Status.SUBMITTED, Unlocked.ALL)
    assert not ReturnedField.objects.open().exists()


def test_what_the_review_writes_itself_is_no_answer(sent, cast):
    filing = send_back(sent, cast, fte="Er det rigtigt?")
    remark(submission=filing, indicator=indicator_or_404(filing, "fte"), text="Haster.", by=cast.edith, at=LATER)
    assert [problem.subject for problem in load_filing(filing).open_problems] == ["fte"]


def test_the_reviewer_sees_what_stood_and_what_stands(sent, cast, as_):
    filing = send_back(sent, cast, fte="Er det rigtigt?")
    write(filing, cast, "fte", "4.75")
    filing.refresh_from_db()
    submit(submission=filing, by=cast.alma, at=LATER, version=filing.version)
    (asked,) = threads_of(filing).asked.values()
    assert (asked.before, asked.question.text, asked.has_reply) == ("4.5", "Er det rigtigt?", False)
    page = Page(as_("rune").get(reverse("review_filing", args=[2019, "alfa"])))
    assert "Da der blev spurgt: 4,5. Nu: 4,75." in page.text


def test_a_second_return_asks_anew_and_shuts_what_the_first_had_opened(sent, cast):
    filing = send_back(sent, cast, fte="Er det rigtigt?")
    write(filing, cast, "fte", "4.75")
    filing.refresh_from_db()
    filing = submit(submission=filing, by=cast.alma, at=LATER, version=filing.version)
    filing = send_back(filing, cast, at=AT.replace(hour=16), companies="Og her?")
    with pytest.raises(FieldShut):
        write(filing, cast, "fte", 5)
    assert sorted(load_filing(filing).open_codes) == ["companies"]


def test_explanations_of_other_values_stay_as_they_are(cast):
    last = builders.open_small_round(year=2018, clusters=[cast.alfa])
    builders.filing_at(Status.ACCEPTED, round_=last, cluster=cast.alfa, by=cast.alma, reviewer=cast.rune)
    now = builders.open_small_round(year=2019, clusters=[cast.alfa])
    filing = builders.filing_at(Status.DRAFT, round_=now, cluster=cast.alfa, by=cast.alma)
    builders.fill(filing, by=cast.alma, answers={"companies": 400})
    builders.explain_everything(filing, by=cast.alma)
    filing = submit(submission=filing, by=cast.alma, at=AT, version=filing.version)
    filing = send_back(filing, cast, fte="Er det rigtigt?")
    saved = explain(
        submission=filing, rule="jump_companies", subject="companies", text="Noget andet.", by=cast.alma, at=LATER
    )
    assert list(saved.shut) == ["explain__jump_companies__companies"]
    assert load_filing(filing).explanations["jump_companies", "companies"].text == "Et projekt begyndte."


@pytest.mark.parametrize(
    ("unlocked", "refused"), [(Unlocked.FIELDS, True), (Unlocked.FIELDS_AND_STORIES, False), (Unlocked.ALL, False)]
)
def test_stories_unlock_only_when_the_review_says_so(unlocked, refused, sent, cast):
    filing = send_back(sent, cast, unlocked=unlocked, fte="Er det rigtigt?")
    story = {"category": "matchmaking", "headline": "Et møde", "lead": "Kort.", "body": "Langt."}
    if refused:
        with pytest.raises(FilingLocked, match="Casene er låst"):
            add_story(submission=filing, **story, by=cast.alma, at=LATER)
    else:
        add_story(submission=filing, **story, by=cast.alma, at=LATER)


def test_single_fields_need_a_question_and_a_whole_return_needs_a_reason(sent, cast):
    told = {"submission": sent, "by": cast.rune, "at": AT, "version": sent.version}
    with pytest.raises(workflow.TransitionRefused, match="Vælg mindst ét spørgsmål"):
        return_for_correction(**told, reason="Se igen.", unlocked=Unlocked.FIELDS)
    with pytest.raises(workflow.TransitionRefused, match="Skriv en begrundelse"):
        return_for_correction(**told)
    assert Submission.objects.get().status == Status.SUBMITTED


def test_a_question_that_somebody_took_away_meanwhile_is_not_sent_unseen(sent, cast):
    (question,) = ask(sent, cast, fte="Er det rigtigt?")
    prepare_question(submission=sent, indicator=question.indicator, text=" ", by=cast.edith, at=AT)
    with pytest.raises(workflow.FilingMoved, match="Spørgsmålene er ændret"):
        return_for_correction(submission=sent, by=cast.rune, at=AT, version=sent.version, questions=[question])
    assert (Submission.objects.get().status, FieldComment.objects.count()) == (Status.SUBMITTED, 0)


def test_an_accepted_filing_is_reopened_for_one_field(cast, round_):
    filing = builders.filing_at(Status.ACCEPTED, round_=round_, cluster=cast.alfa, by=cast.alma, reviewer=cast.rune)
    reopened = reopen(
        submission=filing,
        by=cast.edith,
        at=AT,
        version=filing.version,
        questions=ask(filing, cast, fte="Er det rigtigt?"),
        unlocked=Unlocked.FIELDS,
    )
    assert (reopened.status, reopened.accepted_at, sorted(load_filing(reopened).open_codes)) == (
        Status.RETURNED,
        None,
        ["fte"],
    )


def test_the_questions_are_written_sent_and_gone(sent, cast, as_):
    rune = as_("rune")
    rune.post(
        reverse("prepare_questions", args=[2019, "alfa"]),
        {"question__fte": "Er det rigtigt?", "question__companies": "Og her?", "question__funding_state": ""},
    )
    prepared = {row.indicator.code: row for row in PreparedQuestion.objects.all()}
    assert {code: row.text for code, row in prepared.items()} == {"fte": "Er det rigtigt?", "companies": "Og her?"}
    answer = rune.post(
        reverse("return_for_correction", args=[2019, "alfa"]),
        {"version": sent.version, "questions": [prepared["fte"].pk], "unlocked": "fields", "reason": ""},
    )
    assert (answer.status_code, Submission.objects.get().unlocked) == (302, "fields")
    assert list(PreparedQuestion.objects.values_list("indicator__code", flat=True)) == ["companies"]
    assert list(ReturnedField.objects.values_list("indicator__code", "question__text")) == [("fte", "Er det rigtigt?")]


def test_the_unit_meets_the_question_on_its_pages_and_answers_at_the_field(sent, cast, as_):
    send_back(sent, cast, fte="Er det rigtigt?")
    alma = as_("alma")
    overview = Page(alma.get(reverse("submission", args=[2019, "alfa"])))
    assert "Det er jeres tur igen: gennemsynet har spurgt til 1 tal. Ret det, eller skriv et svar." in overview.text
    assert f"{reverse('section', args=[2019, 'alfa', 'financing'])}#row-fte" in overview.links
    page = Page(alma.get(reverse("section", args=[2019, "alfa", "financing"])))
    assert "Rune: Er det rigtigt?" in page.text
    assert page.disabled >= {"funding_state", "funding_companies", "fees_companies"}
    assert "fte" not in page.disabled
    alma.post(
        reverse("section", args=[2019, "alfa", "financing"]),
        {"fte": "4,5", "fte__version": "1", "comment__fte": "Ja, se lønsystemet."},
    )
    assert [row.text for row in FieldComment.objects.all()] == ["Er det rigtigt?", "Ja, se lønsystemet."]
    assert load_filing(Submission.objects.get()).open_problems == ()


def test_conversations_go_on_while_the_filing_is_locked(sent, cast, as_):
    address = reverse("questions", args=[2019, "alfa"])
    as_("rune").post(reverse("review_remark", args=[2019, "alfa", "fte"]), {"text": "Hvordan er det opgjort?"})
    alma = as_("alma")
    assert "Hvordan er det opgjort?" in Page(alma.get(address)).text
    assert alma.post(address, {"code": "fte", "text": "Fra lønsystemet."}).status_code == 302
    assert [row.text for row in FieldComment.objects.all()] == ["Hvordan er det opgjort?", "Fra lønsystemet."]
    blank = alma.post(address, {"code": "fte", "text": "  "})
    assert (blank.status_code, FieldComment.objects.count()) == (409, 2)
    assert alma.post(address, {"code": "no_such", "text": "Hej"}).status_code == 404


def test_a_save_that_overtakes_a_return_does_not_reach_a_shut_field(sent, cast):
    """The field is looked up before the filing comes back with other questions: the write itself looks again."""
    own = Submission.objects.writable_by(cast.alma).filter(pk=sent.pk)
    indicator = indicator_in(filings=own, section="participation", code="companies")
    filing = send_back(sent, cast, fte="Er det rigtigt?")
    with pytest.raises(FieldShut):
        save_value(
            indicator=indicator, entry=Entry("companies", Decimal(9), based_on=1), key="k", by=cast.alma, at=LATER
        )
    assert filing_of(indicator).pk == filing.pk


def test_an_accepted_filing_names_the_fingerprint_that_was_shown(sent, cast):
    accepted = accept(submission=sent, by=cast.rune, at=AT, version=sent.version)
    event = accepted.events.get(transition="accept")
    assert event.fingerprint == accepted.events.get(transition="submit").receipt.fingerprint
