"""Reading people, agencies and places."""

from lantoa.core.people.queries.accounts import OPERATOR, person
from lantoa.core.people.queries.agencies import UnknownAgency, agencies_under, agency, places_under

__all__ = ["OPERATOR", "UnknownAgency", "agencies_under", "agency", "person", "places_under"]
