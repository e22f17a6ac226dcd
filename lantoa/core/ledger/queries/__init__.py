"""Reading the ledger: figures, the entries behind them, the chain, the register."""

from lantoa.core.ledger.queries.chain import Verification, head, verify
from lantoa.core.ledger.queries.entries import (
    UnknownEntry,
    changes_since,
    entries,
    entry,
    measures_of,
    spanning,
    standing,
)
from lantoa.core.ledger.queries.figures import Ask, Cell, Figure, UnknownMeasure, breakdown, figure, figures, lumps
from lantoa.core.ledger.queries.register import activities_visible_to, activity_for, evidence_for, history

__all__ = [
    "Ask", "Cell", "Figure", "UnknownEntry", "UnknownMeasure", "Verification", "activities_visible_to", "activity_for",
    "breakdown", "changes_since", "entries", "entry", "evidence_for", "figure", "figures", "head", "history", "lumps",
    "measures_of", "spanning", "standing", "verify",
]  # fmt: skip
