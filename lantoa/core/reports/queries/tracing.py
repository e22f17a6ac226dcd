"""Where a frozen figure comes from: the same question asked again at its seq."""

from collections.abc import Iterable, Mapping
from copy import copy
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Any, TypeVar

from django.db.models import Case, QuerySet, Value, When

from lantoa.base import quantities
from lantoa.core.ledger import queries as ledger
from lantoa.core.ledger.models import Entry
from lantoa.core.ledger.rules import chain
from lantoa.core.people.queries import Series
from lantoa.core.reports.models import FrozenFigure, Report
from lantoa.core.vocabulary import queries as vocabulary

Frozen = TypeVar("Frozen", bound=FrozenFigure)  # annotated or not


@dataclass(frozen=True)
class Trace:
    """then: recomputed at the figure's seq; now: at the head; entries: the rows behind it, by date, lazily read

    explanation: its tables by dimension, year and agency, which add up to the figure; what is no record of its own;
                 who accepted; what was too long for the period
    changes: what was posted since, with reasons; hidden_change_count: of that, what the reader may not see
    rows_hold: the rows are the same ones, unaltered
    words: its definition, and the kinds, measures and words it was counted by, as they were when it was frozen
    """

    frozen: FrozenFigure
    then: ledger.Figure
    now: ledger.Figure
    entries: "QuerySet[Entry]"
    explanation: ledger.Explanation
    changes: list[Entry]
    hidden_change_count: int
    rows_hold: bool
    words: list[vocabulary.Then]

    def told(self, page: "QuerySet[Entry]") -> list[Any]:
        """Entries of one page, as `ledger.with_documents` reads them, with what each adds."""
        return ledger.with_shares(page, self.explanation, **ask_of(self.frozen).whose)

    @property
    def holds(self) -> bool:
        return self.rows_hold and same(self.stated, self.then)

    @property
    def is_restated(self) -> bool:
        return not printed_alike(self.stated, self.now)

    @property
    def stated(self) -> ledger.Figure:
        """What the review prints, whatever the ledger says."""
        return stated(self.frozen)

    @property
    def words_changed(self) -> list[vocabulary.Then]:
        return [word for word in self.words if word.differences]

    @property
    def words_alike(self) -> list[vocabulary.Then]:
        return [word for word in self.words if not word.differences and not word.is_definition]

    @property
    def difference(self) -> Decimal | None:
        return difference(self.stated, self.now)


def figure_named(public_id: str) -> FrozenFigure:
    """For the command line, which asks for nobody. raises: FrozenFigure.DoesNotExist"""
    found = FrozenFigure.objects.select_related("report__agency", "definition__indicator", "agency")
    return found.get(public_id=public_id.strip().upper())


def following(frozen: FrozenFigure) -> FrozenFigure | None:
    """The same figure in the version that replaced its review; None where there is none, or it states it no more."""
    if frozen.report.state != Report.State.REPLACED:
        return None
    found = FrozenFigure.objects.select_related("definition__indicator")
    return found.filter(report__replaces=frozen.report_id, token=frozen.token).first()


def as_stated(figures: Iterable[Frozen]) -> list[Frozen]:
    """With their definitions called as they were when each was frozen; one query more."""
    rows = list(figures)
    then = vocabulary.definitions_then((row.definition, row.words) for row in rows)
    for row, definition in zip(rows, then, strict=True):
        row.definition = definition
    return rows


def trace(
    frozen: FrozenFigure, *, only: ledger.Only | None = None, wanted: Mapping[str, str] | None = None
) -> Trace:  # fmt: skip
    """Everything behind a frozen figure; a fixed number of queries, the entries apart.

    frozen: from now on its definition is called as it was then
    only: the entries that the reader may see (`ledger.only_shown_to`); of the others their number and their sum
    wanted: the cell of its tables whose entries are asked for, as in `ledger.narrowed`
    """
    words = vocabulary.words_then(frozen.words)
    if own := next((word for word in words if word.is_definition), None):
        frozen.definition = own.of(frozen.definition)
    ask = ask_of(frozen)
    whose = ask.whose
    then, now = ledger.figures([replace(ask, as_of_seq=frozen.as_of_seq), ask])
    known: dict[str, Any] = {"as_of_seq": frozen.as_of_seq, **whose}
    entries = ledger.narrowed(ask.definition, ask.period, wanted or {}, **known)
    since: list[Any] = changes(frozen, as_of_seq=now.as_of_seq, only=only)  # with `is_shown`
    shown = [entry for entry in since if entry.is_shown]
    return Trace(
        frozen=frozen,
        then=then,
        now=now,
        entries=entries.filter(only("")) if only else entries,
        explanation=ledger.explain(ask.definition, ask.period, known=then, only=only, **known),
        changes=shown,
        hidden_change_count=len(since) - len(shown),
        rows_hold=rows_digest(ask, seq=frozen.as_of_seq) == frozen.rows_digest,
        words=words,
    )


