"""Where a row is read by people: its address, its moment, and what it hangs on."""

from django.apps import apps
from django.db import models
from django.urls import NoReverseMatch, reverse

# From a row to its filing, by the name of the reference; read along with the rows.
_TO_FILING = {
    "submission": ("submission__round", "submission__cluster"),
    "story": ("story__submission__round", "story__submission__cluster"),
    "event": ("event__submission__round", "event__submission__cluster"),
}


def rows_with_context(label):
    """All rows of a model with the filing that each hangs on, if it does."""
    model = apps.get_model(label)
    return with_context(model._base_manager.order_by("pk"))


def with_context(rows):
    """The same rows, each read together with its filing."""
    names = {field.name for field in rows.model._meta.concrete_fields if field.is_relation}
    paths = [path for name, paths in _TO_FILING.items() if name in names for path in paths]
    return rows.select_related(*paths) if paths else rows


def filing_of(row):
    """The filing that a row hangs on, None where there is none."""
    for name in ("submission", "story", "event"):
        if any(field.name == name for field in row._meta.concrete_fields):
            try:
                parent = getattr(row, name)
            except models.ObjectDoesNotExist:  # a history row of something that is gone
                return None
            return parent if parent is None or name == "submission" else filing_of(parent)
    return row if row._meta.label == "reporting.Submission" else None


def address_of(row) -> str:
    """The page for Cluster Excellence Denmark on which the row is read; empty where it is on none."""
    filing = filing_of(row)
    if filing is None:
        return ""
    arguments = [filing.round.year, filing.cluster.slug]
    try:
        if row._meta.label in ("reporting.StoryVersion", "reporting.StoryComment", "reporting.StoryPhoto"):
            return reverse("story", args=[*arguments, row.story_id])
        if row._meta.label == "reporting.CaseStory":
            return reverse("story", args=[*arguments, row.pk])
        return reverse("review_filing", args=arguments)
    except NoReverseMatch:
        return ""


def moment_of(row):
    """When the row was written or changed last, None where it does not say."""
    for field in row._meta.concrete_fields:
        if isinstance(field, models.DateTimeField) and getattr(row, field.attname):
            return getattr(row, field.attname)
    return None
