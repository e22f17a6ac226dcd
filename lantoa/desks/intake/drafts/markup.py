"""Anybody's HTML made into the blocks of a body. What comes out is written here, letter by letter: of what came in only
words pass, and addresses that may stand in a link.

libxml2 reads it: its work grows with the length of a text alone, whatever was built to make a reader slow.
"""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from html import escape
from typing import Any
from urllib.parse import urljoin, urlsplit

from lxml import etree

from lantoa.base.folding import normal_text
from lantoa.desks.intake.models import Gap

_INLINE = {"b": "b", "strong": "b", "i": "i", "em": "i"}
_HEADINGS = {"h1", "h2", "h3", "h4", "h5", "h6"}
_LISTS = {"ul", "ol"}
# Not shown to readers where they stood; with all that is inside.
_SILENT = {"script", "style", "noscript", "template", "head", "title", "svg", "math", "select", "textarea", "button"}
_EMBEDDED = {"iframe", "video", "audio", "embed", "object"}
_PARAGRAPHS = {
    "p", "div", "section", "article", "header", "main", "aside", "address", "center", "pre", "figure", "dl", "dt", "dd",
    "hr", "table", "tbody", "thead", "tfoot", "tr", "form", "fieldset", "details", "summary",
}  # fmt: skip
# Each begins and ends a paragraph.
_PARTS = _PARAGRAPHS | _HEADINGS | _LISTS | {"li", "blockquote", "figcaption"}
_SPACES = re.compile(r"[ \t\n\r\f\xa0]+")
_FIRST = re.compile(r"<(?:p|li)>(.*?)</(?:p|li)>", re.DOTALL)
_BLANK_LINE = re.compile(r"\n[ \t\r]*\n")
# No database keeps the one, no encoding has the others.
_UNWRITABLE = re.compile("[\0\ud800-\udfff]")
MOST_HEADING = 200
MOST_QUOTE = 1000
MOST_GAPS = 200


@dataclass
class Body:
    """blocks: as a body stores them; gaps: (what, which) that a person has to look at; links: each address once"""

    blocks: list[dict[str, Any]] = field(default_factory=list)
    gaps: list[tuple[str, str]] = field(default_factory=list)
    links: dict[str, None] = field(default_factory=dict)

    def first_words(self) -> str:
        """Of the first paragraph, without markup."""
        for block in self.blocks:
            if block["type"] == "text" and (
                found := re.search(r"<(?:p|li)>(.*?)</(?:p|li)>", block["value"], re.DOTALL)
            ):
                return plain(found[1])
        return ""


def body_of(html: str, *, base: str, has_blank_lines: bool = False, convert: Callable[[str], str] = str) -> Body:
    """base: what relative addresses stand against; has_blank_lines: they part paragraphs, as WordPress had it once;
    convert: of the words, from old letters
    """
    reader = _Reader(base, has_blank_lines, convert)
    _read(html, reader)
    reader.finish()
    return reader.body


def plain(html: str) -> str:
    """Its words on one line."""
    reader = _Words()
    _read(html, reader)
    return normal_text(_SPACES.sub(" ", "".join(reader.words)))


def _read(html: str, reader: "_Words | _Reader") -> None:
    parser = etree.HTMLParser(target=reader, recover=True)
    parser.feed(f"<div>{_UNWRITABLE.sub('', html)}</div>")
    parser.close()


class _Words:
    """What a reader would see, without what parts it."""

    def __init__(self) -> None:
        self.words: list[str] = []
        self._silent = 0

    def start(self, tag: str, attrs: Any) -> None:
        self._silent += tag in _SILENT
        if tag not in _INLINE and tag != "a":
            self.words.append(" ")

    def end(self, tag: str) -> None:
        self._silent -= tag in _SILENT

    def data(self, data: str) -> None:
        if not self._silent:
            self.words.append(data)

    def close(self) -> None: ...


