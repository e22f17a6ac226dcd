"""Writing places, agencies and accounts."""

from lantoa.core.people.actions.accounts import add_user, operator
from lantoa.core.people.actions.agencies import add_agency, merge_agency
from lantoa.core.people.actions.places import add_place, merge_place, seed_provinces, take_in_communes

__all__ = [
    "add_agency",
    "add_place",
    "add_user",
    "merge_agency",
    "merge_place",
    "operator",
    "seed_provinces",
    "take_in_communes",
]
