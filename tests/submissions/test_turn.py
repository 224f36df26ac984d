"""Whose turn it is: the sentence at the top of every page of a filing, for everybody in every status."""

import datetime

import pytest
from django.urls import reverse

from clusters.actions import give_access
from clusters.models import Membership, MembershipRole
from reporting.submissions.actions import explain, start
from reporting.submissions.models import Status
from reporting.submissions.queries import load_filing, turn_of
from reporting.submissions.turn import Reader
from tests import builders
from tests.builders import AT
from tests.pages import Page

BEFORE, IN_TIME, LATE = (datetime.date(2026, *day) for day in ((1, 31), (2, 20), (4, 1)))
OPENS, DEADLINE = datetime.date(2026, 2, 1), datetime.date(2026, 3, 15)
MANAGER, REPORTER, REVIEWER, EDITOR, VIEWER = "alma", "anton", "rune", "edith", "vera"
EMPTY, COMPLETE = "empty", "complete"

NOTHING_YET = "7 tal mangler."
READY = "Alt er klar til at blive indsendt."
CHECKED = "så gennemser Cluster Excellence Denmark tallene."
SENT = "23. november 2026 kl. 13.00"
# What each reads: (state of the filing, when): {reader: sentence}. An editor reads what a reviewer reads.
MATRIX = {
    (EMPTY, BEFORE): {
        MANAGER: "Runden åbner 1. februar 2026. Se gerne allerede nu, hvad I bliver spurgt om. Fristen er 15. marts 2026.",
        REPORTER: "Runden åbner 1. februar 2026. Se gerne allerede nu, hvad I bliver spurgt om. Fristen er 15. marts 2026.",
        REVIEWER: "Runden åbner 1. februar 2026; så er det enhedens tur. Fristen er 15. marts 2026.",
        VIEWER: "Runden åbner 1. februar 2026; så er det enhedens tur. Fristen er 15. marts 2026.",
    },
    (EMPTY, IN_TIME): {
        MANAGER: f"Det er jeres tur. {NOTHING_YET} Indsend senest 15. marts 2026; {CHECKED}",
        REPORTER: f"Det er jeres tur. {NOTHING_YET} Når alt er klar, så bed Alma (ansvarlig) om at indsende senest 15. marts 2026.",
        REVIEWER: "Det er enhedens tur: 0 af 7 tal er besvaret. Fristen er 15. marts 2026; når den er indsendt, gennemses den.",
        VIEWER: "Det er enhedens tur: 0 af 7 tal er besvaret. Fristen er 15. marts 2026; når den er indsendt, gennemses den.",
    },
    (EMPTY, LATE): {
        MANAGER: f"Det er jeres tur, og fristen 15. marts 2026 er overskredet. {NOTHING_YET} Indsend hurtigst muligt; {CHECKED}",
        REPORTER: f"Det er jeres tur, og fristen 15. marts 2026 er overskredet. {NOTHING_YET} Når alt er klar, så bed Alma (ansvarlig) om at indsende hurtigst muligt.",
        REVIEWER: "Det er enhedens tur, og fristen 15. marts 2026 er overskredet: 0 af 7 tal er besvaret. Når den er indsendt, gennemses den.",
        VIEWER: "Det er enhedens tur, og fristen 15. marts 2026 er overskredet: 0 af 7 tal er besvaret. Når den er indsendt, gennemses den.",
    },
    (COMPLETE, IN_TIME): {
        MANAGER: f"Det er jeres tur. {READY} Indsend senest 15. marts 2026; {CHECKED}",
        REPORTER: f"Det er jeres tur. {READY} Bed Alma (ansvarlig) om at indsende senest 15. marts 2026; {CHECKED}",
        REVIEWER: "Det er enhedens tur: 7 af 7 tal er besvaret. Fristen er 15. marts 2026; når den er indsendt, gennemses den.",
        VIEWER: "Det er enhedens tur: 7 af 7 tal er besvaret. Fristen er 15. marts 2026; når den er indsendt, gennemses den.",
    },
    (COMPLETE, LATE): {
        MANAGER: f"Det er jeres tur, og fristen 15. marts 2026 er overskredet. {READY} Indsend hurtigst muligt; {CHECKED}",
        REPORTER: f"Det er jeres tur, og fristen 15. marts 2026 er overskredet. {READY} Bed Alma (ansvarlig) om at indsende hurtigst muligt; {CHECKED}",
        REVIEWER: "Det er enhedens tur, og fristen 15. marts 2026 er overskredet: 7 af 7 tal er besvaret. Når den er indsendt, gennemses den.",
        VIEWER: "Det er enhedens tur, og fristen 15. marts 2026 er overskredet: 7 af 7 tal er besvaret. Når den er indsendt, gennemses den.",
    },
    (Status.SUBMITTED, IN_TIME): {
        MANAGER: f"I indsendte {SENT}. Nu er det Cluster Excellence Denmarks tur: de godkender tallene eller sender dem retur med en begrundelse.",
        REPORTER: f"I indsendte {SENT}. Nu er det Cluster Excellence Denmarks tur: de godkender tallene eller sender dem retur med en begrundelse.",
        REVIEWER: f"Det er jeres tur: indsendt {SENT} af Alma. Godkend den, eller send den retur med en begrundelse.",
        VIEWER: f"Indsendt {SENT} af Alma. Nu er det gennemsynets tur: en redaktør eller gennemser godkender eller sender retur.",
    },
    (Status.RETURNED, LATE): {
        MANAGER: f"Det er jeres tur igen: indberetningen er sendt retur. Ret det, som begrundelsen nævner. {READY} Indsend så på ny; så ser Cluster Excellence Denmark på tallene igen.",
        REPORTER: f"Det er jeres tur igen: indberetningen er sendt retur. Ret det, som begrundelsen nævner. {READY} Bed Alma (ansvarlig) om at indsende hurtigst muligt; {CHECKED}",
        REVIEWER: "Det er enhedens tur: sendt retur, og 7 af 7 tal er besvaret. Når den er indsendt igen, gennemses den på ny.",
        VIEWER: "Det er enhedens tur: sendt retur, og 7 af 7 tal er besvaret. Når den er indsendt igen, gennemses den på ny.",
    },
    (Status.ACCEPTED, LATE): {
        MANAGER: f"Indberetningen er godkendt {SENT}. I skal ikke gøre mere; tallene er med i de nationale tal.",
        REPORTER: f"Indberetningen er godkendt {SENT}. I skal ikke gøre mere; tallene er med i de nationale tal.",
        REVIEWER: f"Godkendt {SENT} af Rune. Tallene tæller med.",
        VIEWER: f"Godkendt {SENT} af Rune. Tallene tæller med.",
    },
}  # fmt: skip
CELLS = [(state, today, reader) for (state, today), row in MATRIX.items() for reader in (*row, EDITOR)]


