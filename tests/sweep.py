"""Every URL of the house, what each is for, and a walker that tries them all as everybody.

A URL belongs to exactly one class; a class says what each role gets for GET and for POST. The bodies are
real ones: whoever is refused is refused for who they are, not for what they sent.
"""

import datetime
import importlib
from contextlib import contextmanager
from dataclasses import dataclass, field

from django.apps import apps
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection, transaction
from django.test import Client, override_settings
from django.urls import clear_url_caches, get_resolver, reverse
from django.utils import timezone

import config.urls
from clusters.actions import close_account, create_user, invite
from clusters.models import Membership, MembershipRole, User
from reporting.catalogue.actions import copy_catalogue, drop_row
from reporting.catalogue.content import content_of
from reporting.catalogue.queries import based_on, order_mark, plan_mark
from reporting.catalogue.references import plan_drop
from reporting.consolidation.actions import consolidate
from reporting.publication.actions import begin_report, keep_edition, request_build
from reporting.publication.models import BookBuild, BuildState
from reporting.publication.typesetting import TypesetBook
from reporting.rehearsal.actions import begin
from reporting.rehearsal.models import Rehearsal, RehearsalState
from reporting.review.actions import add_note
from reporting.review.models import InternalNote
from reporting.rounds.actions import prepare_year
from reporting.rounds.models import Round
from reporting.rounds.queries import opening_of
from reporting.submissions.actions import make_link, note_presence, refresh_standings, start, waive
from reporting.submissions.models import Explanation, SectionLink, Status, Submission
from reporting.workbooks.actions import receive
from tests import builders
from tests.workbooks.editing import fetched, filled

# Alfa's filing of these years stands where its name says; in the year to come it is not begun.
ACCEPTED, SUBMITTED, DRAFT, TO_COME = 2017, 2018, 2019, 2020
PREPARED = 2021  # only editors know of it
ANONYMOUS = "anonymous"
ROLES = (ANONYMOUS, "nikolaj", "alma", "anton", "bodil", "vera", "rune", "edith")
JUMP_FIELD = "explain__jump_companies__companies"
LOGIN = "login"  # sent to the log-in page


def _class(anonymous=(LOGIN, LOGIN), everybody=None, **roles):
    """Results (GET, POST) per role; `everybody` stands for all who are logged in and not named."""
    return {role: (anonymous if role == ANONYMOUS else roles.get(role, everybody)) for role in ROLES}


