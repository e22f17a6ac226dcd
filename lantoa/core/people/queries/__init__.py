"""Reading people, agencies and places."""

from lantoa.core.people.queries.accounts import OPERATOR, person
from lantoa.core.people.queries.administrative import RESERVED, Intake, intake
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

__all__ = [
    "OPERATOR",
    "RESERVED",
    "Intake",
    "Series",
    "UnknownAgency",
    "agencies_merged_into",
    "agencies_under",
    "agency",
    "intake",
    "merged_places",
    "person",
    "places_here",
    "places_merged_into",
    "places_under",
]
