"""From the rows of a workbook to drafts: all rows are read, each problem named with its cell, nothing written."""

import hashlib
import json
import re
from bisect import bisect_left
from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass, field
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _

from lantoa.base import folding
from lantoa.core.ledger import drafts
from lantoa.core.ledger.drafts import Draft, Words
from lantoa.core.ledger.workbooks.columns import Column, Content, in_both, qualifier_names, unlabelled
from lantoa.core.ledger.workbooks.container import BadWorkbook
from lantoa.core.ledger.workbooks.layout import Layout, find
from lantoa.core.ledger.workbooks.reader import Failed, Row, Sheet, Value, Workbook, letter
from lantoa.core.ledger.workbooks.template import NO, YES

MOST_PROBLEMS = 2_000  # who has more has one mistake in every row, and need not wait for all of them
_TOTALS = {"cong", "tong", "tong cong", "tong so", "tong so cong", "luy ke", "total", "totals", "sum", "grand total"}
_NUMBER_AND_UNIT = re.compile(r"(.*\d)\s*([^\W\d_].*|%.*)", re.DOTALL)
_SERIAL_DAYS = range(20_000, 80_000)  # 1954 to 2119, as Excel counts days

Progress = Callable[[int, int], None]


@dataclass(frozen=True)
class Remark:
    """Something about one cell, row (letter "") or sheet (row 0). value: what stands there, as text."""

    sheet: str
    row: int
    letter: str
    heading: str
    value: str
    message: str

    @property
    def cell(self) -> str:
        return f"{self.letter}{self.row}" if self.row else self.letter


@dataclass(frozen=True)
class DraftRow:
    sheet: str
    row: int
    draft: Draft


@dataclass
class Reading:
    """What a workbook says. With problems nothing may be imported; notices only inform."""

    file_name: str
    file_sha256: str
    kind: str
    agency: str
    rows: list[DraftRow] = field(default_factory=list)
    problems: list[Remark] = field(default_factory=list)
    notices: list[Remark] = field(default_factory=list)

    @property
    def rows_sha256(self) -> str:
        """The same for the same records, in whatever order, file or layout they come."""
        contents = sorted(json.dumps(content(row.draft), ensure_ascii=False, default=str) for row in self.rows)
        return hashlib.sha256("\n".join(contents).encode()).hexdigest()


def content(draft: Draft) -> tuple[Any, ...]:
    """All that a draft says, in one comparable value."""
    return (
        draft.kind, draft.agency, draft.title, draft.occurred_from.isoformat(), draft.occurred_on.isoformat(),
        draft.place, draft.programme, draft.task, sorted(draft.dimensions.items()), sorted(draft.quantities.items()),
        sorted(draft.coordinating), draft.note, draft.source, draft.is_subset, draft.is_public,
    )  # fmt: skip


def read(
    workbook: Workbook,
    words: Words,
    *,
    file_name: str,
    agency: str,
    agencies: Collection[str] | None,
    today: date,
    progress: Progress | None = None,
) -> Reading:
    """Read all rows of a workbook.

    agency:   code of the agency that leads where the row names none
    agencies: codes that may be named in a row; None: any
    progress: called with (rows read, rows in all) now and then
    raises:   BadWorkbook if the workbook as a whole cannot be read or holds no row
    """
    layouts, aside = find(workbook, words)
    reading = Reading(file_name, hashlib.sha256(workbook.content).hexdigest(), layouts[0].kind, agency)
    reading.notices += [
        _about_sheet(sheet, _("This sheet was not read: it has no columns of the template.")) for sheet in aside
    ]
    reading.notices += [
        Remark(notice.sheet, 0, "" if notice.place is None else letter(notice.place), "", "", notice.message)
        for notice in workbook.notices
    ]
    rows_in_all = sum(len(layout.sheet.rows) for layout in layouts)
    done = 0
    for layout in layouts:
        reader = _SheetReader(layout, words, reading, agencies, today)
        reader.remark_on_layout()
        for row in layout.rows():
            reader.read(row)
            done += 1
            if progress and done % 250 == 0:
                progress(done, rows_in_all)
            if len(reading.problems) >= MOST_PROBLEMS:
                message = _("There are too many problems; reading stopped at row %(row)s.") % {"row": row.number}
                reading.problems.append(_about_sheet(layout.sheet, message))
                return reading
    if not reading.rows and not reading.problems:
        raise BadWorkbook(_("The workbook holds no rows yet. Fill in one activity in each row below the headings."))
    return reading


