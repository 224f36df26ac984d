"""What we hold about a person, read by walking every reference to a user that any model has."""

import json
from dataclasses import dataclass

from django.contrib.auth import SESSION_KEY
from django.contrib.sessions.models import Session
from django.utils import timezone
from django.utils.translation import gettext as _

from clusters.queries import site_address
from reporting.dates import moment_text
from reporting.privacy.inventory import COMPOSED, NOT_TOLD, WRITTEN, references
from reporting.privacy.queries.mentions import mentions_of, terms_of
from reporting.privacy.queries.places import address_of, moment_of, with_context


def _joined(*parts):
    return " · ".join(str(part) for part in parts if part)


_SHOWN = {label: names for table in (WRITTEN, COMPOSED) for label, names in table.items()}
# Rows of which more than their name is told, or less: a second factor's secret is nobody's business.
_TOLD_AS = {
    "mfa.Authenticator": lambda row: row.get_type_display(),
    "reporting.Receipt": lambda row: row.fingerprint,
    "reporting.SubmissionEvent": lambda row: _joined(row.get_to_status_display(), row.reason),
    "clusters.LogEntry": lambda row: _joined(row.get_act_display(), row.text),
}


@dataclass(frozen=True)
class Held:
    """One heading of the file, with its lines; `role` is what the person is to these rows."""

    heading: str
    role: str
    lines: tuple[dict, ...]


@dataclass(frozen=True)
class File:
    """The whole file about a person: the account as pairs, and everything else under its headings."""

    made_at: object
    account: dict
    groups: tuple[Held, ...]


def held_about(user, at, *, with_mentions) -> File:
    """Everything the database holds about the person: what refers to them and, for an editor to look at, where they are named.

    Others' texts are not the person's to read: a name is a word like others, and the texts are of other units.
    """
    groups = [_group(model, field, user) for model, field in references() if _is_told(model, field)]
    groups += [_sessions(user), *([_named(user)] if with_mentions else [])]
    return File(at, _account(user), tuple(group for group in groups if group.lines))


def _is_told(model, field):
    return f"{model._meta.label}.{field.name}" not in NOT_TOLD


def _account(user):
    moments = {
        _("Oprettet"): user.created_at,
        _("Sidst logget ind"): user.last_login,
        _("Inviteret"): user.invited_at,
        _("Åbnet igen"): user.seen_at,
        _("Varslet om lukning"): user.warned_at,
        _("Lukket"): user.closed_at,
    }
    return {
        _("Nummer"): str(user.pk),
        _("Navn"): user.name,
        _("E-mail"): user.email,
        _("National rolle"): user.get_national_role_display() or _("ingen"),
        _("Tilstand"): str(user.state.label),
        _("Adgangskode"): _("gemt som et aftryk, der ikke kan læses") if user.has_usable_password() else _("ingen"),
        **{name: moment_text(moment) for name, moment in moments.items() if moment},
    }


def _group(model, field, user):
    rows = with_context(model._base_manager.filter(**{field.name: user}).order_by("pk"))
    more = [
        name for name in ("indicator", "cluster") if any(column.name == name for column in model._meta.concrete_fields)
    ]
    rows = rows.select_related(*more) if more and not rows.query.select_related else rows
    heading = str(model._meta.verbose_name_plural).capitalize()
    return Held(heading, str(field.verbose_name), tuple(_line(row) for row in rows))


def _line(row):
    address = address_of(row)
    return {
        "at": _when(moment_of(row)),
        "where": site_address(address) if address else "",
        "text": _text(row),
    }


def _when(moment):
    return moment_text(moment) if moment else ""


def _text(row):
    label = row._meta.label
    if label in _TOLD_AS:
        return str(_TOLD_AS[label](row))
    texts = [getattr(row, name) for name in _SHOWN.get(label, ())]
    plain = [text for text in texts if text and isinstance(text, str)]
    return "\n".join(plain) or _short(row)


def _short(row):
    indicator = getattr(row, "indicator", None)
    if indicator is not None:
        number = getattr(row, "number", getattr(row, "count", None))
        return f"{indicator.label_da}: {'–' if number is None else number}"
    return str(row)


def _sessions(user):
    lines = tuple(
        {"at": "", "where": "", "text": _("Logget ind; udløber %(when)s") % {"when": moment_text(row.expire_date)}}
        for row in Session.objects.filter(expire_date__gt=timezone.now())
        if row.get_decoded().get(SESSION_KEY) == str(user.pk)
    )
    return Held(_("Log-ins i gang"), _("logget ind som"), lines)


def _named(user):
    lines = tuple(
        {
            "at": _when(mention.at),
            "where": site_address(mention.address) if mention.address else "",
            "text": f"{mention.kind}: {mention.before}{mention.name}{mention.after}",
        }
        for mention in mentions_of(user, terms_of(user))
    )
    return Held(_("Steder, hvor navnet eller e-mailen står i en tekst"), _("nævnt"), lines)


def as_json(file) -> str:
    """The file as JSON with the headings people read."""
    return json.dumps(
        {
            _("Hentet"): moment_text(file.made_at),
            _("Konto"): file.account,
            _("Gemt"): [
                {
                    _("Overskrift"): group.heading,
                    _("Personen er"): group.role,
                    _("Linjer"): [
                        {_("Tidspunkt"): line["at"], _("Adresse"): line["where"], _("Tekst"): line["text"]}
                        for line in group.lines
                    ],
                }
                for group in file.groups
            ],
        },
        ensure_ascii=False,
        indent=2,
    )
