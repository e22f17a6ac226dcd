"""What reads badly: long sentences, words of offices, passive turns. Hints for the writer, never a reason to refuse.

The words stand in `seed/plain.yaml`, each with what a reader would say.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from lantoa.base import yaml_text

_SEED = Path(__file__).parent.parent / "seed" / "plain.yaml"
# An ellipsis, a figure (1.200) and an initial (P. An) end no sentence.
_END = re.compile(r"(?<=[.!?。])(?<!\b[^\W\d_]\.)\s+(?=[^\W\d_])")
MOST = 12


@dataclass(frozen=True)
class Hint:
    """kind: long, word or passive; found: the place as it stands; better: what to write instead, if one can say"""

    kind: str
    found: str
    better: str = ""
    count: int = 0


def hints(texts: Iterable[str], language: str) -> list[Hint]:
    """At most MOST, in the order of reading; none in languages for which nobody wrote rules."""
    rules = _rules().get(language)
    if rules is None:
        return []
    found = [hint for text in texts for sentence in sentences(text) for hint in _of(sentence, rules)]
    return list(dict.fromkeys(found))[:MOST]


def sentences(text: str) -> list[str]:
    return [" ".join(part.split()) for line in text.splitlines() for part in _END.split(line) if part.strip()]


def _of(sentence: str, rules: dict[str, Any]) -> Iterator[Hint]:
    count = len(sentence.split())
    if count > rules["most_words"]:
        yield Hint("long", sentence, count=count)
    for word, better in rules["words"].items():
        if match := _as_word(word).search(sentence):
            yield Hint("word", match.group(), better)
    for pattern in rules["passive"]:
        if match := re.search(pattern, sentence, re.IGNORECASE):
            yield Hint("passive", match.group())


@cache
def _as_word(word: str) -> re.Pattern[str]:
    return re.compile(rf"(?<!\w){re.escape(word)}(?!\w)", re.IGNORECASE)


@cache
def _rules() -> dict[str, dict[str, Any]]:
    read: dict[str, dict[str, Any]] = yaml_text.read(_SEED)
    return read
