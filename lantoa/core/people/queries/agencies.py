"""Reading agencies and places."""

from collections.abc import Iterable

from lantoa.core.people.models import Agency, Place


class UnknownAgency(LookupError):
    """No agency has this code."""


def agency(code: str) -> Agency:
    try:
        return Agency.objects.get(code=code)
    except Agency.DoesNotExist:
        raise UnknownAgency(code) from None


def agencies_under(codes: Iterable[str]) -> set[str]:
    """The agencies themselves, everything below them in the tree, and what was merged into any of these."""
    return _closure(set(codes), Agency.objects.values_list("code", "parent_id", "successor_id"))


def places_under(codes: Iterable[str]) -> set[str]:
    """The places themselves, everything inside them, and what was merged into any of these."""
    return _closure(set(codes), Place.objects.values_list("code", "parent_id", "successor_id"))


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
