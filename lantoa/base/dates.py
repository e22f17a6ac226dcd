"""Days and spans of days as people write them in a cell or a field.

Read alike: `2026-11-22`, `22/11/2026`, `22-11-2026`, `22.11.2026`, `ngày 22 tháng 11 năm 2026`, `22 November 2026`.
Spans: `19-20/7/2026`, `30/6/2026 - 2/7/2026`, `tháng 11/2026`, `quý I năm 2018`, `6 tháng đầu năm 2022`, `2026`,
`giai đoạn 2014 - 2018`, `05 và 06/3/2025`, and everything that `periods.parse` reads. The day stands before the month,
always. What is said beside a day changes nothing: `Sáng 05/3/2025`, `08h30 ngày 05/3/2025`, `Thứ Hai, 5/3/2025`.
"""

import re
from collections.abc import Callable
from datetime import date, timedelta
from functools import lru_cache
from itertools import pairwise

from django.utils.formats import date_format
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from lantoa.base import periods
from lantoa.base.folding import fold
from lantoa.base.periods import BadPeriod, Period

_MONTHS = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"]
_ROMAN = {"i": 1, "ii": 2, "iii": 3, "iv": 4}
_NUMBER_WORDS = {"mot": 1, "hai": 2, "ba": 3, "bon": 4, "sau": 6, "chin": 9}
_DASHES = re.compile(r"[\u2010-\u2015\u2212]")
# A time of day behind a date (an export of another system) says nothing about the day.
_CLOCK = re.compile(r"[ t]\d{1,2}:\d{2}(?::\d{2}(?:\.\d+)?)?$")
_FILLERS = re.compile(r"\b(?:ngay|giai doan|thoi gian|trong|tu|from)\b\.?:?\s*")
_TO = re.compile(r"\s+(?:den(?: het)?|toi|to|until)\s+|\s*\.\.\s*")
_AND = re.compile(r"\s*(?:[,;&+]|\bva\b)\s*")
_SEVERAL_MONTHS = re.compile(r"(?:cac )?(?:thang|t) ?\d{1,2}(?: ?(?:[,;&+]|va) ?(?:(?:thang|t) ?)?\d{1,2})+.*\d{4}")
_SHORT_YEAR = re.compile(r"\d{1,2}([/.-])\d{1,2}\1\d{2}")
_ONLY_NUMBERS = re.compile(r"\d{1,2}(?: ?(?:\.\.|[-,;&+]|\bva\b) ?\d{1,2})*")
_LONGEST = 120  # letters of a text that may be a day
_YEAR = re.compile(r"\d{4}|\b\d{1,2}([/.-])\d{1,2}\1\d{2}$")

# What stands for one end of a span within a month and within a year, as the Unicode intervals (CLDR) have it: for the
# first day, or where the year comes first for the last. Those have a sign of their own between the two.
_SHORT_DAYS = {
    "vi": ("d", "d/m"), "en": ("j", "j M"), "lo": ("d", "d/m"), "km": ("j", "j ខែ F"), "fr": ("j", "j F"),
    "ru": ("j", "j E"), "zh": ("j日", "n月j日"), "ja": ("j日", "n月j日"), "ko": ("j일", "n월 j일"),
}  # fmt: skip
_YEAR_FIRST = {"zh": "至", "ja": "～", "ko": "~"}

# Parts of the day, hours and weekdays stand before a day, behind it, or before each end of a span.
_PART = r"(?:(?:buoi )?(?:sang|trua|chieu|toi|dem)|ca ngay)"
_HOUR = r"\d{1,2} ?(?:h|g|gio|:) ?(?:\d{2})?(?: ?(?:p|phut|'))?"
_WEEKDAY = r"(?:thu (?:hai|ba|tu|nam|sau|bay|[2-7](?![\d/.-]))|chu nhat)"
_BESIDE = rf"(?:{_PART}(?:(?:,| va| -) ?{_PART})*|(?:luc |tu )?{_HOUR}(?: ?(?:-|den) ?{_HOUR})?|{_WEEKDAY})"
_BEFORE = re.compile(rf"(^(?:tu )?|\d (?:-|den|toi) ){_BESIDE}(?:[,;:] ?| )")
_BEHIND = re.compile(rf"(?:(?:[,;] ?| ){_BESIDE}| ?\({_BESIDE}\))$")


class BadDate(ValueError):
    """The text is no date, or could be read in two ways; the message says what to write."""


def parse(text: str) -> Period:
    """The days that a text means; a single day is a period of one day.

    raises: BadDate, also for years of two digits ("22/11/26")
    """
    written = " ".join(text.split())[:60]
    plain = _plain(text)
    if len(plain) > _LONGEST:
        raise BadDate(_what_is_wrong("", written))
    if _SHORT_YEAR.fullmatch(plain):
        raise BadDate(_("“%(text)s”: write the year with four digits.") % {"text": written})
    try:
        return _single(plain) or _range(plain) or _days_in_a_row(plain, written) or periods.parse(plain)
    except BadDate:
        raise
    except (BadPeriod, ValueError, OverflowError):
        raise BadDate(_what_is_wrong(plain, written)) from None


