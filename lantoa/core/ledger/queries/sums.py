"""Many sums in few queries: the ledger is read in cells, which are then added up in memory.

A reading groups the lines of one measure and one period by the dimensions that definitions filter by; every wanted
sum is a sum over some of its cells. Each reading walks one stretch of one index, and all of them travel in one
statement. One roll-up over everything would cost fewer words and three times the time: it sorts all lines together.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import lru_cache
from typing import Any

from django.db import connection
from django.db.models import (
    Case,
    CharField,
    Exists,
    F,
    IntegerField,
    OuterRef,
    Q,
    QuerySet,
    Sum,
    Value,
    When,
    Window,
)  # fmt: skip
from django.db.models.functions import RowNumber

from lantoa.base import quantities, statements
from lantoa.base.periods import Period
from lantoa.base.statements import Span, Statement, slot, slots
from lantoa.core.ledger.models import DIMENSIONS, Entry, Line
from lantoa.core.ledger.queries import specs
from lantoa.core.ledger.queries.specs import Scope, Spec
from lantoa.core.people.queries import Series
from lantoa.core.vocabulary.models import KindMeasure

Wanted = tuple[Spec, Scope]

# Dimensions of entries that are read together at most; places and agencies are many, they are with no others.
_MOST_TOGETHER = 3
_A_YEAR = 366
_ANY = Period(date.min, date.max)
# SQLite takes 500 parts in one statement, and 32,766 values: a hundred times those of a hundred and fifty agencies.
_READINGS_PER_QUERY = 100
# A page asks in some twenty; each is a few thousand characters.
_SHAPES_KEPT = 1000


@dataclass(frozen=True)
class Total:
    """value: integer thousandths; rows: standing entries or lines; inexact: how many of them carry a qualifier"""

    value: int = 0
    rows: int = 0
    inexact: int = 0


@dataclass(frozen=True)
class _Reading:
    """Lines, or for counts entries, grouped by dimensions. source: what is common to all the specs."""

    source: Spec
    scope: Scope
    dimensions: tuple[str, ...]
    specs: tuple[Spec, ...]

    @property
    def reads_lines_alone(self) -> bool:
        return _reads_lines_alone(self.source, self.dimensions)


@dataclass(frozen=True)
class _Shape:
    """What decides how a row of readings is asked for; all else are values in it.

    windows: how many readings; agencies: how many, None for all; narrowed: dimensions and how many of their codes
    """

    source: Spec
    dimensions: tuple[str, ...]
    width: int
    windows: int
    agencies: int | None
    narrowed: tuple[tuple[str, int], ...]

    @property
    def counts_entries(self) -> bool:
        return self.source.agg == "count"

    @property
    def reads_lines_alone(self) -> bool:
        return _reads_lines_alone(self.source, self.dimensions)


def _reads_lines_alone(source: Spec, dimensions: tuple[str, ...]) -> bool:
    """The dimensions stand on the lines, in one text; what else an entry says needs the entry."""
    return source.agg != "count" and bool(dimensions) and set(dimensions) <= set(DIMENSIONS)


# The values of the reading's dimensions -> what stands there.
_Cells = dict[tuple[str, ...], Total]


@dataclass(frozen=True)
class Recorded:
    """Kinds with an entry and measures with a line: most provinces use a part of the vocabulary."""

    kinds: frozenset[str]
    measures: frozenset[str]

    def holds(self, spec: Spec) -> bool:
        has_measure = not spec.measure or spec.measure in self.measures
        return has_measure and (not spec.kinds or not self.kinds.isdisjoint(spec.kinds))


def totals(wanted: Iterable[Wanted], recorded: Recorded | None = None) -> dict[Wanted, Total]:
    """The sum, stock, count, distinct count or newest reading that each Spec asks for in its Scope.

    recorded: what was ever recorded, so that nothing else is read; None for unknown
    """
    every = set(wanted)
    sought = {pair for pair in every if recorded is None or recorded.holds(pair[0])}
    answers = dict.fromkeys(every - sought, Total())
    together: dict[Wanted, list[Spec]] = defaultdict(list)
    alone: list[Wanted] = []
    for spec, scope in sought:
        if spec.agg in {"last", "median"}:
            alone.append((spec, scope))
        else:
            together[_source(spec), scope].append(spec)
    answers |= _of_readings(alone)
    codes = _Codes()
    readings = [reading for (source, scope), asked in together.items() for reading in _readings(source, scope, asked)]
    for reading, cells in _read(readings, codes):
        for spec in reading.specs:
            answers[spec, reading.scope] = _added_up(spec, reading, cells, codes)
    return answers


def lines_of(spec: Spec, scope: Scope) -> "QuerySet[Line]":
    """All lines behind a sum, reversed ones and their reversals included."""
    window = specs.window(spec, scope.period)
    return Line.objects.filter(
        specs.on_lines(spec, scope.series), window, specs.of_agencies(scope.agencies, window, prefix="entry__"),
        entry__lte=scope.as_of_seq,
    )  # fmt: skip


def newest_lines(spec: Spec, scope: Scope) -> "QuerySet[Line]":
    """The newest standing line of a reading, one for each value of the dimension it is taken by."""
    groups = [F(f"entry__{spec.of}")] if spec.of else []
    newest_first = [F("occurred_on").desc(), F("entry").desc()]
    rank = Window(RowNumber(), partition_by=groups or None, order_by=newest_first)
    return standing_lines(spec, scope).order_by().annotate(rank=rank).filter(rank=1)


def standing_lines(spec: Spec, scope: Scope) -> "QuerySet[Line]":
    return lines_of(spec, scope).filter(~taken_back("entry", scope.as_of_seq), sign=1)


def middle(rows: Sequence[Any]) -> Sequence[Any]:
    """The one in the middle, of an even number the two; rows: in order"""
    return rows[(len(rows) - 1) // 2 : len(rows) // 2 + 1]


def taken_back(entry: str, as_of_seq: int) -> Exists:
    """Was the entry reversed by then? Asked like this, databases know that hardly any was. entry: the way to its seq"""
    return Exists(Entry.objects.filter(reverses__isnull=False, reverses=OuterRef(entry), seq__lte=as_of_seq))


def lump_lines() -> "QuerySet[Line]":
    """The lines by which an entry stands for several activities without a record of each."""
    main = KindMeasure.objects.filter(is_main=True, kind=OuterRef("kind"), measure=OuterRef("measure"))
    one = [quantities.THOUSANDTHS, -quantities.THOUSANDTHS]
    return Line.objects.order_by().filter(Exists(main)).exclude(quantity__in=one)


def lumps(spec: Spec, scope: Scope) -> "QuerySet[Line]":
    """Those in reach of a sum; by the measures and kinds they can be of, because the index begins with these."""
    main = KindMeasure.objects.filter(is_main=True, **({"kind__in": spec.kinds} if spec.kinds else {}))
    return lump_lines().filter(
        specs.window(spec, scope.period), measure__in=main.values("measure"), kind__in=main.values("kind"),
        entry__lte=scope.as_of_seq,
    )  # fmt: skip


def entries_of(spec: Spec, scope: Scope) -> "QuerySet[Entry]":
    """All entries behind a count, reversed ones and their reversals included."""
    window = specs.window(spec, scope.period)
    return Entry.objects.filter(
        specs.on_entries(spec, scope.series), window, specs.of_agencies(scope.agencies, window),
        seq__lte=scope.as_of_seq,
    )  # fmt: skip


class _Codes:
    """The values of a dimension that a definition covers."""

    def __init__(self) -> None:
        self._places = specs.Places()

    def of(self, spec: Spec, series: Series) -> dict[str, frozenset[str]]:
        return {
            name: self._places.under(codes, series) if name == "place" else frozenset(codes)
            for name, codes in spec.where
        }


def _source(spec: Spec) -> Spec:
    if spec.agg in {"count", "distinct"}:
        return Spec("count", spec.kinds)
    return Spec(spec.agg, spec.kinds, spec.measure)


def _readings(source: Spec, scope: Scope, asked: list[Spec]) -> list[_Reading]:
    """As few readings of the same lines as keep their cells few; a definition with fewer dimensions joins another's."""
    groups: list[tuple[set[str], list[Spec]]] = []
    for spec in sorted(asked, key=lambda spec: (-len(_dimensions(spec)), sorted(_dimensions(spec)))):
        own = _dimensions(spec)
        for dimensions, specs_ in groups:
            both = dimensions | own
            few = source.agg != "count" or len(both) <= _MOST_TOGETHER
            if both == dimensions or (few and both <= set(DIMENSIONS)):
                dimensions |= own
                specs_.append(spec)
                break
        else:
            groups.append((own, [spec]))
    return [_Reading(source, scope, tuple(sorted(dimensions)), tuple(specs_)) for dimensions, specs_ in groups]


