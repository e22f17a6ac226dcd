"""What an official document says, before it is laid out.

A Statement is made once, when its report is frozen, and kept as JSON. Every file of it (DOCX, PDF, XLSX, HTML, CSV,
JSON) is a pure function of the Statement and of a layout profile, so all of them say the same, on any database.
All texts are in the language of the document and formatted as that language writes them.
"""

import json
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass, field
from typing import Any

# 2: entries that are not public are told by their number; 1 listed them. Of both, `rows` hold no free text.
FORMAT = 2


@dataclass(frozen=True)
class Words:
    """url: where a screen leads from them; on paper they are words"""

    text: str
    url: str = ""


@dataclass(frozen=True)
class Number:
    """A figure where it is printed; text: "2.889" or "41/44".

    figure: the id of its line in the annex, "F-4TB8K". In a draft it names the line too, but is never printed. "" for
            a number that is no figure of its own, such as a part of a sum in a table
    """

    text: str
    figure: str = ""
    approximate: bool = False


@dataclass(frozen=True)
class Flaw:
    """In a draft: a number bound to no figure, or (is_broken) a token that means nothing. A screen marks it."""

    text: str
    reason: str
    is_broken: bool = False


Run = Words | Number | Flaw


@dataclass(frozen=True)
class Paragraph:
    runs: tuple[Run, ...]


@dataclass(frozen=True)
class Items:
    """A list with dashes."""

    items: tuple[tuple[Run, ...], ...]


@dataclass(frozen=True)
class Table:
    """head: one text a column; rows: cells of runs, as many as the head; numeric: which columns stand right-aligned

    source: the line below, "As of entry 4,812, 22 November 2026"
    """

    caption: str
    head: tuple[str, ...]
    rows: tuple[tuple[tuple[Run, ...], ...], ...]
    numeric: tuple[bool, ...] = ()
    source: str = ""


@dataclass(frozen=True)
class Chart:
    """A picture of figures, always with its table.

    kind:   bars (over periods), target (beside actual), share (by purpose), map (by commune)
    values: one series a name: (label of the bar or code of the commune, its value, None where nothing is known)
    labels: code -> name, for maps; empty else
    alt:    what the picture shows, in words, for those who cannot see it
    outlines: of a map that was frozen, the digest of the outlines it is drawn on, "" for none; None: those in use now
    """

    kind: str
    title: str
    unit: str
    values: tuple[tuple[str, tuple[tuple[str, float | None], ...]], ...]
    table: Table
    alt: str
    labels: tuple[tuple[str, str], ...] = ()
    outlines: str | None = None


Block = Paragraph | Items | Table | Chart


@dataclass(frozen=True)
class Section:
    """level: 1 for a part, 2 for what stands inside it"""

    heading: str
    blocks: tuple[Block, ...]
    level: int = 1


@dataclass(frozen=True)
class FigureLine:
    """A line of the annex of figures. Texts are printed as they are; "" where there is none.

    value, numerator, denominator: exact decimals as text, for machines; None where a ratio has no value;
                                   target_value likewise, "" where no target is set
    before, year_before: the period before and the same one a year earlier, "" where nothing was recorded
    url: opens the trace; is_public: whether it opens without signing in
    """

    id: str
    code: str
    version: int
    name: str
    definition: str
    unit: str
    period: str
    period_name: str
    agency: str
    text: str
    value: str | None
    numerator: str | None
    denominator: str | None
    approximate: bool
    row_count: int
    as_of_seq: int
    rows_digest: str
    url: str
    is_public: bool
    target: str = ""
    target_value: str = ""
    reached: str = ""
    before: str = ""
    year_before: str = ""


@dataclass(frozen=True)
class Row:
    """One public entry behind a figure: codes' names, dates and quantities, no free text."""

    figure: str
    seq: int
    occurred_on: str
    agency: str
    place: str
    kind: str
    quantity: str
    url: str


@dataclass(frozen=True)
class Hidden:
    """The entries behind a figure that are not public: with its rows they make up the figure.

    quantity: what they add to it, "" where its parts do not add up
    """

    figure: str
    row_count: int
    quantity: str


@dataclass(frozen=True)
class Letterhead:
    """Who issues the document and to whom. Lists are printed a line each; an empty text leaves its place empty.

    number: "05"; code: "BC-UBND"; dated_on: ISO date or "" for a dotted place
    signing: lines above the signature, "TM. ỦY BAN NHÂN DÂN", "CHỦ TỊCH"
    body_in_text: the body where it stands in a sentence, "Ủy ban nhân dân tỉnh Sông Xanh"; "" where it is as `body`
    """

    profile: str = "nd30"
    parent_body: str = ""
    body: str = ""
    number: str = ""
    code: str = ""
    place: str = ""
    dated_on: str = ""
    addressees: tuple[str, ...] = ()
    recipients: tuple[str, ...] = ()
    signing: tuple[str, ...] = ()
    signer: str = ""
    body_in_text: str = ""


