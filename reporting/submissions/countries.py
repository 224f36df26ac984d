"""Countries by ISO 3166 alpha-2 code, in Danish and English, and what people type for them.

Names are CLDR's through Babel; a handful of everyday names that CLDR does not use are added.
"""

from functools import cache

from babel import Locale
from django.utils.translation import get_language

from clusters.queries import danish_key

# In CLDR's list of territories, but no country one collaborates with.
_NOT_COUNTRIES = {"AC", "CP", "CQ", "DG", "DK", "EA", "EU", "EZ", "IC", "QO", "TA", "UN", "XA", "XB", "ZZ"}
_EVERYDAY_NAMES = {
    "holland": "NL",
    "england": "GB",
    "storbritannien": "GB",
    "uk": "GB",
    "usa": "US",
    "amerika": "US",
    "tjekkiet": "CZ",
    "tjekkiske republik": "CZ",
    "sydkorea": "KR",
    "hongkong": "HK",
    "hong kong": "HK",
    "makedonien": "MK",
    "hviderusland": "BY",
    "tyrkiet": "TR",
    "turkey": "TR",
}


@cache
def _names(language):
    territories = Locale(language).territories
    return {
        code: territories[code].replace("SAR ", "")
        for code in territories
        if len(code) == 2 and code.isalpha() and code not in _NOT_COUNTRIES
    }


def country_name(code, language=None):
    """The country's name in `language` (the reader's when None); the code itself when it is unknown."""
    return _names(language or _reader_language()).get(code, code)


def country_choices(often):
    """Every country as (name, other names), for a list to choose from; those that are `often` chosen come first.

    `often` says how often by code; the name is in the reader's language, the other names are code and synonyms.
    """
    also = {}
    for typed, code in _typed().items():
        also.setdefault(code, []).append(typed)
    names = _names(_reader_language())
    return [
        (name, "|".join(sorted(typed for typed in also[code] if typed != name.lower())))
        for code, name in sorted(names.items(), key=lambda row: (-often.get(row[0], 0), danish_key(row[1])))
    ]


def country_code(text):
    """The code of what somebody typed: a Danish or English name or a code, in any case; None if unknown."""
    return _typed().get(" ".join(text.lower().split()))


def _reader_language():
    return "en" if (get_language() or "").startswith("en") else "da"


@cache
def _typed():
    typed = dict(_EVERYDAY_NAMES)
    for language in ("en", "da"):
        typed |= {name.lower(): code for code, name in _names(language).items()}
    return typed | {code.lower(): code for code in _names("da")}