def _dimensions(spec: Spec) -> set[str]:
    return {name for name, _ in spec.where} | ({spec.of} if spec.of else set())


def _read(readings: Sequence[_Reading], codes: _Codes) -> Iterator[tuple[_Reading, _Cells]]:
    """Run readings, those of lines and those of entries together."""
    width = max((len(reading.dimensions) for reading in readings), default=0)
    rows = _rows_of(readings)
    for start in range(0, len(rows), _READINGS_PER_QUERY):
        part = [reading for row in rows[start : start + _READINGS_PER_QUERY] for reading in row]
        found: list[_Cells] = [{} for _ in part]
        for row in _rows(rows[start : start + _READINGS_PER_QUERY], width, codes):
            if row[0] is None:  # across the border of two windows, in neither of them
                continue
            key = _key(part[row[0]], row)
            standing, value, inexact = (int(amount or 0) for amount in row[1 + width :])
            known = found[row[0]].get(key, Total())
            found[row[0]][key] = Total(known.value + value, known.rows + standing, known.inexact + inexact)
        yield from zip(part, found, strict=True)


def _rows(rows: Sequence[Sequence[_Reading]], width: int, codes: _Codes) -> list[tuple[Any, ...]]:
    """What all of them read, in one statement."""
    asked, number = [], 0
    for row in rows:
        shape, values = _shape(row, width, codes)
        values |= {f"reading_{place}": number + place for place in range(len(row))}
        asked.append((_statement(shape), values))
        number += len(row)
    return statements.answers(asked)


