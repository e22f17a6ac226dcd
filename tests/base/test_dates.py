"""Every way in which people write a day or a span, and what is refused instead of guessed."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lantoa.base import dates, periods
from lantoa.base.dates import BadDate

DAYS = st.dates(date(1900, 1, 1), date(2199, 12, 31))
ENGLISH = [
    "January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November",
    "December",
]  # fmt: skip
SPELLINGS = [
    lambda d: d.isoformat(),
    lambda d: f"{d.day}/{d.month}/{d.year}",
    lambda d: f"{d.day:02d}-{d.month:02d}-{d.year}",
    lambda d: f"{d.day:02d}.{d.month:02d}.{d.year}",
    lambda d: f"{d.year}/{d.month}/{d.day}",
    lambda d: f"ngày {d.day} tháng {d.month} năm {d.year}",
    lambda d: f"Ngay {d.day:02d} thang {d.month:02d}, {d.year}",
    lambda d: f"{d.day} {ENGLISH[d.month - 1]} {d.year}",
    lambda d: f"{ENGLISH[d.month - 1][:3]} {d.day}, {d.year}",
    lambda d: f"{d.isoformat()} 00:00:00",
    lambda d: f"  {d.day}/{d.month}/{d.year} 8:30 ",
]


@given(DAYS, st.sampled_from(SPELLINGS))
def test_all_spellings_of_a_day_mean_that_day(day: date, spell: object) -> None:
    read = dates.parse(spell(day))  # type: ignore[operator] # a list of functions
    assert (read.since, read.last_day) == (day, day)


@given(DAYS, st.integers(0, 400))
def test_a_first_and_a_last_day_make_a_span(first: date, length: int) -> None:
    last = first + timedelta(days=length)
    begin, end = (f"{day.day}/{day.month}/{day.year}" for day in (first, last))
    for text in (f"{begin} - {end}", f"từ ngày {begin} đến ngày {end}", f"{begin} – {end}", f"{begin}..{end}"):
        read = dates.parse(text)
        assert (read.since, read.last_day) == (first, last)


@given(DAYS, st.integers(1, 400))
def test_what_a_period_is_called_is_read_as_that_period(first: date, length: int) -> None:
    period = periods.Period(first, min(first + timedelta(days=length), date(2200, 12, 31)))  # as far as years are read
    assert dates.parse(period.code()) == period


@given(st.text(max_size=40) | st.text("0123456789/-. tháng năm quý đến ngày", max_size=30))
def test_any_other_text_is_refused_with_a_sentence_and_never_an_accident(text: str) -> None:
    try:
        read = dates.parse(text)
    except BadDate as error:
        assert len(str(error)) > 20  # noqa: PT017 most texts are refused, some mean something
    else:
        assert read.since < read.until


@pytest.mark.parametrize(
    ("text", "first", "last"),
    [
        ("tháng 11/2026", "2026-11-01", "2026-11-30"),
        ("Tháng 2 năm 2024", "2024-02-01", "2024-02-29"),
        ("11/2026", "2026-11-01", "2026-11-30"),
        ("T11/2026", "2026-11-01", "2026-11-30"),
        ("tháng 3 - 5/2026", "2026-03-01", "2026-05-31"),
        ("2026", "2026-01-01", "2026-12-31"),
        ("năm 2026", "2026-01-01", "2026-12-31"),
        ("quý I năm 2018", "2018-01-01", "2018-03-31"),
        ("Quý 4/2019", "2019-10-01", "2019-12-31"),
        ("Q3 2020", "2020-07-01", "2020-09-30"),
        ("6 tháng đầu năm 2022", "2022-01-01", "2022-06-30"),
        ("sáu tháng cuối năm 2022", "2022-07-01", "2022-12-31"),
        ("9 tháng đầu năm 2018", "2018-01-01", "2018-09-30"),
        ("the first half of 2022", "2022-01-01", "2022-06-30"),
        ("giai đoạn 2014 – 2018", "2014-01-01", "2018-12-31"),
        ("từ năm 2014 đến năm 2018", "2014-01-01", "2018-12-31"),
        ("2017..2018-Q1", "2017-01-01", "2018-03-31"),
        ("19-20/7/2026", "2026-07-19", "2026-07-20"),
        ("từ ngày 30/6 đến 02/7/2026", "2026-06-30", "2026-07-02"),
        ("từ ngày 5 tháng 7 đến ngày 6 tháng 7 năm 2026", "2026-07-05", "2026-07-06"),
        ("5-20/7/2026", "2026-07-05", "2026-07-20"),
        ("nga\u0300y 22 tha\u0301ng 11 na\u0306m 2026", "2026-11-22", "2026-11-22"),  # decomposed
    ],
)
def test_spans_as_they_stand_in_reports(text: str, first: str, last: str) -> None:
    read = dates.parse(text)
    assert (read.since.isoformat(), read.last_day.isoformat()) == (first, last)


@pytest.mark.parametrize(
    "text",
    [
        "22/11/26", "11/22/2026", "31/02/2026", "2026-13-01", "1/1/9999", "0", "45983", "hôm qua", "nhiều năm",
        "quý V năm 2018", "20-19/7/2026", "30/12 - 2/1/2026", "2018-2014", "-", "...", "", "hằng năm", "5/2026/11",
    ],
)  # fmt: skip
def test_what_has_no_year_no_sense_or_two_meanings_is_refused(text: str) -> None:
    with pytest.raises(BadDate):
        dates.parse(text)
