"""What was found, shown: a text in pieces, those that were looked for marked, and the best stretch of a long one."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from lantoa.base.search import analysis
from lantoa.base.search.analysis import Asked, Unit

_EXCERPT_CHARACTERS = 220
# Far into a long body nobody looks for the best place: the first one there does.
_MOST_CHARACTERS = 20_000


@dataclass(frozen=True)
class Piece:
    text: str
    is_found: bool


def pieces(text: str, asked: Asked) -> list[Piece]:
    """The whole text in pieces, in order."""
    return list(_pieces(text, _found(text, asked), 0, len(text)))


def excerpt(texts: Sequence[str], asked: Asked) -> list[Piece]:
    """The stretch of some of these texts that holds most of what was asked, else the beginning of the first."""
    best: tuple[int, str, list[Unit], int] | None = None
    for text in texts:
        found = _found(text[:_MOST_CHARACTERS], asked)
        for number, unit in enumerate(found):
            near = {other.stem for other in found[number:] if other.end - unit.start <= _EXCERPT_CHARACTERS // 2}
            if best is None or len(near) > best[0]:
                best = (len(near), text, found, unit.start)
    if best is None:
        text = next((text for text in texts if text), "")
        return _cut(text, [], 0)
    _, text, found, start = best
    return _cut(text, found, max(0, start - _EXCERPT_CHARACTERS // 4))


def _cut(text: str, found: Sequence[Unit], start: int) -> list[Piece]:
    """From the beginning of a word to the end of one, with an ellipsis where something is left out."""
    if start > 0:
        gap = text.find(" ", start, start + 20)
        start = gap + 1 if gap >= 0 else start
    end = min(len(text), start + _EXCERPT_CHARACTERS)
    if end < len(text):
        gap = text.rfind(" ", end - 20, end)
        end = gap if gap > start else end
    inside = [unit for unit in found if unit.start >= start and unit.end <= end]
    cut = list(_pieces(text, inside, start, end))
    return [*([Piece("… ", False)] if start else []), *cut, *([Piece(" …", False)] if end < len(text) else [])]


def _found(text: str, asked: Asked) -> list[Unit]:
    """The units of the text that were asked for; as typed where they stand so somewhere, else in other accents too."""
    wanted = {unit.stem: unit.written for unit in asked.units}
    characters = {unit.stem for unit in asked.units if unit.is_character}
    pairs = {(a.stem, b.stem) for a, b in pairwise(asked.units) if a.is_character and b.is_character}
    units = list(analysis.units(text))
    as_typed = {unit.stem for unit in units if unit.written == wanted.get(unit.stem) != unit.stem}
    found = []
    for number, unit in enumerate(units):
        if unit.stem not in wanted or (unit.stem in as_typed and unit.written != wanted[unit.stem]):
            continue
        before, after = units[number - 1 : number], units[number + 1 : number + 2]
        if (
            unit.stem in characters
            and pairs
            and not any((first.stem, second.stem) in pairs for first, second in pairwise([*before, unit, *after]))
        ):
            continue
        found.append(unit)
    return found


def _pieces(text: str, found: Sequence[Unit], start: int, end: int) -> Iterator[Piece]:
    at = start
    for first, last in _stretches(text, found):
        if first > at:
            yield Piece(text[at:first], False)
        yield Piece(text[first:last], True)
        at = last
    if at < end:
        yield Piece(text[at:end], False)


def _stretches(text: str, found: Sequence[Unit]) -> Iterator[tuple[int, int]]:
    """Units beside each other, or parted by one space, are one stretch."""
    start = end = -1
    for unit in found:
        if start >= 0 and text[end : unit.start] in {"", " "}:
            end = unit.end
            continue
        if start >= 0:
            yield start, end
        start, end = unit.start, unit.end
    if start >= 0:
        yield start, end
