"""Does a frozen review still hold (integrity), and what would it say today (restatement)?"""

from dataclasses import dataclass
from decimal import Decimal

from lantoa.core.ledger import queries as ledger
from lantoa.core.ledger.models import Entry
from lantoa.core.ledger.rules import chain
from lantoa.core.reports.models import FrozenDocument, FrozenFigure, Report
from lantoa.core.reports.queries import tracing


class NotFrozen(Exception):
    """A draft states nothing yet, so there is nothing to check."""


@dataclass(frozen=True)
class CheckedFigure:
    """stated: as printed; recomputed: asked again at its seq; now: at the head

    rows_hold: the rows behind it are the same ones, unaltered; changes: what was posted since and touches it
    """

    frozen: FrozenFigure
    stated: ledger.Figure
    recomputed: ledger.Figure
    now: ledger.Figure
    rows_hold: bool
    changes: list[Entry]

    @property
    def holds(self) -> bool:
        return self.rows_hold and tracing.same(self.stated, self.recomputed)

    @property
    def is_restated(self) -> bool:
        """It would be printed otherwise today; records may have come and gone without that."""
        return not tracing.printed_alike(self.stated, self.now)

    @property
    def difference(self) -> Decimal | None:
        return tracing.difference(self.stated, self.now)


@dataclass(frozen=True)
class Check:
    """head_holds: the ledger still has, at the review's seq, the entry with the hash that the review prints

    document_holds: the kept page and statement are the ones that were frozen, byte for byte
    """

    report: Report
    figures: list[CheckedFigure]
    head_holds: bool
    document_holds: bool

    @property
    def holds(self) -> bool:
        return self.head_holds and self.document_holds and all(figure.holds for figure in self.figures)

    @property
    def restated(self) -> list[CheckedFigure]:
        return [figure for figure in self.figures if figure.is_restated]


def check(report: Report) -> Check:
    """Recompute every figure at its seq and at the head.

    reads: two batches for all values, two queries a figure for its rows and what changed them
    raises: NotFrozen
    """
    if report.is_draft or report.as_of_seq is None:
        raise NotFrozen(report.pk)
    frozen = tracing.as_stated(_figures(report))
    asks = [tracing.ask_of(figure) for figure in frozen]
    recomputed, now = ledger.figures(asks, as_of_seq=report.as_of_seq), ledger.figures(asks)
    figures = [
        CheckedFigure(
            row, tracing.stated(row), recomputed[at], now[at],
            rows_hold=tracing.rows_digest(asks[at], seq=row.as_of_seq) == row.rows_digest,
            changes=tracing.changes(row),
        )
        for at, row in enumerate(frozen)
    ]  # fmt: skip
    return Check(report, figures, _head_holds(report), document_holds(report))


def restatements(report: Report) -> list[CheckedFigure]:
    """The figures of a frozen review of which the value or the number of records is another one today.

    Cheaper than `check`: it does not ask for the rows of what has not changed, and takes the kept values as they are.
    """
    frozen = _figures(report)
    now = ledger.figures([tracing.ask_of(figure) for figure in frozen])
    changed = {
        row: today for row, today in zip(frozen, now, strict=True) if not tracing.same(tracing.stated(row), today)
    }
    return [
        CheckedFigure(row, then, then, today, rows_hold=True, changes=tracing.changes(row, as_of_seq=today.as_of_seq))
        for row in tracing.as_stated(changed)
        for then, today in [(tracing.stated(row), changed[row])]
    ]


def document_holds(report: Report) -> bool:
    return is_as_frozen(report.document)


def is_as_frozen(kept: FrozenDocument) -> bool:
    """Both texts that were kept are the ones whose digests were."""
    return (chain.sha256(kept.html), chain.sha256(kept.statement) if kept.statement else "") == (
        kept.sha256,
        kept.statement_sha256,
    )


def _figures(report: Report) -> list[FrozenFigure]:
    return list(report.figures.select_related("definition__indicator", "agency").order_by("pk"))


def _head_holds(report: Report) -> bool:
    if not report.as_of_seq:
        return report.head_hash == chain.GENESIS
    try:
        return ledger.entry(report.as_of_seq).hash == report.head_hash
    except ledger.UnknownEntry:
        return False