STRANGER = (404, 404)
CLASSES = {
    # Ours: who has no business there gets 404 for a unit's pages and 403, with a sentence, for the nation's.
    "front page": _class(everybody=(200, 405), vera=(302, 405), rune=(302, 405), edith=(302, 405)),
    "own unit read": _class(everybody=(200, 405), nikolaj=(404, 405), bodil=(404, 405)),
    "own unit page with a form": _class(
        alma=(200, 302), anton=(200, 302), nikolaj=STRANGER, bodil=STRANGER, everybody=(200, 403)
    ),
    # Two units are too few to choose among: whoever may choose is told so.
    "own unit choice": _class(
        alma=(200, 422), anton=(200, 422), nikolaj=STRANGER, bodil=STRANGER, everybody=(200, 403)
    ),
    "own unit act": _class(
        alma=(405, 302), anton=(405, 302), nikolaj=(405, 404), bodil=(405, 404), everybody=(405, 403)
    ),
    "own unit save of one field": _class(
        alma=(405, 200), anton=(405, 200), nikolaj=(405, 404), bodil=(405, 404), everybody=(405, 403)
    ),
    "own unit page that is open": _class(
        alma=(405, 200), anton=(405, 200), nikolaj=(405, 404), bodil=(405, 404), everybody=(405, 403)
    ),
    "own unit paste": _class(
        alma=(405, 200), anton=(405, 200), nikolaj=(405, 404), bodil=(405, 404), everybody=(405, 403)
    ),
    "own unit act of the manager": _class(alma=(405, 302), nikolaj=(405, 404), bodil=(405, 404), everybody=(405, 403)),
    "own unit act of the manager that answers with a page": _class(
        alma=(405, 200), nikolaj=(405, 404), bodil=(405, 404), everybody=(405, 403)
    ),
    "own unit page of the manager with a form": _class(
        alma=(200, 302), nikolaj=STRANGER, bodil=STRANGER, everybody=(403, 403)
    ),
    # Pages of a guest: whoever has the secret address reads and writes, with or without a log-in.
    "guest read": _class(anonymous=(200, 405), everybody=(200, 405)),
    "guest save of one field": _class(anonymous=(405, 200), everybody=(405, 200)),
    "guest page that is open": _class(anonymous=(405, 200), everybody=(405, 200)),
    "guest page with a form": _class(anonymous=(200, 302), everybody=(200, 302)),
    "own unit form": _class(alma=(200, 302), anton=(200, 302), nikolaj=STRANGER, bodil=STRANGER, everybody=(403, 403)),
    "own unit preview": _class(nikolaj=(405, 404), bodil=(405, 404), everybody=(405, 200)),
    "own unit remark": _class(nikolaj=(405, 404), bodil=(405, 404), vera=(405, 403), everybody=(405, 302)),
    "national read": _class(vera=(200, 405), rune=(200, 405), edith=(200, 405), everybody=(403, 405)),
    "national file of the chosen": _class(vera=(405, 200), rune=(405, 200), edith=(405, 200), everybody=(405, 403)),
    "editor preview": _class(edith=(405, 200), everybody=(405, 403)),
    "national act": _class(vera=(405, 302), rune=(405, 302), edith=(405, 302), everybody=(405, 403)),
    "national switch": _class(vera=(405, 302), rune=(405, 302), edith=(405, 302), everybody=(405, 403)),
    "review act": _class(rune=(405, 302), edith=(405, 302), everybody=(405, 403)),
    "editor read": _class(edith=(200, 405), everybody=(403, 405)),
    "editor file": _class(edith=(405, 200), everybody=(405, 403)),
    "editor page that gives a file": _class(edith=(200, 200), everybody=(403, 403)),
    "own file": _class(everybody=(200, 200)),
    # Acts that may be repeated, and are tried where they were done already or have nothing to undo.
    "editor act that is done": _class(edith=(405, 302), everybody=(405, 403)),
    "editor act": _class(edith=(405, 302), everybody=(405, 403)),
    "editor page": _class(edith=(200, 405), everybody=(403, 405)),
    "editor page with a form": _class(edith=(200, 302), everybody=(403, 403)),
    # Pages that are only in a rehearsal's copy: in the real house they are not there, for nobody.
    "rehearsal read": _class(everybody=(404, 405)),
    "rehearsal act": _class(everybody=(405, 404)),
    # Pages of the log-in and of the own account, the same for everybody who is logged in.
    "public": _class(anonymous=(200, 405), everybody=(200, 405)),
    "public switch": _class(anonymous=(302, 302), everybody=(302, 302)),
    "public form": _class(anonymous=(200, 200), everybody=(200, 200)),
    "public form for the one with the letter": _class(anonymous=(200, 404), everybody=(200, 404)),
    "entrance": _class(anonymous=(200, 200), everybody=(302, 302)),
    "inside the log-in": _class(everybody=(302, 302)),
    "way out": _class(everybody=(200, LOGIN)),
    "account read": _class(everybody=(200, 405)),
    "account form": _class(everybody=(200, 200)),
    "account form elsewhere": _class(everybody=(302, 302)),
    "account of who has a second factor": _class(everybody=(404, 404)),
    "account of who has a second factor, read": _class(everybody=(404, 405)),
}


@dataclass(frozen=True)
class Row:
    """What one URL is for: its class, the arguments it is tried with, and a body that the right person could send."""

    class_: str
    args: dict = field(default_factory=dict)
    body: dict = field(default_factory=dict)


def _alfa(year, **more):
    return {"year": year, "slug": "alfa", **more}


def _in_preparation(**more):
    return {"year": PREPARED, "slug": "alfa", **more}


def _story(**more):
    return _alfa(DRAFT, story_id="the story", **more)


