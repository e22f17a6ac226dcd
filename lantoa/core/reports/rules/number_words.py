"""Numbers written out in words, in Vietnamese and English: their shape in a text, and what they amount to."""

import re
from decimal import Decimal

_VIETNAMESE = {
    "không": 0, "một": 1, "mốt": 1, "hai": 2, "ba": 3, "bốn": 4, "tư": 4, "năm": 5, "lăm": 5, "nhăm": 5, "sáu": 6,
    "bảy": 7, "bẩy": 7, "tám": 8, "chín": 9, "mười": 10,
}  # fmt: skip
_ENGLISH = {
    "one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "eight": 8, "nine": 9, "ten": 10,
    "eleven": 11, "twelve": 12, "thirteen": 13, "fourteen": 14, "fifteen": 15, "sixteen": 16, "seventeen": 17,
    "eighteen": 18, "nineteen": 19, "twenty": 20, "thirty": 30, "forty": 40, "fifty": 50, "sixty": 60, "seventy": 70,
    "eighty": 80, "ninety": 90,
}  # fmt: skip
_DIGITS = {**_VIETNAMESE, **_ENGLISH}
_TENFOLD = {"mươi": 10, "chục": 10, "dozen": 12, "trăm": 100, "hundred": 100}
LARGE = {
    "nghìn": 1000, "ngàn": 1000, "vạn": 10**4, "triệu": 10**6, "tỷ": 10**9, "tỉ": 10**9,
    "thousand": 1000, "million": 10**6, "billion": 10**9,
}  # fmt: skip
# Behind these a bare digit is read in two ways: "hai trăm năm" is 205 or 250.
_OPEN = {"trăm", "nghìn", "ngàn", "vạn", "triệu", "tỷ", "tỉ"}

_GAP = r"[^\S\n]+"
_ONE = "(?:một|hai|ba|bốn|năm|sáu|bảy|bẩy|tám|chín)"
_LAST = "(?:một|mốt|hai|ba|bốn|tư|năm|lăm|nhăm|sáu|bảy|bẩy|tám|chín)"
_TENS = rf"(?:(?:mười|{_ONE}{_GAP}mươi)(?:{_GAP}{_LAST})?|{_ONE}{_GAP}(?:mốt|tư|lăm|nhăm))"
_ODD = rf"(?:linh|lẻ){_GAP}(?:{_LAST}|mười)"
_HUNDREDS = rf"(?:(?:{_ONE}|không){_GAP})?trăm(?:{_GAP}(?:{_ODD}|{_TENS}|{_ONE}|rưỡi))?"
_GROUP = rf"(?:{_HUNDREDS}|{_ODD}|{_TENS}|{_ONE})"
_SCALE = rf"(?:chục|vạn|nghìn|ngàn|triệu|tỷ|tỉ)(?:{_GAP}rưỡi)?"
_SCALES = rf"{_SCALE}(?:{_GAP}{_SCALE})*"
_EN_LARGE = "(?:dozen|hundred|thousand|million|billion)"
_EN_WORD = rf"(?:{'|'.join(_ENGLISH)}|{_EN_LARGE})"

# Two digits in a row are no number: in "năm hai lớp" the first is a year. Each word has one place alone in a pattern,
# or a row of them would be tried in every combination.
PATTERNS = {
    "vi": rf"(?:(?:{_GROUP}{_GAP})?{_SCALES}(?:{_GAP}{_GROUP}{_GAP}{_SCALES}){{0,5}}(?:{_GAP}{_GROUP})?|{_GROUP})",
    "en": rf"(?:a{_GAP}(?={_EN_LARGE}\b))?{_EN_WORD}(?:(?:{_GAP}(?:and{_GAP})?|-){_EN_WORD}){{0,19}}",
}


def value(words: str) -> Decimal | None:
    """What the words amount to; None where they can be read in two ways."""
    total = group = last = 0
    pending: int | None = None
    before = ""
    for word in re.split(r"[\s-]+", words.lower()):
        if word in {"mốt", "tư", "lăm", "nhăm"} and pending:  # "hai mốt" is 21, "mười lăm" 15
            pending = (pending * 10 if pending < 10 else pending) + _DIGITS[word]
        elif word in _DIGITS:
            if pending and (pending % 10 or _DIGITS[word] > 9):
                return None
            pending = (pending or 0) + _DIGITS[word]
        elif word in _TENFOLD:
            last = _TENFOLD[word]
            group, pending = group + (1 if pending is None else pending) * last, None
        elif word in LARGE:
            last = LARGE[word]
            low = total % last + group + (pending or 0)
            total, group, pending = total - total % last + (low or 1) * last, 0, None
        elif word == "rưỡi":
            total += last // 2
        if word in _VIETNAMESE and before in _OPEN and words.lower().endswith(f" {before} {word}") and word != "mười":
            return None
        before = word
    return Decimal(total + group + (pending or 0))
