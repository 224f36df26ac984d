"""The book's charts as SVG: pure functions from prepared figures to markup with attributes only.

A chart's <title> says its data in words: it becomes the alternative text in the PDF and on the web.
There are no ids and no style attributes, so several charts stand on one page without clashing.
Large numbers are set as HTML beside the chart, since text inside SVG is set without kerning.
"""

import itertools
import math
from collections.abc import Sequence

from django.utils.html import escape
from django.utils.safestring import SafeString

from reporting.charts import FONT, INK_SOFT, LINE, break_line, drawing, short
from reporting.consolidation.queries import Figure
from reporting.publication.contents import Country, Slice
from reporting.publication.signs import ACCENT, INK, PAPER, SUN, mixed

# Neighbours in a ring must be told apart without their hue, so light and dark alternate.
PALETTE = ("#084651", "#2f8f9d", "#0b5c6b", "#8fc3ca", "#1d4e9e", "#f2a900", "#a9b4c6", "#c2410c", "#6d3fa0")


def palette(count: int) -> list[str]:
    """Colours for `count` parts of one whole, in order; the legend beside a chart uses the same."""
    return [PALETTE[index % len(PALETTE)] for index in range(count)]


def donut(slices: Sequence[Slice], *, title: str) -> SafeString:
    """A ring whose arcs are the slices' amounts, clockwise from the top; empty for a sum of zero."""
    total = sum(part.amount for part in slices)
    shapes, start = [], 0.0
    for part, colour in zip(slices, palette(len(slices)), strict=True):
        share = float(part.amount / total) if total else 0.0
        if share > 0:
            shapes.append(
                f'<path d="{_arc(start, start + share)}" fill="{colour}" stroke="{PAPER}" stroke-width="1.200"/>'
            )
        start += share
    if not shapes:
        shapes.append(f'<circle cx="100" cy="100" r="81" fill="none" stroke="{LINE}" stroke-width="34"/>')
    said = "; ".join(f"{part.label} {part.amount_text} {part.unit}, {part.share_text}" for part in slices)
    return drawing(200, 200, "".join(shapes), f"{title}: {said}.")


def hub(centre: str, partners: Sequence[str], *, title: str, colour: str = PAPER, ground: str = ACCENT) -> SafeString:
    """Partners in a ring around the clusters; a label is one to three lines parted by `|`."""
    middle_x, middle_y, reach = 170.0, 150.0, 108.0
    lines, discs = [], []
    soft = mixed(ground, PAPER, 0.45)
    places = [
        (middle_x + reach * math.sin(turn), middle_y - reach * math.cos(turn))
        for turn in (2 * math.pi * index / len(partners) for index in range(len(partners)))
    ]
    for index, (x, y) in enumerate(places):
        next_x, next_y = places[(index + 1) % len(places)]
        lines.append(
            f'<path d="M{short(x)} {short(y)}L{short(next_x)} {short(next_y)}" stroke="{soft}" stroke-width="0.600" fill="none"/>'
        )
        lines.append(
            f'<path d="M{short(middle_x)} {short(middle_y)}L{short(x)} {short(y)}" stroke="{colour}" stroke-width="1.200" fill="none"/>'
        )
    for (x, y), label in zip(places, partners, strict=True):
        discs.append(f'<circle cx="{short(x)}" cy="{short(y)}" r="35" fill="{colour}"/>')
        discs.append(_lines_of_text(label, x, y, size=7.8, colour=INK))
    discs.append(f'<circle cx="{short(middle_x)}" cy="{short(middle_y)}" r="43" fill="{SUN}"/>')
    discs.append(_lines_of_text(centre, middle_x, middle_y, size=9.6, colour=INK))
    names = ", ".join(label.replace("-|", "").replace("|", " ") for label in partners)
    return drawing(340, 300, "".join(lines + discs), f"{title}: {names}.")


def ranked_bars(countries: Sequence[Country], *, title: str, colour: str) -> SafeString:
    """Horizontal bars, longest first, with name and number; lengths from zero."""
    longest = max((country.collaborations for country in countries), default=0) or 1
    rows = []
    for index, country in enumerate(countries):
        top = index * 25
        width = 210 * country.collaborations / longest
        ink = colour if index < 6 else mixed(colour, PAPER, 0.55)
        rows.append(
            f'<text x="0" y="{top + 15.5}" {FONT}font-size="9.500" font-weight="500" fill="{INK}">{escape(country.name)}</text>'
            f'<rect x="92" y="{top + 3}" width="{short(width)}" height="18" fill="{ink}"/>'
            f'<text x="{short(92 + width + 5)}" y="{top + 15.5}" {FONT}font-size="9.500" font-weight="600" fill="{INK}">'
            f"{country.collaborations}</text>"
        )
    said = ", ".join(f"{country.name} {country.collaborations}" for country in countries)
    return drawing(340, max(25 * len(countries), 1), "".join(rows), f"{title}: {said}.")