@pytest.fixture
def filing_in(cast):
    """Alfa's filing of a round from February to March, empty, complete or in a status."""
    round_ = builders.open_small_round(year=2025, clusters=[cast.alfa], opens_on=OPENS, deadline_on=DEADLINE)

    def make(state):
        if state == EMPTY:
            return start(round_=round_, cluster=cast.alfa)
        status = Status.DRAFT if state == COMPLETE else state
        return builders.filing_at(status, round_=round_, cluster=cast.alfa, by=cast.alma, reviewer=cast.rune)

    return make


@pytest.mark.parametrize(("state", "today", "name"), CELLS)
def test_everybody_reads_whose_turn_it_is_and_what_happens_next(state, today, name, filing_in, cast):
    filing = load_filing(filing_in(state))
    said = turn_of(getattr(cast, name), filing, today, at_the_desk=name in (REVIEWER, EDITOR, VIEWER))
    assert said == MATRIX[state, today][REVIEWER if name == EDITOR else name]


def test_the_matrix_is_whole():
    assert {state for state, _today in MATRIX} == {EMPTY, COMPLETE, *Status.values} - {Status.DRAFT}
    assert {frozenset(row) for row in MATRIX.values()} == {frozenset({MANAGER, REPORTER, REVIEWER, VIEWER})}
    assert len(Reader) == len({MANAGER, REPORTER, REVIEWER, VIEWER})


