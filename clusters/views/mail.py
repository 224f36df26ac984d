"""The demonstration's mailbox; without an SMTP server mail is kept as files."""

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.shortcuts import render
from django.views.decorators.http import require_GET

from clusters.mailbox import letters_in


@require_GET
@login_not_required
def demo_mail(request):
    """The letters kept so far, the latest first. Open to all, because the password link is read here before log-in."""
    return render(request, "clusters/demo_mail.html", {"letters": letters_in(settings.MAIL_DIR)})
