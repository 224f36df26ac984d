"""Numbers, units, days and moments in templates."""

from django import template
from django.utils.translation import gettext_lazy as _

from reporting import dates
from reporting.numbers import NO_BREAK_SPACE, format_exact, format_number

register = template.Library()

# The units of the catalogues, which are written in Danish only.
UNITS = {"antal": _("antal"), "lande": _("lande"), "årsværk": _("årsværk"), "mio. kr.": _("mio. kr.")}


@register.filter
def number(value):
    """A number with the decimals it has: 18.058 · 7,25; empty for None."""
    return "" if value is None else format_exact(value)


@register.filter
def millions(value):
    """Kroner as mio. kr. with two decimals: `12,35 mio. kr.`; empty for None."""
    return "" if value is None else f"{format_number(value / 1_000_000, 2)}{NO_BREAK_SPACE}mio. kr."


@register.filter
def unit(value):
    """The name of a unit in the reader's language; one that is the same in all, such as `%`, as it is."""
    return UNITS.get(value, value)


@register.filter(expects_localtime=True)
def day(value):
    """`15. december 2026`; of a moment the day that it is in local time."""
    return "" if value is None else dates.day_text(value)


@register.filter
def moment(value):
    """`15. december 2026 kl. 14.03`."""
    return "" if value is None else dates.moment_text(value)


@register.filter
def of(mapping, key):
    """The entry of a mapping by a key that is only known in the template."""
    return mapping.get(key)
