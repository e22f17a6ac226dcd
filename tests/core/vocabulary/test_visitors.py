"""Who sees the figures of an indicator: administrators open it to visitors or keep it inside, and it stays written."""

import re
from datetime import UTC, datetime

import pytest
from django.test import Client
from wagtail.log_actions import LogActionRegistry

from lantoa.core.vocabulary import actions, queries
from lantoa.core.vocabulary.models import Indicator
from lantoa.core.vocabulary.queries import lists
from tests.core.vocabulary.test_definitions import DEFINED
from tests.factories import Province

pytestmark = pytest.mark.django_db
AT = datetime(2026, 3, 1, 5, tzinfo=UTC)
PAGE = "/office/words/indicators/talk_attendances/"


def _indicator() -> Indicator:
    return Indicator.objects.get(code="talk_attendances")


def test_an_indicator_is_closed_and_opened_and_both_are_written_down(province: Province) -> None:
    assert _indicator().is_public
    closed = actions.keep_internal(_indicator(), by=province.administrator, at=AT)
    again = actions.keep_internal(_indicator(), by=province.administrator, at=AT)
    assert (closed.is_public, again.is_public, _indicator().is_public) == (False, False, False)
    opened = actions.open_to_visitors(_indicator(), by=province.administrator, at=AT.replace(hour=6))
    assert (opened.is_public, _indicator().is_public) == (True, True)

    lines = [(line.label, line.who, line.changes) for line in queries.history(_indicator())]
    assert lines == [
        ("Được mở cho khách xem", "Đỗ Minh Quân", []),
        ("Được chuyển thành nội bộ", "Đỗ Minh Quân", []),
    ]


def test_a_process_that_read_no_log_before_knows_the_words_of_one(
    province: Province, monkeypatch: pytest.MonkeyPatch
) -> None:
    actions.keep_internal(_indicator(), by=province.administrator, at=AT)
    monkeypatch.setattr(lists, "registry", LogActionRegistry())
    assert [line.label for line in queries.history(_indicator())] == ["Được chuyển thành nội bộ"]


def test_what_it_counts_is_left_alone(province: Province) -> None:
    before = queries.definition("talk_attendances")
    actions.keep_internal(_indicator(), by=province.administrator, at=AT)
    assert queries.definition("talk_attendances") == before


def test_the_page_says_who_sees_it_and_what_a_change_does(quan: Client, an: Client) -> None:
    opened = quan.get(PAGE).text
    assert "Khách cũng xem được, không cần đăng nhập" in opened
    assert "Ngay lập tức khách không còn thấy số liệu này ở đâu nữa" in opened
    assert 'value="close"' in opened

    answer = quan.post(PAGE + "visitors/", {"do": "close"}, follow=True).text

    assert "Nội bộ: khách không còn thấy số liệu này ở đâu nữa." in answer
    assert "Chỉ người đăng nhập mới xem được" in answer
    assert 'value="open"' in answer
    assert "Được chuyển thành nội bộ" in answer
    page = an.get(PAGE).text
    assert "Chỉ người đăng nhập mới xem được" in page
    assert "/visitors/" not in page

    quan.post(PAGE + "visitors/", {"do": "open"})
    assert _indicator().is_public


def test_the_list_marks_and_finds_what_is_internal(quan: Client, an: Client) -> None:
    address = "/office/words/indicators/?show=internal"
    before = set(re.findall(r'table-title" href="([^"]+)"', an.get(address).text))
    assert PAGE not in before
    quan.post(PAGE + "visitors/", {"do": "close"})
    assert set(re.findall(r'table-title" href="([^"]+)"', an.get(address).text)) == before | {PAGE}


@pytest.mark.parametrize(("said", "is_public"), [({}, False), ({"is_public": "on"}, True)])
def test_a_new_indicator_is_internal_until_somebody_says_otherwise(
    said: dict[str, str], is_public: bool, quan: Client
) -> None:
    assert quan.post("/office/words/indicators/new/", {**DEFINED, **said}).status_code == 302
    assert Indicator.objects.get(code="kite_flying").is_public is is_public


def test_defining_anew_does_not_ask_and_does_not_change_it(quan: Client) -> None:
    assert 'name="is_public"' in quan.get("/office/words/indicators/new/").text
    assert 'name="is_public"' not in quan.get(PAGE + "define/").text
    assert quan.post(PAGE + "define/", DEFINED).status_code == 302
    assert queries.definition("talk_attendances").version == 2
    assert _indicator().is_public
