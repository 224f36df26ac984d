"""Every kind of letter, word for word, and what never stands in one."""

import datetime
from dataclasses import replace
from decimal import Decimal

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from clusters import actions as people
from clusters.models import Cluster, Membership, MembershipRole, User
from reporting.letters.actions import nudge
from reporting.letters.facts import Fact
from reporting.letters.models import Kind, Told
from reporting.letters.wording import compose, enumeration, first_that_fit
from reporting.review.actions import accept, prepare_question, reopen, return_for_correction
from reporting.rounds.actions import extend, withdraw_extension
from reporting.rounds.models import Round
from reporting.submissions.actions import start, submit
from reporting.submissions.queries import indicator_or_404
from tests import builders
from tests.letters.conftest import moment

END = "\n\nVenlig hilsen\nCluster Excellence Denmark\nViden & Vækst\n"
SITE = "http://127.0.0.1:8000"
ALFA = f"{SITE}/indberetning/2026/alfa/"
OF_THE_LOG_IN = {Kind.NATIONAL, Kind.DORMANT, Kind.CLOSED}  # see test_account_wording.py


def invite(cast, name="nikolaj", cluster="alfa", *, at, by="alma"):
    person = getattr(cast, name)
    people.invite(
        cluster=getattr(cast, cluster),
        email=person.email,
        name=person.name,
        role=MembershipRole.REPORTER,
        by=getattr(cast, by),
        at=at,
    )


def sent(cast, round_):
    """Alfa's filing, sent in."""
    filing = start(round_=round_, cluster=cast.alfa)
    builders.fill(filing, by=cast.alma)
    return submit(submission=filing, by=cast.alma, at=moment(2, 12), version=filing.version)


def is_letter(letter, subject, text):
    return (letter.subject, letter.body) == (f"Viden & Vækst: {subject}", text + END)


def test_the_invitation_of_somebody_who_can_log_in(cast, post):
    invite(cast, at=moment(1, 20))
    letters = post(moment(1, 20))
    assert list(letters) == ["nikolaj"]
    assert is_letter(
        letters["nikolaj"],
        "Adgang til Alfa",
        "Kære Nikolaj\n\n"
        "Alma har givet dig adgang til Alfa i Viden & Vækst, hvor klynger og innovationsnetværk indberetter årets tal.\n\n"
        f"Log ind her:\n{SITE}/",
    )


def test_the_invitation_of_somebody_new_leads_to_a_password(cast, post, client):
    cast.nikolaj.set_unusable_password()
    cast.nikolaj.name = cast.nikolaj.email
    cast.nikolaj.save()
    invite(cast, at=moment(1, 20))
    Membership.objects.update(invited_by=None)  # the one who invited has left
    letter = post(moment(1, 20))["nikolaj"]
    lines = letter.body.split("\n")
    link = lines[5]
    assert link.startswith(f"{SITE}/konto/password/reset/key/")
    assert is_letter(
        letter,
        "Adgang til Alfa",
        "Hej\n\n"
        "Du har fået adgang til Alfa i Viden & Vækst, hvor klynger og innovationsnetværk indberetter årets tal.\n\n"
        f"Vælg din adgangskode her (linket virker i tre dage):\n{link}\n"
        f"Virker linket ikke længere, får du et nyt her:\n{SITE}/konto/password/reset/",
    )
    page = client.get(link.removeprefix(SITE), follow=True)
    password = "et-helt-nyt-kodeord"
    client.post(page.redirect_chain[-1][0], {"password1": password, "password2": password})
    assert User.objects.get(pk=cast.nikolaj.pk).check_password(password)


def test_the_round_opens(cast, collection, post):
    letters = post(moment(2, 1))
    assert list(letters) == ["alma", "anton", "bodil"]
    assert is_letter(
        letters["alma"],
        "I kan indberette for 2026",
        "Kære Alma\n\nI kan nu indberette tal for 2026 for Alfa. Fristen er mandag den 15. marts 2027.\n\n"
        f"Begynd her:\n{SITE}/",
    )


