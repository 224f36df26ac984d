"""A catalogue is loaded once, frozen for good, and a wrong file is refused with a sentence."""

import re

import pytest

from reporting.catalogue.actions import CATALOGUE_FILES, CatalogueRefused, freeze, load_catalogue
from reporting.catalogue.models import Catalogue, DataType, Indicator, Measure, Rule, RuleKind, Section
from tests.builders import AT, SMALL_CATALOGUE

pytestmark = pytest.mark.django_db
SMALL = SMALL_CATALOGUE.read_text(encoding="utf-8")


def load_text(folder, text):
    """Load a catalogue from a text."""
    path = folder / "catalogue.toml"
    path.write_text(text, encoding="utf-8")
    return load_catalogue(path=path)


def everything():
    """All rows of all catalogues, keys and ids included."""
    return [list(model.objects.order_by("pk").values()) for model in (Catalogue, Section, Indicator, Rule, Measure)]


def test_loading_twice_is_loading_once():
    load_catalogue(path=SMALL_CATALOGUE)
    once = everything()
    load_catalogue(path=SMALL_CATALOGUE)
    assert everything() == once
    assert [len(rows) for rows in once] == [1, 3, 8, 6, 10]


def test_the_order_of_keys_in_the_file_is_no_change(tmp_path):
    load_catalogue(path=SMALL_CATALOGUE)
    once = everything()
    swapped = SMALL.replace('kind = "jump"\nstrength = "soft"', 'strength = "soft"\nkind = "jump"')
    assert swapped != SMALL
    load_text(tmp_path, swapped)
    assert everything() == once


def test_a_changed_file_replaces_what_was_loaded_until_it_is_frozen(tmp_path):
    load_catalogue(path=SMALL_CATALOGUE)
    load_text(tmp_path, SMALL.replace("Tilskud fra staten.", "Tilskud fra ministerier."))
    assert Indicator.objects.get(code="funding_state").definition_da == "Tilskud fra ministerier."
    assert Indicator.objects.count() == 8


def test_a_frozen_catalogue_refuses_another_content_and_stays_as_it_was(tmp_path):
    freeze(catalogue=load_catalogue(path=SMALL_CATALOGUE), at=AT)
    frozen = everything()
    with pytest.raises(CatalogueRefused) as refusal:
        load_text(tmp_path, SMALL.replace("Tilskud fra staten.", "Tilskud fra ministerier."))
    assert str(refusal.value) == (
        "Kataloget for 2019 er låst, fordi runden er åbnet. En ændret definition hører til et nyt år."
    )
    load_catalogue(path=SMALL_CATALOGUE)
    assert everything() == frozen


def test_freezing_again_keeps_the_first_moment():
    catalogue = load_catalogue(path=SMALL_CATALOGUE)
    freeze(catalogue=catalogue, at=AT)
    freeze(catalogue=catalogue, at=AT.replace(year=2030))
    assert Catalogue.objects.get().frozen_at == AT


def test_the_same_file_serves_another_year():
    assert [load_catalogue(path=SMALL_CATALOGUE, year=year).year for year in (2019, 2020)] == [2019, 2020]
    assert Indicator.objects.count() == 16


def cut(header):
    """The small catalogue without the tables of one name."""
    return re.sub(rf"\[\[?{header}\]\]?\n(?:(?!\[).*\n)*", "", SMALL)


