"""The signs of the five categories, and the illustrations that stand where no photo was sent in.

Everything is drawn on the book's grid: a page of 210 × 270 mm is 7 × 9 squares of 30 mm. All functions
are pure; the same category and seed give the same drawing in every process. Markup carries attributes
only (no style, no ids), so a page with a strict content policy can show it too.
"""

import hashlib
from dataclasses import dataclass

from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe

INK, PAPER, SUN = "#14213a", "#ffffff", "#f2a900"
ACCENT = "#0b5c6b"
COLOURS = {
    "matchmaking": "#0b5c6b",
    "projects": "#c2410c",
    "competence": "#6d3fa0",
    "international": "#1d4e9e",
    "dissemination": "#9a1750",
}
COLUMNS, ROWS = 7, 9


def mixed(colour: str, other: str, part: float) -> str:
    """`colour` with `part` (0 to 1) of `other` in it, both as #rrggbb."""
    pairs = zip(bytes.fromhex(colour[1:]), bytes.fromhex(other[1:]), strict=True)
    return "#" + "".join(f"{round(a + (b - a) * part):02x}" for a, b in pairs)


def colour_of(category: str) -> str:
    """The category's colour; the accent for an unknown one."""
    return COLOURS.get(category, ACCENT)


def sign(category: str, colour: str, *, title: str, ground: str = PAPER) -> SafeString:
    """The category's sign in one colour on a 48 × 48 field; `ground` is the colour behind it."""
    line = f'fill="none" stroke="{colour}" stroke-width="3"'
    drawings = {
        "matchmaking": (
            f'<circle cx="17.5" cy="24" r="13" {line}/><circle cx="30.5" cy="24" r="13" {line}/>'
            f'<path d="M24 12.7a13 13 0 0 1 0 22.6a13 13 0 0 1 0-22.6z" fill="{colour}"/>'
        ),
        "projects": (
            f'<rect x="6" y="6" width="16.5" height="16.5" fill="{colour}"/>'
            f'<rect x="27" y="27" width="13.5" height="13.5" {line}/>'
            f'<rect x="6" y="25.5" width="16.5" height="16.5" fill="{colour}"/>'
            f'<path d="M25.500 22.5V6a16.5 16.5 0 0 1 16.5 16.5z" fill="{colour}"/>'
        ),
        "competence": (
            f'<rect x="6" y="32" width="9.600" height="10" fill="{colour}"/>'
            f'<rect x="19.200" y="23" width="9.600" height="19" fill="{colour}"/>'
            f'<rect x="32.400" y="14" width="9.600" height="28" fill="{colour}"/>'
            f'<circle cx="10.8" cy="13" r="5.5" {line}/>'
        ),
        "international": (
            f'<circle cx="24" cy="24" r="17.5" {line}/><ellipse cx="24" cy="24" rx="7.5" ry="17.5" {line}/>'
            f'<path d="M6.5 24h35" {line}/>'
        ),
        "dissemination": (
            f'<circle cx="10.5" cy="37.5" r="4.5" fill="{colour}"/><path d="M7.500 22.500a18 18 0 0 1 18 18" {line}/>'
            f'<path d="M7.500 14a26.500 26.500 0 0 1 26.500 26.500" {line}/><path d="M7.500 5.500a35 35 0 0 1 35 35" {line}/>'
        ),
    }
    drawing = drawings.get(category, f'<circle cx="24" cy="24" r="16" {line}/>')
    return _svg(48, 48, f'<rect width="48" height="48" fill="{ground}"/>{drawing}', title)


def illustration(category: str, seed: str, *, title: str, variant: int = 0) -> SafeString:
    """A full page (7 × 8 squares above a plain row for the foot) for a story without a photo; `seed` is the unit's name and headline,
    and `variant` changes the order of the colours, so that neighbours differ.

    The 2 × 2 squares at the top left are kept for the sign, 4 × 2 at the bottom left for a quotation.
    """
    draw = _Draw(f"{category}\n{seed}")
    colour = colour_of(category)
    palette = _palettes(colour)[variant % 3]
    shapes = [f'<rect width="{COLUMNS * 30}" height="{ROWS * 30}" fill="{palette.ground}"/>']
    taken = {(x, y) for x in range(2) for y in range(2)} | {(x, y) for x in range(4) for y in (5, 6)}
    taken |= {(x, ROWS - 1) for x in range(COLUMNS)}
    motifs = _MOTIFS.get(category, _MOTIFS["matchmaking"])
    for size, wanted in ((4, 1), (3, 1), (2, 3), (1, 14)):
        for _ in range(wanted):
            spot = _free_spot(draw, size, taken)
            if spot is None:
                continue
            taken |= {(spot[0] + x, spot[1] + y) for x in range(size) for y in range(size)}
            motif = motifs[draw.below(len(motifs))] if size > 1 else _SMALL[draw.below(len(_SMALL))]
            shapes.append(_placed(motif(draw.pick3(palette.inks)), spot, size, draw.below(4)))
    foot = mixed(colour, INK, 0.55)
    shapes.append(f'<rect y="{(ROWS - 1) * 30}" width="{COLUMNS * 30}" height="30" fill="{foot}"/>')
    return _svg(COLUMNS * 30, ROWS * 30, "".join(shapes), title)


