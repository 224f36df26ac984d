"""A person who leaves traces everywhere, through the actions that people go through, and a search that misses none."""

import datetime
import json
import logging
import logging.config
from dataclasses import dataclass, field
from pathlib import Path

from django.conf import settings
from django.contrib.messages.storage.base import Message
from django.contrib.messages.storage.cookie import MessageEncoder
from django.contrib.sessions.models import Session
from django.core.cache import cache
from django.db import connection
from django.test import Client
from django.urls import reverse
from django_tasks_db.models import DBTaskResult
from PIL import Image

from clusters import actions as people
from clusters.mailbox import letters_in
from clusters.models import Act, MembershipRole, User
from reporting.catalogue.models import Indicator
from reporting.consolidation.actions import consolidate
from reporting.letters.actions import send_letters
from reporting.publication.actions import begin_report, choose_stories, keep_edition
from reporting.publication.models import Edition
from reporting.publication.typesetting import TypesetBook
from reporting.review.actions import accept, return_for_correction
from reporting.stories.actions import comment, save_story
from reporting.submissions import actions
from reporting.workbooks.actions import receive
from tests import builders
from tests.cast import PASSWORD

NAME = "Zyxandra Qvørrevang"
EMAIL = "zyxandra.qvorrevang@mjoelnerby.example"
PHONE = "58 73 91 26"
SENTINELS = (NAME, EMAIL, "Qvørrevang", PHONE, PHONE.replace(" ", ""))
MORNING = datetime.datetime(2026, 11, 23, 9, 0, tzinfo=datetime.UTC)


@dataclass
class House:
    """What the person was at."""

    cast: object
    round: object
    user: User
    log: Path
    filing: object = None
    consolidation: object = None
    clients: list = field(default_factory=list)


def live(cast, round_, folder) -> House:
    """Let the person be invited, file, explain, note, tell, upload, send, get letters, log in, and be written about."""
    person = people.invite(
        cluster=cast.alfa, email=EMAIL, name=NAME, role=MembershipRole.MANAGER, by=cast.alma, at=MORNING
    ).user
    User.objects.filter(pk=person.pk).update(password=cast.alma.password)
    person.refresh_from_db()
    house = House(cast, round_, person, folder / "application.log")
    send_letters(at=MORNING)
    _file(house)
    _tell(house)
    _send_and_return(house)
    _invite_others(house)
    _log_in(house)
    _let_things_go_wrong(house)
    _print(house)
    return house


def _file(house):
    at, person = MORNING, house.user
    house.filing = filing = actions.start(round_=house.round, cluster=house.cast.alfa)
    builders.fill(filing, by=person, answers={**builders.GOOD_ANSWERS, "fees_companies": 100})
    question = Indicator.objects.get(section__catalogue=filing.round.catalogue, code="companies")
    note = actions.NoteEntry("companies", f"Fra {NAME}s liste, tlf. {PHONE}", based_on=0)
    actions.save_note(submission=filing, indicator=question, entry=note, by=person, at=at)
    remark = f"Spørg {NAME.upper()}."
    actions.add_comment(submission=filing, indicator=question, text=remark, by=house.cast.alma, at=at)
    actions.assign_section(submission=filing, section="participation", user=person, by=person, at=at)
    actions.note_presence(submission=filing, user=person, section="participation", at=at)
    link = actions.make_link(submission=filing, section="financing", name=NAME, days=7, by=person, at=at).link
    actions.note_presence(submission=filing, user=link.guest, section="financing", at=at)
    receive(submission=filing, name=f"{EMAIL} tal.xlsx", data=b"ingen arbejdsbog", by=person, at=at)
    receive(submission=filing, name=f"fra {NAME}.xlsx", data=b"heller ikke", by=house.cast.anton, at=at)


def _tell(house):
    story = builders.tell(house.filing, by=house.user, body=f"»Det gik,« siger {NAME}.\n\nRing på {PHONE}.")
    builders.put_photo(story, by=house.user, content=builders.photo_bytes(exif=_exif()))
    story.refresh_from_db()
    save_story(story=story, texts={"credit": f"Foto: {NAME}"}, based_on=story.version, by=house.cast.alma, at=MORNING)
    comment(story=story, text=f"Skriv til {EMAIL}", by=house.cast.rune, at=MORNING)


def _exif():
    exif = Image.Exif()
    exif[0x013B] = NAME  # artist
    return exif


def _send_and_return(house):
    at = MORNING + datetime.timedelta(hours=1)
    filing = house.filing
    builders.explain_everything(filing, by=house.user, text=f"Regnet om af {NAME}.")
    filing.refresh_from_db()
    filing = actions.submit(submission=filing, by=house.user, at=at, version=filing.version)
    reason = f"Bed {NAME} om at se på årsværk."
    filing = return_for_correction(submission=filing, by=house.cast.rune, at=at, version=filing.version, reason=reason)
    filing = actions.submit(submission=filing, by=house.user, at=at, version=filing.version)
    filing = accept(submission=filing, by=house.cast.rune, at=at, version=filing.version)
    house.filing = filing
    people.record(Act.ROLE_CHANGED, by=house.cast.edith, at=at, person=house.user, text=f"{NAME} bad om det")


