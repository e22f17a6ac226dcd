"""Reading the ledger: figures, the entries behind them, the chain, the register."""

from lantoa.core.ledger.queries.bulk import Done, Meant, NothingDone, done, meant, sorted_out, undoable
from lantoa.core.ledger.queries.chain import Verification, entry_before, hashes_at, head, verify
from lantoa.core.ledger.queries.duplicates import (
    MOST_COMPARED,
    Alike,
    Event,
    alike_among,
    duplicates_among,
    duplicates_for,
    duplicates_for_events,
    duplicates_for_many,
    duplicates_of,
    found_different,
    merged_into,
)
from lantoa.core.ledger.queries.duties import is_of_duty, report_behind, with_duties
from lantoa.core.ledger.queries.entries import (
    UnknownEntry,
    added_by,
    changes_since,
    entries,
    entries_listed,
    entry,
    internal_among,
    measures_of,
    narrowed,
    quantity_in,
    reason_of,
    reversal_of,
    spanning,
    standing,
    with_measures,
)
from lantoa.core.ledger.queries.explanation import (
    Corrected,
    Explanation,
    Row,
    Table,
    explain,
    with_parts,
    with_shares,
)
from lantoa.core.ledger.queries.figures import (
    Ask,
    Cell,
    Figure,
    Only,
    UnknownMeasure,
    breakdown,
    figure,
    figures,
    head_seq,
    in_place,
    numbers_of,
    settled,
)
from lantoa.core.ledger.queries.imports import (
    UndoEffect,
    earlier_import,
    import_for,
    imports_that_ask,
    imports_visible_to,
    states_of,
    undo_effect,
)
from lantoa.core.ledger.queries.listing import (
    complete,
    ids_in_order,
    in_batches,
    listed,
    matching,
    measures_in,
    ways_out,
)
from lantoa.core.ledger.queries.names import Names, names
from lantoa.core.ledger.queries.news import news_count, news_of
from lantoa.core.ledger.queries.prechecks import (
    agencies_looked_through,
    agencies_that_may_look,
    agencies_to_look_through,
    prechecks,
)
from lantoa.core.ledger.queries.promises import (
    Beside,
    TaskRow,
    TaskSum,
    beside,
    is_named,
    of_period,
    targets_beside,
    task_rows,
    task_sums,
    tasks_in,
    with_targets,
)
from lantoa.core.ledger.queries.register import (
    activities_led_by,
    activities_visible_to,
    activity_for,
    activity_of,
    agencies_to_record_for,
    concerns,
    entries_of_document,
    evidence_for,
    figure_scope,
    history,
    kinds_by_last_record,
    kinds_recorded_by_agencies_of,
    kinds_recorded_last,
    last_of_kind,
    only_shown_to,
    returned_by,
    with_documents,
    with_quantities,
)
from lantoa.core.ledger.queries.saved import view_to_drop, views_of
from lantoa.core.ledger.queries.submissions import (
    Unsent,
    activities_in,
    activities_joined,
    agencies_with_something,
    open_counts,
    states_of_agency,
    unsent,
)

__all__ = [
    "MOST_COMPARED", "Alike", "Ask", "Beside", "Cell", "Corrected", "Done", "Event", "Explanation", "Figure", "Meant",
    "Names", "NothingDone", "Only", "Row", "Table", "TaskRow", "TaskSum", "UndoEffect", "UnknownEntry",
    "UnknownMeasure", "Unsent", "Verification", "activities_in", "activities_joined", "activities_led_by",
    "activities_visible_to", "activity_for", "activity_of", "added_by", "agencies_looked_through",
    "agencies_that_may_look", "agencies_to_look_through", "agencies_to_record_for", "agencies_with_something",
    "alike_among", "beside", "breakdown", "changes_since", "complete", "concerns", "done", "duplicates_among",
    "duplicates_for", "duplicates_for_events", "duplicates_for_many", "duplicates_of", "earlier_import", "entries",
    "entries_listed", "entries_of_document", "entry", "entry_before", "evidence_for", "explain", "figure",
    "figure_scope", "figures", "found_different", "hashes_at", "head", "head_seq", "history", "ids_in_order",
    "import_for", "imports_that_ask", "imports_visible_to", "in_batches", "in_place", "internal_among", "is_named",
    "is_of_duty", "kinds_by_last_record", "kinds_recorded_by_agencies_of", "kinds_recorded_last", "last_of_kind",
    "listed", "matching", "meant", "measures_in", "measures_of", "merged_into", "names", "narrowed", "news_count",
    "news_of", "numbers_of", "of_period", "only_shown_to", "open_counts", "prechecks", "quantity_in", "reason_of",
    "report_behind", "returned_by", "reversal_of", "settled", "sorted_out", "spanning", "standing", "states_of",
    "states_of_agency", "targets_beside", "task_rows", "task_sums", "tasks_in", "undo_effect", "undoable", "unsent",
    "verify", "view_to_drop", "views_of", "ways_out", "with_documents", "with_duties", "with_measures", "with_parts",
    "with_quantities", "with_shares", "with_targets",
]  # fmt: skip
