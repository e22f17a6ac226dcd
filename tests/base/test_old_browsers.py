"""Our styles, scripts and templates work in Chrome 109 and in Safari 16.3, both of January 2023.

Chrome 109 is the last one of Windows 7 and 8.1; every browser inside another app (Zalo, Facebook) is one of the two, as
old as the phone. What they do not know stands in newer_features.txt, 1,180 names with the versions that brought them,
made by tools/newer_features.py from MDN's browser-compat-data; what has no name stands in SYNTAX. It may be used inside
`@supports`, after a plainer declaration of the same property in the same block, or where EXCUSED says why it may be
missing.
"""

import re
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import pytest

from tests.databases import PROJECT

# What may be missing, and what a reader has then.
EXCUSED = {
    "property text-wrap ": "lines break less evenly",
    "property hyphens ": "a long word is broken without a hyphen",
    "property field-sizing ": "a text area keeps its height and scrolls",
    "property resize ": "a phone has no mouse to drag its corner with",
    "property scrollbar-width ": "the bar is wider",
    "property text-size-adjust ": "-webkit-text-size-adjust stands beside it",
    "property user-select ": "the mark of a figure is selected by hand",
    "selector selection ": "selected text has the colour of the phone",
    "value cursor:": "a phone has no pointer",
    "value font-family:": "the next family of the list",
    "value break-after:avoid ": "a heading may stand at the foot of a sheet that Safari prints",
    "at-rule page ": "Safari prints with margins of its own",
    "attribute *:autofocus ": "the box is pressed once before one types",
    "attribute input:capture ": "a computer offers its files",
}  # fmt: skip

# Syntax newer than these browsers, with the versions that brought it (of the same source).
SYNTAX = {
    "relative colour (119, 16.4)": r"\b(?:rgb|hsl|hwb|lab|lch|oklab|oklch|color)a?\(\s*from\b",
    "range in a media query (104, 16.4)": r"@(?:media|container)[^{]*[<>]",
    "text-decoration of several words (89, 26.2)": r"^text-decoration: (?!none|inherit)\S+ ",
}  # fmt: skip
SCRIPT_SYNTAX = {
    "lookbehind in a pattern (62, 16.4)": r"\(\?<[=!]",
    "pattern with v (112, 17)": r"/[dgimsy]*v[dgimsy]*[\s.,;)]",
    "function of an iterator (122, 18.4)": (
        r"(?:\.(?:values|keys|entries)\(\)|\.matchAll\([^()]*\))\s*\.(?:map|filter|some|every|find|reduce)\("
    ),
    "using (134, -)": r"^\s*(?:await )?using \w",
    "import with attributes (123, 17.2)": r"\bimport\b[^;]*\bwith\s*\{",
}  # fmt: skip


def test_styles_fall_back_in_old_browsers() -> None:
    files = _files("static", "*.css")
    assert len(files) > 20
    found = {file.name: sorted(set(_newer_in_style(file.read_text(encoding="utf-8")))) for file in files}
    assert {name: what for name, what in found.items() if what} == {}


def test_scripts_run_in_old_browsers() -> None:
    files = _files("static", "*.js")
    assert len(files) > 10
    found = {file.name: sorted(set(_newer_in_script(file.read_text(encoding="utf-8")))) for file in files}
    assert {name: what for name, what in found.items() if what} == {}


def test_templates_need_no_newer_markup() -> None:
    files = _files("templates", "*.html")
    assert len(files) > 100
    found = {file.name: sorted(set(_newer_in_markup(file.read_text(encoding="utf-8")))) for file in files}
    assert {name: what for name, what in found.items() if what} == {}


@pytest.mark.parametrize(
    ("style", "found"),
    [
        ("a { color: red; &:hover { color: blue } }", ["nesting 112 16.5"]),
        (".a { b { color: red } } .a { @media print { color: red } }", ["nesting 112 16.5", "nesting 112 16.5"]),
        ("@scope (.a) { b { color: red } }", ["at-rule scope 118 17.4"]),
        ("a { color: light-dark(red, blue) }", ["function light-dark 123 17.5"]),
        ("a { color: red; color: light-dark(red, blue) }", []),
        ("a { --x: red; --x: light-dark(red, blue) }", ["function light-dark 123 17.5"]),
        ("@supports (color: light-dark(red, blue)) { a { --x: light-dark(red, blue) } }", []),
        ("a { grid-template-columns: subgrid }", ["value grid-template-columns:subgrid 117 16"]),
        ("a { position-anchor: --x }", ["property position-anchor 125 26"]),
        ("b:has(a), b:user-invalid { color: red }", ["selector user-invalid 119 16.5"]),
        ("@media (width > 30rem) { a { margin: 1lh } }", ["range in a media query (104, 16.4)", "unit lh 109 16.4"]),
        ("a { text-decoration: underline 2px }", ["text-decoration of several words (89, 26.2)"]),
        ("/* @scope { } */ a::before { content: '@scope { light-dark(' }", []),
    ],
)  # fmt: skip
def test_newer_styles_are_found(style: str, found: list[str]) -> None:
    assert sorted(_newer_in_style(style)) == sorted(found)


