"""From whatever a person brings to sheets: one reading for .xlsx, .xls, .xlsb, .ods, .docx and pasted tables.

What a file is, its first bytes say; the name it came under means nothing.
"""

from pathlib import Path

from django.utils.translation import gettext as _

from lantoa.core.ledger.workbooks import documents, letters, native, pasted, reader
from lantoa.core.ledger.workbooks.container import OLE, Container, bytes_of, old_format, refuse_protected
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
        return native.read(content, advice=old_format())
    container = Container(content)
    if documents.PART in container:
        return documents.read(container)
    if "xl/workbook.bin" in container:
        advice = _(
            "This is a binary workbook (.xlsb). Open it in Excel and choose File > Save As > Excel Workbook (.xlsx)."
        )
        return native.read(content, advice=advice)
    if "content.xml" in container:
        advice = _("This is an OpenDocument file. Open it in LibreOffice and save it as Excel 2007-365 (.xlsx).")
        return native.read(content, advice=advice)
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
