"""From the rows of a workbook to drafts: all rows are read, each problem named with its cell, nothing written."""

import hashlib
import re
from bisect import bisect_left
from collections.abc import Collection, Iterator
from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from lantoa.base import folding
from lantoa.core.ledger import drafts
from lantoa.core.ledger.drafts import Words
from lantoa.core.ledger.workbooks.cells import CellReader, Unreadable, written
from lantoa.core.ledger.workbooks.columns import ROW_ID, Column
from lantoa.core.ledger.workbooks.container import BadWorkbook
from lantoa.core.ledger.workbooks.layout import Layout, find
from lantoa.core.ledger.workbooks.reader import Row, Sheet, Value, Workbook, letter
from lantoa.core.ledger.workbooks.reading import DraftRow, LeftOut, Progress, Reading, Remark, Repairs

MOST_PROBLEMS = 2_000  # who has more has one mistake in every row, and need not wait for all of them
_TOTALS = {"cong", "tong", "tong cong", "tong so", "tong so cong", "luy ke", "total", "totals", "sum", "grand total"}

# What one row says: column code -> where it stands (None: nowhere, it holds for every row) and its value.
Record = dict[str, tuple[int | None, Value]]


def read(
    workbook: Workbook,
    words: Words,
    *,
    file_name: str,
    agency: str,
    agencies: Collection[str] | None,
    today: date,
    repairs: Repairs | None = None,
    progress: Progress | None = None,
) -> Reading:
    """Read all rows of a workbook that was made from a template.

    agency:   code of the agency that leads where the row names none
    agencies: codes that may be named in a row; None: any
    progress: called with (rows read, rows in all) now and then
    raises:   BadWorkbook if the workbook as a whole cannot be read or holds no row
    """
    layouts, aside = find(workbook, words)
    reading = start(workbook, file_name=file_name, kind=layouts[0].kind, agency=agency)
    reading.notices += [
        about_sheet(sheet, _("This sheet was not read: it has no columns of the template.")) for sheet in aside
    ]
    readers = [
        RowReader(layout, workbook.sheets.index(layout.sheet), words, reading, agencies, today, repairs or Repairs())
        for layout in layouts
    ]
    return finish(readers, reading, progress)


def start(workbook: Workbook, *, file_name: str, kind: str, agency: str) -> Reading:
    """An empty reading that holds what is known of the file itself."""
    reading = Reading(file_name, hashlib.sha256(workbook.content).hexdigest(), kind, agency)
    reading.notices += [
        Remark(notice.sheet, 0, "" if notice.place is None else letter(notice.place), "", "", notice.message)
        for notice in workbook.notices
    ]
    return reading


def finish(readers: "list[RowReader]", reading: Reading, progress: Progress | None) -> Reading:
    """Read the rows of all sheets into the reading; raises BadWorkbook if there is none."""
    rows_in_all = sum(len(reader.layout.sheet.rows) for reader in readers)
    done = 0
    for reader in readers:
        reader.remark_on_layout()
        for row in reader.layout.rows():
            reader.read(row)
            done += 1
            if progress and done % 250 == 0:
                progress(done, rows_in_all)
            if len(reading.problems) >= MOST_PROBLEMS:
                message = _("There are too many problems; reading stopped at row %(row)s.") % {"row": row.number}
                reading.problems.append(about_sheet(reader.layout.sheet, message))
                return reading
    if not (reading.rows or reading.problems or reading.left_out or reading.passed):
        raise BadWorkbook(_("The workbook holds no rows yet. Fill in one activity in each row below the headings."))
    return reading


def about_sheet(sheet: Sheet, message: str, *, rows: str = "") -> Remark:
    return Remark(sheet.name, 0, "", "", rows, message)


