"""The annexes: every figure with what it means, and every entry behind it."""

from collections.abc import Callable

from lantoa.core.documents.rendering.docx import xml
from lantoa.core.documents.rendering.docx.text import Writer
from lantoa.core.documents.rules import wording
from lantoa.core.documents.rules.statement import FigureLine, Hidden, Row

_FIGURE_SHARES = (0.06, 0.13, 0.38, 0.15, 0.18, 0.10)
# The third is a day, which stays on its line in wider faces too, as where Times New Roman is missing.
_ROW_SHARES = (0.09, 0.13, 0.14, 0.20, 0.15, 0.18, 0.11)
_ROMAN = ("I", "II")


def annexes(writer: Writer) -> list[str]:
    """One text an annex; none where the document states no figure."""
    found: list[Callable[[Writer, str], str]] = []
    if writer.statement.figures:
        found.append(_figures)
    if writer.statement.rows or writer.statement.hidden:
        found.append(_rows)
    numbers = _ROMAN if len(found) > 1 else ("",)
    return [write(writer, number) for write, number in zip(found, numbers, strict=False)]


def _head(writer: Writer, number: str, title: str) -> str:
    said = writer.said
    return (
        xml.paragraph("annex_label", xml.run(f"{said.annex} {number}".strip()), "<w:keepNext/>")
        + xml.paragraph("annex_title", xml.run(title.upper()), "<w:keepNext/>")
        + xml.paragraph("annex_reference", xml.run(wording.attached(writer.statement, writer.profile)))
    )


def _figures(writer: Writer, number: str) -> str:
    said, statement = writer.said, writer.statement
    widths = [writer.profile.text_width * share for share in _FIGURE_SHARES]
    rows = [
        xml.row(
            [
                _cell(writer.anchored(place, xml.run(str(place))), "center"),
                _name(writer, line),
                _meaning(line),
                _cell(xml.run(line.period_name)),
                _result(writer, line),
                _cell(xml.run(wording.whole(line.row_count, statement.language)), "right"),
            ],
            widths,
        )
        for place, line in enumerate(statement.figures, 1)
    ]
    return _head(writer, number, said.figures_title) + _about(writer) + _table(said.figure_head, rows, widths)


def _name(writer: Writer, line: FigureLine) -> str:
    """Its number, which leads to its trace; a draft has none yet."""
    link = "" if writer.statement.is_draft else xml.link(line.url, line.id)
    return _cell(link) + ("" if line.is_public else _cell(xml.run(writer.said.internal)))


def _meaning(line: FigureLine) -> str:
    about = " ".join(part for part in (line.definition, f"({line.code}, v{line.version})") if part)
    agency = _cell(xml.run(line.agency)) if line.agency else ""
    return _cell(xml.run(line.name, "<w:b/>")) + agency + _cell(xml.run(about))


def _result(writer: Writer, line: FigureLine) -> str:
    """The figure in its control, its unit, and below what it is compared with."""
    said = writer.said
    about = xml.run("≈\u00a0") if line.approximate else ""
    compared = [
        form.format(value=value)
        for form, value in (
            (said.target, line.target),
            (said.reached, line.reached),
            (said.before, line.before),
            (said.year_before, line.year_before),
        )
        if value
    ]
    unit = xml.run(f" {line.unit}") if line.unit else ""
    value = about + writer.control(line.id, line.text) + unit
    return _cell(value, "right") + "".join(_cell(xml.run(words), "right") for words in compared)


def _about(writer: Writer) -> str:
    """As of which entry, under which hash, frozen by whom, and where it is read again."""
    said, statement = writer.said, writer.statement
    lines = []
    if statement.as_of_seq:
        lines.append(
            xml.run(
                said.as_of.format(seq=wording.whole(statement.as_of_seq, statement.language), hash=statement.head_hash)
            )
        )
    if statement.frozen_at:
        at = wording.moment(statement.frozen_at, statement.language)
        lines.append(xml.run(said.frozen.format(at=at, by=statement.frozen_by)))
    for form, url in ((said.read_at, statement.report_url), (said.heads_at, statement.head_url)):
        if url:
            lines.append(xml.run(form.partition("{")[0]) + xml.link(url, url))
    return "".join(xml.paragraph("annex_about", line) for line in lines)


def _rows(writer: Writer, number: str) -> str:
    said, language = writer.said, writer.statement.language
    widths = [writer.profile.text_width * share for share in _ROW_SHARES]
    rows = []
    for line, shown, hidden in writer.statement.behind():
        rows += [xml.row(_cells(row, language), widths) for row in shown]
        if hidden:
            rows.append(xml.row(_not_shown(line.id, hidden, language), widths))
    return _head(writer, number, said.rows_title) + _table(said.row_head, rows, widths)


def _cells(row: Row, language: str) -> list[str]:
    return [
        _cell(xml.link(row.url, wording.whole(row.seq, language)), "right"),
        _cell(xml.run(row.figure)),
        _cell(xml.run(wording.day(row.occurred_on, language))),
        _cell(xml.run(row.agency)),
        _cell(xml.run(row.place)),
        _cell(xml.run(row.kind)),
        _cell(xml.run(row.quantity), "right"),
    ]


def _not_shown(figure: str, hidden: Hidden, language: str) -> list[str]:
    """Where a row has its agency stands how many entries are told by their number alone."""
    texts = ("", figure, "", wording.hidden(hidden, language), "", "")
    return [*(_cell(xml.run(text)) for text in texts), _cell(xml.run(hidden.quantity), "right")]


def _table(names: tuple[str, ...], rows: list[str], widths: list[float]) -> str:
    head = xml.row([_cell(xml.run(name, "<w:b/>"), "center") for name in names], widths, is_head=True)
    return xml.table([head, *rows], widths, bordered=True)


def _cell(inner: str, align: str = "left") -> str:
    return xml.paragraph("annex_table", inner, f'<w:jc w:val="{align}"/>')
