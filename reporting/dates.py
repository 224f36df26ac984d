"""Days and moments in words, in the reader's language."""

from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext as _


def day_text(day):
    """`15. december 2026`; `15 December 2026` in English."""
    return date_format(day, _("j. F Y"))


def moment_text(moment):
    """`15. december 2026 kl. 14.03`, in local time; `15 December 2026 at 14.03` in English."""
    return _("%(day)s kl. %(time)s") % {"day": day_text(localtime(moment)), "time": clock_text(moment)}


def clock_text(moment):
    """`14.03`, in local time."""
    return localtime(moment).strftime("%H.%M")
