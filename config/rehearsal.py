"""The way into the sealed copy: two layers around every request, of which the inner one exchanges the database."""

import re

from django.contrib.auth.views import redirect_to_login
from django.db import DatabaseError
from django.http import FileResponse, HttpResponse, HttpResponseRedirect
from django.utils.translation import gettext as _

from clusters.errors import NotHere, not_found
from reporting import sealing
from reporting.rehearsal.actions import keep_session, session_in_copy
from reporting.rehearsal.queries import myself_in_copy, rehearsal_for, the_rehearsal, units_of

# The log-in, letters of the demonstration, the administrator's site, and the rehearsal's own page: whoever asks for
# them in the copy is led to the real ones.
NEVER_INSIDE = re.compile(r"/(konto/|mail/|teknik/|aaret/\d+/generalproeve/)")
FILENAME = re.compile(r"""filename(?:\*=utf-8''|="?)""", re.IGNORECASE)


def addresses(get_response):
    """Take the copy's prefix off the address, and let addresses be made with it, while such a request lasts."""
    prefix = f"/{sealing.PREFIX}"

    def middleware(request):
        request.is_rehearsal = request.path_info.startswith(prefix)
        if not request.is_rehearsal:
            return _with_a_slash(request) if request.path_info == prefix[:-1] else get_response(request)
        request.path_info = request.path_info.removeprefix(prefix[:-1])
        if NEVER_INSIDE.match(request.path_info):
            return HttpResponseRedirect(_outside(request))
        with sealing.addresses_below_prefix():
            return get_response(request)

    return middleware


def _with_a_slash(request):
    return HttpResponseRedirect(f"{request.path}/")


def _outside(request):
    """The address without the copy's prefix, with what was asked."""
    return request.get_full_path().replace(f"/{sealing.PREFIX}", "/", 1)


def copy(get_response):
    """Answer requests below the copy's prefix from the copy: its database, files, session and person."""

    def middleware(request):
        return _visit(request, get_response) if request.is_rehearsal else get_response(request)

    return middleware


def _visit(request, get_response):
    """One request from end to end inside the copy; what the real house has to know is asked before."""
    real_user, real_session = request.user, request.session
    if not real_user.is_authenticated:
        return redirect_to_login(request.get_full_path(), sealing.real_address("account_login"))
    rehearsal = None
    try:
        rehearsal = rehearsal_for(real_user)
        units = units_of(real_user)
        with sealing.inside(rehearsal.copy):
            request.user = myself_in_copy(real_user, units=units)
            request.session = session_in_copy(key=real_session.session_key)
            response = _finished(get_response(request))
            keep_session(session=request.session)
            return response
    except NotHere as refusal:
        return _not_inside(request, real_user, refusal)
    except DatabaseError:
        if the_rehearsal() == rehearsal:
            raise
        return _not_inside(request, real_user, NotHere(_("Generalprøven er smidt væk.")))
    finally:
        request.user, request.session = real_user, real_session


def _not_inside(request, user, refusal):
    """The page that says why there is no way in; its links lead into the real house."""
    request.user = user
    with sealing.real_addresses():
        return not_found(request, refusal)


def _finished(response):
    """The answer with all of its content made here, and with a file's name that says where it comes from."""
    if response.streaming and not isinstance(response, FileResponse):
        cookies = response.cookies
        response = HttpResponse(
            b"".join(response.streaming_content), status=response.status_code, headers=response.headers
        )
        response.cookies = cookies
    told = response.headers.get("Content-Disposition")
    if told:
        response.headers["Content-Disposition"] = FILENAME.sub(lambda found: f"{found[0]}generalproeve-", told, count=1)
    return response
