"""Writing the vocabulary."""

from lantoa.core.vocabulary.actions.defining import Definition, define
from lantoa.core.vocabulary.actions.editing import (
    CannotChange,
    add,
    ask_for,
    end,
    keep_internal,
    mend,
    move_down,
    move_up,
    open_to_visitors,
    sort_by,
    stop_asking_for,
    take_up_again,
)
from lantoa.core.vocabulary.actions.seeding import SEED, mark_used, seed
from lantoa.core.vocabulary.actions.sharing import take_over

__all__ = [
    "SEED", "CannotChange", "Definition", "add", "ask_for", "define", "end", "keep_internal", "mark_used",
    "mend", "move_down", "move_up", "open_to_visitors", "seed", "sort_by", "stop_asking_for", "take_over",
    "take_up_again",
]  # fmt: skip
