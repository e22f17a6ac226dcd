"""Periods of time, half-open inside and inclusive when a person writes them.

Examples a person may write: `2026` · `2026-H1` · `2026-Q3` · `2026-11` · `2014..2018` ·
`2017..2018-Q1` · `2025-12-15..2026-12-14`.
"""

import re
from dataclasses import dataclass
from datetime import date, timedelta

from django.utils.formats import date_format
from django.utils.translation import get_language
from django.utils.translation import gettext as _

_PART = re.compile(
    r"(?P<year>\d{4})(?:-(?:H(?P<half>[12])|Q(?P<quarter>[1-4])|(?P<month>\d{2})(?:-(?P<day>\d{2}))?))?", re.IGNORECASE
)


# The last day that every month has.
_IN_EVERY_MONTH = 28
_LONGEST_YEAR = 366


class BadPeriod(ValueError):
    """The text is no period; the message says what would be one."""


@dataclass(frozen=True, order=True)
class Period:
    """The days from `since` up to, but not including, `until`."""

    since: date
    until: date

    def __post_init__(self) -> None:
        if self.since >= self.until:
            raise BadPeriod(_("A period must end after it begins."))

    def __contains__(self, day: date) -> bool:
        return self.since <= day < self.until

    @property
    def last_day(self) -> date:
        return self.until - timedelta(days=1)

    def year_before(self) -> "Period":
        """The same window one year earlier (cùng kỳ năm trước)."""
        return self._years_back(1)

    def earlier(self, years: int) -> "Period":
        """The same days so many years before; of what is longer, as many as it takes that no day stands in both."""
        while self._years_back(years).until > self.since:
            years += 1
        return self._years_back(years)

    def before(self) -> "Period":
        """The window of the same length that ends where this one begins (kỳ trước)."""
        if self.since.day == 1 and self.until.day == 1:
            months = (self.until.year - self.since.year) * 12 + self.until.month - self.since.month
            return Period(_shift_months(self.since, -months), self.since)
        if _shift_years(self.since, 1) == self.until:
            return Period(_shift_years(self.since, -1), self.since)
        return Period(self.since - (self.until - self.since), self.since)

    def after(self) -> "Period":
        """The window of the same length that begins where this one ends (kỳ sau); months by their own length."""
        if self.since.day == self.until.day <= _IN_EVERY_MONTH:
            months = (self.until.year - self.since.year) * 12 + self.until.month - self.since.month
            return Period(self.until, _shift_months(self.until, months))
        return Period(self.until, self.until + (self.until - self.since))

    @property
    def is_term(self) -> bool:
        """Longer than a year: the same period a year before would lie inside it."""
        return (self.until - self.since).days > _LONGEST_YEAR

    def _years_back(self, years: int) -> "Period":
        # Half-open: what ends on 28 February ends there in every year.
        last = _shift_years(self.until, -years)
        return Period(_shift_years(self.since, -years), last + timedelta(days=(self.until.day, last.day) == (29, 28)))

    def code(self) -> str:
        """The shortest text that `parse` reads back to the same period."""
        single = _single_code(self)
        if single:
            return single
        if (self.since.month, self.since.day, self.until.month, self.until.day) == (1, 1, 1, 1):
            return f"{self.since.year}..{self.until.year - 1}"
        if self.since.month == 1 and self.since.day == 1:
            for months in (3, 6, 1):
                tail = (
                    _single_code(Period(_shift_months(self.until, -months), self.until)) if self.until.day == 1 else ""
                )
                if tail:
                    return f"{self.since.year}..{tail}"
        return f"{self.since.isoformat()}..{self.last_day.isoformat()}"

    def label(self) -> str:
        """The period in the reader's language: "năm 2026", "6 tháng đầu năm 2026", "15/12/2025 - 14/12/2026"."""
        code = self.code()
        year = self.since.year
        if re.fullmatch(r"\d{4}", code):
            return _("the year %(year)s") % {"year": year}
        if re.fullmatch(r"\d{4}\.\.\d{4}", code):
            return _("%(first)s–%(last)s") % {"first": year, "last": self.until.year - 1}
        if re.fullmatch(r"\d{4}-H1", code):
            return _("the first half of %(year)s") % {"year": year}
        if re.fullmatch(r"\d{4}-H2", code):
            return _("the second half of %(year)s") % {"year": year}
        if quarter := re.fullmatch(r"\d{4}-Q([1-4])", code):
            roman = ["I", "II", "III", "IV"][int(quarter[1]) - 1]
            return _("quarter %(roman)s of %(year)s") % {"roman": roman, "year": year}
        if re.fullmatch(r"\d{4}-\d{2}", code):
            return _("%(month)s/%(year)s") % {"month": self.since.month, "year": year}
        # Never one to be read in two ways.
        form = {"vi": "d/m/Y", "en": "j M Y"}.get((get_language() or "vi")[:2], "DATE_FORMAT")
        return f"{date_format(self.since, form)} – {date_format(self.last_day, form)}"

    def __str__(self) -> str:
        return self.code()


def year(number: int) -> Period:
    return Period(date(number, 1, 1), date(number + 1, 1, 1))


def parse(text: str) -> Period:
    """Read a period as a person writes it; days are inclusive in the text.

    raises: BadPeriod, with examples
    """
    first, dots, last = text.strip().partition("..")
    try:
        begin = _single(first)
        end = _single(last) if dots else begin
    except ValueError:
        raise BadPeriod(
            _(
                "“%(text)s” is no period. Write for example 2026, 2026-H1, 2026-Q3, 2026-11, 2014..2018 or "
                "2025-12-15..2026-12-14."
            )
            % {"text": text}
        ) from None
    return Period(begin.since, end.until)


def _single(text: str) -> Period:
    match = _PART.fullmatch(text.strip())
    if not match:
        raise ValueError(text)
    number = int(match["year"])
    if not 1900 <= number <= 2200:
        raise ValueError(text)
    if match["half"]:
        start = date(number, 1 if match["half"] == "1" else 7, 1)
        return Period(start, _shift_months(start, 6))
    if match["quarter"]:
        start = date(number, 3 * int(match["quarter"]) - 2, 1)
        return Period(start, _shift_months(start, 3))
    if match["day"]:
        start = date(number, int(match["month"]), int(match["day"]))
        return Period(start, start + timedelta(days=1))
    if match["month"]:
        start = date(number, int(match["month"]), 1)
        return Period(start, _shift_months(start, 1))
    return year(number)


def _single_code(period: Period) -> str:
    start, until = period.since, period.until
    if until == start + timedelta(days=1):
        return start.isoformat()
    if start.day != 1 or until.day != 1:
        return ""
    months = (until.year - start.year) * 12 + until.month - start.month
    if months == 12 and start.month == 1:
        return f"{start.year}"
    if months == 6 and start.month in {1, 7}:
        return f"{start.year}-H{1 if start.month == 1 else 2}"
    if months == 3 and start.month % 3 == 1:
        return f"{start.year}-Q{(start.month + 2) // 3}"
    if months == 1:
        return f"{start.year}-{start.month:02d}"
    return ""


def _shift_months(day: date, months: int) -> date:
    total = day.year * 12 + day.month - 1 + months
    return date(total // 12, total % 12 + 1, day.day)


def _shift_years(day: date, years: int) -> date:
    try:
        return day.replace(year=day.year + years)
    except ValueError:  # 29 February
        return day.replace(year=day.year + years, day=28)
