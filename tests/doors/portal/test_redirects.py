"""An address that was published once leads to its page for ever."""

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from wagtail.contrib.redirects.models import Redirect

from lantoa.doors.portal import cache
from lantoa.doors.portal.cache.answers import drawn
from lantoa.doors.portal.models import SectionPage
from tests.doors.items import publish, withdraw

pytestmark = pytest.mark.django_db


Rename = Callable[[Any, str], None]


@pytest.fixture
def rename(django_capture_on_commit_callbacks: Any) -> Rename:
    """Wagtail notes the old address after the commit."""

    def to(page: Any, slug: str) -> None:
        page = type(page).objects.get(pk=page.pk)
        page.slug = slug
        with django_capture_on_commit_callbacks(execute=True):
            page.save_revision().publish()

    return to


def way(khach: Client, path: str) -> tuple[int, str]:
    answer = khach.get(path)
    return answer.status_code, answer.headers.get("Location", "")


@pytest.mark.parametrize(("language", "shelf"), [("vi", "tin-tuc"), ("en", "news")])
def test_a_renamed_page_is_found_at_its_old_address(language: str, shelf: str, khach: Client, rename: Rename) -> None:
    item = publish("Mở cửa khẩu", language=language, slug="cu")
    old = f"/{language}/{shelf}/cu/"
    assert way(khach, old) == (200, "")
    rename(item, "moi")
    assert way(khach, old) == (301, f"/{language}/{shelf}/moi/")
    assert way(khach, f"/{language}/{shelf}/moi/") == (200, "")


def test_every_older_address_leads_to_the_newest_in_one_step(khach: Client, rename: Rename) -> None:
    item = publish("Mở cửa khẩu", slug="a")
    for slug in ("b", "c"):
        rename(item, slug)
    assert way(khach, "/vi/tin-tuc/a/") == way(khach, "/vi/tin-tuc/b/") == (301, "/vi/tin-tuc/c/")


def test_a_page_that_comes_back_to_its_first_address_does_not_turn_in_circles(khach: Client, rename: Rename) -> None:
    item = publish("Mở cửa khẩu", slug="a")
    rename(item, "b")
    rename(item, "a")
    assert way(khach, "/vi/tin-tuc/a/") == (200, "")
    assert way(khach, "/vi/tin-tuc/b/") == (301, "/vi/tin-tuc/a/")


def test_what_stands_under_a_renamed_or_another_section_is_found(khach: Client, rename: Rename) -> None:
    item = publish("Mở cửa khẩu", slug="cu")
    rename(SectionPage.objects.get(slug="tin-tuc"), "tin")
    assert way(khach, "/vi/tin-tuc/") == (301, "/vi/tin/")
    assert way(khach, "/vi/tin-tuc/cu/") == (301, "/vi/tin/cu/")
    item.refresh_from_db()
    item.move(SectionPage.objects.get(slug="du-lich"), "last-child")
    assert way(khach, "/vi/tin/cu/") == (301, "/vi/du-lich/cu/")
    assert way(khach, "/vi/tin-tuc/cu/") == (301, "/vi/du-lich/cu/")


def test_the_feed_of_a_renamed_section_goes_on_under_its_old_address(khach: Client, rename: Rename) -> None:
    publish("Mở cửa khẩu")
    news = SectionPage.objects.get(code="news", locale__language_code="vi")
    old = "/vi/feeds/feed.json?section=tin-tuc"
    before = khach.get(old).json()
    rename(news, "tin-moi")
    after = khach.get(old)
    assert [item["id"] for item in after.json()["items"]] == [item["id"] for item in before["items"]] != []
    assert after.json()["feed_url"].endswith("?section=tin-moi")
    assert khach.get("/vi/embed/?section=tin-tuc").status_code == 200
    for wrong in ("/vi/feeds/feed.json?section=cu-hon", "/en/feeds/feed.json?section=tin-tuc"):
        assert khach.get(wrong).status_code == 404


def test_a_withdrawn_page_still_answers_at_its_old_address(khach: Client, rename: Rename) -> None:
    item = publish("Mở cửa khẩu", slug="cu")
    rename(item, "moi")
    item.refresh_from_db()
    withdraw(item, "Sai.")
    assert way(khach, "/vi/tin-tuc/cu/") == (301, "/vi/tin-tuc/moi/")
    assert "Sai." in khach.get("/vi/tin-tuc/moi/").content.decode()


def test_what_follows_people_does_not_stand_in_the_way(khach: Client, rename: Rename) -> None:
    rename(publish("Mở cửa khẩu", slug="cu"), "moi")
    assert way(khach, "/vi/tin-tuc/cu/?utm_source=zalo") == (301, "/vi/tin-tuc/moi/")
    assert khach.get("/vi/tin-tuc/khong-co/").status_code == 404


def test_a_redirect_is_kept_until_one_changes(
    khach: Client, rename: Rename, django_capture_on_commit_callbacks: Callable[..., Any]
) -> None:
    rename(publish("Mở cửa khẩu", slug="cu"), "moi")
    answer = khach.get("/vi/tin-tuc/cu/")
    assert not answer.cookies
    kept = drawn("301 Moved Permanently", list(answer.headers.items()), b"", generation=1, now=0.0)
    assert kept.is_kept
    assert ("Location", "/vi/tin-tuc/moi/") in kept.headers

    before = cache.shared().generation
    with django_capture_on_commit_callbacks(execute=True):
        Redirect.objects.all().delete()
    assert cache.shared().generation > before
    assert khach.get("/vi/tin-tuc/cu/").status_code == 404
