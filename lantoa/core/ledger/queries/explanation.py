"""Where a figure comes from: everything its page shows, gathered in a fixed number of queries."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from datetime import datetime
from decimal import Decimal
from typing import Any, NamedTuple

from django.db.models import Case, Count, F, Max, Min, OuterRef, Q, QuerySet, Subquery, Sum, Value, When

from lantoa.base import quantities
from lantoa.base.periods import Period
from lantoa.core.ledger.models import Entry, Line
from lantoa.core.ledger.queries import specs
from lantoa.core.ledger.queries.entries import added_by, corrections, entries, spanning
from lantoa.core.ledger.queries.figures import Figure, Only, asked_of, column, figure, numbers_of, single
from lantoa.core.ledger.queries.names import Names, names
from lantoa.core.ledger.queries.sums import lumps, middle
from lantoa.core.people.models import Agency, User
from lantoa.core.people.queries import Series
from lantoa.core.vocabulary import queries as vocabulary
from lantoa.core.vocabulary.models import IndicatorVersion
from lantoa.core.vocabulary.rules.specs import main_number

# Parts of the table that are shown together; of more, those of the row that somebody opens.
MOST_PARTS = 60
# Of what stands beside the sum: the first that are too long, the newest corrections.
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

    number: the one of a pair that they belong to, else ""; is_hidden: not for this reader's eyes
    of_several: whether each stands for several activities without a record of each; value: integer thousandths
    """

    number: str
    agency: str
    year: int
    code: str
    of_several: bool
    is_hidden: bool
    posted_by: int
    value: int
    row_count: int
    first: datetime
    last: datetime


@dataclass(frozen=True)
class Table:
    """What a figure, or one number of a pair, is made of: by a dimension x year.

    is_main: its records are those of the figure; period: the one that is counted
    rows: add up to the number, with hidden_value of what the reader may not see; text: the number as it is printed
    of_values: they are the different values that are counted, each with how many records it has
    is_of_median: they add up to nothing, and each says how many records it has
    number: "num" or "den" of a pair, else ""; heading: the name of the dimension
    """

    number: str
    is_main: bool
    period: Period
    text: str
    dimension: str
    heading: str
    of_values: bool
    is_of_median: bool
    years: list[int]
    rows: list[Row]
    year_totals: list[Decimal]
    record_count: int
    hidden_count: int
    hidden_value: Decimal
    parts: list[Part]
    named: Names

    @property
    def of_records(self) -> bool:
        """The cells count records, and do not add up to the number."""
        return self.of_values or self.is_of_median


@dataclass(frozen=True)
class Acceptor:
    """Who accepted `count` of the entries, and when the first and the last of them."""

    person: User
    count: int
    first: datetime
    last: datetime


@dataclass(frozen=True)
class Corrected:
    """Which corrections are asked for: those posted after `since`, up to `as_of_seq`; of many the newest."""

    since: int
    as_of_seq: int


