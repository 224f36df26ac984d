"""Where a person is named in what people typed."""

import json
from dataclasses import dataclass

from allauth.account.models import EmailAddress
from django.apps import apps
from django.db.models import JSONField, Q, TextField, Value
from django.db.models.functions import Cast
from django.utils.translation import gettext as _

from clusters.models import GUESTS_AT, User
from reporting.privacy.inventory import WRITTEN, columns, said_by_people
from reporting.privacy.queries.places import address_of, moment_of, rows_with_context
from reporting.privacy.terms import Terms
from reporting.publication.models import Edition

AROUND = 60  # signs shown before and after the name


@dataclass(frozen=True)
class Mention:
    """One column of one row in which the person is named."""

    key: str  # `app.Model:row:column`
    kind: str
    before: str
    name: str
    after: str
    count: int
    at: object = None
    address: str = ""


def terms_of(user, words=()) -> Terms:
    """What to look for: the name, the addresses, and what else the editor knows of (a telephone number)."""
    emails = EmailAddress.objects.filter(user=user).values_list("email", flat=True)
    return Terms([user.name, user.email, *emails, *words])


def key_of(model, pk, column) -> str:
    """The name by which a place is chosen or left."""
    return f"{model._meta.label}:{pk}:{column}"


def mentions_of(user, terms) -> list[Mention]:
    """Every place among what people typed where `terms` are found, guests of the same name and editions included."""
    hits = _rows_that_name(terms)
    found = [mention for label, numbers in hits.items() for mention in _in_table(label, numbers, terms)]
    guests = User.objects.filter(email__endswith=GUESTS_AT).exclude(pk=user.pk).order_by("pk")
    found += [
        Mention(key_of(User, guest.pk, "name"), _("Gæst i et link"), "", guest.name, "", 1, guest.created_at)
        for guest in guests
        if terms.are_in(guest.name)
    ]
    return found + [
        Mention(
            key_of(Edition, edition.pk, "file"),
            _("Bogen som PDF"),
            "",
            f"{edition.report.title} · {edition.number}",
            "",
            1,
            edition.created_at,
        )
        for edition in editions_telling(found)
    ]


def _rows_that_name(terms) -> dict[str, set[int]]:
    """By model, the rows that name the person; everything that people typed is read in one query."""
    texts = [
        model._base_manager.order_by()
        .annotate(in_table=Value(model._meta.label), in_column=Value(column), in_text=Cast(column, TextField()))
        .values_list("in_table", "pk", "in_column", "in_text")
        for model, column in columns(WRITTEN)
    ]
    hits = {}
    for label, pk, column, text in texts[0].union(*texts[1:], all=True):
        is_json = isinstance(apps.get_model(label)._meta.get_field(column), JSONField)
        value = json.loads(text) if text and is_json else text
        if value and terms.are_in(said_by_people(label, column, value)):
            hits.setdefault(label, set()).add(pk)
    return dict(sorted(hits.items()))


def _in_table(label, numbers, terms):
    for row in rows_with_context(label).filter(pk__in=numbers):
        for column in WRITTEN[label]:
            value = said_by_people(label, column, getattr(row, column))
            if value and terms.are_in(value):
                yield _mention(row, column, value, terms)


def _mention(row, column, value, terms):
    text = next(text for text in _texts_of(value) if terms.spans(text))
    start, end = terms.spans(text)[0]
    return Mention(
        key=key_of(type(row), row.pk, column),
        kind=f"{row._meta.verbose_name}: {row._meta.get_field(column).verbose_name}".capitalize(),
        before=("…" if start > AROUND else "") + text[max(0, start - AROUND) : start],
        name=text[start:end],
        after=text[end : end + AROUND] + ("…" if len(text) > end + AROUND else ""),
        count=sum(len(terms.spans(part)) for part in _texts_of(value)),
        at=moment_of(row),
        address=address_of(row),
    )


def _texts_of(value):
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for part in value.values():
            yield from _texts_of(part)
    elif isinstance(value, list):
        for part in value:
            yield from _texts_of(part)


def editions_telling(mentions) -> list[Edition]:
    """The finished books that may show the name: of those in which a story or chapter with the name is told."""
    rows = Edition.objects.filter(
        Q(report__stories__story__in=_numbers(mentions, "reporting.CaseStory"))
        | Q(report__round__submissions__explanations__in=_numbers(mentions, "reporting.Explanation"))
        | Q(report__chapters__in=_numbers(mentions, "reporting.Chapter"))
    )
    rows = Edition.objects.filter(pk__in=rows.values("pk")).select_related("report").order_by("pk")
    return [edition for edition in rows if edition.file.storage.exists(edition.file.name)]


def _numbers(mentions, label):
    return {int(mention.key.split(":")[1]) for mention in mentions if mention.key.startswith(f"{label}:")}