TABLE = {
    "home": Row("front page"),
    "start": Row("own unit act", _alfa(TO_COME)),
    "submission": Row("own unit read", _alfa(DRAFT)),
    "check": Row(
        "own unit page with a form",
        _alfa(DRAFT),
        {JUMP_FIELD: "Et andet projekt begyndte.", f"{JUMP_FIELD}__seen": "Et projekt begyndte."},
    ),
    "section": Row(
        "own unit page with a form", _alfa(DRAFT, code="participation"), {"companies": "410", "companies__version": "2"}
    ),
    "save_value": Row(
        "own unit save of one field",
        _alfa(DRAFT, code="participation"),
        {"field": "companies", "companies": "410", "companies__version": "2", "key": "a"},
    ),
    "section_status": Row("own unit page that is open", _alfa(DRAFT, code="participation")),
    "value_history": Row("own unit read", _alfa(DRAFT, code="companies")),
    "paste": Row("own unit paste", _alfa(DRAFT, code="participation"), {"text": "companies\t410"}),
    "workbook": Row("own unit page with a form", _alfa(DRAFT), {"workbook": "file"}),
    "workbook_download": Row("own unit read", _alfa(DRAFT)),
    "workbook_upload": Row("own unit page with a form", _alfa(DRAFT, number="upload")),
    "questions": Row("own unit page with a form", _alfa(DRAFT), {"code": "companies", "text": "Det er talt igen."}),
    "colleagues": Row("own unit read", _alfa(DRAFT)),
    "invite": Row(
        "own unit act of the manager",
        _alfa(DRAFT),
        {"name": "Ny Kollega", "email": "ny@example.dk", "role": "reporter"},
    ),
    "colleague": Row("own unit page of the manager with a form", _alfa(DRAFT, pk="anton"), {"role": "manager"}),
    "invite_again": Row("own unit act of the manager", _alfa(DRAFT, pk="newcomer")),
    "remove_colleague": Row("own unit page of the manager with a form", _alfa(DRAFT, pk="anton")),
    "assign": Row("own unit act", _alfa(DRAFT, code="financing"), {"user": "anton"}),
    "make_link": Row(
        "own unit act of the manager that answers with a page",
        _alfa(DRAFT),
        {"guest": "Per", "section": "financing", "days": "14"},
    ),
    "revoke_link": Row("own unit act of the manager", _alfa(DRAFT, pk="link")),
    "guest": Row("guest read", {"token": "secret"}),
    "guest_save": Row(
        "guest save of one field", {"token": "secret"}, {"field": "fte", "fte": "7", "fte__version": "1", "key": "a"}
    ),
    "guest_status": Row("guest page that is open", {"token": "secret"}),
    "guest_section": Row("guest page with a form", {"token": "secret"}, {"fte": "7", "fte__version": "1"}),
    "submit": Row("own unit act of the manager", _alfa(DRAFT), {"version": "current", "confirmed": "on"}),
    "receipt": Row("own unit read", _alfa(SUBMITTED)),
    "receipt_pdf": Row("own unit read", _alfa(SUBMITTED)),
    "earlier_receipt": Row("own unit read", _alfa(ACCEPTED, version=3)),
    "earlier_receipt_pdf": Row("own unit read", _alfa(ACCEPTED, version=3)),
    "give_back": Row("own unit read", _alfa(SUBMITTED)),
    "give_back_pdf": Row("own unit read", _alfa(SUBMITTED)),
    "peers": Row("own unit choice", _alfa(SUBMITTED), {"units": ["beta"]}),
    "blank_form": Row("own unit read", _alfa(TO_COME)),
    "find_receipt": Row("account read"),
    "stories": Row("own unit read", _alfa(DRAFT)),
    "new_story": Row("own unit form", _alfa(DRAFT), {"headline": "En ny case"}),
    "story": Row("own unit page with a form", _story(), {"headline": "En anden overskrift", "version": "1"}),
    # Too long to be set, so that trying everybody does not take the press a minute.
    "story_preview": Row("own unit preview", _alfa(DRAFT), {"headline": "lang " * 30}),
    "move_story": Row("own unit act", _story()),
    "delete_story": Row("own unit form", _story()),
    "comment_story": Row("own unit remark", _story(), {"comment": "Er citatet godkendt?"}),
    "story_photo": Row("own unit form", _story(), {"alt": "To svejsere.", "version": "2"}),
    "remove_story_photo": Row("own unit act", _story(), {"seen": "the photo"}),
    "story_picture": Row("own unit read", _story(size="side")),
    "years": Row("editor page"),
    "new_year": Row("editor act that is done", body={"year": str(PREPARED)}),
    "year": Row("editor page", {"year": PREPARED}),
    "year_days": Row(
        "editor page with a form",
        {"year": PREPARED},
        {
            "opens_on": "2021-03-01",
            "deadline_on": "2100-04-01",
            "seen-opens_on": "2020-12-30",
            "seen-deadline_on": "2100-03-15",
        },
    ),
    "open_year": Row("editor page with a form", {"year": PREPARED}, {"mark": "current"}),
    "discard_year": Row("editor page with a form", {"year": PREPARED}),
    "import_list": Row(
        "editor page with a form",
        {"year": PREPARED},
        {"text": "Enhed;Navn;E-mail\nAlfa;Ny;ny@example.dk\n", "save": "1"},
    ),
    "merge_units": Row(
        "editor page with a form",
        {"year": PREPARED},
        {"predecessors": "Beta's key", "successor": "Alfa's key", "confirmed": "1"},
    ),
    "new_unit": Row(
        "editor page with a form", {"year": PREPARED}, {"name": "Omega", "short_name": "Omega", "kind": "cluster"}
    ),
    "take_up": Row("editor act that is done", {"year": PREPARED}, {"cluster": "Beta's key"}),
    "year_units": Row("editor page", {"year": PREPARED}),
    "year_unit": Row(
        "editor page with a form", _in_preparation(), {"name": "Alfa", "short_name": "Alfa", "kind": "cluster"}
    ),
    "extend": Row("editor page with a form", _in_preparation(), {"extended_to": "2100-06-01", "reason": "Sygdom."}),
    "withdraw_extension": Row("editor act that is done", _in_preparation()),
    "take_off": Row("editor page with a form", _in_preparation(), {"closes": "1"}),
    "undo_merger": Row("editor act that is done", _in_preparation()),
    "review_list": Row("national read", {"year": SUBMITTED}),
    "desk_file": Row("national read", {"year": SUBMITTED, "ending": "csv"}),
    "desk_remind": Row("editor preview", {"year": DRAFT}, {"unit": "alfa"}),
    "desk_remind_send": Row("editor act", {"year": DRAFT}, {"units": "alfa"}),
    "desk_extend": Row("editor preview", {"year": DRAFT}, {"unit": "alfa"}),
    "desk_extend_save": Row(
        "editor act", {"year": DRAFT}, {"units": "alfa", "to": "2099-12-01", "reason": "En ny leder."}
    ),
    "desk_chosen_file": Row("national file of the chosen", {"year": SUBMITTED}, {"unit": "alfa"}),
    "review_filing": Row("national read", _alfa(SUBMITTED)),
    "review_queue": Row("national read", {"year": SUBMITTED}),
    "mark_seen": Row(
        "review act", {"year": SUBMITTED}, {"unit": "alfa", "subject": "companies", "version": "1", "on": "1"}
    ),
    "accept": Row("review act", _alfa(SUBMITTED), {"version": "current"}),
    "return_for_correction": Row("review act", _alfa(SUBMITTED), {"version": "current", "reason": "Se på årsværk."}),
    "reopen": Row("editor act", _alfa(ACCEPTED), {"version": "current", "reason": "En fejl er fundet."}),
    "footnote": Row("editor act", _alfa(DRAFT), {"rule": "jump_companies", "subject": "companies", "on": "1"}),
    "timeline": Row("own unit read", _alfa(DRAFT)),
    "log": Row("editor read"),
    "log_csv": Row("editor file", body={"q": "fte"}),
    "rules": Row("editor read", {"year": DRAFT}),
    "check_rounds": Row("editor act that is done", {"year": DRAFT}),
    "rule_trial": Row("editor read", {"year": DRAFT}),
    "prepare_questions": Row("review act", _alfa(SUBMITTED), {"question__companies": "Er det rigtigt?"}),
    "filing_note": Row("review act", _alfa(SUBMITTED), {"text": "Ring til dem."}),
    "settle_note": Row("review act", _alfa(SUBMITTED, pk="the note")),
    "waiver": Row(
        "editor act",
        _alfa(DRAFT),
        {"rule": "part_companies_small", "subject": "companies_small", "withdraw": "1"},
    ),
    "see_as": Row("national act", _alfa(SUBMITTED)),
    "stop_seeing_as": Row("national switch", _alfa(SUBMITTED)),
    "review_value": Row("national read", _alfa(SUBMITTED, code="companies")),
    "review_remark": Row("review act", _alfa(SUBMITTED, code="companies"), {"text": "Er det rigtigt?"}),
    "review_note": Row("review act", _alfa(SUBMITTED, code="companies"), {"text": "Ring til dem."}),
    "correct_value": Row(
        "editor act", _alfa(SUBMITTED, code="companies"), {"number": "130", "consent": "Alma", "version": "1"}
    ),
    "catalogue": Row("editor page", {"year": PREPARED}),
    "catalogue_export": Row("editor page", {"year": PREPARED}),
    "catalogue_difference": Row("editor page", {"year": PREPARED}),
    "catalogue_preview": Row("editor page", {"year": PREPARED, "code": "participation"}),
    "catalogue_restore": Row("editor act", {"year": PREPARED, "pk": "the drop"}),
    "catalogue_add": Row(
        "editor page with a form",
        {"year": PREPARED, "table": "afsnit"},
        {"title_da": "Formidling", "table_da": "Aktiviteter"},
    ),
    "catalogue_row": Row(
        "editor page with a form",
        {"year": PREPARED, "table": "afsnit", "code": "participation"},
        {"title_da": "Deltagere", "table_da": "Aktiviteter", "based_on": "the section"},
    ),
    "catalogue_move": Row(
        "editor act", {"year": PREPARED, "table": "afsnit", "code": "participation"}, {"to": "0", "order": "the order"}
    ),
    "catalogue_drop": Row(
        "editor page with a form",
        {"year": PREPARED, "table": "afsnit", "code": "participation"},
        {"seen": "the plan"},
    ),
    "national_figures": Row("national read", {"year": ACCEPTED}),
    "national_csv": Row("national read", {"year": ACCEPTED}),
    "consolidate": Row("editor act", {"year": ACCEPTED}),
    "book": Row("national read", {"year": ACCEPTED}),
    "build_book": Row("editor act", {"year": ACCEPTED}),
    "build_progress": Row("national read", {"year": ACCEPTED, "build_id": "latest"}),
    "edition": Row("national read", {"year": ACCEPTED, "number": 1}),
    "rehearsal": Row("national read", {"year": DRAFT}),
    "rehearsal_progress": Row("national read", {"year": DRAFT}),
    "begin_rehearsal": Row("editor act", {"year": DRAFT}),
    "share_rehearsal": Row("editor act", {"year": DRAFT}, {"on": "1"}),
    "throw_rehearsal_away": Row("editor act", {"year": DRAFT}),
    "stage": Row("rehearsal read"),
    "play": Row("rehearsal act", body={"unit": "alfa"}),
    "stop_playing": Row("rehearsal act"),
    "move_the_rest": Row("rehearsal act", body={"step": "submit"}),
    "people": Row("editor page"),
    "new_person": Row(
        "editor page with a form", body={"name": "Ny", "email": "nyredaktion@example.dk", "role": "viewer"}
    ),
    "person": Row("editor page", {"pk": "nina"}),
    "person_role": Row("editor act", {"pk": "nina"}, {"role": "viewer"}),
    "person_access": Row("editor act", {"pk": "nina"}, {"cluster": "Beta's key", "role": "reporter"}),
    "person_invite_again": Row("editor act", {"pk": "nina"}),
    "person_close": Row("editor page with a form", {"pk": "nina"}),
    "person_reopen": Row("editor act", {"pk": "closed"}),
    "person_data": Row("editor page that gives a file", {"pk": "nina"}),
    "person_erase": Row("editor page with a form", {"pk": "nina"}, {"sure": "on"}),
    "own_data": Row("own file"),
    "dormant": Row("editor page"),
    "retention": Row("editor page"),
    "set_language": Row("public switch", body={"language": "en"}),
    "demo_mail": Row("public"),
    "account_login": Row("entrance"),
    "account_logout": Row("way out"),
    "account_inactive": Row("public"),
    "account_signup": Row("entrance", body={"email": "ny@example.dk", "password1": "et-langt-kodeord-til"}),
    "account_reauthenticate": Row("account form"),
    "account_email": Row("account form", body={"action_add": "", "email": "ny@example.dk"}),
    "account_email_verification_sent": Row("public"),
    "account_confirm_email": Row("public form for the one with the letter", {"key": "ukendt"}),
    "account_change_password": Row("account form"),
    "account_set_password": Row("account form elsewhere", body={"password1": "et-langt-kodeord-til"}),
    "account_reset_password": Row("public form"),
    "account_reset_password_done": Row("public"),
    "account_reset_password_from_key": Row(
        "public form", {"uidb36": "1", "key": "abc-def"}, {"password1": "et-langt-kodeord-til"}
    ),
    "account_reset_password_from_key_done": Row("public"),
    "account_confirm_login_code": Row("inside the log-in"),
    "mfa_index": Row("account read"),
    "mfa_authenticate": Row("inside the log-in"),
    "mfa_reauthenticate": Row("account form elsewhere"),
    "mfa_activate_totp": Row("account form elsewhere"),
    "mfa_deactivate_totp": Row("account of who has a second factor"),
    "mfa_view_recovery_codes": Row("account of who has a second factor, read"),
    "mfa_generate_recovery_codes": Row("account form elsewhere"),
    "mfa_download_recovery_codes": Row("account of who has a second factor"),
}


