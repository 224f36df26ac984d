"""Days and moments in words, in the reader's language."""
from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext as _


def day_text(day):
    """`15. december 2026`."""
    return date_format(day, "j. F Y")


def moment_text(moment):
    """`15. december 2026 kl. 14.03`, in local time."""
    return _("%(day)s kl. %(time)s") % {"day": day_text(localtime(moment)), "time": clock_text(moment)}


def clock_text(moment):
    """`14.03`, in local time."""
    return localtime(moment).strftime("%H.%M")
