"""What a text is found by: words without accents and endings, syllables or characters where words have no gaps, pairs.

A text becomes units: a word ("đối"), or one character with its marks where a script writes no gaps between words
(Han, kana, Hangul, Thai, Lao, Khmer, Burmese). Units become terms, short strings that the index keeps a set of:

    doi          the unit, folded                       t:doi       the same, in the title
    doi_ngoai    two units beside each other, folded    t:doi_ngoai
    vietnam      two that may be written in one (Viet Nam, e-visa, TP.HCM)    t:vietnam
    =đối         the unit with accents, if it has any   t=đối
    on:2026-06   a month or day, however it is written  t:on:2026-06

Folding: đ -> d, compatible forms made one (NFKC), marks below U+0370 dropped, lower case, traditional Chinese made
simplified; Lao and Khmer vowels are marks too and stay. Then the commonest endings of Latin and Cyrillic words go.
Hiragana and katakana stay apart.

Whoever changes what terms a text gets, or what text a document gets, must count VERSION up: the index is then built
anew beside the old one.
"""

import re
import unicodedata
from collections.abc import Container, Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise
from pathlib import Path

from lantoa.base.folding import normal_text
from lantoa.base.search import days, little

VERSION = 8

# Of Vietnamese, without accents.
SYLLABLE = re.compile(
    "(?:ngh?|gh?|kh|nh|ch|t[hr]|ph|qu|[bcdhklmnprstvx])?"
    "(?:a(?:ch?|i|m|ng?|nh|[opuy]|t)?|e(?:[cmoptu]|ch|ng?|nh)?|i(?:[acmnptu]|ch|nh|e(?:[cmptu]|ng?))?"
    "|o(?:[cimpt]|ng?|o(?:c|ng)|a(?:ch?|i|m|ng?|nh|[opty])?|e(?:[mot]|n)?)?"
    "|u(?:[acimptuy]|ng?|a(?:ng?|t|y)|e(?:ch|nh)?|o(?:[cimptu]|ng?)?|y(?:a|ch|en|et|nh|t|u)?)?|y(?:en|et|eu)?)"
)
# A longer query is cut: nobody types it, and each word is one more list to go through.
MOST_QUERY_CHARACTERS = 200
MOST_QUERY_UNITS = 16
_LONGEST_WORD = 60

