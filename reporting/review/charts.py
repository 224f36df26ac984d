"""The desk's two drawings: where the units stand as one bar, and how many have sent as the days went by."""

from django.utils.html import escape
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from reporting.charts import ACCENT, ACCENT_SOFT, FONT, INK, INK_SOFT, LINE, PAPER, drawing, short

COLOURS = {
    "accepted": "#1d6b3a",
    "submitted": ACCENT,
    "returned": "#c98a12",
    "draft": "#8fb0e0",
    "missing": "#d5dbe5",
}
EARLIEST, LATEST = -60, 45  # days from the deadline; what lies beyond is drawn at the edge


def coverage_bar(tally, *, title):
    """One bar of the whole roster, in the colours of the statuses, accepted first; gaps keep neighbours apart."""
    width, height, gap = 640, 18, 2
    shapes, left = [], 0.0
    expected = sum(tally[status] for status in COLOURS) or 1
    for status, colour in COLOURS.items():
        wide = width * tally[status] / expected
        if tally[status]:
            part = (
                f'<rect x="{short(left)}" y="0" width="{short(max(wide - gap, 1))}" height="{height}" fill="{colour}"/>'
            )
            shapes.append(part)
        left += wide
    return drawing(width, height, "".join(shapes), title)


def development_chart(developments, *, today):
    """How large a part had sent by each day before and after the deadline, this year upon last year.

    `today` is the day from this year's deadline; this year's line ends there.
    """
    width, height, left, right, top, bottom = 400, 176, 30, 46, 12, 146
    now = min(max(today, EARLIEST), LATEST)
    days = [day for row in developments for day, _sent in row.steps]
    first = max(min([-21, now, *days]), EARLIEST)
    last = min(max([7, now, *days[-1:], *(row.steps[-1][0] for row in developments if row.steps)]), LATEST)

    def across(day):
        return left + (width - left - right) * (min(max(day, first), last) - first) / (last - first)

    def up(row, sent):
        return bottom - (bottom - top) * sent / (row.expected or 1)

    def line(row, until, colour, wide):
        path, sent = [f"M{short(across(first))} {short(up(row, row.sent_by(first - 1)))}"], row.sent_by(first - 1)
        for day, so_far in row.steps:
            if first <= day <= until:
                path.append(f"H{short(across(day))}V{short(up(row, so_far))}")
                sent = so_far
        path.append(f"H{short(across(until))}")
        end = across(until), up(row, sent)
        return f'<path d="{"".join(path)}" fill="none" stroke="{colour}" stroke-width="{wide}"/>', end

    shapes = [
        f'<path d="M{left} {bottom}H{width - right}" stroke="{INK_SOFT}" stroke-width="1"/>',
        f'<path d="M{left} {top}H{width - right}M{left} {short((top + bottom) / 2)}H{width - right}" stroke="{LINE}" stroke-width="1"/>',
        f'<path d="M{short(across(0))} {top}V{bottom}" stroke="{INK_SOFT}" stroke-width="1" stroke-dasharray="3 3"/>',
        _text(across(0), height - 10, _("frist"), "middle"),
        _text(left - 6, top + 4, _("alle"), "end"),
        _text(left - 6, bottom + 4, "0", "end"),
    ]
    if first < -10:
        shapes.append(_text(left, height - 10, _days_before(-first), "start"))
    this, *others = developments
    for row in others:
        drawn, end = line(row, last, ACCENT_SOFT, 3)
        shapes += [drawn, _text(end[0] + 8, end[1] + 5, str(row.year), "start")]
    drawn, end = line(this, now, ACCENT, 3.5)
    shapes += [
        drawn,
        f'<circle cx="{short(end[0])}" cy="{short(end[1])}" r="5" fill="{ACCENT}" stroke="{PAPER}" stroke-width="2"/>',
        _text(end[0] + 9, _apart(end, others, up, last, now), str(this.year), "start", INK),
    ]
    return drawing(width, height, "".join(shapes), development_words(developments, today=today))


def _apart(end, others, up, last, now):
    """Where this year's label stands: a line lower where last year's stands at the same place."""
    near = [up(row, row.sent_by(last)) for row in others if now >= last - 3]
    return end[1] + (21 if any(abs(other - end[1]) < 16 for other in near) else 5)


def _text(x, y, words, anchor, colour=INK_SOFT):
    weight = 'font-weight="600" ' if colour == INK else ""
    return f'<text x="{short(x)}" y="{short(y)}" {FONT}font-size="14" {weight}fill="{colour}" text-anchor="{anchor}">{escape(words)}</text>'


def _days_before(days):
    return ngettext("%(days)d dag før", "%(days)d dage før", days) % {"days": days}


def development_words(developments, *, today):
    """The drawing in a sentence: how many have sent, and how many had at the same distance a year before."""
    this, *others = developments
    words = {"sent": this.sent_by(today), "expected": this.expected}
    text = _("%(sent)d af %(expected)d har sendt mindst én gang.") % words
    for row in others:
        text += " " + _("Året før var det %(sent)d af %(expected)d på samme tid.") % {
            "sent": row.sent_by(today),
            "expected": row.expected,
        }
    return text
