"""The house's addresses and one more: a page that only knows who asks and writes one row."""

from django.http import JsonResponse
from django.urls import path
from django.utils import timezone
from django.views.decorators.http import require_POST

from config.urls import urlpatterns as house
from reporting.submissions.models import Presence


@require_POST
def one_row(request):
    """Write one row for whoever is logged in."""
    written = Presence.objects.filter(user=request.user.pk).update(seen_at=timezone.now())
    return JsonResponse({"written": written})


urlpatterns = [*house, path("bench/", one_row)]
