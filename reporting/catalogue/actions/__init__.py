"""Every write that means something for what is asked, by what one does."""

from reporting.catalogue.actions.copying import copy_catalogue
from reporting.catalogue.actions.loading import (
    CATALOGUE_FILES,
    CatalogueRefused,
    freeze,
    load_catalogue,
    read_catalogue,
)

__all__ = ["CATALOGUE_FILES", "CatalogueRefused", "copy_catalogue", "freeze", "load_catalogue", "read_catalogue"]