@pytest.mark.parametrize(
    ("day", "left"),
    [
        ((2, 23), "Der er 14 arbejdsdage til fristen, mandag den 15. marts 2027."),
        ((2, 25), "Der er 12 arbejdsdage til fristen, mandag den 15. marts 2027."),  # the worker was down
        ((3, 8), "Der er 5 arbejdsdage til fristen, mandag den 15. marts 2027."),
        ((3, 12), "Der er 1 arbejdsdag til fristen, mandag den 15. marts 2027."),
        ((3, 14), "Fristen er mandag den 15. marts 2027."),
        ((3, 15), "Fristen er i dag, mandag den 15. marts 2027."),
    ],
)
def test_a_reminder_says_how_long_there_is(day, left, cast, collection, post):
    start(round_=collection, cluster=cast.alfa)
    letters = post(moment(*day))
    assert is_letter(
        letters["alma"],
        "Husk fristen 15. marts",
        f"Kære Alma\n\nIndberetningen for 2026 fra Alfa mangler at blive indsendt. {left}\n\n"
        f"Gør den færdig her:\n{ALFA}",
    )
    assert f"Gør den færdig her:\n{SITE}/\n" in letters["bodil"].body  # not begun: there is no page yet


def test_sent_back(cast, collection, post):
    filing = sent(cast, collection)
    return_for_correction(
        submission=filing, by=cast.rune, at=moment(2, 15), version=filing.version, reason="Se på de 987654 kr."
    )
    letters = post(moment(2, 15))
    assert list(letters) == ["alma", "anton"]
    assert is_letter(
        letters["anton"],
        "Alfa 2026 er sendt retur",
        "Kære Anton\n\nIndberetningen for 2026 fra Alfa er sendt retur. "
        "Begrundelsen står øverst på siden, hvor I retter og indsender igen.\n\n"
        f"Læs begrundelsen her:\n{ALFA}",
    )


def test_single_numbers_sent_back_are_named(cast, collection, post):
    filing = sent(cast, collection)
    codes = ("fte", "companies", "funding_state", "funding_companies", "companies_small")
    questions = [
        prepare_question(
            submission=filing,
            indicator=indicator_or_404(filing, code),
            text="Hemmeligt?",
            by=cast.rune,
            at=moment(2, 15),
        )
        for code in codes
    ]
    return_for_correction(
        submission=filing,
        by=cast.rune,
        at=moment(2, 15),
        version=filing.version,
        questions=questions,
        unlocked="fields",
    )
    assert is_letter(
        post(moment(2, 15))["anton"],
        "Alfa 2026 er sendt retur",
        "Kære Anton\n\nIndberetningen for 2026 fra Alfa er sendt retur med spørgsmål til »Staten«, »Virksomheder«, "
        "»Årsværk« og 2 andre tal. Ret tallene, eller skriv et svar, og indsend igen.\n\n"
        f"Læs begrundelsen her:\n{ALFA}",
    )


def test_accepted_and_opened_again(cast, collection, post):
    filing = sent(cast, collection)
    filing = accept(submission=filing, by=cast.rune, at=moment(2, 15), version=filing.version)
    assert is_letter(
        post(moment(2, 15))["alma"],
        "Alfa 2026 er godkendt",
        "Kære Alma\n\nIndberetningen for 2026 fra Alfa er godkendt. I skal ikke gøre mere. Tak for jeres arbejde.\n\n"
        f"Se den her:\n{ALFA}",
    )
    reopen(submission=filing, by=cast.edith, at=moment(2, 16), version=filing.version, reason="En fejl.")
    assert is_letter(
        post(moment(2, 16))["alma"],
        "Alfa 2026 er åbnet igen",
        "Kære Alma\n\nIndberetningen for 2026 fra Alfa er åbnet igen, så I kan rette den. "
        "Begrundelsen står øverst på siden.\n\n"
        f"Læs begrundelsen her:\n{ALFA}",
    )


def test_a_nudge_with_the_editor_s_sentence(cast, collection, post):
    post(moment(2, 1))
    start(round_=collection, cluster=cast.alfa)
    text = "Ring til\nos, hvis I mangler hjælp."
    nudge(round_=collection, clusters=[cast.alfa], text=text, by=cast.edith, at=moment(2, 3))
    assert is_letter(
        post(moment(2, 3))["alma"],
        "Alfa 2026 mangler at blive indsendt",
        "Kære Alma\n\n"
        "Indberetningen for 2026 fra Alfa mangler at blive indsendt. Fristen er mandag den 15. marts 2027. "
        "Ring til os, hvis I mangler hjælp.\n\n"
        f"Gør den færdig her:\n{ALFA}",
    )