@dataclass(frozen=True)
class Statement:
    """type_name: "BÁO CÁO"; title: the abstract below it; as_of_seq, head_hash: 0 and "" in a draft

    notes: printed at the end of the text: who had not reported, which numbers are bound to no figure
    frozen_at: ISO time; report_url: where the report is read; head_url: where the heads of the ledger are published
    """

    type_name: str
    title: str
    language: str
    period: str
    period_name: str
    letterhead: Letterhead
    sections: tuple[Section, ...]
    figures: tuple[FigureLine, ...] = ()
    rows: tuple[Row, ...] = ()
    hidden: tuple[Hidden, ...] = ()
    notes: tuple[str, ...] = ()
    version: int = 1
    as_of_seq: int = 0
    head_hash: str = ""
    frozen_at: str = ""
    frozen_by: str = ""
    report_url: str = ""
    head_url: str = ""
    is_sample: bool = False
    format: int = field(default=FORMAT)

    @property
    def is_draft(self) -> bool:
        return not self.frozen_at

    def figure(self, public_id: str) -> FigureLine | None:
        return next((line for line in self.figures if line.id == public_id), None)

    def behind(self) -> "Iterator[tuple[FigureLine, list[Row], Hidden | None]]":
        """Each figure that has entries, in the order of the annex, with those that are shown and those that are not."""
        rows: dict[str, list[Row]] = {}
        for row in self.rows:
            rows.setdefault(row.figure, []).append(row)
        hidden = {each.figure: each for each in self.hidden}
        for line in self.figures:
            if line.id in rows or line.id in hidden:
                yield line, rows.get(line.id, []), hidden.get(line.id)

    def numbers(self) -> Iterator[Number]:
        """Every printed figure of the text, in its order; those of tables and charts too."""
        for section in self.sections:
            for block in section.blocks:
                for run in runs_of(block):
                    if isinstance(run, Number):
                        yield run


def runs_of(block: Block) -> Iterator[Run]:
    if isinstance(block, Chart):
        block = block.table
    if isinstance(block, Paragraph):
        yield from block.runs
    elif isinstance(block, Items):
        for item in block.items:
            yield from item
    else:
        for row in block.rows:
            for cell in row:
                yield from cell


def text_of(runs: Sequence[Run]) -> str:
    """As printed, "≈" before what is approximate."""
    return "".join(f"≈\u00a0{run.text}" if isinstance(run, Number) and run.approximate else run.text for run in runs)


def letters_of(runs: Sequence[Run]) -> int:
    """How much room they take on paper, in letters: a figure with its small number behind it, [12]."""
    return len(text_of(runs)) + sum(3 for run in runs if isinstance(run, Number) and run.figure)


# -- kept as JSON ----------------------------------------------------------------------------------

_BLOCKS: dict[str, type[Block]] = {"paragraph": Paragraph, "items": Items, "table": Table, "chart": Chart}
_NAMES = {kind: name for name, kind in _BLOCKS.items()}


def written(statement: Statement) -> dict[str, Any]:
    """For a JSON field or file; `read` gives the same Statement back."""
    content = asdict(statement)
    for section, kept in zip(statement.sections, content["sections"], strict=True):
        kept["blocks"] = [
            {"type": _NAMES[type(block)], **each} for block, each in zip(section.blocks, kept["blocks"], strict=True)
        ]
    return content


def canonical(statement: Statement) -> str:
    """The one text of a statement, the same on any machine, so that it has one digest."""
    return json.dumps(written(statement), ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def read(content: dict[str, Any]) -> Statement:
    """raises: KeyError, TypeError for what `written` never wrote"""
    sections = tuple(
        Section(each["heading"], tuple(_block(block) for block in each["blocks"]), each["level"])
        for each in content["sections"]
    )
    rest = {name: _frozen(value) for name, value in content.items() if name not in _MADE}
    return Statement(
        **rest,
        sections=sections,
        letterhead=Letterhead(**{name: _frozen(value) for name, value in content["letterhead"].items()}),
        figures=tuple(FigureLine(**each) for each in content["figures"]),
        rows=tuple(Row(**each) for each in content["rows"]),
        hidden=tuple(Hidden(**each) for each in content.get("hidden", ())),
    )


_MADE = {"sections", "letterhead", "figures", "rows", "hidden"}


def _block(content: dict[str, Any]) -> Block:
    kind = _BLOCKS[content["type"]]
    if kind is Paragraph:
        return Paragraph(_runs(content["runs"]))
    if kind is Items:
        return Items(tuple(_runs(item) for item in content["items"]))
    if kind is Table:
        return _table(content)
    rest = {name: _frozen(value) for name, value in content.items() if name not in ("type", "table")}
    return Chart(**rest, table=_table(content["table"]))


def _table(content: dict[str, Any]) -> Table:
    rows = tuple(tuple(_runs(cell) for cell in row) for row in content["rows"])
    rest = {name: _frozen(value) for name, value in content.items() if name not in ("type", "rows")}
    return Table(**rest, rows=rows)


def _runs(content: Sequence[dict[str, Any]]) -> tuple[Run, ...]:
    return tuple(_run(each) for each in content)


def _run(content: dict[str, Any]) -> Run:
    if "figure" in content:
        return Number(**content)
    return Flaw(**content) if "reason" in content else Words(**content)


def _frozen(value: Any) -> Any:
    """JSON's lists as tuples, all the way down."""
    return tuple(_frozen(each) for each in value) if isinstance(value, (list, tuple)) else value
