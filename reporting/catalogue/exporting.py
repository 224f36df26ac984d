"""A catalogue as the TOML file that load_catalogue reads."""

import json
from decimal import Decimal

from reporting.catalogue.content import TABLES, content_of, fields_of
from reporting.catalogue.models import Catalogue

_MODELS = {"catalogue": Catalogue, **TABLES}


def catalogue_file(catalogue) -> str:
    """The file's text; loading it for another year gives a catalogue with the same fingerprint."""
    document = content_of(catalogue)
    pieces = ["[catalogue]", *_lines("catalogue", document["catalogue"])]
    for name in TABLES:
        for row in document[name]:
            pieces += ["", f"[[{name}]]", *_lines(name, row)]
    return "\n".join(pieces) + "\n"


def _lines(table, row):
    """One line per field that says more than its default."""
    for name, field in fields_of(_MODELS[table]).items():
        value = row[name]
        is_default = field.has_default() or field.blank or field.null
        if value is None or (is_default and value == field.get_default() and name != "decimals"):
            continue
        yield f"{name} = {_written(value)}"


def _written(value):
    if isinstance(value, list):
        return "[" + ", ".join(map(_written, value)) + "]"
    if isinstance(value, Decimal):
        return str(int(value)) if value == int(value) else format(value.normalize(), "f")
    if isinstance(value, int):
        return str(value)
    # A JSON text is a TOML text, apart from one sign that TOML wants written out.
    return json.dumps(value, ensure_ascii=False).replace("\x7f", "\\u007f")