@contextmanager
def demonstration():
    """The address book as it is with DEMO on, and afterwards as it was."""
    try:
        with override_settings(DEMO=True):
            _read_addresses_again()
            yield
    finally:
        _read_addresses_again()


def _read_addresses_again():
    importlib.reload(config.urls)
    clear_url_caches()


def names_of(patterns):
    """Name of every URL below `patterns`; a URL without a name is given as its text."""
    for entry in patterns:
        if hasattr(entry, "url_patterns"):
            yield from names_of(entry.url_patterns)
        else:
            yield entry.name or str(entry.pattern)


def all_names():
    """Names of all URLs that the resolver knows now."""
    return list(names_of(get_resolver().url_patterns))


@dataclass(frozen=True)
class World:
    """The people, and something behind every address."""

    cast: object
    names: dict = field(default_factory=dict)  # what a word of TABLE stands for: the key of a row, a secret


def furnish(cast):
    """A filing of Alfa in every status, one of Beta, a consolidation, an edition and a build that is done."""
    both = [cast.alfa, cast.beta]
    rounds = {
        year: builders.open_small_round(year=year, clusters=both) for year in (ACCEPTED, SUBMITTED, DRAFT, TO_COME)
    }
    for year, status in ((ACCEPTED, Status.ACCEPTED), (SUBMITTED, Status.SUBMITTED)):
        builders.filing_at(status, round_=rounds[year], cluster=cast.alfa, by=cast.alma, reviewer=cast.rune)
    _draft_with_an_explanation(rounds[DRAFT], cast)
    start(round_=rounds[DRAFT], cluster=cast.beta)
    consolidation = consolidate(round_=rounds[ACCEPTED], by=cast.edith, at=builders.AT)
    report = begin_report(round_=rounds[ACCEPTED])
    made = TypesetBook(pdf=b"%PDF-1.7", pages=1, warnings=())
    edition = keep_edition(report=report, consolidation=consolidation, made=made, at=builders.AT)
    build = request_build(report=report, by=cast.edith, at=builders.AT)
    BookBuild.objects.filter(pk=build.pk).update(state=BuildState.DONE, edition=edition)
    begin(year=DRAFT, by=cast.edith, at=builders.AT)
    Rehearsal.objects.update(state=RehearsalState.FAILED, error="Der var ikke plads.")  # so that another can be begun
    # A second unit, so that the nation has changed since it was added up and adding up again is a write.
    builders.filing_at(Status.ACCEPTED, round_=rounds[ACCEPTED], cluster=cast.beta, by=cast.bodil, reviewer=cast.rune)
    draft = Submission.objects.get(round=rounds[DRAFT], cluster=cast.alfa)
    link, secret = _link_that_was_used(draft, cast)
    names = {"latest": build.pk, "link": link.pk, "secret": secret, "anton": cast.anton.memberships.get().pk}
    workbook = filled(fetched(draft), v_companies=410)
    upload = receive(submission=draft, name="bog.xlsx", data=workbook, by=cast.alma, at=timezone.now())
    story = _second_story(draft, cast)
    for round_ in rounds.values():
        refresh_standings(round_=round_, at=builders.AT)  # whoever looks at the desk finds nothing to compute
    prepare_year(year=PREPARED, by=cast.edith, at=builders.AT)
    names |= {"Alfa's key": cast.alfa.pk, "Beta's key": cast.beta.pk}
    names |= _prepared_catalogue(rounds[DRAFT].catalogue, cast)
    names["the note"] = _note_to_follow_up(rounds[SUBMITTED], cast).pk
    nina = _invited_an_hour_ago(cast)
    closed = create_user(email="lukket@example.dk", name="Lukket")
    close_account(user=closed, by=cast.edith, at=timezone.now())
    names |= {"newcomer": nina.pk, "upload": upload.pk, "nina": nina.user_id, "closed": closed.pk}
    return World(cast, names | {"the story": story.pk, "the photo": story.photo.pk})


