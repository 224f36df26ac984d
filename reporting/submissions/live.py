"""What the section page's script sends and gets while somebody types: one field at a time, as JSON.

A field is sent under the names that it has in the page's form, with `field` (which one) and `key` (which
save). The answer's `state` is `saved`, `conflict`, `unreadable` or `locked`; the page shows the rest.
"""

import re
from decimal import Decimal

from django import forms
from django.template.loader import render_to_string
from django.utils.timezone import localdate
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from clusters.errors import NotHere
from reporting.catalogue.models import Indicator
from reporting.dates import clock_text
from reporting.numbers import format_exact
from reporting.submissions import actions, workflow
from reporting.submissions.checks import shown
from reporting.submissions.countries import country_name
from reporting.submissions.fields import FIELD_BUILDERS, contradiction
from reporting.submissions.forms import read_list, write_list
from reporting.submissions.layout import problem_rows
from reporting.submissions.models import Submission
from reporting.submissions.queries import countries_in, in_order, load_filing, others_present, standing_keys, turn_of

SAVED, LOGGED_OUT, CONFLICT, UNREADABLE, LOCKED = 200, 401, 409, 422, 423
LONGEST_KEY = 36
NOBODY = {"by": "", "when": ""}
NAME = re.compile(r"[\w-]{0,200}")


def answer_to_save(posted, filings, section, *, by, at, is_guest=False):
    """Save the one field that was sent; returns (JSON, status). Raises Indicator.DoesNotExist for no such field.

    A guest answers and explains; notes and remarks are for the unit's own people.
    """
    name, key, after = (posted.get(part, "") for part in ("field", "key", "after"))
    if not all(NAME.fullmatch(part) for part in (name, key, after)):
        raise Indicator.DoesNotExist
    if posted.get("person", str(by.pk)) != str(by.pk):
        return {"state": "logged_out"}, LOGGED_OUT  # the page was opened by somebody else, who has logged out since
    kind, _mark, rest = name.partition("__")
    talk = {} if is_guest else {"note": _save_note, "comment": _save_comment}
    save = {"explain": _save_explanation, **talk}.get(kind if rest else "")
    try:
        if save:
            return save(posted, rest, filings, section, by, at)
        return _save_answer(posted, name, filings, section, by, at)
    except forms.ValidationError as refusal:
        return {"state": "unreadable", "message": " ".join(refusal.messages)}, UNREADABLE
    except actions.FilingLocked as refusal:
        return {"state": "locked", "message": str(refusal)}, LOCKED


def _save_answer(posted, code, filings, section, by, at):
    indicator = actions.indicator_in(filings=filings, section=section, code=code)
    field = FIELD_BUILDERS[indicator.data_type](indicator)
    typed = field.clean(field.widget.value_from_datadict(posted, {}, code))
    version = posted.get(f"{code}__version", "")
    if indicator.is_list_of_countries:
        entry = actions.CountryEntry(code, typed, read_list(version))
        return _save_list(indicator, entry, by, at)
    not_relevant = bool(posted.get(f"{code}__not_relevant"))
    if not_relevant and typed is not None:
        raise forms.ValidationError(contradiction())
    entry = actions.Entry(code, typed, not_relevant, workflow.version_in(version))
    keys = {name: posted.get(name, "")[:LONGEST_KEY] for name in ("key", "after")}
    saved = actions.save_value(indicator=indicator, entry=entry, **keys, by=by, at=at)
    if saved.is_conflict:
        return {"state": "conflict", **value_as_shown(indicator, saved.value)}, CONFLICT
    shown_ = {"at": clock_text(at), **value_as_shown(indicator, saved.value)}
    # Sent again after it was saved and somebody has written since: what they wrote stands.
    overtaken = saved.value is not None and saved.value.content != entry.content
    return {"state": "overtaken" if overtaken else "saved", **shown_}, SAVED


def value_as_shown(indicator, value):
    """A value as the page's script shows it: text for the field, words, version, and who wrote it when."""
    if value is None:
        return {"version": "0", "text": "", "not_relevant": False, "words": _("tomt"), "by": "", "when": ""}
    text = "" if value.number is None else format_exact(value.number)
    words = _("ikke relevant") if value.not_relevant else shown(indicator, value.number) if text else _("tomt")
    return {
        "version": str(value.version),
        "text": text,
        "not_relevant": value.not_relevant,
        "words": words,
        "by": str(value.updated_by),
        "when": clock_text(value.updated_at),
    }


def list_as_shown(countries):
    """A list of countries as the page's script shows it."""
    rows = [(country_name(code), format_exact(Decimal(count))) for code, count in in_order(countries)]
    return {
        "version": write_list(countries),
        "rows": rows,
        "words": ", ".join(f"{name} {count}" for name, count in rows) or _("en tom liste"),
    }


def _save_list(indicator, entry, by, at):
    filing = actions.filing_of(indicator)
    saved = actions.save_answers(submission=filing, country_entries=[entry], by=by, at=at)
    if saved.shut:
        raise actions.FieldShut(saved.shut[entry.code])
    stands = entry.countries if entry.code in saved.codes else countries_in(filing, indicator)
    if stands != entry.countries:
        return {"state": "conflict", **NOBODY, **list_as_shown(stands)}, CONFLICT
    return {"state": "saved", "at": clock_text(at), **list_as_shown(stands)}, SAVED