def with_year(text: str, year: int) -> str:
    """The text itself if it names a year, else with this one: `05/03` -> `05/03/2025`, `5-3` -> `5-3-2025`.

    `5` stays as it is, see `is_bare`.
    """
    plain = _plain(text)
    if not plain or _YEAR.search(plain) or is_bare(text):
        return text
    own = re.search(r"([/.-])\d{1,2}$", plain)
    for between in (own[1] if own else "/", " "):
        try:
            parse(f"{plain}{between}{year}")
        except BadDate:
            continue
        return f"{plain}{between}{year}"
    return f"{text.strip()}/{year}" if plain[-1:].isdigit() else text


def is_bare(text: str) -> bool:
    """Only numbers that may be days or months: `5`, `ngày 5`, `từ 3-5`, `5, 6`; `5-3` alone is the 5th of March."""
    plain = _plain(text)
    is_day = re.fullmatch(r"\d{1,2}-\d{1,2}", plain) and fold(text).strip()[:1].isdigit()
    return bool(_ONLY_NUMBERS.fullmatch(plain)) and not is_day


def completed(text: str, *, year: int, month: int | None) -> str:
    """What a bare text means once a person said so: days of a month, or without it months of the year."""
    return f"{_plain(text)}/{month}/{year}" if month else f"{_plain(text)}/{year}"


def written(day: date) -> str:
    """22/11/2026 in Vietnamese, 22 Nov 2026 in English: never a form that can be read in two ways."""
    return _written(day.year, day.month, day.day, get_language() or "vi")


def written_span(first: date, last: date) -> tuple[str, str, str]:
    """What stands for the first day, between the two and for the last: 26–28/11/2026, 30 Jun – 2 Jul 2026,
    2026年11月26日～28日. What both share is said once.
    """
    begin, end = written(first), written(last)
    language = (get_language() or "vi")[:2]
    day, day_and_month = _SHORT_DAYS.get(language, ("", ""))
    if day and first.year == last.year:
        form = day if first.month == last.month else day_and_month
        if language in _YEAR_FIRST:
            end = date_format(last, form)
        else:
            begin = date_format(first, form)
    return begin, _YEAR_FIRST.get(language, "–" if begin.isdigit() else " – "), end


# The same days stand again and again on a page, and Django takes its format apart anew for each.
@lru_cache(maxsize=4096)
def _written(year: int, month: int, day: int, language: str) -> str:
    return date_format(date(year, month, day), {"vi": "d/m/Y", "en": "j M Y"}.get(language[:2], "DATE_FORMAT"))


def _plain(text: str) -> str:
    plain = _CLOCK.sub("", _DASHES.sub("-", fold(" ".join(text.split())))).strip(" ,;.")
    for _time in range(3):  # an hour, a part of the day and a weekday
        plain = _BEHIND.sub("", _BEFORE.sub(r"\1", plain))
    plain = _TO.sub("..", _FILLERS.sub("", plain))
    return plain.strip(" ,;.")


def _single(plain: str) -> Period | None:
    for pattern, read in _FORMS:
        if match := pattern.fullmatch(plain):
            return read(match)
    return None


def _range(plain: str) -> Period | None:
    """`19-20/7/2026`, `30/6..2/7/2026`, `thang 3 - 5/2026`, `2014-2018`: the first end borrows what it leaves out."""
    for dash in ("..", " - ", "-"):
        first, found, last = (part.strip() for part in plain.partition(dash))
        end = (_single(last) or (periods.parse(last) if re.fullmatch(r"\d{4}", last) else None)) if found else None
        if not end:
            continue
        if not re.search(r"\d{4}", first):
            first = _borrowed(first, end)
        begin = _single(first) or periods.parse(first)
        return Period(begin.since, end.until)
    return None


def _borrowed(first: str, end: Period) -> str:
    """A day or month with what it leaves to the one behind it: the year, and the month of a bare day."""
    if first.isdigit() and end.last_day == end.since:
        first += f"/{end.since.month}"
    own = re.search(r"\d([/.-])\d", first)
    between = own[1] if own else " " if first[-1:].isalpha() else "/"  # 30 Jun - 2 Jul 2026
    return f"{first}{between}{end.since.year}"


def _days_in_a_row(plain: str, written: str) -> Period | None:
    """`05 va 06/3/2025`, `5, 6, 7/3/2025`: days of one activity, if each follows the one before."""
    *before, last = _AND.split(plain)
    end = _single(last) if before else None
    if not end or end.since != end.last_day:
        return None
    days = [end]
    for text in reversed(before):
        day = _single(text if re.search(r"\d{4}", text) else _borrowed(text, days[0]))
        if not day or day.since != day.last_day:
            return None
        days.insert(0, day)
    if any(day.until != following.since for day, following in pairwise(days)):
        raise BadDate(
            _("“%(text)s” names days that do not follow each other. Record each of them by itself, or give the first "
              "and the last: 5-9/3/2025.") % {"text": written}
        )  # fmt: skip
    return Period(days[0].since, end.until)