@pytest.mark.parametrize("name", [MANAGER, REPORTER, REVIEWER, VIEWER])
@pytest.mark.parametrize("state", [EMPTY, COMPLETE, Status.SUBMITTED, Status.RETURNED, Status.ACCEPTED])
def test_the_sentence_stands_on_every_page_of_the_filing(state, name, filing_in, cast, as_):
    filing = load_filing(filing_in(state))
    said = turn_of(getattr(cast, name), filing, datetime.date.today())
    client, args = as_(name), [2025, "alfa"]
    pages = [reverse(page, args=args) for page in ("submission", "check", "colleagues")]
    pages += [reverse("section", args=[*args, sheet.code]) for sheet in filing.sheets]
    assert [page for page in pages if said not in Page(client.get(page)).text] == []


def test_at_the_desk_who_also_works_for_the_unit_reads_for_the_nation(filing_in, cast):
    filing = load_filing(filing_in(Status.SUBMITTED))
    give_access(user=cast.rune, cluster=cast.alfa, role=MembershipRole.MANAGER)
    assert turn_of(cast.rune, filing, IN_TIME, at_the_desk=True).startswith("Det er jeres tur: indsendt")
    assert turn_of(cast.rune, filing, IN_TIME).startswith("I indsendte")


@pytest.mark.parametrize(
    ("more", "whom"),
    [
        ([], "Alma (ansvarlig)"),
        (["nikolaj"], "Alma eller Nikolaj (ansvarlige)"),
        (["nikolaj", "bodil"], "Alma, Bodil eller Nikolaj (ansvarlige)"),
    ],
)
def test_a_reporter_is_told_whom_to_ask(more, whom, filing_in, cast):
    for name in more:
        give_access(user=getattr(cast, name), cluster=cast.alfa, role=MembershipRole.MANAGER)
    assert f"Bed {whom} om at indsende senest" in turn_of(cast.anton, load_filing(filing_in(COMPLETE)), IN_TIME)


def test_without_a_responsible_one_a_reporter_is_told_so_in_general(filing_in, cast):
    filing = load_filing(filing_in(COMPLETE))
    Membership.objects.filter(user=cast.alma).delete()
    assert "Bed en ansvarlig i sekretariatet om at indsende" in turn_of(cast.anton, filing, IN_TIME)


def test_a_name_with_a_percent_sign_is_a_name(filing_in, cast):
    cast.alma.name = "100 %(left)s"
    cast.alma.save()
    assert "Bed 100 %(left)s (ansvarlig) om" in turn_of(cast.anton, load_filing(filing_in(COMPLETE)), IN_TIME)


def test_what_is_left_is_counted_and_explained_gaps_are_not_left(filing_in, cast):
    filing = filing_in(EMPTY)
    builders.fill(filing, by=cast.alma, answers={"companies": 10, "companies_small": 20}, countries={})
    said = turn_of(cast.alma, load_filing(filing), IN_TIME)
    assert said.startswith("Det er jeres tur. 5 tal mangler og 1 ting skal rettes eller forklares. Indsend")
    explain(submission=filing, rule="unanswered", subject="financing", text="Vi er nye.", by=cast.alma, at=AT)
    said = turn_of(cast.alma, load_filing(filing), IN_TIME)
    assert said.startswith("Det er jeres tur. 1 tal mangler og 1 ting skal rettes eller forklares. Indsend")
