"""Paragraphs of a section by their place: how a comment stays with its own when the text around it changes."""

import hashlib
from collections.abc import Sequence
from difflib import SequenceMatcher

from lantoa.core.reports.rules import prose


def paragraphs(body: str) -> list[str]:
    """Every line that says something, items of lists too, as written; a comment belongs to one of them."""
    return [line.text for block in prose.blocks(body) for line in block.lines]


def mark(paragraph: str) -> str:
    """A short mark of its words, to see whether they changed."""
    return hashlib.sha256(paragraph.encode()).hexdigest()[:16]


def followed(before: Sequence[str], after: Sequence[str]) -> dict[int, int | None]:
    """Where each paragraph stands now: place before -> place after, None for one that is gone.

    The same words are the same paragraph, also when they moved; of those that changed, each becomes the one most
    like it at its place.
    """
    places: dict[int, int | None] = dict.fromkeys(range(len(before)))
    changed: list[tuple[int, range]] = []
    fresh: set[int] = set()
    for kind, since, until, first, last in SequenceMatcher(None, before, after, autojunk=False).get_opcodes():
        if kind == "equal":
            places |= {since + step: first + step for step in range(until - since)}
        else:
            fresh |= set(range(first, last))
            changed += [(at, range(first, last)) for at in range(since, until)]
    for at, _there in changed:
        moved = next((place for place in sorted(fresh) if after[place] == before[at]), None)
        if moved is not None:
            places[at] = moved
            fresh.remove(moved)
    for at, there in changed:
        if places[at] is None and (left := sorted(fresh & set(there))):
            # Of equals the first, so that a paragraph that was written anew stays where it stood.
            likest = max(left, key=lambda place: SequenceMatcher(None, before[at], after[place]).ratio())
            places[at] = likest
            fresh.remove(likest)
    return places
