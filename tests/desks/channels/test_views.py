import csv
from collections.abc import Callable
from datetime import timedelta
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from wagtail.models import Page

from lantoa.core.people.models import User
from lantoa.desks.channels import actions
from tests.desks.channels.test_folding import spool
from tests.factories import Province

pytestmark = pytest.mark.django_db


@pytest.fixture
def page() -> Page:
    return Page.objects.get(depth=1).add_child(instance=Page(title="Mùa hoa bên sông", slug="mua-hoa"))


def _read(folder: Path, name: str, *sums: tuple[str, int, int], days_ago: int = 0) -> None:
    spool(folder, name, *sums, at=timezone.now() - timedelta(days=days_ago))
    actions.fold(folder, at=timezone.now())


def test_the_office_sees_pages_by_people_and_robots(
    client_of: Callable[[User], Client], lan: User, page: Page, tmp_path: Path
) -> None:
    client, url = client_of(lan), reverse("channels:views")
    assert "Chưa có lượt xem nào" in client.get(url).content.decode()
    _read(
        tmp_path, "a", (f"view:{page.pk}:vi:web", 1, 1234), (f"view:{page.pk}:vi:web", 0, 56), ("view:999:en:web", 1, 3)
    )

    text = client.get(url).content.decode()

    assert "Mùa hoa bên sông" in text
    assert "1.234" in text
    assert "Trang số 999, nay không còn" in text
    by_language = client.get(url, {"by": "language"}).content.decode()
    assert "Mùa hoa" not in by_language
    assert "1.234" in by_language
    of_one = client.get(url, {"by": "day", "item": page.pk}).content.decode()
    assert "<h1>Mùa hoa bên sông</h1>" in of_one
    assert timezone.localdate().strftime("%d/%m/%Y") in of_one


def test_a_filter_leaves_out_what_it_says(
    client_of: Callable[[User], Client], lan: User, page: Page, tmp_path: Path
) -> None:
    client, url = client_of(lan), reverse("channels:views")
    _read(tmp_path, "a", (f"view:{page.pk}:vi:web", 1, 1234), days_ago=40)
    assert "1.234</td>" not in client.get(url).content.decode()
    long_ago = (timezone.localdate() - timedelta(days=60)).isoformat()
    assert "1.234</td>" in client.get(url, {"since": long_ago}).content.decode()
    assert "1.234</td>" not in client.get(url, {"since": long_ago, "language": "en"}).content.decode()
    for nonsense in ({"since": "x", "by": "x", "item": "x", "what": "x"}, {"until": "0001-01-01"}):
        assert client.get(url, nonsense).status_code == 200


def test_the_file_holds_what_the_page_shows_and_the_log_says_who_took_it(
    client_of: Callable[[User], Client], province: Province, page: Page, tmp_path: Path
) -> None:
    page.title = "=1+1"
    page.save()
    _read(tmp_path, "a", (f"view:{page.pk}:vi:web", 1, 12), (f"view:{page.pk}:vi:web", 0, 3))
    client = client_of(province.lan)

    answer = client.get(reverse("channels:views_file"))

    assert answer.headers["Content-Disposition"] == 'attachment; filename="views-by-item.csv"'
    rows = list(csv.reader(StringIO(answer.content.decode("utf-8-sig"))))
    assert rows == [["Trang", "Số, ký hiệu", "Người đọc", "Máy truy cập"], ["'=1+1", str(page.pk), "12", "3"]]
    log = client_of(province.administrator).get(reverse("people:audit")).content.decode()
    assert "Lượt xem cổng thông tin" in log


def test_groups_of_countries_are_told_and_small_ones_together(
    client_of: Callable[[User], Client], lan: User, page: Page, tmp_path: Path
) -> None:
    for group, count in (("Đông Á", 1234), ("", 77), ("Bắc Âu", 3), ("Nam Mỹ", 2)):
        spool(tmp_path, group or "x", (f"view:{page.pk}:vi:web", 1, count), at=timezone.now(), group=group)
    actions.fold(tmp_path, at=timezone.now())
    client = client_of(lan)

    text = client.get(reverse("channels:views"), {"by": "country_group"}).content.decode()
    rows = client.get(reverse("channels:views_file"), {"by": "country_group"}).content.decode("utf-8-sig").splitlines()

    assert all(each in text for each in ("Đông Á", "1.234", "Không rõ từ đâu", "77", "Các nhóm khác gộp lại"))
    assert "Bắc Âu" not in text
    assert rows[1:] == ["Đông Á,Đông Á,1234,0", "Không rõ từ đâu,,77,0", "Các nhóm khác gộp lại,,5,0"]


def test_a_page_of_one_and_of_three_asks_as_often(
    client_of: Callable[[User], Client], lan: User, tmp_path: Path, count_queries: Callable[[], Any]
) -> None:
    client, url = client_of(lan), reverse("channels:views")
    _read(tmp_path, "a", ("view:1:vi:web", 1, 12))
    client.get(url)
    with count_queries() as of_one:
        client.get(url)
    _read(tmp_path, "b", ("view:2:vi:web", 1, 12), ("view:3:vi:web", 1, 1))
    with count_queries() as of_three:
        client.get(url)
    assert len(of_one) == len(of_three) <= 15


def test_the_public_hears_of_numbers_from_five_on(khach: Client, tmp_path: Path) -> None:
    assert _told(khach) == {"readers_now": 0, "views_today": 0, "views_total": 0}
    _read(tmp_path, "a", ("view:1:vi:web", 1, 4), ("view:1:vi:web", 0, 100))
    assert _told(khach) == {"readers_now": None, "views_today": None, "views_total": None}
    _read(tmp_path, "b", ("view:1:vi:web", 1, 60), days_ago=1)
    assert _told(khach) == {"readers_now": None, "views_today": None, "views_total": 64}
    _read(tmp_path, "c", ("view:1:en:web", 1, 1))
    assert _told(khach) == {"readers_now": 5, "views_today": 5, "views_total": 65}


def _told(client: Client) -> dict[str, int | None]:
    answer = client.get("/vi/counters.json")
    assert answer.headers["Cache-Control"] == "public, max-age=5, s-maxage=5"
    assert not answer.cookies
    told = answer.json()
    assert told.pop("fewer_than") == 5
    assert told.pop("at")
    return dict(told)
