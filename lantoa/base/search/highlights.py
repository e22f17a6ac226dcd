"""What was found, shown: a text in pieces, those that were looked for marked, and the best stretch of a long one."""

from collections.abc import Container, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from lantoa.base.search import analysis
from lantoa.base.search.analysis import Asked, Unit
from lantoa.base.search.models import SearchDocument

_EXCERPT_CHARACTERS = 220
_TOGETHER_CHARACTERS = 120
# Far into a long body nobody looks for the best place.
_MOST_CHARACTERS = 20_000
_PAIR = 2
# What may part two words that stand beside each other.
_JOINED = {"", "-", "–"}


@dataclass(frozen=True)
class Piece:
    text: str
    is_found: bool


def shown(row: SearchDocument, asked: Asked) -> tuple[list[Piece], list[Piece]]:
    """The title of what was found and a stretch of its text, marked alike.

    Where the words stand beside each other anywhere in it, none is marked alone: half a Vietnamese word is another.
    Where not all stand in it, as in what was found by its topic, none is marked alone in other accents: "doi ngoai"
    asks for no hill ("đồi").
    """
    (title,), texts, beside = (_read(each, asked) for each in ([row.title], [row.summary, row.text], row.lines_beside))
    for wanted in _ways(asked):
        if wanted.is_loose and not _has_all([title, *texts, *beside], asked):
            continue
        for quoted in (texts, beside):
            if wanted.stands_in([title, *quoted]):
                return _marked(title, wanted), _excerpt(quoted, [wanted])
    return [Piece(row.title, False)], _excerpt(texts, [])


def pieces(text: str, asked: Asked) -> list[Piece]:
    """The whole text in pieces, in order: marked is what was asked as typed, or else in other accents and endings."""
    (read,) = _read([text], asked)
    wanted = next((wanted for wanted in _ways(asked) if wanted.stands_in([read])), None)
    return _marked(read, wanted) if wanted else list(_pieces(text, [], 0, len(text)))


def excerpt(texts: Sequence[str], asked: Asked) -> list[Piece]:
    """The first stretch of these texts that holds all that was asked, else much of it, else a beginning."""
    return _excerpt(_read(texts, asked), _ways(asked))


class _Text:
    """A text, read once for all ways of looking through it, and no further than the first of them goes."""

    def __init__(self, text: str, stems: set[str]) -> None:
        self.text = text
        self._read: list[tuple[int, Unit]] = []
        self._unread = analysis.units_of(text[:_MOST_CHARACTERS], stems)

    def __iter__(self) -> Iterator[tuple[int, Unit]]:
        """Units with a stem that was asked, each with its number among all."""
        yield from self._read
        for each in self._unread:
            self._read.append(each)
            yield each


def _has_all(texts: Sequence[_Text], asked: Asked) -> bool:
    missing = {unit.stem for unit in asked.units} - asked.little
    for text in texts:
        for _number, unit in text:
            missing.discard(unit.stem)
            if not missing:
                return True
    return False


def _read(texts: Sequence[str], asked: Asked) -> list[_Text]:
    stems = {unit.stem for unit in asked.units}
    return [_Text(text, stems) for text in texts]


def _marked(text: _Text, wanted: "_Wanted") -> list[Piece]:
    return list(_pieces(text.text, list(wanted.of(text)), 0, len(text.text)))


