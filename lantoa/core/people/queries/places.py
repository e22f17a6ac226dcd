"""The places of an installation as its people see them: a tree, and one place."""

from dataclasses import dataclass
from datetime import date

from django.db.models import Exists, OuterRef, QuerySet

from lantoa.base.folding import fold
from lantoa.core.people.models import Agency, Place
from lantoa.core.people.queries.agencies import places_under
from lantoa.core.people.queries.offices import is_in_force, walked


class UnknownPlace(LookupError):
    """No place has this code."""


@dataclass(frozen=True)
class Spot:
    """A place in the tree: under the one that it lies in, or under the one that it became part of.

    depth: 0 at the top; is_here: something of this installation has to do with it
    """

    place: Place
    depth: int
    is_here: bool

    @property
    def indent(self) -> int:
        """As far as the screen shows it."""
        return min(self.depth, 3)


def place(code: str) -> Place:
    """raises: UnknownPlace"""
    try:
        return Place.objects.select_related("parent", "successor").get(code=code)
    except Place.DoesNotExist:
        raise UnknownPlace(code) from None


def place_tree() -> list[Spot]:
    """All places, each followed by those under it, by level and name; one query however many there are."""
    inside = Place.objects.filter(parent=OuterRef("code"))
    seat = Agency.objects.filter(place=OuterRef("code"))
    found = Place.objects.select_related("parent", "successor").annotate(is_used=Exists(inside) | Exists(seat))
    levels = list(Place.Level.values)
    below: dict[str | None, list[Place]] = {}
    for row in sorted(found, key=lambda row: (levels.index(row.level), fold(row.name), row.code)):
        below.setdefault(row.successor_id or row.parent_id, []).append(row)
    return [
        # Provinces are shipped, all of them; the office writes the other places itself.
        Spot(row, depth, row.level != Place.Level.PROVINCE or row.is_used)  # type: ignore[attr-defined] # annotated
        for row, depth in walked(below)
    ]


def places_searched(
    tree: list[Spot], *, q: str = "", level: str = "", today: date, with_ended: bool = False
) -> list[Spot]:
    """Those whose name or code contains the words, whatever their accents; unasked only the places of this office."""
    words = fold(q)
    return [
        spot
        for spot in tree
        if (spot.is_here or words or level)
        and (not level or spot.place.level == level)
        and (with_ended or is_in_force(spot.place, today))
        and (not words or words in fold(f"{spot.place.name_vi} {spot.place.name_en} {spot.place.code}"))
    ]


def places_in(shown: Place) -> list[Place]:
    """Straight under it, by level and name; what ended stands with the place that it became part of."""
    return list(shown.children.filter(successor=None).order_by("level", "name_vi"))


def became_part_of(shown: Place) -> list[Place]:
    """What was merged into it, the earliest first."""
    return list(shown.predecessors.order_by("valid_until", "name_vi"))


def agencies_seated_at(shown: Place) -> list[Agency]:
    return list(Agency.objects.filter(place=shown))


def places_to_lie_in(shown: Place | None, day: date) -> "QuerySet[Place]":
    """Those that a place may lie in or become part of without closing a circle; the present one among them."""
    from_then = Place.objects.exclude(valid_until__lte=day)
    if shown:
        present = Place.objects.filter(code=shown.parent_id)
        from_then = (from_then | present).exclude(code__in=places_under([shown.code]))
    return from_then.order_by("level", "name_vi")


def is_place(code: str) -> bool:
    return Place.objects.filter(code=code).exists()
