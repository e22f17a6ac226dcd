"""Many sums in few queries: the ledger is rolled up once over what the definitions ask for, then read off in memory.

The edges of all periods cut time into intervals. One GROUP BY adds the lines up per measure, kind, interval of the
first day, interval of the last day and the dimensions that definitions filter by; every wanted sum is then a sum over
some of these cells. Sixty indicators in two years cost four queries, and one indicator costs one.
"""

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Case, F, IntegerField, Q, QuerySet, Sum, Value, When, Window
from django.db.models.functions import RowNumber

from lantoa.base import quantities
from lantoa.base.periods import Period
from lantoa.core.ledger.models import Entry, Line
from lantoa.core.ledger.queries import specs
from lantoa.core.ledger.queries.specs import Scope, Spec

Wanted = tuple[Spec, Scope]


@dataclass(frozen=True)
class Total:
    """value: integer thousandths; rows: standing entries or lines; inexact: how many of them carry a qualifier"""

    value: int = 0
    rows: int = 0
    inexact: int = 0


def totals(wanted: Iterable[Wanted]) -> dict[Wanted, Total]:
    """The sum, stock, count, distinct count or newest reading that each Spec asks for in its Scope."""
    answers: dict[Wanted, Total] = {}
    together: dict[Any, list[Wanted]] = defaultdict(list)
    for spec, scope in wanted:
        if spec.agg == "last":
            answers[spec, scope] = _last(spec, scope)
        else:
            together[_roll_up(spec), scope.agencies, scope.as_of_seq].append((spec, scope))
    for pairs in together.values():
        cells = _Cells(pairs)
        answers |= {pair: cells.total(*pair) for pair in pairs}
    return answers


def lines_of(spec: Spec, scope: Scope) -> "QuerySet[Line]":
    """All lines behind a sum, reversed ones and their reversals included."""
    return _lines(specs.on_lines(spec), spec, scope)


def entries_of(spec: Spec, scope: Scope) -> "QuerySet[Entry]":
    """All entries behind a count, reversed ones and their reversals included."""
    return Entry.objects.filter(
        specs.on_entries(spec), specs.window(spec, scope.period), specs.of_agencies(scope.agencies),
        seq__lte=scope.as_of_seq,
    )  # fmt: skip


def _lines(condition: Q, spec: Spec, scope: Scope) -> "QuerySet[Line]":
    of_agencies = specs.of_agencies(scope.agencies, prefix="entry__")
    return Line.objects.filter(condition, specs.window(spec, scope.period), of_agencies, entry__lte=scope.as_of_seq)


def _roll_up(spec: Spec) -> str:
    """Which of four roll-ups a definition is read from; without dimensions the lines' own index answers alone."""
    if spec.agg in {"count", "distinct"}:
        return "entries"
    if spec.agg == "stock":
        return "stock"
    return "lines by dimension" if spec.where else "lines"