def _save_explanation(posted, rest, filings, section, by, at):
    rule, _mark, subject = rest.partition("__")
    text, seen = posted.get(f"explain__{rest}", ""), posted.get(f"explain__{rest}__seen", "")
    text = forms.CharField(required=False, max_length=500).clean(text)
    entry = actions.ExplanationEntry(rule, subject, text, seen)
    standing = actions.save_explanation(filings=filings, section=section, entry=entry, by=by, at=at)
    text, stands = " ".join(text.split()), standing.text if standing else ""
    if stands != text:
        who = {"by": str(standing.updated_by), "when": clock_text(standing.updated_at)} if standing else NOBODY
        return {"state": "conflict", "words": stands or _("tomt"), "text": stands, "version": stands, **who}, CONFLICT
    return {"state": "saved", "at": clock_text(at), "text": text, "version": text}, SAVED


def _save_note(posted, code, filings, section, by, at):
    indicator = actions.indicator_in(filings=filings, section=section, code=code)
    text = forms.CharField(required=False, max_length=1000).clean(posted.get(f"note__{code}", ""))
    entry = actions.NoteEntry(code, text, workflow.version_in(posted.get(f"note__{code}__version", "")))
    lost, note = actions.save_note(
        submission=actions.filing_of(indicator), indicator=indicator, entry=entry, by=by, at=at
    )
    stands = {"text": note.text if note else "", "version": str(note.version if note else 0)}
    if lost:
        who = {"by": str(note.updated_by), "when": clock_text(note.updated_at)} if note else NOBODY
        return {"state": "conflict", "words": stands["text"] or _("tomt"), **stands, **who}, CONFLICT
    return {"state": "saved", "at": clock_text(at), **stands}, SAVED


def _save_comment(posted, code, filings, section, by, at):
    indicator = actions.indicator_in(filings=filings, section=section, code=code)
    text = forms.CharField(max_length=1000, error_messages={"required": _("Skriv en kommentar.")})
    comment = actions.add_comment(
        submission=actions.filing_of(indicator),
        indicator=indicator,
        text=text.clean(posted.get(f"comment__{code}", "")),
        by=by,
        at=at,
    )
    html = render_to_string("reporting/submissions/_comment.html", {"comment": comment})
    return {"state": "saved", "at": clock_text(at), "text": "", "version": "", "html": html}, SAVED


def page_as_it_stands(submission, code, *, user, at, known="", turn=None, narrow=None):
    """The section as it stands, for a page that `user` has open: every answer, every finding, whose turn, who else is here.

    `known` is what the page was last told as `stands`; as long as that is true only who else is here is told, and
    the filing is not read. A guest has a `turn` of their own, and `narrow` makes the filing the one section of it.
    Raises NotHere for an unknown section.
    """
    stands = _stands(submission, code, at)
    if known == stands:
        actions.note_presence(submission=submission, user=user, section=code, at=at)
        return {"stands": stands, "others": _others(submission, code, user, at, is_guest=turn is not None)}
    filing = narrow(load_filing(submission), code) if narrow else load_filing(submission)
    sheet = filing.sheet(code)
    if sheet is None:
        raise NotHere(_("Der er intet afsnit med det navn. Gå tilbage til forsiden, og vælg afsnittet der."))
    actions.note_presence(submission=submission, user=user, section=code, at=at)

    is_open = submission.is_open_on(localdate(at))

    def problems(subject):
        rows = problem_rows(sheet, subject, before=filing.explanations_before)
        if not rows:
            return ""
        context = {"rows": rows, "writable": is_open}
        return render_to_string("reporting/submissions/_problems.html", context).strip()

    return {
        "stands": stands,
        "turn": turn or turn_of(user, filing, localdate(at)),
        "is_open": is_open,
        "others": _others(submission, code, user, at, is_guest=turn is not None),
        "fields": {
            answer.code: {
                **_answer_as_shown(answer),
                "problems": problems(answer.code),
                "is_shut": answer.code not in filing.open_codes,
            }
            for answer in sheet.answers
        },
        "gaps": problems(sheet.code),
    }


def _stands(submission, code, at):
    """What all that the page shows depends on: the filing and those before it, the day, and the language."""
    key = standing_keys(Submission.objects.filter(pk=submission.pk)).get(submission.pk, "")
    # The version that was read with the filing, so that a change in between is met the next time.
    return f"{code} {submission.version} {key.partition('/')[2]} {localdate(at)} {get_language()}"


def _others(submission, code, user, at, *, is_guest):
    """Who else is in the filing, and where; a guest is told of the own section only, and of no other by its title."""
    if is_guest:
        return [name for name, _title in others_present(submission, user, at, section=code)]
    others = others_present(submission, user, at)
    return [_("%(name)s (%(section)s)") % {"name": name, "section": title} for name, title in others]


def _answer_as_shown(answer):
    if answer.indicator.is_list_of_countries:
        return list_as_shown(answer.countries)
    return value_as_shown(answer.indicator, answer.value)
