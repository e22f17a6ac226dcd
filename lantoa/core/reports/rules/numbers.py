"""Numbers in prose that are bound to no figure: flagged by default, wherever they stand.

Digits (2.889 · 18,9 · 05), parts (1/4, ¼), and number words before a unit ("năm lớp") are found; what is
plainly a date, a document number or the like (see masks) is not.
"""

import re
from collections.abc import Collection
from dataclasses import dataclass
from decimal import Decimal

from django.utils.translation import gettext as _

from lantoa.base import quantities
from lantoa.core.reports.rules import number_words, tokens
from lantoa.core.reports.rules.masks import masks

_VULGAR = "\u00bc-\u00be\u2150-\u215e\u2189"
_ONE = r"(?:\d{1,3}(?:[ \u00a0\u202f]\d{3})+(?![\d.,]\d|\d)|\d+(?:[.,]\d+)*)"
_NUMBER = re.compile(rf"(?<!\d){_ONE}(?:\s?/\s?{_ONE})*[{_VULGAR}]?|[{_VULGAR}]")
_LAST_WORD = re.compile(r"(\w+)[^\S\n]*\Z")
_AFTER = re.compile(r"\s*(%|\w+)")
# Before "năm" these say that it means a year.
_BEFORE_YEAR = {
    "trong", "cả", "mỗi", "hằng", "hàng", "đầu", "giữa", "cuối", "các", "nhiều", "một", "qua", "sang", "từng", "trước",
    "sau", "đến", "hết", "số",
}  # fmt: skip
# Too often an idiom: "hai nước", "ba bên".
_NO_UNIT = {"nước", "bên"}
# Money is counted whatever the vocabulary says; "ba đồng chí" are people.
_MONEY = r"đồng(?![^\S\n]+(?:chí|bào))"
# Mostly an article: "một đoàn", "one class".
_ARTICLES = {"một", "one"}


@dataclass(frozen=True)
class Finding:
    """A number that nobody can trace. start, end: its place in the text, in characters.

    values: what it may mean, as exact numbers (5 triệu: 5 and 5,000,000); pair: of a part such as 41/44
    """

    start: int
    end: int
    text: str
    after: str = ""
    values: tuple[Decimal, ...] = ()
    pair: tuple[Decimal, Decimal] | None = None

    @property
    def reason(self) -> str:
        """What is wrong, and what to write if it is no figure at all."""
        if self.pair:
            return _("Bound to no figure. If it is a date, write the word “ngày” before it.")
        if re.fullmatch(r"(?:19|20)\d\d", self.text):
            return _("Bound to no figure. If it is a year, write the word “năm” before it.")
        if not any(letter.isdigit() or letter.isnumeric() for letter in self.text):
            return _("A number in words, bound to no figure.")
        return _("Bound to no figure.")


def unbound(text: str, *, language: str = "vi", units: Collection[str] = ()) -> list[Finding]:
    """Every number in a text that is neither inside a token nor masked, in the order of the text.

    units: names of units ("lớp", "đại biểu"), which tell a count from a year and number words from other words
    """
    prose = _without_tokens(text)
    hidden = masks(prose, language=language, units=units)
    found = [
        _finding(prose, match, language)
        for match in _NUMBER.finditer(prose)
        if not any(start <= match.start() and match.end() <= end for start, end in hidden)
    ]
    taken = {position for finding in found for position in range(finding.start, finding.end)}
    found += [finding for finding in _in_words(prose, language, units) if finding.start not in taken]
    return sorted(found, key=lambda finding: finding.start)


def _without_tokens(text: str) -> str:
    """The same length, so that places stay; tokens are filled with a sign that is no part of any word."""
    return "".join(
        piece.text if isinstance(piece, tokens.Text) else "\ufffc" * len(piece.text) for piece in tokens.parse(text)
    )


def _finding(prose: str, match: re.Match[str], language: str) -> Finding:
    text = match[0]
    word = _AFTER.match(prose, match.end())
    after = word[1].lower() if word else ""
    pair: tuple[Decimal, Decimal] | None = None
    values: tuple[Decimal, ...] = ()
    parts = [_value(part.strip(), language) for part in text.split("/")]
    if len(parts) == 2 and parts[0] is not None and parts[1] is not None:
        pair = (parts[0], parts[1])
    elif len(parts) == 1 and parts[0] is not None and after != "%":
        values = (parts[0], parts[0] * number_words.LARGE[after]) if after in number_words.LARGE else (parts[0],)
    return Finding(match.start(), match.end(), text, after, values, pair)


def _value(text: str, language: str) -> Decimal | None:
    """The number as the text's language writes it; None where it could be read in two ways."""
    if language == "en":
        plain = text.replace(",", "") if re.fullmatch(r"\d{1,3}(?:,\d{3})+(?:\.\d+)?", text) else text
        return Decimal(plain) if re.fullmatch(r"\d+(?:\.\d+)?", plain) else None
    try:
        return quantities.to_decimal(quantities.parse(text))
    except quantities.BadQuantity:
        return None


def _in_words(prose: str, language: str, units: Collection[str]) -> list[Finding]:
    """ "năm lớp", "mười hai đoàn", "two hundred foreign delegates": a number in words that counts something."""
    names = sorted({unit.lower() for unit in units if unit and unit.lower() not in _NO_UNIT}, key=len, reverse=True)
    if not names:
        return []
    written = number_words.PATTERNS["en" if language == "en" else "vi"]
    # In English an adjective stands before what it describes.
    between = r"\s+(?:[a-z-]+\s+)?" if language == "en" else r"[^\S\n]+"
    pattern = rf"(?<!\w)(?P<words>{written}){between}(?:{'|'.join([*map(re.escape, names), _MONEY])})(?!\w)"
    found = []
    for match in re.finditer(pattern, prose, re.IGNORECASE):
        words, before = match["words"], _LAST_WORD.search(prose, max(0, match.start() - 20), match.start())
        last = before[1].lower() if before else ""
        # Passed over: a year ("ngày, tháng, năm văn bản"), an article, what belongs to digits ("5 triệu lượt"), a unit.
        is_year = last in _BEFORE_YEAR or last.isdigit() or prose.endswith("tháng, ", 0, match.start())
        is_part = words.lower() in number_words.LARGE and (last.isdigit() or match[0].lower().endswith(" đồng"))
        if words.lower() in _ARTICLES or is_part or (words.lower() == "năm" and is_year):
            continue
        value = number_words.value(words)
        found.append(Finding(match.start(), match.end("words"), words, values=() if value is None else (value,)))
    return found
