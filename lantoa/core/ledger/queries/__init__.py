"""Reading the ledger: figures, the entries behind them, the chain, the register."""

from lantoa.core.ledger.queries.chain import Verification, head, verify
from lantoa.core.ledger.queries.entries import (
    UnknownEntry,
    changes_since,
    corrections,
    entries,
    entries_listed,
    entry,
    measures_of,
    reason_of,
    reversal_of,
    spanning,
    standing,
)
from lantoa.core.ledger.queries.explanation import Explanation, explain, narrowed, quantity_in
from lantoa.core.ledger.queries.figures import (
    Ask,
    Cell,
    Figure,
    UnknownMeasure,
    breakdown,
    figure,
    figures,
    head_seq,
    lumps,
)
from lantoa.core.ledger.queries.imports import (
    UndoEffect,
    earlier_import,
    import_for,
    imports_visible_to,
    states_of,
    undo_effect,
)
from lantoa.core.ledger.queries.register import (
    activities_visible_to,
    activity_for,
    agencies_to_record_for,
    concerns,
    entries_of_document,
    evidence_for,
    figure_scope,
    history,
    last_of_kind,
    search,
    with_documents,
)

__all__ = [
    "Ask", "Cell", "Explanation", "Figure", "UndoEffect", "UnknownEntry", "UnknownMeasure",
    "Verification", "activities_visible_to", "activity_for", "agencies_to_record_for", "breakdown", "changes_since",
    "concerns", "corrections", "earlier_import", "entries", "entries_listed", "entries_of_document",
    "entry", "evidence_for", "explain", "figure", "figure_scope", "figures", "head", "head_seq", "history",
    "import_for", "imports_visible_to", "last_of_kind", "lumps", "measures_of", "narrowed", "quantity_in",
    "reason_of", "reversal_of", "search", "spanning", "standing", "states_of", "undo_effect", "verify",
    "with_documents",
]  # fmt: skip