def _about_sheet(sheet: Sheet, message: str) -> Remark:
    return Remark(sheet.name, 0, "", "", "", message)


def totals(rows: Iterable[DraftRow]) -> dict[str, tuple[int, bool]]:
    """Per measure the sum of the rows, subsets left out: code -> (thousandths, is any of them not exact)."""
    sums: dict[str, tuple[int, bool]] = {}
    for draft in (row.draft for row in rows if not row.draft.is_subset):
        for code, (quantity, qualifier) in draft.quantities.items():
            total, rough = sums.get(code, (0, False))
            sums[code] = (total + quantity, rough or bool(qualifier))
    return sums


class _SheetReader:
    """Reads the rows of one sheet into a Reading."""

    def __init__(
        self, layout: Layout, words: Words, reading: Reading, agencies: Collection[str] | None, today: date
    ) -> None:
        self.layout, self.words, self.reading, self.agencies, self.today = layout, words, reading, agencies, today
        self.places = {column.code: place for place, column in layout.columns.items()}
        self.truths = {
            folding.fold(text): answer for message, answer in ((YES, True), (NO, False)) for text in in_both(message)
        }
        self.truths |= {"x": True, "co": True, "1": True, "khong": False, "0": False}
        self.qualifiers = {
            folding.fold(text): value for value, *names in qualifier_names() for text in (*names, value or "exact")
        }

    def remark_on_layout(self) -> None:
        sheet = self.layout.sheet
        for place, column in self.layout.renamed():
            message = _("This column is read as “%(column)s”.") % {"column": column.vi}
            self._note(self.layout.last_heading_row, place, None, message)
        filled = {place for row in self.layout.rows() for place in row.cells} - set(self.layout.columns)
        for place in sorted(filled):
            message = _("This column is not of the template; it is not read.")
            self._note(self.layout.last_heading_row, place, None, message)
        numbers = [row.number for row in self.layout.rows()]
        for merged in sheet.merged:
            first, last = _rows_of(merged)
            index = bisect_left(numbers, first)
            if index < len(numbers) and numbers[index] <= last:
                message = _("The cells %(cells)s are merged. Divide them and fill in every row.") % {"cells": merged}
                self.reading.problems.append(Remark(sheet.name, numbers[index], "", "", merged, message))

    def read(self, row: Row) -> None:
        columns = self.layout.columns
        cells = {columns[place]: value for place, value in row.cells.items() if place in columns}
        if not cells:
            return
        if _is_total(row):
            self._note(row.number, None, None, _("This row holds totals; it is passed over."))
            return
        raw: dict[str, Any] = {}
        wrong: dict[str, str] = {}
        for column, value in cells.items():
            try:
                raw[column.code] = self._cell(column, value)
            except _Unreadable as error:
                wrong[column.code] = str(error)
        agency = self._agency(raw.pop("agency", None), wrong)
        draft, problems = drafts.read(raw, self.words, kind=self.layout.kind, agency=agency, today=self.today)
        wrong = {problem.field: problem.message for problem in problems} | wrong
        for code, message in wrong.items():
            self._problem(row, code, message)
        if draft and not wrong:
            self.reading.rows.append(DraftRow(self.layout.sheet.name, row.number, draft))

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
            wrong["agency"] = _("You may not record for this agency. Leave the cell blank or ask the secretariat.")
        return code or self.reading.agency

    def _cell(self, column: Column, value: Value) -> Any:
        """The raw field that `drafts.read` takes; raises _Unreadable."""
        if isinstance(value, Failed):
            raise _Unreadable(_what_failed(value))
        match column.content:
            case Content.DAY:
                return _day(value)
            case Content.QUANTITY:
                return _quantity(value, column)
            case Content.TRUTH:
                return self._truth(value)
            case Content.QUALIFIER:
                return self.qualifiers.get(folding.fold(_written(value)), _written(value))
            case Content.CHOICE:
                return unlabelled(_written(value), self.words.choices(column.list_name))
            case Content.CHOICES:
                agencies = self.words.choices("agency")
                return [unlabelled(text.strip(), agencies) for text in re.split(r"[;\n]", _written(value))]
        return _written(value)

    def _truth(self, value: Value) -> bool:
        if isinstance(value, bool):
            return value
        answer = self.truths.get(folding.fold(_written(value)))
        if answer is None:
            raise _Unreadable(_("Write yes or no."))
        return answer

    def _problem(self, row: Row, code: str, message: str) -> None:
        # "direction" for a column, "members" for the qualifier beside it, and fields that have no column here.
        place = self.places.get(code)
        value = row.cells.get(place) if place is not None else None
        self.reading.problems.append(self._remark(row.number, place, value, message))

    def _note(self, number: int, place: int | None, value: Value | None, message: str) -> None:
        self.reading.notices.append(self._remark(number, place, value, message))

    def _remark(self, number: int, place: int | None, value: Value | None, message: str) -> Remark:
        heading = "" if place is None else _one_line(self.layout.headings.get(place, "")) or self._name(place)
        shown = "" if value is None else _written(value)
        column = "" if place is None else letter(place)
        return Remark(self.layout.sheet.name, number, column, heading, shown[:80], message)

    def _name(self, place: int) -> str:
        column = self.layout.columns.get(place)
        return column.vi if column else ""


