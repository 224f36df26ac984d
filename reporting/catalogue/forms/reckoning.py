"""The forms of rules and of printed rows: one class per kind, with only the fields that the kind needs."""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from reporting.catalogue.forms.rows import NumberField, RowForm, choice, several, text
from reporting.catalogue.models import DataType, MeasureKind, RuleKind, Strength


def _of_type(document, *, lists, only=None):
    """Questions as choices, under the titles of their sections."""
    titles = {row["code"]: row["title_da"] for row in document["section"]}
    groups = {}
    for row in document["indicator"]:
        if (row["data_type"] == DataType.COUNTRIES) == lists and (only is None or row["data_type"] == only):
            groups.setdefault(titles[row["section"]], []).append((row["code"], row["label_da"]))
    return list(groups.items())


def _rows_and_questions(document, own=""):
    """What a printed row may be worked out of: rows, and questions that have no row of the same code."""
    titles = {row["code"]: row["title_da"] for row in document["section"]}
    groups, seen = {}, {own}
    for row in [*document["measure"], *document["indicator"]]:
        if row["code"] not in seen and row.get("data_type") != DataType.COUNTRIES:
            seen.add(row["code"])
            groups.setdefault(titles[row["section"]], []).append((row["code"], row["label_da"]))
    return list(groups.items())


def _in_old_order(standing, chosen):
    """What was chosen, with what stood before in its old order; the order is how the screen enumerates."""
    return [code for code in standing if code in chosen] + [code for code in chosen if code not in standing]


class RuleForm(RowForm):
    """A rule; `subjects` are what it looks at, `against` what it is held up to."""

    table = "rule"
    subject_kind, against_kind = "several", ""  # of the two fields: one, several or none
    strength = choice(
        gettext_lazy("Når reglen slår til"),
        gettext_lazy("»Rette« stopper indsendelsen. Brug det kun, når tallet ikke kan være rigtigt."),
        choices=[
            (Strength.SOFT, gettext_lazy("skal sekretariatet forklare tallet")),
            (Strength.HARD, gettext_lazy("skal sekretariatet rette tallet")),
        ],
        radio=True,
    )

    def shown(self, row):
        """A field with one choice shows the list's only code; a new rule asks for an explanation."""
        shown = {} if row else {"strength": Strength.SOFT}
        for name, kind in (("subjects", self.subject_kind), ("against", self.against_kind)):
            if row and kind == "one":
                shown[name] = (row[name] or [""])[0]
        return shown

    def content(self):
        """The chosen codes as lists."""
        content = {**super().content(), "kind": self.kind}
        for name in ("subjects", "against"):
            chosen = content.get(name, [])
            chosen = [chosen] if isinstance(chosen, str) else chosen
            content[name] = _in_old_order(self.row[name] if self.row else [], chosen)
        return content

    def name_for_code(self):
        """The kind and the first thing that it looks at."""
        subjects = self.cleaned_data.get("subjects") or ""
        return f"{self.kind} {subjects if isinstance(subjects, str) else subjects[0]}"


class PartOfForm(RuleForm):
    """A part is at most its whole."""

    kind = RuleKind.PART_OF
    subject_kind, against_kind = "one", "several"
    subjects = choice(gettext_lazy("Delen"), gettext_lazy("Tallet, der er talt med i et andet."))
    against = several(gettext_lazy("Helheden"), gettext_lazy("Sætter du flere krydser, lægges tallene sammen."))
    field_order = ["subjects", "against", "strength"]

    def build(self):
        """All numbers."""
        self.fields["subjects"].choices = self.fields["against"].choices = _of_type(self.document, lists=False)


class AddsUpForm(RuleForm):
    """The countries of a list add up to a number."""

    kind = RuleKind.ADDS_UP
    subject_kind, against_kind = "one", "one"
    subjects = choice(gettext_lazy("Listen over lande"))
    against = choice(gettext_lazy("Tallet, som landene skal give til sammen"))
    field_order = ["subjects", "against", "strength"]

    def build(self):
        """Lists, and numbers."""
        self.fields["subjects"].choices = _of_type(self.document, lists=True)
        self.fields["against"].choices = _of_type(self.document, lists=False)