def test_a_nudge_names_the_unit_s_own_deadline_and_says_that_it_has_passed(cast, collection, post):
    entry = collection.roster.get(cluster=cast.alfa)
    extend(entry=entry, extended_to=datetime.date(2027, 3, 18), reason="Sygdom.", by=cast.edith, at=moment(2, 3))
    both = [cast.alfa, cast.beta]
    nudge(round_=collection, clusters=both, text="", by=cast.edith, at=moment(3, 17))
    letters = post(moment(3, 17))
    assert "Fristen er torsdag den 18. marts 2027." in letters["alma"].body
    assert "Fristen var mandag den 15. marts 2027." in letters["bodil"].body


def test_what_waits_for_one_person_comes_in_one_letter(cast, collection, post):
    invite(cast, "alma", "beta", at=moment(2, 23), by="bodil")
    filing = sent(cast, collection)
    return_for_correction(submission=filing, by=cast.rune, at=moment(2, 23), version=filing.version, reason="Se igen.")
    assert is_letter(
        post(moment(2, 23))["alma"],
        "Adgang til Beta – og andet nyt",
        "Kære Alma\n\n"
        "Bodil har givet dig adgang til Beta i Viden & Vækst, hvor klynger og innovationsnetværk indberetter årets tal.\n"
        "Indberetningen for 2026 fra Alfa er sendt retur. Begrundelsen står øverst på siden, hvor I retter og indsender igen.\n"
        "Indberetningerne for 2026 fra Alfa og Beta mangler at blive indsendt. "
        "Der er 14 arbejdsdage til fristen, mandag den 15. marts 2027.\n\n"
        f"Det hele finder du her:\n{SITE}/",
    )


def test_an_extension_is_told_and_so_is_its_end(cast, collection, post):
    post(moment(2, 1))
    place = collection.roster.get(cluster=cast.beta)
    until = datetime.date(2027, 3, 19)
    for reason in ("Sygdom.", "Sygdom i sekretariatet."):  # another reason is no news to the unit
        extend(entry=place, extended_to=until, reason=reason, by=cast.edith, at=moment(2, 10))
    letters = post(moment(2, 10))
    assert list(letters) == ["bodil"]
    assert is_letter(
        letters["bodil"],
        "Beta har fået udsættelse til 19. marts",
        "Kære Bodil\n\n"
        "Beta har fået udsættelse med indberetningen for 2026 til fredag den 19. marts 2027.\n\n"
        f"Gør den færdig her:\n{SITE}/",
    )
    withdraw_extension(entry=place, by=cast.edith, at=moment(2, 11))
    letters = post(moment(2, 11))
    assert list(letters) == ["bodil"]
    assert is_letter(
        letters["bodil"],
        "Fristen for Beta er igen 15. marts",
        "Kære Bodil\n\n"
        "Udsættelsen til Beta med indberetningen for 2026 gælder ikke længere. Fristen er mandag den 15. marts 2027.\n\n"
        f"Gør den færdig her:\n{SITE}/",
    )


def test_an_extension_that_was_withdrawn_before_it_was_told_is_no_news(cast, collection, post):
    post(moment(2, 1))
    place = collection.roster.get(cluster=cast.beta)
    extend(entry=place, extended_to=datetime.date(2027, 3, 19), reason="Sygdom.", by=cast.edith, at=moment(2, 10))
    withdraw_extension(entry=place, by=cast.edith, at=moment(2, 10, minute=5))
    assert post(moment(2, 10, hour=10)) == {}


def test_a_unit_is_reminded_of_its_own_deadline(cast, collection, post):
    post(moment(2, 1))
    place = collection.roster.get(cluster=cast.beta)
    extend(entry=place, extended_to=datetime.date(2027, 3, 22), reason="Sygdom.", by=cast.edith, at=moment(2, 10))
    post(moment(2, 10))
    assert sorted(post(moment(3, 12))) == ["alma", "anton"]  # one working day before the common deadline
    letters = post(moment(3, 19))
    assert list(letters) == ["bodil"]
    assert letters["bodil"].subject == "Viden & Vækst: Husk fristen 22. marts"
    assert "Der er 1 arbejdsdag til fristen, mandag den 22. marts 2027." in letters["bodil"].body


def test_nobody_is_told_of_a_year_in_preparation(cast, collection, post):
    Round.objects.update(opened_at=None)
    assert post(moment(2, 1)) == {}


def test_a_round_that_is_opened_late_is_told_from_that_moment(cast, collection, post):
    Round.objects.update(opened_at=moment(2, 20, hour=11))
    assert post(moment(2, 20, hour=10)) == {}
    assert sorted(post(moment(2, 20, hour=12))) == ["alma", "anton", "bodil"]


