"""Rows of a table of strangers that are no activity: totals, headings, signatures.

Surely none is only what cannot be one. What merely looks so ("Tổng các buổi nói chuyện") is asked about, and whatever
is passed over is listed so that a person can take it in: "Công tác tuyên truyền" and "Tổng kết" begin like totals.
"""

import re
from dataclasses import dataclass
from datetime import date
from enum import Enum

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from lantoa.base import folding
from lantoa.core.ledger.workbooks.mapping import ColumnMapping
from lantoa.core.ledger.workbooks.reader import Row, Value

NOTHING = {"-", "–", "—", "x", "/", "0"}
AMOUNT = re.compile(r"((?:hơn|trên|gần|khoảng|~|>)?\s*\d[\d.,]*)\s*([^\W\d_][^\d,;+\n]*)", re.IGNORECASE)

_TOTAL_WORD = r"(?:tong so cong|tong cong|tong so|tong|cong don|cong|luy ke|grand total|totals?|sum)\b"
_OF_WHAT = (
    r"[:;.,*=+&-]|\([^()]*\)|[ivx]+\b|[a-h]\b|va\b|"
    r"(?:cac |ca |trong |het )?(?:muc|phan|nhom|quy|thang|nam|tuan|ky|dot)\b|"
    r"toan (?:tinh|xa|phuong|dac khu|huyen|quan|thanh pho|nganh|quoc|bo)\b|\d+ thang(?: dau| cuoi)?\b|\d[\d/.,-]*|"
    r"chung\b|tu dau\b|den(?: nay| het| ngay)?\b|nay\b|tat ca\b"
)
# Possessive: a long row of digits can be taken apart in too many ways to try them all.
_IS_TOTAL = re.compile(rf"{_TOTAL_WORD}(?:\s*+(?>{_OF_WHAT}))*+\s*+")
_BEGINS_AS_TOTAL = re.compile(_TOTAL_WORD)
# Words that only begin so: cộng đồng, Cộng hòa, cộng tác viên, tổng kết, Tổng Bí thư, Tổng lãnh sự, Tổng công ty …
_OTHER_WORDS = re.compile(
    r"cong (?:dong|hoa|tac|san|huong|sinh|su|an|bo|cuoc|dan|doan|ty|vien|nhan|trinh|nghe|nghiep|ich|chuc|van|khai|"
    r"chung|luan|binh|thuong|vu|hien|phap|uoc)\b|"
    r"tong (?:ket|hop|thong|bi thu|lanh su|giam doc|thu ky|cuc|duyet|dai|cong ty|lien doan|hoi|tham muu|phu trach|"
    r"bien tap|tuyen cu|ve sinh|ra soat|dieu tra|kiem|quan|thuat|khoi nghia|tien cong|dien tap|thanh tra)\b"
)
_OFFICE = r"(?: (?:ubnd|hdnd|uy ban nhan dan|hoi dong nhan dan)(?: (?:xa|phuong|dac khu|tinh|thanh pho))?)?"
_IS_SIGNATURE = re.compile(
    r"(?:(?:nguoi|can bo) )?(?:lap|tong hop) (?:bieu|bang|bao cao)|nguoi (?:lap|tong hop)|"
    r"thu truong(?: don vi| co quan)?|(?:tm|t/m|kt|tl|tuq)[./].*|noi nhan\b.*|\(ky.*|"
    r"ky ten(?:,? (?:va )?(?:dong dau|ghi ro ho ten).*)?|"
    rf"(?:pho )?(?:chu tich|giam doc|truong phong|chanh van phong|truong ban|bi thu){_OFFICE}(?: ?\(.*\))?|"
    r"(?:[\w .-]{1,40}, ?)?ngay ?[\d.…]* ?thang ?[\d.…]* ?nam ?[\d.…]*"
)
_BEGINS_AS_SIGNATURE = re.compile(
    r"nguoi lap|lap bieu|thu truong|(?:pho )?(?:chu tich|giam doc|truong phong|chanh van phong)\b"
)
_NUMBERING = re.compile(r"(?:[ivxlc]+|[a-z])[.)]?|[-+*•–]")
_BEGINS_AS_HEADING = re.compile(r"(?:[ivxlc]+|[a-z])[.)/] ?")
_LONGEST = 80  # letters; a longer text says what took place


class Look(Enum):
    """What a row looks like that is no activity."""

    TOTAL = "total"
    SIGNATURE = "signature"
    HEADING = "heading"
    HIDDEN = "hidden"
    EMPTY = "empty"  # no month has a number

    @property
    def name_of_many(self) -> str:
        return str(_NAMES[self])

    @property
    def why(self) -> str:
        return str(_PASSED[self])

    @property
    def question(self) -> str:
        return str(_ASKED[self])


