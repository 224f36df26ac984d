"""Next year's catalogue is a whole copy of this year's, and an untouched one says the same."""

import pytest

from clusters.models import Act, LogEntry
from reporting.catalogue.actions import CatalogueRefused, copy_catalogue, freeze, load_catalogue
from reporting.catalogue.content import content_of
from reporting.catalogue.models import Catalogue, Indicator
from tests.builders import AT, SMALL_CATALOGUE
from tests.cast import Cast

pytestmark = pytest.mark.django_db


@pytest.fixture
def edith():
    """The editor."""
    return Cast.assemble().edith


@pytest.fixture
def catalogue():
    """The small catalogue as a round froze it, with one definition that is not the first."""
    catalogue = load_catalogue(path=SMALL_CATALOGUE, year=2019)
    Indicator.objects.filter(code="companies").update(definition_version=3)
    freeze(catalogue=catalogue, at=AT)
    return catalogue


def test_a_copy_says_the_same_for_another_year_and_is_not_locked(catalogue, edith):
    copy = copy_catalogue(catalogue=catalogue, year=2020, by=edith, at=AT)
    before, after = content_of(catalogue), content_of(copy)
    assert (before["catalogue"].pop("year"), after["catalogue"].pop("year")) == (2019, 2020)
    assert before == after
    assert (copy.frozen_at, Indicator.objects.get(section__catalogue=copy, code="companies").definition_version) == (
        None,
        3,
    )
    assert [(entry.year, entry.by) for entry in LogEntry.objects.filter(act=Act.CATALOGUE_COPIED)] == [(2020, edith)]


def test_an_untouched_copy_has_the_fingerprint_of_the_file(edith):
    loaded = load_catalogue(path=SMALL_CATALOGUE, year=2019)
    copy = copy_catalogue(catalogue=loaded, year=2020, by=edith, at=AT)
    assert copy.fingerprint == loaded.fingerprint == load_catalogue(path=SMALL_CATALOGUE, year=2021).fingerprint


def test_copying_again_gives_the_unlocked_copy_as_it_is(catalogue, edith):
    copy = copy_catalogue(catalogue=catalogue, year=2020, by=edith, at=AT)
    Indicator.objects.filter(section__catalogue=copy, code="fte").update(label_da="Årsværk i alt")
    again = copy_catalogue(catalogue=catalogue, year=2020, by=edith, at=AT)
    assert (again.pk, Catalogue.objects.count(), LogEntry.objects.filter(act=Act.CATALOGUE_COPIED).count()) == (
        copy.pk,
        2,
        1,
    )
    assert Indicator.objects.get(section__catalogue=again, code="fte").label_da == "Årsværk i alt"


def test_a_locked_year_is_not_copied_over(catalogue, edith):
    with pytest.raises(CatalogueRefused) as refusal:
        copy_catalogue(catalogue=catalogue, year=2019, by=edith, at=AT)
    assert str(refusal.value) == (
        "Kataloget for 2019 er låst, fordi runden er åbnet. Vælg et år, der ikke er åbnet endnu."
    )
