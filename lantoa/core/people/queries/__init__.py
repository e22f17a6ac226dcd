"""Reading people, agencies and places."""

from lantoa.core.people.queries.accounts import OPERATOR, person
from lantoa.core.people.queries.administrative import RESERVED, Intake, intake, likely_intake, listed_provinces
from lantoa.core.people.queries.agencies import (
    Series,
    UnknownAgency,
    agencies_merged_into,
    agencies_under,
    agency,
    merged_places,
    places_here,
    places_merged_into,
    places_under,
)
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
)

__all__ = [
    "OPERATOR", "RESERVED", "Intake", "Series", "UnknownAgency", "agencies_in_force", "agencies_merged_into",
    "agencies_searched", "agencies_to_stand_under", "agencies_under", "agency", "agency_history", "agency_tree",
    "below", "intake", "is_agency", "is_in_force", "is_referred_to", "likely_intake", "listed_provinces",
    "merged_places", "merger", "people_at", "person", "places_here", "places_merged_into", "places_to_sit_at",
    "places_under",
]  # fmt: skip