def _excerpt(texts: Sequence[_Text], ways: "Sequence[_Wanted]") -> list[Piece]:
    for wanted in ways:
        best = max((wanted.stretch(text) for text in texts), key=lambda stretch: stretch.count, default=None)
        if best and best.count:
            return _cut(best.text, best.found, max(0, best.found[0].start - _EXCERPT_CHARACTERS // 4))
    return _cut(next((read.text for read in texts if read.text), ""), [], 0)


@dataclass(frozen=True)
class _Stretch:
    """found: what stands close together; count: how many different things that were asked"""

    text: str
    found: Sequence[Unit]
    count: int


def _ways(asked: Asked) -> "list[_Wanted]":
    """The whole phrase, then two words of it, then one, and characters as many as were asked, then two; of each as
    typed first, if accents or endings were typed, then in all others."""
    is_special = any(unit.exact != unit.stem for unit in asked.units)
    words = sum(not unit.is_character for unit in _without_ends(asked.units, asked.little))
    wholes = _wholes(asked)
    steps = [(words, wholes), *([(words, ())] if wholes else []), *((least, ()) for least in (2, 1) if least < words)]
    return [
        _Wanted(asked, as_typed, least, whole)
        for least, whole in steps
        for as_typed in ([True, False] if is_special or least < min(words, 2) else [False])
    ]


def _wholes(asked: Asked) -> tuple[str, ...]:
    """Characters beside each other that were asked, if there are more than two of them."""
    runs: list[list[str]] = [[]]
    end = -1
    for unit in asked.units:
        is_asked = unit.is_character and unit.stem not in asked.little
        if not is_asked or unit.start != end:
            runs.append([])
        if is_asked:
            runs[-1].append(unit.stem)
        end = unit.end
    return tuple("".join(run) for run in runs if run) if any(len(run) > _PAIR for run in runs) else ()


def _without_ends(run: Sequence[Unit], little: Container[str]) -> Sequence[Unit]:
    main = [number for number, unit in enumerate(run) if unit.stem not in little]
    return run[main[0] : main[-1] + 1] if main else []


class _Wanted:
    """What is to be marked: words, and characters beside those that they were asked with; no little word by itself.

    least: how many words must stand beside each other as they were asked; wholes: of the characters beside each
    other that are marked one of these must be a part
    """

    def __init__(self, asked: Asked, as_typed: bool, least: int, wholes: tuple[str, ...] = ()) -> None:
        self._words = {self._name(unit, as_typed) for unit in asked.units if not unit.is_character}
        self._beside = {(self._name(a, as_typed), self._name(b, as_typed)) for a, b in pairwise(asked.units)}
        runs = [(a, b) for a, b in pairwise(asked.units) if a.is_character and b.is_character and a.end == b.start]
        self._pairs = {(a.stem, b.stem) for a, b in runs}
        paired = {stem for pair in self._pairs for stem in pair}
        self._characters = {unit.stem for unit in asked.units if unit.is_character} - paired
        self._as_typed, self._least, self._little, self._wholes = as_typed, least, asked.little, wholes
        self.is_loose = least == 1 < len(self._words) and not as_typed
        self._count = len({unit.stem for unit in asked.units} - asked.little)

    @staticmethod
    def _name(unit: Unit, as_typed: bool) -> str:
        return unit.exact if as_typed else unit.stem

    def of(self, text: _Text) -> Iterator[Unit]:
        """A run of words that is too short is left out."""
        run: list[Unit] = []
        for unit in self._found(text):
            if run and not (self._is_next(run[-1], unit) and text.text[run[-1].end : unit.start].strip() in _JOINED):
                yield from self._long_enough(run)
                run = []
            run.append(unit)
        yield from self._long_enough(run)

    def stands_in(self, texts: Sequence[_Text]) -> bool:
        return any(next(self.of(text), None) for text in texts)

    def _is_next(self, first: Unit, second: Unit) -> bool:
        return (self._name(first, self._as_typed), self._name(second, self._as_typed)) in self._beside

    def _long_enough(self, run: list[Unit]) -> Sequence[Unit]:
        main = _without_ends(run, self._little)
        if any(unit.is_character for unit in main):
            said = "".join(unit.stem for unit in main)
            return main if not self._wholes or any(whole in said for whole in self._wholes) else []
        return main if len(main) >= self._least else []

    def stretch(self, text: _Text) -> _Stretch:
        """Reads no further than to the first place where all stands together."""
        best = _Stretch(text.text, [], 0)
        near: list[Unit] = []
        for unit in self.of(text):
            near = [other for other in near if unit.end - other.start <= _TOGETHER_CHARACTERS] + [unit]
            count = len({other.stem for other in near} - self._little)
            if count > best.count:
                best = _Stretch(text.text, near, count)
            if count >= self._count:
                break
        return best

    def _found(self, text: _Text) -> Iterator[Unit]:
        before: Unit | None = None
        number = -1
        yielded = False
        for at, unit in text:
            name = self._name(unit, self._as_typed)
            found = unit.stem in self._characters if unit.is_character else name in self._words
            if before and at == number + 1 and unit.is_character and (before.stem, unit.stem) in self._pairs:
                if not yielded:
                    yield before
                found = True
            if found:
                yield unit
            yielded = found
            before, number = unit, at


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
