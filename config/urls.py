"""All addresses. Danish words, because people read them."""

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.urls import include, path
from django.views.i18n import set_language

from config.administration import site

urlpatterns = [
    path("", include("reporting.urls")),
    path("personer/", include("clusters.urls")),
    path("konto/", include("allauth.account.urls")),
    path("konto/totrin/", include("allauth.mfa.urls")),
    path("sprog/", login_not_required(set_language), name="set_language"),
]
if settings.ADMIN:
    urlpatterns += [path("teknik/", site.urls)]
if settings.DEMO:
    urlpatterns += [path("mail/", include("clusters.mail_urls"))]

handler404 = "clusters.errors.not_found"