def test_no_figure_and_no_reason_stands_in_any_letter(cast, collection, post):
    """Sentinels in every place where a unit or a reviewer writes; all kinds of letters go out."""
    marked = {code: Decimal(7654321) for code in builders.GOOD_ANSWERS} | {"fte": Decimal("476.54")}
    marked |= {"companies": 76543, "companies_small": 76543, "collaborations_cluster": 7654}
    filing = start(round_=collection, cluster=cast.alfa)
    builders.fill(filing, by=cast.alma, answers=marked, countries={"countries_cluster": {"DE": 7654}})
    invite(cast, at=moment(2, 1))
    found = list(post(moment(2, 1)).values())
    nudge(round_=collection, clusters=[cast.alfa], text="Ring til os.", by=cast.edith, at=moment(2, 2))
    found += [*post(moment(2, 2)).values(), *post(moment(2, 23)).values()]
    filing = submit(submission=filing, by=cast.alma, at=moment(2, 24), version=filing.version)
    for act, by, day in ((return_for_correction, cast.rune, 24), (reopen, cast.edith, 26)):
        filing = act(submission=filing, by=by, at=moment(2, day), version=filing.version, reason="Hemmelig: 7.654.321")
        found += post(moment(2, day)).values()
        filing = submit(submission=filing, by=cast.alma, at=moment(2, day), version=filing.version)
        filing = accept(submission=filing, by=cast.rune, at=moment(2, day + 1), version=filing.version)
        found += post(moment(2, day + 1)).values()
    place = collection.roster.get(cluster=cast.beta)
    until = datetime.date(2027, 3, 19)
    extend(entry=place, extended_to=until, reason="Hemmelig: 7.654.321", by=cast.edith, at=moment(2, 28))
    found += post(moment(2, 28)).values()
    withdraw_extension(entry=place, by=cast.edith, at=moment(3, 1))
    found += post(moment(3, 1)).values()
    kinds = set(Told.objects.values_list("kind", flat=True))
    assert kinds == set(Kind.values) - OF_THE_LOG_IN
    for letter in found:
        assert [sign for sign in ("7654", "7.654", "476", "Hemmelig") if sign in letter.message().as_string()] == []
        assert letter.message().get_content_type() == "text/plain"


def test_a_name_of_several_lines_stays_in_one(cast, post):
    cast.alma.name = "Alma\n\nKlik her: http://ond.example"
    cast.alma.save()
    Cluster.objects.filter(slug="alfa").update(short_name="Al\r\nfa")
    invite(cast, at=moment(1, 20))
    letter = post(moment(1, 20))["nikolaj"]
    assert letter.subject == "Viden & Vækst: Adgang til Al fa"
    assert len(letter.body.splitlines()) == 10


def test_names_are_set_in_a_row():
    assert [enumeration(names) for names in (["Alfa"], ["Alfa", "Beta"], ["Alfa", "Beta", "Gamma"])] == [
        "Alfa",
        "Alfa og Beta",
        "Alfa, Beta og Gamma",
    ]


UNITS = [Cluster(pk=number, slug=f"unit-{number}", short_name=f"Enhed {number}") for number in range(1, 5)]
ROUNDS = [Round(pk=year, year=year, deadline_on=datetime.date(year + 1, 3, 15)) for year in (2025, 2026, 2027)]
FACTS = st.builds(
    Fact,
    user=st.none(),
    kind=st.sampled_from(Kind.values),
    key=st.just(""),
    since=st.just(moment(3, 1)),
    cluster=st.sampled_from(UNITS),
    round=st.sampled_from(ROUNDS),
    is_begun=st.booleans(),
    invited_by=st.sampled_from(["", "Bo", "Ida"]),
    text=st.sampled_from(["", "Ring til os."]),
)


@given(st.lists(FACTS, min_size=1, max_size=20), st.sampled_from(["alma", "nikolaj"]))
@settings(deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])  # nobody is changed
def test_a_letter_has_fifteen_lines_at_most_and_the_rest_waits(cast, facts, name):
    cast.nikolaj.set_unusable_password()
    facts = [replace(fact, user=getattr(cast, name)) for fact in facts]
    fitting = first_that_fit(facts)
    assert len(compose(fitting, at=moment(3, 1)).body.splitlines()) <= 15
    left = list(facts)
    for fact in fitting:
        left.remove(fact)
    urgency = [Kind.values.index(fact.kind) for fact in fitting]
    assert urgency == sorted(urgency)
    assert all(Kind.values.index(fact.kind) >= urgency[-1] for fact in left)