class JumpForm(RuleForm):
    """Numbers that are far from last year's."""

    kind = RuleKind.JUMP
    subjects = several(gettext_lazy("Tal, der holdes øje med"))
    threshold = NumberField(
        label=gettext_lazy("Største spring i procent"),
        help_text=gettext_lazy("50 betyder, at 100 sidste år må blive 50 til 150, før der spørges."),
    )
    floor = NumberField(
        label=gettext_lazy("Bagatelgrænse"),
        help_text=gettext_lazy(
            "Spring, der er mindre end det, nævnes ikke. Skriv i tallets egen enhed, fx 5 eller 500.000."
        ),
    )
    field_order = ["subjects", "threshold", "floor", "strength"]

    def build(self):
        """All numbers."""
        self.fields["subjects"].choices = _of_type(self.document, lists=False)


class SmallAmountForm(RuleForm):
    """Amounts that look as if they were written in millions."""

    kind = RuleKind.SMALL_AMOUNT
    subjects = several(gettext_lazy("Beløb, der holdes øje med"))
    threshold = NumberField(
        label=gettext_lazy("Grænse i kroner"),
        help_text=gettext_lazy("Beløb over 0 og under grænsen er påfaldende små; måske er de skrevet i mio. kr."),
    )
    field_order = ["subjects", "threshold", "strength"]

    def build(self):
        """All amounts."""
        self.fields["subjects"].choices = _of_type(self.document, lists=False, only=DataType.AMOUNT)


class UnansweredForm(RuleForm):
    """Sections in which nothing is to be left blank."""

    kind = RuleKind.UNANSWERED
    subjects = several(gettext_lazy("Afsnit, der skal udfyldes helt"))
    field_order = ["subjects", "strength"]

    def build(self):
        """All sections."""
        self.fields["subjects"].choices = [(row["code"], row["title_da"]) for row in self.document["section"]]


class MeasureForm(RowForm):
    """A printed row; what it is worked out of depends on its kind."""

    table = "measure"
    english = ("label_en", "short_en", "heading_en")
    label_da = text(
        gettext_lazy("Rækkens navn"), gettext_lazy("Helt og forståeligt alene: det bruges i bogens tekst."), longest=240
    )
    short_da = text(
        gettext_lazy("Kort navn i tabellen (valgfrit)"),
        gettext_lazy("Det, der står i tabellen under overskriften. Tomt betyder samme som navnet."),
        longest=160,
        required=False,
    )
    heading_da = text(
        gettext_lazy("Mellemoverskrift (valgfri)"),
        gettext_lazy("Står én gang over de rækker, der har den samme."),
        longest=240,
        required=False,
    )
    section = choice(gettext_lazy("Afsnit"), gettext_lazy("Blokken i tabellen, som rækken står i."))
    level = choice(
        gettext_lazy("Indrykning"),
        choices=[
            (0, gettext_lazy("ingen")),
            (1, gettext_lazy("del af rækken over")),
            (2, gettext_lazy("del af en del")),
        ],
    )
    unit = text(gettext_lazy("Enhed"), gettext_lazy("Fx antal, mio. kr., % eller lande."), longest=20)
    decimals = NumberField(
        label=gettext_lazy("Decimaler"),
        help_text=gettext_lazy("Efter kommaet, når tallet trykkes."),
        decimals=0,
        most=6,
    )
    label_en = text(gettext_lazy("Rækkens navn på engelsk"), longest=240, required=False)
    short_en = text(gettext_lazy("Kort navn på engelsk"), longest=160, required=False)
    heading_en = text(gettext_lazy("Mellemoverskrift på engelsk"), longest=240, required=False)

    def build(self):
        """The sections, and what the kind works on."""
        self.fields["section"].choices = [(row["code"], row["title_da"]) for row in self.document["section"]]
        if "operands" in self.fields:
            self.fields["operands"].choices = self.operand_choices()
        if "divisor" in self.fields:
            self.fields["divisor"].choices = self.operand_choices()

    def operand_choices(self):
        """Rows, and questions that have no row."""
        return _rows_and_questions(self.document, own=self.row["code"] if self.row else "")

    def shown(self, row):
        """Fields with one choice show the code in their place."""
        operands = row.get("operands") or ["", ""]
        if self.kind == MeasureKind.RATIO:
            return {"operands": operands[0], "divisor": operands[-1]}
        is_one = self.kind in (MeasureKind.COLLECTED, MeasureKind.MEAN, MeasureKind.SHARE)
        return {"operands": operands[0]} if is_one else {}

    def content(self):
        """The chosen codes as a list, in the order of the formula."""
        content = {**super().content(), "kind": self.kind}
        chosen = content.get("operands", [])
        chosen = [chosen] if isinstance(chosen, str) else chosen
        if self.kind == MeasureKind.RATIO:
            chosen = [*chosen, self.cleaned_data["divisor"]]
        else:
            chosen = _in_old_order(self.row["operands"] if self.row else [], chosen)
        numbers = {"level": int(content["level"]), "decimals": int(content["decimals"])}
        short = content["short_da"] or content["label_da"][:160]
        return {**content, **numbers, "operands": chosen, "short_da": short}


