"""Every column of the database that may hold a person's data, and what becomes of it when the person is erased.

A test walks all models: a reference to a user, or a column of text, that is not named here makes it fail.
"""

from django.apps import apps
from django.db import models

from clusters.models import User

# What people type. The editor is shown where it names the person, and chooses.
WRITTEN = {
    "clusters.LogEntry": ("text",),
    "reporting.CaseStory": ("headline", "lead", "body", "quote", "credit", "alt"),
    "reporting.Chapter": ("title", "lead", "body", "pulls", "notes"),
    "reporting.Correction": ("consent",),
    "reporting.Explanation": ("text",),
    "reporting.FieldComment": ("text",),
    "reporting.FieldNote": ("text",),
    "reporting.InternalNote": ("text",),
    "reporting.Nudge": ("text",),
    "reporting.PreparedQuestion": ("text",),
    "reporting.Receipt": ("content",),
    "reporting.RosterEntry": ("extension_reason",),
    "reporting.StoryComment": ("text",),
    "reporting.StoryVersion": ("headline", "lead", "body", "quote", "credit", "alt"),
    "reporting.SubmissionEvent": ("reason",),
    "reporting.Waiver": ("reason",),
}
# What the program writes or is handed beside the answers. The name is taken out without asking.
COMPOSED = {
    "django_tasks_database.DBTaskResult": ("args_kwargs", "return_value", "exception_class_path", "traceback"),
    "reporting.BookBuild": ("step", "error"),
    "reporting.Rehearsal": ("error",),
    "reporting.Edition": ("warnings",),
    "reporting.Letter": ("subject", "error"),
    "reporting.Receipt": ("declaration",),
    "reporting.WorkbookUpload": ("file_name", "refusal", "reading"),
}
# Columns that are the person's own; erasing empties or deletes them.
OWN = {
    "account.EmailAddress": ("email",),
    "account.EmailConfirmation": ("key",),
    "clusters.User": ("password", "email", "name"),
    "mfa.Authenticator": ("data",),
    "sessions.Session": ("session_key", "session_data"),
}
# Whole models of which no column can hold anything about a person, with the reason.
IMPERSONAL = {
    "auth.Permission": "Django's own, never written to",
    "auth.Group": "Django's own, never written to",
    "contenttypes.ContentType": "Django's own: names of models",
    "clusters.Cluster": "names of organisations",
    "clusters.HostedNetwork": "names of organisations",
    "reporting.Catalogue": "questions of a year",
    "reporting.Section": "questions of a year",
    "reporting.Indicator": "questions of a year",
    "reporting.Rule": "questions of a year",
    "reporting.Measure": "rows of the printed tables",
    "reporting.CatalogueDrop": "questions of a year",
    "reporting.Standing": "codes, counts and versions",
    "reporting.Finding": "codes",
    "reporting.PublishedFigure": "figures and the account that they were printed in",
    "reporting.NationalFigure": "figures",
    "reporting.Consolidation": "figures, names of organisations, a checksum",
    "reporting.PeerGroup": "addresses of organisations",
    "reporting.Report": "title of the book",
    "reporting.RetentionRun": "counts",
}
# Single columns that hold only codes, with the reason.
CODES = {
    "admin.LogEntry": {"object_id": "a number", "object_repr": "is cut to the kind of row", "change_message": "codes"},
    "clusters.LogEntry": {"act": "a code", "subject": "a code"},
    "django_tasks_database.DBTaskResult": {
        "task_path": "name of a function",
        "worker_ids": "machine and process",
        "queue_name": "a code",
        "backend_name": "a code",
    },
    "reporting.BookBuild": {},
    "reporting.Chapter": {"code": "a code", "layout": "a code"},
    "reporting.CountryCount": {"country": "a code"},
    "reporting.Edition": {"file": "a generated name", "sha256": "a checksum"},
    "reporting.Explanation": {"rule": "a code", "subject": "a code"},
    "reporting.HistoricalCountryCount": {"country": "a code", "history_change_reason": "never written"},
    "reporting.HistoricalReportedValue": {"save_key": "drawn by chance", "history_change_reason": "never written"},
    "reporting.Presence": {"section": "a code"},
    "reporting.Receipt": {"fingerprint": "a checksum", "redacted_fingerprint": "a checksum"},
    "reporting.ReportedValue": {"save_key": "drawn by chance"},
    "reporting.Rehearsal": {"program": "a checksum"},
    "reporting.Seen": {"subject": "a code"},
    "reporting.SectionAssignment": {"section": "a code"},
    "reporting.SectionLink": {"section": "a code", "digest": "a checksum"},
    "reporting.StoryPhoto": dict.fromkeys(("original", "page", "web", "whole"), "a generated name"),
    "reporting.Correction": {"before": "an answer"},
    "reporting.ReturnedField": {"before": "an answer"},
    "reporting.SubmissionEvent": {"transition": "a code", "fingerprint": "a checksum"},
    "reporting.Waiver": {"rule": "a code", "subject": "a code"},
    "reporting.Told": {"key": "numbers and moments"},
}
# References to a user that the file about a person does not tell of, with the reason.
NOT_TOLD = {
    "admin.LogEntry.user": "the technical administrator's own acts on Django's pages",
}
TEXTUAL = (models.CharField, models.TextField, models.JSONField, models.FileField)


def references():
    """Every (model, field) by which a row says which person it is about or from."""
    for model in apps.get_models():
        for field in model._meta.concrete_fields:
            if field.is_relation and field.related_model is User:
                yield model, field


def text_columns():
    """Every (model, field) that can hold a text of any kind; choices are codes of ours."""
    for model in apps.get_models():
        for field in model._meta.concrete_fields:
            if isinstance(field, TEXTUAL) and not field.choices:
                yield model, field


def columns(table):
    """The (model, name of the column) of WRITTEN or COMPOSED."""
    for label, names in table.items():
        for name in names:
            yield apps.get_model(label), name


def unlisted() -> list[str]:
    """The columns that nobody has decided about, as `app.Model.column`; empty when the inventory is whole."""
    known = {
        f"{label}.{name}" for table in (WRITTEN, COMPOSED, OWN) for label, names in table.items() for name in names
    }
    known |= {f"{label}.{name}" for label, names in CODES.items() for name in names}
    return [
        f"{model._meta.label}.{field.name}"
        for model, field in text_columns()
        if model._meta.label not in IMPERSONAL and f"{model._meta.label}.{field.name}" not in known
    ]


def said_by_people(label, column, value):
    """Of a column's value the part that people typed: of a receipt its explanations, which are no codes."""
    if (label, column) == ("reporting.Receipt", "content"):
        return [text for *_codes, text in value.get("explanations", [])]
    return value
