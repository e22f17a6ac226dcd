"""Guessing how a table of strangers is to be read; a person looks at the guess before anything is written.

The words are those that Vietnamese offices put above their columns, folded (see `base.folding`).
"""

import math
import re
from collections.abc import Iterable, Mapping
from datetime import date

from lantoa.base import dates, folding
from lantoa.core.ledger.drafts import Words
from lantoa.core.ledger.workbooks import headings
from lantoa.core.ledger.workbooks.columns import Column, Content, names_in
from lantoa.core.ledger.workbooks.mapping import (
    NOT_READ,
    NOTE,
    ColumnMapping,
    Shape,
    known_columns,
    measures_of,
)
from lantoa.core.ledger.workbooks.reader import Row, Value, Workbook

_HABITS: dict[str, tuple[str, ...]] = {
    NOT_READ: ("stt", "tt", "so tt", "so thu tu", "tong", "tong cong", "cong", "tong so", "no", "no."),
    "title": (
        "noi dung", "noi dung hoat dong", "ten hoat dong", "hoat dong", "ten su kien", "su kien", "noi dung thuc hien",
        "noi dung cong viec", "ten chuong trinh", "ten doan", "ten lop", "ten tin bai", "ten bai", "ten an pham",
    ),
    "occurred_on": (
        "thoi gian", "ngay", "ngay thang", "ngay thang nam", "thoi gian thuc hien", "thoi gian to chuc", "thoi diem",
        "ngay thuc hien", "ngay to chuc", "den ngay", "ngay dang", "ngay ket thuc", "date",
    ),
    "occurred_from": ("tu ngay", "ngay bat dau"),
    "place": ("dia diem", "noi to chuc", "dia ban", "noi thuc hien", "dia diem to chuc"),
    "agency": (
        "don vi chu tri", "co quan chu tri", "don vi", "co quan", "don vi thuc hien", "co quan thuc hien",
        "don vi to chuc", "chu tri",
    ),
    "coordinating": ("don vi phoi hop", "co quan phoi hop", "phoi hop"),
    "country": ("quoc gia", "nuoc", "quoc tich", "nuoc den"),
    "language": ("ngon ngu", "tieng"),
    "channel": ("kenh", "phuong tien", "hinh thuc", "noi dang"),
    "topic": ("chu de", "linh vuc"),
    "audience": ("doi tuong",),
    "source": ("nguon", "can cu", "van ban", "so van ban", "so ky hieu"),
    NOTE: ("ghi chu", "ket qua", "danh gia", "thanh phan"),
}  # fmt: skip
_PEOPLE = ("so luong", "so nguoi", "so luong nguoi", "so luong (nguoi)", "luot nguoi", "so luot nguoi", "so dai bieu")
_MONTH = re.compile(r"\b(?:thang|t)\s*\.?\s*(1[0-2]|0?[1-9])\b")
_YEAR = re.compile(r"(?:19|20)\d\d")


def guess(
    workbook: Workbook, words: Words, *, file_name: str = "", shape: Shape | None = None, kind: str = "",
    sheet: int | None = None,
) -> ColumnMapping:  # fmt: skip
    """The likeliest reading. shape: what a person chose already; kind, sheet: these alone"""
    index = shape.sheet if shape else _fullest(workbook) if sheet is None else sheet
    table = workbook.sheets[index]
    first, last = (shape.first, shape.last) if shape else headings.find(table, lambda text: _sureness(text, words))
    named = headings.texts(table, first, last)
    titles = [str(value) for row in table.rows if row.number < first for value in row.cells.values()]
    above = " ".join([file_name, table.name, *titles])
    kind = kind or (shape.kind if shape else "") or _kind(named, above, words)
    known = known_columns(kind, words)
    body = [row for row in table.rows if row.number > last][:200]
    columns = _columns(named, body, known, words)
    years = _YEAR.findall(above)
    year = int(years[-1]) if years else None
    return ColumnMapping(Shape(index, first, last, kind), year, columns, {}, _values(columns, body, known, words))


def _fullest(workbook: Workbook) -> int:
    """The visible sheet with the most cells."""
    sizes = [
        (not sheet.is_hidden, sum(len(row.cells) for row in sheet.rows), -index)
        for index, sheet in enumerate(workbook.sheets)
    ]
    return -max(sizes)[2]


def _sureness(heading: str, words: Words) -> int:
    """How surely a folded heading names a column of any kind."""
    if not heading or len(heading) > 120:
        return 0
    scores = [_likeness(heading, phrases) for phrases in (*_HABITS.values(), _PEOPLE)]
    return max(*scores, 6 if _MONTH.search(heading) else 0)


def _likeness(heading: str, phrases: Iterable[str]) -> int:
    best = 0
    for part in {heading, *heading.split(" – "), re.sub(r"\s*\(.*?\)", "", heading)}:
        for phrase in phrases:
            if part == phrase:
                best = max(best, 9)
            elif part.startswith((f"{phrase} ", f"{phrase}/")):
                best = max(best, 7)
            elif f" {phrase} " in f" {part} " and len(phrase) > 3:
                best = max(best, 5)
    return best


def _kind(named: Mapping[int, str], above: str, words: Words) -> str:
    """The kind whose own columns explain most headings, and whose name stands above the table."""
    text = f" {folding.fold(above)} {' '.join(folding.fold(heading) for heading in named.values())} "
    best, best_score = "", -math.inf  # of headings that fit nothing, some kind still fits least badly
    for code, kind in words.kinds.items():
        known = known_columns(code, words)
        names = folding.fold(kind.name_vi).split()
        score = 12.0 * sum(f" {word} " in text for word in names) / len(names)
        for heading in named.values():
            score += max(_fits(folding.fold(heading), column) for column in known.values()) / 3
        score -= sum(column.required for column in known.values()) / 2
        if score > best_score:
            best, best_score = code, score
    return best


