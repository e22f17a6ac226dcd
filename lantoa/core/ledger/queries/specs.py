"""From the closed grammar of an indicator to conditions on lines and entries."""

from dataclasses import dataclass, replace
from typing import Any

from django.db import connection
from django.db.models import Exists, OuterRef, Q

from lantoa.base.periods import Period
from lantoa.core.ledger.models import Entry, Participation
from lantoa.core.people import queries as people
from lantoa.core.people.queries import Series
from lantoa.core.vocabulary.models import Kind
from lantoa.core.vocabulary.rules.kinds import DUTIES
from lantoa.core.vocabulary.rules.specs import OWN_DIMENSIONS, BadSpec, Spec, changed, codes_of, parts

__all__ = [
    "OWN_DIMENSIONS", "BadSpec", "Places", "Scope", "Spec", "in_place", "kinds", "lies_in", "of_agencies", "on_entries",
    "on_lines", "parts", "placed", "window", "written_out",
]  # fmt: skip

# Of so few agencies the entries are looked up by themselves; of more, each line asks whose it is.
_FEW = 5


class Places:
    """What the places that definitions name reach: a place stands for all that lies inside it. Each is read once."""

    def __init__(self) -> None:
        self._known: dict[tuple[tuple[str, ...], Series], frozenset[str]] = {}

    def under(self, codes: tuple[str, ...], series: Series) -> frozenset[str]:
        if (codes, series) not in self._known:
            self._known[codes, series] = frozenset(people.places_under(codes, series))
        return self._known[codes, series]


def written_out(spec: dict[str, Any], places: Places, series: Series) -> dict[str, Any]:
    """The definition with every place followed by all that it reaches."""

    def reaching(number: dict[str, Any]) -> dict[str, Any]:
        if "place" not in number.get("where", {}):
            return number
        reached = places.under(codes_of(number["where"]["place"]), series)
        return {**number, "where": {**number["where"], "place": sorted(reached)}}

    return changed(spec, reaching)


def in_place(spec: dict[str, Any], code: str) -> dict[str, Any]:
    """The definition narrowed to a place; one that names places itself stays as it is."""
    return changed(spec, lambda number: {**number, "where": {"place": code, **number.get("where", {})}})


@dataclass(frozen=True)
class Scope:
    """Which entries may count at all: the window, the seq, the agencies, which the series has widened already.

    series: how far the places that a definition names reach
    """

    period: Period
    as_of_seq: int
    agencies: frozenset[str] | None = None
    series: Series = Series.AS_IT_IS


def placed(spec: Spec, scope: Scope) -> tuple[Spec, Scope]:
    """The same question with its window where it is: what counts years before is asked for these."""
    if not spec.years_back:
        return spec, scope
    return replace(spec, years_back=0), replace(scope, period=scope.period.earlier(spec.years_back))


def on_lines(spec: Spec, series: Series) -> Q:
    """What a line must be, before dates, seq and agencies."""
    sorted_by = _dimensions(spec, series, prefix="entry__")
    return Q(is_subset=False, measure=spec.measure, kind__in=kinds(spec)) & sorted_by


def on_entries(spec: Spec, series: Series) -> Q:
    # PostgreSQL finds days in an index that begins with the kind; to name every kind costs it a join.
    of_kinds = Q(kind__in=kinds(spec)) if spec.kinds or connection.vendor == "sqlite" else ~Q(kind__in=DUTIES)
    return Q(is_subset=False) & of_kinds & _dimensions(spec, series, prefix="")


def window(spec: Spec, period: Period, *, prefix: str = "") -> Q:
    """The whole span lies in the period; a stock has no lower bound."""
    before = Q(**{f"{prefix}occurred_on__lt": period.until})
    if spec.agg == "stock":
        return before
    return before & Q(**{f"{prefix}occurred_on__gte": period.since, f"{prefix}occurred_from__gte": period.since})


def lies_in(spec: Spec, period: Period, entry: Entry) -> bool:
    """`window`, of one entry."""
    return entry.occurred_on < period.until and (spec.agg == "stock" or entry.occurred_from >= period.since)


def of_agencies(agencies: frozenset[str] | None, within: Q | None = None, *, prefix: str = "") -> Q:
    """Led by one of the agencies, or with one of them taking part; each entry once.

    within: the window, which holds of the entries anyway; a few agencies then read no more than theirs in it
    """
    if agencies is None:
        return Q()
    if len(agencies) <= _FEW:
        led = Entry.objects.order_by().filter(within or Q(), agency__code__in=agencies).values("pk")
        joined = Participation.objects.order_by().filter(agency__code__in=agencies).values("entry")
        key = prefix.removesuffix("__") or "pk"
        return Q(**{f"{key}__in": led.union(joined)})
    took_part = Participation.objects.filter(entry=OuterRef(f"{prefix}pk"), agency__code__in=agencies)
    return Q(**{f"{prefix}agency__code__in": agencies}) | Q(Exists(took_part))


def kinds(spec: Spec) -> Any:
    """The kinds a definition names, or all that somebody fills in.

    The indexes begin with the kind: without one they are read to the end.
    """
    return spec.kinds or Kind.objects.exclude(code__in=DUTIES).values("code")


def _dimensions(spec: Spec, series: Series, *, prefix: str) -> Q:
    condition = Q()
    for name, codes in spec.where:
        values = sorted(people.places_under(codes, series)) if name == "place" else codes
        condition &= Q(**{f"{prefix}{name}": values[0]}) if len(values) == 1 else Q(**{f"{prefix}{name}__in": values})
    return condition
