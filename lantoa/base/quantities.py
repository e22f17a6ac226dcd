"""Quantities: integer thousandths inside, Decimal outside, written as the reader's language writes them.

Integers because SQLite keeps decimals as floats (123456789012345.678 comes back as ...346.000).
"""

import re
from decimal import Decimal
from functools import lru_cache

from django.utils import formats
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from lantoa.base import folding

THOUSANDTHS = 1000
LARGEST = 10**15  # of a unit; leaves room for the sum of 9,000 such lines in 64 bits

_GROUPED = re.compile(r"-?\d{1,3}(?:([.,\u00a0\u202f ])\d{3})(?:\1\d{3})*")
_PLAIN = re.compile(r"-?\d+")
_DECIMAL = re.compile(r"(-?\d+)([.,])(\d+)")
_BOTH = re.compile(r"-?\d{1,3}(?:([.,\u00a0\u202f ])\d{3})+([.,])(\d+)")


# Words before a number, folded (see base.folding), and the qualifier they stand for.
QUALIFIER_WORDS = {
    "hon": "over", "tren": "over", "over": "over", "more than": "over", ">": "over",
    "gan": "nearly", "nearly": "nearly", "almost": "nearly",
    "khoang": "about", "about": "about", "around": "about", "~": "about",
}  # fmt: skip


class BadQuantity(ValueError):
    """The text is no quantity, or could be read in two ways; the message says which."""


def parse(text: str) -> int:
    """Read a number as Vietnamese writes it (1.000 = one thousand, 18,9 = eighteen point nine).

    returns: integer thousandths
    raises:  BadQuantity; also for "1,000", which a Vietnamese reader takes for one and an English one for a thousand
    """
    written = text.strip().replace("\u2212", "-")
    if _PLAIN.fullmatch(written):
        return _bounded(Decimal(written), written)
    grouped = _GROUPED.fullmatch(written)
    if grouped and grouped[1] != ",":
        return _bounded(Decimal(re.sub(r"[^\d-]", "", written)), written)
    if grouped and written.count(",") > 1:
        return _bounded(Decimal(written.replace(",", "")), written)
    if grouped:
        raise BadQuantity(
            _("“%(text)s” can be read in two ways: write %(thousands)s for thousands, or no zeros at the end.")
            % {"text": written, "thousands": written.replace(",", ".")}
        )
    if (both := _BOTH.fullmatch(written)) and both[1] != both[2]:
        whole = re.sub(r"[^\d-]", "", written[: written.rindex(both[2])])
        return _bounded(Decimal(f"{whole}.{both[3]}"), written)
    decimal = _DECIMAL.fullmatch(written)
    if decimal and (len(decimal[3]) <= 3 or decimal[3].strip("0")):
        return _bounded(Decimal(f"{decimal[1]}.{decimal[3]}"), written)
    if decimal:  # 1.0000 is a slip for 1.000 or for 10.000
        raise BadQuantity(_("“%(text)s” has more than three decimals.") % {"text": written[:40]})
    raise BadQuantity(_("“%(text)s” is not a number.") % {"text": written[:40]})


def parse_qualified(text: str) -> tuple[int, str]:
    """Read "hơn 1.000", "> 30", "khoảng 200", "over 5" or a plain number.

    returns: (integer thousandths, qualifier: "over", "nearly", "about" or "")
    raises:  BadQuantity
    """
    folded = folding.fold(text)
    for word, qualifier in QUALIFIER_WORDS.items():
        if folded.startswith(word) and not folded[len(word) : len(word) + 1].isalpha():
            return parse(folding.normal(text)[len(word) :]), qualifier
    return parse(text), ""


def from_decimal(value: Decimal | int) -> int:
    """Thousandths of an exact number; raises BadQuantity for more than three decimals."""
    return _bounded(Decimal(value), str(value))


def to_decimal(thousandths: int) -> Decimal:
    """Exact to 0.001, without ending zeros: 5000 -> Decimal("5"), 18900 -> Decimal("18.9")."""
    whole, rest = divmod(abs(thousandths), THOUSANDTHS)
    if not rest:  # nearly always, and a page says thousands
        return Decimal(thousandths // THOUSANDTHS)
    text = f"{'-' if thousandths < 0 else ''}{whole}.{rest:03d}"
    return Decimal(text.rstrip("0"))


def to_json(value: Decimal | None) -> int | float | None:
    """A number for JSON: int where it is whole."""
    if value is None:
        return None
    return int(value) if value == value.to_integral_value() else float(value)


def written(value: Decimal | int) -> str:
    """As the active language writes it: 2.889 and 18,9 in Vietnamese, 2,889 and 18.9 in English."""
    text = f"{value:,}" if isinstance(value, int) else f"{value:,f}"
    return text.translate(_separators(get_language()))


@lru_cache(maxsize=16)
def _separators(_language: str | None) -> dict[int, str]:
    """From those of Python. Not formats.number_format: Django's Vietnamese format has them but groups nothing."""
    return {ord(","): formats.get_format("THOUSAND_SEPARATOR"), ord("."): formats.get_format("DECIMAL_SEPARATOR")}


def _bounded(value: Decimal, written: str) -> int:
    scaled = value * THOUSANDTHS
    if scaled != scaled.to_integral_value():
        raise BadQuantity(_("“%(text)s” has more than three decimals.") % {"text": written[:40]})
    if abs(value) > LARGEST:
        raise BadQuantity(_("“%(text)s” is too large to be a count.") % {"text": written[:40]})
    return int(scaled)
