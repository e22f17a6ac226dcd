"""Where a figure comes from: everything its page shows, gathered in a fixed number of queries."""

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from decimal import Decimal
from typing import Any

from django.db.models import Count, Max, Min, QuerySet

from lantoa.base import quantities
from lantoa.base.periods import Period
from lantoa.core.ledger.models import DIMENSIONS, Entry
from lantoa.core.ledger.queries import specs
from lantoa.core.ledger.queries.entries import corrections, entries, spanning
from lantoa.core.ledger.queries.figures import Cell, Figure, Only, breakdown, figure, single
from lantoa.core.ledger.queries.names import Names, names
from lantoa.core.people.models import Agency
from lantoa.core.people.queries import Series
from lantoa.core.vocabulary.models import IndicatorVersion

# Parts of the table that are shown together; of more, those of the row that somebody opens.
MOST_PARTS = 60
# Of what stands beside the sum.
MOST_BESIDE = 50


@dataclass(frozen=True)
class Row:
    """One line of the table. values: one Decimal per year, in the order of `Explanation.years`; total: their sum."""

    label: str
    code: str
    values: list[Decimal]
    total: Decimal
    row_count: int
    parts: list["Row"] = field(default_factory=list)
    part_count: int = 0


@dataclass(frozen=True)
class Corrected:
    """Which corrections are asked for: those posted after `since`, up to `as_of_seq`."""

    since: int
    as_of_seq: int


@dataclass(frozen=True)
class Explanation:
    """table: by the first dimension of the indicator x year x agency; its rows add up to the figure.

    hidden_count: the entries that the reader may not see, with which those that are shown make up the figure;
    hidden_value: what they add to it, None where the parts of the figure do not add up
    """

    figure: Figure
    dimension: str
    years: list[int]
    table: list[Row]
    year_totals: list[Decimal]
    lump_value: Decimal
    lump_count: int
    accepted_by: list[Any]
    spanning: list[Entry]
    corrections: list[Entry] = field(default_factory=list)
    hidden_count: int = 0
    hidden_value: Decimal | None = None

    @property
    def entry_count(self) -> int:
        """The standing entries behind the figure that are shown; of a reading, those that are the newest."""
        return sum(person["count"] for person in self.accepted_by)

    @property
    def shown_value(self) -> Decimal | None:
        """What the entries that are shown add to the figure."""
        return None if self.figure.value is None or self.hidden_value is None else self.figure.value - self.hidden_value

    @property
    def recorded_value(self) -> Decimal | None:
        """What single records add up to, without the entries that stand for several."""
        return None if self.figure.value is None else self.figure.value - self.lump_value


def explain(
    definition: IndicatorVersion,
    period: Period,
    *,
    as_of_seq: int | None = None,
    agencies: Iterable[Agency] | None = None,
    series: Series = Series.AS_IT_IS,
    known: Figure | None = None,
    named: Names | None = None,
    only: Only | None = None,
    corrected: Corrected | None = None,
) -> Explanation:
    """Figure, table, lump entries, who accepted, what is too long for the period, and on demand what was corrected.

    only: the entries that the reader may see; the others are told by their number and what they add
    known, named: the figure itself and the names of everything, where they were read already
    """
    value = known or figure(definition, period, as_of_seq=as_of_seq, agencies=agencies, series=series)
    scope: Any = {"as_of_seq": value.as_of_seq, "agencies": agencies, "series": series}
    dimension = next(iter(definition.disaggregations), "")
    cells: list[Cell] = []
    if value.adds_up:
        # The agencies first: of many values, they leave little to be compared by the others where rows are sorted.
        by = ["agency", "year", dimension] if dimension else ["agency", "year"]
        found = breakdown(definition, period, by=by, only=only, **scope)
        cells = found if dimension else [replace(cell, key=(*cell.key, "")) for cell in found]
    years = sorted({int(cell.key[1]) for cell in cells})
    table = _table(cells, years, dimension, named or (names() if cells else Names({})))
    if not dimension:
        table = table[0].parts if table else []
    standing, too_long = entries(definition, period, **scope), spanning(definition, period, **scope)
    changed = Entry.objects.none()
    if corrected:
        changed = corrections(definition, period, corrected.since, **{**scope, "as_of_seq": corrected.as_of_seq})
    if only:
        standing, too_long = standing.filter(only("")), too_long.filter(only(""))
    told = _told(too_long, changed)
    accepted_by = _acceptors(standing)

    def lies_in(entry: Entry) -> bool:
        return specs.lies_in(single(definition), period, entry)

    shown = sum((row.total for row in table), Decimal(0))
    return Explanation(
        figure=value,
        dimension=dimension,
        years=years,
        table=table,
        year_totals=[sum((row.values[index] for row in table), Decimal(0)) for index in range(len(years))],
        lump_value=sum((cell.lump_value for cell in cells), Decimal(0)),
        lump_count=sum(cell.lump_count for cell in cells),
        accepted_by=accepted_by,
        spanning=sorted((row for row in told if not lies_in(row)), key=lambda row: (row.occurred_on, row.seq)),
        corrections=sorted(filter(lies_in, told), key=lambda row: row.seq),
        hidden_count=value.row_count - sum(person["count"] for person in accepted_by) if only else 0,
        hidden_value=value.value - shown if only and value.adds_up and value.value is not None else None,
    )


