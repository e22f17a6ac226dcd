"""Writing places, agencies and accounts."""

from lantoa.core.people.actions.accounts import add_user, operator
from lantoa.core.people.actions.agencies import add_agency, add_place, merge_agency

__all__ = ["add_agency", "add_place", "add_user", "merge_agency", "operator"]
