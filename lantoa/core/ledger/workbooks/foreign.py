"""Reading a table of strangers by a mapping: what is no activity is passed over with a notice, never silently."""

import re
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.utils.translation import gettext as _

from lantoa.base import dates, folding
from lantoa.core.ledger.drafts import Words
from lantoa.core.ledger.workbooks import headings, passing
from lantoa.core.ledger.workbooks.cells import written
from lantoa.core.ledger.workbooks.columns import Column, Content
from lantoa.core.ledger.workbooks.guessing import likely
from lantoa.core.ledger.workbooks.layout import Layout
from lantoa.core.ledger.workbooks.mapping import (
    MONTHS,
    NOT_READ,
    NOTE,
    SEVERAL,
    TO_NOTE,
    ColumnMapping,
    known_columns,
    measures_of,
)
from lantoa.core.ledger.workbooks.passing import Look, Seen
from lantoa.core.ledger.workbooks.reader import Row, Sheet, Value, Workbook, letter
from lantoa.core.ledger.workbooks.reading import DOUBT, Passed, Progress, Reading, Remark, Repairs
from lantoa.core.ledger.workbooks.rows import Record, RowReader, about_sheet, finish, start

_ONE_AMOUNT = re.compile(r"(.*\d)\s*([^\W\d_]\D*)")


def read(
    workbook: Workbook,
    mapping: ColumnMapping,
    words: Words,
    *,
    file_name: str,
    agency: str,
    agencies: Collection[str] | None,
    today: date,
    repairs: Repairs | None = None,
    progress: Progress | None = None,
    most_rows: int | None = None,
) -> Reading:
    """Read one table by its mapping. most_rows: for a first look, so many rows and no more

    raises: BadWorkbook if there is no row
    """
    reading = start(workbook, file_name=file_name, kind=mapping.shape.kind, agency=agency)
    reading.notices += [
        about_sheet(sheet, _("This sheet was not read."))
        for index, sheet in enumerate(workbook.sheets)
        if index != mapping.shape.sheet and sheet.rows
    ]
    sheet = workbook.sheets[mapping.shape.sheet]
    named = headings.texts(sheet, mapping.shape.first, mapping.shape.last)
    known = known_columns(mapping.shape.kind, words)
    columns = {place: known[code] for place, code in mapping.columns.items() if code in known}
    body = [row for row in sheet.rows if row.number > mapping.shape.last][:most_rows]
    layout = _ForeignLayout(sheet, mapping.shape.kind, mapping.shape.last, columns, named, body)
    reader = _ForeignReader(layout, mapping.shape.sheet, words, reading, agencies, today, repairs or Repairs())
    reader.mapping, reader.known = mapping, known
    return finish([reader], reading, progress)


@dataclass(frozen=True)
class Unknown:
    """A word in a column of choices that is no name of its list. near: a code it might mean, or \"\""""

    code: str
    column: Column
    text: str
    count: int
    near: str


def unknown_values(workbook: Workbook, mapping: ColumnMapping, words: Words, *, most: int = 60) -> list[Unknown]:
    """The words for which the person must say what they mean, the most frequent first."""
    known = known_columns(mapping.shape.kind, words)
    counts: dict[tuple[str, str], tuple[str, int]] = {}
    for row in _body(workbook.sheets[mapping.shape.sheet], mapping):
        if (look := passing.seen(row, mapping)) and look.is_sure:
            continue
        for place, code in mapping.columns.items():
            column, value = known.get(code), row.cells.get(place)
            if not column or column.content not in {Content.CHOICE, Content.CHOICES} or not isinstance(value, str):
                continue
            for text in _parts(value, column, words):
                if not words.choices(column.list_name or "agency").find(text):
                    before = counts.get((code, folding.fold(text)), (text, 0))
                    counts[code, folding.fold(text)] = (before[0], before[1] + 1)
    ranked = sorted(counts.items(), key=lambda item: (-item[1][1], item[0]))[:most]
    return [
        Unknown(code, known[code], text, count, likely(text, known[code].list_name or "agency", words))
        for (code, _folded), (text, count) in ranked
    ]


def bare_count(workbook: Workbook, mapping: ColumnMapping, words: Words) -> int:
    """In how many rows numbers alone stand for a day: the person must say what they are."""
    known = known_columns(mapping.shape.kind, words)
    days = {place for place, code in mapping.columns.items() if code in known and known[code].content is Content.DAY}
    rows = (row for row in _body(workbook.sheets[mapping.shape.sheet], mapping) if not passing.seen(row, mapping))
    return sum(any(is_bare_day(row.cells[place]) for place in days & row.cells.keys()) for row in rows)


def is_bare_day(value: Value) -> bool:
    """A number alone in a column of days, typed as a text or as a number."""
    return isinstance(value, str | Decimal) and dates.is_bare(written(value))


