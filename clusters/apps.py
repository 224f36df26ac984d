"""Who reports: people, units, memberships."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ClustersConfig(AppConfig):
    """The ground of the house: it knows nothing of figures."""

    name = "clusters"
    verbose_name = _("Klynger og brugere")