def growth(
    columns: int, rows: int, *, ground: str, inks: tuple[str, str, str], title: str, seed: str = ""
) -> SafeString:
    """The book's own figure, discs that grow towards the upper right, on `columns` × `rows` squares."""
    draw = _Draw(f"growth\n{seed}")
    shapes = [f'<rect width="{columns * 30}" height="{rows * 30}" fill="{ground}"/>']
    for row in range(rows):
        for column in range(columns):
            share = (column + 1 + (rows - row)) / (columns + rows)
            x, y = column * 30 + 15, row * 30 + 15
            kind = draw.below(7)
            if share < 0.42 or kind == 6:
                shapes.append(f'<circle cx="{x}" cy="{y}" r="{_n(1 + 5 * share)}" fill="{inks[0]}"/>')
            elif kind in (0, 1):
                shapes.append(_placed(_quarter((inks[1], inks[0], inks[2])), (column, row), 1, draw.below(4)))
            elif kind == 2 and share > 0.7:
                shapes.append(f'<circle cx="{x}" cy="{y}" r="{_n(15 * share)}" fill="{inks[2]}"/>')
            elif kind == 3:
                shapes.append(_placed(_rings((inks[0], inks[1], inks[2])), (column, row), 1, draw.below(4)))
            else:
                shapes.append(f'<circle cx="{x}" cy="{y}" r="{_n(15 * share)}" fill="{inks[draw.below(2)]}"/>')
    return _svg(columns * 30, rows * 30, "".join(shapes), title)


@dataclass(frozen=True)
class _Palette:
    ground: str
    inks: tuple[str, ...]


def _palettes(colour):
    dark, mid, light = mixed(colour, INK, 0.55), mixed(colour, PAPER, 0.45), mixed(colour, PAPER, 0.86)
    return (
        _Palette(dark, (colour, mid, light, SUN, colour, mid)),
        _Palette(colour, (dark, mid, light, SUN, dark, light)),
        _Palette(light, (colour, dark, mid, SUN, colour, mid)),
    )


class _Draw:
    """Numbers drawn from a text: the same in every process, unlike hash() and without a shared generator."""

    def __init__(self, text):
        self._text, self._count = text, 0

    def below(self, limit):
        self._count += 1
        digest = hashlib.sha256(f"{self._count}\n{self._text}".encode()).digest()
        return int.from_bytes(digest[:4], "big") % limit

    def pick3(self, inks):
        first = self.below(len(inks))
        rest = [ink for ink in dict.fromkeys(inks) if ink != inks[first]]
        second = rest.pop(self.below(len(rest)))
        return inks[first], second, rest[self.below(len(rest))]


def _free_spot(draw, size, taken):
    spots = [
        (x, y)
        for x in range(COLUMNS - size + 1)
        for y in range(ROWS - size + 1)
        if not any((x + i, y + j) in taken for i in range(size) for j in range(size))
    ]
    return spots[draw.below(len(spots))] if spots else None


def _placed(drawing, spot, size, turns):
    scale = size * 30
    return (
        f'<g transform="translate({spot[0] * 30} {spot[1] * 30}) scale({_n(scale / 60)}) '
        f'rotate({turns * 90} 30 30)">{drawing}</g>'
    )


# Each motif fills a square of 60 × 60 with up to three inks.
def _quarter(inks):
    return f'<path d="M0 0h60a60 60 0 0 1 -60 60z" fill="{inks[0]}"/>'


def _half(inks):
    return f'<path d="M0 30a30 30 0 0 1 60 0z" fill="{inks[0]}"/><path d="M0 30a30 30 0 0 0 60 0z" fill="{inks[1]}"/>'


def _meeting(inks):
    return (
        f'<circle cx="20" cy="30" r="20" fill="{inks[0]}"/><circle cx="40" cy="30" r="20" fill="{inks[1]}"/>'
        f'<path d="M30 12.700a20 20 0 0 1 0 34.600a20 20 0 0 1 0-34.600z" fill="{inks[2]}"/>'
    )


