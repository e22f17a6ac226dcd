"""Reading agencies and places."""

from collections.abc import Collection, Iterable
from datetime import date
from enum import Enum
from typing import TypeVar

from django.db.models import Count, Exists, OuterRef, Q, QuerySet

from lantoa.base.folding import fold
from lantoa.core.people.models import Agency, Place


class UnknownAgency(LookupError):
    """No agency has this code."""


class Series(Enum):
    """How far a question about an agency or a place reaches; mergers are what makes the difference."""

    AS_IT_IS = "is"  # all that lies below, and what was merged into any of these
    AS_IT_WAS = "was"  # all that lies below, without what was merged into it
    EXACTLY = "exactly"  # the codes alone: somebody widened them earlier and kept the answer


def agency(code: str) -> Agency:
    try:
        return Agency.objects.get(code=code)
    except Agency.DoesNotExist:
        raise UnknownAgency(code) from None


def line_of(shown: Agency, *, today: date) -> list[Agency]:
    """The agency and what it became part of by that day, one after the other; each but the last knows until when."""
    line = [shown]
    while (last := line[-1]).successor and last.valid_until and last.valid_until <= today:
        line.append(last.successor)
    return line


def agencies_under(codes: Iterable[str], series: Series = Series.AS_IT_IS) -> set[str]:
    """The codes of the agencies themselves and of everything that the series adds to them."""
    return set(Reach().under(codes, series))


def top_agency() -> Agency | None:
    """The agency that stands above the most; None where none is entered yet."""
    found = Agency.objects.filter(parent=None, successor=None).annotate(below=Count("children"))
    return found.order_by("-below", "pk").first()


def places_under(codes: Iterable[str], series: Series = Series.AS_IT_IS) -> set[str]:
    """The codes of the places themselves and of everything that the series adds to them."""
    return _widened([] if series is Series.EXACTLY else _tree(Place), codes, series)


def places_merged_into(codes: Collection[str]) -> list[Place]:
    """What a series of these places holds as it is and not as it was; earliest merger first."""
    added = places_under(codes) - places_under(codes, Series.AS_IT_WAS)
    return list(Place.objects.filter(code__in=added).order_by("valid_until", "code")) if added else []


def places_told() -> "QuerySet[Place]":
    """All places; `is_here` tells apart which belong to this installation: all but provinces of which nothing does."""
    inside = Place.objects.filter(parent=OuterRef("code"))
    seat = Agency.objects.filter(place=OuterRef("code"))
    return Place.objects.annotate(is_here=~Q(level=Place.Level.PROVINCE) | Exists(inside) | Exists(seat))


def all_places() -> list[Place]:
    """All places, those that are no more last; `is_here` tells them apart."""
    return sorted(places_told(), key=lambda place: (place.valid_until is not None, place.level, fold(place.name)))


def is_here(place: Place) -> bool:
    """Does one of `all_places` belong to this installation? All do but provinces of which nothing is here."""
    return bool(place.is_here)  # type: ignore[attr-defined] # annotated there


def places_here() -> list[Place]:
    """The places of this installation, those that are no more last."""
    return [place for place in all_places() if is_here(place)]


Named = TypeVar("Named", Agency, Place)


def by_name(rows: Iterable[Named]) -> list[Named]:
    """In the order of the alphabet: a database puts Đ behind Z."""
    return sorted(rows, key=lambda row: (fold(row.name), row.code))


class Reach:
    """What agencies reach, for any number of questions; the table is read once, and not before one needs it."""

    def __init__(self) -> None:
        self._known: list[tuple[str, str | None, str | None]] | None = None
        self._answers: dict[tuple[frozenset[str], Series], frozenset[str]] = {}

    def under(self, codes: Iterable[str], series: Series) -> frozenset[str]:
        """As `agencies_under`."""
        asked = frozenset(codes), series
        if asked not in self._answers:
            if series is not Series.EXACTLY and self._known is None:
                self._known = _tree(Agency)
            self._answers[asked] = frozenset(_widened(self._known or [], asked[0], series))
        return self._answers[asked]

    def merged_into(self, codes: Collection[str]) -> list[Agency]:
        """What a series of these agencies holds as it is and not as it was; earliest merger first."""
        added = self.under(codes, Series.AS_IT_IS) - self.under(codes, Series.AS_IT_WAS)
        return list(Agency.objects.filter(code__in=added).order_by("valid_until", "code")) if added else []


def _tree(model: type[Agency] | type[Place]) -> list[tuple[str, str | None, str | None]]:
    """(code, parent, successor) of every row."""
    return list(model._default_manager.order_by().values_list("code", "parent", "successor"))


def _widened(rows: Iterable[tuple[str, str | None, str | None]], codes: Iterable[str], series: Series) -> set[str]:
    if series is Series.EXACTLY:
        return set(codes)
    if series is Series.AS_IT_WAS:
        return _closure(set(codes), ((code, parent, None) for code, parent, _successor in rows))
    return _closure(set(codes), rows)


def _closure(start: set[str], rows: Iterable[tuple[str, str | None, str | None]]) -> set[str]:
    into: dict[str, list[str]] = {}
    for code, parent, successor in rows:
        for upper in (parent, successor):
            if upper:
                into.setdefault(upper, []).append(code)
    found, open_ = set(start), list(start)
    while open_:
        for lower in into.get(open_.pop(), ()):
            if lower not in found:
                found.add(lower)
                open_.append(lower)
    return found
