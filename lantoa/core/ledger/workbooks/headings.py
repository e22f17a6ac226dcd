"""Finding the heading rows of a table that nobody made for us, and joining two-line headings into one."""

import re
from collections.abc import Callable
from decimal import Decimal

from lantoa.base import folding
from lantoa.core.ledger.workbooks.reader import Row, Sheet, Value, column_of

SEARCHED_ROWS = 40
MOST_HEADING_ROWS = 4
_NUMBERING = re.compile(r"\(?\d{1,2}\)?|\(\d+\s*=.*\)")


def corners(merged: str) -> tuple[int, int, int, int]:
    """`B3:D5` -> (3, 1, 5, 3): top, left, bottom, right."""
    first, _colon, last = merged.partition(":")
    last = last or first
    rows = [int("".join(filter(str.isdecimal, cell))[:8] or 0) for cell in (first, last)]
    return rows[0], column_of(first), rows[1], column_of(last)


def find(sheet: Sheet, is_known: Callable[[str], int]) -> tuple[int, int]:
    """First and last row number of the headings: those that explain most columns.

    is_known: how surely a folded heading names something (0: not at all)
    """
    best, best_score = (0, 0), 0
    for row in sheet.rows[:SEARCHED_ROWS]:
        first, last = row.number, _last_row(sheet, row)
        score = sum(is_known(folding.fold(text)) for text in texts(sheet, first, last).values())
        if score > best_score:
            best, best_score = (first, last), score
    return best if best_score else _first_full_row(sheet)


def texts(sheet: Sheet, first: int, last: int) -> dict[int, str]:
    """place -> heading; lines of several rows joined by a dash, joined cells counted for each of their columns."""
    lines: dict[int, list[str]] = {}
    spans = {(top, left): right for top, left, _bottom, right in map(corners, sheet.merged)}
    rows = [row for row in sheet.rows if first <= row.number <= last]
    below: set[int] = set()
    for row in reversed(rows):
        if _is_numbering(row):
            continue
        for place, text in _spread(row, spans, below).items():
            if text not in lines.setdefault(place, []):
                lines[place].insert(0, text)
        below |= set(row.cells)
    return {place: " – ".join(parts) for place, parts in sorted(lines.items())}


def _spread(row: Row, spans: dict[tuple[int, int], int], below: set[int]) -> dict[int, str]:
    """The texts of one heading row; one over several columns stands over each of those."""
    found: dict[int, str] = {}
    filled = sorted(place for place, value in row.cells.items() if isinstance(value, str))
    for place in filled:
        text = " ".join(folding.normal_text(str(row.cells[place])).split())
        last = spans.get((row.number, place), place)
        # Pasted text knows no joined cells: an empty one with a heading below belongs to its left neighbour.
        while last == place or last + 1 in below:
            if last + 1 in row.cells or last + 1 not in below:
                break
            last += 1
        for column in range(place, last + 1):
            found.setdefault(column, text)
    return found


def _last_row(sheet: Sheet, row: Row) -> int:
    """How far down the headings that begin in this row reach."""
    last = row.number
    for top, left, bottom, right in map(corners, sheet.merged):
        if top == row.number and bottom > top and left in row.cells:
            last = max(last, bottom)
        elif top == row.number and right > left and bottom == top and len(row.cells) > 2:
            last = max(last, top + 1)
    last = min(last, row.number + MOST_HEADING_ROWS - 1)
    following = [other for other in sheet.rows if row.number < other.number <= row.number + MOST_HEADING_ROWS]
    for other in following:
        if other.number == last + 1 and (_is_numbering(other) or (last == row.number and _fills_gaps(row, other))):
            last = other.number
    return last


def _fills_gaps(row: Row, below: Row) -> bool:
    """Is the row below a second line of headings: texts only, and only in or beside the gaps?"""
    gaps = set(below.cells) - set(row.cells)
    allowed = gaps | {place - 1 for place in gaps}
    return (
        bool(gaps)
        and len(row.cells) > 2
        and set(below.cells) <= allowed
        and all(isinstance(value, str) and not value.strip().isdecimal() for value in below.cells.values())
    )


def _is_numbering(row: Row) -> bool:
    """`1 | 2 | 3` or `(1) | (2) | (3)` below the headings."""
    values = [row.cells[place] for place in sorted(row.cells)]
    return len(values) > 2 and all(_is_number_of_column(value, at) for at, value in enumerate(values, start=1))


def _is_number_of_column(value: Value, at: int) -> bool:
    if isinstance(value, Decimal):
        return value == at
    return isinstance(value, str) and bool(_NUMBERING.fullmatch(value.strip()))


def _first_full_row(sheet: Sheet) -> tuple[int, int]:
    for row in sheet.rows[:SEARCHED_ROWS]:
        if len(row.cells) > 1 and all(isinstance(value, str) for value in row.cells.values()):
            return row.number, row.number
    number = sheet.rows[0].number if sheet.rows else 1
    return number, number
