"""The figures' way from question to book."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ReportingConfig(AppConfig):
    """Six stages, one migration history; see docs/architecture.md."""

    name = "reporting"
    verbose_name = _("Indberetning og udgivelse")
