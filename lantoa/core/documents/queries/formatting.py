"""What the paragraphs of a Word document look like, with styles, defaults and theme resolved (ECMA-376 part 1, §17.7).

A small sample of what is read:

    <w:p><w:pPr><w:jc w:val="both"/></w:pPr><w:r><w:rPr><w:b/></w:rPr><w:t>Số: 05</w:t></w:r></w:p>
"""

import posixpath
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field

from lxml import etree

from lantoa.core.documents.queries.package import Package

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_A = "{http://schemas.openxmlformats.org/drawingml/2006/main}"
_R = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
_MM_OF_TWIP = 25.4 / 1440
_OFF = {"0", "false", "off", "none"}
_MAX_CHAIN = 30  # styles based on styles; a circle ends there too


@dataclass(frozen=True)
class Letters:
    """A run of letters of one look. size: points"""

    text: str
    font: str
    size: float
    bold: bool
    italic: bool
    underline: bool


@dataclass(frozen=True)
class Line:
    """A paragraph. cell: (table, row, column) or None; first_line: mm; before, after: points

    spacing: lines, or None where it is an exact height
    """

    letters: tuple[Letters, ...]
    align: str
    first_line: float
    before: float
    after: float
    spacing: float | None
    cell: tuple[int, int, int] | None

    @property
    def text(self) -> str:
        return " ".join("".join(each.text for each in self.letters).split())

    @property
    def size(self) -> float:
        """Of most of its letters; 0 without any."""
        sizes = Counter[float]()
        for each in self.letters:
            sizes[each.size] += len(each.text.strip())
        return max(sizes, key=lambda size: sizes[size], default=0.0)

    @property
    def bold(self) -> bool:
        return self._all("bold")

    @property
    def italic(self) -> bool:
        return self._all("italic")

    def _all(self, name: str) -> bool:
        written = [each for each in self.letters if each.text.strip()]
        return bool(written) and all(getattr(each, name) for each in written)


@dataclass(frozen=True)
class Page:
    """A section's page in mm. number_align: of the page number at the top, or "" without one; number_size: points"""

    width: float
    height: float
    margins: dict[str, float]
    number_align: str
    number_size: float
    first_differs: bool
    number_below: bool


@dataclass
class _Look:
    """Properties on their way down: those that come first win."""

    values: dict[str, str] = field(default_factory=dict)

    def take(self, properties: "etree._Element | None") -> None:
        if properties is None:
            return
        for each in properties:
            tag = each.tag.removeprefix(W) if isinstance(each.tag, str) else ""
            names = {tag: each.get(f"{W}val", "1")} if tag in _SIMPLE else {}
            if tag in _COMPLEX:
                names = {f"{tag}.{key.removeprefix(W)}": value for key, value in each.attrib.items()}
            for name, value in names.items():
                self.values.setdefault(name, value)

    def on(self, name: str) -> bool:
        return name in self.values and self.values[name] not in _OFF

    def number(self, name: str) -> float:
        try:
            return float(self.values.get(name, "0"))
        except ValueError:
            return 0.0


_SIMPLE = {"jc", "b", "i", "u", "caps", "sz", "vanish"}
_COMPLEX = {"ind", "spacing", "rFonts"}


