"""Every way in which people write a day or a span, and what is refused instead of guessed."""

from collections.abc import Callable
from datetime import date, timedelta
from itertools import pairwise

import pytest
from django.utils import translation
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
    lambda d: f"Sáng {d.day:02d}/{d.month}/{d.year}",
    lambda d: f"{d.day:02d}/{d.month}/{d.year} (buổi sáng)",
    lambda d: f"08h30 ngày {d.day:02d}/{d.month}/{d.year}",
    lambda d: f"Tối thứ Hai, {d.day}.{d.month}.{d.year}",
]
WITHOUT_YEAR = [
    lambda d: f"{d.day}/{d.month}",
    lambda d: f"{d.day:02d}/{d.month:02d}",
    lambda d: f"{d.day}.{d.month}",
    lambda d: f"{d.day}-{d.month}",
    lambda d: f"{d.day:02d}-{d.month:02d}",
    lambda d: f"ngày {d.day} tháng {d.month}",
    lambda d: f"Chiều {d.day:02d}/{d.month:02d}",
]
SPANS_WITHOUT_YEAR = [
    lambda a, b: f"{a.day}-{b.day}/{b.month}",
    lambda a, b: f"{a.day:02d}-{b.day:02d}/{b.month:02d}",
    lambda a, b: f"{a.day} - {b.day}.{b.month}",
    lambda a, b: f"{a.day:02d} và {b.day:02d}/{b.month:02d}",
    lambda a, b: f"{a.day}.{a.month}-{b.day}.{b.month}",
    lambda a, b: f"từ sáng {a.day}/{a.month} đến chiều {b.day}/{b.month}",
]
DAYS_OF_A_YEAR = [date(2025, 1, 1) + timedelta(days=number) for number in range(365)]


@given(DAYS, st.sampled_from(SPELLINGS))
def test_all_spellings_of_a_day_mean_that_day(day: date, spell: object) -> None:
    read = dates.parse(spell(day))  # type: ignore[operator] # a list of functions
    assert (read.since, read.last_day) == (day, day)


@pytest.mark.parametrize("spell", WITHOUT_YEAR)
def test_every_day_of_a_year_is_known_without_its_year(spell: Callable[[date], str]) -> None:
    read = [dates.parse(dates.with_year(spell(day), 2025)) for day in DAYS_OF_A_YEAR]
    assert [(period.since, period.last_day) for period in read] == [(day, day) for day in DAYS_OF_A_YEAR]


@pytest.mark.parametrize("spell", SPANS_WITHOUT_YEAR)
def test_every_two_days_of_a_month_are_known_without_their_year(spell: Callable[[date, date], str]) -> None:
    pairs = [(day, following) for day, following in pairwise(DAYS_OF_A_YEAR) if day.month == following.month]
    read = [dates.parse(dates.with_year(spell(*pair), 2025)) for pair in pairs]
    assert [(period.since, period.last_day) for period in read] == pairs


@pytest.mark.parametrize("text", ["5/3/2024", "tháng 3/2024", "22/11/24", "2024", "hằng tháng", "", "-"])
def test_a_text_with_its_own_year_or_none_to_give_stays_as_it_is(text: str) -> None:
    assert dates.with_year(text, 2025) == text


@pytest.mark.parametrize(
    ("text", "advice"),
    [
        ("tháng 3, 4/2025", "3 - 4/2025"),
        ("tháng 3 và tháng 4 năm 2025", "3 - 4/2025"),
        ("05 và 09/3/2025", "5-9/3/2025"),
        ("5, 6, 6/3/2025", "5-9/3/2025"),
    ],
)
def test_several_months_or_days_apart_are_refused_with_what_to_write(text: str, advice: str) -> None:
    with pytest.raises(BadDate, match=advice):
        dates.parse(text)


@pytest.mark.parametrize(
    ("language", "in_a_month", "in_a_year", "over_new_year"),
    [
        ("vi", "05–28/11/2026", "30/06 – 02/07/2026", "30/12/2026 – 02/01/2027"),
        ("en", "5–28 Nov 2026", "30 Jun – 2 Jul 2026", "30 Dec 2026 – 2 Jan 2027"),
        ("zh-hans", "2026年11月5日至28日", "2026年6月30日至7月2日", "2026年12月30日至2027年1月2日"),
        ("ko", "2026년 11월 5일~28일", "2026년 6월 30일~7월 2일", "2026년 12월 30일~2027년 1월 2일"),
        ("ja", "2026年11月5日～28日", "2026年6月30日～7月2日", "2026年12月30日～2027年1月2日"),
        ("lo", "05–28/11/2026", "30/06 – 02/07/2026", "30/12/2026 – 02/01/2027"),
        ("km", "5–28 ខែ វិច្ឆិកា ឆ្នាំ 2026", "30 ខែ មិថុនា – 2 ខែ កក្កដា ឆ្នាំ 2026",
         "30 ខែ ធ្នូ ឆ្នាំ 2026 – 2 ខែ មករា ឆ្នាំ 2027"),
        ("fr", "5–28 novembre 2026", "30 juin – 2 juillet 2026", "30 décembre 2026 – 2 janvier 2027"),
        ("ru", "5–28 ноября 2026\u00a0г.", "30 июня – 2 июля 2026\u00a0г.",
         "30 декабря 2026\u00a0г. – 2 января 2027\u00a0г."),
    ],
)  # fmt: skip
def test_a_span_says_once_what_its_days_share(
    language: str, in_a_month: str, in_a_year: str, over_new_year: str
) -> None:
    with translation.override(language):
        assert "".join(dates.written_span(date(2026, 11, 5), date(2026, 11, 28))) == in_a_month
        assert "".join(dates.written_span(date(2026, 6, 30), date(2026, 7, 2))) == in_a_year
        assert "".join(dates.written_span(date(2026, 12, 30), date(2027, 1, 2))) == over_new_year


@given(st.dates(date(1900, 1, 1), date(2198, 1, 1)), st.integers(1, 500), st.sampled_from(["vi", "en"]))
def test_a_span_that_we_write_is_read_as_that_span(first: date, length: int, language: str) -> None:
    last = first + timedelta(days=length)
    with translation.override(language):
        read = dates.parse("".join(dates.written_span(first, last)))
    assert (read.since, read.last_day) == (first, last)


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
        ("05 và 06/3/2025", "2025-03-05", "2025-03-06"),
        ("5, 6, 7/3/2025", "2025-03-05", "2025-03-07"),
        ("30/4 và 01/5/2025", "2025-04-30", "2025-05-01"),
        ("từ 5/3 tới 7/3/2025", "2025-03-05", "2025-03-07"),
        ("sáng 5/3 - chiều 6/3/2025", "2025-03-05", "2025-03-06"),
        ("từ 8h đến 11h30' ngày 5/3/2025", "2025-03-05", "2025-03-05"),
        ("05/3/2025(sáng, chiều)", "2025-03-05", "2025-03-05"),
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