def _note_to_follow_up(round_, cast):
    """The review marked something in Alfa's filing of the round."""
    filing = Submission.objects.get(round=round_, cluster=cast.alfa)
    what = {"indicator": None, "text": "Ring til dem.", "needs_follow_up": True}
    return add_note(submission=filing, **what, by=cast.rune, at=builders.AT)


def _prepared_catalogue(catalogue, cast):
    """Next year's catalogue, from which a rule was taken out, and what the pages of a section carry."""
    copy = copy_catalogue(catalogue=catalogue, year=PREPARED, by=cast.edith, at=builders.AT)
    document = content_of(copy)
    plan = plan_drop(document, "rule", "jump_companies")
    gone = drop_row(
        catalogue=copy, table="rule", code="jump_companies", seen=plan_mark(plan), by=cast.edith, at=builders.AT
    )
    section = copy.sections.get(code="participation")
    return {
        "the drop": gone.pk,
        "the section": based_on(section),
        "the order": order_mark(copy.sections.order_by("position")),
        "the plan": plan_mark(plan_drop(content_of(copy), "section", "participation")),
    }


def _invited_an_hour_ago(cast):
    """Somebody of Alfa who has never logged in."""
    an_hour_ago = timezone.now() - datetime.timedelta(hours=1)
    who = {"email": "nina@example.dk", "name": "Nina", "role": MembershipRole.REPORTER}
    return invite(cluster=cast.alfa, **who, by=cast.alma, at=an_hour_ago)


