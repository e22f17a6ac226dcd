"""Reading the promise, and who reported what."""

from lantoa.core.programme.queries.board import SHOWN, Board, Row, board, of_rows
from lantoa.core.programme.queries.completeness import (
    Completeness,
    completeness,
    of_submissions,
    periods_covering,
    periods_over,
)
from lantoa.core.programme.queries.periods import (
    agencies_to_add,
    calendar,
    history,
    history_of,
    open_periods,
    owed_by,
    period_for,
    periods_visible_to,
    regimes,
    standing_agencies,
    submission_for,
    submissions_visible_to,
    with_submissions,
    working_days,
)
from lantoa.core.programme.queries.programme import targets

__all__ = [
    "SHOWN", "Board", "Completeness", "Row", "agencies_to_add", "board", "calendar", "completeness", "history",
    "history_of", "of_rows", "of_submissions", "open_periods", "owed_by", "period_for", "periods_covering",
    "periods_over", "periods_visible_to", "regimes", "standing_agencies", "submission_for", "submissions_visible_to",
    "targets", "with_submissions", "working_days",
]  # fmt: skip
