"""Figures: an indicator's definition turned into sums over the ledger.

One path for one figure and for sixty: `figure` asks for a batch of one, so that a screen, a review and a command
can never disagree.
"""

from collections.abc import Callable, Iterable, Sequence
from copy import copy
from dataclasses import dataclass
from decimal import Decimal
from functools import cache
from typing import Any

from django.db.models import Exists, F, OuterRef, Q, QuerySet, Subquery, Sum, Value
from django.db.models.functions import ExtractYear

from lantoa.base import quantities, statements
from lantoa.base.periods import Period
from lantoa.base.statements import Statement
from lantoa.core.ledger.models import Entry, Head, Line
from lantoa.core.ledger.queries import specs
from lantoa.core.ledger.queries.specs import Scope, Spec
from lantoa.core.ledger.queries.sums import Recorded, Total, entries_of, lines_of, totals
from lantoa.core.people import queries as people
from lantoa.core.people.models import Agency
from lantoa.core.people.queries import Series
from lantoa.core.vocabulary.models import IndicatorVersion, Kind, KindMeasure, Measure
from lantoa.core.vocabulary.rules.specs import PAIRS, main, numbers


class UnknownMeasure(LookupError):
    """The definition names a measure that its kind does not declare."""


# From so many figures on it pays to ask first what was ever recorded.
_MANY = 12

# From the way to an entry ("" or "entry__") to a condition on it.
Only = Callable[[str], Q]


@dataclass(frozen=True)
class Ask:
    """One wanted figure. agencies: codes, or None for the whole province; series: how far these reach.

    as_of_seq: where this one is asked as of another entry than those asked with it
    """

    definition: IndicatorVersion
    period: Period
    agencies: frozenset[str] | None = None
    series: Series = Series.AS_IT_IS
    as_of_seq: int | None = None

    @property
    def whose(self) -> dict[str, Any]:
        """The scope as `explain`, `entries` and their like take it."""
        agencies = None if self.agencies is None else [Agency(code=code) for code in sorted(self.agencies)]
        return {"agencies": agencies, "series": self.series}


@dataclass(frozen=True)
class Figure:
    """The answer to an Ask at one seq.

    value: Decimal exact to 0.001, in the unit of the definition; of a pair the share or the growth; None of a pair or
                            a median of nothing
    numerator, denominator: of a pair, else None; of a growth and of medians also None where nothing was recorded
    row_count: standing entries behind it; approximate: one of them says over, nearly or about
    """

    definition: IndicatorVersion
    period: Period
    as_of_seq: int
    value: Decimal | None
    row_count: int
    approximate: bool = False
    numerator: Decimal | None = None
    denominator: Decimal | None = None

    @property
    def unit(self) -> str:
        """As it stands behind its text; where the unit stands alone, it is that of the definition."""
        return self.definition.unit_of(None if self.is_ratio else self.value)

    @property
    def is_ratio(self) -> bool:
        return self.definition.spec["agg"] in PAIRS

    @property
    def is_growth(self) -> bool:
        return bool(self.definition.spec["agg"] == "growth")

    @property
    def adds_up(self) -> bool:
        """Whether its entries add up to it: those of a pair and of different values do not."""
        return self.definition.spec["agg"] not in {*PAIRS, "distinct", "median"}

    @property
    def text(self) -> str:
        """As it is printed: a number in the active language, a pair such as 41/44, a growth such as 6/5 (+20 %)."""
        pair = self.numerator, self.denominator
        if pair == (None, None):
            return "–" if self.value is None else quantities.written(self.value)
        said = "/".join("–" if number is None else quantities.written(number) for number in pair)
        growth = _growth(*pair) if self.is_growth else None
        return said if growth is None else f"{said} ({_signed(growth)}\u00a0%)"

    @property
    def is_recorded(self) -> bool:
        """Nothing recorded is no zero: that nobody counted then must not look like a figure."""
        return bool(self.row_count or self.numerator or (self.is_growth and self.denominator is not None))

    @property
    def told(self) -> str:
        """Its text, where there is something to tell."""
        return self.text if self.is_recorded else "–"


@dataclass(frozen=True)
class Cell:
    """One part of a figure that was broken down. key: one code per dimension, "" where the record names none."""

    key: tuple[str, ...]
    value: Decimal
    row_count: int


def figure(
    definition: IndicatorVersion,
    period: Period,
    *,
    as_of_seq: int | None = None,
    agencies: Iterable[Agency] | None = None,
    series: Series = Series.AS_IT_IS,
) -> Figure:
    """Count or sum the posted entries that an indicator covers (chỉ tiêu).

    definition: the version of the indicator; with agg "count" it counts entries, else it sums its measure
    period:     half-open dates; an entry counts if its whole span lies inside (a stock: if it ended before the end)
    as_of_seq:  what was known at that entry, or None for the head of the ledger
    agencies:   or None for all; agencies below them are included
    series:     AS_IT_IS with what was merged into them, AS_IT_WAS without; likewise for places of the definition
    raises:     UnknownMeasure if the kind does not declare the measure
    reads:      one query for the sum whatever the size; never writes
    """
    codes = None if agencies is None else frozenset(agency.code for agency in agencies)
    return figures([Ask(definition, period, codes, series)], as_of_seq=as_of_seq)[0]


