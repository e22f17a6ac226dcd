"""A workbook of a Statement: its figures, the entries behind them, and each of its tables, with links.

Numbers are numbers, days are days, every text is a string: nothing in it can be a formula.
"""

import re
from collections.abc import Iterator, Sequence
from datetime import date, datetime
from decimal import Decimal, InvalidOperation
from io import BytesIO

import xlsxwriter
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from lantoa.core.documents.rules import wording
from lantoa.core.documents.rules.statement import Chart, FigureLine, Number, Row, Run, Statement, Table, text_of

_OF_NO_DAY = datetime(1980, 1, 1)  # noqa: DTZ001 a workbook's times have no zone
_LONGEST_LINK = 2000
_LINK = re.compile(r"https?://[^\s\"<>]+")
_FIGURE_WIDTHS = (12, 44, 60, 30, 14, 12, 12, 10, 10, 12, 12, 12, 14, 9, 12, 20, 22, 10)
_ROW_WIDTHS = (10, 12, 12, 34, 26, 30, 12)


def render(statement: Statement) -> bytes:
    target = BytesIO()
    settings = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    book = _Book(xlsxwriter.Workbook(target, settings), statement)
    book.write()
    return target.getvalue()


class _Book:
    def __init__(self, book: xlsxwriter.Workbook, statement: Statement) -> None:
        self.book, self.statement = book, statement
        self.said = wording.words(statement.language)
        self.links_allowed = not statement.is_draft
        self.head = book.add_format({"bold": True, "text_wrap": True, "valign": "top", "bottom": 1})
        self.wrapped = book.add_format({"text_wrap": True, "valign": "top"})
        self.formats: dict[tuple[str, bool], Format] = {}

    def write(self) -> None:
        statement = self.statement
        at = datetime.fromisoformat(statement.frozen_at).replace(tzinfo=None) if statement.frozen_at else _OF_NO_DAY
        self.book.set_properties(
            {"title": wording.abstract(statement), "author": statement.letterhead.body, "created": at}
        )
        self._about()
        self._figures()
        if (statement.rows or statement.hidden) and not statement.is_draft:
            self._rows()
        for number, table in enumerate(_tables(statement), 1):
            self._table(f"{self.said.sheets[3]} {number}", table)
        self.book.close()

    # -- sheets ------------------------------------------------------------------------------------

    def _about(self) -> None:
        statement, said = self.statement, self.said
        sheet = self.book.add_worksheet(said.sheets[0])
        sheet.set_column(0, 0, 100, self.wrapped)
        lines = [f"{statement.type_name} {wording.abstract(statement)}".strip()]
        lines += [said.draft] * statement.is_draft + [said.sample] * statement.is_sample
        if statement.as_of_seq:
            lines.append(said.as_of.format(seq=statement.as_of_seq, hash=statement.head_hash))
        if statement.frozen_at:
            at = wording.moment(statement.frozen_at, statement.language)
            lines.append(said.frozen.format(at=at, by=statement.frozen_by))
        for place, line in enumerate([*lines, *statement.notes]):
            sheet.write_string(place, 0, line, self.head if place == 0 else self.wrapped)
        below = len(lines) + len(statement.notes)
        for form, url in ((said.read_at, statement.report_url), (said.heads_at, statement.head_url)):
            if url and self.links_allowed:
                self._linked(sheet, below, 0, url, form.format(url=url))
                below += 1

    def _figures(self) -> None:
        sheet = self._sheet(self.said.sheets[1], self.said.sheet_figure_head, _FIGURE_WIDTHS)
        for row, line in enumerate(self.statement.figures, 1):
            for column, text in enumerate(_texts(line)):
                if text:
                    sheet.write_string(row, column, text, self.wrapped)
            if self.links_allowed:
                self._linked(sheet, row, 0, line.url, line.id)
            exact = ((5, line.value), (7, line.numerator), (8, line.denominator), (9, line.target_value))
            for column, value in exact:
                self._number(sheet, row, column, _exact(value), approximate=line.approximate and column == 5)
            printed = ((9, line.target), (11, line.before), (12, line.year_before))
            for column, text in printed:
                if text and not (column == 9 and line.target_value):
                    self._printed(sheet, row, column, text)
            for column, count in ((13, line.row_count), (14, line.as_of_seq), (17, line.version)):
                sheet.write_number(row, column, count, self._format("0"))
        sheet.autofilter(0, 0, len(self.statement.figures), len(_FIGURE_WIDTHS) - 1)

    def _rows(self) -> None:
        sheet = self._sheet(self.said.sheets[2], self.said.row_head, _ROW_WIDTHS)
        day, link = self._format("dd/mm/yyyy"), self._format("0", link=True)
        number = 0
        for line, rows, hidden in self.statement.behind():
            for row in rows:
                number += 1
                self._row(sheet, number, row, day, link)
            if hidden:
                number += 1
                sheet.write_string(number, 1, line.id)
                sheet.write_string(number, 3, wording.hidden(hidden, self.statement.language))
                self._printed(sheet, number, 6, hidden.quantity)
        sheet.autofilter(0, 0, number, len(_ROW_WIDTHS) - 1)

    def _row(self, sheet: Worksheet, number: int, row: Row, day: Format, link: Format) -> None:
        if _is_link(row.url):
            sheet.write_url(number, 0, row.url, link, string=str(row.seq))
        sheet.write_number(number, 0, row.seq, link)
        sheet.write_string(number, 1, row.figure)
        sheet.write_datetime(number, 2, date.fromisoformat(row.occurred_on), day)
        for column, text in enumerate((row.agency, row.place, row.kind), 3):
            sheet.write_string(number, column, text)
        self._printed(sheet, number, 6, row.quantity)

    def _table(self, name: str, table: Table) -> None:
        sheet = self.book.add_worksheet(name)
        sheet.set_column(0, 0, 40)
        sheet.set_column(1, max(1, len(table.head) - 1), 16)
        sheet.write_string(0, 0, table.caption, self.head)
        for column, text in enumerate(table.head):
            sheet.write_string(2, column, text, self.head)
        for row, cells in enumerate(table.rows, 3):
            for column, cell in enumerate(cells):
                self._cell(sheet, row, column, cell)
        sheet.write_string(4 + len(table.rows), 0, table.source)
        sheet.freeze_panes(3, 1)

    def _cell(self, sheet: Worksheet, row: int, column: int, runs: Sequence[Run]) -> None:
        """A cell that is one number becomes a number, and leads to its trace."""
        if len(runs) != 1 or not isinstance(runs[0], Number):
            sheet.write_string(row, column, text_of(runs), self.wrapped)
            return
        number = runs[0]
        line = self.statement.figure(number.figure) if self.links_allowed else None
        is_linked = line is not None and _is_link(line.url)
        if line is not None and is_linked:
            sheet.write_url(row, column, line.url, self._format("0", link=True), string=number.text)
        self._printed(sheet, row, column, number.text, approximate=number.approximate, is_linked=is_linked)

    # -- cells -------------------------------------------------------------------------------------

    def _sheet(self, name: str, head: Sequence[str], widths: Sequence[int]) -> Worksheet:
        sheet = self.book.add_worksheet(name)
        for column, (text, width) in enumerate(zip(head, widths, strict=True)):
            sheet.set_column(column, column, width)
            sheet.write_string(0, column, text, self.head)
        sheet.freeze_panes(1, 1)
        return sheet

    def _printed(
        self, sheet: Worksheet, row: int, column: int, text: str, *, approximate: bool = False, is_linked: bool = False
    ) -> None:
        value = _read(text, self.statement.language)
        if value is not None:
            self._number(sheet, row, column, value, approximate=approximate, link=is_linked)
        elif not is_linked:
            sheet.write_string(row, column, f"≈ {text}" if approximate else text, self.wrapped)

    def _number(
        self, sheet: Worksheet, row: int, column: int, value: Decimal | None, *, approximate: bool, link: bool = False
    ) -> None:
        if value is None:
            return
        decimals = max(0, -int(value.normalize().as_tuple().exponent))
        form = "#,##0" + ("." + "0" * min(decimals, 3) if decimals else "")
        sheet.write_number(row, column, value, self._format(f'"≈ "{form}' if approximate else form, link=link))

    def _linked(self, sheet: Worksheet, row: int, column: int, url: str, text: str) -> None:
        if _is_link(url):
            sheet.write_url(row, column, url, self._format("@", link=True), string=text)
        else:
            sheet.write_string(row, column, text, self.wrapped)

    def _format(self, form: str, *, link: bool = False) -> Format:
        if (form, link) not in self.formats:
            look = {"font_color": "#0c5c60", "underline": 1} if link else {}
            self.formats[form, link] = self.book.add_format({"num_format": form, "valign": "top", **look})
        return self.formats[form, link]


