"""Text made comparable: one spelling of accents, and a form without them.

đ does not decompose in Unicode, so it is mapped by hand; only marks below U+0370 are dropped, because Lao and Khmer
vowels are combining marks too.
"""

import re
import unicodedata
from functools import lru_cache

from django.utils.text import slugify

_SPACES = re.compile(r"[ \t\u00a0\u202f\u2007]+")
_INVISIBLE = re.compile("[\u200b\u200c\u200d\u2060\ufeff\u00ad]")


def normal_text(text: str) -> str:
    """Composed Unicode without invisible characters; line ends unified; ends trimmed."""
    composed = unicodedata.normalize("NFC", _INVISIBLE.sub("", text))
    if composed.isprintable():  # nearly always, and a workbook has 100,000 cells
        return composed.strip()
    return "".join(
        c for c in composed.replace("\r\n", "\n").replace("\r", "\n") if c in "\n\t" or c.isprintable() or c == "\u00a0"
    ).strip()


def normal(text: str) -> str:
    """For exact comparison: composed, single spaces, lower case."""
    return _SPACES.sub(" ", normal_text(text)).strip().lower()


# The same names of agencies, places and tasks are put in order for every page that lists them.
@lru_cache(maxsize=8192)
def fold(text: str) -> str:
    """Without accents: "Hội nghị ở Đà Nẵng" -> "hoi nghi o da nang"."""
    decomposed = unicodedata.normalize("NFD", normal(text).replace("đ", "d"))
    kept = "".join(c for c in decomposed if not (unicodedata.combining(c) and ord(c) < 0x370))
    return _SPACES.sub(" ", unicodedata.normalize("NFC", kept))


def plain(name: str) -> str:
    """Without accents, the capitals kept: "Đắk Lắk" -> "Dak Lak"."""
    decomposed = unicodedata.normalize("NFD", name.replace("đ", "d").replace("Đ", "D"))
    return "".join(letter for letter in decomposed if not unicodedata.combining(letter))


def address_of(text: str) -> str:
    """The last part of an address. Latin letters lose their marks, or whoever shares it would share %C4%91 for đ;
    other scripts keep their letters. Empty for Lao and Khmer: many of their vowels are marks, which no address keeps.
    """
    written = normal(text)
    if all(unicodedata.name(c, "").startswith("LATIN ") for c in written if c.isalpha()):
        return slugify(fold(text))
    has_marks = any(unicodedata.category(c).startswith("M") for c in written)
    return "" if has_marks else slugify(written, allow_unicode=True)
