"""Where a figure comes from: everything its page shows, gathered in a fixed number of queries."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from datetime import datetime
from decimal import Decimal
from typing import Any, NamedTuple

from django.db.models import Case, Count, F, Max, Min, QuerySet, Sum, Value, When

from lantoa.base import quantities
from lantoa.base.periods import Period
from lantoa.core.ledger.models import DIMENSIONS, Entry, Line
from lantoa.core.ledger.queries import specs
from lantoa.core.ledger.queries.entries import corrections, entries, spanning
from lantoa.core.ledger.queries.figures import Figure, Only, column, figure, scope_of, single
from lantoa.core.ledger.queries.names import Names, names
from lantoa.core.ledger.queries.sums import lumps
from lantoa.core.people.models import Agency, User
from lantoa.core.people.queries import Series
from lantoa.core.vocabulary.models import IndicatorVersion

# Parts of the table that are shown together; of more, those of the row that somebody opens.
MOST_PARTS = 60
# Of what stands beside the sum.
MOST_BESIDE = 50


@dataclass(frozen=True)
class Row:
    """One line of the table. values: one Decimal per year, in the order of `Explanation.years`; total: their sum.

    part_count: how many agencies it is made of; parts: these, where `with_parts` shows them
    """

    label: str
    code: str
    values: list[Decimal]
    total: Decimal
    row_count: int
    part_count: int = 0
    parts: list["Row"] = field(default_factory=list)


class Part(NamedTuple):
    """The standing entries of one agency and year, with one value of the dimension, that one person accepted.

    of_several: whether each stands for several activities without a record of each; value: integer thousandths
    """

    agency: str
    year: int
    code: str
    of_several: bool
    posted_by: int
    value: int
    row_count: int
    first: datetime
    last: datetime


@dataclass(frozen=True)
class Acceptor:
    """Who accepted `count` of the entries, and when the first and the last of them."""

    person: User
    count: int
    first: datetime
    last: datetime


@dataclass(frozen=True)
class Corrected:
    """Which corrections are asked for: those posted after `since`, up to `as_of_seq`."""

    since: int
    as_of_seq: int


@dataclass(frozen=True)
class Explanation:
    """table: by the first dimension of the indicator x year; its rows add up to the figure, parts to both.

    hidden_count: the entries that the reader may not see, with which those that are shown make up the figure;
    hidden_value: what they add to it, None where the parts of the figure do not add up
    """

    figure: Figure
    dimension: str
    years: list[int]
    table: list[Row]
    parts: list[Part]
    named: Names
    year_totals: list[Decimal]
    lump_value: Decimal
    lump_count: int
    accepted_by: list[Acceptor]
    spanning: list[Entry]
    corrections: list[Entry] = field(default_factory=list)
    hidden_count: int = 0
    hidden_value: Decimal | None = None

    @property
    def entry_count(self) -> int:
        """The standing entries behind the figure that are shown; of a reading, those that are the newest."""
        return sum(acceptor.count for acceptor in self.accepted_by)

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
    standing, too_long = entries(definition, period, **scope), spanning(definition, period, **scope)
    changed = Entry.objects.none()
    if corrected:
        changed = corrections(definition, period, corrected.since, **{**scope, "as_of_seq": corrected.as_of_seq})
    if only:
        standing, too_long = standing.filter(only("")), too_long.filter(only(""))
    told = _told(too_long, changed)
    several = lumps(single(definition), scope_of(period, **scope)) if value.adds_up else None
    read = _read(standing, definition, dimension, several)
    parts = read if value.adds_up else []
    years, lumped = sorted({part.year for part in parts}), [part for part in parts if part.of_several]
    named = named or (names() if parts else Names({}))
    shown = _sum(parts)

    def lies_in(entry: Entry) -> bool:
        return specs.lies_in(single(definition), period, entry)

    return Explanation(
        figure=value,
        dimension=dimension,
        years=years,
        table=_rows(parts, years, dimension or "agency", named),
        parts=parts,
        named=named,
        year_totals=_by_year(parts, years),
        lump_value=_sum(lumped),
        lump_count=sum(part.row_count for part in lumped),
        accepted_by=_acceptors(read),
        spanning=sorted((row for row in told if not lies_in(row)), key=lambda row: (row.occurred_on, row.seq)),
        corrections=sorted(filter(lies_in, told), key=lambda row: row.seq),
        hidden_count=value.row_count - sum(part.row_count for part in read) if only else 0,
        hidden_value=value.value - shown if only and value.adds_up and value.value is not None else None,
    )


def with_parts(explanation: Explanation, opened: str | None) -> list[Row]:
    """The table to be shown: with its parts while these are few, else with those of one row. opened: its code"""
    are_few = sum(row.part_count for row in explanation.table) <= MOST_PARTS
    of_row: dict[str, list[Part]] = defaultdict(list)
    for part in explanation.parts:
        if are_few or part.code == opened:
            of_row[part.code].append(part)
    return [
        replace(row, parts=_rows(of_row[row.code], explanation.years, "agency", explanation.named))
        if row.part_count
        else row
        for row in explanation.table
    ]


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


def _read(
    standing: "QuerySet[Entry]", definition: IndicatorVersion, dimension: str, several: "QuerySet[Line] | None"
) -> list[Part]:
    """What the table and who accepted are added up from, in one query.

    several: lines by which an entry stands for several activities; None where the figure does not add up
    """
    is_counted = not single(definition).measure
    # The agencies first: of many values, they leave little to be compared by the others where rows are sorted.
    keys: dict[str, Any] = {"by_agency": Value(""), "by_year": Value(0), "by_code": Value(""), "of_several": Value(0)}
    if several is not None:
        keys |= {"by_agency": column("agency"), "by_year": column("year")}
        if dimension:
            keys["by_code"] = column(dimension)
        if not is_counted:
            keys["of_several"] = Case(When(pk__in=several.values("entry"), then=1), default=0)
    rows = (
        standing.order_by().annotate(**keys, by_person=F("posted_by")).values_list(*keys, "by_person")
        .annotate(
            value=Count("pk") if is_counted else Sum("lines__quantity"), count=Count("pk"),
            first=Min("posted_at"), last=Max("posted_at"),
        )
    )  # fmt: skip
    scale = quantities.THOUSANDTHS if is_counted else 1
    return [
        Part(agency, int(year), code or "", bool(of_several), person, int(value) * scale, *rest)
        for agency, year, code, of_several, person, value, *rest in rows
    ]


def _acceptors(parts: list[Part]) -> list[Acceptor]:
    """Who accepted most first."""
    found: dict[int, list[Part]] = defaultdict(list)
    for part in parts:
        found[part.posted_by].append(part)
    people = User.objects.in_bulk(found)
    acceptors = [
        Acceptor(
            people[person], sum(part.row_count for part in own),
            min(part.first for part in own), max(part.last for part in own),
        )
        for person, own in found.items()
    ]  # fmt: skip
    return sorted(acceptors, key=lambda acceptor: (-acceptor.count, acceptor.person.pk))


def _rows(parts: list[Part], years: list[int], dimension: str, named: Names) -> list[Row]:
    """A row for each value of the dimension, or for each agency: the largest first, what names none last."""
    is_agency = dimension == "agency"
    groups: dict[str, list[Part]] = defaultdict(list)
    for part in parts:
        groups[part.agency if is_agency else part.code].append(part)
    rows = [
        Row(
            named.name(dimension, code), code, _by_year(own, years), _sum(own), sum(part.row_count for part in own),
            0 if is_agency else len({part.agency for part in own}),
        )
        for code, own in groups.items()
    ]  # fmt: skip
    return sorted(rows, key=lambda row: (not row.code, -row.total, row.label, row.code))


def _by_year(parts: list[Part], years: list[int]) -> list[Decimal]:
    sums = dict.fromkeys(years, 0)
    for part in parts:
        sums[part.year] += part.value
    return [quantities.to_decimal(value) for value in sums.values()]


def _sum(parts: list[Part]) -> Decimal:
    return quantities.to_decimal(sum(part.value for part in parts))