def figures(asks: Sequence[Ask], *, as_of_seq: int | None = None, reach: people.Reach | None = None) -> list[Figure]:
    """Many figures, at one seq where they name none, in the order asked; sums over the same lines share one query."""
    if not asks:
        return []
    ground = _ground(with_recorded=len(asks) > _MANY)
    seq = ground.head_seq if as_of_seq is None else as_of_seq
    widened = _reached(asks, reach)
    scopes = [
        Scope(
            ask.period, seq if ask.as_of_seq is None else ask.as_of_seq, widened[ask.agencies, ask.series], ask.series
        )
        for ask in asks
    ]
    wanted = [
        [specs.placed(part, scope) for part in specs.parts(ask.definition.spec)]
        for ask, scope in zip(asks, scopes, strict=True)
    ]
    _check_measures({part for pairs in wanted for part, _ in pairs}, ground.declared)
    sums = totals({pair for pairs in wanted for pair in pairs}, ground.recorded)
    return [
        _figure(ask, scope.as_of_seq, [(pair[0], sums[pair]) for pair in pairs])
        for ask, scope, pairs in zip(asks, scopes, wanted, strict=True)
    ]


def in_place(definition: IndicatorVersion, code: str) -> IndicatorVersion:
    """The same indicator of one place and of all that lies inside it; a definition that names places stays as it is."""
    return _with_spec(definition, specs.in_place(definition.spec, code))


def settled(asks: Sequence[Ask], reach: people.Reach | None = None) -> list[Ask]:
    """The same questions with their agencies and places written out, so that no later merger moves the answers.

    reach: of a caller that asks more of it
    reads: the tree of agencies, and for definitions that name places that of places; once each
    """
    agencies = _reached(asks, reach)
    places = specs.Places()
    return [
        Ask(
            _with_spec(ask.definition, specs.written_out(ask.definition.spec, places, ask.series)),
            ask.period,
            agencies[ask.agencies, ask.series],
            Series.EXACTLY,
        )
        for ask in asks
    ]


def breakdown(
    definition: IndicatorVersion,
    period: Period,
    *,
    by: Sequence[str],
    as_of_seq: int | None = None,
    agencies: Iterable[Agency] | None = None,
    series: Series = Series.AS_IT_IS,
) -> list[Cell]:
    """A sum, count or stock by dimensions ("agency", "place", "purpose", or "year"); the cells add up to the figure.

    raises: ValueError for an indicator whose parts do not add up (distinct, last, median, pairs)
    """
    spec, scope = asked_of(definition, period, as_of_seq, agencies, series)
    if definition.spec["agg"] not in {"sum", "count", "stock"}:
        raise ValueError(f"{definition} cannot be broken down: its parts do not add up")
    counts = spec.agg == "count"
    source: QuerySet[Any] = entries_of(spec, scope) if counts else lines_of(spec, scope)
    prefix = "" if counts else "entry__"
    if not counts:
        # Said of the entries too, although their lines say it: the database then reads these alone.
        source = source.filter(specs.window(spec, scope.period, prefix=prefix), entry__kind__in=specs.kinds(spec))
    names = {f"by_{index}": column(name, prefix) for index, name in enumerate(by)}
    rows = (
        source.order_by().annotate(**names).values_list(*names)
        .annotate(total=Sum("sign" if counts else "quantity"), count=Sum("sign"))
    )  # fmt: skip
    scale = quantities.THOUSANDTHS if counts else 1
    cells = [
        Cell(tuple(str(value or "") for value in values), quantities.to_decimal(int(total) * scale), count)
        for *values, total, count in rows
        if count or total
    ]
    return sorted(cells, key=lambda cell: cell.key)


def column(name: str, prefix: str = "") -> Any:
    """A dimension, "agency" or "year" of entries, to be grouped by. prefix: the way to them"""
    return _Year("occurred_on") if name == "year" else F(f"{prefix}{name}")


def head_seq() -> int:
    return Head.objects.values_list("head_seq", flat=True).filter(pk=1).first() or 0


def single(definition: IndicatorVersion) -> Spec:
    """The spec whose rows are the rows of the figure: of a ratio the denominator's, of a growth those of now."""
    return main(definition.spec)


def numbers_of(definition: IndicatorVersion) -> dict[str, IndicatorVersion]:
    """The definition itself under ""; of a pair those of its two numbers, under "num" and "den"."""
    return {number: _with_spec(definition, spec) for number, spec in numbers(definition.spec).items()}


def asked_of(
    definition: IndicatorVersion, period: Period, as_of_seq: int | None, agencies: Iterable[Agency] | None,
    series: Series,
) -> tuple[Spec, Scope]:  # fmt: skip
    """What is read for the rows of a figure, and where."""
    return specs.placed(single(definition), scope_of(period, as_of_seq, agencies, series))