class _Unreadable(ValueError):
    """One cell; the message says what to do."""


def _what_failed(value: Failed) -> str:
    if value.error:
        return _("The cell shows the error %(error)s. Type the value instead.") % {"error": value.error}
    return _("The formula was never calculated. Open the file in Excel and save it, or type the value.")


def _day(value: Value) -> date | str:
    if isinstance(value, bool):
        raise _Unreadable(_("Give the day it took place, for example 22/11/2026."))
    if isinstance(value, Decimal) and value in _SERIAL_DAYS:
        day = date(1899, 12, 30) + timedelta(days=int(value))
        raise _Unreadable(
            _("“%(number)s” looks like a day that lost its format, perhaps %(day)s. Type the day.")
            % {"number": value, "day": day.strftime("%d/%m/%Y")}
        )
    return value if isinstance(value, date) else _written(value)


def _quantity(value: Value, column: Column) -> Decimal | str:
    if isinstance(value, date):
        raise _Unreadable(_("A day stands where a number belongs. Format the cell as text and type the number."))
    if isinstance(value, bool):
        raise _Unreadable(_("Give a number; 0 if there was none."))
    if isinstance(value, Decimal):
        return value
    text = _written(value)
    if found := _NUMBER_AND_UNIT.fullmatch(text):
        if folding.fold(found[2]) not in {folding.fold(column.unit_vi), folding.fold(column.unit_en)}:
            raise _Unreadable(
                _("This column counts in “%(unit)s”; “%(text)s” says something else. Write the number alone.")
                % {"unit": column.unit_vi, "text": text[:60]}
            )
        return found[1]
    return text


def _written(value: Value) -> str:
    """A value as a person would have typed it."""
    if isinstance(value, Failed):
        return value.error or "="
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"
    if isinstance(value, date):
        return value.strftime("%d/%m/%Y")
    if isinstance(value, Decimal):
        return format(value, "f")
    return folding.normal_text(value)


def _one_line(heading: str) -> str:
    return heading.strip().partition("\n")[0].strip(" *")


def _is_total(row: Row) -> bool:
    """Does one of the first three filled cells say so? ("Tổng cộng", "Cộng:")"""
    first = [row.cells[place] for place in sorted(row.cells)[:3]]
    return any(isinstance(value, str) and folding.fold(value).strip(" :.*") in _TOTALS for value in first)


def _rows_of(merged: str) -> tuple[int, int]:
    numbers = [int(digits) for digits in re.findall(r"\d{1,8}", merged)]
    return (min(numbers), max(numbers)) if numbers else (0, 0)
