"""The text of a document: sections, paragraphs, lists, tables, charts, and every figure in a locked control.

LibreOffice drops the tag of a content control and ignores the size of its run: the id stands in alias and bookmark,
the size in the style of the paragraph.
"""

from collections.abc import Sequence
from io import BytesIO
from itertools import count

from docx.document import Document
from docx.shared import Mm

from lantoa.core.documents.rendering import charts, columns
from lantoa.core.documents.rendering.docx import xml
from lantoa.core.documents.rules.profiles import Profile
from lantoa.core.documents.rules.statement import (
    Block,
    Chart,
    Items,
    Number,
    Paragraph,
    Run,
    Section,
    Statement,
    Table,
    Words,
    text_of,
)
from lantoa.core.documents.rules.wording import words

_KEEP = "<w:keepNext/>"


class Writer:
    """Writes the pieces of one document; keeps count of controls and bookmarks."""

    def __init__(self, statement: Statement, profile: Profile, document: Document) -> None:
        self.statement, self.profile, self.document = statement, profile, document
        self.said = words(statement.language)
        self.places = {line.id: place for place, line in enumerate(statement.figures, 1)}
        self._ids = count(1)

    def content(self) -> str:
        """All sections and the notes, closed by the mark of the end."""
        ending = [Section("", tuple(Paragraph((Words(note),)) for note in self.statement.notes))]
        sections = [*self.statement.sections, *(ending if self.statement.notes else [])]
        pieces: list[str] = []
        last = sections[-1].blocks[-1] if sections and sections[-1].blocks else None
        for section in sections:
            if section.heading:
                style = "part" if section.level == 1 else "heading"
                outline = f'<w:outlineLvl w:val="{min(section.level, 3) - 1}"/>'
                pieces.append(xml.paragraph(style, xml.run(section.heading), _KEEP + outline))
            pieces += [self._block(block, is_last=block is last) for block in section.blocks]
        if isinstance(last, Table | Chart):
            pieces.append(xml.paragraph("text", xml.run(self.said.end_mark), '<w:jc w:val="right"/>'))
        return "".join(pieces)

    def runs(self, runs: Sequence[Run]) -> str:
        return "".join(self.number(each) if isinstance(each, Number) else xml.run(each.text) for each in runs)

    def number(self, number: Number) -> str:
        """The printed text in its control, and behind it the small number of its line in the annex."""
        about = xml.run("≈\u00a0") if number.approximate else ""
        if not number.figure:
            return about + xml.run(number.text)
        place = self.places.get(number.figure)
        mark = ""
        if place is not None:
            inner = xml.run(f"[{place}]", '<w:rStyle w:val="LTmark"/>')
            mark = f'<w:hyperlink w:anchor="{anchor(place)}" w:history="1">{inner}</w:hyperlink>'
        return about + self.control(number.figure, number.text) + mark

    def control(self, figure: str, printed: str) -> str:
        """In a draft the number alone: nothing in it is fixed yet."""
        if self.statement.is_draft:
            return xml.run(printed)
        each = next(self._ids)
        name = f"{figure.replace('-', '_')}_{each}"
        alias = xml.attribute(figure)
        return (
            f'<w:sdt><w:sdtPr><w:alias w:val="{alias}"/><w:tag w:val="{alias}"/><w:id w:val="{each}"/>'
            '<w:lock w:val="sdtContentLocked"/><w:text/></w:sdtPr><w:sdtContent>'
            f'<w:bookmarkStart w:id="{each}" w:name="{xml.attribute(name)}"/>{xml.run(printed)}'
            f'<w:bookmarkEnd w:id="{each}"/></w:sdtContent></w:sdt>'
        )

    def anchored(self, place: int, inner: str) -> str:
        each = next(self._ids)
        return f'<w:bookmarkStart w:id="{each}" w:name="{anchor(place)}"/>{inner}<w:bookmarkEnd w:id="{each}"/>'

    def _block(self, block: Block, *, is_last: bool) -> str:
        if isinstance(block, Paragraph):
            return self._last(block.runs) if is_last else xml.paragraph("text", self.runs(block.runs))
        if isinstance(block, Items):
            *items, last = ((Words("- "), *item) for item in block.items)
            written = [xml.paragraph("text", self.runs(item)) for item in items]
            return "".join(written) + (self._last(last) if is_last else xml.paragraph("text", self.runs(last)))
        if isinstance(block, Chart):
            return self._chart(block) + self._table(block.table)
        return self._table(block)

    def _last(self, runs: Sequence[Run]) -> str:
        """With the mark of the end behind it, and kept with the signature."""
        closed = text_of(runs).rstrip().endswith(".")
        end = xml.run(self.said.end_mark[1:] if closed else self.said.end_mark)
        return xml.paragraph("text", self.runs(runs) + end, _KEEP)

    def _table(self, block: Table) -> str:
        numeric = block.numeric or (False,) * len(block.head)
        widths = _widths(block, self.profile.text_width)
        head = xml.row([_cell(xml.run(name, "<w:b/>"), "center") for name in block.head], widths, is_head=True)
        body = [
            xml.row(
                [
                    _cell(self.runs(cell), "right" if is_number else "left")
                    for cell, is_number in zip(row, numeric, strict=True)
                ],
                widths,
            )
            for row in block.rows
        ]
        caption = xml.paragraph("caption", xml.run(block.caption), _KEEP) if block.caption else ""
        source = xml.paragraph("source", xml.run(block.source) if block.source else "")
        return caption + xml.table([head, *body], widths, bordered=True) + source

    def _chart(self, chart: Chart) -> str:
        width = self.profile.text_width - 5
        picture = charts.png(chart, language=self.statement.language, width_mm=width)
        relation, height = self._picture(picture, width)
        each, alt = next(self._ids), xml.attribute(chart.alt)
        size = f'cx="{int(Mm(width))}" cy="{int(Mm(height))}"'
        drawing = (
            f'<w:r><w:drawing><wp:inline{xml.OF_DRAWINGS} distT="0" distB="0" distL="0" distR="0"><wp:extent {size}/>'
            f'<wp:docPr id="{each}" name="{xml.attribute(chart.title)}" descr="{alt}"/><a:graphic>'
            '<a:graphicData uri="http://schemas.openxmlformats.org/drawingml/2006/picture"><pic:pic><pic:nvPicPr>'
            f'<pic:cNvPr id="{each}" name="{each}.png" descr="{alt}"/><pic:cNvPicPr/></pic:nvPicPr><pic:blipFill>'
            f'<a:blip r:embed="{relation}"/><a:stretch><a:fillRect/></a:stretch></pic:blipFill><pic:spPr><a:xfrm>'
            f'<a:off x="0" y="0"/><a:ext {size}/></a:xfrm><a:prstGeom prst="rect"><a:avLst/></a:prstGeom></pic:spPr>'
            "</pic:pic></a:graphicData></a:graphic></wp:inline></w:drawing></w:r>"
        )
        title = xml.paragraph("caption", xml.run(chart.title), _KEEP)
        return title + xml.paragraph("picture", drawing, _KEEP)

    def _picture(self, content: bytes, width_mm: float) -> tuple[str, float]:
        """The picture's relation, one for each different picture, and its height at that width."""
        relation, image = self.document.part.get_or_add_image(BytesIO(content))
        return relation, width_mm * image.px_height / image.px_width


def anchor(place: int) -> str:
    """The bookmark of a line of the annex; it begins like no id of a figure."""
    return f"so_lieu_{place}"


def _cell(inner: str, align: str) -> str:
    return xml.paragraph("table", inner, f'<w:jc w:val="{align}"/>')


def _widths(block: Table, room_mm: float) -> list[float]:
    found = columns.shares(block)
    return [room_mm * share / sum(found) for share in found]
