"""The file that the page gives is the file that the command reads."""

import re
from decimal import Decimal

import pytest

from clusters.models import User
from reporting.catalogue.actions import CATALOGUE_FILES, copy_catalogue, load_catalogue
from reporting.catalogue.content import content_of
from reporting.catalogue.exporting import catalogue_file
from reporting.catalogue.models import Indicator
from tests.builders import AT, SMALL_CATALOGUE

pytestmark = pytest.mark.django_db
ODD = 'En "tekst" med \\ tegn,\n\tlinjer og 100 % æøå\x7f.'


def round_trip(catalogue, folder, year):
    """The catalogue that comes of the exported file, for another year."""
    path = folder / "katalog.toml"
    path.write_text(catalogue_file(catalogue), encoding="utf-8")
    return load_catalogue(path=path, year=year)


@pytest.mark.parametrize("path", [SMALL_CATALOGUE, CATALOGUE_FILES / "2018.toml"], ids=["small", "real"])
def test_an_exported_catalogue_loads_for_another_year_with_the_same_fingerprint(path, tmp_path):
    catalogue = load_catalogue(path=path, year=2019)
    again = round_trip(catalogue, tmp_path, 2021)
    assert again.fingerprint == catalogue.fingerprint
    before, after = content_of(catalogue), content_of(again)
    assert (before["catalogue"].pop("year"), after["catalogue"].pop("year")) == (2019, 2021)
    assert before == after


def test_odd_texts_and_numbers_survive(tmp_path, cast):
    catalogue = load_catalogue(path=SMALL_CATALOGUE)
    Indicator.objects.filter(code="fte").update(definition_da=ODD, maximum="1234567890123.5", definition_version=4)
    copy = copy_catalogue(catalogue=catalogue, year=2022, by=User.objects.get(email="edith@example.dk"), at=AT)
    again = round_trip(copy, tmp_path, 2023)
    row = Indicator.objects.get(section__catalogue=again, code="fte")
    assert (row.definition_da, str(Decimal(row.maximum).normalize()), row.definition_version) == (
        ODD,
        "1234567890123.5",
        4,
    )


def test_the_page_gives_that_file(as_, catalogue):
    response = as_("edith").get("/aaret/2020/katalog/katalog.toml")
    assert response.content.decode() == catalogue_file(catalogue)
    assert re.search(r'filename="katalog-2020\.toml"', response["Content-Disposition"])
