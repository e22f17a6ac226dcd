"""Reading profiles, letterheads and templates, and what a Word file holds."""

from lantoa.core.documents.queries.keeping import (
    letterhead,
    letterhead_history,
    letterhead_of,
    letterheads,
    profile,
    profile_in_force,
    profile_row,
    profiles,
    read_profile,
    template,
    templates,
)

__all__ = [
    "letterhead",
    "letterhead_history",
    "letterhead_of",
    "letterheads",
    "profile",
    "profile_in_force",
    "profile_row",
    "profiles",
    "read_profile",
    "template",
    "templates",
]
