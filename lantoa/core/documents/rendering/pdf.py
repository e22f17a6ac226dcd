"""A PDF of a Statement: PDF/A-3a and PDF/UA-1, the figures attached as JSON, every number a link to its trace.

Set by typst (`document.typ`), in a process of its own: typst keeps what it set, so that a server would grow with
every document. All texts travel as JSON and are set as texts: no word of anyone is ever markup.
The same Statement and profile give the same bytes: the time in the file is that of the freezing.
"""

import json
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from lantoa.base import children, codes
from lantoa.core.documents.rendering import charts, columns, plain
from lantoa.core.documents.rendering.fonts import FAMILY, FOLDER, printable
from lantoa.core.documents.rules import wording
from lantoa.core.documents.rules.profiles import SIDES, Look, Profile
from lantoa.core.documents.rules.statement import (
    Block,
    Chart,
    FigureLine,
    Items,
    Number,
    Paragraph,
    Run,
    Section,
    Statement,
    Table,
    Words,
)

STANDARDS = ("a-3a", "ua-1")
MAX_MEMORY_BYTES = 2 * 1024**3  # of addresses, which the threads of typst reserve freely
MAX_SECONDS = 60

_CHILD = Path(__file__).with_name("typst_child.py")
_OF_NO_DAY = datetime(1980, 1, 1, tzinfo=UTC)
_ROOM_FOR_FRAME = 5  # millimetres


class BadSheet(RuntimeError):
    """typst could not set the document, or something in it would look otherwise than it should."""


def render(statement: Statement, profile: Profile) -> bytes:
    """raises: BadSheet"""
    sheet = _Sheet(statement, profile)
    content = _printable(sheet.content())
    asked = {
        "files": {
            **sheet.files,
            "main": Path(__file__).with_name("document.typ").read_text(),
            "sheet.json": json.dumps(content, ensure_ascii=False),
            "figures.json": plain.figures_json(statement).decode(),
        },
        "fonts": str(FOLDER),
        "standards": STANDARDS,
        "at": statement.frozen_at or _OF_NO_DAY.isoformat(),
    }
    limits = [MAX_MEMORY_BYTES, MAX_SECONDS]
    try:
        return children.answer(_CHILD, json.dumps(asked).encode(), limits=limits, seconds=MAX_SECONDS)
    except children.Refused as error:
        stopped = error.code == "size"
        raise BadSheet("typst was stopped by its limits of memory and time" if stopped else error.code) from error


def _printable(value: Any) -> Any:
    if isinstance(value, str):
        return printable(value)
    if isinstance(value, dict):
        return {name: _printable(each) for name, each in value.items()}
    return [_printable(each) for each in value] if isinstance(value, list | tuple) else value


