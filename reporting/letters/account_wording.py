"""The sentences about a person's own log-in."""

import datetime

from django.conf import settings
from django.utils import timezone
from django.utils.formats import date_format

NO_WAY_IN = "Skal du bruge den igen, så skriv til Cluster Excellence Denmark."


def invited(group, today):
    """Somebody new at Cluster Excellence Denmark."""
    role = group.facts[0].user.get_national_role_display().lower()
    return f"Du har fået adgang til Viden & Vækst som {role}. Her indberetter klynger og innovationsnetværk årets tal."


def warned(group, today):
    """The log-in is not used and will be closed; it says until when it can be kept, and how."""
    since = timezone.localdate(group.facts[0].since)
    day = date_format(since + datetime.timedelta(days=settings.DORMANT_WARNING_DAYS), "j. F Y")
    return (
        f"Du har ikke brugt Viden & Vækst længe, så din bruger bliver lukket tidligst den {day}. "
        "Vil du beholde den, så log ind inden da. Ellers skal du ikke gøre noget."
    )


def closed(group, today):
    """Nobody can log in any more."""
    return "Din bruger i Viden & Vækst er lukket. Det, du har skrevet, bliver stående."
