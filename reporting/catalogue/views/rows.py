"""Adding a row to the catalogue, and changing one."""

from django.contrib import messages
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from reporting.catalogue import actions
from reporting.catalogue.content import TABLES, content_of, row_content
from reporting.catalogue.forms import form_class
from reporting.catalogue.forms.reckoning import kinds_to_choose
from reporting.catalogue.queries import (
    based_on,
    codes_of_all_years,
    definition_before,
    suggested_code,
    used_before,
    used_in,
)
from reporting.catalogue.references import printed_rows_over
from reporting.catalogue.views.finding import (
    UNREADABLE,
    address_in,
    catalogue_for,
    frame,
    row_for,
    table_or_404,
)
from reporting.catalogue.wording import NEW_NAMES, SLUGS, TABLE_NAMES, Names, label_of


@require_http_methods(["GET", "POST"])
def add(request, year, table):
    """A new row; of a rule or a printed row the kind is chosen first."""
    catalogue, table = catalogue_for(request, year), table_or_404(table)
    context = frame(catalogue, table=table, slug=SLUGS[table], called=NEW_NAMES[table])
    if catalogue.frozen_at:
        messages.error(request, _("Kataloget er låst, fordi runden er åbnet. Der kan ikke tilføjes noget."))
        return redirect(address_in(catalogue))
    kind = request.GET.get("art", "")
    form_type = form_class(table, kind)
    if form_type is None:
        return render(request, "reporting/catalogue/kinds.html", {**context, "kinds": kinds_to_choose(table)})
    document = content_of(catalogue)
    if request.method == "GET":
        form = form_type(document=document, initial=_first_values(request, table, document))
        return render(request, "reporting/catalogue/row.html", {**context, "form": form})
    form = form_type(request.POST, document=document)
    row = _added(request, catalogue, table, form) if form.is_valid() else None
    if row is None:
        return render(request, "reporting/catalogue/row.html", {**context, "form": form}, status=UNREADABLE)
    messages.success(
        request, _("Tilføjet: »%(label)s«. Koden er %(code)s.") % {"label": _called(row), "code": row.code}
    )
    return redirect(address_in(catalogue, table, row.code))


def _first_values(request, table, document):
    """What a new row begins with: the section from which one came, and bounds that most questions have."""
    section = request.GET.get("afsnit", "")
    section = section if any(row["code"] == section for row in document["section"]) else document["section"][0]["code"]
    common = {"section": section, "decimals": 0, "level": 0}
    return {**common, "minimum": 0, "maximum": 100_000, "unit": "antal"} if table == "indicator" else common


def _added(request, catalogue, table, form):
    """The new row, or None when the form now says why not."""
    code = _code_of(catalogue, table, form)
    if form.errors:
        return None
    given = {"catalogue": catalogue, "by": request.user, "at": timezone.now()}
    fields = {**form.content(), "code": code}
    try:
        if table != "indicator":
            return actions.add_row(table=table, fields=fields, **given)
        also = {name: form.cleaned_data[name] for name in ("is_printed", "jump_rule", "is_checked")}
        return actions.add_indicator(fields=fields, **also, **given)
    except actions.CatalogueMistaken as refusal:
        form.add_mistakes(refusal.mistakes)
    except actions.CatalogueRefused as refusal:
        form.add_error(None, str(refusal))
    return None


def _code_of(catalogue, table, form):
    """The code that was typed, or one made of the text; one that an earlier year used for something is asked about."""
    typed = form.cleaned_data.get("code")
    if not typed:
        longest = TABLES[table]._meta.get_field("code").max_length
        return suggested_code(form.name_for_code(), codes_of_all_years(table), longest)
    earlier = used_before(catalogue, table, typed)
    if earlier:
        form.offer_the_old_code(*earlier)
    return typed


def _called(row):
    return getattr(row, "label_da", "") or getattr(row, "title_da", "") or row.code


@require_http_methods(["GET", "POST"])
def change(request, year, table, code):
    """One row: read it where the catalogue is locked, else change it."""
    catalogue, table, row = row_for(request, year, table, code)
    if request.method == "POST" and catalogue.frozen_at:
        messages.error(
            request, _("Kataloget er låst, fordi runden er åbnet. Intet er gemt; en ændring hører til et nyt år.")
        )
        return redirect(address_in(catalogue, table, code))
    form = _form_of(catalogue, table, row, request.POST if request.method == "POST" else None)
    status = 200
    if request.method == "POST":
        if form.is_valid() and _changed(request, catalogue, table, row, form):
            return redirect(address_in(catalogue, table, code))
        status = UNREADABLE
    context = frame(
        catalogue,
        form=form,
        row=row,
        table=table,
        slug=SLUGS[table],
        name=TABLE_NAMES[table],
        called=_called(row) if table != "rule" else TABLE_NAMES[table].capitalize(),
        says=label_of(table, row_content(row), Names(form.document)) if table == "rule" else "",
        uses=[(SLUGS[name], TABLE_NAMES[name], *rest) for name, *rest in used_in(catalogue, table, code)],
    )
    return render(request, "reporting/catalogue/row.html", context, status=status)


def _form_of(catalogue, table, row, data):
    before = {"before": definition_before(catalogue, row.code)} if table == "indicator" else {}
    return form_class(table, getattr(row, "kind", ""))(
        data,
        document=content_of(catalogue),
        row=row_content(row),
        based_on=based_on(row),
        locked=catalogue.frozen_at is not None,
        **before,
    )


def _changed(request, catalogue, table, row, form):
    """Whether the change is saved; if not, the form says why."""
    given = {"catalogue": catalogue, "table": table, "code": row.code, "by": request.user, "at": timezone.now()}
    redefined = {"is_new_definition": form.is_new_definition} if table == "indicator" else {}
    try:
        row = actions.change_row(fields=form.content(), based_on=form.cleaned_data["based_on"], **given, **redefined)
    except actions.RowMoved as refusal:
        if refusal.standing is None:
            form.add_error(
                None, _("En anden redaktør har slettet det imens. Sæt det tilbage fra kataloget, hvis det skal blive.")
            )
        else:
            form.show_clash(row_content(refusal.standing), based_on(refusal.standing))
        return False
    except actions.CatalogueMistaken as refusal:
        form.add_mistakes(refusal.mistakes)
        return False
    except actions.CatalogueRefused as refusal:
        form.add_error(None, str(refusal))
        return False
    messages.success(request, _("Gemt: »%(label)s«.") % {"label": _called(row)})
    _tell_of_the_break(request, catalogue, row, form)
    return True


def _tell_of_the_break(request, catalogue, row, form):
    """Say where the new definition will be seen."""
    if not getattr(form, "is_new_definition", None):
        return
    rows = [found["label_da"] for found in printed_rows_over(content_of(catalogue), row.code)]
    sentence = _("Ny definition (version %(version)s): der bliver et brud mellem %(before)s og %(year)s") % {
        "version": row.definition_version,
        "before": form.before.section.catalogue.year,
        "year": catalogue.year,
    }
    if rows:
        sentence += _(" i de trykte rækker »%(rows)s«") % {"rows": "«, »".join(rows)}
    messages.info(request, f"{sentence}.")