def _body(sheet: Sheet, mapping: ColumnMapping) -> Iterator[Row]:
    return (row for row in sheet.rows if row.number > mapping.shape.last)


def _parts(value: str, column: Column, words: Words) -> list[str]:
    """The names in a cell: one, or several divided by semicolons, line breaks or commas."""
    text = folding.normal_text(value)
    if column.content is Content.CHOICE or words.choices("agency").find(text):
        return [" ".join(text.split())]
    return [" ".join(part.split()) for part in re.split(r"[;\n,]|\bvà\b", text) if part.strip(" .-")]


class _ForeignLayout(Layout):
    """As a layout of ours, with its rows chosen beforehand."""

    body: list[Row]

    def __init__(
        self, sheet: Sheet, kind: str, last_heading_row: int, columns: dict[int, Column], named: dict[int, str],
        body: list[Row],
    ) -> None:  # fmt: skip
        super().__init__(sheet, kind, last_heading_row, columns, named)
        object.__setattr__(self, "body", body)

    def rows(self) -> Iterator[Row]:
        return iter(self.body)


class _ForeignReader(RowReader):
    mapping: ColumnMapping
    known: Mapping[str, Column]

    def remark_on_layout(self) -> None:
        self._below_signature = False
        self._columns_by_code = dict(self.known)
        self._spread_merged()
        sheet = self.layout.sheet
        filled = {place for row in self.layout.rows() for place in row.cells}
        unread = sorted(place for place in filled if not self.mapping.columns.get(place))
        if unread:
            names = ", ".join(f"{letter(place)} “{self.layout.headings.get(place, '')[:30]}”" for place in unread)
            message = _("These columns are not read: %(columns)s.") % {"columns": names}
            self.reading.notices.append(about_sheet(sheet, message))
        hidden = sorted(place for place in filled & sheet.hidden_columns if self.mapping.columns.get(place))
        if hidden:
            message = _("These hidden columns are not read: %(columns)s.") % {
                "columns": ", ".join(letter(place) for place in hidden)
            }
            self.reading.notices.append(about_sheet(sheet, message))

    def _spread_merged(self) -> None:
        """A cell joined over several rows says the same for each of them; a number in it would count twice."""
        by_number = {row.number: row for row in self.layout.rows()}
        rows_of: list[str] = []
        for merged in self.layout.sheet.merged:
            top, left, bottom, right = headings.corners(merged)
            meaning = self.mapping.columns.get(left, NOT_READ)
            if top == bottom or top not in by_number or not meaning or left != right:
                continue
            column = self.known.get(meaning)
            value = by_number[top].cells.get(left)
            if value is None:
                continue
            if column is None or column.content in {Content.QUANTITY, Content.QUALIFIER}:
                message = _("The cells %(cells)s are merged. Divide them and fill in every row.") % {"cells": merged}
                key = f"{self.index}:{top}::"
                if f"{self.index}:{top}" not in self.repairs.left_out:
                    self.reading.problems.append(Remark(self.layout.sheet.name, top, "", "", merged, message, key))
                continue
            for number in range(top + 1, min(bottom, top + 5000) + 1):
                if number in by_number:
                    by_number[number].cells.setdefault(left, value)
            rows_of.append(merged)
        if rows_of:
            message = _("A cell joined over several rows is read for each of them.")
            self.reading.notices.append(about_sheet(self.layout.sheet, message, rows=", ".join(rows_of[:20])))

    def column(self, code: str) -> Column:
        return self.known[code]

    def read(self, row: Row) -> None:
        is_hidden = row.number in self.layout.sheet.hidden_rows
        seen = passing.seen(row, self.mapping, below_signature=self._below_signature)
        seen = Seen(Look.HIDDEN) if is_hidden else seen
        if seen and not self._takes_in(row, seen):
            self._below_signature |= seen == Seen(Look.SIGNATURE)
        elif records := list(self._records(row)):
            self.read_records(row, records)
        else:
            self._pass_over(row, Look.EMPTY, key="")

    def _takes_in(self, row: Row, seen: Seen) -> bool:
        """Is a row that looks like no activity read all the same? What is not sure is asked until it was answered."""
        key = f"{self.index}:{row.number}"
        is_taken = key in self.repairs.taken_in
        if not is_taken and not seen.is_sure:
            if key in self.repairs.left_out:
                self.leave_out(row, seen.look.question)
            else:
                said = _said(row)[:80]
                remark = Remark(self.layout.sheet.name, row.number, "", "", said, seen.look.question, f"{key}:{DOUBT}:")
                self.reading.problems.append(remark)
        elif key not in self.repairs.left_out:
            self._pass_over(row, seen.look, key=key, is_taken=is_taken)
        return is_taken

    def _pass_over(self, row: Row, look: Look, *, key: str, is_taken: bool = False) -> None:
        if said := _said(row):  # a row of bare numbers below the headings is not worth a word
            self.reading.passed.append(
                Passed(self.layout.sheet.name, row.number, key, said, look.name_of_many, look.why, is_taken)
            )

    def _records(self, row: Row) -> Iterator[Record]:
        """One record, or one for each month that has a number."""
        common: Record = {}
        months: dict[int, Record] = {}
        notes: list[str] = []
        hidden = self.layout.sheet.hidden_columns
        for place, value in sorted(row.cells.items()):
            code, _at, month = self.mapping.columns.get(place, NOT_READ).partition("@")
            if not code or place in hidden:
                continue
            if code == SEVERAL:
                common |= self._amounts(place, value)
            elif self._is_nothing(code, value):
                continue
            elif month:
                months.setdefault(int(month), {})[code] = (place, value)
            elif code == NOTE:
                notes.append(self._noted(place, value))
            else:
                common[code] = (place, self._meant(place, code, value, notes))
        if notes:
            common[NOTE] = (self.mapping.place_of(NOTE), "\n".join(notes))
        common = {code: cell for code, cell in common.items() if cell[1] != ""}
        for code, text in self.mapping.fixed.items():
            common.setdefault(code, (None, text))
        if not any("@" in meaning for meaning in self.mapping.columns.values()):
            yield common
        for number, counted in sorted(months.items()):
            first = min(place for place, _value in counted.values() if place is not None)
            yield {**common, **counted, "occurred_on": (first, f"{number}/{self.mapping.year or ''}".rstrip("/"))}

    def _repaired(self, number: int, record: Record) -> Record:
        """Days without a year are given one, whether they stand in the table or were typed over it."""
        mended = super()._repaired(number, record)
        year, bare = self.mapping.year, self.mapping.bare
        if not year:
            return mended
        for code, (place, value) in list(mended.items()):
            if code not in self.known or self.known[code].content is not Content.DAY:
                continue
            if bare and is_bare_day(value):
                month = None if bare == MONTHS else int(bare)
                mended[code] = (place, dates.completed(written(value), year=year, month=month))
            elif isinstance(value, str):
                mended[code] = (place, dates.with_year(value, year))
        return mended

    def _is_nothing(self, code: str, value: Value) -> bool:
        column = self.known.get(code)
        is_number = column is not None and column.content is Content.QUANTITY
        return is_number and isinstance(value, str) and value.strip() in passing.NOTHING - {"0"}

    def _noted(self, place: int, value: Value) -> str:
        heading = self.layout.headings.get(place, "")
        alone = sum(meaning == NOTE for meaning in self.mapping.columns.values()) == 1
        return written(value) if alone and folding.fold(heading) == "ghi chu" else f"{heading}: {written(value)}"

    def _meant(self, place: int, code: str, value: Value, notes: list[str]) -> Value:
        """The value with the words of this table replaced by codes."""
        column = self.known[code]
        if not isinstance(value, str):
            return value
        if column.content is Content.QUANTITY and (found := _ONE_AMOUNT.fullmatch(value.strip())):
            return found[1] if _is_unit(found[2], column) else value
        if column.content not in {Content.CHOICE, Content.CHOICES}:
            return value
        meanings = self.mapping.values.get(code, {})
        codes: list[str] = []
        for text in _parts(value, column, self.words):
            meant = meanings.get(folding.fold(text), text)
            if meant == TO_NOTE:
                notes.append(self._noted(place, text))
            else:
                codes.append(meant)
        return "; ".join(codes)

    def _amounts(self, place: int, value: Value) -> Record:
        """`3 lớp, 150 người`: each number to the measure whose unit stands behind it."""
        found: Record = {}
        if not isinstance(value, str):
            main = next((column.code for column in measures_of(self.known)), "")
            return {main: (place, value)}
        for number, unit in passing.AMOUNT.findall(folding.normal_text(value)):
            column = next((column for column in measures_of(self.known) if _is_unit(unit, column)), None)
            code = column.code if column else next(iter(measures_of(self.known))).code
            found.setdefault(code, (place, number.strip() if column else f"{number.strip()} {unit.strip()}"))
        if not found:
            return {next(iter(measures_of(self.known))).code: (place, value)}
        return found


def _said(row: Row) -> str:
    """What stands in a row, if any of it is a text."""
    cells = [written(row.cells[place]) for place in sorted(row.cells)]
    return " · ".join(cells) if any(isinstance(value, str) for value in row.cells.values()) else ""


def _is_unit(text: str, column: Column) -> bool:
    """Does a text mean the unit of a column? "người" does for "lượt người"."""
    said = set(folding.fold(text).strip(" .,;").split())
    return bool(said) and any(said <= set(folding.fold(unit).split()) for unit in (column.unit_vi, column.unit_en))
