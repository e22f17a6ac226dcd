"""Workbooks for tests: filled as a person would fill the template, and broken in every way we know."""

import io
import zipfile
import zlib
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path
from typing import Any

import openpyxl
from openpyxl.worksheet.worksheet import Worksheet

from lantoa.core.ledger import workbooks
from lantoa.core.ledger.drafts import Words

HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>'
MAIN = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'
RELATIONS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PACKAGE = "http://schemas.openxmlformats.org/package/2006/relationships"
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"


def filled(
    path: Path,
    kind: str,
    rows: Iterable[Mapping[str, Any]],
    *,
    change: Callable[[Worksheet], None] = lambda sheet: None,
) -> Path:
    """The template of a kind with rows in it (column code -> value), saved as Excel would; `change` comes last."""
    empty = io.BytesIO()
    workbooks.write_template(kind, Words.load(), empty)
    book = openpyxl.load_workbook(empty)
    sheet = book.worksheets[0]
    columns = {str(cell.value).rpartition(":")[2]: number for number, cell in enumerate(sheet[1], start=1)}
    for number, row in enumerate(rows, start=3):
        for code, value in row.items():
            sheet.cell(number, columns[code], value)
    change(sheet)
    book.save(path)
    return path


def packed(path: Path, parts: Mapping[str, str | bytes], *, compression: int = zipfile.ZIP_DEFLATED) -> Path:
    with zipfile.ZipFile(path, "w", compression) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return path


def package(sheet: str | bytes, **more: str | bytes) -> dict[str, str | bytes]:
    """The fewest parts of a workbook with one sheet part; more: `strings`, `book`."""
    return {
        "[Content_Types].xml": f"{HEAD}<Types/>",
        "_rels/.rels": f'{HEAD}<Relationships xmlns="{PACKAGE}"><Relationship Id="r1" '
        f'Type="{RELATIONS}/officeDocument" Target="xl/workbook.xml"/></Relationships>',
        "xl/workbook.xml": more.get(
            "book",
            f'{HEAD}<workbook {MAIN} xmlns:r="{RELATIONS}"><sheets><sheet name="S" sheetId="1" r:id="r1"/></sheets>'
            "</workbook>",
        ),
        "xl/_rels/workbook.xml.rels": f'{HEAD}<Relationships xmlns="{PACKAGE}">'
        f'<Relationship Id="r1" Type="{RELATIONS}/worksheet" Target="worksheets/sheet1.xml"/>'
        f'<Relationship Id="r2" Type="{RELATIONS}/sharedStrings" Target="sharedStrings.xml"/></Relationships>',
        "xl/worksheets/sheet1.xml": sheet,
        "xl/sharedStrings.xml": more.get("strings", f"{HEAD}<sst {MAIN}/>"),
    }


def sheet_xml(rows: str, tail: str = "") -> str:
    return f"{HEAD}<worksheet {MAIN}><sheetData>{rows}</sheetData>{tail}</worksheet>"


def _billion_laughs() -> str:
    entities = '<!ENTITY a0 "ha">' + "".join(f'<!ENTITY a{n} "{f"&a{n - 1};" * 10}">' for n in range(1, 10))
    row = '<row r="1"><c r="A1" t="inlineStr"><is><t>&a9;</t></is></c></row>'
    return f"<!DOCTYPE worksheet [{entities}]><worksheet {MAIN}><sheetData>{row}</sheetData></worksheet>"


def _outside_entity() -> str:
    row = '<row r="1"><c r="A1" t="inlineStr"><is><t>&file;</t></is></c></row>'
    return (
        f'<!DOCTYPE worksheet [<!ENTITY file SYSTEM "file:///etc/passwd">]>'
        f"<worksheet {MAIN}><sheetData>{row}</sheetData></worksheet>"
    )


def _bomb(path: Path) -> None:
    packed(path, package(sheet_xml("<row/>" + " " * 80_000_000)))


def _lying_bomb(path: Path) -> None:
    """Declares a small size and unpacks to much more."""
    packed(path, package(sheet_xml("<row/>" + "<row></row>" * 7_000_000)))
    content = bytearray(path.read_bytes())
    with zipfile.ZipFile(path) as archive:
        real = archive.getinfo("xl/worksheets/sheet1.xml").file_size.to_bytes(4, "little")
    path.write_bytes(bytes(content).replace(real, (900_000).to_bytes(4, "little")))


def _encrypted_zip(path: Path) -> None:
    packed(path, package(sheet_xml("")))
    with zipfile.ZipFile(path) as archive:
        offsets = [member.header_offset for member in archive.infolist()]
    content = bytearray(path.read_bytes())
    for offset in offsets:
        content[offset + 6] |= 1
    at = content.find(b"PK\x01\x02")
    while at != -1:
        content[at + 8] |= 1
        at = content.find(b"PK\x01\x02", at + 1)
    path.write_bytes(content)


def _huge(path: Path) -> None:
    with path.open("wb") as file:
        file.write(b"PK\x03\x04")
        file.truncate(200 * 1024 * 1024)


def _cut(path: Path) -> None:
    packed(path, package(sheet_xml("<row/>" * 1000)))
    path.write_bytes(path.read_bytes()[:-200])


def _flipped(path: Path) -> None:
    packed(path, package(sheet_xml("".join(f'<row r="{n}"><c><v>{n}</v></c></row>' for n in range(1, 2000)))))
    content = bytearray(path.read_bytes())
    middle = content.find(b"xl/worksheets/sheet1.xml") + 500
    content[middle : middle + 40] = b"\xff" * 40
    path.write_bytes(content)