def _rows_of(readings: Iterable[_Reading]) -> list[list[_Reading]]:
    """On PostgreSQL, years in a row, of which one stretch of an index tells all; what has no neighbour stands alone.

    To plan a reading costs it as much as to read a year. What is longer than a year is sooner read by itself; and so
    is everything on SQLite, which plans in no time and would sort the lines of all years together.
    """
    if connection.vendor == "sqlite":
        return [[reading] for reading in readings]
    rows: list[list[_Reading]] = []
    ending: dict[Any, list[_Reading]] = {}
    for reading in sorted(readings, key=lambda reading: reading.scope.period.since):
        period = reading.scope.period
        alike = reading.source, reading.dimensions, replace(reading.scope, period=_ANY)
        row = ending.pop((alike, period.since), [])
        if not row:
            rows.append(row)
        row.append(reading)
        if reading.source.agg != "stock" and (period.until - period.since).days <= _A_YEAR:
            ending[alike, period.until] = row
    return rows


def _key(reading: _Reading, row: Sequence[Any]) -> tuple[str, ...]:
    if reading.reads_lines_alone:
        values = row[1].split("|")
        return tuple(values[DIMENSIONS.index(name)] for name in reading.dimensions)
    return tuple(row[1 : 1 + len(reading.dimensions)])


def _shape(row: Sequence[_Reading], width: int, codes: _Codes) -> tuple[_Shape, dict[str, Any]]:
    """How a row of readings is asked for, and the values that go into it, but for the numbers of the readings."""
    first, last = row[0], row[-1]
    scope = first.scope
    values: dict[str, Any] = {"since": scope.period.since, "until": last.scope.period.until, "seq": scope.as_of_seq}
    for place, reading in enumerate(row):
        values |= {f"since_{place}": reading.scope.period.since, f"until_{place}": reading.scope.period.until}
    values |= {f"whose_{place}": code for place, code in enumerate(sorted(scope.agencies or ()))}
    narrowed = []
    for name in () if first.reads_lines_alone else first.dimensions:
        covered = [codes.of(spec, scope.series).get(name) for each in row for spec in each.specs]
        if all(part is not None for part in covered):
            found = sorted(set().union(*(part or () for part in covered)))
            narrowed.append((name, len(found)))
            values |= {f"{name}_{place}": code for place, code in enumerate(found)}
    agencies = None if scope.agencies is None else len(scope.agencies)
    return _Shape(first.source, first.dimensions, width, len(row), agencies, tuple(narrowed)), values


