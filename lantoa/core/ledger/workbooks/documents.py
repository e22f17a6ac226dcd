"""Tables of a Word document (.docx): each becomes a sheet (WordprocessingML, ECMA-376 part 1, §17.4).

<w:tbl><w:tr><w:tc><w:p><w:r><w:t>Hội nghị</w:t></w:r></w:p></w:tc></w:tr></w:tbl>
"""

from django.utils.translation import gettext as _

from lantoa.core.ledger.workbooks.container import BadWorkbook, Container
from lantoa.core.ledger.workbooks.reader import MAX_CELL_LETTERS, Sheet, Value, Workbook
from lantoa.core.ledger.workbooks.tables import Table

PART = "word/document.xml"


def read(container: Container) -> Workbook:
    """raises: BadWorkbook, also for a document without a table"""
    tables = _Tables()
    container.parse(PART, tables.start, tables.end, tables.text)
    if not tables.sheets:
        raise BadWorkbook(_("The document holds no table. Send the file that holds the list, or paste its table."))
    return Workbook(container.bytes, tables.sheets)


class _Tables:
    """Follows the tables of the body; a table inside a cell gives its text to that cell."""

    def __init__(self) -> None:
        self.sheets: list[Sheet] = []
        self._depth = 0
        self._table = Table()
        self._pieces: list[str] = []
        self._letters = 0
        self._listening = self._is_below = False
        self._across = 1

    def start(self, element: str, attributes: dict[str, str]) -> None:
        value = next((text for name, text in attributes.items() if name.rpartition(":")[2] == "val"), "")
        if element == "tbl":
            self._depth += 1
            if self._depth == 1:
                self._table = Table()
        elif self._depth == 1 and element == "tr":
            self._table.next_row()
        elif self._depth == 1 and element == "tc":
            self._pieces, self._letters, self._across, self._is_below = [], 0, 1, False
        elif self._depth == 1 and element == "gridSpan":
            self._across = int(value) if value.isdecimal() and len(value) < 4 else 1
        elif self._depth == 1 and element == "vMerge":
            self._is_below = value != "restart"
        elif element == "t":
            self._listening = self._depth > 0
        elif element in {"br", "tab", "p"} and self._pieces:
            self._pieces.append(" " if element == "tab" else "\n")

    def end(self, element: str) -> None:
        if element == "t":
            self._listening = False
        elif element == "tc" and self._depth == 1:
            cell: Value = "".join(self._pieces).strip()
            if self._is_below:
                self._table.continue_above(across=self._across)
            else:
                self._table.put(cell, across=self._across)
        elif element == "tbl":
            self._depth -= 1
            if self._depth == 0 and (sheet := self._table.sheet(_name(len(self.sheets) + 1))):
                self.sheets.append(sheet)

    def text(self, text: str) -> None:
        if self._listening:
            self._letters += len(text)
            if self._letters > MAX_CELL_LETTERS:
                raise BadWorkbook(_("A cell holds more than %(limit)s letters.") % {"limit": MAX_CELL_LETTERS})
            self._pieces.append(text)


def _name(number: int) -> str:
    return _("Table %(number)s") % {"number": number}