def scope_of(period: Period, as_of_seq: int | None, agencies: Iterable[Agency] | None, series: Series) -> Scope:
    """as_of_seq: None for the head of the ledger; agencies: None for all"""
    codes = None if agencies is None else frozenset(agency.code for agency in agencies)
    reached = None if codes is None else people.Reach().under(codes, series)
    return Scope(period, head_seq() if as_of_seq is None else as_of_seq, reached, series)


def _reached(
    asks: Iterable[Ask], reach: people.Reach | None = None
) -> dict[tuple[frozenset[str] | None, Series], frozenset[str] | None]:
    """(agencies, series) -> all that they reach; the agencies are read once."""
    reach = reach or people.Reach()
    return {
        (ask.agencies, ask.series): None if ask.agencies is None else reach.under(ask.agencies, ask.series)
        for ask in asks
    }


@dataclass(frozen=True)
class _Ground:
    """declared: every (kind, measure)"""

    head_seq: int
    declared: set[tuple[str, str]]
    recorded: Recorded | None


def _ground(*, with_recorded: bool) -> _Ground:
    """What all figures stand on, in one query; with_recorded: one look into two indexes for each kind and measure."""
    found = statements.answers([(_ground_statement(with_recorded), {})])
    seqs = [seq or 0 for kind, measure, seq in found if kind and measure]
    recorded = None
    if with_recorded:
        recorded = Recorded(
            frozenset(kind for kind, measure, _ in found if not measure),
            frozenset(measure for kind, measure, _ in found if not kind),
        )
    declared = {(kind, measure) for kind, measure, _ in found if kind and measure}
    return _Ground(seqs[0] if seqs else head_seq(), declared, recorded)


@cache
def _ground_statement(with_recorded: bool) -> Statement:
    """Rows (kind, measure, head): those declared, and with one of them empty those recorded."""
    head = Subquery(Head.objects.filter(pk=1).values("head_seq"))
    rows: QuerySet[Any] = KindMeasure.objects.order_by().values_list("kind", "measure", head)
    if with_recorded:
        kinds = Kind.objects.filter(Exists(Entry.objects.filter(kind=OuterRef("code"))))
        measures = Measure.objects.filter(Exists(Line.objects.filter(measure=OuterRef("code"))))
        rows = rows.union(
            kinds.order_by().values_list("code", Value(""), Value(0)),
            measures.order_by().values_list(Value(""), "code", Value(0)), all=True,
        )  # fmt: skip
    return Statement.of(rows)


def _with_spec(definition: IndicatorVersion, spec: dict[str, Any]) -> IndicatorVersion:
    if spec == definition.spec:
        return definition
    changed = copy(definition)
    changed.spec = spec
    return changed


def _figure(ask: Ask, seq: int, sums: list[tuple[Spec, Total]]) -> Figure:
    both, is_growth = [total for _, total in sums], ask.definition.spec["agg"] == "growth"
    inexact = any(total.inexact for total in both)
    said = [
        None if not total.rows and (is_growth or spec.agg == "median") else quantities.to_decimal(total.value)
        for spec, total in sums
    ]
    if len(said) == 1:
        return Figure(ask.definition, ask.period, seq, said[0], both[0].rows, inexact)
    if is_growth:
        return Figure(ask.definition, ask.period, seq, _growth(*said), both[0].rows, inexact, *said)
    part, whole = said
    share = None if part is None or not whole else _exact(part / whole)
    return Figure(ask.definition, ask.period, seq, share, both[1].rows, inexact, part, whole)


def _growth(now: Decimal | None, before: Decimal | None) -> Decimal | None:
    """None where nothing can be said: not recorded, or out of nothing."""
    return None if now is None or not before else _exact((now - before) / before)


def _exact(value: Decimal) -> Decimal:
    return value.quantize(Decimal("0.001"))


def _signed(share: Decimal) -> str:
    percent = (share * 100).quantize(Decimal("0.1"))
    whole = percent.to_integral_value()
    return ("+" if share > 0 else "") + quantities.written(whole if whole == percent else percent)


class _Year(ExtractYear):
    """On SQLite read off the text that a day is there; Django would call Python for every row."""

    def as_sqlite(self, compiler: Any, connection: Any, **extra: Any) -> tuple[str, Any]:
        sql, params = compiler.compile(self.lhs)
        return f"CAST(substr({sql}, 1, 4) AS integer)", params


def _check_measures(wanted: set[Spec], declared: set[tuple[str, str]]) -> None:
    """raises: UnknownMeasure"""
    known = {measure for _, measure in declared}
    for spec in wanted:
        if spec.measure and (
            spec.measure not in known or any((kind, spec.measure) not in declared for kind in spec.kinds)
        ):
            raise UnknownMeasure(f"{'/'.join(spec.kinds) or 'ledger'}: {spec.measure}")