class CountForm(MeasureForm):
    """How many units there are."""

    kind = MeasureKind.COUNT


class CollectedForm(MeasureForm):
    """The sum of the units' answers to one question."""

    kind = MeasureKind.COLLECTED
    operands = choice(gettext_lazy("Læg svarene sammen på"))

    def operand_choices(self):
        """Numbers that are asked for."""
        return _of_type(self.document, lists=False)


class TotalForm(MeasureForm):
    """A sum of other rows."""

    kind = MeasureKind.TOTAL
    operands = several(gettext_lazy("Læg disse rækker sammen"))


class MeanForm(MeasureForm):
    """A row divided by the number of units."""

    kind = MeasureKind.MEAN
    operands = choice(gettext_lazy("Tag gennemsnittet pr. enhed af"))


class RatioForm(MeasureForm):
    """One row divided by another."""

    kind = MeasureKind.RATIO
    operands = choice(gettext_lazy("Del rækken"))
    divisor = choice(gettext_lazy("med rækken"))


class ShareForm(MeasureForm):
    """The share of units that have anything."""

    kind = MeasureKind.SHARE
    operands = choice(gettext_lazy("Hvor stor en del af enhederne har mere end 0 i"))


class DistinctForm(MeasureForm):
    """How many different countries stand in the units' lists."""

    kind = MeasureKind.DISTINCT
    operands = several(gettext_lazy("Tæl de forskellige lande i"))

    def operand_choices(self):
        """Lists of countries."""
        return _of_type(self.document, lists=True)


RULE_FORMS = {form.kind: form for form in (PartOfForm, AddsUpForm, JumpForm, SmallAmountForm, UnansweredForm)}
MEASURE_FORMS = {
    form.kind: form for form in (CollectedForm, TotalForm, MeanForm, RatioForm, ShareForm, DistinctForm, CountForm)
}


def kinds_to_choose(table):
    """What a new rule or row can be: (kind, name, example in words), the common ones first."""
    if table == "rule":
        return [
            (RuleKind.PART_OF, _("En del og dens helhed"), _("»A« må højst være »B«")),
            (RuleKind.JUMP, _("Spring mod året før"), _("»A« må højst springe 50 procent fra året før")),
            (RuleKind.ADDS_UP, _("Lande, der giver et tal"), _("Landene i »A« skal til sammen give »B«")),
            (RuleKind.SMALL_AMOUNT, _("Påfaldende små beløb"), _("»A« må ikke ligge mellem 0 og en grænse")),
            (RuleKind.UNANSWERED, _("Tomme felter"), _("Tomme felter i »Afsnit« skal forklares")),
        ]
    return [
        (MeasureKind.COLLECTED, _("Summen af svarene"), _("Summen af enhedernes svar på »A«")),
        (MeasureKind.TOTAL, _("En sum af rækker"), _("»A« + »B«")),
        (MeasureKind.MEAN, _("Gennemsnit pr. enhed"), _("»A« delt med antallet af enheder")),
        (MeasureKind.RATIO, _("Et forhold"), _("»A« delt med »B«")),
        (MeasureKind.SHARE, _("En andel af enheder"), _("Hvor mange procent af enhederne der har mere end 0 i »A«")),
        (MeasureKind.DISTINCT, _("Forskellige lande"), _("Antallet af forskellige lande i »A«")),
        (MeasureKind.COUNT, _("Antal enheder"), _("Antallet af enheder, der er godkendt")),
    ]