def with_parts(table: list[Row], opened: str | None) -> list[Row]:
    """The table to be shown: with its parts while these are few, else with those of one row. opened: its code"""
    if sum(row.part_count for row in table) <= MOST_PARTS:
        return table
    return [row if row.code == opened else replace(row, parts=[]) for row in table]


def narrowed(found: "QuerySet[Entry]", wanted: dict[str, str]) -> "QuerySet[Entry]":
    """Entries of one cell of the table. wanted: dimension, "agency" or "year" -> code; unknown names are ignored."""
    for name, code in wanted.items():
        if name == "year":
            found = found.filter(occurred_on__year=int(code)) if _is_year(code) else found
        elif name in specs.OWN_DIMENSIONS:
            found = found.filter(**{f"{name}": code or None})
        elif name in DIMENSIONS:
            found = found.filter(**{name: code})
    return found


def quantity_in(entry: Entry, definition: IndicatorVersion) -> Decimal | None:
    """What one entry adds to a figure; None where the figure counts entries or values."""
    measure = single(definition).measure
    return next(
        (quantities.to_decimal(line.quantity) for line in entry.lines.all() if line.measure_id == measure), None
    )


def _is_year(text: str) -> bool:
    """One that the calendar of the databases has."""
    return len(text) == 4 and text.isdecimal() and int(text) > 0


def _told(too_long: "QuerySet[Entry]", changed: "QuerySet[Entry]") -> list[Entry]:
    """The first of both, read in one query."""
    first = [Entry.objects.order_by().filter(pk__in=found.values("pk")[:MOST_BESIDE]) for found in (too_long, changed)]
    told = Entry.objects.filter(pk__in=first[0].values("pk").union(first[1].values("pk"), all=True))
    return list(told.select_related("agency", "kind", "reason", "posted_by"))


def _acceptors(found: "QuerySet[Entry]") -> list[Any]:
    return list(
        found.order_by()
        .values("posted_by", "posted_by__full_name", "posted_by__username")
        .annotate(count=Count("pk"), first=Min("posted_at"), last=Max("posted_at"))
        .order_by("-count")
    )


def _table(cells: list[Cell], years: list[int], dimension: str, named: Names) -> list[Row]:
    groups: dict[str, list[Cell]] = {}
    for cell in cells:
        groups.setdefault(cell.key[2], []).append(cell)
    table = []
    for code, members in groups.items():
        by_agency: dict[str, list[Cell]] = {}
        for cell in members:
            by_agency.setdefault(cell.key[0], []).append(cell)
        parts = [_row(named.name("agency", agency), agency, own, years) for agency, own in by_agency.items()]
        parts.sort(key=lambda part: (-part.total, part.label))
        whole = _row(named.name(dimension, code), code, members, years)
        table.append(replace(whole, parts=parts, part_count=len(parts)))
    return sorted(table, key=lambda row: (not row.code, -row.total, row.label))


def _row(label: str, code: str, cells: list[Cell], years: list[int]) -> Row:
    by_year: dict[str, Decimal] = {}
    for cell in cells:
        by_year[cell.key[1]] = by_year.get(cell.key[1], Decimal(0)) + cell.value
    values = [by_year.get(str(year), Decimal(0)) for year in years]
    return Row(label, code, values, sum(values, Decimal(0)), sum(cell.row_count for cell in cells))
