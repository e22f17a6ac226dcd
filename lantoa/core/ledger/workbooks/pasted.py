"""A table copied from Excel, Word or a browser: as HTML where the browser gives it, else as text with tabs.

<table><tr><td colspan=2>Nội dung</td><td>Số lượng</td></tr></table>          or          Nội dung⇥Số lượng⏎
"""

import csv
import io
import re
from html.parser import HTMLParser

from django.utils.translation import gettext as _

from lantoa.core.ledger.workbooks.container import BadWorkbook
from lantoa.core.ledger.workbooks.reader import MAX_CELL_LETTERS, Sheet, Workbook
from lantoa.core.ledger.workbooks.tables import Table

# The first line of a kept paste: no file of a person begins so, and if it does it is read as a table of text.
MARK = b"lantoa: a pasted table\n"


def kept(*, html: str, text: str) -> bytes:
    """What is stored of a paste; the HTML is better, for it knows joined cells and line breaks inside cells."""
    return MARK + (html if "<td" in html.lower() else text).encode()


def read(content: bytes) -> Workbook:
    """raises: BadWorkbook if no table is in it"""
    text = content.removeprefix(MARK).decode(errors="replace")
    sheets = _from_html(text) if "<td" in text.lower() else _from_text(text)
    if not sheets:
        raise BadWorkbook(_("No table was found in what was pasted. Copy the cells and their headings again."))
    return Workbook(content, sheets)


def _from_text(text: str) -> list[Sheet]:
    table = Table()
    try:
        # Excel puts quotation marks around a cell with a line break inside.
        for line in csv.reader(io.StringIO(text, newline=""), delimiter="\t"):
            table.next_row()
            for cell in line:
                table.put(cell.strip())
    except csv.Error as error:
        raise BadWorkbook(_("What was pasted cannot be read as a table. Copy the cells again.")) from error
    sheet = table.sheet(_("Pasted table"))
    return [sheet] if sheet and any(len(row.cells) > 1 for row in sheet.rows) else []


def _from_html(text: str) -> list[Sheet]:
    tables = _Tables()
    tables.feed(text)
    tables.close()
    tables.finish()
    return tables.sheets


class _Tables(HTMLParser):
    """The outer tables; a table inside a cell gives its text to that cell. Scripts and styles say nothing."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.sheets: list[Sheet] = []
        self._depth = 0
        self._silent = 0
        self._table = Table()
        self._pieces: list[str] | None = None
        self._across = self._down = 1

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in {"script", "style"}:
            self._silent += 1
        elif tag == "table":
            self._depth += 1
            if self._depth == 1:
                self._table = Table()
        elif self._depth == 1 and tag == "tr":
            self._finish_cell()
            self._table.next_row()
        elif self._depth == 1 and tag in {"td", "th"}:
            self._finish_cell()
            told = dict(attrs)
            self._across, self._down = _natural(told.get("colspan")), _natural(told.get("rowspan"))
            self._pieces = []
        elif tag in {"br", "p", "div", "li"} and self._pieces:
            self._pieces.append("\n")

    def handle_endtag(self, tag: str) -> None:
        if tag in {"script", "style"}:
            self._silent = max(self._silent - 1, 0)
        elif self._depth == 1 and tag in {"td", "th", "tr"}:
            self._finish_cell()
        elif tag == "table":
            if self._depth == 1:
                self.finish()
            self._depth = max(self._depth - 1, 0)

    def handle_data(self, data: str) -> None:
        if self._pieces is not None and not self._silent:
            # Line breaks of the source are spaces; those of the cell come as <br>.
            self._pieces.append(re.sub(r"\s+", " ", data))

    def finish(self) -> None:
        """The table ends here, or with the text: the end tag may be missing."""
        self._finish_cell()
        if sheet := self._table.sheet(_("Table %(number)s") % {"number": len(self.sheets) + 1}):
            self.sheets.append(sheet)
        self._table = Table()

    def _finish_cell(self) -> None:
        if self._pieces is None:
            return
        lines = (" ".join(line.split()) for line in "".join(self._pieces).splitlines())
        value = "\n".join(line for line in lines if line)
        if len(value) > MAX_CELL_LETTERS:
            raise BadWorkbook(_("A cell holds more than %(limit)s letters.") % {"limit": MAX_CELL_LETTERS})
        self._table.put(value, across=self._across, down=self._down)
        self._pieces = None


def _natural(text: str | None) -> int:
    return min(max(int(text), 1), 50_000) if text and text.isascii() and text.isdecimal() and len(text) < 6 else 1