class RowReader:
    """Reads the rows of one sheet into a Reading."""

    def __init__(
        self, layout: Layout, index: int, words: Words, reading: Reading, agencies: Collection[str] | None, today: date,
        repairs: Repairs,
    ) -> None:  # fmt: skip
        self.layout, self.words, self.reading, self.agencies, self.today = layout, words, reading, agencies, today
        self.index, self.repairs = index, repairs
        self.places = {column.code: place for place, column in layout.columns.items()}
        self.columns = {column.code: column for column in layout.columns.values()}
        self.fields = frozenset(self.columns)
        self._cells = CellReader(words)
        self._repaired_rows = {":".join(key.split(":")[:2]) for key in repairs.cells}

    def remark_on_layout(self) -> None:
        sheet = self.layout.sheet
        for place, column in self.layout.renamed():
            message = _("This column is read as “%(column)s”.") % {"column": column.vi}
            self._note(self.layout.last_heading_row, place, None, message)
        filled = {place for row in self.layout.rows() for place in row.cells} - set(self.layout.columns)
        for place in sorted(filled):
            message = _("This column is not of the template; it is not read.")
            self._note(self.layout.last_heading_row, place, None, message)
        for merged, number in self.merged_rows():
            if f"{self.index}:{number}" not in self.repairs.left_out:
                message = _("The cells %(cells)s are merged. Divide them and fill in every row.") % {"cells": merged}
                key = f"{self.index}:{number}::"
                self.reading.problems.append(Remark(sheet.name, number, "", "", merged, message, key))

    def merged_rows(self) -> Iterator[tuple[str, int]]:
        """Merged ranges that reach into the rows, each with the first row it touches."""
        numbers = [row.number for row in self.layout.rows()]
        for merged in self.layout.sheet.merged:
            first, last = _rows_of(merged)
            index = bisect_left(numbers, first)
            if index < len(numbers) and numbers[index] <= last:
                yield merged, numbers[index]

    def read(self, row: Row) -> None:
        if not any(place in self.layout.columns for place in row.cells):
            return
        if is_total(row):
            self._note(row.number, None, None, _("This row holds totals; it is passed over."))
            return
        self.read_records(row, [self.record(row)])

    def record(self, row: Row) -> Record:
        columns = self.layout.columns
        return {columns[place].code: (place, value) for place, value in row.cells.items() if place in columns}

    def read_records(self, row: Row, records: list[Record]) -> None:
        """Read what a row says, or leave it out as the person wants, with the reason it gave."""
        read_before, wrong_before = len(self.reading.rows), len(self.reading.problems)
        for record in records:
            self._read_record(row.number, self._repaired(row.number, record))
        if f"{self.index}:{row.number}" in self.repairs.left_out:
            wrong = self.reading.problems[wrong_before:]
            del self.reading.problems[wrong_before:], self.reading.rows[read_before:]
            why = " ".join(dict.fromkeys(f"{remark.heading}: {remark.message}".strip(": ") for remark in wrong))
            self.leave_out(row, why or _("Nothing is wrong with it; the person who sent the workbook left it out."))

    def leave_out(self, row: Row, why: str) -> None:
        cells = [written(row.cells[place]) if place in row.cells else "" for place in range(max(row.cells) + 1)]
        self.reading.left_out.append(LeftOut(self.layout.sheet.name, row.number, cells, why))

    def _repaired(self, number: int, record: Record) -> Record:
        row_key = f"{self.index}:{number}"
        if row_key not in self._repaired_rows:
            return record
        mended = dict(record)
        for (code, where), text in self.repairs.of_row(row_key).items():
            place = record[code][0] if code in record else self.places.get(code)
            if where != ("" if place is None else letter(place)):
                continue
            if text.strip():
                mended[code] = (place, text)
            else:
                mended.pop(code, None)
        return mended

    def _read_record(self, number: int, record: Record) -> None:
        raw: dict[str, Any] = {}
        wrong: dict[str, str] = {}
        for code, (_place, value) in record.items():
            try:
                raw[code] = self._cells.read(self.column(code), value)
            except Unreadable as error:
                wrong[code] = str(error)
        row_id = str(raw.pop(ROW_ID, ""))
        agency = self._agency(raw.pop("agency", None), wrong)
        draft, problems = drafts.read(raw, self.words, kind=self.layout.kind, agency=agency, today=self.today)
        wrong = {problem.field: problem.message for problem in problems} | wrong
        if draft and not row_id and (late := drafts.after_the_end(draft, self.words)):
            wrong.setdefault("agency" if "agency" in record else late[0].field, late[0].message)
        for code, message in wrong.items():
            self._problem(number, record, code, message)
        if draft and not wrong:
            key = f"{self.index}:{number}"
            self.reading.rows.append(DraftRow(self.layout.sheet.name, number, draft, row_id, self.fields, key))

    def column(self, code: str) -> Column:
        return self.columns[code]

    def _agency(self, text: str | None, wrong: dict[str, str]) -> str:
        """The code of the lead agency of a row."""
        if not text or "agency" in wrong:
            return self.reading.agency
        choices = self.words.choices("agency")
        code = choices.find(text)
        if code is None:
            near = choices.like(text)
            hint = _("Did you mean “%(near)s”?") % {"near": near} if near else ""
            wrong["agency"] = " ".join([_("“%(text)s” is no agency known here.") % {"text": text[:80]}, hint]).strip()
        elif self.agencies is not None and code not in self.agencies:
            wrong["agency"] = self._not_theirs(code)
        return code or self.reading.agency

    def _not_theirs(self, code: str) -> str:
        heir, end = self.words.heir_of(code), self.words.end_of(code)
        if end and heir in (self.agencies or ()):
            message = _(
                "%(agency)s became part of %(successor)s on %(day)s: write %(successor)s, or leave the cell blank."
            )
            named = {"agency": self.words.name("agency", code), "successor": self.words.name("agency", heir)}
            return message % {**named, "day": end[0].strftime("%d/%m/%Y")}
        return _("You may not record for this agency. Leave the cell blank or ask the secretariat.")

    def _problem(self, number: int, record: Record, code: str, message: str) -> None:
        # "direction" for a column, "members" for the qualifier beside it, and fields that have no column here.
        place, value = record.get(code, (self.places.get(code), None))
        where = "" if place is None else letter(place)
        remark = self._remark(number, place, value, message, key=f"{self.index}:{number}:{code}:{where}", code=code)
        if remark not in self.reading.problems[-20:]:  # a row of several records says it once
            self.reading.problems.append(remark)

    def _note(self, number: int, place: int | None, value: Value | None, message: str) -> None:
        self.reading.notices.append(self._remark(number, place, value, message))

    def _remark(
        self, number: int, place: int | None, value: Value | None, message: str, *, key: str = "", code: str = ""
    ) -> Remark:
        heading = "" if place is None else _one_line(self.layout.headings.get(place, "")) or self._name(place)
        if place is None and code in self.columns:
            heading = self.columns[code].vi
        shown = "" if value is None else written(value)
        column = "" if place is None else letter(place)
        return Remark(self.layout.sheet.name, number, column, heading, shown[:80], message, key)

    def _name(self, place: int) -> str:
        column = self.layout.columns.get(place)
        return column.vi if column else ""


def _one_line(heading: str) -> str:
    return heading.strip().partition("\n")[0].strip(" *")


def is_total(row: Row) -> bool:
    """Does one of the first three filled cells say so? ("Tổng cộng", "Cộng:")"""
    first = [row.cells[place] for place in sorted(row.cells)[:3]]
    return any(isinstance(value, str) and folding.fold(value).strip(" :.*") in _TOTALS for value in first)


def _rows_of(merged: str) -> tuple[int, int]:
    numbers = [int(digits) for digits in re.findall(r"\d{1,8}", merged)]
    return (min(numbers), max(numbers)) if numbers else (0, 0)
