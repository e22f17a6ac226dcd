"""A table that comes cell by cell, with cells that reach over several rows or columns: it becomes a sheet."""

from django.utils.translation import gettext as _

from lantoa.core.ledger.workbooks.container import BadWorkbook
from lantoa.core.ledger.workbooks.reader import MAX_COLUMNS, MAX_ROWS, Row, Sheet, Value, letter


class Table:
    """next_row, put, put, ..., next_row, ...; then sheet."""

    def __init__(self) -> None:
        self._rows: list[Row] = []
        self._number = 0
        self._place = 0
        self._taken: dict[int, tuple[int, int]] = {}  # column -> (last row that a cell above reaches, its first row)
        self._merged: dict[tuple[int, int], tuple[int, int]] = {}  # (row, column) -> (last row, last column)

    def next_row(self) -> None:
        self._number += 1
        self._place = 0
        if self._number > MAX_ROWS:
            raise BadWorkbook(_("A table has more than %(limit)s rows. Divide it.") % {"limit": MAX_ROWS})
        self._rows.append(Row(self._number, {}))

    def put(self, value: Value, *, across: int = 1, down: int = 1) -> None:
        if not self._rows:
            self.next_row()
        while self._taken.get(self._place, (0, 0))[0] >= self._number:
            self._place += 1
        first, last = self._place, self._place + max(across, 1) - 1
        if last >= MAX_COLUMNS:
            raise BadWorkbook(
                _("A table has more than %(limit)s columns. Keep only those that are needed.") % {"limit": MAX_COLUMNS}
            )
        if not isinstance(value, str) or value.strip():
            self._rows[-1].cells[first] = value
        bottom = self._number + min(max(down, 1), MAX_ROWS) - 1
        if across > 1 or bottom > self._number:
            self._merged[self._number, first] = (bottom, last)
        for place in range(first, last + 1):
            self._taken[place] = (bottom, self._number)
        self._place = last + 1

    def continue_above(self, *, across: int = 1) -> None:
        """A cell that is the lower part of the one above it, as Word writes them."""
        first = self._place
        if first in self._taken:
            above = self._taken[first][1]
            for place in range(first, min(first + across, MAX_COLUMNS)):
                self._taken[place] = (self._number, above)
            self._merged[above, first] = (self._number, min(first + across, MAX_COLUMNS) - 1)
        self._place += across

    def sheet(self, name: str) -> Sheet | None:
        """None if nothing stands in it."""
        last_row = len(self._rows)
        rows = [row for row in self._rows if row.cells]
        merged = [
            f"{letter(left)}{top}:{letter(right)}{min(bottom, last_row)}"
            for (top, left), (bottom, right) in self._merged.items()
            if (top, left) != (min(bottom, last_row), right)
        ]
        return Sheet(name, is_hidden=False, rows=rows, merged=merged) if rows else None
