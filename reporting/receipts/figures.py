"""The key figures that a unit gets back: which they are, how they are added up, and how they are said."""

import tomllib
from dataclasses import dataclass
from decimal import Decimal
from functools import cache
from pathlib import Path

from django.utils.translation import gettext as _

from reporting.catalogue.models import Indicator, MeasureKind, Section, in_language
from reporting.numbers import NO_BREAK_SPACE, format_exact, format_number

FILE = Path(__file__).parent / "key_figures.toml"
MILLION = 1_000_000
HALF = Decimal("0.5")
MANY_TIMES = 200  # percent: from here on the two numbers say more than their change


@dataclass(frozen=True)
class KeyFigure:
    """One figure: the sum of the answers to `addends`; `words` are those with which it is said, in Danish and English."""

    code: str
    section: Section
    addends: tuple[str, ...]
    is_money: bool
    words: dict

    @property
    def label(self) -> str:
        """The name in the reader's language."""
        return self._word("label")

    def number(self, answers) -> Decimal | None:
        """The sum of those addends that `answers` has a number for; None when it has none."""
        known = [answers[code] for code in self.addends if answers.get(code) is not None]
        return sum(known, Decimal(0)) if known else None

    def text(self, number) -> str:
        """A number with its unit where that is money; empty for None."""
        if number is None:
            return ""
        if not self.is_money:
            return format_exact(number)
        if number < MILLION:
            return f"{format_number(number)}{NO_BREAK_SPACE}kr."
        return f"{format_number(number / MILLION, 1)}{NO_BREAK_SPACE}mio.{NO_BREAK_SPACE}kr."

    def sentence(self, now, before, before_year) -> str:
        """The headline with the direction of its change, such as »…, 12 % flere end i …«; empty where none is written."""
        if now is None or "says_da" not in self.words:
            return ""
        said = self._word("says").format(value=self.text(now))
        change = self._change(now, before, before_year)
        said = f"{said}, {change}" if change else said
        return said if said.endswith(".") else f"{said}."  # »kr.« brings its own

    def _change(self, now, before, before_year):
        if before is None:
            return ""
        if now == before:
            return _("det samme som i %(year)s") % {"year": before_year}
        percent = abs(now - before) * 100 / before if before else None
        if percent is None or not now or percent >= MANY_TIMES:
            return _("mod %(before)s i %(year)s") % {"before": self.text(before), "year": before_year}
        if percent < HALF:
            return _("næsten som i %(year)s") % {"year": before_year}
        return _("%(percent)s %(direction)s end i %(year)s") % {
            "percent": f"{format_number(percent)}{NO_BREAK_SPACE}%",
            "direction": self._word("more" if now > before else "less"),
            "year": before_year,
        }

    def _word(self, name):
        return in_language(self.words[f"{name}_da"], self.words.get(f"{name}_en", ""))


@cache
def _file():
    with open(FILE, "rb") as file:
        return tomllib.load(file)


def size_code() -> str:
    """The code of the question whose answer makes units as large as each other."""
    return _file()["size"]


def key_figures(filing) -> list[KeyFigure]:
    """The key figures that the filing's catalogue has, in the order of the file."""
    questions = {row.code: row for row in filing.indicators}
    totals = {row.code: row for row in filing.measures if row.kind == MeasureKind.TOTAL}
    figures = []
    for words in _file()["figure"]:
        code = words["code"]
        addends = words.get("operands") or (filing.addends(totals[code]) if code in totals else (code,))
        addends = tuple(addend for addend in addends if addend in questions)
        if addends:
            figures.append(_figure(words, addends, questions[addends[0]]))
    return figures


def _figure(words, addends, first: Indicator):
    named = {"label_da": first.label_da, "label_en": first.label_en} | words
    return KeyFigure(words["code"], first.section, addends, first.data_type == "amount", named)
