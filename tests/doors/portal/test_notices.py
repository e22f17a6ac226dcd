"""Notices on every page of the portal: from when, until when, in which language, and who writes them."""

from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from wagtail.models import ModelLogEntry

from lantoa.desks.newsroom.models import Article
from lantoa.doors.portal import actions, cache
from lantoa.doors.portal.models import Notice
from tests.desks import content
from tests.factories import Province

pytestmark = pytest.mark.django_db
SignIn = Callable[..., Client]
VI, EN = "Cổng bảo trì tối nay từ 22 giờ.", "Maintenance tonight from 22:00."


def _tell(province: Province, since: datetime, until: datetime, **texts: str) -> Notice:
    said = texts or {"vi": VI, "en": EN}
    return actions.tell(None, said, since=since, until=until, by=province.lan, at=timezone.now())


def _hours(count: float) -> datetime:
    return timezone.now() + timedelta(hours=count)


@pytest.mark.parametrize(
    ("since", "until", "is_told"), [(-1, 1, True), (1, 2, False), (-2, -1, False)], ids=["now", "later", "over"]
)
def test_a_notice_stands_on_every_page_in_its_time(
    province: Province, khach: Client, since: int, until: int, is_told: bool
) -> None:
    article = content.add(Article, province.committee, title="Mở cửa khẩu")
    _tell(province, _hours(since), _hours(until))
    for path in ("/vi/", article.url_path, "/vi/privacy/", "/vi/khong-co/"):
        assert (VI in khach.get(path).text) == is_told, path
    assert (EN in khach.get("/en/").text) == is_told


def test_a_reader_of_a_language_without_words_gets_english_marked_as_english(province: Province, khach: Client) -> None:
    actions.open_language("ja")
    _tell(province, _hours(-1), _hours(1))
    shown = khach.get("/ja/").text
    assert 'lang="en"><p class="wrap">' in shown
    assert EN in shown
    assert VI not in shown
    _tell(province, _hours(-1), _hours(1), vi="Hai", en="Two", ja="今夜メンテナンスを行います。")
    assert "今夜メンテナンスを行います。" in khach.get("/ja/").text


def test_without_a_notice_a_page_loads_nothing_for_it_and_asks_nothing_more(
    province: Province, khach: Client, count_queries: Callable[[], Any]
) -> None:
    counts = []
    for expected in (False, True):
        khach.get("/vi/")
        with count_queries() as asked:
            shown = khach.get("/vi/").text
        counts.append(len(asked))
        assert ("notice.css" in shown) == expected
        _tell(province, _hours(-1), _hours(1))
    assert counts[0] == counts[1]


def test_taken_down_it_is_gone_and_the_kept_pages_with_it(
    province: Province, khach: Client, client_of: SignIn, purges: list[int]
) -> None:
    notice = _tell(province, _hours(-1), _hours(1))
    assert VI in khach.get("/vi/").text
    assert len(purges) == 1
    client_of(province.lan).post(reverse("portal_notice_end", args=[notice.pk]))
    assert VI not in khach.get("/vi/").text
    assert len(purges) == 2


@pytest.fixture
def purges(monkeypatch: pytest.MonkeyPatch) -> Iterator[list[int]]:
    """One for each purge; a test's transaction never commits, so what waits for that is done at once."""
    done: list[int] = []
    monkeypatch.setattr("lantoa.doors.portal.cache.purge", lambda: done.append(1))
    monkeypatch.setattr("django.db.transaction.on_commit", lambda act: act())
    yield done
    assert cache.shared()


def _sent(**more: str) -> dict[str, str]:
    now = timezone.localtime()
    return {
        "since": f"{now:%Y-%m-%dT%H:%M}", "until": f"{now + timedelta(hours=3):%Y-%m-%dT%H:%M}",
        "text_vi": VI, "text_en": EN, **more,
    }  # fmt: skip


def test_the_secretariat_looks_first_and_then_puts_it_up(province: Province, khach: Client, client_of: SignIn) -> None:
    client, url = client_of(province.lan), reverse("portal_notice_new")
    looked = client.post(url, _sent(look="1"))
    assert (looked.status_code, looked.text.count(EN), Notice.objects.count()) == (200, 2, 0)
    assert client.post(url, _sent()).status_code == 302
    assert VI in khach.get("/vi/").text
    notice = Notice.objects.get()
    changed = client.post(reverse("portal_notice_edit", args=[notice.pk]), _sent(text_vi="Câu khác."))
    assert changed.status_code == 302
    assert "Câu khác." in khach.get("/vi/").text
    assert "Câu khác." in client.get(reverse("portal_notices")).text
    lines = ModelLogEntry.objects.filter(action__startswith="portal.notice").order_by("pk")
    assert [(line.action, line.user) for line in lines] == [
        ("portal.notice", province.lan), ("portal.notice_change", province.lan),
    ]  # fmt: skip


@pytest.mark.parametrize(
    "wrong",
    [{"text_en": ""}, {"text_vi": " "}, {"until": "2020-01-01T10:00"}, {"until": "2099-01-01T10:00"}, {"since": "x"}],
)
def test_what_is_missing_comes_back_with_what_was_typed(
    province: Province, client_of: SignIn, wrong: dict[str, str]
) -> None:
    answer = client_of(province.lan).post(reverse("portal_notice_new"), _sent(text_ja="今夜") | wrong)
    assert (answer.status_code, Notice.objects.count(), "今夜" in answer.text) == (422, 0, True)


def test_the_list_asks_as_often_for_three_as_for_one(
    province: Province, client_of: SignIn, count_queries: Callable[[], Any]
) -> None:
    client, url, counts = client_of(province.lan), reverse("portal_notices"), []
    for more in (1, 2):
        for _time in range(more):
            _tell(province, _hours(-1), _hours(1))
        client.get(url)
        with count_queries() as asked:
            assert client.get(url).status_code == 200
        counts.append(len(asked))
    assert counts == [6, 6]


def test_while_the_portal_is_closed_the_list_says_so(
    province: Province, client_of: SignIn, settings: Any, tmp_path: Any
) -> None:
    settings.NOTICE_FILE = tmp_path / "notice"
    client = client_of(province.lan)
    assert "lantoa notice off" not in client.get(reverse("portal_notices")).text
    settings.NOTICE_FILE.touch()
    assert "lantoa notice off" in client.get(reverse("portal_notices")).text


def test_what_is_over_is_not_changed_any_more(province: Province, client_of: SignIn) -> None:
    notice = _tell(province, _hours(-2), _hours(-1))
    assert client_of(province.lan).get(reverse("portal_notice_edit", args=[notice.pk])).status_code == 404
