"""From the closed grammar of an indicator to conditions on lines and entries.

spec: {"agg": "sum"|"count"|"distinct"|"stock"|"last"|"ratio", "kind": code or list, "measure": code,
       "where": {dimension: code or list}, "of": dimension, "num": spec, "den": spec}
"""

from collections.abc import Collection
from dataclasses import dataclass, field
from typing import Any

from django.db.models import Exists, OuterRef, Q

from lantoa.base.periods import Period
from lantoa.core.ledger.models import DIMENSIONS, Participation
from lantoa.core.people import queries as people
from lantoa.core.vocabulary.models import Kind

AGGREGATES = {"sum", "count", "distinct", "stock", "last", "ratio"}
OWN_DIMENSIONS = ["agency", "place", "programme", "task"]


class BadSpec(ValueError):
    """The definition of an indicator does not follow the grammar; the message says where."""


@dataclass(frozen=True)
class Spec:
    """A parsed definition without ratios; tuples, so that it can be a key."""

    agg: str
    kinds: tuple[str, ...] = ()
    measure: str = ""
    where: tuple[tuple[str, tuple[str, ...]], ...] = ()
    of: str = ""


def parts(spec: dict[str, Any]) -> list[Spec]:
    """One Spec, or two for a ratio (numerator, denominator).

    raises: BadSpec
    """
    if spec.get("agg") == "ratio":
        if set(spec) != {"agg", "num", "den"}:
            raise BadSpec("a ratio has num and den and nothing else")
        return [_one(spec["num"]), _one(spec["den"])]
    return [_one(spec)]


@dataclass(frozen=True)
class Scope:
    """Which entries may count at all: the window, the seq, the agencies (already widened to all below them)."""

    period: Period
    as_of_seq: int
    agencies: frozenset[str] | None = field(default=None)

    def of(self, agencies: Collection[str] | None) -> "Scope":
        return Scope(self.period, self.as_of_seq, None if agencies is None else frozenset(agencies))


def on_lines(spec: Spec) -> Q:
    """What a line must be, before dates, seq and agencies."""
    return Q(is_subset=False, measure=spec.measure, kind__in=_kinds(spec)) & _dimensions(spec, prefix="entry__")


def on_entries(spec: Spec) -> Q:
    return Q(is_subset=False, kind__in=_kinds(spec)) & _dimensions(spec, prefix="")


def window(spec: Spec, period: Period) -> Q:
    """The whole span lies in the period; a stock has no lower bound."""
    if spec.agg == "stock":
        return Q(occurred_on__lt=period.until)
    return Q(occurred_on__lt=period.until, occurred_on__gte=period.since, occurred_from__gte=period.since)


def of_agencies(agencies: frozenset[str] | None, *, prefix: str = "") -> Q:
    """Led by one of the agencies, or with one of them taking part; each entry once."""
    if agencies is None:
        return Q()
    took_part = Participation.objects.filter(entry=OuterRef(f"{prefix}pk"), agency__in=agencies)
    return Q(**{f"{prefix}agency__in": agencies}) | Q(Exists(took_part))


def _one(spec: dict[str, Any]) -> Spec:
    unknown = set(spec) - {"agg", "kind", "measure", "where", "of"}
    agg = spec.get("agg", "")
    if unknown or agg not in AGGREGATES - {"ratio"}:
        raise BadSpec(f"unknown part {sorted(unknown) or agg!r}")
    if agg in {"sum", "stock", "last"} and not spec.get("measure"):
        raise BadSpec(f"{agg} needs a measure")
    known = {*DIMENSIONS, *OWN_DIMENSIONS}
    where = {name: _codes(value) for name, value in spec.get("where", {}).items()}
    if bad := set(where) - known:
        raise BadSpec(f"unknown dimension {sorted(bad)}")
    if (agg == "distinct") != bool(spec.get("of")) and agg != "last":
        raise BadSpec("distinct, and it alone, counts the values of a dimension: give it “of”")
    if spec.get("of") and spec["of"] not in known:
        raise BadSpec(f"unknown dimension {spec['of']!r}")
    return Spec(
        agg, _codes(spec.get("kind", [])), spec.get("measure", ""), tuple(sorted(where.items())), spec.get("of", "")
    )


def _kinds(spec: Spec) -> Any:
    """The kinds a definition names, or all: the indexes begin with the kind, without one they are read to the end."""
    return spec.kinds or Kind.objects.values("code")


def _codes(value: str | list[str]) -> tuple[str, ...]:
    return (value,) if isinstance(value, str) else tuple(value)


def _dimensions(spec: Spec, *, prefix: str) -> Q:
    condition = Q()
    for name, codes in spec.where:
        values = sorted(people.places_under(codes)) if name == "place" else codes
        condition &= Q(**{f"{prefix}{name}": values[0]}) if len(values) == 1 else Q(**{f"{prefix}{name}__in": values})
    return condition
