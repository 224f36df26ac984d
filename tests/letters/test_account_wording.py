"""The letters about a person's own log-in, word for word."""

import pytest

from clusters.actions import close_account, invite_national, invite_national_again, reopen_account, warn_dormant_account
from clusters.errors import AccessRefused
from clusters.models import NationalRole
from tests.letters.conftest import moment
from tests.letters.test_wording import SITE, is_letter


def test_somebody_new_at_cluster_excellence_denmark(cast, post):
    who = {"email": "ny@example.dk", "name": "Ny Ansat", "role": NationalRole.REVIEWER}
    user = invite_national(**who, by=cast.edith, at=moment(1, 20))
    letter = post(moment(1, 20))["ny"]
    assert letter.subject == "Viden & Vækst: Adgang til årets tal"
    assert letter.body.startswith(
        "Kære Ny Ansat\n\n"
        "Du har fået adgang til Viden & Vækst som gennemser. Her indberetter klynger og innovationsnetværk årets tal.\n\n"
        "Vælg din adgangskode her (linket virker i tre dage):\n"
    )
    with pytest.raises(AccessRefused, match="lige inviteret"):
        invite_national_again(user=user, by=cast.edith, at=moment(1, 20))
    invite_national_again(user=user, by=cast.edith, at=moment(1, 22))
    assert list(post(moment(1, 22))) == ["ny"]


def test_the_warning_says_until_when_and_how(cast, post):
    warn_dormant_account(user=cast.bodil, at=moment(1, 20))
    assert is_letter(
        post(moment(1, 20))["bodil"],
        "Din bruger bliver lukket",
        "Kære Bodil\n\n"
        "Du har ikke brugt Viden & Vækst længe, så din bruger bliver lukket tidligst den 19. februar 2027. "
        "Vil du beholde den, så log ind inden da. Ellers skal du ikke gøre noget.\n\n"
        f"Log ind her:\n{SITE}/",
    )


def test_who_is_closed_is_told_without_a_way_in(cast, post):
    close_account(user=cast.nikolaj, by=cast.edith, at=moment(1, 20))
    assert is_letter(
        post(moment(1, 20))["nikolaj"],
        "Din bruger er lukket",
        "Kære Nikolaj\n\n"
        "Din bruger i Viden & Vækst er lukket. Det, du har skrevet, bliver stående.\n\n"
        "Skal du bruge den igen, så skriv til Cluster Excellence Denmark.",
    )


def test_who_was_opened_again_before_the_letter_left_gets_none(cast, post):
    close_account(user=cast.nikolaj, by=cast.edith, at=moment(1, 20))
    reopen_account(user=cast.nikolaj, by=cast.edith, at=moment(1, 20))
    assert post(moment(1, 20)) == {}