@dataclass(frozen=True)
class Explanation:
    """tables: one, of a pair two; each adds up to its number. All else is of the main table.

    hidden_count: the entries that the reader may not see, with which those that are shown make up the figure;
    hidden_value: what they add to it, None where the entries of the figure do not add up
    middle: of a median the entries in the middle of all, one or two, as far as the reader may see them
    spanning_left, corrections_left: how many more there are than those that are shown
    """

    figure: Figure
    tables: list[Table]
    lump_value: Decimal
    lump_count: int
    accepted_by: list[Acceptor]
    spanning: list[Entry]
    corrections: list[Entry] = field(default_factory=list)
    middle: list[Entry] = field(default_factory=list)
    spanning_left: int = 0
    corrections_left: int = 0
    hidden_count: int = 0
    hidden_value: Decimal | None = None

    @property
    def entry_count(self) -> int:
        """The standing entries behind the figure that are shown; of a reading, those that are the newest."""
        return self.count_of("")

    def count_of(self, number: str) -> int:
        """Of a pair those behind one of its numbers, "num" or "den"."""
        table = self.table_of(number)
        return table.record_count - table.hidden_count

    def table_of(self, number: str) -> Table:
        """That of one of a pair; of any other figure its own."""
        return next((table for table in self.tables if table.number == number), self.main)

    @property
    def main(self) -> Table:
        return next(table for table in self.tables if table.is_main)

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
    """Figure, tables, lump entries, who accepted, what is too long for the period, and on demand what was corrected.

    only: the entries that the reader may see; the others are told by their number and what they add
    known, named: the figure itself and the names of everything, where they were read already
    """
    value = known or figure(definition, period, as_of_seq=as_of_seq, agencies=agencies, series=series)
    scope: Any = {"as_of_seq": value.as_of_seq, "agencies": agencies, "series": series}
    numbers = numbers_of(definition)
    too_long = spanning(definition, period, **scope)
    changed = Entry.objects.none()
    if corrected:
        changed = corrections(definition, period, corrected.since, **{**scope, "as_of_seq": corrected.as_of_seq})
    if only:
        too_long = too_long.filter(only(""))
    told = _told(too_long, changed.reverse())
    several = lumps(*asked_of(definition, period, **scope)) if _may_hold_lumps(definition) else None
    read = _read({name: (each, entries(each, period, **scope)) for name, each in numbers.items()}, several, only)
    named = named or (names() if read else Names({}))
    counted = [part for part in read if part.number == main_number(definition.spec)]
    hidden = [part for part in counted if part.is_hidden]
    lumped = [part for part in counted if part.of_several and not part.is_hidden]

    def lies_in(entry: Entry) -> bool:
        asked = (asked_of(each, period, **scope) for each in numbers.values())
        return any(specs.lies_in(spec, where.period, entry) for spec, where in asked)

    apart = sorted((row for row in told if not lies_in(row)), key=lambda row: (row.occurred_on, row.seq))
    corrected_by = sorted(filter(lies_in, told), key=lambda row: row.seq)
    return Explanation(
        figure=value,
        tables=[_table(value, name, each, read, named) for name, each in numbers.items()],
        lump_value=_sum(lumped),
        lump_count=sum(part.row_count for part in lumped),
        accepted_by=_acceptors([part for part in counted if not part.is_hidden]),
        spanning=apart[:MOST_BESIDE],
        corrections=corrected_by[-MOST_BESIDE:],
        spanning_left=too_long.count() - MOST_BESIDE if len(apart) > MOST_BESIDE else 0,
        corrections_left=changed.count() - MOST_BESIDE if len(corrected_by) > MOST_BESIDE else 0,
        hidden_count=sum(part.row_count for part in hidden),
        hidden_value=_sum(hidden) if only and value.adds_up else None,
        middle=_middle(definition, value, only, entries(definition, period, **scope)),
    )


def with_parts(explanation: Explanation, opened: str | None) -> list[Table]:
    """The tables to be shown: with the parts of rows while these are few, else with those of one row, by its code."""
    are_few = sum(row.part_count for table in explanation.tables for row in table.rows) <= MOST_PARTS
    return [_opened(table, None if are_few else {opened}) for table in explanation.tables]


def with_shares(found: "QuerySet[Entry]", explanation: Explanation, **scope: Any) -> list[Any]:
    """Entries behind a figure, each with `share`: what it adds, written as the figure is; "" where records are counted.

    Of a pair both numbers; of different values, the name of its own.
    """
    table, definition = explanation.main, explanation.figure.definition
    if measure := "" if table.number else single(definition).measure:
        line = Line.objects.filter(entry=OuterRef("pk"), measure=measure)
        rows = list[Any](found.annotate(adds=Subquery(line.values("quantity")[:1])))
        added = {"": {row.pk: row.adds or 0 for row in rows}}
        if table.is_of_median:
            rows.sort(key=lambda row: row.adds or 0)
    else:
        rows = list[Any](found)
        added = added_by([row.pk for row in rows], explanation.figure, **scope)
    for row in rows:
        if table.of_values and not table.number:
            code = getattr(row, f"{table.dimension}_id", None) or getattr(row, table.dimension)
            row.share = table.named.name(table.dimension, code)
        else:
            counted = [held[row.pk] for held in added.values() if row.pk in held]  # of a growth, in one of the two
            both = [held.get(row.pk, 0) for held in added.values()]
            each = map(quantities.to_decimal, counted if explanation.figure.is_growth else both)
            row.share = "/".join(quantities.written(quantity) for quantity in each)
    return rows


def _told(too_long: "QuerySet[Entry]", changed: "QuerySet[Entry]") -> list[Entry]:
    """The first of both, read in one query; one more than is shown, so that it can be said that there are more."""
    most = MOST_BESIDE + 1
    first = [Entry.objects.order_by().filter(pk__in=found.values("pk")[:most]) for found in (too_long, changed)]
    told = Entry.objects.filter(pk__in=first[0].values("pk").union(first[1].values("pk"), all=True))
    return list(told.select_related("agency", "kind", "reason", "posted_by"))