@pytest.mark.parametrize(
    ("script", "found"),
    [
        ("rows.toSorted()", ["member toSorted 110 16"]),
        ("Object.groupBy(a, b); Promise.withResolvers()", ["member groupBy 117 17.4", "member withResolvers 119 17.4"]),
        ("if (URL.canParse(text)) box.showPopover()", ["member canParse 120 17", "member showPopover 114 17"]),
        ("a.union(b); AbortSignal.any([c])", ["member union 122 17", "static AbortSignal.any 116 17.4"]),
        ("new Map().values().map(f)", ["function of an iterator (122, 18.4)"]),
        ("text.replace(/(?<=a)b/, '')", ["lookbehind in a pattern (62, 16.4)"]),
        ("// rows.toSorted()\nPromise.any(x); Array.from(y); rows.at(-1)", []),
    ],
)  # fmt: skip
def test_newer_scripts_are_found(script: str, found: list[str]) -> None:
    assert sorted(_newer_in_script(script)) == sorted(found)


@pytest.mark.parametrize(
    ("markup", "found"),
    [
        ('<div popover id="a">', ["attribute *:popover 114 17"]),
        ('<button popovertarget="a">', ["attribute button:popovertarget 114 17"]),
        ('<search><details name="a">', ["attribute details:name 120 17.2", "element search 118 17"]),
        ('<a href="?name=popover" title="a > b">popover</a>', []),
    ],
)  # fmt: skip
def test_newer_markup_is_found(markup: str, found: list[str]) -> None:
    assert sorted(_newer_in_markup(markup)) == sorted(found)


def _files(folder: str, pattern: str) -> list[Path]:
    return sorted(file for file in (PROJECT / "lantoa").rglob(pattern) if folder in file.parts)


@cache
def _newer() -> dict[str, dict[str, str]]:
    """Names by kind, each with its whole line."""
    found: dict[str, dict[str, str]] = defaultdict(dict)
    for line in (PROJECT / "tests/base/newer_features.txt").read_text(encoding="utf-8").splitlines()[1:]:
        kind, name, *_ = line.split()
        if not line.startswith(tuple(EXCUSED)):
            found[kind][name] = line
    return found


# -- styles ----------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Block:
    """What stands before its braces, and what its braces hold."""

    head: str
    declarations: list[tuple[str, str]]
    blocks: "list[Block]"


def _newer_in_style(text: str) -> Iterator[str]:
    yield from _newer_in(_parsed(text), is_rule=False)


def _newer_in(block: Block, *, is_rule: bool) -> Iterator[str]:
    for inner in block.blocks:
        if inner.head.startswith("@supports"):
            continue
        if is_rule:
            yield "nesting 112 16.5"
        is_at_rule = inner.head.startswith("@")
        yield from _named("at-rule", re.findall(r"^@([\w-]+)", inner.head))
        yield from _named("selector", [] if is_at_rule else re.findall(r"::?([\w-]+)", inner.head))
        yield from _newer_in(inner, is_rule=not is_at_rule)
        yield from (name for name, pattern in SYNTAX.items() if re.search(pattern, inner.head))
    plain: set[str] = set()
    for name, value in block.declarations:
        newer = list(_newer_in_declaration(name, value))
        if name not in plain or name.startswith("--"):  # a property of our own takes any value, and fails later
            yield from newer
        if not newer:
            plain.add(name)


def _newer_in_declaration(name: str, value: str) -> Iterator[str]:
    yield from _named("property", [name])
    yield from _named("value", [f"{name}:{word}" for word in re.findall(r"[a-z-]+", value)])
    yield from _named("function", re.findall(r"([\w-]+)\(", value))
    yield from _named("unit", re.findall(r"\d([a-z]+)\b", value))
    yield from (syntax for syntax, pattern in SYNTAX.items() if re.search(pattern, f"{name}: {value}"))


def _named(kind: str, names: list[str]) -> Iterator[str]:
    return (_newer()[kind][name] for name in names if name in _newer()[kind])


def _parsed(text: str) -> Block:
    """Of a sheet without comments and without the contents of strings."""
    text = re.sub(r"/\*.*?\*/", "", text, flags=re.DOTALL)
    text = re.sub(r"\"[^\"]*\"|'[^']*'", '""', text)
    top = Block("", [], [])
    open_blocks, written = [top], ""
    for part in re.split(r"([{};])", text):
        if part == "{":
            inner = Block(written.strip(), [], [])
            open_blocks[-1].blocks.append(inner)
            open_blocks.append(inner)
        elif part in {";", "}"}:
            name, colon, value = written.partition(":")
            if colon:
                open_blocks[-1].declarations.append((name.strip(), value.strip()))
            if part == "}":
                open_blocks.pop()
        written = part if part not in {"{", "}", ";"} else ""
    return top


# -- scripts and templates -------------------------------------------------------------------------


def _newer_in_script(text: str) -> Iterator[str]:
    text = re.sub(r"/\*.*?\*/|(?<!:)//[^\n]*", "", text, flags=re.DOTALL)
    yield from (name for name, pattern in SCRIPT_SYNTAX.items() if re.search(pattern, text, re.MULTILINE))
    yield from _named("member", re.findall(r"\.(\w+)", text))
    yield from _named("static", re.findall(r"\b([A-Z]\w*\.\w+)", text))
    yield from _named("global", re.findall(r"(?<![.\w])([A-Z]\w*)", text))


def _newer_in_markup(text: str) -> Iterator[str]:
    text = re.sub(r"{#.*?#}|{%.*?%}|{{.*?}}", " ", text, flags=re.DOTALL)
    for tag, given in re.findall(r"<([a-z][\w-]*)((?:\"[^\"]*\"|'[^']*'|[^>\"'])*)>", text):
        yield from _named("element", [tag])
        names = re.findall(r"([a-z][\w-]*)", re.sub(r"\"[^\"]*\"|'[^']*'", "", given))
        yield from _named("attribute", [f"{holder}:{name}" for name in names for holder in (tag, "*")])
