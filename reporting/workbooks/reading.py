"""A whole uploaded workbook: is it ours, for this filing, and what stands in each of its cells.

The result says something about every question of the filing. What is wrong with the file as a whole
raises WorkbookRefused; what is wrong with a cell is a finding with the cell's address.
"""

import re
from dataclasses import asdict, dataclass, field
from decimal import Decimal

from django.utils.translation import gettext as _

from reporting.numbers import NumberKind, NumberRefused
from reporting.submissions.queries import country_name
from reporting.workbooks import marks
from reporting.workbooks.book import Book
from reporting.workbooks.cells import CellRefused, DateRefused, count_in, country_in, cross_in, number_in, shown_text
from reporting.workbooks.errors import WorkbookRefused
from reporting.workbooks.parts import reference

MOST_NOTES = 20


@dataclass(frozen=True)
class Understood:
    """What was read for one question: where it stands, and what it means or why it is refused.

    `base` is the value's version, or the list, that the workbook was made from. `number` is kept as text
    with a decimal point, so that it survives being stored. Blank: no number, no cross, no countries.
    """

    code: str
    address: str
    number: str | None = None
    not_relevant: bool = False
    countries: dict[str, int] = field(default_factory=dict)
    base: str = ""
    refusals: tuple[tuple[str, str, str], ...] = ()  # (address, what stands there, sentence)

    @property
    def is_blank(self) -> bool:
        """Whether nothing was written."""
        return self.number is None and not self.not_relevant and not self.countries


@dataclass(frozen=True)
class Reading:
    """Everything that was read of a workbook, in the order of the form; `notes` say what was left aside."""

    answers: tuple[Understood, ...]
    notes: tuple[str, ...] = ()

    @property
    def refusals(self):
        """Every refusal: address, what stands there, sentence."""
        return tuple(refusal for answer in self.answers for refusal in answer.refusals)

    def as_json(self):
        """As it is kept in the database until somebody decides."""
        return {"answers": [asdict(answer) for answer in self.answers], "notes": list(self.notes)}

    @classmethod
    def from_json(cls, kept):
        """What `as_json` gave."""
        answers = (
            Understood(**{**answer, "refusals": tuple(map(tuple, answer["refusals"]))}) for answer in kept["answers"]
        )
        return cls(tuple(answers), tuple(kept["notes"]))


def read_workbook(data: bytes, filing) -> Reading:
    """Read an uploaded file for a filing; raises WorkbookRefused with a sentence. Nothing is saved."""
    book = Book(data)
    bases = _check_marks(book, filing.submission)
    places = {name: place for name, place in book.places.items() if re.match("[vxl]_", name)}
    _check_sheets(book, filing, places)
    twice = _codes_that_stand_twice(book, filing, places)
    answers = []
    for code, answer in filing.answers.items():
        read = _read_list if answer.indicator.is_list_of_countries else _read_number
        answers.append(read(book, answer, places, bases.get(code, ""), twice.get(code)))
    return Reading(tuple(answers), tuple(_notes(book, places, filing.answers)))


def _check_marks(book, submission):
    """Refuse a workbook that is not ours or not for this filing; give what each answer is based on."""
    rows = book.marks()
    own = {row[0]: row[1] for row in rows if len(row) == 2}
    expected = marks.marks_of(submission)
    if own.get("product") != expected["product"]:
        raise WorkbookRefused(
            _("Det er ikke en arbejdsbog, der er hentet her. Hent en på denne side, og skriv tallene i den.")
        )
    if own.get("template") != expected["template"]:
        raise WorkbookRefused(
            _(
                "Arbejdsbogen er en ældre udgave, som ikke kan læses mere. Hent en ny på denne side, og kopiér tallene over."
            )
        )
    if own.get("year") != expected["year"]:
        raise WorkbookRefused(
            _(
                "Arbejdsbogen er til %(theirs)s, men denne indberetning er for %(ours)s. Vælg den rigtige fil, eller hent en ny."
            )
            % {"theirs": own.get("year", "?")[:10], "ours": expected["year"]}
        )
    if own.get("unit") != expected["unit"]:
        raise WorkbookRefused(
            _(
                "Arbejdsbogen hører til en anden enhed end %(ours)s. Vælg den rigtige fil, eller hent en ny på denne side."
            )
            % {"ours": submission.cluster.name}
        )
    if own.get("catalogue") != expected["catalogue"]:
        raise WorkbookRefused(
            _(
                "Spørgsmålene er ændret, siden arbejdsbogen blev hentet. Hent en ny på denne side, og kopiér tallene over."
            )
        )
    return {row[1]: row[2] for row in rows if len(row) == 3 and row[0] == marks.BASE}


def _check_sheets(book, filing, places):
    """A section of which every cell is gone lies on a sheet that was deleted: one sentence says so."""
    for section in filing.sheets:
        names = [_first_name(answer) for answer in section.answers]
        if names and not any(name in places for name in names):
            raise WorkbookRefused(
                _(
                    "Arket »%(sheet)s« er ikke i arbejdsbogen mere. Hent en ny på denne side; jeres gemte svar står i den."
                )
                % {"sheet": section.section.title}
            )


def _first_name(answer):
    name = marks.list_name if answer.indicator.is_list_of_countries else marks.value_name
    return name(answer.code)