@lru_cache(maxsize=_SHAPES_KEPT)
def _statement(shape: _Shape) -> Statement:
    """Rows (number of the reading, `width` dimension values, standing, value, inexact)."""
    source, prefix = shape.source, "" if shape.counts_entries else "entry__"
    agencies = None if shape.agencies is None else frozenset(slots("whose", shape.agencies))
    scope = Scope(Span(slot("since"), slot("until")), slot("seq"), agencies)
    rows: QuerySet[Any] = (entries_of if shape.counts_entries else lines_of)(source, scope)
    for name, count in shape.narrowed:
        field = f"{name}__code" if name in specs.OWN_DIMENSIONS else name
        rows = rows.filter(**{f"{prefix}{field}__in": slots(name, count)})
    columns = ["dimensions"] if shape.reads_lines_alone else [prefix + name for name in shape.dimensions]
    which: Any = slot("reading_0", IntegerField())
    if shape.windows > 1:
        cases = [When(_whole_in(place), then=slot(f"reading_{place}")) for place in range(shape.windows)]
        which = Case(*cases, output_field=IntegerField())
    keys: dict[str, Any] = {"reading": which}
    for place in range(shape.width):
        keys[f"by_{place}"] = F(columns[place]) if place < len(columns) else Value("", output_field=CharField())
    sums: dict[str, Any] = {"standing": Sum("sign"), "value": Value(0), "inexact": Value(0)}
    if not shape.counts_entries:
        sums |= {"value": Sum("quantity"), "inexact": Sum("sign", filter=~Q(qualifier=""))}
    return Statement.of(rows.order_by().annotate(**keys).values_list(*keys).annotate(**sums))


def _whole_in(place: int) -> Q:
    """The window, of what ends no earlier than it begins."""
    return Q(occurred_on__lt=slot(f"until_{place}"), occurred_from__gte=slot(f"since_{place}"))


def _added_up(spec: Spec, reading: _Reading, cells: _Cells, codes: _Codes) -> Total:
    dimensions = reading.dimensions
    wanted = [(dimensions.index(name), values) for name, values in codes.of(spec, reading.scope.series).items()]
    covered = [(key, cell) for key, cell in cells.items() if all(key[place] in values for place, values in wanted)]
    if spec.agg == "distinct":
        return _distinct((key[dimensions.index(spec.of)], cell.rows) for key, cell in covered)
    standing = sum(cell.rows for _, cell in covered)
    if spec.agg == "count":
        return Total(standing * quantities.THOUSANDTHS, standing)
    return Total(sum(cell.value for _, cell in covered), standing, sum(cell.inexact for _, cell in covered))


def _distinct(rows: Iterable[tuple[str, int]]) -> Total:
    standing: dict[str, int] = defaultdict(int)
    for value, count in rows:
        if value:
            standing[value] += count
    counts = [count for count in standing.values() if count > 0]
    return Total(len(counts) * quantities.THOUSANDTHS, sum(counts))


def _of_readings(wanted: Sequence[Wanted]) -> dict[Wanted, Total]:
    """The newest standing reading in each period, or the sum of the newest of each value of a dimension; medians."""
    answers: dict[Wanted, Total] = {}
    for start in range(0, len(wanted), _READINGS_PER_QUERY):
        part = wanted[start : start + _READINGS_PER_QUERY]
        queries = [_readings_of(spec, scope, number) for number, (spec, scope) in enumerate(part)]
        found: list[list[tuple[int, str]]] = [[] for _ in part]
        for number, quantity, qualifier in queries[0].union(*queries[1:], all=True) if len(queries) > 1 else queries[0]:
            found[number].append((quantity, qualifier))
        for pair, rows in zip(part, found, strict=True):
            inexact = sum(1 for _, qualifier in rows if qualifier)
            read = sorted(quantity for quantity, _ in rows)
            value = _halfway(middle(read)) if pair[0].agg == "median" else sum(read)
            answers[pair] = Total(value, len(rows), inexact)
    return answers


def _halfway(between: Sequence[int]) -> int:
    """Of two thousandths without one between them the upper one."""
    return (between[0] + between[-1] + 1) // 2 if between else 0


def _readings_of(spec: Spec, scope: Scope, number: int) -> Any:
    """Rows (number, quantity, qualifier)."""
    read = standing_lines if spec.agg == "median" else newest_lines
    rows = read(spec, scope).order_by().annotate(reading=Value(number, output_field=IntegerField()))
    return rows.values_list("reading", "quantity", "qualifier")
