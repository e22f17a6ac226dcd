"""The shape of a section's text: every line is a paragraph, lines that begin with "- " are a list. Nothing else.

Plain text on purpose: what a writer sees is what is stored, nothing in it can carry markup into the page, and an
administrative numbering ("1.", "a)") is printed exactly as it was typed.
"""

import re
from dataclasses import dataclass

_ITEM = re.compile(r"\s*[-*•+–]\s+")


@dataclass(frozen=True)
class Line:
    """start: where `text` begins in the whole text."""

    text: str
    start: int


@dataclass(frozen=True)
class Block:
    """A paragraph (one line) or a list (one line per item)."""

    is_list: bool
    lines: list[Line]


def blocks(text: str) -> list[Block]:
    found: list[Block] = []
    start = 0
    for raw in text.split("\n"):
        marker = _ITEM.match(raw)
        offset = marker.end() if marker else len(raw) - len(raw.lstrip())
        line = Line(raw[offset:].rstrip(), start + offset)
        start += len(raw) + 1
        if not line.text:
            # An empty line ends a list, so that two lists can follow each other.
            found.append(Block(False, []))
        elif marker and found and found[-1].is_list:
            found[-1].lines.append(line)
        else:
            found.append(Block(bool(marker), [line]))
    return [block for block in found if block.lines]


def stands_alone(text: str, start: int, length: int) -> bool:
    """Whether nothing else is written on the line of this part of a text."""
    before, after = text[:start].rpartition("\n")[2], text[start + length :].partition("\n")[0]
    return not (before + after).strip()
