"""What somebody types to find a figure, as it stands on paper, in Word, on a screen, or was read out.

F-4TB8K · 4tb8k · https://…/figures/F-4TB8K/    the number of a figure, wherever it was copied from
[3] · 3                                         the small number behind a figure in Word and PDF
3 05/BC-UBND · 05/BC-UBND [3]                   the same, in one document
05/BC-UBND · 5-BC/TU                            a document
181 · 2.889 · 18,9 · 41/44                      what is printed
"""

import re
from dataclasses import dataclass, field

from lantoa.base import folding, quantities

# Without 0 O, 1 I L, and U (heard as V): read out over the telephone and typed from paper.
ALPHABET = "23456789ABCDEFGHJKMNPQRSTVWXYZ"
ID_LENGTH = 5

_ID = re.compile(rf"(?<![A-Z0-9])F[-–\s]?([{ALPHABET}]{{{ID_LENGTH}}})(?![A-Z0-9])")
_BARE_ID = re.compile(rf"[{ALPHABET}]{{{ID_LENGTH}}}")
# With a sign too many, one too few, or one that no number has.
_SIGNS = rf"([A-Z0-9]{{{ID_LENGTH - 1},{ID_LENGTH + 1}}})"
_NEARLY_ID = re.compile(rf"(?<![A-Z0-9])F[-–\s]{_SIGNS}(?![A-Z0-9])")
_NEARLY_BARE_ID = (re.compile(_SIGNS), re.compile(f"F{_SIGNS}"))
_DOCUMENT = re.compile(r"(?<!\d)(\d{1,6})\s?[/-]\s?([^\W\d][\w./-]*)")
_PLACE = re.compile(r"(?:SỐ\s)?\[?(\d{1,4})\]?")
_PAIR = re.compile(r"([\d.,]+)\s?/\s?([\d.,]+)")


@dataclass(frozen=True)
class Wanted:
    """Every way in which a text can be meant; empty where it cannot.

    id: of a figure; place: its line in the annex; document: (number without zeros, code in capitals);
    values, pair: in thousandths
    """

    id: str = ""
    place: int | None = None
    document: tuple[str, str] | None = None
    values: frozenset[int] = field(default_factory=frozenset)
    pair: tuple[int, int] | None = None


def read(text: str) -> Wanted:
    written = folding.normal(text).upper()
    if found := _ID.search(written):
        return Wanted(id=f"F-{found[1]}")
    if document := _DOCUMENT.search(written):
        rest = (written[: document.start()] + written[document.end() :]).strip(" ,;:")
        place = _PLACE.fullmatch(rest)
        named = (str(int(document[1])), document[2].rstrip("."))
        return Wanted(document=named, place=int(place[1]) if place else None)
    bare = f"F-{written}" if _BARE_ID.fullmatch(written) else ""
    if pair := _PAIR.fullmatch(written):
        one, other = _values(pair[1]), _values(pair[2])
        return Wanted(pair=(min(one), min(other)) if one and other else None)
    place = _PLACE.fullmatch(written)
    values = frozenset() if place and "[" in written else _values(written.removeprefix("≈").strip())
    return Wanted(id=bare, place=int(place[1]) if place else None, values=values)


def slips(text: str) -> frozenset[str]:
    """The numbers of figures that were meant if one sign of what was typed is wrong; some 300 at most.

    One sign was read as another, left out or typed twice, or two changed places.
    """
    written = folding.normal(text).upper()
    typed = [_NEARLY_ID.search(written)]
    if not written.isdecimal():
        typed += [bare.fullmatch(written) for bare in _NEARLY_BARE_ID]
    return frozenset(f"F-{meant}" for signs in typed if signs for meant in _one_sign_away(signs[1]))


def _one_sign_away(signs: str) -> set[str]:
    cuts = [(signs[:at], signs[at:]) for at in range(len(signs) + 1)]
    wrong = {before + sign + after[1:] for before, after in cuts if after for sign in ALPHABET}
    left_out = {before + sign + after for before, after in cuts for sign in ALPHABET}
    twice = {before + after[1:] for before, after in cuts if after}
    swapped = {before + after[1] + after[0] + after[2:] for before, after in cuts if len(after) > 1}
    return {each for each in wrong | left_out | twice | swapped if _BARE_ID.fullmatch(each)}


def _values(written: str) -> frozenset[int]:
    """As Vietnamese and as English write it: who types may have read either."""
    found = set()
    for each in (written, written.translate(str.maketrans(".,", ",."))):
        try:
            found.add(abs(quantities.parse(each)))
        except quantities.BadQuantity:
            continue
    return frozenset(found)
