"""Taking something out of a catalogue with what hangs on it, and putting it back."""

from django.db import transaction
from django.db.models import F
from django.utils.translation import gettext as _

from clusters.actions import record
from clusters.models import Act
from reporting.catalogue.actions.editing import RowMoved, insert, settle, take
from reporting.catalogue.actions.loading import CatalogueRefused
from reporting.catalogue.content import TABLES, content_of, row_written_out
from reporting.catalogue.models import CatalogueDrop
from reporting.catalogue.queries import plan_mark, rows_of, siblings_of
from reporting.catalogue.references import plan_drop
from reporting.catalogue.wording import TABLE_NAMES, Names, label_of


@transaction.atomic
def drop_row(*, catalogue, table, code, seen, by, at):
    """Take a row out together with what hangs on it, and keep it all so that it can come back.

    `seen` (queries.plan_mark) is what the person was shown; raises RowMoved when by now something else would go, and
    CatalogueRefused for the last row of its table.
    """
    catalogue = take(catalogue)
    document = content_of(catalogue)
    try:
        plan = plan_drop(document, table, code)
    except KeyError:
        raise RowMoved(None) from None
    if plan_mark(plan) != seen:
        raise RowMoved(rows_of(catalogue, table).get(code=code))
    _refuse_the_last(document, plan)
    label = label_of(table, plan.dropped[0][1], Names(document))
    drop = CatalogueDrop.objects.create(
        catalogue=catalogue, at=at, by=by, label=label[:240], content=_kept(catalogue, plan)
    )
    for mend in plan.mended:
        rows_of(catalogue, mend.table).filter(code=mend.code).update(**{mend.field: mend.after})
    for name, row in reversed(plan.dropped):
        rows_of(catalogue, name).filter(code=row["code"]).delete()
    settle(catalogue)
    record(Act.CATALOGUE_DROPPED, by=by, at=at, year=catalogue.year, subject=code, text=label)
    return drop


def _refuse_the_last(document, plan):
    for table, rows in document.items():
        gone = sum(1 for name, _row in plan.dropped if name == table)
        if table != "catalogue" and gone and gone == len(rows):
            raise CatalogueRefused(
                _(
                    "Så ville der ikke være flere af slagsen (%(name)s), og kataloget skal have mindst én. Tilføj en anden først."
                )
                % {"name": TABLE_NAMES[table]}
            )


def _kept(catalogue, plan):
    """The rows with their places among their fellows, and what is mended, as JSON."""
    rows = []
    for name, row in plan.dropped:
        standing = rows_of(catalogue, name).get(code=row["code"])
        fellows = [other.code for other in siblings_of(standing)]
        after = fellows[: fellows.index(row["code"])]
        rows.append({"table": name, "after": after, "row": row_written_out(TABLES[name], row)})
    mended = [
        {"table": mend.table, "code": mend.code, "field": mend.field, "before": mend.before, "after": mend.after}
        for mend in plan.mended
    ]
    return {"rows": rows, "mended": mended}


@transaction.atomic
def restore(*, drop, by, at):
    """Put back what was taken out, in its old place as far as that is still there; doing so again changes nothing.

    Raises CatalogueRefused when its code or its section is taken or gone by now.
    """
    catalogue = take(drop.catalogue)
    drop = CatalogueDrop.objects.select_related("catalogue").get(pk=drop.pk)
    if drop.restored_at:
        return drop
    for kept in drop.content["rows"]:
        _put_back(catalogue, kept)
    for mend in drop.content["mended"]:
        _unmend(catalogue, mend)
    settle(catalogue)
    CatalogueDrop.objects.filter(pk=drop.pk).update(restored_at=at)
    subject = drop.content["rows"][0]["row"]["code"]
    record(Act.CATALOGUE_RESTORED, by=by, at=at, year=catalogue.year, subject=subject, text=drop.label)
    return drop


def _put_back(catalogue, kept):
    row = insert(catalogue, kept["table"], kept["row"])
    fellows = list(siblings_of(row))
    before = [other for other in fellows if other.code in kept["after"]]
    place = max((other.position for other in before), default=0) + 1
    later = [other.pk for other in fellows if other.position >= place and other.pk != row.pk]
    TABLES[kept["table"]].objects.filter(pk__in=later).update(position=F("position") + 1)
    TABLES[kept["table"]].objects.filter(pk=row.pk).update(position=place)


def _unmend(catalogue, mend):
    """Let a row name again what came back: as it did where nobody changed it since, else besides what it names now."""
    row = rows_of(catalogue, mend["table"]).filter(code=mend["code"]).first()
    if row is None:
        return
    standing, before, after = getattr(row, mend["field"]), mend["before"], mend["after"]
    if standing != after and isinstance(standing, list):
        before = [*standing, *(code for code in before if code not in after and code not in standing)]
    elif standing != after:
        return
    rows_of(catalogue, mend["table"]).filter(pk=row.pk).update(**{mend["field"]: before})
