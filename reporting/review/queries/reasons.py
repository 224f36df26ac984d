"""Why a number is marked, and what hangs on it, in sentences with both numbers."""

from decimal import Decimal

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from reporting.numbers import NO_BREAK_SPACE, format_exact, format_number, round_half_up
from reporting.review.queries.outliers import Mark, Tell
from reporting.submissions.queries import change_text, shown

LEAST_SHOWN = 0.001  # of a national sum; below, the percentage would be nothing but zeros
DOUBLE = 1.0


def reason_of(mark: Mark, values) -> str:
    """What is odd, with both numbers and what to ask; `values` are the (indicator, now, before) of the mark's codes."""
    if mark.tell is Tell.SAME:
        same, of = mark.same
        return ngettext(
            "%(same)d af de %(of)d større tal er præcis det samme som sidste år. Er det sidste års tal, der er indsendt igen?",
            "%(same)d af de %(of)d større tal er præcis de samme som sidste år. Er det sidste års tal, der er indsendt igen?",
            same,
        ) % {"same": same, "of": of}
    if mark.tell is Tell.SWAP:
        return _swap(*values)
    indicator, now, before = values[0]
    if len(values) > 1:
        return _("%(count)d tal i samme afsnit afviger på samme måde fra sidste år: hvert %(power)s") % {
            "count": len(values),
            "power": _power(mark.factor, indicator),
        }
    if mark.tell is Tell.PEERS:
        return _unlike_others(mark, indicator, now, before)
    words = {"now": shown(indicator, now), "before": shown(indicator, before)}
    if mark.tell is Tell.NOTHING:
        return _("%(now)s i år mod %(before)s sidste år. Var der slet ikke noget, eller er feltet glemt?") % words
    if mark.tell is Tell.POWER:
        both = _("%(now)s i år mod %(before)s sidste år:") % words
        return f"{both} {_power(mark.factor, indicator)}"
    return _(
        "%(now)s i år mod %(before)s sidste år (%(change)s): langt mere, end de andre enheder og de tidligere år har flyttet sig."
    ) % (words | {"change": change_text(now, before)})


def _swap(one, other):
    words = {
        "one": one[0].label,
        "one_now": shown(one[0], one[1]),
        "one_before": shown(one[0], one[2]),
        "other": other[0].label,
        "other_now": shown(other[0], other[1]),
        "other_before": shown(other[0], other[2]),
    }
    return (
        _(
            "»%(one)s« er %(one_now)s (sidste år %(one_before)s), og »%(other)s« er %(other_now)s (sidste år %(other_before)s). Er de to tal byttet om?"
        )
        % words
    )


def _unlike_others(mark, indicator, now, before):
    likely = Decimal(mark.expected[0])
    text = _("%(now)s, hvor lignende enheder af samme størrelse har omkring %(likely)s.") % {
        "now": shown(indicator, now),
        "likely": shown(indicator, roughly(likely)),
    }
    if before:
        text += " " + _("Sidste år var tallet %(before)s.") % {"before": shown(indicator, before)}
    return f"{text} {_('Tallet')} {_power(mark.factor, indicator)}" if mark.factor else text


def _power(factor, indicator):
    is_amount = indicator.data_type == "amount"
    times = format_number(Decimal(str(factor if factor > 1 else 1 / factor)))
    if factor > 1:
        likeness = _("ligner %(times)s gange for meget.") % {"times": times}
        question = _("Er der regnet i tusinder eller mio., eller er der nuller for meget?") if is_amount else _(
            "Er der nuller for meget, eller er kommaet faldet ud?"
        )  # fmt: skip
    else:
        likeness = _("ligner %(times)s gange for lidt.") % {"times": times}
        question = _("Er beløbet skrevet i tusinder eller mio.?") if is_amount else _("Mangler der nuller?")
    return f"{likeness} {question}"


def roughly(number: Decimal) -> Decimal:
    """A number that is itself a guess, with two significant digits and no decimals from ten on."""
    return round_half_up(number, 1 - number.adjusted()) if number else number


def percent_text(part: float) -> str:
    """A part of a national sum in percent, with a decimal below ten; never a bare zero."""
    if part < LEAST_SHOWN:
        return _("under 0,1%(space)s%%") % {"space": NO_BREAK_SPACE}
    percent = Decimal(str(part * 100))
    return f"{format_number(percent, 0 if percent >= 10 else 1)}{NO_BREAK_SPACE}%"


def weight_text(mark: Mark, displacements) -> str:
    """What hangs on the mark: how far the national sums move from where they would be with the expected numbers."""
    if mark.tell is Tell.SAME:
        return _("hele indberetningen, i snit %(share)s af de nationale tal") % {
            "share": percent_text(displacements[0])
        }
    if mark.tell is Tell.SWAP:
        first, second = (percent_text(part) for part in displacements)
        return _("flytter de to nationale tal med %(first)s og %(second)s") % {"first": first, "second": second}
    if len(displacements) > 1:
        return _("flytter %(count)d nationale tal, det ene med %(part)s") % {
            "count": len(displacements),
            "part": percent_text(max(displacements)),
        }
    if displacements[0] >= DOUBLE:
        times = format_exact(roughly(Decimal(str(1 + displacements[0]))))
        return _("gør det nationale tal %(times)s gange så stort") % {"times": times}
    return _("flytter det nationale tal med %(part)s") % {"part": percent_text(displacements[0])}


def share_text(part: float) -> str:
    """A unit's part of a national sum."""
    return _("%(part)s af det nationale tal") % {"part": percent_text(part)}
