"""The form of a section, built from the catalogue: parse and type-check, nothing more.

A field's name is its indicator's code. Beside it travel `<code>__version` (what the person saw),
`<code>__not_relevant` and, for lists, numbered rows of country and count; for people of the unit also
`note__<code>` with its version, and `comment__<code>`.
"""

from dataclasses import dataclass
from decimal import Decimal

from crispy_forms.helper import FormHelper
from crispy_forms.layout import Layout
from django import forms
from django.utils.translation import gettext as _

from reporting.catalogue.models import RuleKind
from reporting.numbers import format_exact, format_number
from reporting.submissions import workflow
from reporting.submissions.actions import CountryEntry, Entry, ExplanationEntry, NoteEntry
from reporting.submissions.countries import country_name
from reporting.submissions.explaining import ExplainingForm
from reporting.submissions.fields import FIELD_BUILDERS, contradiction
from reporting.submissions.layout import FieldRow, SubtotalRow, problem_rows, share_of
from reporting.submissions.queries import in_order


@dataclass(frozen=True)
class Typed:
    """What a person typed on a section's page, as far as it can be read."""

    entries: tuple[Entry, ...]
    country_entries: tuple[CountryEntry, ...]
    explanations: tuple[ExplanationEntry, ...]
    notes: tuple[NoteEntry, ...]
    comments: tuple[tuple[str, str], ...]  # code and text


