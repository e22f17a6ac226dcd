"""Days and months are found however they are written."""

from datetime import UTC, datetime

import pytest

from lantoa.base.search import actions, days, queries
from lantoa.base.search.documents import Document

JUNE = [
    "06/2026", "6/2026", "2026-06", "2026/06", "06.2026", "tháng 6 năm 2026", "Tháng 6/2026", "thang 6 nam 2026",
    "tháng sáu năm 2026", "thang sau 2026", "June 2026", "Jun 2026", "juin 2026", "июнь 2026 г.", "в июне 2026",
    "2026年6月", "2026년 6월", "ມິຖຸນາ 2026", "ເດືອນ 6 ປີ 2026", "ខែមិថុនា ឆ្នាំ២០២៦", "ខែ 6 ឆ្នាំ 2026",
]  # fmt: skip
THE_15TH = [
    "15/6/2026", "15/06/2026", "15.6.2026", "2026-06-15", "ngày 15 tháng 6 năm 2026", "15 June 2026", "June 15, 2026",
    "15th June 2026", "15 juin 2026", "15 июня 2026", "2026年6月15日", "2026년 6월 15일",
]  # fmt: skip


@pytest.mark.parametrize("text", JUNE)
def test_a_month_is_read(text: str) -> None:
    assert [(told.month, told.day) for told in days.told(f"{text}, Thuận Biên")] == [("2026-06", "")]


@pytest.mark.parametrize("text", THE_15TH)
def test_a_day_is_read(text: str) -> None:
    assert [(told.month, told.day) for told in days.told(f"({text})")] == [("2026-06", "2026-06-15")]


@pytest.mark.parametrize(
    "text",
    ["2026", "năm 2026", "tháng 6", "13/2026", "06/2026/QĐ-UBND", "QĐ-06/2026", "978-604-2026-1", "maybe 2026",
     "2025-2026", "1/62026", "20261-06", "1.06.20265"],
)  # fmt: skip
def test_what_is_no_month_is_none(text: str) -> None:
    assert list(days.told(text)) == []


def test_of_several_each_is_read_in_its_order() -> None:
    found = days.told("Từ 6/2025 đến 15-17/7/2026, xem tháng 8 năm 2026.")
    assert [told.month for told in found] == ["2025-06", "2026-07", "2026-08"]


def _put(key: int, title: str, body: str = "", filed_under: str = "") -> None:
    at = datetime(2026, 3, key, tzinfo=UTC)
    actions.put(Document(key, "vi", "article", "", at, title, body=body, filed_under=filed_under))


@pytest.mark.django_db
@pytest.mark.parametrize("query", [*JUNE, *THE_15TH])
def test_what_tells_of_a_day_is_found_by_any_way_to_write_it(query: str) -> None:
    """What says it in its title stands first, what is only filed under it last; another month is none of it."""
    _put(1, "Lễ hội ngày 15/6/2026")
    _put(2, "Hội nghị", body="Diễn ra ngày 15 tháng 6 năm 2026 tại tỉnh.")
    _put(3, "Hội chợ", filed_under="2026-06-15")
    _put(4, "Hội thảo ngày 6/11/2026", filed_under="2026-11-06")
    first, *others = (hit.key for hit in queries.search(query, "vi").hits)
    assert (first, sorted(others)) == (1, [2, 3])


@pytest.mark.django_db
def test_a_date_and_words_must_both_be_there() -> None:
    _put(1, "Lễ hội", filed_under="2026-06-15")
    _put(2, "Hội nghị", filed_under="2026-06-20")
    assert [hit.key for hit in queries.search("lễ hội tháng 6/2026", "vi").hits] == [1]
    assert [hit.key for hit in queries.search("hoi nghi 20/6/2026", "vi").hits] == [2]
    assert queries.search("hội nghị 15/6/2026", "vi").count == 0


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("query", "filed", "said"),
    [
        ("biên giới", "Biên giới", "Tuần tra biên giới"),
        ("bien gioi", "Biên giới", "Tuần tra biên giới"),
        ("边境", "边境", "边境巡逻"),
        ("国境", "国境", "国境の警備"),
        ("국경", "국경", "국경 순찰"),
        ("ຊາຍແດນ", "ຊາຍແດນ", "ລາດຕະເວນຊາຍແດນ"),
        ("ព្រំដែន", "ព្រំដែន", "ល្បាតព្រំដែន"),
        ("frontière", "Frontière", "Patrouille à la frontière"),
        ("граница", "Граница", "На границе спокойно"),
    ],
)
def test_what_something_is_filed_under_finds_it_after_what_says_it(query: str, filed: str, said: str) -> None:
    _put(1, said)
    _put(2, "Tin khác", filed_under=filed)
    assert [hit.key for hit in queries.search(query, "vi").hits] == [1, 2]
    actions.remove(2)
    actions.remove(1)
    assert queries.search(query, "vi").count == 0
