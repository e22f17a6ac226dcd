"""From a reader's request to a figure of the ledger: noted in memory, spooled, folded into sums, posted by day."""

from lantoa.desks.channels.actions.folding import fold
from lantoa.desks.channels.actions.noting import FOLDER, Notebook, notebook
from lantoa.desks.channels.actions.official import keep_official
from lantoa.desks.channels.actions.posting import post

__all__ = ["FOLDER", "Notebook", "fold", "keep_official", "notebook", "post"]
