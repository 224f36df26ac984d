"""Every constraint of every model is broken on purpose; one without a breaking case fails here."""

import datetime

import pytest
from django.apps import apps
from django.core.exceptions import ValidationError
from django.db import IntegrityError, connection, models, transaction

from clusters.actions import give_access, register_cluster
from clusters.models import Certification, Cluster, Membership, MembershipRole, Succession, User
from reporting.catalogue.models import Indicator, Measure, Rule
from reporting.consolidation.actions import consolidate
from reporting.consolidation.models import Consolidation, PublishedFigure
from reporting.letters.actions import nudge, send_letters
from reporting.letters.models import Letter, Told
from reporting.publication.actions import begin_report, choose_stories
from reporting.publication.models import BookBuild, Edition
from reporting.rehearsal.actions import begin
from reporting.rehearsal.models import Rehearsal
from reporting.review.models import FirstLook, InternalNote, PreparedQuestion, Seen
from reporting.rounds.models import RosterEntry, Round
from reporting.stories.actions import add_story, comment
from reporting.stories.models import CaseStory, StoryComment, StoryPhoto
from reporting.submissions.actions import (
    assign_section,
    explain,
    make_link,
    note_presence,
    refresh_standings,
    start,
)
from reporting.submissions.models import (
    Correction,
    CountryCount,
    Explanation,
    FieldComment,
    FieldNote,
    Finding,
    Receipt,
    ReportedValue,
    ReturnedField,
    SectionLink,
    Standing,
    Status,
    Submission,
    SubmissionEvent,
    Waiver,
)
from reporting.workbooks.actions import receive
from reporting.workbooks.models import WorkbookUpload
from tests import builders
from tests.builders import AT
from tests.workbooks.editing import fetched

CONSTRAINTS = {
    constraint.name: (model, constraint)
    for label in ("clusters", "reporting")
    for model in apps.get_app_config(label).get_models()
    for constraint in model._meta.constraints
}
UNIQUE = [name for name, (_model, constraint) in CONSTRAINTS.items() if isinstance(constraint, models.UniqueConstraint)]
# A row that keeps the rule, and the change with which it breaks that rule and no other.
BROKEN = {
    "user_national_role_known": (User, {}, {"national_role": "king"}),
    "user_closed_is_inactive": (User, {"is_active": True}, {"closed_at": AT}),
    "user_erased_is_closed": (User, {"closed_at": None}, {"erased_at": AT}),
    "cluster_kind_known": (Cluster, {}, {"kind": "club"}),
    "cluster_active_years_ordered": (Cluster, {}, {"active_from": 2019, "active_to": 2018}),
    "certification_years_ordered": (Certification, {}, {"valid_from_year": 2019, "valid_to_year": 2018}),
    "certification_level_known": (Certification, {}, {"level": "wood"}),
    "succession_not_itself": (Succession, {}, {"successor": models.F("predecessor")}),
    "membership_role_known": (Membership, {}, {"role": "guest"}),
    "rehearsal_only_one": (Rehearsal, {}, {"only": False}),
    "rehearsal_state_known": (Rehearsal, {}, {"state": "over"}),
    "indicator_bounds_ordered": (Indicator, {}, {"minimum": 2, "maximum": 1}),
    "indicator_data_type_known": (Indicator, {}, {"data_type": "colour"}),
    "rule_kind_and_strength_known": (Rule, {}, {"strength": "mild"}),
    "measure_kind_known": (Measure, {}, {"kind": "median"}),
    "round_opens_before_deadline": (Round, {}, {"deadline_on": datetime.date(2019, 12, 31)}),
    "round_locks_after_deadline": (Round, {}, {"locks_on": datetime.date(2020, 1, 1)}),
    "rosterentry_extension_with_reason": (RosterEntry, {}, {"extension_reason": "Sygdom."}),
    "submission_status_known": (Submission, {"status": Status.SUBMITTED}, {"status": "lost"}),
    "submission_submitted_at_with_by": (Submission, {"status": Status.SUBMITTED}, {"submitted_by": None}),
    "submission_accepted_at_with_by": (Submission, {"status": Status.ACCEPTED}, {"accepted_by": None}),
    "submission_sent_unless_draft": (Submission, {"status": Status.DRAFT}, {"status": Status.RETURNED}),
    "submission_accepted_at_iff_accepted": (Submission, {"status": Status.SUBMITTED}, {"status": Status.ACCEPTED}),
    "reportedvalue_number_or_not_relevant": (ReportedValue, {}, {"not_relevant": True}),
    "reportedvalue_not_negative": (ReportedValue, {}, {"number": "-0.01"}),
    "countrycount_positive": (CountryCount, {}, {"count": 0}),
    "explanation_not_blank": (Explanation, {}, {"text": ""}),
    "fieldcomment_not_blank": (FieldComment, {}, {"text": ""}),
    "sectionlink_expires_after_made": (SectionLink, {}, {"expires_at": models.F("created_at")}),
    "sectionlink_revoked_at_with_by": (SectionLink, {}, {"revoked_at": AT}),
    "submissionevent_changes_status": (SubmissionEvent, {}, {"from_status": models.F("to_status")}),
    "submission_partly_unlocked_when_returned": (Submission, {"status": Status.SUBMITTED}, {"unlocked": "fields"}),
    "waiver_has_a_reason": (Waiver, {}, {"reason": ""}),
    "correction_has_consent": (Correction, {}, {"consent": ""}),
    "preparedquestion_not_blank": (PreparedQuestion, {}, {"text": ""}),
    "internalnote_not_blank": (InternalNote, {}, {"text": ""}),
    "internalnote_settled_at_with_by": (InternalNote, {}, {"settled_at": AT}),
    "receipt_declaration_kept": (Receipt, {}, {"declaration": ""}),
    "letter_sent_or_failed": (Letter, {}, {"failed_at": AT}),
    "letter_bounced_was_sent": (Letter, {}, {"sent_at": None, "bounced_at": AT}),
    "standing_answered_within_questions": (Standing, {}, {"answered": 99}),
    "finding_mended_is_gone": (Finding, {}, {"was_mended": True}),
    "told_kind_known": (Told, {}, {"kind": "gossip"}),
    "casestory_category_known": (CaseStory, {}, {"category": "gossip"}),
    "casestory_state_known": (CaseStory, {}, {"state": "lost"}),
    "casestory_three_at_most": (CaseStory, {}, {"position": 4}),
    "storyphoto_focus_within": (StoryPhoto, {}, {"focus_x": 101}),
    "storycomment_not_blank": (StoryComment, {}, {"text": ""}),
    "consolidation_coverage_within_roster": (Consolidation, {}, {"accepted": 99}),
    "workbookupload_state_known": (WorkbookUpload, {"state": "waiting"}, {"state": "lost"}),
    "workbookupload_expires_after_upload": (WorkbookUpload, {}, {"expires_at": models.F("uploaded_at")}),
    "workbookupload_decided_at_with_by": (WorkbookUpload, {}, {"decided_at": AT}),
    "workbookupload_refusal_when_refused": (WorkbookUpload, {"state": "waiting"}, {"refusal": "Tom."}),
    "bookbuild_done_has_edition": (BookBuild, {}, {"state": "done"}),
}