class _Cells:
    """One roll-up: its cells by (measure, kind)."""

    def __init__(self, pairs: Sequence[Wanted]) -> None:
        self.edges = sorted({day for _, scope in pairs for day in (scope.period.since, scope.period.until)})
        self.counts_entries = pairs[0][0].agg in {"count", "distinct"}
        named = {name for spec, _ in pairs for name, _ in spec.where} | {spec.of for spec, _ in pairs if spec.of}
        self.dimensions = sorted(named)
        self.by_kind: dict[tuple[str, str], list[dict[str, Any]]] = defaultdict(list)
        for row in self._rows(pairs):
            self.by_kind[row.get("measure_id", ""), row["kind"]].append(row)
        self._places: dict[tuple[str, ...], frozenset[str]] = {}

    def total(self, spec: Spec, scope: Scope) -> Total:
        rows = [
            row for row in self._of_kinds(spec) if self._is_inside(row, spec, scope.period) and self._fits(row, spec)
        ]
        if spec.agg == "distinct":
            return _distinct(rows, spec.of)
        standing = sum(row["standing"] for row in rows)
        if spec.agg == "count":
            return Total(standing * quantities.THOUSANDTHS, standing)
        return Total(sum(row["total"] for row in rows), standing, sum(row["inexact"] or 0 for row in rows))

    def _rows(self, pairs: Sequence[Wanted]) -> Iterable[dict[str, Any]]:
        first, scope = pairs[0]
        hull = Scope(Period(self.edges[0], self.edges[-1]), scope.as_of_seq, scope.agencies)
        kinds = {kind for spec, _ in pairs for kind in spec.kinds}
        base = Spec(first.agg, tuple(sorted(kinds)) if all(spec.kinds for spec, _ in pairs) else ())
        if self.counts_entries:
            source: QuerySet[Any] = entries_of(base, hull)
            keys, prefix = ["kind"], ""
            sums = {"standing": Sum("sign")}
        else:
            of_measures = Q(is_subset=False, measure__in={spec.measure for spec, _ in pairs})
            source = _lines(of_measures & (Q(kind__in=base.kinds) if base.kinds else Q()), base, hull)
            keys, prefix = ["measure_id", "kind"], "entry__"
            sums = {
                "standing": Sum("sign"),
                "total": Sum("quantity"),
                "inexact": Sum("sign", filter=~Q(qualifier="")),
            }
        named = {f"by_{name}": F(f"{prefix}{name}") for name in self.dimensions}
        cut = {"first": self._interval("occurred_from"), "last": self._interval("occurred_on")}
        grouped = source.order_by().annotate(**named, **cut).values(*keys, *named, *cut)
        yield from grouped.annotate(**sums).iterator()

    def _interval(self, field: str) -> Any:
        """The number of edges that a day has passed, 0 to len(edges)."""
        steps = [When(**{f"{field}__lt": edge}, then=Value(number)) for number, edge in enumerate(self.edges)]
        return Case(*steps, default=Value(len(self.edges)), output_field=IntegerField())

    def _of_kinds(self, spec: Spec) -> Iterable[dict[str, Any]]:
        for (measure, kind), rows in self.by_kind.items():
            if (self.counts_entries or measure == spec.measure) and (not spec.kinds or kind in spec.kinds):
                yield from rows

    def _is_inside(self, row: dict[str, Any], spec: Spec, period: Period) -> bool:
        since, until = self._passed(period.since), self._passed(period.until)
        if spec.agg == "stock":
            return bool(row["last"] < until)
        return bool(since <= row["first"] and row["last"] < until)

    def _passed(self, edge: date) -> int:
        return bisect_right(self.edges, edge)

    def _fits(self, row: dict[str, Any], spec: Spec) -> bool:
        return all(row[f"by_{name}"] in self._codes(name, codes) for name, codes in spec.where)

    def _codes(self, name: str, codes: tuple[str, ...]) -> Any:
        """A place stands for all that lies inside it."""
        if name != "place":
            return codes
        if codes not in self._places:
            self._places[codes] = specs.places(codes)
        return self._places[codes]


def _distinct(rows: Iterable[dict[str, Any]], of: str) -> Total:
    standing: dict[str, int] = defaultdict(int)
    for row in rows:
        if value := row[f"by_{of}"]:
            standing[value] += row["standing"]
    found = {value: count for value, count in standing.items() if count > 0}
    return Total(len(found) * quantities.THOUSANDTHS, sum(found.values()))


def _last(spec: Spec, scope: Scope) -> Total:
    """The newest standing reading in the period, or the sum of the newest of each value of a dimension."""
    standing = lines_of(spec, scope).filter(Q(entry__reversal=None) | Q(entry__reversal__gt=scope.as_of_seq), sign=1)
    groups = [F(f"entry__{spec.of}")] if spec.of else []
    newest = standing.annotate(
        rank=Window(RowNumber(), partition_by=groups or None, order_by=[F("occurred_on").desc(), F("entry").desc()])
    ).filter(rank=1)
    rows = list(newest.values_list("quantity", "qualifier"))
    return Total(sum(quantity for quantity, _ in rows), len(rows), sum(1 for _, qualifier in rows if qualifier))
