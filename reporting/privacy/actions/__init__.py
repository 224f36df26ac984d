"""Every write that protects people's data: erasing, closing unused log-ins, deleting what is too old."""

from reporting.privacy.actions.dormant import DormantRun, close_dormant
from reporting.privacy.actions.erasing import Erased, ErasureRefused, apply_erasures, erase
from reporting.privacy.actions.retention import apply_retention, daily

__all__ = [
    "DormantRun",
    "Erased",
    "ErasureRefused",
    "apply_erasures",
    "apply_retention",
    "close_dormant",
    "daily",
    "erase",
]
