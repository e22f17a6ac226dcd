"""The search of the portal: a reader finds, narrows, is led on where there is nothing, and is never written down."""

import json
import re
from collections.abc import Callable
from datetime import date, datetime
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from lantoa.base.search import actions, queries
from lantoa.base.search.models import SearchMiss, SearchState
from lantoa.desks.newsroom.models import Article, Event
from lantoa.doors.portal import actions as portal
from tests.doors.items import publish, withdraw
from tests.factories import Province
from tests.write_guard import raw_writes

pytestmark = pytest.mark.django_db
BROWSER = {"user-agent": "Mozilla/5.0 (X11; Linux x86_64) Firefox/128.0"}


def _page(khach: Client, query: str, *, language: str = "vi") -> str:
    response = khach.get(f"/{language}/search/?{query}", headers=BROWSER)
    assert response.status_code == 200
    assert not response.cookies
    return response.content.decode()


def _titles(page: str) -> list[str]:
    found = re.findall(r"<h2[^>]*><a [^>]*>(.*?)</a></h2>", page, re.DOTALL)
    return [re.sub(r"<[^>]+>", "", title).strip() for title in found]


def test_accents_may_be_left_out_and_those_typed_come_first(khach: Client) -> None:
    publish("Hội nghị đối ngoại")
    publish("Đội ngoại hạng")
    publish("Bình Dương đầu tư", standfirst="Tại Đà Nẵng, đồng bộ.")
    assert sorted(_titles(_page(khach, "q=doi+ngoai"))) == ["Hội nghị đối ngoại", "Đội ngoại hạng"]
    assert _titles(_page(khach, "q=đối+ngoại")) == ["Hội nghị đối ngoại", "Đội ngoại hạng"]
    for text in ("binh duong", "da nang", "dong bo"):
        assert _titles(_page(khach, f"q={text}")) == ["Bình Dương đầu tư"]


def test_what_was_looked_for_is_marked(khach: Client) -> None:
    publish("Hội nghị <đối ngoại>", standfirst="Về đối ngoại & du lịch.")
    page = _page(khach, "q=doi+ngoai")
    assert "Hội nghị &lt;<mark>đối ngoại</mark>&gt;" in page
    assert "Về <mark>đối ngoại</mark> &amp; du lịch." in page


def test_filters_narrow_and_can_be_taken_off(khach: Client) -> None:
    publish("Lễ hội hoa", topic="border")
    publish("Lễ hội biển", model=Event)
    assert sorted(_titles(_page(khach, "q=le+hoi"))) == ["Lễ hội biển", "Lễ hội hoa"]
    assert _titles(_page(khach, "q=le+hoi&kind=event")) == ["Lễ hội biển"]
    assert _titles(_page(khach, "q=le+hoi&year=2026&kind=article")) == ["Lễ hội hoa"]
    # By the name of its topic, which it says nowhere else; the result names it.
    assert _titles(border := _page(khach, "q=bien+gioi")) == ["Lễ hội hoa"]
    assert "<span>Biên giới</span>" in border
    none = _page(khach, "q=le+hoi&year=2025")
    assert _titles(none) == []
    assert 'href="?q=le+hoi"' in none


def test_languages_are_searched_apart_or_together(khach: Client) -> None:
    portal.open_language("zh-hans")
    publish("ASEAN 2026")
    publish("ASEAN 对外信息", language="zh-hans", slug="asean")
    assert _titles(_page(khach, "q=asean")) == ["ASEAN 2026"]
    assert sorted(_titles(_page(khach, "q=asean&language=all"))) == ["ASEAN 2026", "ASEAN 对外信息"]
    assert _titles(_page(khach, "q=对外", language="zh-hans")) == ["ASEAN 对外信息"]
    nothing = _page(khach, "q=对外")
    assert 'href="/zh-hans/search/?q=%E5%AF%B9%E5%A4%96"' in nothing


def test_where_nothing_is_found_the_likely_word_is_offered(khach: Client) -> None:
    publish("Công tác đối ngoại")
    page = _page(khach, "q=doi+ngoia")
    assert re.search(r'<a href="\?q=%C4%91%E1%BB%91i\+ngo%E1%BA%A1i">đối ngoại</a>', page)


