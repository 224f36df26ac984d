"""Django's own admin site: a look into every table for the technical administrator, off unless ADMIN is set.

It is linked nowhere. Only who is marked as technical and has used the second factor in this very session gets in.
Nothing can be written there but one thing that helps somebody in need: a second factor that was lost is deleted, and
the log says so. Sessions are not shown: who has a session's key is the person. Figures, people and texts are changed on the house's own pages, which check and log.
"""

from allauth.account.authentication import get_authentication_records
from allauth.mfa.models import Authenticator
from django.apps import apps
from django.contrib import messages
from django.contrib.admin import AdminSite, ModelAdmin
from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from clusters.actions import record
from clusters.models import Act

SHOWN = ("clusters", "reporting", "account", "mfa", "django_tasks_database")
DELETABLE = {"mfa.Authenticator"}
SECRET = {"password", "data", "session_data", "session_key", "key", "digest"}  # columns that nobody needs to see


def is_technical(user):
    """Whether the person is the technical administrator, whatever they have logged in with."""
    return user.is_authenticated and user.is_active and user.is_technical


def used_second_factor(request):
    """Whether a second factor was given in this session."""
    return any(record.get("method") == "mfa" for record in get_authentication_records(request, request.user))


class TechnicalSite(AdminSite):
    """The site: a 404 for everybody else, and the way to the second factor for who has not used it yet."""

    site_header = site_title = "Viden & Vækst, teknik"
    enable_nav_sidebar = False

    def has_permission(self, request):
        """The mark and the second factor, both."""
        return is_technical(request.user) and used_second_factor(request)

    def login(self, request, extra_context=None):
        """No second door: to the house's own log-in, or to the second factor."""
        if not request.user.is_authenticated:
            return redirect_to_login(request.GET.get("next", request.path))
        if not is_technical(request.user):
            raise Http404
        if Authenticator.objects.filter(user=request.user, type=Authenticator.Type.TOTP).exists():
            messages.warning(request, _("Log ud og ind igen med koden fra din telefon. Så kommer du ind."))
        else:
            messages.warning(request, _("Slå totrinslogin til, og log ind igen med koden. Så kommer du ind."))
        return redirect(reverse("mfa_index"))

    def logout(self, request, extra_context=None):
        """The house's own way out."""
        return redirect(reverse("account_logout"))

    def password_change(self, request, extra_context=None):
        """The house's own page."""
        return redirect(reverse("account_change_password"))


class LookingGlass(ModelAdmin):
    """A table to be looked at."""

    show_full_result_count = False
    list_per_page = 50

    def get_fields(self, request, obj=None):
        """Every column but the secret ones."""
        return [field.name for field in self.model._meta.concrete_fields if field.name not in SECRET]

    def get_readonly_fields(self, request, obj=None):
        """All of them."""
        return self.get_fields(request, obj)

    def has_module_permission(self, request):
        """Whoever is in sees every table."""
        return self.admin_site.has_permission(request)

    def has_view_permission(self, request, obj=None):
        """Whoever is in looks."""
        return self.admin_site.has_permission(request)

    def has_add_permission(self, request):
        """Nothing is made here."""
        return False

    def has_change_permission(self, request, obj=None):
        """Nothing is changed here."""
        return False

    def has_delete_permission(self, request, obj=None):
        """Second factors only."""
        return self.model._meta.label in DELETABLE and self.admin_site.has_permission(request)

    def log_deletions(self, request, queryset):
        """Django's log would keep names; the house's own says whose second factor was taken away, and by whom."""
        if not queryset:
            raise PermissionDenied
        for row in queryset:
            record(Act.SECOND_FACTOR_REMOVED, by=request.user, at=timezone.now(), person=row.user)


site = TechnicalSite(name="admin")
for label in SHOWN:
    for model in apps.get_app_config(label).get_models():
        site.register(model, LookingGlass)
