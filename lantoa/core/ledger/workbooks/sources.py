"""From whatever a person brings to sheets: one reading for .xlsx, .xls, .xlsb, .ods, .docx and pasted tables.

What a file is, its first bytes say; the name it came under means nothing.
"""

from pathlib import Path

from lantoa.core.ledger.workbooks import documents, letters, native, pasted, reader
from lantoa.core.ledger.workbooks.container import OLE, Container, bytes_of, refuse_protected
from lantoa.core.ledger.workbooks.reader import Notice, Sheet, Workbook


def read(path: Path) -> Workbook:
    """All sheets, or tables, with their non-blank rows; texts in old letters are converted, and notices say so.

    raises: BadWorkbook, whatever is wrong with the file
    """
    workbook = _read(bytes_of(path))
    for sheet in workbook.sheets:
        workbook.notices += _mend(sheet)
    return workbook


def _read(content: bytes) -> Workbook:
    if content.startswith(pasted.MARK):
        return pasted.read(content)
    if content.startswith(OLE):
        refuse_protected(content)
        return native.read(content)
    container = Container(content)
    if documents.PART in container:
        return documents.read(container)
    if "xl/workbook.bin" in container or ("content.xml" in container and "xl/workbook.xml" not in container):
        return native.read(content)
    return reader.read(container)


def _mend(sheet: Sheet) -> list[Notice]:
    """Convert old letters in place, column by column."""
    columns: dict[int, list[tuple[int, str]]] = {}
    for index, row in enumerate(sheet.rows):
        for place, value in row.cells.items():
            if isinstance(value, str) and not value.isascii():
                columns.setdefault(place, []).append((index, value))
    notices = []
    for place, texts in sorted(columns.items()):
        done: dict[str, list[tuple[str, str]]] = {}
        before = dict(texts)
        for index, text, name in letters.mend(texts):
            sheet.rows[index].cells[place] = text
            done.setdefault(name, []).append((before[index], text))
        for name, pairs in done.items():
            notices.append(Notice(sheet.name, place, letters.Mended(name, len(pairs), *pairs[0]).message))
    return notices
