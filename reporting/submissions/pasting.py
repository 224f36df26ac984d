"""Figures pasted from a spreadsheet: which line belongs to which question, and what it says.

One column goes to the questions in order, from the one where it was pasted, and an empty cell passes its
question by; of several columns the first is the question (its text or code) and the last is the number.
Nothing is guessed: what is not understood comes back with a sentence.
"""

import difflib
import re
from dataclasses import dataclass

from django.utils.translation import gettext as _

from reporting.numbers import NumberRefused, parse_number
from reporting.submissions.actions import Entry
from reporting.submissions.checks import shown
from reporting.submissions.queries import Answer

MOST_LINES = 400
LIKENESS = 0.87  # of two texts that differ by a slip of the keyboard; below it a person should look


@dataclass(frozen=True)
class PastedLine:
    """One line: what stood there, the question it is taken for, the number in it, and what is wrong with it."""

    text: str
    answer: Answer | None = None
    entry: Entry | None = None
    refusal: str = ""
    is_like: bool = False  # the text was not quite the question's

    @property
    def new_text(self):
        """The number as it would stand, empty when there is none."""
        return "" if self.entry is None else shown(self.answer.indicator, self.entry.number)

    @property
    def is_change(self):
        """Whether saving it would change the answer."""
        return self.entry is not None and (self.answer.not_relevant or self.answer.number != self.entry.number)


def read_paste(sheet, text, start="") -> list[PastedLine]:
    """The pasted lines of a section; `start` is the code of the question where a single column begins."""
    answers = [answer for answer in sheet.answers if not answer.indicator.is_list_of_countries]
    rows = [_cells(line) for line in text.strip("\r\n").splitlines()[:MOST_LINES]]
    if not any(cell for row in rows for cell in row):
        return []
    if all(len(row) == 1 for row in rows):
        codes = [answer.code for answer in answers]
        answers = answers[codes.index(start) :] if start in codes else answers
        lines = [_line(row[0], row[0], answer) for row, answer in zip(rows, answers, strict=False)]
        extra = [PastedLine(row[0], refusal=_("Der er ikke flere felter i afsnittet.")) for row in rows[len(answers) :]]
        return lines + extra
    last = max(place for row in rows for place, cell in enumerate(row) if cell)
    return _without_doubles([_named(row, last, answers) for row in rows if any(row)])


def _cells(line):
    return [cell.strip() for cell in re.split(r"\t|;", line)]


def _named(row, last, answers):
    """A line of several columns: the first is the question, the number stands in the last column that any line fills."""
    text = " · ".join(cell for cell in row if cell)
    answer, is_like = _find(row[0], answers)
    if answer is None:
        return PastedLine(text, refusal=_("»%(name)s« er ikke et felt i afsnittet.") % {"name": row[0][:80]})
    return _line(text, row[last] if 0 < last < len(row) else "", answer, is_like=is_like)


def _line(text, typed, answer, *, is_like=False):
    try:
        number = parse_number(typed.removesuffix("kr.").strip(), answer.indicator.number_kind)
    except NumberRefused as refusal:
        return PastedLine(text, answer, refusal=str(refusal), is_like=is_like)
    if number is None:
        return PastedLine(text, answer, refusal=_("Der står intet tal på linjen."), is_like=is_like)
    entry = Entry(answer.code, number, based_on=answer.version)
    return PastedLine(text, answer, entry, is_like=is_like)


def _find(name, answers):
    """The question of that code or text, or one whose text is nearly the same and no other's is."""
    wanted = _plain(name)
    known = {}
    for answer in answers:
        indicator = answer.indicator
        for text in (indicator.code, indicator.label_da, indicator.label_en):
            known.setdefault(_plain(text), []).append(answer)
        for group, label in ((indicator.group_da, indicator.label_da), (indicator.group_en, indicator.label_en)):
            known.setdefault(_plain(f"{group} {label}"), []).append(answer)
    if wanted in known:
        same = {answer.code: answer for answer in known[wanted]}
        return (next(iter(same.values())), False) if len(same) == 1 else (None, False)
    near = difflib.get_close_matches(wanted, [text for text in known if text], n=2, cutoff=LIKENESS)
    same = {answer.code: answer for text in near for answer in known[text]}
    return (next(iter(same.values())), True) if len(same) == 1 else (None, False)


def _plain(text):
    return " ".join(re.sub(r"[^\w\s]", " ", text.lower()).split())


def _without_doubles(lines):
    """A question that is named twice is refused the second time: the person says which number it is."""
    seen, result = set(), []
    for line in lines:
        code = line.entry and line.entry.code
        if code and code in seen:
            line = PastedLine(
                line.text, line.answer, refusal=_("Feltet står der to gange; kun den første linje bruges.")
            )
        seen.add(code)
        result.append(line)
    return result
