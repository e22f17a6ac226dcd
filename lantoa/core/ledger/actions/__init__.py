"""Writing: documents until they are accepted, then entries that only add up."""

from lantoa.core.ledger.actions.bulk import act_on_many, effect_of_accepting, undo
from lantoa.core.ledger.actions.documents import (
    Changed,
    NotNow,
    delete_draft,
    return_for_repair,
    save_draft,
    submit,
    submit_drafts,
    withdraw,
)
from lantoa.core.ledger.actions.duties import post_duties
from lantoa.core.ledger.actions.evidence import AlreadyRecorded, Piece, attach, redact, remove_orphans
from lantoa.core.ledger.actions.imports import (
    AlreadyImported,
    NothingNew,
    Origin,
    forget_left_out,
    import_drafts,
    undo_import,
)
from lantoa.core.ledger.actions.looking import drop_view, name_precheck, read_news, save_view
from lantoa.core.ledger.actions.merging import merge, separate, set_apart
from lantoa.core.ledger.actions.posting import accept, accept_many, correct, reverse, reverse_many
from lantoa.core.ledger.actions.proposals import after_of, confirm_proposals, decline_proposals, forget_proposals
from lantoa.core.ledger.actions.submissions import (
    report_nothing,
    report_nothing_of_many,
    send_complete_drafts,
    submit_with_drafts,
)

__all__ = [
    "AlreadyImported", "AlreadyRecorded", "Changed", "NotNow", "NothingNew", "Origin", "Piece", "accept", "accept_many",
    "act_on_many", "after_of", "attach", "confirm_proposals", "correct", "decline_proposals", "delete_draft",
    "drop_view", "effect_of_accepting", "forget_left_out", "forget_proposals", "import_drafts", "merge",
    "name_precheck", "post_duties", "read_news", "redact", "remove_orphans", "report_nothing", "report_nothing_of_many",
    "return_for_repair", "reverse", "reverse_many", "save_draft", "save_view", "send_complete_drafts", "separate",
    "set_apart", "submit", "submit_drafts", "submit_with_drafts", "undo", "undo_import", "withdraw",
]  # fmt: skip