def _facing(inks):
    return f'<path d="M0 0a30 30 0 0 1 0 60z" fill="{inks[0]}"/><path d="M60 0a30 30 0 0 0 0 60z" fill="{inks[1]}"/>'


def _blocks(inks):
    return (
        f'<rect width="30" height="30" fill="{inks[0]}"/><rect x="30" y="30" width="30" height="30" fill="{inks[1]}"/>'
        f'<path d="M30 0h30a30 30 0 0 1 -30 30z" fill="{inks[2]}"/><circle cx="15" cy="45" r="15" fill="{inks[2]}"/>'
    )


def _tower(inks):
    return (
        f'<rect y="40" width="60" height="20" fill="{inks[0]}"/><rect x="20" y="20" width="40" height="20" fill="{inks[1]}"/>'
        f'<rect x="40" width="20" height="20" fill="{inks[2]}"/>'
    )


def _wedge(inks):
    return f'<path d="M0 60V0l60 60z" fill="{inks[0]}"/><path d="M60 0a30 30 0 0 1 -30 30V0z" fill="{inks[1]}"/>'


def _rings(inks):
    return "".join(
        f'<path d="M0 0h{r}a{r} {r} 0 0 1 -{r} {r}z" fill="{ink}"/>'
        for r, ink in ((60, inks[0]), (45, inks[1]), (30, inks[2]), (15, inks[0]))
    )


def _steps(inks):
    bars = ((0, 15, inks[0]), (15, 30, inks[1]), (30, 45, inks[0]), (45, 60, inks[2]))
    return "".join(f'<rect x="{x}" y="{60 - h}" width="15" height="{h}" fill="{ink}"/>' for x, h, ink in bars)


def _arch(inks):
    return "".join(
        f'<path d="M{30 - r} 60v-30a{r} {r} 0 0 1 {2 * r} 0v30z" fill="{ink}"/>'
        for r, ink in ((30, inks[0]), (20, inks[1]), (10, inks[2]))
    )


def _globe(inks):
    line = f'fill="none" stroke="{inks[1]}" stroke-width="1.500"'
    return (
        f'<circle cx="30" cy="30" r="30" fill="{inks[0]}"/><ellipse cx="30" cy="30" rx="13" ry="30" {line}/>'
        f'<path d="M0 30h60M4 15h52M4 45h52M30 0v60" {line}/><circle cx="43" cy="15" r="4" fill="{inks[2]}"/>'
    )


def _orbit(inks):
    return (
        f'<circle cx="30" cy="30" r="28.500" fill="none" stroke="{inks[1]}" stroke-width="3"/>'
        f'<circle cx="30" cy="30" r="17" fill="{inks[0]}"/><circle cx="50" cy="10" r="7" fill="{inks[2]}"/>'
    )


def _waves(inks):
    arcs = "".join(
        f'<path d="M{r} 60a{r} {r} 0 0 0 -{r} -{r}" fill="none" stroke="{ink}" stroke-width="5"/>'
        for r, ink in ((57, inks[0]), (45, inks[1]), (33, inks[0]), (21, inks[1]))
    )
    return f'{arcs}<path d="M0 60v-11a11 11 0 0 1 11 11z" fill="{inks[2]}"/>'


def _beams(inks):
    return "".join(f'<path d="M0 60L{x} 0H{x + 12}z" fill="{inks[i % 2]}"/>' for i, x in enumerate((0, 16, 32, 48)))


def _dots(inks):
    return "".join(
        f'<circle cx="{7.5 + 15 * x}" cy="{7.5 + 15 * y}" r="{_n(1.2 + 0.8 * (x + 3 - y))}" fill="{inks[0]}"/>'
        for x in range(4)
        for y in range(4)
    )


def _disc(inks):
    return f'<circle cx="30" cy="30" r="30" fill="{inks[0]}"/>'


def _spot(inks):
    return f'<circle cx="30" cy="30" r="7" fill="{inks[0]}"/>'


_SMALL = (_quarter, _disc, _spot, _spot, _dots, _quarter)
_MOTIFS = {
    "matchmaking": (_meeting, _facing, _half, _quarter),
    "projects": (_blocks, _tower, _wedge, _blocks),
    "competence": (_rings, _steps, _arch, _rings),
    "international": (_globe, _orbit, _globe, _half),
    "dissemination": (_waves, _beams, _dots, _waves),
}


def _n(number):
    return f"{number:.3f}".rstrip("0").rstrip(".")


def _svg(width, height, drawing, title):
    return mark_safe(  # numbers and colours of this module; the title is escaped
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}" role="img">'
        f"<title>{escape(title)}</title>{drawing}</svg>"
    )