def _invite_others(house):
    people.invite(
        cluster=house.cast.alfa,
        email="ny@example.dk",
        name="Ny",
        role=MembershipRole.REPORTER,
        by=house.user,
        at=MORNING + datetime.timedelta(hours=2),
    )
    send_letters(at=MORNING + datetime.timedelta(hours=2))
    send_letters(at=MORNING + datetime.timedelta(days=1))


def _log_in(house):
    client = Client()
    client.post(reverse("account_login"), {"login": EMAIL, "password": PASSWORD})
    client.get(reverse("home"))
    Client().post(reverse("account_reset_password"), {"email": EMAIL})
    other = Client()
    other.force_login(house.cast.alma)
    session = other.session
    session["_messages"] = json.dumps([Message(25, f"{NAME} har nu adgang.")], cls=MessageEncoder)
    session.save()
    cache.set("side", f"<p>{NAME}</p>")
    house.clients = [client, other]


def _let_things_go_wrong(house):
    """A job that failed over the person, and an error that the application logs."""
    DBTaskResult.objects.create(
        priority=0,
        task_path="reporting.publication.tasks.build_book",
        args_kwargs={"args": [EMAIL], "kwargs": {"navn": NAME}},
        queue_name="default",
        backend_name="default",
        run_after=MORNING,
        status="FAILED",
        exception_class_path="builtins.ValueError",
        traceback=f"ValueError: {NAME} <{EMAIL}>",
        worker_ids=["x"],
    )
    handler = logging.FileHandler(house.log, encoding="utf-8")
    line = settings.LOGGING["formatters"]["line"]
    configured = logging.config.DictConfigurator({"version": 1}).configure_formatter(dict(line))
    handler.setFormatter(configured)
    logging.getLogger().addHandler(handler)
    try:
        logging.getLogger("reporting.letters.actions").warning("Letter 7 was not sent: 550 <%s> unknown", EMAIL)
        try:
            raise ValueError(f"null value\nDETAIL:  Failing row contains (7, {NAME}, {EMAIL}).")
        except ValueError:
            logging.getLogger("django.request").exception("Internal Server Error: /")
    finally:
        logging.getLogger().removeHandler(handler)
        handler.close()


def _print(house):
    house.consolidation = consolidate(round_=house.round, by=house.cast.edith, at=MORNING)
    report = begin_report(round_=house.round)
    choose_stories(report=report, stories=list(house.filing.stories.all()), by=house.cast.edith, at=MORNING)
    made = TypesetBook(pdf=f"%PDF-1.7 {NAME}".encode(), pages=1, warnings=(f"{NAME}: for lang",))
    keep_edition(report=report, consolidation=house.consolidation, made=made, at=MORNING)
    assert Edition.objects.exists()


def dump() -> dict[str, str]:
    """Every column of every table as one text, sessions and cached pages in the clear as well."""
    found = {}
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor):
            cursor.execute(f'SELECT * FROM "{table}"')
            names = [column[0] for column in cursor.description]
            for row in cursor.fetchall():
                for name, value in zip(names, row, strict=True):
                    found.setdefault(f"{table}.{name}", []).append(_readable(value))
    found = {key: "\n".join(values) for key, values in found.items()}
    found["sessions, decoded"] = "\n".join(_readable(session.get_decoded()) for session in Session.objects.all())
    found["cached pages"] = str(cache.get("side"))
    return found


def _readable(value):
    if isinstance(value, (bytes, memoryview)):
        return bytes(value).decode("utf-8", errors="replace")
    text = str(value)
    return text.encode().decode("unicode_escape", errors="replace") + text if "\\u" in text else text


def files(house) -> dict[str, str]:
    """Everything that lies in media, mail, the log and the list of erasures, letters decoded."""
    found = {}
    for name, folder in (("media", settings.MEDIA_ROOT), ("mail", settings.MAIL_DIR), ("list", settings.ERASURES_DIR)):
        paths = [path for path in Path(folder).rglob("*") if path.is_file()] if Path(folder).is_dir() else []
        found[name] = "\n".join(path.name + path.read_bytes().decode("utf-8", errors="replace") for path in paths)
    found["letters"] = "\n".join(
        f"{letter.to} {letter.subject} {letter.body}" for letter in letters_in(settings.MAIL_DIR)
    )
    found["log"] = house.log.read_text(encoding="utf-8") if house.log.exists() else ""
    return found


def places_of(texts) -> dict[str, list[str]]:
    """Where which sentinel is found, whatever its case."""
    hits = {place: [word for word in SENTINELS if word.casefold() in text.casefold()] for place, text in texts.items()}
    return {place: words for place, words in hits.items() if words}