@pytest.fixture
def world(cast, round_):
    """At least one row of every model, so that each can be broken or doubled."""
    gamma = register_cluster(
        slug="gamma",
        name="Gamma",
        short_name="Gamma",
        kind="cluster",
        hosted=["Delta"],
        certification="gold",
        certified_from=2018,
    )
    Succession.objects.create(predecessor=cast.beta, successor=gamma, year=2019)
    builders.filing_at(Status.ACCEPTED, round_=round_, cluster=cast.alfa, by=cast.alma, reviewer=cast.rune)
    builders.filing_at(Status.SUBMITTED, round_=round_, cluster=cast.beta, by=cast.bodil)
    begin(year=round_.year + 1, by=cast.edith, at=AT)
    draft = start(round_=round_, cluster=gamma)
    explain(submission=draft, rule="unanswered", subject="financing", text="Vi er nye.", by=cast.alma, at=AT)
    _work_together(draft, cast)
    receive(submission=draft, name="bog.xlsx", data=fetched(draft), by=cast.alma, at=AT)
    Membership.objects.filter(user=cast.alma).update(invited_at=AT)
    send_letters(at=AT)
    round_.roster.create(cluster=gamma)
    nudge(round_=round_, clusters=[gamma], text="", by=cast.edith, at=AT)
    refresh_standings(round_=round_, at=AT)
    story = add_story(
        submission=draft, category="matchmaking", headline="Et møde", lead="Kort.", body="Langt.", by=cast.alma, at=AT
    )
    builders.put_photo(story, by=cast.alma)
    comment(story=story, text="Et godt møde.", by=cast.rune, at=AT)
    PublishedFigure.objects.create(code="companies", year=2018, value=7, decimals=0, source="bogen")
    report = begin_report(round_=round_)
    choose_stories(report=report, stories=[story], by=cast.edith, at=builders.AT)
    consolidation = consolidate(round_=round_, by=cast.edith, at=AT)
    Edition.objects.create(
        report=report, consolidation=consolidation, number=1, file="a.pdf", sha256="0" * 64, pages=1, created_at=AT
    )
    BookBuild.objects.create(report=report, state="waiting", requested_at=AT, requested_by=cast.edith, touched_at=AT)