# Base characters of scripts that are written without gaps. Hangul has gaps, but particles hang on the nouns.
_GAPLESS = (
    "\u3005\u3007\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U000323af"  # Han
    "\u3041-\u3096\u309d-\u309f\u30a1-\u30fa\u30fc-\u30ff\u31f0-\u31ff\uff66-\uff9d"  # kana
    "\uac00-\ud7a3\u1100-\u11ff\u3131-\u318e"  # Hangul
    "\u0e01-\u0e30\u0e32\u0e40-\u0e46"  # Thai
    "\u0e81-\u0eb0\u0eb2\u0ebd-\u0ec6\u0edc-\u0edf"  # Lao
    "\u1000-\u102a\u103f\u1050-\u1055"  # Burmese
    "\u1780-\u17b3"  # Khmer
)
_MARKS = (
    "\u3099\u309a\uff9e\uff9f\u0e31\u0e34-\u0e3a\u0e47-\u0e4e\u0eb1\u0eb4-\u0ebc\u0ec8-\u0ece"
    "\u102b-\u103e\u1056-\u1059\u17b4-\u17d1\u17d3\u17dd"
)
# Vowels of Thai and Lao that no mark writes stand before or behind their consonant, and are as much part of it: else
# the few signs of "ລາວ" would be found beside each other in every long text. The vowel "am" has a character of its
# own, and is as often typed as a ring and an "a", with the tone between or before them.
_SYLLABLE = (
    rf"[\u0e40-\u0e44]?[\u0e01-\u0e2e][{_MARKS}]*(?:[\u0e30\u0e32\u0e33\u0e45][{_MARKS}]*)*"
    rf"|[\u0ec0-\u0ec4]?[\u0e81-\u0eae\u0edc-\u0edf][{_MARKS}]*(?:[\u0eb0\u0eb2\u0eb3\u0ebd][{_MARKS}]*)*"
)
_AM = "\u0e33\u0eb3"
_RING_BEFORE_TONE = re.compile("([\u0e4d\u0ecd])([\u0e48-\u0e4b\u0ec8-\u0ecb])(?=[\u0e32\u0eb2])")
# U+17D2 writes the next Khmer consonant below this one: they are one syllable.
_UNIT = re.compile(
    rf"(?P<character>{_SYLLABLE}|[{_GAPLESS}](?:[{_MARKS}]|\u17d2[\u1780-\u17b3])*)"
    rf"|(?:[^\W_{_GAPLESS}{_MARKS}{_AM}][\u0300-\u036f]*)+"
)
_HAN = "".join(
    line for line in (Path(__file__).parent / "han.txt").read_text(encoding="utf-8").splitlines() if line[0] != "#"
)
# Letters that are one with a stroke or with another and so do not come apart in Unicode.
_LETTERS = str.maketrans(
    {"đ": "d", "ð": "d", "ø": "o", "ł": "l", "ı": "i", "ß": "ss", "œ": "oe", "æ": "ae"}
    | dict(zip(_HAN[::2], _HAN[1::2], strict=True))
    | days.DIGITS
)
# "hòa" and "hoà" are one word: the tone of oa, oe and uy is written on either of the two vowels.
_TONES = "\u0300\u0301\u0309\u0303\u0323"
_MOVED = {
    unicodedata.normalize("NFC", vowels[0] + tone + vowels[1]): unicodedata.normalize("NFC", vowels + tone)
    for vowels in ("oa", "oe", "uy")
    for tone in _TONES
}
_OLD_TONE = re.compile("|".join(_MOVED))
_CYRILLIC_ENDING = re.compile(
    "(?<=.{3})(?:иями|ями|ами|иях|иям|ого|его|ому|ему|ыми|ими|ией|иеи|ях|ах|ям|ам|ов|ев|еи|ои|ии|ыи|ом|ем"
    "|ая|яя|ое|ее|ые|ие|ых|их|ую|юю|ия|ию|а|я|о|е|ы|и|у|ю|ь)$"
)
# No syllable of Vietnamese that has more loses an ending.
_SHORTEST_WITH_ENDING = 3
_NO_LABEL = re.compile(r"[^0-9a-z_.-]")
# One after the other. English and French share most of their words, and a page that says "organization" is meant by
# who types "organisation".
_LATIN_ENDINGS = [
    (re.compile(ending), instead)
    for ending, instead in [
        (r"(?<=[a-z]{3}[^s])s$", ""),
        (r"(?<=[a-z]{2}(?:ss|sh|ch))e$|(?<=[a-z]{2}x)e$", ""),  # businesses, branches, taxes
        (r"(?<=[a-z]eau|[a-z]{2}eu)x$", ""),  # bureaux, enjeux
        (r"(?<=[a-z]{2}[^e])aux$", "al"),  # nationaux
        (r"(?<=[a-z]{3}al|[a-z]{2}ier|[a-z]{4}e)e$", ""),  # nationale, frontalière, privée
        (r"(?<=[a-z]{2}el)le$|(?<=[a-z]{2}en)ne$", ""),  # industrielle, coréenne
        (r"(?<=[a-z]{2}[bcdfghj-np-tv-z])(?:y|ie)$", "i"),  # cities, économie
        (r"(?<=[a-z]{3})iz(?=$|[aei])", "is"),
        (r"(?<=[a-z]{3})our$", "or"),
        (r"(?<=[a-z]{3})tre$", "ter"),
    ]
]


