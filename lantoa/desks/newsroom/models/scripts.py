"""Whether a text can be in a language, by its letters alone: enough to see that nobody translated it yet."""

import re
import unicodedata

# Of a language with letters of its own: how their names in Unicode begin.
_LETTERS = {
    "zh-hans": ("CJK",), "ja": ("HIRAGANA", "KATAKANA"), "ko": ("HANGUL",), "lo": ("LAO",), "km": ("KHMER",),
    "ru": ("CYRILLIC",),
}  # fmt: skip
# Names of foreign people and places stand in their own letters in every text.
_LEAST_OWN = 0.15
# Letters that Vietnamese alone writes; in it every second word has one, in others the names of its places.
_VIETNAMESE = re.compile("[ăđơưĂĐƠƯẠ-ỹ]")
_MOST_NAMES = 0.3
_LEAST_VIETNAMESE = 0.1
_FEWEST_WORDS = 6


def could_be(language: str, text: str) -> bool:
    """False only where there is no doubt; of a few words nothing is said, which may be names.

    could_be("ko", "Năm phóng viên, một phiên chợ, và quy tắc duy nhất") -> False
    """
    letters = [c for c in text if c.isalpha()]
    words = text.split()
    if len(words) < _FEWEST_WORDS and len(letters) < 4 * _FEWEST_WORDS:
        return True
    if own := _LETTERS.get(language):
        return sum(unicodedata.name(c, "").startswith(own) for c in letters) >= _LEAST_OWN * len(letters)
    if sum(unicodedata.name(c, "").startswith("LATIN") for c in letters) < len(letters) / 2:
        return False
    share = sum(bool(_VIETNAMESE.search(word)) for word in words) / max(1, len(words))
    return share >= _LEAST_VIETNAMESE if language == "vi" else share <= _MOST_NAMES