def _doubled_member(path: Path) -> None:
    packed(path, package(sheet_xml("")))
    with zipfile.ZipFile(path, "a") as archive:
        other = archive.getinfo("xl/worksheets/sheet1.xml")
        archive.fp.seek(0, 2)  # type: ignore[union-attr] # open for adding
        archive._writecheck = lambda info: None  # type: ignore[attr-defined] # zipfile only warns; here it must be written
        archive.writestr(other.filename, sheet_xml("<row/>"))


def _rows(count: int) -> str:
    return "".join(f'<row r="{n}"><c r="A{n}"><v>1</v></c></row>' for n in range(1, count + 1))


def _formatted_rows() -> str:
    return "".join(f'<row r="{n}"><c r="A{n}" s="1"/><c r="B{n}" s="1"/></row>' for n in range(1, 900_000))


def _strings_point_nowhere() -> str:
    return sheet_xml('<row r="1"><c r="A1" t="s"><v>7</v></c></row>')


def _parts(sheet: str, **more: str) -> Callable[[Path], Any]:
    return lambda path: packed(path, package(sheet, **more))


def _bytes(content: bytes) -> Callable[[Path], Any]:
    return lambda path: path.write_bytes(content)


_WIDE = '<row r="1"><c r="A1"><v>1</v></c><c r="XFD1"><v>1</v></c></row>'
_LONG = f'<row r="1"><c r="A1" t="inlineStr"><is><t>{"a" * 40_000}</t></is></c></row>'
_ENCRYPTED = OLE + bytes(500) + "EncryptedPackage".encode("utf-16-le") + bytes(500)
_WORD = {"_rels/.rels": package("")["_rels/.rels"], "xl/workbook.xml": f"{HEAD}<document/>"}
_MANY = {"_rels/.rels": "", **{f"part{n}": "" for n in range(2_100)}}

# name: how it is made, and words of the sentence that refuses it
BAD: dict[str, tuple[Callable[[Path], Any], str]] = {
    "empty": (_bytes(b""), "is empty"),
    "csv": (_bytes("tên;ngày\nNói chuyện;22/11/2026\n".encode()), "plain text"),
    "jpg": (_bytes(b"\xff\xd8\xff\xe0" + bytes(100)), "a picture"),
    "png": (_bytes(b"\x89PNG\r\n\x1a\n" + bytes(100)), "a picture"),
    "pdf": (_bytes(b"%PDF-1.7\n"), "a PDF"),
    "html": (_bytes(b"\xef\xbb\xbf\n<html><table><tr><td>1</td></tr></table></html>"), "a web page"),
    "xml_2003": (_bytes(b'<?xml version="1.0"?><Workbook/>'), "an XML file"),
    "noise": (_bytes(bytes(range(256)) * 8), "another kind of file"),
    "xls": (_bytes(OLE + bytes(4000)), "Save As"),
    "xls_of_noise": (_bytes(OLE + bytes(range(256)) * 400), "Save As|unreasonable"),
    "doc": (_bytes(OLE + bytes(500) + "WordDocument".encode("utf-16-le") + bytes(500)), "old format"),
    "encrypted": (_bytes(_ENCRYPTED), "protected by a password"),
    "encrypted_zip": (_encrypted_zip, "encrypted archive"),
    "xlsb": (lambda path: packed(path, {"xl/workbook.bin": b"1", "_rels/.rels": ""}), r"\.xlsb"),
    "ods": (lambda path: packed(path, {"mimetype": "application/vnd.oasis", "content.xml": ""}), "OpenDocument"),
    "other_zip": (lambda path: packed(path, {"readme.txt": "hello"}), "zip archive of something else"),
    "word": (lambda path: packed(path, _WORD), "no workbook"),
    "bomb": (_bomb, "unreasonable size"),
    "lying_bomb": (_lying_bomb, "damaged|unreasonable size|too many cells"),
    "many_members": (lambda path: packed(path, _MANY), "unreasonable size"),
    "bzip2": (lambda path: packed(path, package(sheet_xml("")), compression=zipfile.ZIP_BZIP2), "damaged"),
    "huge": (_huge, "200 MB"),
    "cut": (_cut, "damaged"),
    "flipped": (_flipped, "damaged"),
    "only_a_signature": (_bytes(b"PK\x03\x04" + zlib.compress(b"x" * 999)), "damaged"),
    "broken_xml": (_parts(sheet_xml("<row>")), "damaged"),
    "no_sheet_part": (lambda path: packed(path, {**package(""), "xl/worksheets/sheet1.xml": ""}), "damaged"),
    "text_that_is_not_there": (_parts(_strings_point_nowhere()), "a text that is not there"),
    "entity_bomb": (_parts(_billion_laughs()), "document type declaration"),
    "outside_entity": (_parts(_outside_entity()), "document type declaration"),
    "entity_in_strings": (
        _parts(sheet_xml(""), strings=f'<!DOCTYPE s [<!ENTITY a "b">]><sst {MAIN}/>'),
        "document type",
    ),
    "entity_in_book": (
        _parts(sheet_xml(""), book="<!DOCTYPE workbook SYSTEM 'http://h/d'><workbook/>"),
        "document type",
    ),
    "too_many_rows": (_parts(sheet_xml(_rows(50_001))), "more than 50000 rows"),
    "too_many_columns": (_parts(sheet_xml(_WIDE)), "beyond column CV"),
    "too_many_empty_cells": (lambda path: packed(path, package(sheet_xml(_formatted_rows()))), "too many cells"),
    "too_long_a_text": (_parts(sheet_xml(_LONG)), "32767 letters"),
    "nothing_known": (_parts(sheet_xml(_rows(3))), "columns of a template"),
    "no_rows_at_all": (_parts(sheet_xml("")), "columns of a template"),
}