def parted_bar(slices: Sequence[Slice], *, title: str, colours: Sequence[str]) -> SafeString:
    """One bar parted by the slices' amounts; labels and shares stand beside it as text."""
    total = sum(part.amount for part in slices)
    shapes, left = [], 0.0
    for part, colour in zip(slices, colours, strict=True):
        width = 340 * float(part.amount / total) if total else 0.0
        shapes.append(
            f'<rect x="{short(left)}" y="0" width="{short(max(width - 1.2, 0))}" height="20" fill="{colour}"/>'
        )
        left += width
    said = "; ".join(f"{part.label} {part.amount_text}, {part.share_text}" for part in slices)
    return drawing(340, 20, "".join(shapes), f"{title}: {said}.")


def _said(figure):
    """The years and values of a figure in words, with its breaks."""
    return "; ".join(
        f"{'brud i serien; ' if point.is_break else ''}{point.year}: {point.text}" for point in figure.series
    )


def sparkline(figure: Figure, *, colour: str = ACCENT) -> SafeString:
    """The figure's years as a small line ending in a dot; years without a value are left out, breaks part the line."""
    known = [(index, float(point.value)) for index, point in enumerate(figure.series) if point.value is not None]
    if not known:
        return drawing(60, 14, "", f"Udvikling: {_said(figure)}")
    values = [value for _, value in known]
    low, high = min(values), max(values)
    steps = max(len(figure.series) - 1, 1)

    def across(index):
        return 3 + 54 * index / steps

    def place(index, value):
        height = 0.5 if high == low else (value - low) / (high - low)
        return f"{short(across(index))} {short(11.5 - 9 * height)}"

    breaks = [index for index, point in enumerate(figure.series) if point.is_break]
    runs = itertools.groupby(known, key=lambda entry: sum(index <= entry[0] for index in breaks))
    lines = [[place(index, value) for index, value in run] for _part, run in runs]
    shapes = [
        f'<path d="M{"L".join(points)}" fill="none" stroke="{INK_SOFT}" stroke-width="0.900"/>'
        if len(points) > 1
        else f'<circle cx="{points[0].split()[0]}" cy="{points[0].split()[1]}" r="0.900" fill="{INK_SOFT}"/>'
        for points in lines
        if len(points) > 1 or points is not lines[-1]
    ]
    shapes += [break_line(across(index - 0.5), 0.5, 13.5, width=0.7, dash="1.6 1.2") for index in breaks]
    x, y = lines[-1][-1].split()
    dot = f'<circle cx="{x}" cy="{y}" r="1.800" fill="{colour}"/>'
    return drawing(60, 14, "".join([*shapes, dot]), f"Udvikling: {_said(figure)}")


def columns(figure: Figure, *, colour: str = ACCENT, soft: str = "#8fc3ca") -> SafeString:
    """The figure's years as upright bars from zero, the reference year in `colour`; values above, years below.

    A dashed line with the word »brud« stands where the series breaks.
    """
    known = [float(point.value) for point in figure.series if point.value is not None]
    highest = max(known, default=0.0) or 1.0
    shapes = [f'<path d="M0 146.500H200" stroke="{INK}" stroke-width="0.700"/>']
    for index, point in enumerate(figure.series):
        last = index == len(figure.series) - 1
        height = 124 * float(point.value) / highest if point.value is not None else 0
        left = index * 41.5
        weight = 'font-weight="700"' if last else 'font-weight="400"'
        if point.is_break:
            shapes.append(break_line(left - 3.75, 9, 160, width=0.8, dash="3 2"))
            shapes.append(
                f'<text x="{short(left - 3.75)}" y="6.500" {FONT}font-size="7.500" text-anchor="middle" fill="{INK}">brud</text>'
            )
        shapes.append(
            f'<rect x="{short(left)}" y="{short(146 - height)}" width="34" height="{short(height)}" fill="{colour if last else soft}"/>'
            f'<text x="{short(left + 17)}" y="{short(141 - height)}" {FONT}font-size="9" {weight} text-anchor="middle" '
            f'fill="{INK}">{point.text}</text>'
            f'<text x="{short(left + 17)}" y="157.500" {FONT}font-size="8.500" {weight} text-anchor="middle" '
            f'fill="{INK if last else INK_SOFT}">{point.year}</text>'
        )
    return drawing(200, 162, "".join(shapes), f"{figure.label}. {_said(figure)}.")


def _arc(start, end):
    """A closed segment of the ring from `start` to `end`, parts of a full turn."""
    end = min(end, start + 0.9999)  # a full turn would begin and end in one point and vanish
    outer, inner = 98, 64
    large = 1 if end - start > 0.5 else 0

    def point(radius, turn):
        angle = 2 * math.pi * turn
        return f"{short(100 + radius * math.sin(angle))} {short(100 - radius * math.cos(angle))}"

    return (
        f"M{point(outer, start)}A{outer} {outer} 0 {large} 1 {point(outer, end)}"
        f"L{point(inner, end)}A{inner} {inner} 0 {large} 0 {point(inner, start)}Z"
    )


def _lines_of_text(label, x, y, *, size, colour):
    lines = label.split("|")
    first = y - (len(lines) - 1) * size * 0.6 + size * 0.35
    return "".join(
        f'<text x="{short(x)}" y="{short(first + index * size * 1.2)}" {FONT}font-size="{size}" font-weight="600" '
        f'text-anchor="middle" fill="{colour}">{escape(line)}</text>'
        for index, line in enumerate(lines)
    )
