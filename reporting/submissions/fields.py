"""The two kinds of answers as form fields: a number in Danish notation, and a list of countries."""

from django import forms
from django.utils.translation import gettext as _

from reporting.catalogue.models import DataType
from reporting.numbers import NumberKind, NumberRefused, parse_number
from reporting.submissions.countries import country_code, country_name

SPARE_COUNTRY_ROWS = 4
MOST_COUNTRY_ROWS = 250
LONGEST_TEXT_KEPT = 200


def contradiction():
    """The sentence for a field in which both a number and `not relevant` were given: only the person can settle it."""
    return _("Der står både et tal og »Ikke relevant for os«. Slet tallet, eller fjern krydset.")


class DanishNumberField(forms.CharField):
    """A number in Danish notation, read by the one parser; cleans to Decimal or None."""

    def __init__(self, *, kind, **kwargs):
        super().__init__(required=False, strip=False, **kwargs)
        self.kind = kind
        self.widget.attrs |= {
            "inputmode": "decimal" if kind.decimals else "numeric",
            "autocomplete": "off",
            "spellcheck": "false",
            "class": "number",
        }

    def clean(self, value):
        """Read the number; a refusal becomes the field's error, in the parser's words."""
        try:
            return parse_number(value or "", self.kind)
        except NumberRefused as refusal:
            raise forms.ValidationError(str(refusal)) from None


class CountryRowsWidget(forms.Widget):
    """Rows of country and count; as data a list of (country, count) texts."""

    template_name = "reporting/submissions/country_rows.html"
    input_type = "rows"

    def value_from_datadict(self, data, files, name):
        """The rows as typed, blank ones left out."""
        rows = []
        for row in range(MOST_COUNTRY_ROWS):
            country, count = data.get(f"{name}__country_{row}"), data.get(f"{name}__count_{row}")
            if country is None and count is None:
                break
            if (country or "").strip() or (count or "").strip():
                rows.append(((country or "")[:LONGEST_TEXT_KEPT], (count or "")[:LONGEST_TEXT_KEPT]))
        return rows

    def get_context(self, name, value, attrs):
        """Rows to show, with spare ones at the end."""
        context = super().get_context(name, None, attrs)
        typed = list(value or [])
        context["rows"] = [
            {"number": number, "country": country, "count": count}
            for number, (country, count) in enumerate([*typed, *[("", "")] * SPARE_COUNTRY_ROWS])
        ]
        return context

    def id_for_label(self, id_):
        """The group has no single input to point a label at."""
        return ""


class CountryRowsField(forms.Field):
    """A list of countries; cleans to {alpha-2 code: count}."""

    widget = CountryRowsWidget

    def __init__(self, *, kind, **kwargs):
        super().__init__(required=False, **kwargs)
        self.kind = kind

    def clean(self, value):
        """Read every row; each mistake gets its own sentence."""
        countries, errors = {}, []
        for country, count in value or []:
            try:
                code, number = self._row(country, count)
            except forms.ValidationError as error:
                errors.append(error)
                continue
            if code in countries:
                errors.append(
                    forms.ValidationError(
                        _("%(country)s står der to gange. Saml antallet i én linje.") % {"country": country_name(code)}
                    )
                )
            countries[code] = number
        if errors:
            raise forms.ValidationError(errors)
        return countries

    def _row(self, country, count):
        code = country_code(country)
        if not country.strip():
            raise forms.ValidationError(
                _("Der står %(count)s uden land. Skriv landets navn, eller slet antallet.") % {"count": count}
            )
        if code is None:
            raise forms.ValidationError(
                _("»%(country)s« er ikke et land på listen. Skriv fx Tyskland, Germany eller DE.")
                % {"country": country}
            )
        try:
            number = parse_number(count, self.kind)
        except NumberRefused as refusal:
            raise forms.ValidationError(f"{country_name(code)}: {refusal}") from None
        if number is None or number == 0:
            raise forms.ValidationError(
                _("%(country)s mangler et antal. Skriv, hvor mange samarbejder der er, eller slet landet.")
                % {"country": country_name(code)}
            )
        return code, int(number)


def _number_field(indicator):
    return DanishNumberField(kind=indicator.number_kind, label=indicator.label)


def _countries_field(indicator):
    return CountryRowsField(kind=NumberKind(0, maximum=indicator.maximum), label=indicator.label)


FIELD_BUILDERS = {
    DataType.COUNT: _number_field,
    DataType.DECIMAL: _number_field,
    DataType.AMOUNT: _number_field,
    DataType.COUNTRIES: _countries_field,
}
