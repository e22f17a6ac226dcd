"""Two versions of a page beside each other: Wagtail compares letters, and writes moments for machines."""

import re
from collections.abc import Iterator
from difflib import SequenceMatcher
from itertools import groupby
from typing import Any, NamedTuple

from bs4 import BeautifulSoup, Tag
from django.db.models import DateField, DateTimeField
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext_lazy as _
from wagtail import blocks
from wagtail.admin.compare import (
    BlockComparison,
    FieldComparison,
    StreamBlockComparison,
    StreamFieldComparison,
    TextDiff,
    register_comparison_class,
)
from wagtail.fields import StreamField

from lantoa.base.templatetags import lantoa as tags
from lantoa.desks.media import queries as media
from lantoa.desks.newsroom import queries as newsroom

_PIECES = re.compile(r"\s+|\w+|[^\w\s]")
_MARKS = {"b": "b", "strong": "b", "i": "i", "em": "i", "a": "u"}


def register() -> None:
    register_comparison_class(DateField, comparison_class=_DayComparison)
    register_comparison_class(DateTimeField, comparison_class=_MomentComparison)
    register_comparison_class(StreamField, comparison_class=_BodyComparison)
    # Asked by Wagtail of every block; its own has none.
    blocks.RichTextBlock.get_comparison_class = lambda _block: _TextComparison


class _DayComparison(FieldComparison):
    """Wagtail writes None where there is nothing."""

    def htmldiff(self) -> SafeString:
        before, after = (self._written(value) if value else "" for value in (self.val_a, self.val_b))
        changes = [("deletion", before), ("addition", after)] if self.has_changed() else [("equal", after)]
        said: SafeString = TextDiff([change for change in changes if change[1]], separator=" ").to_html()
        return said

    def _written(self, value: Any) -> str:
        return tags.day(value)


class _MomentComparison(_DayComparison):
    def _written(self, value: Any) -> str:
        return tags.moment(value)


class _BodyComparison(StreamFieldComparison):
    def htmldiff(self) -> SafeString:
        if self.has_block_ids(self.val_a) and self.has_block_ids(self.val_b):
            return _PartsComparison(self.field.stream_block, True, True, self.val_a, self.val_b).htmldiff()
        said: SafeString = super().htmldiff()
        return said


class _PartsComparison(StreamBlockComparison):
    """What became of each part stands there in words: colours alone are not seen by all, and a part that was only moved
    has none.
    """

    def htmldiff(self) -> SafeString:
        parts, moved = iter(self.val_b), self._moved()
        rows: list[tuple[str, Any, str]] = []
        for compared in self.get_block_comparisons():
            part = None if compared.is_deleted() else next(parts)
            if part is None:
                rows.append(("deletion", _("Taken out"), compared.htmlvalue(compared.val_a)))
            elif compared.is_new():
                rows.append(("addition", _("Added"), compared.htmlvalue(compared.val_b)))
            else:
                said = compared.htmldiff() if compared.has_changed() else compared.htmlvalue(compared.val_b)
                rows.append(("", _("Moved") if part.id in moved else "", said))
        one = '<div class="comparison__child-object {}"><p class="comparison-word">{}</p>{}</div>'
        return format_html_join("\n", one, rows)

    def _moved(self) -> set[str]:
        """The fewest that make one order out of the other."""
        before, after = [part.id for part in self.val_a], [part.id for part in self.val_b]
        stay = SequenceMatcher(None, before, after, autojunk=False).get_matching_blocks()
        stayed = {key for found in stay for key in after[found.b : found.b + found.size]}
        return set(before) & set(after) - stayed


class _Piece(NamedTuple):
    """A word, a sign or a space, with how it is set; `line` begins a paragraph ("") or a point of a list (its sign)."""

    text: str
    marks: tuple[str, ...] = ()
    line: str | None = None


class _TextComparison(BlockComparison):
    """Of a paragraph: bold, italics, lists and where a link leads are changes too."""

    def htmlvalue(self, val: Any) -> SafeString:
        return _html(_pieces(val))

    def htmldiff(self) -> SafeString:
        before, after = _pieces(self.val_a), _pieces(self.val_b)
        said = []
        for kind, i1, i2, j1, j2 in SequenceMatcher(None, before, after, autojunk=False).get_opcodes():
            if kind == "equal":
                said.append(_html(before[i1:i2]))
                continue
            for name, pieces in (("deletion", before[i1:i2]), ("addition", after[j1:j2])):
                if pieces:
                    said.append(format_html('<span class="{}">{}</span>', name, _html(pieces)))
        return mark_safe("".join(said))  # noqa: S308 made of what is escaped


def _pieces(value: Any) -> list[_Piece]:
    found = list(_read(BeautifulSoup(value.source if value else "", "html.parser"), ()))
    return found[1:] if found and found[0].line == "" else found


def _read(node: Tag, marks: tuple[str, ...]) -> Iterator[_Piece]:
    if node.name in {"p", "br"}:
        yield _Piece("", line="")
    if node.name == "li":
        yield _Piece("", line="1." if node.parent and node.parent.name == "ol" else "•")
    if node.name in _MARKS:
        marks = tuple(sorted({*marks, _MARKS[node.name]}))
    for child in node.children:
        if isinstance(child, Tag):
            yield from _read(child, marks)
        else:
            yield from (_Piece(text, marks) for text in _PIECES.findall(str(child)))
    if node.name == "a":
        yield _Piece(f" (→ {_target(node)})")


def _target(link: Tag) -> str:
    kind, key = str(link.get("linktype", "")), str(link.get("id", ""))
    target_of = {"page": newsroom.page_numbered, "document": media.document_of}.get(kind)
    if target_of is None or not key.isdecimal() or len(key) > 18:
        return str(link.get("href", ""))
    found = target_of(int(key))
    return str(found.title) if found else "?"


def _html(pieces: list[_Piece]) -> SafeString:
    said = []
    for (marks, line), run in groupby(pieces, key=lambda piece: (piece.marks, piece.line)):
        texts = [piece.text for piece in run]
        shown = format_html("{}", "".join(texts))
        if line is not None:
            shown = format_html_join("", "<br>{} ", [[line]] * len(texts))
        for mark in marks:
            shown = format_html(f"<{mark}>{{}}</{mark}>", shown)
        said.append(shown)
    return mark_safe("".join(said))  # noqa: S308 made of what is escaped
