"""Days and months as they stand in a text of any of the portal's languages, for finding them however they are written.

`06/2026`, `2026-06`, `tháng 6 năm 2026`, `thang sau 2026`, `June 2026`, `juin 2026`, `июнь 2026 г.`, `2026年6月`,
`2026년 6월`, `ມິຖຸນາ 2026`, `ខែមិថុនា ឆ្នាំ២០២៦`; with a day: `15/6/2026`, `June 15, 2026`, `2026年6月15日`.
The day stands before the month where both are numbers, as everywhere in this house.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

# Each language's twelve, from January; Russian by the part that no case changes.
_NAMES = [
    "january february march april may june july august september october november december",
    "jan feb mar apr may jun jul aug sep oct nov dec",
    "jan feb mar apr may jun jul aug sept oct nov dec",
    "janvier février mars avril mai juin juillet août septembre octobre novembre décembre",
    "janvier fevrier mars avril mai juin juillet aout septembre octobre novembre decembre",
    "январ феврал март апрел ма июн июл август сентябр октябр ноябр декабр",
    "ມັງກອນ ກຸມພາ ມີນາ ເມສາ ພຶດສະພາ ມິຖຸນາ ກໍລະກົດ ສິງຫາ ກັນຍາ ຕຸລາ ພະຈິກ ທັນວາ",
    "មករា កុម្ភៈ មីនា មេសា ឧសភា មិថុនា កក្កដា សីហា កញ្ញា តុលា វិច្ឆិកា ធ្នូ",
]
_VIETNAMESE = "một hai ba tư năm sáu bảy tám chín mười mười_một mười_hai"
_PLAIN_VIETNAMESE = "mot hai ba tu nam sau bay tam chin muoi muoi_mot muoi_hai"
_SPELT = {
    name.replace("_", " "): number
    for names in (_VIETNAMESE, _PLAIN_VIETNAMESE)
    for number, name in enumerate(names.split(), 1)
} | {"giêng": 1, "gieng": 1, "bốn": 4, "bon": 4, "chạp": 12, "chap": 12}
_NUMBER_OF = {name: number for names in _NAMES for number, name in enumerate(names.split(), 1)}

_NAME = "|".join(sorted(_NUMBER_OF, key=len, reverse=True))
_WORD = "|".join(sorted(_SPELT, key=len, reverse=True))
# Of Khmer, Lao and Thai, and the wide ones of Chinese and Japanese.
DIGITS = {chr(zero + digit): str(digit) for zero in (0x17E0, 0x0ED0, 0x0E50, 0xFF10) for digit in range(10)}
_PLAIN = str.maketrans(DIGITS)
_A_YEAR = re.compile(r"(?<!\d)(?:19|20)\d\d(?!\d)")
_YEAR = rf"(?P<year>{_A_YEAR.pattern})"
_MONTH = r"(?P<month>1[0-2]|0?[1-9])(?!\d)"
_DAY = r"(?P<day>3[01]|[12]\d|0?[1-9])(?!\d)"
# What a number of a paper has beside it ("06/2026/QĐ-UBND") is no part of a date.
_START, _END = r"(?<![\w/.-])", r"(?![/-]?\w|\.\d)"
_VIETNAMESE_YEAR = rf"(?:\s*[/,.-]\s*|\s*(?:\bn[ăa]m|ປີ|ឆ្នាំ)\s*|\s+){_YEAR}"
_SPELT_YEAR = rf"(?:ឆ្នាំ\s*|ປີ\s*)?{_YEAR}"
_NAME_END = r"[ьяйае]?(?![^\W\d_])\.?"
_FORMS = [
    # 2026-06-15, 2026/06
    rf"{_START}{_YEAR}[-/]{_MONTH}(?:[-/]{_DAY})?{_END}",
    # 15/6/2026, 15-17/6/2026, 6/2026, 06.2026
    rf"{_START}(?:(?:\d{{1,2}}\s?[-–]\s?)?{_DAY}[/.-])?{_MONTH}[/.-]{_YEAR}{_END}",
    # 15 tháng 6 năm 2026, tháng 6/2026, tháng sáu 2026
    rf"(?:\b{_DAY}\s+)?(?:\bth[áa]ng|ເດືອນ|(?<=ខែ)|(?<=ខែ ))\s*(?:{_MONTH}|(?P<word>{_WORD})){_VIETNAMESE_YEAR}",
    # 15 June 2026, 1er juin 2026, 15 июня 2026, មិថុនា ឆ្នាំ២០២៦
    rf"(?:\b{_DAY}(?:st|nd|rd|th|er)?\s+)?(?:\b|(?<=ខែ))(?P<name>{_NAME}){_NAME_END},?\s+{_SPELT_YEAR}",
    # June 15, 2026
    rf"\b(?P<name>{_NAME})\s+{_DAY}(?:st|nd|rd|th)?,?\s+{_YEAR}",
    # 2026年6月15日, 2026년 6월 15일
    rf"{_YEAR}\s?[年년]\s?{_MONTH}\s?[月월](?:\s?{_DAY}\s?[日일])?",
]
# What stands around a date and is not looked for.
_FIRST = r"(?:\b(?:trong|vào|vao|in|on|en|le|du|в)\s+)?(?:\bng[àa]y\s+|ខែ\s?)?"
_LAST = r"(?:\s*(?:г\.|года|году)(?!\w))?"
_READ = [re.compile(_FIRST + form + _LAST, re.IGNORECASE) for form in _FORMS]
# How far from its year the rest of a date begins or ends.
_BEFORE, _BEHIND = 40, 16


@dataclass(frozen=True, slots=True)
class Told:
    """A month that a text names, or a day of one. start, end: where it stands

    month: "2026-06"; day: "2026-06-15", "" if none is named
    """

    start: int
    end: int
    month: str
    day: str


def told(text: str) -> Iterator[Told]:
    """What a text names, in its order, each once. text: NFC"""
    text, end = text.translate(_PLAIN), 0
    for year in _A_YEAR.finditer(text):
        around = (max(end, year.start() - _BEFORE), year.end() + _BEHIND)
        found = [
            match for form in _READ if (match := form.search(text, *around)) and match.start("year") == year.start()
        ]
        if found:
            widest = max(found, key=lambda match: match.end() - match.start())
            end = widest.end()
            yield _told(widest)


def is_in(dates: Iterable[Told], place: int) -> bool:
    return any(date.start <= place < date.end for date in dates)


def _told(match: re.Match[str]) -> Told:
    said = {name: text for name, text in match.groupdict().items() if text}
    number = int(said.get("month", 0)) or _NUMBER_OF.get(said.get("name", "").lower()) or _SPELT[said["word"].lower()]
    month = f"{int(said['year']):04}-{number:02}"
    return Told(match.start(), match.end(), month, f"{month}-{int(said['day']):02}" if "day" in said else "")