def _middle(definition: IndicatorVersion, figure: Figure, only: Only | None, found: "QuerySet[Entry]") -> list[Entry]:
    if definition.spec["agg"] != "median" or not figure.row_count:
        return []
    between = middle(range(figure.row_count))
    rows = list(found[between[0] : between[-1] + 1])
    shown = Entry.objects.filter(only("") if only else Q(), pk__in=[row.pk for row in rows])
    seen = set(shown.values_list("pk", flat=True)) if only else {row.pk for row in rows}
    return [row for row in rows if row.pk in seen]


def _may_hold_lumps(definition: IndicatorVersion) -> bool:
    """A reading counts what there is, whatever its number; of a pair the sum of neither is said to hold them."""
    return definition.spec["agg"] in {"sum", "stock"}


def _read(
    standing: "dict[str, tuple[IndicatorVersion, QuerySet[Entry]]]", several: "QuerySet[Line] | None", only: Only | None
) -> list[Part]:
    """What tables and who accepted are added up from, in one query. standing: number -> its definition and entries

    several: lines by which an entry stands for several activities
    """
    questions = []
    for number, (definition, found) in standing.items():
        dimension, measure = _dimension(definition), single(definition).measure
        lumped = None if several is None else When(pk__in=several.values("entry"), then=1)
        # The agencies first: of many values, they leave little to be compared by the others where rows are sorted.
        keys: dict[str, Any] = {
            "by_number": Value(number),
            "by_agency": column("agency"),
            "by_year": column("year"),
            "by_code": column(dimension) if dimension else Value(""),
            "of_several": Case(lumped, default=0) if lumped else Value(0),
            "is_hidden": Case(When(only(""), then=0), default=1) if only else Value(0),
        }
        is_summed = measure and single(definition).agg != "median"
        adds = Sum("lines__quantity") if is_summed else Count("pk") * quantities.THOUSANDTHS
        sums = {"value": adds, "count": Count("pk"), "first": Min("posted_at"), "last": Max("posted_at")}
        grouped = found.order_by().annotate(**keys, by_person=F("posted_by")).values_list(*keys, "by_person")
        questions.append(grouped.annotate(**sums))
    rows = questions[0].union(*questions[1:], all=True) if questions[1:] else questions[0]
    return [
        Part(number, agency, int(year), code or "", bool(of_several), bool(is_hidden), person, int(value), *rest)
        for number, agency, year, code, of_several, is_hidden, person, value, *rest in rows
    ]


def _dimension(definition: IndicatorVersion) -> str:
    """What a table is by: different values by themselves, readings as they are taken."""
    spec = single(definition)
    return spec.of if spec.agg == "distinct" else next(iter(definition.disaggregations), spec.of)


def _table(figure: Figure, number: str, definition: IndicatorVersion, read: list[Part], named: Names) -> Table:
    parts = [part for part in read if part.number == number]
    shown, hidden = ([part for part in parts if part.is_hidden is which] for which in (False, True))
    years, dimension = sorted({part.year for part in shown}), _dimension(definition) or "agency"
    stated = figure.numerator if number == "num" else figure.denominator
    return Table(
        number=number,
        is_main=number == main_number(figure.definition.spec),
        period=figure.period.earlier(back) if (back := single(definition).years_back) else figure.period,
        text=figure.text if not number else "–" if stated is None else quantities.written(stated),
        dimension=dimension,
        heading=vocabulary.dimension_name(dimension),
        of_values=single(definition).agg == "distinct",
        is_of_median=single(definition).agg == "median",
        years=years,
        rows=_rows(shown, years, dimension, named),
        year_totals=_by_year(shown, years),
        record_count=sum(part.row_count for part in parts),
        hidden_count=sum(part.row_count for part in hidden),
        hidden_value=_sum(hidden),
        parts=shown,
        named=named,
    )


def _opened(table: Table, codes: "set[str | None] | None") -> Table:
    """With the agencies of rows; codes: of these alone, None for all"""
    of_row: dict[str, list[Part]] = defaultdict(list)
    for part in table.parts:
        if codes is None or part.code in codes:
            of_row[part.code].append(part)
    rows = [
        replace(row, parts=_rows(of_row[row.code], table.years, "agency", table.named)) if row.part_count else row
        for row in table.rows
    ]
    return replace(table, rows=rows)


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
