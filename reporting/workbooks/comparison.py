"""What was read, held against the filing as it stands now: line by line, old and new side by side."""

from dataclasses import dataclass
from decimal import Decimal
from enum import Enum

from django.utils.translation import gettext as _

from reporting.numbers import NO_BREAK_SPACE, format_exact
from reporting.submissions.actions import CountryEntry, Entry
from reporting.submissions.queries import Answer, country_name, in_order
from reporting.workbooks import marks
from reporting.workbooks.reading import Understood


class Kind(Enum):
    """What a line comes to."""

    REFUSED = "refused"  # cannot be read; stands in the way of the whole
    CONFLICT = "conflict"  # changed here after the workbook was fetched, and to something else in the workbook
    CHANGE = "change"
    SAME = "same"
    OVERTAKEN = "overtaken"  # the workbook holds the old answer; the newer one stays
    KEPT = "kept"  # an answer's cell was emptied; the answer stays
    BLANK = "blank"


@dataclass(frozen=True)
class Line:
    """One question: what the workbook says, what stands, and what it comes to."""

    answer: Answer
    read: Understood
    kind: Kind

    @property
    def now_text(self) -> str:
        """The answer that stands, in words and digits."""
        return self.answer.text

    @property
    def new_text(self) -> str:
        """The workbook's answer, in words and digits."""
        if self.read.not_relevant:
            return _("Ikke relevant")
        if self.read.number is not None:
            text = format_exact(Decimal(self.read.number))
            return f"{text}{NO_BREAK_SPACE}kr." if self.answer.indicator.data_type == "amount" else text
        rows = in_order(self.read.countries)
        return ", ".join(f"{country_name(code)}{NO_BREAK_SPACE}{count}" for code, count in rows)

    @property
    def choice_name(self) -> str:
        """Name of the field in which a conflict is settled."""
        return f"choice__{self.answer.code}"

    @property
    def standing(self) -> str:
        """The version, or the list, of the answer that stands: a choice names it, so it is a choice between these two."""
        return marks.base_of(self.answer)

    def entry(self):
        """The save that this line asks for, based on the answer that stands."""
        if self.answer.indicator.is_list_of_countries:
            return CountryEntry(self.answer.code, dict(self.read.countries), dict(self.answer.countries))
        number = None if self.read.number is None else Decimal(self.read.number)
        return Entry(self.answer.code, number, self.read.not_relevant, self.answer.version)


def compare(filing, reading, shown) -> tuple[Line, ...]:
    """Every question of the filing with its line; `shown` is what old versions held, by (code, version)."""
    return tuple(
        Line(filing.answers[read.code], read, _kind(filing.answers[read.code], read, shown))
        for read in reading.answers
        if read.code in filing.answers
    )


def _kind(answer, read, shown):
    if read.refusals:
        return Kind.REFUSED
    if read.is_blank:
        return Kind.KEPT if answer.is_answered else Kind.BLANK
    if answer.indicator.is_list_of_countries:
        wanted, standing, was = read.countries, answer.countries, marks.read_list(read.base)
    else:
        wanted, standing = _state(read.number, read.not_relevant), _state(answer.number, answer.not_relevant)
        was = standing if read.base == str(answer.version) else shown.get((read.code, read.base), (None, False))
    if wanted == standing:
        return Kind.SAME
    if read.base == marks.base_of(answer):
        return Kind.CHANGE
    return Kind.OVERTAKEN if wanted == was else Kind.CONFLICT


def _state(number, not_relevant):
    return (None if number is None else Decimal(number), not_relevant)


def chosen(lines, choices):
    """The lines that shall be written, and the conflicts that are not settled yet.

    `choices` holds, by field name, `workbook` or `keep` with the standing answer that the person saw; a choice
    that was made before that answer changed again is none.
    """
    write, unsettled = [], []
    for line in lines:
        if line.kind == Kind.CHANGE:
            write.append(line)
        elif line.kind == Kind.CONFLICT:
            choice, _at, standing = choices.get(line.choice_name, "").partition("@")
            if standing != line.standing or choice not in ("workbook", "keep"):
                unsettled.append(line)
            elif choice == "workbook":
                write.append(line)
    return write, unsettled