class _Sheet:
    """The data of one document.typ. files: the pictures that it names"""

    def __init__(self, statement: Statement, profile: Profile) -> None:
        self.statement, self.profile = statement, profile
        self.said = wording.words(statement.language)
        self.places = {line.id: place for place, line in enumerate(statement.figures, 1)}
        self.urls = {} if statement.is_draft else {line.id: line.url for line in statement.figures}
        self.files: dict[str, str] = {}

    def content(self) -> dict[str, Any]:
        return {**self._layout(), **self._head(), **self._text(), **self._annexes()}

    def _layout(self) -> dict[str, Any]:
        statement, profile = self.statement, self.profile
        return {
            "width": profile.width, "height": profile.height, "font": FAMILY,
            "margins": {side: profile.margins[side].used for side in SIDES},
            "first_line": profile.first_line.used, "paragraph_gap": profile.paragraph_gap.used,
            "line_spacing": profile.line_spacing.used, "star": profile.star,
            "looks": {element: _look(look) for element, look in profile.looks.items()},
            "language": statement.language, "is_draft": statement.is_draft, "is_sample": statement.is_sample,
            "said": {name: getattr(self.said, name) for name in (
                "to", "recipients", "draft", "sample", "annex", "internal", "end_mark", "figures_title",
            )},
        }  # fmt: skip

    def _head(self) -> dict[str, Any]:
        statement, profile, letterhead = self.statement, self.profile, self.statement.letterhead
        foreign = () if statement.language == "vi" else (profile.national_name[1], profile.motto[1])
        head: dict[str, Any] = {
            "title": f"{statement.type_name.capitalize()}: {wording.abstract(statement)}",
            "author": letterhead.body or [], "description": wording.unverified(statement, profile),
            "parent_body": [letterhead.parent_body] if letterhead.parent_body else [],
            "body": [letterhead.body] if letterhead.body else [],
            "national_name": [profile.national_name[0]], "motto": [profile.motto[0]],
            "english": [each for each in foreign if each],
            "number": wording.number_line(letterhead, profile),
            "dated": wording.dated(letterhead, statement.language), "type_name": statement.type_name,
            "abstract": wording.abstract(statement),
            "addressees": letterhead.addressees if len(letterhead.addressees) == 1
            else wording.listed(letterhead.addressees),
            "recipients": wording.listed(letterhead.recipients), "signing": list(letterhead.signing),
            "signer": letterhead.signer,
        }  # fmt: skip
        for element in ("parent_body", "body", "national_name", "motto", "signing"):
            if profile.looks[element].upper:
                head[element] = [each.upper() for each in head[element]]
        if profile.looks["type_name"].upper:
            head["type_name"] = head["type_name"].upper()
        return head

    # -- the text ----------------------------------------------------------------------------------

    def _text(self) -> dict[str, Any]:
        """The sections; the notes follow the last one, and "./." closes it all."""
        notes = tuple(Paragraph((Words(note),)) for note in self.statement.notes)
        sections = [*self.statement.sections, *([Section("", notes)] if notes else [])]
        blocks = [block for section in sections for block in section.blocks]
        last = blocks[-1] if blocks and isinstance(blocks[-1], Paragraph | Items) else None
        return {
            "sections": [
                {"heading": section.heading, "level": section.level,
                 "blocks": [{**self._block(_unstopped(block) if block is last else block), "is_last": block is last}
                            for block in section.blocks]}
                for section in sections
            ],
            "end_mark_alone": bool(blocks) and last is None,
        }  # fmt: skip

    def _block(self, block: Block) -> dict[str, Any]:
        if isinstance(block, Paragraph):
            return {"kind": "paragraph", "runs": self._runs(block.runs)}
        if isinstance(block, Items):
            return {"kind": "items", "items": [self._runs(item) for item in block.items]}
        if isinstance(block, Chart):
            return {"kind": "chart", **self._chart(block), "table": self._table(block.table)}
        return {"kind": "table", **self._table(block)}

    def _runs(self, runs: tuple[Run, ...]) -> list[dict[str, Any]]:
        return [self._number(run) if isinstance(run, Number) else {"kind": "words", "text": run.text} for run in runs]

    def _number(self, number: Number) -> dict[str, Any]:
        return {
            "kind": "number", "text": number.text, "approximate": number.approximate,
            "place": self.places.get(number.figure, 0), "url": self.urls.get(number.figure, ""),
        }  # fmt: skip

    def _table(self, table: Table) -> dict[str, Any]:
        return {
            "caption": table.caption, "head": table.head, "source": table.source, "columns": columns.shares(table),
            "rows": [[{"runs": self._runs(cell)} for cell in row] for row in table.rows],
            "numeric": table.numeric or [False] * len(table.head),
        }  # fmt: skip

    def _chart(self, chart: Chart) -> dict[str, Any]:
        width = self.profile.text_width - _ROOM_FOR_FRAME
        picture = charts.svg(chart, language=self.statement.language, width_mm=width)
        return {"title": chart.title, "alt": chart.alt or chart.title, "width": width,
                "file": self._file("chart", picture)}  # fmt: skip

    def _file(self, kind: str, svg: str) -> str:
        name = f"{kind}-{len(self.files)}.svg"
        self.files[name] = svg
        return name

    # -- the annexes -------------------------------------------------------------------------------

    def _annexes(self) -> dict[str, Any]:
        """Every figure with its code, every entry behind it. A draft names no figure and no entry."""
        statement, said = self.statement, self.said
        records = [] if statement.is_draft else list(self._records())
        behind = {each["place"] for each in records}
        return {
            "has_annex": bool(statement.figures), "has_attachment": not statement.is_draft,
            "annex_numbers": ["I", "II"] if statement.figures and records else ["", ""],
            "figures_title": self._titled(said.figures_title), "rows_title": self._titled(said.rows_title),
            "attached": wording.attached(statement, self.profile), "about": self._about(),
            "report_code": self._code(statement.report_url),
            "figure_head": said.figure_head, "record_line": said.record_line,
            "figures": [
                {**self._figure(place, line), "has_records": place in behind}
                for place, line in enumerate(statement.figures, 1)
            ],
            "records": records,
        }  # fmt: skip

    def _records(self) -> Iterator[dict[str, Any]]:
        """The entries behind each figure, a line an entry."""
        language = self.statement.language
        for line, rows, hidden in self.statement.behind():
            name = ", ".join(part for part in (line.name, line.agency, line.period_name) if part)
            yield {
                "place": self.places[line.id],
                "title": f"[{self.places[line.id]}] {name}: {line.text} {line.unit}".rstrip(),
                "id": line.id,
                "rows": [
                    [row.url, wording.whole(row.seq, language), wording.day(row.occurred_on, language),
                     "; ".join(part for part in (row.agency, row.place, row.kind) if part), row.quantity]
                    for row in rows
                ],
                "hidden": [wording.hidden(hidden, language), hidden.quantity] if hidden else [],
            }  # fmt: skip

    def _titled(self, title: str) -> str:
        return title.upper() if self.profile.looks["annex_title"].upper else title

    def _figure(self, place: int, line: FigureLine) -> dict[str, Any]:
        url = self.urls.get(line.id, "")
        return {
            "place": place, "id": "" if self.statement.is_draft else line.id, "url": url, "code_file": self._code(url),
            "internal": bool(url) and not line.is_public, "name": line.name, "agency": line.agency,
            "definition": line.definition, "code": f"{line.code}, v{line.version}", "period": line.period_name,
            "text": f"≈\u00a0{line.text}" if line.approximate else line.text, "unit": line.unit,
            "compared": self._compared(line), "row_count": wording.whole(line.row_count, self.statement.language),
        }  # fmt: skip

    def _compared(self, line: FigureLine) -> list[str]:
        said = self.said
        pairs = ((said.target, line.target), (said.reached, line.reached), (said.before, line.before),
                 (said.year_before, line.year_before))  # fmt: skip
        return [form.format(value=value) for form, value in pairs if value]

    def _code(self, url: str) -> str:
        return self._file("code", codes.drawn(url)) if url and not self.statement.is_draft else ""

    def _about(self) -> list[dict[str, str]]:
        statement, said = self.statement, self.said
        lines = []
        if statement.as_of_seq:
            seq = wording.whole(statement.as_of_seq, statement.language)
            words = said.as_of.format(seq=seq, hash=statement.head_hash)
            lines.append({"words": words, "url": ""})
        if statement.frozen_at:
            at = wording.moment(statement.frozen_at, statement.language)
            lines.append({"words": said.frozen.format(at=at, by=statement.frozen_by), "url": ""})
        for form, url in ((said.read_at, statement.report_url), (said.heads_at, statement.head_url)):
            if url and not statement.is_draft:
                lines.append({"words": form.format(url=""), "url": url})
        return lines


def _unstopped(block: Block) -> Block:
    """The last sentence without its stop, for "./." takes its place."""
    if isinstance(block, Paragraph):
        return Paragraph(_without_stop(block.runs))
    if isinstance(block, Items) and block.items:
        return Items((*block.items[:-1], _without_stop(block.items[-1])))
    return block


def _without_stop(runs: tuple[Run, ...]) -> tuple[Run, ...]:
    if runs and isinstance(runs[-1], Words):
        return (*runs[:-1], Words(runs[-1].text.rstrip(" .;")))
    return runs


def _look(look: Look) -> dict[str, Any]:
    return {"size": look.size.used, "bold": look.bold, "italic": look.italic, "underline": look.underline}