def ask_of(frozen: FrozenFigure) -> ledger.Ask:
    """The question that the figure answered, of the agencies and places that belonged to it then."""
    if frozen.asked_spec is None:
        return ledger.Ask(frozen.definition, frozen.period, frozenset([frozen.agency_id]) if frozen.agency_id else None)
    definition = copy(frozen.definition)
    definition.spec = frozen.asked_spec
    agencies = None if frozen.asked_agencies is None else frozenset(frozen.asked_agencies)
    return ledger.Ask(definition, frozen.period, agencies, Series.EXACTLY)


def entries_behind(ask: ledger.Ask, *, seq: int) -> "QuerySet[Entry]":
    """The standing entries behind a settled question at a seq, by date."""
    return ledger.entries(ask.definition, ask.period, as_of_seq=seq, **ask.whose)


def rows_digest(ask: ledger.Ask, *, seq: int) -> str:
    """The digest of the standing entries behind a figure at a seq; of a ratio, behind both of its parts."""
    hashes: dict[int, str] = {}
    for part in ledger.numbers_of(ask.definition).values():
        rows = ledger.entries(part, ask.period, as_of_seq=seq, **ask.whose)
        hashes.update(rows.order_by().values_list("seq", "hash"))
    return chain.rows_digest(hashes[seq] for seq in sorted(hashes))


def changes(frozen: FrozenFigure, *, as_of_seq: int | None = None, only: ledger.Only | None = None) -> list[Entry]:
    """Entries and reversals posted since that the figure covers, in the order of posting.

    as_of_seq: None for all; only: the entries that a reader may see, each says with `is_shown` whether it is one
    """
    found: dict[int, Entry] = {}
    ask = ask_of(frozen)
    is_shown = Case(When(only(""), then=True), default=False) if only else Value(True)
    for part in ledger.numbers_of(ask.definition).values():
        rows = ledger.changes_since(part, ask.period, frozen.as_of_seq, as_of_seq=as_of_seq, **ask.whose)
        found |= {row.seq: row for row in rows.select_related("agency", "kind").annotate(is_shown=is_shown)}
    return [found[seq] for seq in sorted(found)]


def same(one: ledger.Figure, other: ledger.Figure) -> bool:
    """Printed alike and made of as many rows."""
    return printed_alike(one, other) and one.row_count == other.row_count


def printed_alike(one: ledger.Figure, other: ledger.Figure) -> bool:
    return _facts(one) == _facts(other)


def stated(frozen: FrozenFigure) -> ledger.Figure:
    """The figure as the review states it, from the frozen row alone."""
    return ledger.Figure(
        frozen.definition,
        frozen.period,
        frozen.as_of_seq,
        _decimal(frozen.value),
        frozen.row_count,
        frozen.approximate,
        _decimal(frozen.numerator),
        _decimal(frozen.denominator),
    )


def difference(then: ledger.Figure, now: ledger.Figure) -> Decimal | None:
    """Now less then; None for a ratio, of which both numbers are shown instead."""
    return None if then.is_ratio or then.value is None or now.value is None else now.value - then.value


def _facts(figure: ledger.Figure) -> tuple[object, ...]:
    # The share of a ratio is rounded and not kept: its two numbers are what counts.
    value = None if figure.is_ratio else figure.value
    return value, figure.numerator, figure.denominator, figure.approximate


def _decimal(thousandths: int | None) -> Decimal | None:
    return None if thousandths is None else quantities.to_decimal(thousandths)