def _codes_that_stand_twice(book, filing, places):
    """Addresses of every code that stands in more than one place: a row that was copied."""
    found = {}
    for sheet in {place.sheet for place in places.values()}:
        for (row, column), cell in book.sheet(sheet).cells.items():
            text = book.text_of(cell)
            if text in filing.answers:
                found.setdefault(text, []).append(f"{sheet}!{reference(row, column)}")
    return {code: addresses for code, addresses in found.items() if len(addresses) > 1}


def _gone(answer, base):
    sentence = _("Rækken med »%(label)s« er slettet. Hent en ny arbejdsbog, og kopiér tallene over.")
    return Understood(answer.code, "–", base=base, refusals=(("–", "", sentence % {"label": answer.indicator.label}),))


def _out_of_place(book, answer, place, twice):
    """Why the place of an answer cannot be trusted, or an empty text."""
    if twice:
        return _(
            "Koden %(code)s står flere steder (%(places)s). Slet den række, der er en kopi, eller hent en ny arbejdsbog."
        ) % {
            "code": answer.code,
            "places": ", ".join(twice[:3]),
        }
    row = (book.text_of(cell) for (row, _column), cell in book.sheet(place.sheet).cells.items() if row == place.top)
    if answer.code not in row:
        return _(
            "Rækkerne er byttet om eller flyttet, så det ikke er sikkert, hvad tallet svarer på. Hent en ny arbejdsbog, og kopiér tallene over."
        )
    merged = book.merge_over(place)
    if merged:
        return _("Cellen er flettet sammen med andre (%(area)s). Ophæv fletningen, og skriv tallet igen.") % {
            "area": merged
        }
    return ""


def _read_number(book, answer, places, base, twice):
    place, cross_place = places.get(marks.value_name(answer.code)), places.get(marks.cross_name(answer.code))
    if place is None or cross_place is None:
        return _gone(answer, base)
    wrong = _out_of_place(book, answer, place, twice) or _out_of_place(book, answer, cross_place, None)
    if wrong:
        return Understood(answer.code, place.address, base=base, refusals=((place.address, "", wrong),))
    cell, cross = book.cell(place), book.cell(cross_place)
    number, not_relevant, refusals = None, False, []
    try:
        number = number_in(cell, book.format_of(cell), answer.indicator.number_kind) if cell else None
    except (CellRefused, NumberRefused) as refusal:
        text = "" if isinstance(refusal, DateRefused) else shown_text(cell)
        refusals.append((place.address, text, str(refusal)))
    try:
        not_relevant = cross_in(cross) if cross else False
    except CellRefused as refusal:
        refusals.append((cross_place.address, shown_text(cross), str(refusal)))
    if number is not None and not_relevant:
        sentence = _("Der står både et tal og x for »ikke relevant«. Slet det ene.")
        refusals.append((place.address, shown_text(cell), sentence))
    return Understood(
        answer.code,
        place.address,
        number=None if number is None else f"{number.normalize():f}",
        not_relevant=not_relevant,
        base=base,
        refusals=tuple(refusals),
    )


def _read_list(book, answer, places, base, twice):
    place = places.get(marks.list_name(answer.code))
    if place is None:
        return _gone(answer, base)
    wrong = _out_of_place(book, answer, place, twice)
    if wrong:
        return Understood(answer.code, place.address, base=base, refusals=((place.address, "", wrong),))
    kind = NumberKind(0, Decimal(0), answer.indicator.maximum)
    countries, refusals = {}, []
    for row in place.rows():
        cells = book.cell(row.first()), book.cell(row.last())
        try:
            pair = _country_row(book, cells, kind)
            if pair and pair[0] in countries:
                sentence = _("%(country)s står der to gange. Saml antallet i én linje.")
                raise CellRefused(sentence % {"country": country_name(pair[0])})
        except CellRefused as refusal:
            refusals.append((row.address, " ".join(shown_text(cell) for cell in cells if cell), str(refusal)))
        else:
            countries |= dict([pair] if pair else [])
    return Understood(
        answer.code,
        place.address,
        countries=countries,
        base=base,
        refusals=tuple(refusals),
    )


def _country_row(book, cells, kind):
    country_cell, count_cell = cells
    code = country_in(country_cell) if country_cell else None
    if code is None:
        if count_cell and book.text_of(count_cell).strip():
            raise CellRefused(
                _("Der står %(count)s uden land. Skriv landets navn, eller slet antallet.")
                % {"count": shown_text(count_cell)}
            )
        return None
    return code, count_in(count_cell, book.format_of(count_cell), kind, code)


def _notes(book, places, codes):
    """What a person should know of what was not read, or is easily overlooked."""
    ours = {place.sheet for place in places.values()}
    notes = [
        _("Arket »%(sheet)s« er skjult, men læst med.") % {"sheet": name} for name in book.hidden_sheets if name in ours
    ]
    notes += [
        _("Arket »%(sheet)s« er jeres eget og er ikke læst.") % {"sheet": name} for name in book.extra_sheets(ours)
    ]
    for name in sorted(ours):
        hidden = [place for place in places.values() if place.sheet == name and book.is_hidden(place)]
        if hidden:
            notes.append(
                _("Arket »%(sheet)s« har skjulte rækker eller kolonner, som er læst med (fx %(cell)s).")
                % {"sheet": name, "cell": hidden[0].cell}
            )
        stray = book.sheet(name).outside or next(iter(book.strays(name, places.values(), codes)), "")
        if stray:
            notes.append(
                _("Arket »%(sheet)s« har noget uden for felterne (fx i %(cell)s). Det er ikke læst.")
                % {"sheet": name, "cell": stray}
            )
    return notes[:MOST_NOTES]