def _work_together(draft, cast):
    """Notes, comments, and shared work; a filing in which Alma works is enough for all of them."""
    give_access(user=cast.alma, cluster=draft.cluster, role=MembershipRole.MANAGER)
    indicator = Indicator.objects.filter(section__catalogue=draft.round.catalogue_id).first()
    FieldNote.objects.create(
        submission=draft, indicator=indicator, text="Se listen.", updated_at=AT, updated_by=cast.alma
    )
    remark = FieldComment.objects.create(submission=draft, indicator=indicator, text="Hvorfor?", at=AT, by=cast.rune)
    _look_again(draft, indicator, remark, cast)
    assign_section(submission=draft, section="financing", user=cast.alma, by=cast.alma, at=AT)
    make_link(submission=draft, section="financing", name="Karen", days=14, by=cast.alma, at=AT)
    note_presence(submission=draft, user=cast.alma, section="financing", at=AT)


def _look_again(draft, indicator, remark, cast):
    """What the review asks, keeps and decides about a value."""
    told = {"submission": draft, "at": AT, "by": cast.edith}
    on_value = {"indicator": indicator, **told}
    event = SubmissionEvent.objects.first()
    ReturnedField.objects.create(event=event, submission=draft, indicator=indicator, question=remark)
    FieldComment.objects.create(text="Og hvorfor?", **on_value)  # for a twin
    Waiver.objects.create(rule="part_companies_small", subject="companies_small", reason="Sådan er det.", **told)
    Correction.objects.create(value_version=2, consent="Aftalt med Alma.", **on_value)
    PreparedQuestion.objects.create(text="Hvorfor?", **on_value)
    InternalNote.objects.create(text="Ring.", **on_value)
    FirstLook.objects.create(version=1, **told)
    Seen.objects.create(subject="companies", version=1, **told)


def test_every_constraint_has_a_case_that_breaks_it():
    assert sorted(BROKEN) == sorted(set(CONSTRAINTS) - set(UNIQUE))
    assert {name for name, (model, _filters, _changes) in BROKEN.items() if CONSTRAINTS[name][0] is not model} == set()
    assert len(UNIQUE) >= 15


@pytest.mark.parametrize("name", CONSTRAINTS)
def test_every_constraint_has_its_name_and_a_sentence_for_people(name):
    model, constraint = CONSTRAINTS[name]
    assert name.startswith(f"{model._meta.model_name}_")
    sentence = str(constraint.violation_error_message)
    assert sentence != str(constraint.default_violation_error_message)
    assert sentence.endswith(".")


def assert_refused(name, write):
    """The database itself refuses the write, and for the sake of this constraint."""
    with pytest.raises(IntegrityError) as refusal, transaction.atomic():
        write()
    by_columns = connection.vendor == "sqlite" and name in UNIQUE  # SQLite names a unique constraint by its columns
    model, constraint = CONSTRAINTS[name]
    columns = (
        ", ".join(f"{model._meta.db_table}.{model._meta.get_field(field).column}" for field in constraint.fields)
        if by_columns
        else ""
    )
    assert (f"UNIQUE constraint failed: {columns}" if by_columns else name) in str(refusal.value)


@pytest.mark.parametrize("name", BROKEN)
def test_a_row_that_breaks_the_rule_is_refused(name, world):
    model, filters, changes = BROKEN[name]
    row = model.objects.filter(**filters).first()
    assert_refused(name, lambda: model.objects.filter(pk=row.pk).update(**changes))


@pytest.mark.parametrize("name", UNIQUE)
def test_a_second_row_is_refused_and_the_sentence_says_so(name, world):
    model, constraint = CONSTRAINTS[name]
    twin = model.objects.first()
    twin.pk = None
    twin._state.adding = True
    for field in model._meta.concrete_fields:  # its other half is another one, so that only this rule is broken
        if field.one_to_one and field.name not in constraint.fields:
            free = field.related_model.objects.exclude(pk__in=model.objects.values(field.name))
            setattr(twin, field.name, free.first())
    assert_refused(name, lambda: models.Model.save_base(twin, raw=True, force_insert=True))
    with pytest.raises(ValidationError) as refusal:
        constraint.validate(model, twin)
    assert refusal.value.messages == [str(constraint.violation_error_message)]