def _texts(line: FigureLine) -> list[str]:
    """The texts of a figure's row; the columns of numbers stay empty."""
    return [
        "", line.name, line.definition, line.agency, line.period_name, "" if line.value else line.text, line.unit, "",
        "", "", line.reached, "", "", "", "", line.rows_digest, line.code, "",
    ]  # fmt: skip


def _tables(statement: Statement) -> Iterator[Table]:
    for section in statement.sections:
        for block in section.blocks:
            if isinstance(block, Table):
                yield block
            elif isinstance(block, Chart):
                yield block.table


def _is_link(url: str) -> bool:
    return len(url) < _LONGEST_LINK and _LINK.fullmatch(url) is not None


def _exact(value: str | None) -> Decimal | None:
    try:
        return Decimal(value) if value else None
    except InvalidOperation:
        return None


def _read(text: str, language: str) -> Decimal | None:
    """1.234,5 in Vietnamese, 1,234.5 in English; None for what is more than a number, such as 41/44 or 90,5%."""
    thousands, decimal = (r"\.", ",") if language == "vi" else (",", r"\.")
    if not re.fullmatch(rf"-?\d{{1,3}}(?:{thousands}\d{{3}})*(?:{decimal}\d+)?|-?\d+", text):
        return None
    grouping, point = (".", ",") if language == "vi" else (",", ".")
    return Decimal(text.replace(grouping, "").replace(point, "."))