class Formatting:
    """One document. lines: all paragraphs in the order of the text, those of tables and controls too."""

    def __init__(self, package: Package) -> None:
        self.package = package
        self._relations = _relations(package, package.main)
        self._styles: dict[str, etree._Element] = {}
        self._default = ""
        self._defaults: list[etree._Element] = []
        self._theme: dict[str, str] = {}
        self._read_styles()
        self._read_theme()
        self.root = package.xml(package.main)
        self.lines = list(self._lines(self.root))
        self.pages = [self._page(section) for section in self.root.iter(f"{W}sectPr") if _is_own(section)]

    def _read_styles(self) -> None:
        part = _of_kind(self._relations, "styles")
        if part not in self.package.parts:
            return
        root = self.package.xml(part)
        self._defaults = [
            found for path in (f"{W}rPrDefault/{W}rPr", f"{W}pPrDefault/{W}pPr")
            for found in root.findall(f"{W}docDefaults/{path}")
        ]  # fmt: skip
        for style in root.iter(f"{W}style"):
            self._styles[style.get(f"{W}styleId", "")] = style
            if style.get(f"{W}type") == "paragraph" and style.get(f"{W}default") in {"1", "true"}:
                self._default = style.get(f"{W}styleId", "")

    def _read_theme(self) -> None:
        part = _of_kind(self._relations, "theme")
        if part in self.package.parts:
            for kind in ("major", "minor"):
                latin = self.package.xml(part).find(f".//{_A}{kind}Font/{_A}latin")
                self._theme[kind] = latin.get("typeface", "") if latin is not None else ""

    def _lines(self, root: "etree._Element") -> Iterator[Line]:
        tables = {table: number for number, table in enumerate(root.iter(f"{W}tbl"))}
        for paragraph in root.iter(f"{W}p"):
            yield self._line(paragraph, _cell(paragraph, tables))

    def _line(self, paragraph: "etree._Element", cell: tuple[int, int, int] | None) -> Line:
        own = paragraph.find(f"{W}pPr")
        chosen = own.find(f"{W}pStyle") if own is not None else None
        style = chosen.get(f"{W}val", "") if chosen is not None else self._default
        look = _Look()
        look.take(own)
        chain = list(self._chain(style))
        for each in chain:
            look.take(each.find(f"{W}pPr"))
        for each in self._defaults:
            look.take(each)
        letters = tuple(self._letters(run, chain) for run in paragraph.iter(f"{W}r") if _is_shown(run))
        exact = look.values.get("spacing.lineRule", "auto") != "auto"
        first = look.number("ind.firstLine") - look.number("ind.hanging")
        return Line(
            letters, look.values.get("jc", "left"), first * _MM_OF_TWIP, look.number("spacing.before") / 20,
            look.number("spacing.after") / 20, None if exact else (look.number("spacing.line") or 240) / 240, cell,
        )  # fmt: skip

    def _letters(self, run: "etree._Element", chain: "list[etree._Element]") -> Letters:
        look = _Look()
        own = run.find(f"{W}rPr")
        look.take(own)
        if own is not None and (named := own.find(f"{W}rStyle")) is not None:
            for each in self._chain(named.get(f"{W}val", "")):
                look.take(each.find(f"{W}rPr"))
        for each in chain:
            look.take(each.find(f"{W}rPr"))
        for each in self._defaults:
            look.take(each)
        words = "".join(_text(each) for each in run)
        font = look.values.get("rFonts.ascii") or self._themed(look.values.get("rFonts.asciiTheme", ""))
        return Letters(
            words.upper() if look.on("caps") else words, font, look.number("sz") / 2 or 10.0, look.on("b"),
            look.on("i"), look.on("u"),
        )  # fmt: skip

    def _themed(self, name: str) -> str:
        return self._theme.get(name[:5], "")

    def _chain(self, style: str) -> "Iterator[etree._Element]":
        for _step in range(_MAX_CHAIN):
            found = self._styles.get(style)
            if found is None:
                return
            yield found
            based = found.find(f"{W}basedOn")
            style = based.get(f"{W}val", "") if based is not None else ""

    def _page(self, section: "etree._Element") -> Page:
        size, margins = section.find(f"{W}pgSz"), section.find(f"{W}pgMar")
        number = self._page_number(section, "header")
        return Page(
            _mm(size, "w"), _mm(size, "h"),
            {side: _mm(margins, side) for side in ("top", "bottom", "left", "right")},
            number.align if number else "", number.size if number else 0.0,
            section.find(f"{W}titlePg") is not None, self._page_number(section, "footer") is not None,
        )  # fmt: skip

    def _page_number(self, section: "etree._Element", kind: str) -> Line | None:
        """The paragraph with the page number in the ordinary header or footer."""
        for reference in section.findall(f"{W}{kind}Reference"):
            if reference.get(f"{W}type", "default") == "default":
                part = self._relations.get(reference.get(f"{_R}id", ""), ("", ""))[0]
                if part not in self.package.parts:
                    continue
                for paragraph in self.package.xml(part).iter(f"{W}p"):
                    fields = [each.text or "" for each in paragraph.iter(f"{W}instrText")]
                    fields += [each.get(f"{W}instr", "") for each in paragraph.iter(f"{W}fldSimple")]
                    if any(words.split()[:1] == ["PAGE"] for words in fields):
                        return self._line(paragraph, None)
        return None


def _relations(package: Package, part: str) -> dict[str, tuple[str, str]]:
    """id -> (part, kind) of what the part points to inside the package."""
    folder, name = posixpath.split(part)
    relations = posixpath.join(folder, "_rels", f"{name}.rels")
    if relations not in package.parts:
        return {}
    found = {}
    for each in package.xml(relations):
        target = each.get("Target", "")
        if each.get("TargetMode") != "External":
            full = target.lstrip("/") if target.startswith("/") else posixpath.normpath(posixpath.join(folder, target))
            found[each.get("Id", "")] = (full, each.get("Type", "").rpartition("/")[2])
    return found


def _of_kind(relations: dict[str, tuple[str, str]], kind: str) -> str:
    return next((part for part, found in relations.values() if found == kind), "")


def _cell(paragraph: "etree._Element", tables: "dict[etree._Element, int]") -> tuple[int, int, int] | None:
    cell = next(paragraph.iterancestors(f"{W}tc"), None)
    if cell is None:
        return None
    row, table = next(cell.iterancestors(f"{W}tr"), None), next(cell.iterancestors(f"{W}tbl"), None)
    if row is None or table is None:
        return None
    return tables[table], table.index(row), row.index(cell)


def _is_own(section: "etree._Element") -> bool:
    """Not the memory of an earlier one under tracked changes."""
    return next(section.iterancestors(f"{W}sectPrChange"), None) is None


def _is_shown(run: "etree._Element") -> bool:
    return run.find(f"{W}rPr/{W}vanish") is None


def _text(element: "etree._Element") -> str:
    if element.tag == f"{W}t":
        return element.text or ""
    return " " if element.tag in (f"{W}tab", f"{W}br") else "-" if element.tag == f"{W}noBreakHyphen" else ""


def _mm(element: "etree._Element | None", name: str) -> float:
    try:
        return float(element.get(f"{W}{name}", "0")) * _MM_OF_TWIP if element is not None else 0.0
    except ValueError:
        return 0.0
