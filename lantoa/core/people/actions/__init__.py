"""Writing places, agencies and accounts."""

from lantoa.core.people.actions.accounts import add_user, operator
from lantoa.core.people.actions.agencies import (
    NotPossible,
    add_agency,
    delete_agency,
    edit_agency,
    end_agency,
    merge_agency,
    undo_merger,
)
from lantoa.core.people.actions.places import add_place, merge_place, seed_provinces, take_in_communes

__all__ = [
    "NotPossible", "add_agency", "add_place", "add_user", "delete_agency", "edit_agency", "end_agency", "merge_agency",
    "merge_place", "operator", "seed_provinces", "take_in_communes", "undo_merger",
]  # fmt: skip
