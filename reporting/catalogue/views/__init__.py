"""The pages on which an editor changes what is asked, by what one does there."""

from reporting.catalogue.views.overview import difference, export, overview
from reporting.catalogue.views.placing import drop, move, restore
from reporting.catalogue.views.rows import add, change

__all__ = ["add", "change", "difference", "drop", "export", "move", "overview", "restore"]
