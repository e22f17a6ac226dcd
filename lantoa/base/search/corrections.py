"""What was meant: words of the index one letter away, in one or apart, that stand beside their neighbours.

And Vietnamese typed while the keyboard did not make accents of it: "ddoois ngoaji" (Telex), "d9o61i ngoa5i" (VNI).
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from lantoa.base.search import analysis
from lantoa.base.search.analysis import Unit
from lantoa.base.search.models import SearchWord

_LATIN = "abcdefghijklmnopqrstuvwxyz"
_CYRILLIC = "абвгдежзиклмнопрстуфхцчшщъыьэюя"
_MOST_WORDS = 6
_LONGEST_WORD = 20
# Each is one more question to the index.
_MOST_TRIED = 5
# Others that short are one letter away from anything: FDI from "đi".
_SHORTEST_ALONE = 4
_KEYS = re.compile("[1-9]")
_MARKED_BY_W = re.compile("(?<=[aou])w")
_TWICE = re.compile(r"([aeod])\1")
_TONES = str.maketrans("", "", "sfrxj")


@dataclass(frozen=True)
class Change:
    """`other` in the place of words[first:last]"""

    first: int
    last: int
    other: tuple[str, ...]


class Vocabulary:
    """Words and pairs of titles and summaries: in how many documents, and their commonest spelling."""

    def __init__(self, language: str) -> None:
        self._language = language
        self._found: dict[str, tuple[int, str]] = {}

    def look_up(self, folded: Iterable[str]) -> None:
        rows = SearchWord.objects.filter(language=self._language, folded__in=sorted(set(folded)))
        for row in rows.order_by("-document_count", "written"):
            self._found.setdefault(row.folded, (row.document_count, row.written))

    def count(self, folded: str) -> int:
        return self._found.get(folded, (0, ""))[0]

    def spelt(self, words: Sequence[str]) -> str:
        """With the accents that two words have beside each other; a word that is asked alone has its own.

        Two that merely stand in one document ("đồi" and "ngoài") would be given accents that make no sense together.
        """
        if len(words) == 1:
            return self._found.get(words[0], (0, words[0]))[1]
        said = list(words)
        for place, pair in enumerate(map(" ".join, pairwise(words))):
            if pair in self._found:
                first, second = self._found[pair][1].split()
                # Of two pairs that share a word, the first has said how it is written.
                said[place : place + 2] = [first if said[place] == words[place] else said[place], second]
        return " ".join(said)


def of(text: str, language: str) -> list[str]:
    """Other ways to write a query, the likeliest first: all that the index does not know mended, or one place.

    reads: three queries
    """
    typed = [unit.folded for unit in analysis.asked(text).units]
    words = [_without_keys(word) for word in typed]
    if not 0 < len(words) <= _MOST_WORDS or not all(_alphabet(word) for word in words):
        return []
    vocabulary = Vocabulary(language)
    if words != typed:
        vocabulary.look_up([*words, *map(" ".join, pairwise(words))])
        return [vocabulary.spelt(words)]
    changes = list(_changes(words))
    vocabulary.look_up([*words, *(" ".join(change.other) for change in changes)])
    changes = [change for change in changes if vocabulary.count(" ".join(change.other))]
    vocabulary.look_up(" ".join(pair) for change in changes for pair in _beside(words, change))

    def likelihood(change: Change) -> tuple[bool, int, int]:
        mends = any(not vocabulary.count(word) for word in words[change.first : change.last])
        beside = sum(vocabulary.count(" ".join(pair)) for pair in _beside(words, change))
        return mends, beside, vocabulary.count(" ".join(change.other))

    changes.sort(key=likelihood, reverse=True)
    unknown = {place for place, word in enumerate(words) if not vocabulary.count(word)}
    ways = [_changed(words, [change]) for change in changes if _is_likely(words, change, vocabulary)]
    if len(unknown) > 1:
        best = [next((change for change in changes if change.first == place), None) for place in sorted(unknown)]
        both = [change for change in best if change and change.last == change.first + 1]
        if not all(_is_word(words[change.first]) for change in both):
            ways.insert(0, _changed(words, both))
    # "viet nam" of one that only texts have in one
    names = [at for at, pair in enumerate(pairwise(words)) if all(map(analysis.SYLLABLE.fullmatch, pair))]
    joined = [_changed(words, [Change(at, at + 2, ("".join(words[at : at + 2]),))]) for at in names[:1]]
    ways = ways[: _MOST_TRIED - len(joined)] + joined
    vocabulary.look_up(" ".join(pair) for way in ways for pair in pairwise(way))
    return list(dict.fromkeys(map(vocabulary.spelt, ways)))


def _without_keys(word: str) -> str:
    """What is left of a syllable when the keys are taken out that would have made its accents; else the word itself."""
    if not word.isascii():
        return word
    begun = word[:1].isdigit()
    plain = word if begun else _KEYS.sub("", word)
    if plain == word and plain.isalpha():
        head = re.match("[^aeiouyw]*", word)[0]  # type: ignore[index] # matches anything
        rest = _TWICE.sub(r"\1", _MARKED_BY_W.sub("", word[len(head) :]).translate(_TONES)).replace("w", "u")
        plain = _TWICE.sub(r"\1", head) + rest
    return plain if plain != word and analysis.SYLLABLE.fullmatch(plain) and plain.isalpha() else word


def _is_likely(words: Sequence[str], change: Change, vocabulary: Vocabulary) -> bool:
    """What could be a word of its own, as "binh" and "FDI", is only mended into what stands beside its neighbours."""
    is_word = change.last == change.first + 1 and _is_word(words[change.first])
    return not is_word or any(vocabulary.count(" ".join(pair)) for pair in _beside(words, change))


def _is_word(word: str) -> bool:
    return len(word) < _SHORTEST_ALONE or bool(analysis.SYLLABLE.fullmatch(word))


def spelt(units: Sequence[Unit], language: str) -> str:
    """Words as they were typed, or with the accents of the index if none was typed."""
    if not units or any(unit.written != unit.folded for unit in units):
        return " ".join(unit.written for unit in units)
    words = [unit.folded for unit in units]
    vocabulary = Vocabulary(language)
    vocabulary.look_up([*words, *map(" ".join, pairwise(words))])
    return vocabulary.spelt(words)


def _changes(words: Sequence[str]) -> Iterator[Change]:
    for place, word in enumerate(words):
        for other in _near(word):
            if not set(other) & set(words):
                yield Change(place, place + 1, other)
    for place, pair in enumerate(pairwise(words)):
        yield Change(place, place + 2, ("".join(pair),))


def _near(word: str) -> Iterator[tuple[str, ...]]:
    """The word in two, and with one letter left out, another, one more, or two exchanged."""
    alphabet = _alphabet(word)
    if len(word) > _LONGEST_WORD:
        return
    for at in range(len(word) + 1):
        left, right = word[:at], word[at:]
        yield from ((left + letter + right,) for letter in alphabet)
        if not right:
            continue
        yield from ((left + letter + right[1:],) for letter in alphabet if letter != right[0])
        if len(word) > 1:
            yield (left + right[1:],)
        if len(right) > 1:
            yield (left + right[1] + right[0] + right[2:],)
        if left:
            yield left, right


def _alphabet(word: str) -> str:
    """Empty for scripts whose words are not mended, and for what holds a digit."""
    return next((letters for letters in (_LATIN, _CYRILLIC) if all(letter in letters for letter in word)), "")


def _beside(words: Sequence[str], change: Change) -> list[tuple[str, str]]:
    return list(pairwise([*words[: change.first][-1:], *change.other, *words[change.last :][:1]]))


def _changed(words: Sequence[str], changes: Iterable[Change]) -> list[str]:
    """changes: none of them overlap"""
    said = list(words)
    for change in sorted(changes, key=lambda change: change.first, reverse=True):
        said[change.first : change.last] = change.other
    return said
