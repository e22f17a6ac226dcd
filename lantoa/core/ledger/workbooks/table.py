"""A list taken away as a file: an Excel workbook or a CSV file that says of itself what it holds.

Nothing in it is ever a formula: a title may begin with "=", and a spreadsheet would run it.
"""

import csv
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import IO

import xlsxwriter

from lantoa.base.spreadsheets import BOM, defused

Value = str | int | Decimal | date | datetime | None

_DAY, _MOMENT = "dd/mm/yyyy", "dd/mm/yyyy hh:mm"
_WIDEST = 60
_WIDTHS = {str: 28, int: 10, Decimal: 12, date: 12, datetime: 17}


@dataclass(frozen=True)
class Table:
    """notes: what the file says of itself, as (name, text); headings: (text, what its cells hold)

    names: of the two sheets, the notes' and the rows'
    """

    names: tuple[str, str]
    notes: Sequence[tuple[str, str]]
    headings: Sequence[tuple[str, type]]
    rows: Iterable[Sequence[Value]]


def write_xlsx(table: Table, target: IO[bytes]) -> None:
    """Two sheets into an open binary file; memory does not grow with the rows. Moments are local and without zone."""
    settings = {"constant_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    book = xlsxwriter.Workbook(target, settings)
    bold = book.add_format({"bold": True})
    about = book.add_worksheet(table.names[0][:31])
    about.set_column(0, 0, 24)
    about.set_column(1, 1, _WIDEST)
    for row, (name, text) in enumerate(table.notes):
        about.write_string(row, 0, name, bold)
        about.write_string(row, 1, text)
    sheet = book.add_worksheet(table.names[1][:31])
    day, moment = book.add_format({"num_format": _DAY}), book.add_format({"num_format": _MOMENT})
    for column, (heading, holds) in enumerate(table.headings):
        sheet.set_column(column, column, _WIDEST if column == 0 else _WIDTHS[holds])
        sheet.write_string(0, column, heading, bold)
    sheet.freeze_panes(1, 1)
    row = 0
    for row, values in enumerate(table.rows, start=1):
        for column, value in enumerate(values):
            if isinstance(value, datetime):
                sheet.write_datetime(row, column, value, moment)
            elif isinstance(value, date):
                sheet.write_datetime(row, column, value, day)
            elif isinstance(value, str):
                sheet.write_string(row, column, value)
            elif value is not None:
                sheet.write_number(row, column, value)
    sheet.autofilter(0, 0, row, len(table.headings) - 1)
    book.close()


def csv_lines(table: Table) -> Iterator[str]:
    """Line by line, the first with the mark of UTF-8: the notes, an empty line, the headings, the rows."""
    writer = csv.writer(_Echo())
    yield BOM + writer.writerow([defused(text) for text in table.notes[0]])
    for note in table.notes[1:]:
        yield writer.writerow([defused(text) for text in note])
    yield writer.writerow([])
    yield writer.writerow([defused(heading) for heading, _ in table.headings])
    for values in table.rows:
        yield writer.writerow([_cell(value) for value in values])


class _Echo:
    """A file for the writer of lines that gives each line back."""

    def write(self, line: str) -> str:
        return line


def _cell(value: Value) -> str:
    if value is None:
        return ""
    if isinstance(value, datetime):
        return value.strftime("%Y-%m-%d %H:%M")
    return defused(value) if isinstance(value, str) else str(value)
