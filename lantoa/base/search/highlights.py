"""What was found, shown: a text in pieces, those that were looked for marked, and the best stretch of a long one."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from lantoa.base.search import analysis
from lantoa.base.search.analysis import Asked, Unit

_EXCERPT_CHARACTERS = 220
_TOGETHER_CHARACTERS = 120
# Far into a long body nobody looks for the best place.
_MOST_CHARACTERS = 20_000


@dataclass(frozen=True)
class Piece:
    text: str
    is_found: bool


def pieces(text: str, asked: Asked) -> list[Piece]:
    """The whole text in pieces, in order: marked is what was asked as typed, or else in other accents and endings."""
    found = next((found for wanted in _ways(asked) if (found := wanted.of(text))), [])
    return list(_pieces(text, found, 0, len(text)))


def excerpt(texts: Sequence[str], asked: Asked) -> list[Piece]:
    """The first stretch of these texts that holds all that was asked, else much of it, else a beginning."""
    for wanted in _ways(asked):
        best = max((wanted.stretch(text) for text in texts), key=lambda stretch: stretch.count, default=None)
        if best and best.count:
            return _cut(best.text, best.found, max(0, best.found[0].start - _EXCERPT_CHARACTERS // 4))
    return _cut(next((text for text in texts if text), ""), [], 0)


@dataclass(frozen=True)
class _Stretch:
    """found: what stands close together; count: how many different things that were asked"""

    text: str
    found: Sequence[Unit]
    count: int


def _ways(asked: Asked) -> "list[_Wanted]":
    """As typed first, if accents or endings were typed; then in all others."""
    is_special = any(unit.written != unit.stem for unit in asked.units)
    return [*([_Wanted(asked, as_typed=True)] if is_special else []), _Wanted(asked, as_typed=False)]


class _Wanted:
    """What is to be marked: words, and characters beside those that they were asked with."""

    def __init__(self, asked: Asked, *, as_typed: bool) -> None:
        self._words = {self._name(unit, as_typed) for unit in asked.units if not unit.is_character}
        runs = [(a, b) for a, b in pairwise(asked.units) if a.is_character and b.is_character and a.end == b.start]
        self._pairs = {(a.stem, b.stem) for a, b in runs}
        paired = {stem for pair in self._pairs for stem in pair}
        self._characters = {unit.stem for unit in asked.units if unit.is_character} - paired
        self._as_typed = as_typed
        self._count = len(self._words | self._characters | paired)

    @staticmethod
    def _name(unit: Unit, as_typed: bool) -> str:
        return unit.written if as_typed else unit.stem

    def of(self, text: str) -> list[Unit]:
        return list(self._found(text))

    def stretch(self, text: str) -> _Stretch:
        """Reads no further than to the first place where all stands together."""
        best = _Stretch(text, [], 0)
        near: list[Unit] = []
        for unit in self._found(text[:_MOST_CHARACTERS]):
            near = [other for other in near if unit.end - other.start <= _TOGETHER_CHARACTERS] + [unit]
            count = len({other.stem for other in near})
            if count > best.count:
                best = _Stretch(text, near, count)
            if count >= self._count:
                break
        return best

    def _found(self, text: str) -> Iterator[Unit]:
        before: Unit | None = None
        yielded = False
        for unit in analysis.units(text):
            is_one = unit.is_character and before is not None and (before.stem, unit.stem) in self._pairs
            if is_one and before is not None and not yielded:
                yield before
            yielded = is_one or (
                unit.stem in self._characters if unit.is_character else self._name(unit, self._as_typed) in self._words
            )
            if yielded:
                yield unit
            before = unit


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