def _fits(heading: str, column: Column) -> int:
    """How well a folded heading names a column, from 0 to 10."""
    if column.names & set(names_in(heading)):
        return 10
    if column.content is not Content.QUANTITY:
        return _likeness(heading, _HABITS.get(column.code, ()))
    # Of joined headings the lowest says what is counted: "Số lượng – Người".
    lowest = heading.split(" – ")[-1]
    unit, name = folding.fold(column.unit_vi), folding.fold(column.vi)
    score = _likeness(lowest, (unit, name, f"so {unit}", f"so luong {unit}", f"so luong ({unit})"))
    if unit and re.search(rf"(?:\(|so ){re.escape(unit)}\b", lowest):
        score = max(score, 6)
    if "nguoi" in unit or "luot" in unit:
        score = max(score, _likeness(lowest, _PEOPLE) - 1, 6 if lowest.endswith(("nguoi", "nguoi)")) else 0)
    return score


def _columns(named: Mapping[int, str], body: list[Row], known: Mapping[str, Column], words: Words) -> dict[int, str]:
    found: dict[int, str] = dict.fromkeys(named, NOT_READ)
    free = dict(known)
    months = {place: int(match[1]) for place, text in named.items() if (match := _MONTH.search(folding.fold(text)))}
    pairs = sorted(
        (
            (_fits(folding.fold(text), column), -place, code)
            for place, text in named.items()
            if place not in months or len(months) < 2
            for code, column in known.items()
            if column.content is not Content.QUALIFIER
        ),
        reverse=True,
    )
    for score, minus_place, code in pairs:
        place = -minus_place
        heading = folding.fold(named[place])
        if score < 5 or found[place] or (code not in free and code != NOTE) or heading in _HABITS[NOT_READ]:
            continue
        column = known[code]
        if column.list_name and column.content is Content.CHOICE and _share_known(place, body, column, words) < 0.3:
            code = NOTE if code == "place" else code
        if code != NOTE and code not in free:
            continue
        found[place] = code
        free.pop(code, None)
    _by_values(found, named, body, free)
    if len(months) > 1 and (main := _month_measure(known, named, months, found)):
        found |= {place: f"{main}@{month}" for place, month in months.items()}
    return found


def _month_measure(
    known: Mapping[str, Column], named: Mapping[int, str], months: Mapping[int, int], found: Mapping[int, str]
) -> str:
    """What columns of months count: the measure their common heading names, else the first that is required."""
    measures = [column for column in measures_of(known) if column.code not in found.values()]
    heading = folding.fold(named[min(months)])
    ranked = sorted(measures, key=lambda column: (-_fits(heading, column), not column.required))
    return ranked[0].code if ranked else ""


def _by_values(found: dict[int, str], named: Mapping[int, str], body: list[Row], free: dict[str, Column]) -> None:
    """Where the headings say nothing: the column of days, and the one with the longest texts."""
    open_places = [
        place for place, code in found.items() if not code and folding.fold(named[place]) not in _HABITS[NOT_READ]
    ]
    cells = {place: [row.cells[place] for row in body if place in row.cells] for place in open_places}
    if "occurred_on" in free:
        days = {place: sum(map(_is_day, values)) / len(values) for place, values in cells.items() if values}
        if days and max(days.values()) > 0.5:
            place = max(days, key=lambda place: days[place])
            found[place] = "occurred_on"
            cells.pop(place)
    if "title" in free:
        lengths = {
            place: sum(len(value) for value in values if isinstance(value, str)) / len(values)
            for place, values in cells.items() if values
        }  # fmt: skip
        if lengths and max(lengths.values()) > 8:
            found[max(lengths, key=lambda place: lengths[place])] = "title"


def _is_day(value: Value) -> bool:
    if isinstance(value, date):
        return True
    if not isinstance(value, str) or not re.search(r"\d", value):
        return False
    try:
        dates.parse(dates.with_year(value, 2000))
    except dates.BadDate:
        return False
    return True


def _share_known(place: int, body: list[Row], column: Column, words: Words) -> float:
    values = [row.cells[place] for row in body if place in row.cells]
    choices = words.choices(column.list_name)
    known = sum(bool(likely(str(value), column.list_name, words) or choices.find(str(value))) for value in values)
    return known / len(values) if values else 1.0


def _values(
    columns: Mapping[int, str], body: list[Row], known: Mapping[str, Column], words: Words
) -> dict[str, dict[str, str]]:
    """Words that are no name of a list but clearly mean one."""
    found: dict[str, dict[str, str]] = {}
    for place, code in columns.items():
        column = known.get(code)
        if not column or column.content not in {Content.CHOICE, Content.CHOICES}:
            continue
        list_name = column.list_name or "agency"
        for row in body:
            value = row.cells.get(place)
            if not isinstance(value, str) or words.choices(list_name).find(folding.normal_text(value)):
                continue
            if meant := likely(value, list_name, words):
                found.setdefault(code, {})[folding.fold(value)] = meant
    return found


def likely(text: str, list_name: str, words: Words) -> str:
    """The code that a shortened name means ("Xã An Bình" for "UBND xã An Bình"), or ""."""
    choices = words.choices(list_name)
    if len(folding.fold(text)) < 3:
        return ""
    for before in ("UBND ", "Ủy ban nhân dân ", "Sở ", "Tỉnh ", "Xã ", "Phường "):
        if code := choices.find(f"{before}{folding.normal_text(text)}"):
            return code
    short = re.sub(r"^(?:uy ban nhan dan|ubnd)\s+", "", folding.fold(text))
    return choices.find(short) or choices.find(f"ubnd {short}") or ""