def _link_that_was_used(draft, cast):
    """A link to a section, and the guest was there before, so that one more look leaves nothing new."""
    fresh = make_link(submission=draft, section="financing", name="Karen", days=30, by=cast.alma, at=timezone.now())
    note_presence(submission=draft, user=fresh.link.guest, section="financing", at=timezone.now())
    return fresh.link, fresh.token


def _second_story(draft, cast):
    """Two stories in Alfa's draft, so that one can move; the second has a photo. Gives the second."""
    first, second = (builders.tell(draft, headline=headline, by=cast.alma) for headline in ("Den første", "Den anden"))
    builders.put_photo(second, by=cast.alma)
    return second


def _draft_with_an_explanation(round_, cast):
    """Alfa's draft is ready to be sent: what jumped since the year before is explained."""
    draft = start(round_=round_, cluster=cast.alfa)
    builders.fill(draft, by=cast.alma, answers={**builders.GOOD_ANSWERS, "companies": 60})
    finding = {"rule": "part_companies_small", "subject": "companies_small"}
    waive(submission=draft, **finding, reason="Filialer tæller med.", by=cast.edith, at=builders.AT)
    builders.fill(draft, by=cast.alma, answers={"companies": 400}, countries={})
    builders.explain_everything(draft, by=cast.alma, text="Et projekt begyndte.")


