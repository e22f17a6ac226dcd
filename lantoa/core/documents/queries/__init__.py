"""Reading profiles, letterheads and templates, and what a Word file holds."""

from lantoa.core.documents.queries.keeping import (
    agencies_to_write_for,
    agency,
    agency_to_write_for,
    layouts_in_force,
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
    template_to_write,
    templates,
)

__all__ = [
    "agencies_to_write_for",
    "agency",
    "agency_to_write_for",
    "layouts_in_force",
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
    "template_to_write",
    "templates",
]