class _Reader:
    """A paragraph is gathered in `_run` and closed by whatever begins a new one; nothing depends on right nesting."""

    def __init__(self, base: str, has_blank_lines: bool, convert: Callable[[str], str]) -> None:
        self.body = Body()
        self._base, self._has_blank_lines, self._convert = base, has_blank_lines, convert
        self._heard: list[str] = []  # words since the last tag; they come in pieces
        self._run: list[str] = []
        self._has_words = False
        self._open: list[tuple[str, str]] = []  # (tag, as it is written) of what is inline
        self._flow: list[str] = []  # paragraphs and lists of the text block that is being written
        self._lists: list[str] = []
        self._silent = ""
        self._silent_depth = 0
        self._heading = ""
        self._quote: list[str] | None = None
        self._speaker: list[str] = []
        self._is_cited = False
        self._caption: list[str] | None = None
        self._picture: tuple[str, str] | None = None

    # -- what the parser says

    def start(self, tag: str, told: Mapping[str, str]) -> None:
        self._listen()
        if self._silent:
            self._silent_depth += tag == self._silent
        elif tag in _SILENT:
            self._silent, self._silent_depth = tag, 1
        elif tag in _INLINE:
            self._begin(_INLINE[tag], f"<{_INLINE[tag]}>")
        elif tag == "a":
            self._link(told.get("href", ""))
        elif tag == "br":
            self._break()
        elif tag == "img":
            self._see(told)
        elif tag in _EMBEDDED:
            self._gap(Gap.EMBEDDED, told.get("src") or told.get("data") or tag)
        elif tag in {"td", "th"}:
            self._write(" · " if self._has_words else "")
        elif tag == "cite" or (tag == "footer" and self._quote is not None):
            self._paragraph()
            self._is_cited = True
        else:
            self._begin_part(tag)

    def _begin_part(self, tag: str) -> None:
        if (
            tag == "li"
            or tag in _PARAGRAPHS
            or tag in _HEADINGS
            or tag in _LISTS
            or tag in {"blockquote", "figcaption"}
        ):
            self._paragraph()
        if tag in _HEADINGS:
            self._heading = tag
        elif tag in _LISTS:
            if self._lists:
                self._gap(Gap.NESTED_LIST, "")
            else:
                self._flow.append(f"<{tag}>")
            self._lists.append(tag)
        elif tag == "table":
            self._gap(Gap.TABLE, "")
        elif tag == "blockquote":
            self._quote, self._speaker = [], []
        elif tag == "figcaption":
            self._caption = []

    def end(self, tag: str) -> None:
        self._listen()
        if self._silent:
            self._silent_depth -= tag == self._silent
            self._silent = self._silent if self._silent_depth else ""
        elif tag in _INLINE or tag == "a":
            self._end(_INLINE.get(tag, tag))
        elif tag in {"cite", "footer"} and self._is_cited:
            self._paragraph()
            self._is_cited = False
        elif (
            tag == "li"
            or tag in _PARAGRAPHS
            or tag in _HEADINGS
            or tag in _LISTS
            or tag in {"blockquote", "figcaption"}
        ):
            self._paragraph()
            if tag == "blockquote":
                self._end_quote()
            elif tag == "figcaption":
                self._end_caption()
            elif tag in _LISTS and self._lists:
                self._lists.pop()
                if not self._lists:
                    self._end_list()
            self._heading = "" if tag == self._heading else self._heading

    def data(self, data: str) -> None:
        if not self._silent:
            self._heard.append(data)

    def close(self) -> None: ...

    def _listen(self) -> None:
        data, self._heard = "".join(self._heard), []
        if not self._has_blank_lines:
            self._say(data)
            return
        for number, part in enumerate(_BLANK_LINE.split(data)):
            if number:
                self._paragraph()
            for place, line in enumerate(part.split("\n")):
                if place and line.strip():
                    self._break()
                self._say(line)

    def finish(self) -> None:
        self._listen()
        self._paragraph()
        if self._quote is not None:
            self._end_quote()
        if self._lists:
            self._lists = []
            self._end_list()
        self._end_caption()
        self._end_text()

    # -- words

    def _say(self, data: str) -> None:
        words = normal_text(self._convert(data))
        if words:
            before = " " if data[:1].isspace() else ""
            self._write(before + escape(_SPACES.sub(" ", words)) + (" " if data[-1:].isspace() else ""))
            self._has_words = True
        elif data and self._has_words:
            self._write(" ")

    def _write(self, html: str) -> None:
        self._run.append(html)

    def _break(self) -> None:
        """Never first, and never more than two."""
        if self._has_words and self._run[-2:] != ["<br/>", "<br/>"]:
            self._write("<br/>")

    def _begin(self, tag: str, written: str) -> None:
        if tag not in {name for name, _ in self._open}:
            self._open.append((tag, written))
            self._write(written)

    def _end(self, tag: str) -> None:
        names = [name for name, _ in self._open]
        if tag not in names:
            return
        at = names.index(tag)
        later = self._open[at + 1 :]
        self._run += [f"</{name}>" for name, _ in reversed(later)] + [f"</{tag}>"] + [written for _, written in later]
        del self._open[at]

    def _link(self, href: str) -> None:
        self._end("a")
        address = _address(href, self._base)
        if address and not href.startswith("#"):
            self.body.links.setdefault(address)
            self._begin("a", f'<a href="{escape(address)}">')
        elif href and not href.startswith("#"):
            self._gap(Gap.LINK, href)

    def _paragraph(self) -> None:
        """Close the paragraph; what is inline goes on in the next one."""
        html = "".join([*self._run, *(f"</{name}>" for name, _ in reversed(self._open))])
        self._run, was_said = [written for _, written in self._open], self._has_words
        self._has_words = False
        html = _tidied(html)
        if not was_said or not html:
            return
        if self._is_cited:
            self._speaker.append(plain(html))
        elif self._caption is not None:
            self._caption.append(plain(html))
        elif self._heading and len(words := plain(html)) <= MOST_HEADING:
            self._end_text()
            self.body.blocks.append({"type": "heading", "value": words})
        elif self._quote is not None:
            self._quote.append(html)
        else:
            self._flow.append(f"<li>{html}</li>" if self._lists else f"<p>{html}</p>")

    # -- blocks

    def _end_text(self) -> None:
        if self._lists:
            self._end_list()
        if self._flow:
            self.body.blocks.append({"type": "text", "value": "".join(self._flow)})
        # What interrupts a list does not end it.
        self._flow = [f"<{self._lists[0]}>"] if self._lists else []

    def _end_list(self) -> None:
        tags = [part for part in self._flow if part in {"<ul>", "<ol>"}]
        if self._flow and self._flow[-1] == tags[-1]:
            self._flow.pop()
        elif tags:
            self._flow.append(tags[-1].replace("<", "</"))

    def _end_quote(self) -> None:
        said, speaker = self._quote or [], " ".join(self._speaker).lstrip("—–- ")
        self._quote, self._speaker, self._is_cited = None, [], False
        words = "\n".join(plain(html) for html in said)
        if speaker and words and len(words) <= MOST_QUOTE and not self._lists:
            self._end_text()
            self.body.blocks.append({"type": "quote", "value": {"text": words, "speaker": speaker[:200]}})
        elif said:
            self._gap(Gap.QUOTE, words[:80])
            self._flow += [f"<li>{html}</li>" if self._lists else f"<p>{html}</p>" for html in said]

    def _see(self, told: Mapping[str, str]) -> None:
        address = _address(told.get("src", ""), self._base) or told.get("src", "")[:80]
        alternative = normal_text(self._convert(told.get("alt", "")))
        self._gap(
            Gap.PICTURE if alternative else Gap.PICTURE_WITHOUT_TEXT, " · ".join(filter(None, [address, alternative]))
        )

    def _end_caption(self) -> None:
        """The words beneath a picture that did not come: kept for whoever puts the picture in."""
        if self._caption:
            self._gap(Gap.CAPTION, " ".join(self._caption))
        self._caption = None

    def _gap(self, what: str, which: str) -> None:
        told = (what, which[:300])
        if told not in self.body.gaps and len(self.body.gaps) < MOST_GAPS:
            self.body.gaps.append(told)


def _address(href: str, base: str) -> str:
    """Whole, as it may stand in a link; "" for what runs, reads files, or is no address."""
    try:
        whole = urljoin(base, href.strip())
        parts = urlsplit(whole)
    except ValueError:
        return ""
    if any(letter.isspace() or not letter.isprintable() for letter in whole) or len(whole) > 2000:
        return ""
    is_web = parts.scheme in {"http", "https"} and bool(parts.hostname)
    return whole if is_web or parts.scheme in {"mailto", "tel"} else ""


_EMPTY = re.compile(r"<(b|i)></\1>|<a [^>]*></a>")


def _tidied(html: str) -> str:
    """Without marks around nothing and breaks at the end."""
    for _mark in range(3):
        html = _EMPTY.sub("", html)
    return _SPACES.sub(" ", html).strip().removesuffix("<br/>").rstrip().removesuffix("<br/>").rstrip()
