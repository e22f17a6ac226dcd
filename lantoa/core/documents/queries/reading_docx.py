"""What a Word document that comes back still says: which figures are as they were, which numbers are nobody's.

A figure stands in a content control whose alias is its id, and in a bookmark named after it. Word keeps both;
LibreOffice keeps both and drops the tag; other programs may keep one of them.
"""

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

from lxml import etree

from lantoa.core.documents.queries.formatting import W
from lantoa.core.documents.queries.package import opened
from lantoa.core.documents.rules.statement import Block, Chart, Items, Paragraph, Statement, Table, text_of
from lantoa.core.documents.rules.wording import abstract, words

_FIGURE = re.compile(r"F-[0-9A-Z]{3,12}")
_BOOKMARK = re.compile(r"(F_[0-9A-Z]{3,12})_\d+")
_ANNEX_LINE = re.compile(r"so_lieu_\d+")
_NUMBER = re.compile(r"\d+(?:[.,\u00a0]\d+)*(?:\s?/\s?\d+(?:[.,]\d+)*)?")
_PLACE = "\ufffc"  # where a figure stood in a paragraph


@dataclass(frozen=True)
class Printed:
    """A figure as it stands in the document."""

    figure: str
    text: str


@dataclass(frozen=True)
class Returned:
    """printed: every figure in its order; paragraphs: (with its figures, with a sign in place of each)"""

    printed: tuple[Printed, ...]
    paragraphs: tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class Altered:
    figure: str
    wanted: str
    found: str


@dataclass(frozen=True)
class Loose:
    """A number bound to no figure, in a paragraph that the statement does not have."""

    text: str
    paragraph: str


@dataclass(frozen=True)
class Comparison:
    """unchanged: ids; missing: nowhere in the document; fewer: printed less often; unknown: of no line"""

    unchanged: tuple[str, ...]
    altered: tuple[Altered, ...]
    missing: tuple[str, ...]
    fewer: tuple[str, ...]
    unknown: tuple[Printed, ...]
    loose: tuple[Loose, ...]

    @property
    def is_as_issued(self) -> bool:
        return not (self.altered or self.missing or self.fewer or self.unknown or self.loose)


def figures_in(content: bytes) -> Returned:
    """raises: package.BadDocument"""
    package = opened(content)
    printed: list[Printed] = []
    paragraphs: list[tuple[str, str]] = []
    controls: dict[etree._Element, int] = {}
    for paragraph in package.xml(package.main).iter(f"{W}p"):
        pieces = list(_pieces(paragraph, controls))
        figures = _joined(pieces)
        printed += figures
        whole = _plain("".join(text for text, _figure in pieces))
        if whole:
            hidden = "".join(_PLACE if figure else text for text, figure in pieces)
            paragraphs.append((whole, _plain(hidden)))
    return Returned(tuple(printed), tuple(paragraphs))


def compare(returned: Returned, statement: Statement) -> Comparison:
    """What became of each figure of the statement, and which numbers are new."""
    wanted: dict[str, set[str]] = {line.id: {line.text} for line in statement.figures}
    times = Counter({line.id: 1 for line in statement.figures})  # in the annex
    for number in statement.numbers():
        if number.figure:
            wanted.setdefault(number.figure, set()).add(number.text)
            times[number.figure] += 1
    found = Counter(each.figure for each in returned.printed)
    altered = tuple(
        Altered(each.figure, " / ".join(sorted(wanted[each.figure])), each.text)
        for each in returned.printed
        if each.figure in wanted and _plain(each.text) not in {_plain(text) for text in wanted[each.figure]}
    )
    missing = tuple(figure for figure in wanted if not found[figure])
    fewer = tuple(figure for figure in wanted if 0 < found[figure] < times[figure])
    wrong = {each.figure for each in altered} | set(missing) | set(fewer)
    return Comparison(
        tuple(figure for figure in wanted if figure not in wrong), altered, missing, fewer,
        tuple(each for each in returned.printed if each.figure not in wanted),
        tuple(_loose(returned, statement)),
    )  # fmt: skip


# -- reading ---------------------------------------------------------------------------------------


