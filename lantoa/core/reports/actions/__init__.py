"""Writing reviews: a draft that is edited freely, frozen once, and followed by a new version if it must change."""

from lantoa.core.reports.actions.comments import NotAnswered, answer, comment, end_invitation, invite, take_back
from lantoa.core.reports.actions.drafts import (
    ChangedMeanwhile,
    NotDraft,
    add_section,
    bind,
    create,
    discard,
    edit,
    edit_section,
    insert,
    mark_of,
    move_down,
    move_up,
    new_version,
    remove_section,
)
from lantoa.core.reports.actions.forms import seed
from lantoa.core.reports.actions.freezing import CannotFreeze, NotFrozen, freeze, issue, state_head

__all__ = [
    "CannotFreeze", "ChangedMeanwhile", "NotAnswered", "NotDraft", "NotFrozen", "add_section", "answer", "bind",
    "comment", "create", "discard", "edit", "edit_section", "end_invitation", "freeze", "insert", "invite", "issue",
    "mark_of", "move_down", "move_up", "new_version", "remove_section", "seed", "state_head", "take_back",
]  # fmt: skip