class SectionForm(ExplainingForm):
    """All questions of one section of one filing, with gaps allowed.

    `beside` is what stands beside the fields (queries.beside_fields); without it, as for a guest, there are no
    notes and no remarks.
    """

    def __init__(self, filing, code, *, data=None, locked=False, beside=None):
        self.filing = filing
        self.sheet = sheet = filing.sheet(code)
        self.is_locked = locked
        self.beside = beside
        super().__init__(data, initial=_initial(sheet), use_required_attribute=False)
        for answer in sheet.answers:
            self.fields[answer.code] = FIELD_BUILDERS[answer.indicator.data_type](answer.indicator)
            self.fields[f"{answer.code}__version"] = forms.CharField(required=False, widget=forms.HiddenInput)
            if not answer.indicator.is_list_of_countries:
                self.fields[f"{answer.code}__not_relevant"] = forms.BooleanField(
                    required=False, label=_("Ikke relevant for os")
                )
            if beside is not None:
                self._add_talk(answer, beside[answer.code])
        self.add_explanations(sheet.problems)
        if locked:
            for field in self.fields.values():
                field.disabled = True
        for code in self.shut_codes:
            for name in (code, f"{code}__version", f"{code}__not_relevant"):
                if name in self.fields:
                    self.fields[name].disabled = True

    @property
    def shut_codes(self):
        """The questions that the review left locked when it sent the filing back for the sake of others."""
        return {answer.code for answer in self.sheet.answers} - self.filing.open_codes

    def _add_talk(self, answer, beside):
        note = beside.note
        self.fields[f"note__{answer.code}"] = forms.CharField(
            required=False,
            max_length=1000,
            label=_("Note til den, der indberetter næste år"),
            initial=note and note.text,
        )
        self.fields[f"note__{answer.code}__version"] = forms.CharField(
            required=False, widget=forms.HiddenInput, initial=note.version if note else 0
        )
        self.fields[f"comment__{answer.code}"] = forms.CharField(required=False, max_length=1000, label=_("Kommentar"))

    @property
    def helper(self):
        """How crispy lays the page out: the questions in order, under the headings of their groups."""
        helper = FormHelper(self)
        helper.form_tag = False
        helper.disable_csrf = True
        rows, heading = [], ""
        subtotals = self._subtotals_by_last_addend()
        for answer in self.sheet.answers:
            group = answer.indicator.group
            rows.append(
                FieldRow(
                    answer,
                    problems=self.problem_rows(answer.code),
                    heading=group if group != heading else "",
                    filing=self.filing,
                    beside=self.beside[answer.code] if self.beside is not None else None,
                    share=self._share(answer),
                    counted_in=self._counted_in(answer.code),
                    is_shut=not self.is_locked and answer.code in self.shut_codes,
                )
            )
            heading = group or heading
            rows += [
                SubtotalRow(measure, self.filing.subtotal(measure), addends)
                for measure, addends in subtotals.get(answer.code, ())
            ]
        helper.layout = Layout(*rows)
        return helper

    def problem_rows(self, subject):
        """The findings on one question, or on the section as a whole, with their explanations."""
        return problem_rows(self.sheet, subject, before=self.filing.explanations_before, form=self)

    def _counted_in(self, code):
        """The question whose number a list of countries adds up to, "" where no rule says so."""
        rules = (rule for rule in self.filing.rules if rule.kind == RuleKind.ADDS_UP and rule.subjects[0] == code)
        return next((rule.against[0] for rule in rules), "")

    def _share(self, answer):
        """What part the answer is of its whole, or of the smallest sum that it is in; None where it is neither."""
        whole = self.filing.answers.get(answer.indicator.part_of)
        if whole:
            return share_of(answer.number, whole.number, of=whole.code, label=whole.indicator.label)
        sums = [(measure, self.filing.addends(measure)) for measure in self.sheet.subtotals]
        sums = [(measure, addends) for measure, addends in sums if answer.code in addends]
        if not sums:
            return None
        measure, addends = min(sums, key=lambda row: len(row[1]))
        return share_of(answer.number, self.filing.subtotal(measure), of=" ".join(addends), label=str(measure))

    def _subtotals_by_last_addend(self):
        """Each subtotal with its addends, by the question that it stands under; the smaller sum comes first."""
        order = [answer.code for answer in self.sheet.answers]
        below = {}
        for measure in self.sheet.subtotals:
            addends = self.filing.addends(measure)
            here = [code for code in addends if code in order]
            if here:
                below.setdefault(max(here, key=order.index), []).append((measure, addends))
        return {code: sorted(rows, key=lambda row: len(row[1])) for code, rows in below.items()}

    @property
    def gap_rows(self):
        """Findings about the section as a whole."""
        return self.problem_rows(self.sheet.code)

    def clean(self):
        """A number and `not relevant` in one field is a contradiction that only the person can settle."""
        for answer in self.sheet.answers:
            name = f"{answer.code}__not_relevant"
            if self.cleaned_data.get(name) and self.cleaned_data.get(answer.code) is not None:
                self.add_error(answer.code, contradiction())

    def typed(self) -> Typed:
        """The readable answers; those with errors are left out and stay on the page."""
        readable = self.cleaned_data
        entries, country_entries = [], []
        for answer in self.sheet.answers:
            code = answer.code
            if code not in readable:
                continue
            shown_version = readable.get(f"{code}__version") or ""
            if answer.indicator.is_list_of_countries:
                country_entries.append(CountryEntry(code, readable[code], read_list(shown_version)))
            else:
                not_relevant = bool(readable.get(f"{code}__not_relevant"))
                entries.append(Entry(code, readable[code], not_relevant, workflow.version_in(shown_version)))
        return Typed(
            tuple(entries),
            tuple(country_entries),
            self.typed_explanations(),
            self._typed_notes(),
            self._typed_comments(),
        )

    def _typed_notes(self):
        return tuple(
            NoteEntry(
                code,
                self.cleaned_data[f"note__{code}"],
                workflow.version_in(self.cleaned_data.get(f"note__{code}__version") or ""),
            )
            for code in self.beside or ()
            if f"note__{code}" in self.data and f"note__{code}" in self.cleaned_data and self._note_changed(code)
        )

    def indicator(self, code):
        """The question behind a field."""
        return self.filing.answers[code].indicator

    def refuse_note(self, code, standing):
        """Say that a colleague changed the note meanwhile; saving again chooses the own one."""
        self.add_error(
            f"note__{code}",
            _(
                "%(who)s har imens skrevet: »%(theirs)s«. Din tekst står i feltet og er ikke gemt. Gem igen for at bruge den."
            )
            % {
                "who": standing.updated_by if standing else _("En kollega"),
                "theirs": standing.text if standing else "",
            },
        )

    def _note_changed(self, code):
        note = self.beside[code].note
        return self.cleaned_data[f"note__{code}"] != (note.text if note else "")

    def _typed_comments(self):
        typed = ((code, self.cleaned_data.get(f"comment__{code}")) for code in self.beside or ())
        return tuple((code, text) for code, text in typed if text)

    def after_saving(self, filing, saved, beside=None):
        """The same page as it stands after a save that left something behind: typed texts, new versions, new findings.

        Where a colleague was faster both answers stand side by side; the next save is based on what is
        shown now, so saving again chooses the own answer.
        """
        data = self.data.copy()
        for code in beside or ():
            if f"comment__{code}" not in self.errors:
                data.pop(f"comment__{code}", None)  # it stands in its thread now
            note = beside[code].note
            data[f"note__{code}__version"] = str(note.version if note else 0)
        for code in saved.codes:
            answer = filing.answers[code]
            data[f"{code}__version"] = (
                write_list(answer.countries) if answer.indicator.is_list_of_countries else str(answer.version)
            )
        fresh = SectionForm(filing, self.sheet.code, data=data, beside=beside)
        fresh.full_clean()
        for name, sentences in self.errors.items():
            if name.startswith("note__") and name not in fresh.errors:
                fresh.add_error(name, list(sentences))
        fresh._show_conflicts(saved)
        for code in saved.shut.keys() & fresh.shut_codes:
            fresh.add_error(code, saved.shut[code])
        fresh.show_explanation_conflicts(saved)
        return fresh

    def _show_conflicts(self, saved):
        for code, value in saved.conflicts.items():
            theirs = (
                _("tomt")
                if value is None or not value.is_answered
                else _("ikke relevant")
                if value.not_relevant
                else format_exact(value.number)
            )
            who = value.updated_by if value else _("En kollega")
            self._conflict(code, theirs, who, str(value.version if value else 0))
        for code, countries in saved.country_conflicts.items():
            theirs = ", ".join(f"{country_name(key)} {count}" for key, count in countries.items()) or _("en tom liste")
            self._conflict(code, theirs, _("En kollega"), write_list(countries))

    def _conflict(self, code, theirs, who, version):
        self.data[f"{code}__version"] = version
        self.add_error(
            code,
            _(
                "%(who)s har imens skrevet: %(theirs)s. Dit svar står i feltet og er ikke gemt. Gem igen for at bruge dit, eller skriv det andet."
            )
            % {"who": who, "theirs": theirs},
        )


def _initial(sheet):
    initial = {}
    for answer in sheet.answers:
        if answer.indicator.is_list_of_countries:
            initial[answer.code] = [
                (country_name(code), format_number(Decimal(count))) for code, count in in_order(answer.countries)
            ]
            initial[f"{answer.code}__version"] = write_list(answer.countries)
        else:
            initial[answer.code] = "" if answer.number is None else format_exact(answer.number)
            initial[f"{answer.code}__version"] = answer.version
            initial[f"{answer.code}__not_relevant"] = answer.not_relevant
    return initial


def write_list(countries):
    """A list of countries as the version that travels with its field."""
    return " ".join(f"{code}:{count}" for code, count in sorted(countries.items()))


def read_list(text):
    """The list that a page carried as its version; what cannot be read is left out."""
    pairs = (pair.partition(":") for pair in text.split())
    return {code: int(count) for code, _colon, count in pairs if count.isdecimal() and len(count) < 10}