@dataclass(frozen=True)
class Seen:
    look: Look
    is_sure: bool = True


def seen(row: Row, mapping: ColumnMapping, *, below_signature: bool = False) -> Seen | None:
    """What a row looks like that may be no activity, or None."""
    texts = [(place, value) for place, value in sorted(row.cells.items()) if _says_something(value)]
    has_day = mapping.place_of("occurred_on") in row.cells
    if (is_sure := _is_total(row, texts, mapping, has_day=has_day)) is not None:
        return Seen(Look.TOTAL, is_sure)
    if has_day or any(is_number(value) for value in row.cells.values()):
        return None
    lines = [folding.fold(str(value).strip().partition("\n")[0]) for _place, value in texts]
    if below_signature or any(_IS_SIGNATURE.fullmatch(line) for line in lines):
        return Seen(Look.SIGNATURE)
    if any(_BEGINS_AS_SIGNATURE.match(line) and len(line) < _LONGEST for line in lines):
        return Seen(Look.SIGNATURE, is_sure=False)
    mapped = {place for place in row.cells if mapping.columns.get(place)}
    if not mapped:
        return Seen(Look.HEADING)
    if len(mapped) == 1 and len(row.cells) <= 2 and len(mapping.columns) > 2:
        # Where no column tells the day, a row of a title alone may be an activity.
        asks = mapping.place_of("occurred_on") is None and mapped == {mapping.place_of("title")}
        return Seen(Look.HEADING, is_sure=not asks or _is_plainly_heading(row, str(texts[0][1]) if texts else ""))
    return None


def is_number(value: Value) -> bool:
    return not isinstance(value, str) or bool(re.fullmatch(r"\D{0,8}\d[\d.,\s]*", value.strip()))


def _says_something(value: Value) -> bool:
    if not isinstance(value, str) or is_number(value):
        return False
    text = folding.fold(value)
    return bool(text) and text not in NOTHING and not _NUMBERING.fullmatch(text)


def _is_total(row: Row, texts: list[tuple[int, Value]], mapping: ColumnMapping, *, has_day: bool) -> bool | None:
    """True if a row can only be a total, False if it may be one, None if it begins like no total."""
    title = mapping.place_of("title")
    for place, value in texts[:2]:
        if _IS_TOTAL.fullmatch(folding.fold(str(value))):
            return all(_is_amount(other) for at, other in row.cells.items() if at != place)
    first = [value for at, (place, value) in enumerate(texts) if at == 0 or place == title]
    if any(_may_be_total(str(value)) for value in first) and not (has_day and title in row.cells):
        return False
    return None


def _may_be_total(text: str) -> bool:
    folded = folding.fold(text)
    if len(folded) >= _LONGEST or not _BEGINS_AS_TOTAL.match(folded) or _OTHER_WORDS.match(folded):
        return False
    return not folding.normal(text).startswith("công")


def _is_amount(value: Value) -> bool:
    """A number, several with their units ("3 lớp, 150 người"), or nothing; a day is none."""
    if not isinstance(value, str):
        return not isinstance(value, date)
    return not _says_something(value) or not AMOUNT.sub("", folding.normal_text(value)).strip(" .,;+\n")


def _is_plainly_heading(row: Row, text: str) -> bool:
    """Numbered with letters or Roman numbers, in capitals, or ending in a colon."""
    numbered = any(isinstance(value, str) and _NUMBERING.fullmatch(folding.fold(value)) for value in row.cells.values())
    return numbered or text.isupper() or text.endswith(":") or bool(_BEGINS_AS_HEADING.match(folding.fold(text)))


_NAMES: dict[Look, Promise] = {
    Look.TOTAL: _("Look like totals"),
    Look.SIGNATURE: _("Look like signatures"),
    Look.HEADING: _("Look like headings"),
    Look.HIDDEN: _("Hidden in the workbook"),
    Look.EMPTY: _("Without a number in any month"),
}
_PASSED: dict[Look, Promise] = {
    Look.TOTAL: _("These rows hold totals; they are passed over."),
    Look.SIGNATURE: _("These rows hold signatures; they are passed over."),
    Look.HEADING: _("These rows hold a heading and no activity; they are passed over."),
    Look.HIDDEN: _("Hidden rows are not read."),
    Look.EMPTY: _("These rows have no number in any month; they are passed over."),
}
_ASKED: dict[Look, Promise] = {
    Look.TOTAL: _("This row may be a total. Take it in if it is an activity, else leave it out."),
    Look.SIGNATURE: _("This row may be a signature. Take it in if it is an activity, else leave it out."),
    Look.HEADING: _("This row may be a heading. Take it in if it is an activity, else leave it out."),
}