def _what_is_wrong(plain: str, written: str) -> str:
    swapped = re.fullmatch(r"(\d{1,2})[/.-](\d{1,2})[/.-](\d{4})", plain)
    if swapped and int(swapped[2]) > 12 >= int(swapped[1]):
        return _("“%(text)s”: the day comes before the month, as in 22/11/2026.") % {"text": written}
    if swapped or re.fullmatch(r"\d{4}-\d{1,2}-\d{1,2}", plain):
        return _("“%(text)s”: there is no such day in the calendar.") % {"text": written}
    if _ONLY_NUMBERS.fullmatch(plain):
        return _("“%(text)s” may be a day or a month. Write 5/3/2026 for a day, 3/2026 for a month.") % {
            "text": written
        }
    if _SEVERAL_MONTHS.fullmatch(plain):
        return _(
            "“%(text)s” names several months. Write from the first to the last, as in 3 - 4/2025, or record each month "
            "by itself."
        ) % {"text": written}
    return _(
        "“%(text)s” is no date. Write for example 22/11/2026, November 2026, quarter I of 2026, "
        "the first half of 2026 or 2014 - 2018."
    ) % {"text": written}


def _day(year: str | int, month: str | int, day: str | int) -> Period:
    number = int(year)
    if not 1900 <= number <= 2200:
        raise ValueError(year)
    start = date(number, int(month), int(day))
    return Period(start, start + timedelta(days=1))


def _months(year: str | int, first: int, last: int) -> Period:
    if not 1 <= first <= last <= 12:
        raise ValueError(first, last)
    return Period(
        periods.parse(f"{int(year):04d}-{first:02d}").since, periods.parse(f"{int(year):04d}-{last:02d}").until
    )


def _count(text: str) -> int:
    return _NUMBER_WORDS.get(text) or int(text)


def _month_number(name: str) -> int:
    return _MONTHS.index(name[:3]) + 1


def _first_months(match: re.Match[str]) -> Period:
    return _months(match[3], 1, _count(match[1]))


def _last_months(match: re.Match[str]) -> Period:
    return _months(match[3], 13 - _count(match[1]), 12)


def _quarter(match: re.Match[str]) -> Period:
    number = _ROMAN.get(match[1]) or int(match[1])
    return _months(match[2], 3 * number - 2, 3 * number)


def _half(match: re.Match[str]) -> Period:
    return _months(match[2], 1, 6) if match[1] in {"dau", "first"} else _months(match[2], 7, 12)


_ENGLISH = r"(jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*\.?"
_OF = r"\s*(?:/|-|,|\.|nam|cua nam|of)?\s*(?:nam\s*)?"

# Each reads the folded text, `ngày`, `từ` and `giai đoạn` already taken away and `đến` turned into "..".
_FORMS: list[tuple[re.Pattern[str], Callable[[re.Match[str]], Period]]] = [
    (re.compile(pattern), read)
    for pattern, read in [
        (r"(\d{4})[/.-](\d{1,2})[/.-](\d{1,2})", lambda m: _day(m[1], m[2], m[3])),
        (r"(\d{1,2})\s*([/.-])\s*(\d{1,2})\s*\2\s*(\d{4})", lambda m: _day(m[4], m[3], m[1])),
        (r"(\d{1,2})\s*thang\s*(\d{1,2})" + _OF + r"(\d{4})", lambda m: _day(m[3], m[2], m[1])),
        (r"(\d{1,2})(?:st|nd|rd|th)? " + _ENGLISH + r",? (\d{4})", lambda m: _day(m[3], _month_number(m[2]), m[1])),
        (_ENGLISH + r" (\d{1,2})(?:st|nd|rd|th)?,? (\d{4})", lambda m: _day(m[3], _month_number(m[1]), m[2])),
        # months: tháng 11/2026 · 11/2026 · November 2026 · 9 tháng đầu năm 2018
        (
            r"(?:thang\s*|t)?(\d{1,2})\s*(?:/|-|\.|nam)\s*(?:nam\s*)?(\d{4})",
            lambda m: _months(m[2], int(m[1]), int(m[1])),
        ),
        (_ENGLISH + r",? (\d{4})", lambda m: _months(m[2], _month_number(m[1]), _month_number(m[1]))),
        (r"(\d{1,2}|mot|hai|ba|bon|sau|chin)( thang dau)" + _OF + r"(\d{4})", _first_months),
        (r"(\d{1,2}|mot|hai|ba|bon|sau|chin)( thang cuoi)" + _OF + r"(\d{4})", _last_months),
        # quarters, halves, years
        (r"(?:quy|quarter|q)\.?\s*(iv|i{1,3}|[1-4])" + _OF + r"(\d{4})", _quarter),
        (r"(?:the )?(?:nua )?(dau|cuoi|first|second) (?:nam|half of) (\d{4})", _half),
        (r"(?:ca )?nam (\d{4})", lambda m: periods.parse(m[1])),
    ]
]