def address_of(name, world):
    """The address with which the URL is tried."""
    args = {key: world.names.get(value, value) for key, value in TABLE[name].args.items()}
    return reverse(name, kwargs=args)


def body_of(name, world):
    """What is posted to it: the filing's version and the story's photo are those that the page showed."""
    row = TABLE[name]
    if "workbook" in row.body:
        return {"workbook": SimpleUploadedFile("bog.xlsx", b"")}
    if "user" in row.body:
        return {"user": User.objects.get(email=f"{row.body['user']}@example.dk").pk}
    if row.body.get("mark") == "current":
        return {"mark": opening_of(Round.objects.get(year=row.args["year"])).mark}
    if "successor" in row.body or "cluster" in row.body:
        return {key: world.names.get(value, value) for key, value in row.body.items()}
    if row.body.get("seen") == "the photo":
        return {**row.body, "seen": world.names["the photo"]}
    if row.body.get("version") != "current":
        return {
            key: world.names.get(value, value) if isinstance(value, str) else value for key, value in row.body.items()
        }
    filing = Submission.objects.get(round__year=row.args["year"], cluster__slug=row.args["slug"])
    return {**row.body, "version": filing.version}


def contents():
    """What the database holds: how many rows of what, every filing's status and version, footnotes, every way in."""
    tables = [model._meta.db_table for model in apps.get_models() if model._meta.db_table != "django_session"]
    with connection.cursor() as cursor:
        cursor.execute("SELECT " + ", ".join(f'(SELECT COUNT(*) FROM "{table}")' for table in tables))
        rows = dict(zip(tables, cursor.fetchone(), strict=True))
    filings = list(Submission.objects.order_by("pk").values_list("pk", "status", "version"))
    footnotes = Explanation.objects.filter(is_footnote=True).count()
    people = list(User.objects.order_by("pk").values_list("email", "password", "national_role", "closed_at"))
    places = list(Membership.objects.order_by("pk").values_list("pk", "role", "invited_at"))
    links = list(SectionLink.objects.order_by("pk").values_list("pk", "revoked_at"))
    rounds = list(
        Round.objects.order_by("year").values_list("year", "opens_on", "deadline_on", "locks_on", "four_eyes")
    )
    settled = InternalNote.objects.exclude(settled_at=None).count()
    return rows, filings, footnotes, people, places, links, rounds, settled