@dataclass(frozen=True, slots=True)
class Unit:
    """A word, or one character of a script without gaps. start, end: where it stands in the text

    written: lower case, with accents; exact: the same however its tone is placed; folded: without accents;
    stem: without its ending too
    """

    start: int
    end: int
    written: str
    exact: str
    folded: str
    stem: str
    is_character: bool


def units(text: str) -> Iterator[Unit]:
    for match in _UNIT.finditer(text):
        is_character = match["character"] is not None
        written, exact, folded, stem = _forms(match[0][:_LONGEST_WORD])
        if folded:
            yield Unit(match.start(), match.end(), written, exact, folded, stem, is_character)


def units_of(text: str, stems: Container[str]) -> Iterator[tuple[int, Unit]]:
    """Those with one of these stems, each with its number among all: a long text is mostly others."""
    number = 0
    for match in _UNIT.finditer(text):
        written, exact, folded, stem = _forms(match[0][:_LONGEST_WORD])
        if folded:
            number += 1
            if stem in stems:
                is_character = match["character"] is not None
                yield number, Unit(match.start(), match.end(), written, exact, folded, stem, is_character)


def fold_words(text: str) -> str:
    """The words without accents, single spaces between them: what two ways of typing one query have in common."""
    return " ".join(_runs(text))


def document_terms(*, title: str, texts: Iterable[str], labels: Iterable[str], filed_under: str = "") -> set[str]:
    """Everything a document is found by. labels: its language, kind and topic, as `label` writes them

    filed_under: what it is found by after all that says it in its own text
    """
    terms = set(labels) | _filed_terms(filed_under)
    for text in texts:
        terms |= _text_terms(text)
    for term in _text_terms(title):
        terms.add(term)
        terms.add(f"t{term}" if term.startswith("=") else f"t:{term}")
    return terms


def label(name: str, value: str) -> str:
    """A term for a property: `label("kind", "press_release")`. No word of a text looks like it."""
    return f"{name}:{_NO_LABEL.sub('-', value.lower())}"


@dataclass(frozen=True)
class Asked:
    """A query, read. levels: sets of terms, the best place to find them first; each lies inside the last one

    little: the stems of words that need not be found
    """

    units: tuple[Unit, ...]
    levels: tuple[frozenset[str], ...]
    little: frozenset[str] = frozenset()


def asked(text: str, language: str = "") -> Asked:
    """Where to look for what was typed: as written before without accents, in the title, as a phrase, anywhere.

    language: a code; empty, and every word is looked for
    """
    normal = normal_text(text[:MOST_QUERY_CHARACTERS])
    found, dates = tuple(_cut(normal)), list(days.told(normal))
    # A date is one thing to look for, whoever wrote it how.
    typed = tuple(unit for unit in found if not days.is_in(dates, unit.start))
    passed = little.spans(normal, language)
    words = tuple(unit for unit in typed if not any(start <= unit.start < end for start, end in passed))
    if not (words or dates):
        words = typed
    anywhere = frozenset(_needed(words)) | {label("on", date.day or date.month) for date in dates}
    if not anywhere:
        return Asked((), ())
    phrase = anywhere | {_pair(*two) for two in pairwise(found) if set(two) <= set(typed)}
    title = frozenset(f"t:{term}" for term in anywhere)
    folded = [title, phrase, anywhere]
    written = {unit.stem: f"={unit.exact}" for unit in words if unit.exact != unit.stem}
    exact = [
        frozenset(f"t{written[term[2:]]}" if term[2:] in written else term for term in title),
        frozenset(written.values()) | phrase,
        frozenset(written.get(term, term) for term in anywhere),
    ]
    levels = dict.fromkeys([*exact, *folded] if written else folded)
    # Pairs have no accents: what is made of pairs alone is in both, and is the last all the same.
    levels[anywhere] = levels.pop(anywhere)
    small = frozenset(unit.stem for unit in typed) - {unit.stem for unit in words}
    return Asked(found, tuple(levels), small)


