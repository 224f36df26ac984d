"""Reads about people's data: where they are named, what is held, what is too old."""

from reporting.privacy.queries.dormant import Dormant, dormant_people
from reporting.privacy.queries.held import as_json, held_about
from reporting.privacy.queries.mentions import Mention, editions_telling, mentions_of, terms_of
from reporting.privacy.queries.retention import due_at, last_run

__all__ = [
    "Dormant",
    "Mention",
    "as_json",
    "dormant_people",
    "due_at",
    "editions_telling",
    "held_about",
    "last_run",
    "mentions_of",
    "terms_of",
]