def _pieces(paragraph: "etree._Element", controls: "dict[etree._Element, int]") -> Iterator[tuple[str, str]]:
    """(text, the key of the figure it belongs to or ""), without the small numbers that point into the annex."""
    open_marks: dict[str, str] = {}
    for element in paragraph.iter(f"{W}bookmarkStart", f"{W}bookmarkEnd", f"{W}t", f"{W}tab", f"{W}br"):
        if next(element.iterancestors(f"{W}p"), None) is not paragraph:
            continue  # of a text box inside
        if element.tag == f"{W}bookmarkStart":
            if match := _BOOKMARK.fullmatch(element.get(f"{W}name", "")):
                open_marks[element.get(f"{W}id", "")] = f"{match[1].replace('_', '-')} {element.get(f'{W}name')}"
        elif element.tag == f"{W}bookmarkEnd":
            open_marks.pop(element.get(f"{W}id", ""), None)
        elif element.tag != f"{W}t":
            yield " ", ""
        elif not _is_mark(element):
            yield element.text or "", _control(element, controls) or next(iter(open_marks.values()), "")


def _control(element: "etree._Element", controls: "dict[etree._Element, int]") -> str:
    """The figure of the control around a text, and which control it is: two may stand side by side."""
    for control in element.iterancestors(f"{W}sdt"):
        alias = control.find(f"{W}sdtPr/{W}alias")
        if alias is not None and _FIGURE.fullmatch(name := alias.get(f"{W}val", "")):
            return f"{name} {controls.setdefault(control, len(controls))}"
    return ""


def _is_mark(element: "etree._Element") -> bool:
    link = next(element.iterancestors(f"{W}hyperlink"), None)
    return link is not None and _ANNEX_LINE.fullmatch(link.get(f"{W}anchor", "")) is not None


def _joined(pieces: list[tuple[str, str]]) -> list[Printed]:
    """One for each control or bookmark; Word may have cut its text into several runs."""
    texts: dict[str, str] = {}
    for text, key in pieces:
        if key:
            texts[key] = texts.get(key, "") + text
    return [Printed(key.partition(" ")[0], text) for key, text in texts.items()]


# -- numbers that are nobody's ---------------------------------------------------------------------


def _loose(returned: Returned, statement: Statement) -> Iterator[Loose]:
    """Paragraphs that were there when it was issued were looked at then; the annexes are ours."""
    known = {_bare(line) for line in _lines(statement)}
    annex = words(statement.language).annex
    heads = {annex, f"{annex} I"}
    titles = {_plain(statement.title), _plain(abstract(statement))}
    title_seen = not any(whole in titles for whole, _hidden in returned.paragraphs)
    for whole, hidden in returned.paragraphs:
        if whole in heads:
            return
        if not title_seen:
            title_seen = whole in titles
        elif _bare(whole) not in known:
            yield from (Loose(match[0], whole) for match in _NUMBER.finditer(hidden))


def _lines(statement: Statement) -> Iterator[str]:
    letterhead = statement.letterhead
    yield from letterhead.addressees
    yield from letterhead.recipients
    yield from letterhead.signing
    yield letterhead.signer
    yield from statement.notes
    for section in statement.sections:
        yield section.heading
        for block in section.blocks:
            yield from _lines_of(block)


def _lines_of(block: Block) -> Iterator[str]:
    if isinstance(block, Paragraph):
        yield text_of(block.runs)
    elif isinstance(block, Items):
        yield from (text_of(item) for item in block.items)
    elif isinstance(block, Chart):
        yield block.title
        yield from _lines_of(block.table)
    elif isinstance(block, Table):
        yield from (block.caption, *block.head, block.source)
        yield from (text_of(cell) for row in block.rows for cell in row)


def _plain(text: str) -> str:
    return " ".join(text.split())


def _bare(line: str) -> str:
    """Without dashes before, stops behind, and the words that the sheet puts around a line."""
    for label in ("Kính gửi:", "To:"):
        line = line.removeprefix(label)
    return _plain(line).lstrip("- ").rstrip(" ./;").casefold()
