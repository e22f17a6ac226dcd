"""Writing the vocabulary."""

from lantoa.core.vocabulary.actions.defining import Definition, define
from lantoa.core.vocabulary.actions.editing import (
    CannotChange,
    add,
    ask_for,
    end,
    mend,
    move_down,
    move_up,
    sort_by,
    stop_asking_for,
    take_up_again,
)
from lantoa.core.vocabulary.actions.seeding import SEED, mark_used, seed
from lantoa.core.vocabulary.actions.sharing import take_over

__all__ = [
    "SEED", "CannotChange", "Definition", "add", "ask_for", "define", "end", "mark_used", "mend", "move_down",
    "move_up", "seed", "sort_by", "stop_asking_for", "take_over", "take_up_again",
]  # fmt: skip
