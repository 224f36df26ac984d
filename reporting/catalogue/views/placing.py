"""Moving a row, taking it out, and putting it back."""

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from reporting.catalogue import actions
from reporting.catalogue.queries import drop_preview
from reporting.catalogue.views.finding import address_in, catalogue_for, frame, row_for
from reporting.catalogue.wording import SLUGS, TABLE_NAMES, THE_TABLE_NAMES

FURTHEST = 10_000


@require_POST
def move(request, year, table, code):
    """Move a row among its fellows: the buttons and the drag send the same."""
    catalogue, table, row = row_for(request, year, table, code)
    to = request.POST.get("to", "")
    if not to.isdecimal() or len(to) > len(str(FURTHEST)):
        messages.error(
            request, _("Siden sendte ikke, hvor det skal flyttes hen. Hent siden igen, og prøv en gang til.")
        )
        return redirect(address_in(catalogue, table, code))
    given = {"catalogue": catalogue, "table": table, "code": row.code, "by": request.user, "at": timezone.now()}
    try:
        actions.move_row(to=int(to), order=request.POST.get("order", ""), **given)
    except actions.RowMoved:
        messages.error(
            request, _("Rækkefølgen er ændret af en anden imens. Intet er flyttet; her er den, som den står nu.")
        )
    except actions.CatalogueRefused as refusal:
        messages.error(request, str(refusal))
    return redirect(address_in(catalogue, table, code))


@require_http_methods(["GET", "POST"])
def drop(request, year, table, code):
    """See what goes along, and take it all out."""
    catalogue, table, row = row_for(request, year, table, code)
    if request.method == "POST" and _dropped(request, catalogue, table, row):
        return redirect(address_in(catalogue))
    preview = drop_preview(catalogue, table, row.code)
    context = frame(
        catalogue,
        preview=preview,
        label=str(getattr(row, "label_da", "") or getattr(row, "title_da", "") or row.code),
        the_name=THE_TABLE_NAMES[table],
        row=row,
        slug=SLUGS[table],
        along=[(TABLE_NAMES[name], words) for name, words in preview.along],
        mended=[(TABLE_NAMES[name], words) for name, words in preview.mended],
    )
    return render(request, "reporting/catalogue/drop.html", context, status=409 if request.method == "POST" else 200)


def _dropped(request, catalogue, table, row):
    """Whether it is gone; if not, a message says why."""
    given = {"catalogue": catalogue, "table": table, "code": row.code, "by": request.user, "at": timezone.now()}
    try:
        gone = actions.drop_row(seen=request.POST.get("seen", ""), **given)
    except actions.RowMoved:
        messages.error(request, _("Noget er ændret, siden du så listen. Intet er slettet; se listen igennem igen."))
        return False
    except actions.CatalogueRefused as refusal:
        messages.error(request, str(refusal))
        return False
    messages.success(
        request,
        format_html(
            '{} <a href="#drop-{}">{}</a>',
            _("Slettet: %(label)s.") % {"label": gone.label},
            gone.pk,
            _("Fortryd"),
        ),
    )
    return True


@require_POST
def restore(request, year, pk):
    """Put back what was taken out."""
    catalogue = catalogue_for(request, year)
    drop = get_object_or_404(catalogue.drops, pk=pk)
    try:
        actions.restore(drop=drop, by=request.user, at=timezone.now())
    except actions.CatalogueRefused as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, _("Sat tilbage: %(label)s.") % {"label": drop.label})
    return redirect(address_in(catalogue))
