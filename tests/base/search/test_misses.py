"""What was not found is counted, never who asked; what may tell of a person is not kept at all."""

from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from lantoa.base import spools
from lantoa.base.search import actions, queries
from lantoa.base.search.models import SearchMiss
from lantoa.doors.cli import retention

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("nothing_noted")]
TODAY = date(2026, 3, 1)


def _ask(text: str, times: int = 1, *, day: date = TODAY, language: str = "vi") -> bool:
    noted = [actions.note_miss(text, language=language, today=day) for _ in range(times)]
    actions.count_misses()
    return all(noted)


def test_two_ways_of_typing_are_one_and_days_are_summed() -> None:
    assert _ask("Đối  ngoại", 3)
    assert _ask("doi ngoai", 2)
    assert _ask("doi ngoai", 5, day=TODAY + timedelta(days=1))
    assert _ask("doi ngoai", 5, language="en")
    assert _ask("hiem", 4)
    assert [(row["folded"], row["language"], row["asks"]) for row in queries.misses()] == [
        ("doi ngoai", "vi", 10), ("doi ngoai", "en", 5)
    ]  # fmt: skip
    assert [row["asks"] for row in queries.misses("en")] == [5]


@pytest.mark.parametrize(
    "text",
    ["a@b.vn", "0912 345 678", "+84 (91) 234-567", "001099012345", "https://x.vn", "www.x.vn", "", "…", "a " * 40,
     "x" * 61],
)  # fmt: skip
def test_what_may_tell_of_a_person_is_not_kept(text: str) -> None:
    assert not _ask(text)
    assert not (spools.FOLDER / "misses" / "open").exists()
    assert SearchMiss.objects.count() == 0


def test_short_numbers_are_kept() -> None:
    assert _ask("nghị quyết 12 năm 2026")


def test_nobody_fills_the_table(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(actions, "MOST_MISSES_OF_DAY", 2)
    for text in ("một", "hai", "ba", "hai"):
        _ask(text)
    assert [(row.folded, row.ask_count) for row in SearchMiss.objects.order_by("pk")] == [("mot", 1), ("hai", 2)]


def test_what_few_asked_for_goes_the_next_day_and_the_rest_when_its_time_is_over() -> None:
    old, yesterday = TODAY - timedelta(days=91), TODAY - timedelta(days=1)
    _ask("xua", 9, day=old)
    _ask("hom qua", 5, day=yesterday)
    _ask("it", 4, day=yesterday)
    _ask("hom nay", 1)
    retention.apply(at=datetime(2026, 3, 1, 0, 30, tzinfo=ZoneInfo("Asia/Ho_Chi_Minh")))
    assert set(SearchMiss.objects.values_list("folded", flat=True)) == {"hom qua", "hom nay"}
