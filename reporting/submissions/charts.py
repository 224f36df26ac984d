"""The small chart beside a field: the unit's own numbers of the years before, and this year's."""

from decimal import Decimal

from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe

WIDTH, HEIGHT, GAP = 12, 28, 3


def years_chart(points: list[tuple[int, Decimal | None]], *, title: str) -> SafeString:
    """Upright bars from zero, one a year, the last one marked; a year without a number is a dot on the line.

    `title` says the same in words. Attributes and classes only: the page's policy allows no inline style.
    """
    highest = max((number for _year, number in points if number), default=Decimal(0))
    bars = []
    for place, (_year, number) in enumerate(points):
        left = place * (WIDTH + GAP)
        if number is None:
            bars.append(f'<circle class="bar-none" cx="{left + WIDTH // 2}" cy="{HEIGHT - 1}" r="1"/>')
            continue
        height = max(1, round(HEIGHT * number / highest)) if highest else 1
        kind = "bar-now" if place == len(points) - 1 else "bar"
        bars.append(f'<rect class="{kind}" x="{left}" y="{HEIGHT - height}" width="{WIDTH}" height="{height}"/>')
    wide = len(points) * (WIDTH + GAP) - GAP
    return mark_safe(  # numbers of this module; the one text is escaped
        f'<svg class="years-chart" viewBox="0 0 {wide} {HEIGHT}" width="{wide}" height="{HEIGHT}" role="img">'
        f"<title>{escape(title)}</title>{''.join(bars)}</svg>"
    )