BROKEN = {
    "no toml": ("[[section", "{path} kan ikke læses: Expected ']]' at the end of an array declaration (at end of document)"),
    "empty": ("", "Katalogfilen mangler: catalogue, section, indicator, rule, measure."),
    "no rules": (cut("rule"), "Katalogfilen mangler: rule."),
    "no head": (cut("catalogue"), "Katalogfilen mangler: catalogue."),
    "one table where rows belong": ('rule = "x"\n' + cut("rule"), "[[rule]] skal være en række tabeller."),
    "head is a text": ('catalogue = "x"\n' + cut("catalogue"), "[catalogue] skal være én tabel."),
    "unknown section": (
        SMALL.replace('section = "participation"', 'section = "parti"'),
        "Katalogfilen nævner koder, den ikke selv har: parti.",
    ),
    "unknown whole": (SMALL.replace('against = ["companies"]', 'against = ["firms"]'), "Katalogfilen nævner koder, den ikke selv har: firms."),
    "unknown part_of": (SMALL.replace('part_of = "companies"', 'part_of = "firms"'), "Katalogfilen nævner koder, den ikke selv har: firms."),
    "unknown operand": (SMALL.replace('"funding_total", "fte"', '"funding_sum", "fte"'), "Katalogfilen nævner koder, den ikke selv har: funding_sum."),
    "a rule on a section": (SMALL.replace('subjects = ["fees_companies"]', 'subjects = ["financing"]'), "Katalogfilen nævner koder, den ikke selv har: financing."),
    "code twice": (SMALL.replace('code = "fte"', 'code = "companies"'), "Koder må kun stå én gang: companies."),
    "extra key": (
        SMALL.replace('unit = "årsværk"', 'unit = "årsværk"\ncolour = "red"'),
        "[[indicator]] 4 (fte): der er intet felt, der hedder »colour«.",
    ),
    "missing key": (SMALL.replace('unit = "årsværk"\n', ""), "[[indicator]] 4 (fte): feltet »unit« mangler."),
    "missing code": (SMALL.replace('code = "fte"\n', ""), "[[indicator]] 4 (?): feltet »code« mangler."),
    "text for a number": (SMALL.replace("maximum = 500", 'maximum = "mange"'), "[[indicator]] 4 (fte): »mange« kan ikke stå i feltet »maximum«."),
    "number for a text": (SMALL.replace('unit = "årsværk"', "unit = 7"), "[[indicator]] 4 (fte): »7« kan ikke stå i feltet »unit«."),
    "text for a list": (SMALL.replace('subjects = ["companies_small"]', 'subjects = "companies_small"'), "[[rule]] 2 (part_companies_small): »companies_small« kan ikke stå i feltet »subjects«."),
    "number too large": (SMALL.replace("maximum = 500", "maximum = 1000000000000000"), "[[indicator]] 4 (fte): »1000000000000000« kan ikke stå i feltet »maximum«."),
    "not a year": (SMALL.replace("year = 2019", 'year = "2019"'), "[catalogue]: »2019« kan ikke stå i feltet »year«."),
    "unknown kind": (SMALL.replace('kind = "jump"', 'kind = "leap"'), "[[rule]] 4 (jump_companies): »leap« kan ikke stå i feltet »kind«."),
    "unknown data type": (SMALL.replace('data_type = "decimal"', 'data_type = "real"'), "[[indicator]] 4 (fte): »real« kan ikke stå i feltet »data_type«."),
    "a code that is no name": (SMALL.replace('code = "fte"', 'code = "års værk"'), "[[indicator]] 4 (års værk): »års værk« kan ikke stå i feltet »code«."),
    "bounds crossed": (SMALL.replace("maximum = 500", "minimum = 501\nmaximum = 500"), "fte: den mindste værdi er større end den største."),
    "jump without threshold": (SMALL.replace("threshold = 50\n", ""), "Reglen jump_companies mangler en grænse: skriv »threshold«."),
    "part without whole": (SMALL.replace('against = ["companies"]', "against = []"), "Reglen part_companies_small skal have én del i »subjects« og helheden i »against«."),
    "rule about nothing": (SMALL.replace('subjects = ["companies", "companies_small"]', "subjects = []"), "Reglen jump_companies gælder ingenting: skriv mindst én kode i »subjects«."),
    "jump of a list": (SMALL.replace('subjects = ["companies", "companies_small"]', 'subjects = ["countries_cluster"]'), "Reglen jump_companies er af en art, der ikke passer til countries_cluster."),
    "rows in a ring": (SMALL.replace('operands = ["funding_total", "fte"]', 'operands = ["funding_per_fte", "fte"]'), "Rækkerne indgår i hinanden i ring: funding_per_fte, funding_per_fte."),
}  # fmt: skip


@pytest.mark.parametrize(("text", "sentence"), BROKEN.values(), ids=BROKEN)
def test_a_broken_file_is_refused_with_a_sentence(text, sentence, tmp_path):
    assert text != SMALL
    with pytest.raises(CatalogueRefused) as refusal:
        load_text(tmp_path, text)
    assert str(refusal.value) == sentence.format(path=tmp_path / "catalogue.toml")
    assert [len(rows) for rows in everything()] == [0, 0, 0, 0, 0]


def test_a_missing_file_and_a_folder_are_refused_with_a_sentence(tmp_path):
    with pytest.raises(CatalogueRefused) as refusal:
        load_catalogue(path=tmp_path / "none.toml")
    assert str(refusal.value) == f"Der er ingen katalogfil på {tmp_path / 'none.toml'}."
    with pytest.raises(CatalogueRefused, match="kan ikke læses"):
        load_catalogue(path=tmp_path)


@pytest.fixture
def real():
    """The catalogue of 2018 that comes with the program."""
    return load_catalogue(path=CATALOGUE_FILES / "2018.toml")


def test_the_catalogue_of_2018_asks_fifty_numbers_and_three_lists_and_prints_78_rows(real):
    types = list(Indicator.objects.values_list("data_type", flat=True))
    assert (sum(kind != DataType.COUNTRIES for kind in types), types.count(DataType.COUNTRIES)) == (50, 3)
    assert Measure.objects.count() == 78


def test_every_definition_says_something_in_both_languages(real):
    thin = [row.code for row in Indicator.objects.all() if min(len(row.definition_da), len(row.definition_en)) < 60]
    assert thin == []


def test_every_label_has_an_english_one(real):
    assert [row.code for row in Indicator.objects.filter(label_en="")] == []
    assert [row.code for row in Measure.objects.filter(label_en="")] == []


def test_every_number_has_exactly_one_jump_rule_and_no_list_has_one(real):
    watched = [code for rule in Rule.objects.filter(kind=RuleKind.JUMP) for code in rule.subjects]
    numbers = Indicator.objects.exclude(data_type=DataType.COUNTRIES).values_list("code", flat=True)
    assert sorted(watched) == sorted(numbers)


def test_every_part_of_a_whole_has_its_hard_rule(real):
    ruled = {
        (rule.subjects[0], rule.against[0]) for rule in Rule.objects.filter(kind=RuleKind.PART_OF, strength="hard")
    }
    parts = set(Indicator.objects.exclude(part_of="").values_list("code", "part_of"))
    assert ruled == parts
    assert len(ruled) == 17


def test_every_section_is_watched_for_gaps(real):
    watched = [code for rule in Rule.objects.filter(kind=RuleKind.UNANSWERED) for code in rule.subjects]
    assert watched == list(Section.objects.values_list("code", flat=True))
