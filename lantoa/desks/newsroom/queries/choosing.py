"""What an item may be about, as its editor chooses it: the places of its day, the sections that take new items."""

from dataclasses import dataclass, field
from datetime import date
from typing import Any

from lantoa.base.folding import fold
from lantoa.core.people import queries as people
from lantoa.core.people.models import Place

_LEVELS = list(Place.Level.values)


@dataclass(frozen=True)
class Places:
    """own: what lies in each province that this office has to do with, itself first (None: what lies in none)

    others: the other provinces of that day; past: what was not yet or no longer there on it, the own first
    """

    own: dict[Place | None, list[Place]] = field(default_factory=dict)
    others: list[Place] = field(default_factory=list)
    past: list[Place] = field(default_factory=list)


def places_on(day: date) -> Places:
    """Every place once, by what it was on that day; one question."""
    rows = people.all_places()
    known: dict[str | None, Place] = {place.code: place for place in rows}
    found = Places()
    for place in sorted(rows, key=_rank):
        if not people.is_in_force(place, day):
            found.past.append(place)
        elif people.is_here(place):
            found.own.setdefault(_province_of(place, known), []).append(place)
        else:
            found.others.append(place)
    return found


def _rank(place: Place) -> Any:
    return not people.is_here(place), _LEVELS.index(place.level), fold(place.name)


def _province_of(place: Place, known: dict[str | None, Place]) -> Place | None:
    above: Place | None = place
    while above and above.level != Place.Level.PROVINCE:
        above = known.get(above.parent_id)
    return above
