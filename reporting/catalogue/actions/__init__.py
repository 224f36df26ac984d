"""Every write that means something for what is asked, by what one does."""

from reporting.catalogue.actions.copying import copy_catalogue
from reporting.catalogue.actions.dropping import drop_row, restore
from reporting.catalogue.actions.editing import (
    CatalogueMistaken,
    RowMoved,
    add_indicator,
    add_row,
    change_row,
    move_row,
)
from reporting.catalogue.actions.loading import (
    CATALOGUE_FILES,
    CatalogueRefused,
    freeze,
    load_catalogue,
    read_catalogue,
)

__all__ = [
    "CATALOGUE_FILES",
    "CatalogueMistaken",
    "CatalogueRefused",
    "RowMoved",
    "add_indicator",
    "add_row",
    "change_row",
    "copy_catalogue",
    "drop_row",
    "freeze",
    "load_catalogue",
    "move_row",
    "read_catalogue",
    "restore",
]