def _text_terms(text: str) -> set[str]:
    terms = _date_terms(days.told(text))
    before = None
    for unit in units(text):
        terms.add(unit.stem)
        if unit.exact != unit.stem:
            terms.add(f"={unit.exact}")
        if before:
            terms.add(_pair(before, unit))
            if _is_one(text, before, unit):
                terms.add(_stem(before.folded + unit.folded))
        before = unit
    return terms


def _is_one(text: str, first: Unit, second: Unit) -> bool:
    """Whether others may write it in one: "Viet Nam", "Dak Lak", "e-visa", "TP.HCM"."""
    gap = text[first.end : second.start]
    if gap in {"-", "\u2011"}:
        return not (first.is_character or second.is_character or (first.folded + second.folded).isdecimal())
    if not (gap in {" ", "."} and text[first.start].isupper() and text[second.start].isupper()):
        return False
    return gap == "." or all(SYLLABLE.fullmatch(unit.folded.removesuffix("k")) for unit in (first, second))


def _filed_terms(text: str) -> set[str]:
    """As if nobody had written it: no marks, and beside each other stand only the characters of a word."""
    dates = list(days.told(text))
    found = [unit for unit in units(text) if not days.is_in(dates, unit.start)]
    beside = {_pair(a, b) for a, b in pairwise(found) if a.is_character and b.is_character and a.end == b.start}
    return _date_terms(dates) | {unit.stem for unit in found} | beside


def _date_terms(dates: Iterable[days.Told]) -> set[str]:
    return {label("on", name) for date in dates for name in (date.month, date.day) if name}


def _pair(first: Unit, second: Unit) -> str:
    return f"{first.stem}_{second.stem}"


def _needed(found: tuple[Unit, ...]) -> Iterator[str]:
    """The terms without which nothing is found: words each, characters with the one written right beside them."""
    paired = set()
    for first, second in pairwise(found):
        if first.is_character and second.is_character and first.end == second.start:
            paired |= {first.start, second.start}
            yield _pair(first, second)
    for unit in found:
        if unit.start not in paired:
            yield unit.stem


def _cut(text: str) -> Iterator[Unit]:
    for count, unit in enumerate(units(text)):
        if count == MOST_QUERY_UNITS:
            return
        yield unit


def _runs(text: str) -> Iterator[str]:
    run, end = "", -1
    for unit in units(normal_text(text)):
        if run and not (unit.is_character and unit.start == end):
            yield run
            run = ""
        run, end = run + unit.folded, unit.end if unit.is_character else -1
    if run:
        yield run


# A language has some ten thousand words in use; a text of 300 repeats most of them.
@lru_cache(maxsize=65536)
def _forms(word: str) -> tuple[str, str, str, str]:
    written = unicodedata.normalize("NFKC", unicodedata.normalize("NFKC", word).lower())
    if not written.isalnum():  # "⑴" has become "(1)"
        written = "".join(c for c in written if c.isalnum() or unicodedata.category(c).startswith("M"))
    written = _RING_BEFORE_TONE.sub(r"\2\1", written)
    decomposed = unicodedata.normalize("NFD", written.translate(_LETTERS))
    kept = "".join(c for c in decomposed if not (unicodedata.combining(c) and ord(c) < 0x370))
    folded = unicodedata.normalize("NFC", kept)[:_LONGEST_WORD]
    written = written[:_LONGEST_WORD]
    return written, _OLD_TONE.sub(lambda match: _MOVED[match[0]], written), folded, _stem(folded)


def _stem(folded: str) -> str:
    if "\u0430" <= folded[:1] <= "\u0491":
        return _CYRILLIC_ENDING.sub("", folded)
    if folded.isascii() and len(folded) > _SHORTEST_WITH_ENDING:
        for ending, instead in _LATIN_ENDINGS:
            folded = ending.sub(instead, folded)
    return folded