def test_many_results_come_in_pages(khach: Client) -> None:
    for number in range(25):
        publish(f"Tin {number}", slug=f"tin-{number}")
    first, second = _page(khach, "q=tin&kind=article"), _page(khach, "q=tin&kind=article&page=2")
    assert (len(_titles(first)), len(_titles(second))) == (20, 5)
    assert 'rel="next" href="?q=tin&amp;kind=article&amp;page=2"' in first
    assert 'rel="prev" href="?q=tin&amp;kind=article"' in second
    assert _titles(_page(khach, "q=tin&page=99")) == _titles(_page(khach, "q=tin&page=2"))


def test_what_is_withdrawn_is_not_found(khach: Client) -> None:
    item = publish("Tin sai")
    assert _titles(_page(khach, "q=tin+sai")) == ["Tin sai"]
    withdraw(item, "Nhầm số")
    assert _titles(_page(khach, "q=tin+sai")) == []


@pytest.mark.parametrize(
    "query",
    ["", "q=", "q=%00", "q=%22", "q=*", "q=a:b", "q=%F0%9F%98%80", "q=x&page=-1&year=abc&kind=zz&topic=zz&language=zz",
     "q=" + "x" * 3000, "q=%ff%fe", "q=x&page=99999999999999", "q=...", "q=NEAR(", "q=x&year=99999"],
)  # fmt: skip
def test_odd_input_is_answered(khach: Client, query: str) -> None:
    publish("Tin")
    for address in (f"/vi/search/?{query}", f"/vi/search/suggest/?{query}"):
        assert khach.get(address).status_code in {200, 400}


def test_the_same_queries_for_one_result_and_for_three(khach: Client, count_queries: Callable[[], Any]) -> None:
    publish("Tin một")
    _page(khach, "q=tin")
    with count_queries() as one:
        assert len(_titles(_page(khach, "q=tin"))) == 1
    publish("Tin hai")
    publish("Tin ba")
    with count_queries() as three:
        assert len(_titles(_page(khach, "q=tin"))) == 3
    assert len(one) == len(three) <= 10


def test_robots_are_asked_to_stay_out_and_answers_may_be_kept(khach: Client) -> None:
    publish("Tin")
    found, nothing = khach.get("/vi/search/?q=tin"), khach.get("/vi/search/?q=zzzz")
    assert found.headers["X-Robots-Tag"] == nothing.headers["X-Robots-Tag"] == "noindex, follow"
    assert "private" in nothing.headers["Cache-Control"]
    assert "Cache-Control" not in found.headers


def test_what_is_typed_is_completed(khach: Client) -> None:
    item = publish("Công tác đối ngoại")
    answer = khach.get("/vi/search/suggest/?q=doi+ngo")
    assert json.loads(answer.content) == {
        "texts": ["đối ngoại"], "items": [{"title": "Công tác đối ngoại", "url": item.url_path}]
    }  # fmt: skip
    assert khach.get(item.url_path).status_code == 200
    assert answer.headers["Cache-Control"] == "public, max-age=60, s-maxage=60"


# -- what nobody found -----------------------------------------------------------------------------


def test_a_miss_is_counted_once_a_page_and_only_for_people(khach: Client, nothing_noted: None) -> None:
    publish("Tin")
    for query in ("q=khong+co", "q=không+có", "q=khong+co&kind=event", "q=khong+co&page=2", "q=tin", "q="):
        _page(khach, query)
    khach.get("/vi/search/?q=khong+co", headers={"user-agent": "Googlebot/2.1"})
    assert not SearchMiss.objects.exists()
    assert actions.count_misses() == 2
    assert [(row.folded, row.ask_count) for row in SearchMiss.objects.all()] == [("khong co", 2)]


def test_while_the_index_is_built_anew_readers_are_told_and_nothing_counts_as_missing(
    khach: Client, nothing_noted: None
) -> None:
    publish("Hội nghị đối ngoại")
    notice = "Bộ máy tìm kiếm đang được làm mới. Tạm thời có thể chưa tìm thấy hết."
    assert notice not in _page(khach, "q=doi+ngoai")
    with raw_writes("as an older version left it"):
        SearchState.objects.update(version=0)
    found, missed, empty = _page(khach, "q=doi+ngoai"), _page(khach, "q=khong+co"), _page(khach, "q=")
    assert (_titles(found), notice in found, notice in missed, notice in empty) == (
        ["Hội nghị đối ngoại"], True, True, False,
    )  # fmt: skip
    assert actions.count_misses() == 0


