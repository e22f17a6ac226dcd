"""From whatever a person brings to sheets: one reading for .xlsx, .xls, .xlsb, .ods, .docx and pasted tables.

What a file is, its first bytes say; the name it came under means nothing.
"""

from collections import Counter
from collections.abc import Iterator
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
    workbook.notices += _mend(workbook)
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


def _mend(workbook: Workbook) -> list[Notice]:
    """Convert old letters in place: column by column, then what stands alone beside columns that were old."""
    columns = {(at, place): column for at, sheet in enumerate(workbook.sheets) for place, column in _weighed(sheet)}
    mended = {key: {index: (text, name) for index, text, name in letters.mend_column(columns[key])} for key in columns}
    counts = Counter(name for cells in mended.values() for _text, name in cells.values() if name)
    if counts:
        known = max(letters.SETS, key=lambda old: counts[old.name])
        for at, _sheet in enumerate(workbook.sheets):
            keys = [key for key in columns if key[0] == at]
            for which, index, text in letters.mend_rest([columns[key] for key in keys], known):
                mended[keys[which]].setdefault(index, (text, known.name))
    notices = []
    for (at, place), cells in sorted(mended.items()):
        sheet = workbook.sheets[at]
        done: dict[str, list[tuple[str, str]]] = {}
        for index, (text, name) in sorted(cells.items()):
            done.setdefault(name, []).append((str(sheet.rows[index].cells[place]), text))
            sheet.rows[index].cells[place] = text
        for name, pairs in done.items():
            notices.append(Notice(sheet.name, place, letters.Mended(name, len(pairs), *pairs[0]).message))
    return notices


def _weighed(sheet: Sheet) -> Iterator[tuple[int, letters.Column]]:
    columns: dict[int, list[tuple[int, str]]] = {}
    for index, row in enumerate(sheet.rows):
        for place, value in row.cells.items():
            if isinstance(value, str) and not value.isascii():
                columns.setdefault(place, []).append((index, value))
    return ((place, letters.weigh(texts)) for place, texts in columns.items())
