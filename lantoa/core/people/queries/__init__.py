"""Reading people, agencies and places."""

from lantoa.core.people.queries.accounts import (
    OPERATOR,
    DeadLink,
    account_for,
    accounts_visible_to,
    administrators,
    free_username,
    has_second_step,
    hash_of,
    invitation,
    is_taken,
    lacks_second_step,
    named,
    open_invitation,
    passkey_count,
    person,
    posts_of,
    search,
    second_step_days,
    signed_in,
    state_of,
)
from lantoa.core.people.queries.administrative import RESERVED, Intake, intake, likely_intake, listed_provinces
from lantoa.core.people.queries.agencies import (
    Reach,
    Series,
    UnknownAgency,
    agencies_under,
    agency,
    all_places,
    is_here,
    places_here,
    places_merged_into,
    places_under,
    top_agency,
)
from lantoa.core.people.queries.audit import FILES, Line, actions_in_log, audit, history_of, people_in_log, told
from lantoa.core.people.queries.offices import (
    agencies_in_force,
    agencies_searched,
    agencies_to_stand_under,
    agency_history,
    agency_tree,
    below,
    is_agency,
    is_in_force,
    is_referred_to,
    merger,
    people_at,
    places_to_sit_at,
    posts_to_move,
)
from lantoa.core.people.queries.places import (
    Spot,
    UnknownPlace,
    agencies_seated_at,
    became_part_of,
    is_place,
    place,
    place_history,
    place_tree,
    places_in,
    places_searched,
    places_to_lie_in,
)

__all__ = [
    "FILES", "OPERATOR", "RESERVED", "DeadLink", "Intake", "Line", "Reach", "Series", "Spot", "UnknownAgency",
    "UnknownPlace", "account_for", "accounts_visible_to", "actions_in_log", "administrators", "agencies_in_force",
    "agencies_searched", "agencies_seated_at", "agencies_to_stand_under", "agencies_under", "agency", "agency_history",
    "agency_tree", "all_places", "audit", "became_part_of", "below", "free_username", "has_second_step", "hash_of",
    "history_of", "intake", "invitation", "is_agency", "is_here", "is_in_force", "is_place", "is_referred_to",
    "is_taken", "lacks_second_step", "likely_intake", "listed_provinces", "merger", "named", "open_invitation",
    "passkey_count", "people_at", "people_in_log", "person", "place", "place_history", "place_tree", "places_here",
    "places_in", "places_merged_into", "places_searched", "places_to_lie_in", "places_to_sit_at", "places_under",
    "posts_of", "posts_to_move", "search", "second_step_days", "signed_in", "state_of", "told", "top_agency",
]  # fmt: skip