def test_editors_see_what_is_often_looked_for_in_vain(
    province: Province, client_of: Callable[[Any], Client], count_queries: Callable[[], Any], nothing_noted: None
) -> None:
    editor = client_of(province.editor)
    address = "/office/searches/"
    assert "khong co" not in editor.get(address).content.decode()

    def ask(text: str, times: int, language: str = "vi") -> None:
        for _ in range(times):
            actions.note_miss(text, language=language, today=timezone.localdate())
        actions.count_misses()

    ask("học bổng", queries.LEAST_ASKED)
    ask("bí mật", queries.LEAST_ASKED - 1)
    with count_queries() as one:
        page = editor.get(address).content.decode()
    assert ("học bổng" in page, "bí mật" in page) == (True, False)
    ask("visa", 9, "en")
    ask("xe buýt", 7)
    with count_queries() as three:
        page = editor.get(address).content.decode()
    assert page.index("visa") < page.index("xe buýt") < page.index("học bổng")
    assert len(one) == len(three) <= 15
    assert "xe buýt" not in editor.get(address, {"language": "en"}).content.decode()


def test_a_year_is_that_of_the_office(khach: Client) -> None:
    item = publish("Tin giao thừa")
    with raw_writes("published at half past midnight of New Year"):
        item.listed_at = timezone.make_aware(datetime(2026, 1, 1, 0, 30))
        item.save(update_fields=["listed_at"], clean=False)
    assert _titles(_page(khach, "q=giao+thua&year=2026")) == ["Tin giao thừa"]
    assert _titles(_page(khach, "q=giao+thua&year=2025")) == []
    assert Article.objects.get(pk=item.pk).listed_at.astimezone(timezone.get_current_timezone()).date() == date(
        2026, 1, 1
    )


def test_a_section_of_the_name_is_offered_beside_what_was_found(khach: Client) -> None:
    portal.open_language("zh-hans")
    way = '<li><a href="{}">{}<svg'
    assert way.format("/vi/du-lich/", "Du lịch") in _page(khach, "q=du+lich")
    assert way.format("/vi/du-lich/", "Du lịch") in _page(khach, "q=du+lịch+biển")
    assert way.format("/zh-hans/visit/", "旅游") in _page(khach, "q=旅游", language="zh-hans")
    for query in ("q=", "q=lich", "q=du", "q=zzz"):
        assert 'class="search-sections"' not in _page(khach, query), query


# -- what bears the name, and what was read --------------------------------------------------------


def test_a_month_is_said_to_be_one_whether_anything_is_found_or_not(khach: Client) -> None:
    publish("Lễ hội hoa")
    assert "Hiểu là thời gian: 6/2019." in _page(khach, "q=tháng+6+năm+2019")
    assert "Hiểu là thời gian: 15/06/2019." in _page(khach, "q=lễ+hội+15/6/2019")
    assert "Hiểu là thời gian" not in _page(khach, "q=lễ+hội+2019")
    assert "Read as a date: June 2019." in _page(khach, "q=2019-06", language="en")


def test_a_topic_is_offered_by_its_name_and_shows_all_of_it(khach: Client) -> None:
    publish("Mở cửa khẩu", topic="border")
    publish("Khác", slug="khac")
    page = _page(khach, "q=bien+gioi&kind=event&year=2020")
    assert '<a href="?topic=border">Chủ đề: Biên giới' in page
    border = _page(khach, "topic=border")
    assert _titles(border) == ["Mở cửa khẩu"]
    assert "1 kết quả cho “Biên giới”" in border
    assert _titles(_page(khach, "kind=article&topic=border")) == ["Mở cửa khẩu"]
    assert _titles(_page(khach, "kind=event&topic=border")) == []
    # By its English name too, and nothing by half of one.
    assert '<a href="?topic=border">' in _page(khach, "q=border")
    assert '<a href="?topic=border">' not in _page(khach, "q=bien")
    # Only a year is no question.
    assert _titles(_page(khach, "year=2026")) == []


def test_sections_of_every_language_are_offered_where_all_are_searched(khach: Client) -> None:
    portal.open_language("zh-hans")
    assert 'href="/en/events/" hreflang="en" lang="en">Events' in _page(khach, "q=events&language=all")
    assert 'href="/zh-hans/events/" hreflang="zh-Hans" lang="zh-Hans">活动' in _page(khach, "q=活动&language=all")
    assert 'href="/en/events/" hreflang' not in _page(khach, "q=events")


def test_a_result_in_another_language_says_which(khach: Client) -> None:
    publish("A fair", language="en", slug="fair")
    page = _page(khach, "q=fair&language=all")
    assert '<span lang="en">English</span>' in page
    assert '<h2 lang="en">' in page
    assert '<li class="hit">' in page
