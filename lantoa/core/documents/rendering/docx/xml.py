"""Small pieces of WordprocessingML (ECMA-376 part 1, §17), written as text: an annex of 3,000 rows is one parse.

Elements of python-docx for every cell would take seconds. A small sample of what is written here:

    <w:p><w:pPr><w:pStyle w:val="LTtext"/></w:pPr><w:r><w:t xml:space="preserve">Trong năm</w:t></w:r></w:p>
"""

import re
import unicodedata
from collections.abc import Iterable, Sequence
from xml.sax.saxutils import escape

from lxml import etree

NAMESPACES = {
    "w": "http://schemas.openxmlformats.org/wordprocessingml/2006/main",
    "r": "http://schemas.openxmlformats.org/officeDocument/2006/relationships",
    "wp": "http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing",
    "a": "http://schemas.openxmlformats.org/drawingml/2006/main",
    "pic": "http://schemas.openxmlformats.org/drawingml/2006/picture",
}
W = f"{{{NAMESPACES['w']}}}"

# What XML 1.0 cannot carry, and the private sign that marks where content goes.
_UNWRITABLE = re.compile("[^\t\n\x20-\ud7ff\ue001-\ufffd\U00010000-\U0010ffff]")
_DECLARED = {prefix: f' xmlns:{prefix}="{uri}"' for prefix, uri in NAMESPACES.items()}
# Every Word document declares the others itself.
OF_DRAWINGS = "".join(_DECLARED[prefix] for prefix in ("wp", "a", "pic"))

# Widths of Times Bold in thousandths of the size, from its metrics; a letter not named here counts as 556.
_BOLD = {
    **dict.fromkeys(" ,.", 250), **dict.fromkeys("-():;tf", 333), **dict.fromkeys("IS", 500), "I": 389, "M": 944,
    **dict.fromkeys("ABCDNUVXYRw", 720), **dict.fromkeys("ELTZ", 667), **dict.fromkeys("GHKOQ", 778), "W": 1000,
    **dict.fromkeys("FP", 611), **dict.fromkeys("agovxy0123456789", 500), **dict.fromkeys("cerz", 444),
    **dict.fromkeys("ijl", 278), "m": 833, "s": 389,
}  # fmt: skip
_MM_OF_POINT = 25.4 / 72


def writable(value: str) -> str:
    return _UNWRITABLE.sub("", value)


def text(value: str) -> str:
    return escape(writable(value))


def attribute(value: str) -> str:
    return escape(writable(value), {'"': "&quot;", "\n": " ", "\t": " "})


def twips(mm: float) -> int:
    return round(mm * 1440 / 25.4)


def run(words: str, properties: str = "") -> str:
    inner = f"<w:rPr>{properties}</w:rPr>" if properties else ""
    return f'<w:r>{inner}<w:t xml:space="preserve">{text(words)}</w:t></w:r>'


def paragraph(style: str, inner: str, properties: str = "") -> str:
    return f'<w:p><w:pPr><w:pStyle w:val="LT{style}"/>{properties}</w:pPr>{inner}</w:p>'


def link(url: str, words: str) -> str:
    """A field instead of a relation: python-docx looks through all relations before it adds one."""
    if not url:
        return run(words)
    instruction = attribute(f' HYPERLINK "{url.replace(chr(34), "%22")}" ')
    style = '<w:rStyle w:val="LTlink"/>'
    return f'<w:fldSimple w:instr="{instruction}">{run(words, style)}</w:fldSimple>'


def rule(length_mm: float, room_mm: float) -> str:
    """A horizontal line in the middle of its room: the upper border of an almost empty paragraph."""
    side = twips(max(0.0, (room_mm - length_mm) / 2))
    return (
        '<w:p><w:pPr><w:pBdr><w:top w:val="single" w:sz="6" w:space="1" w:color="000000"/></w:pBdr>'
        f'<w:spacing w:before="70" w:after="0" w:line="40" w:lineRule="exact"/><w:ind w:left="{side}" w:right="{side}"'
        ' w:firstLine="0"/><w:rPr><w:sz w:val="2"/></w:rPr></w:pPr></w:p>'
    )


def printed_mm(words: str, size: float) -> float:
    """How long a line of bold letters will be, near enough for the rule below it."""
    plain = (unicodedata.normalize("NFD", letter)[0] for letter in words.replace("Đ", "D").replace("đ", "d"))
    return sum(_BOLD.get(letter, 556) for letter in plain) / 1000 * size * _MM_OF_POINT


def table(rows: Iterable[str], widths_mm: Sequence[float], *, bordered: bool) -> str:
    """Column and cell widths both, and a fixed layout: without them Word and LibreOffice disagree."""
    total = twips(sum(widths_mm))
    sides = ("top", "left", "bottom", "right", "insideH", "insideV")
    line = '<w:{} w:val="single" w:sz="4" w:space="0" w:color="000000"/>' if bordered else '<w:{} w:val="nil"/>'
    borders = "".join(line.format(side) for side in sides)
    margin = 80 if bordered else 0
    above = '<w:top w:w="30" w:type="dxa"/>' if bordered else ""
    below = '<w:bottom w:w="30" w:type="dxa"/>' if bordered else ""
    grid = "".join(f'<w:gridCol w:w="{twips(width)}"/>' for width in widths_mm)
    return (
        f'<w:tbl><w:tblPr><w:tblW w:w="{total}" w:type="dxa"/><w:jc w:val="center"/><w:tblBorders>{borders}'
        f'</w:tblBorders><w:tblLayout w:type="fixed"/><w:tblCellMar>{above}<w:left w:w="{margin}" w:type="dxa"/>{below}'
        f'<w:right w:w="{margin}" w:type="dxa"/></w:tblCellMar></w:tblPr><w:tblGrid>{grid}</w:tblGrid>'
        f"{''.join(rows)}</w:tbl>"
    )


def row(cells: Iterable[str], widths_mm: Sequence[float], *, is_head: bool = False) -> str:
    """cells: paragraphs of each; a head is repeated on every page, and no row is torn apart"""
    head = "<w:tblHeader/>" if is_head else ""
    inner = "".join(
        f'<w:tc><w:tcPr><w:tcW w:w="{twips(width)}" w:type="dxa"/></w:tcPr>{cell}</w:tc>'
        for cell, width in zip(cells, widths_mm, strict=True)
    )
    return f"<w:tr><w:trPr><w:cantSplit/>{head}</w:trPr>{inner}</w:tr>"


def elements(pieces: str) -> list["etree._Element"]:
    """Few pieces as elements, ready to be put into a part of python-docx."""
    parser = etree.XMLParser(huge_tree=True, resolve_entities=False, no_network=True)
    return list(etree.fromstring(f"<root{''.join(_DECLARED.values())}>{pieces}</root>".encode(), parser))