@dataclass(frozen=True)
class Visit:
    """One try: who asked for what, the answer, and whether it left a trace in the database."""

    name: str
    role: str
    method: str
    response: object
    changed: bool

    @property
    def result(self):
        """The status, or LOGIN where the answer is to log in first."""
        if self.response.status_code == 302 and self.response["Location"].startswith(reverse(settings.LOGIN_URL)):
            return LOGIN
        return self.response.status_code

    @property
    def is_refused(self):
        """Whether the person was turned away."""
        return self.result == LOGIN or self.response.status_code >= 400


def visits(world, names, *, roles=ROLES, methods=("GET", "POST"), watched=True, **client_options):
    """Try every URL of `names` as everybody, GET and POST; each try is rolled back.

    `watched` looks for traces in the database after each; who only reads the answers can do without.
    """
    sessions = {role: _session_of(world, role) for role in roles}
    before = contents() if watched else None
    for name in names:
        address = address_of(name, world)
        for role in roles:
            for method in methods:
                client = Client(**client_options)
                client.cookies.load(sessions[role])
                with transaction.atomic():
                    response = client.get(address) if method == "GET" else client.post(address, body_of(name, world))
                    yield Visit(name, role, method, response, watched and contents() != before)
                    transaction.set_rollback(True)


def _session_of(world, role):
    """The cookies of somebody who has logged in."""
    client = Client()
    if role != ANONYMOUS:
        client.force_login(getattr(world.cast, role))
    return {key: morsel.value for key, morsel in client.cookies.items()}


def expected_matrix(names):
    """Result of each (URL, role, method) as TABLE and CLASSES promise it."""
    return {
        (name, role, method): result
        for name in names
        for role, results in CLASSES[TABLE[name].class_].items()
        for method, result in zip(("GET", "POST"), results, strict=True)
    }
