"""The ground of all charts, for web and paper: SVG with attributes only, whose <title> says the data in words.

There are no ids and no style attributes, so several charts stand on one page without clashing and a strict
content policy lets them be.
"""

from collections.abc import Collection, Sequence

from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe

INK, INK_SOFT, LINE, PAPER = "#14213a", "#4a5872", "#d5dbe5", "#ffffff"
ACCENT, ACCENT_SOFT, ACCENT_TINT, SUN = "#0b5c6b", "#8fc3ca", "#cfe5e8", "#f2a900"
FONT = 'font-family="IBM Plex Sans" '


def drawing(width, height, shapes: str, title: str) -> SafeString:
    """The <svg> element around shapes made of this house's numbers, colours and escaped texts."""
    return mark_safe(
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}" role="img">'
        f"<title>{escape(title)}</title>{shapes}</svg>"
    )


def short(number) -> str:
    """A coordinate with no more decimals than it needs."""
    return f"{number:.3f}".rstrip("0").rstrip(".")


def little_columns(
    values: Sequence[float | None], *, title: str, breaks: Collection[int] = (), merged: Collection[int] = ()
) -> SafeString:
    """One upright bar from zero per year, the last one in full colour; a year without a value is a dash.

    Before the places in `breaks` the series is broken by a dashed line; those in `merged` are drawn in outline.
    """
    width, gap, height = 12, 4, 26
    highest = max((value for value in values if value is not None), default=0) or 1
    shapes = []
    for index, value in enumerate(values):
        left = index * (width + gap)
        if index in breaks and index:
            shapes.append(break_line(left - gap / 2, 0, height, width=1.2, dash="2.5 2"))
        if value is None:
            shapes.append(f'<path d="M{left + 3} {height - 0.5}h{width - 6}" stroke="{INK_SOFT}" stroke-width="1"/>')
            continue
        tall = max(height * value / highest, 0.8)
        colour = ACCENT if index == len(values) - 1 else ACCENT_SOFT
        if index in merged:
            shapes.append(
                f'<rect x="{left + 0.75}" y="{short(height - tall + 0.75)}" width="{width - 1.5}" '
                f'height="{short(max(tall - 1.5, 0.1))}" fill="{PAPER}" stroke="{colour}" stroke-width="1.5"/>'
            )
            continue
        shapes.append(
            f'<rect x="{left}" y="{short(height - tall)}" width="{width}" height="{short(tall)}" fill="{colour}"/>'
        )
    return drawing(max(len(values) * (width + gap) - gap, 1), height, "".join(shapes), title)


def break_line(x: float, top: float, bottom: float, *, width: float, dash: str) -> str:
    """The upright dashed line at which a series of years breaks, as a shape for a drawing."""
    return (
        f'<path d="M{short(x)} {short(top)}V{short(bottom)}" fill="none" stroke="{INK}" '
        f'stroke-width="{width}" stroke-dasharray="{dash}"/>'
    )


def spread(low: float, median: float, high: float, own: float, *, title: str) -> SafeString:
    """Where `own` lies: a line from zero, a box from the lower to the upper quartile, the median, and a dot.

    The line ends a little beyond the box and tells nothing of the largest; a dot far beyond stands at its end.
    """
    width, middle, edge = 160, 10, 7
    full = max(high * 1.5, min(own, high * 2.5) * 1.1) or 1

    def at(value):
        return short(edge + (width - 2 * edge) * min(value / full, 1))

    box = f"M{at(low)} {middle - 5}H{at(high)}V{middle + 5}H{at(low)}Z"
    return drawing(
        width,
        20,
        f'<path d="M{edge} {middle}H{width - edge}" stroke="{LINE}" stroke-width="2"/>'
        f'<path d="{box}" fill="{ACCENT_TINT}" stroke="{ACCENT_SOFT}" stroke-width="1"/>'
        f'<path d="M{at(median)} {middle - 7}V{middle + 7}" stroke="{ACCENT}" stroke-width="2"/>'
        f'<circle cx="{at(own)}" cy="{middle}" r="5.5" fill="{SUN}" stroke="{INK}" stroke-width="1.5"/>',
        title,
    )
