"""Links that lead nowhere are found, item by item, and forgotten once they are mended."""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.core.files.base import ContentFile
from wagtail.contrib.redirects.models import Redirect
from wagtail.models import Site

from lantoa.desks.media.models import MediaDocument
from lantoa.desks.newsroom.actions.links import check_links
from lantoa.desks.newsroom.models import Article, BrokenLink, ContentPage, Event, LinkFault, Source
from lantoa.desks.newsroom.queries.links import faults_inside, links_of
from tests.desks.content import AT
from tests.doors.items import publish
from tests.write_guard import raw_writes

pytestmark = pytest.mark.django_db


def with_text(html: str, **fields: Any) -> Any:
    return publish(fields.pop("title", "Có liên kết"), body=[{"type": "text", "value": html}], **fields)


def faults() -> dict[str, str]:
    return {row.address: row.fault for row in BrokenLink.objects.all()}


def checked(ask: Any = None, at: datetime = AT) -> dict[str, str]:
    count = check_links(at=at, ask=ask)
    assert count == BrokenLink.objects.count()
    return faults()


def test_links_inside_that_lead_somewhere_are_not_named() -> None:
    other = publish("Đích")
    file = MediaDocument.objects.create(title="Tờ gấp", file=ContentFile(b"x", name="to-gap.pdf"))
    Redirect.objects.create(old_path="/vi/tin-tuc/cu", site=Site.objects.get(), redirect_page=other)
    item = with_text(
        f'<p><a linktype="page" id="{other.pk}">a</a> <a linktype="document" id="{file.pk}">b</a>'
        f'<a href="{other.url_path}">c</a> <a href="http://localhost:8000{other.url_path}?x=1#y">d</a>'
        '<a href="/vi/">e</a><a href="/en/news/">f</a><a href="/heads/">g</a><a href="/vi/privacy/">h</a>'
        '<a href="/vi/feeds/rss.xml">i</a><a href="/vi/tin-tuc/cu/">j</a><a href="#sources">k</a>'
        '<a href="mailto:a@example.vn">l</a><a href="https://example.org/">m</a></p>'
    )
    assert len(links_of(item)) == 13
    assert checked() == {}


def test_every_way_to_lead_nowhere_is_named() -> None:
    draft = publish("Nháp")
    with raw_writes("as the newsroom takes it off"):
        ContentPage.objects.filter(pk=draft.pk).update(live=False, listed_at=None)
    item = with_text(
        f'<p><a linktype="page" id="{draft.pk}">Xem <b>bài</b> này</a> <a linktype="document" id="99999">b</a>'
        '<a href="/vi/tin-tuc/khong-co/">c</a><a href="/office/nowhere/at/all/">d</a><a href="#chỗ-khác">e</a></p>',
    )
    assert checked() == {
        f"page {draft.pk}": "not_published",
        "document 99999": "no_file",
        "/vi/tin-tuc/khong-co/": "no_page",
        "/office/nowhere/at/all/": "no_page",
        "#chỗ-khác": "no_place",
    }
    row = BrokenLink.objects.get(address=f"page {draft.pk}")
    assert (row.page_id, row.words, row.found_at) == (item.pk, "Xem bài này", AT)


def test_links_of_blocks_sources_and_fields_are_read_too() -> None:
    gone = publish("Rút")
    item = publish(
        "Hội chợ",
        model=Event,
        event_url="https://fair.example.org/",
        body=[
            {"type": "items", "value": [gone.pk]},
            {"type": "links", "value": [{"text": "Bản đồ", "url": "https://map.example.org/"}]},
            {"type": "file", "value": 99999},
        ],
    )
    with raw_writes("as an editor notes it"):
        Source.objects.create(page=item, text="Báo", url="https://news.example.org/")
        ContentPage.objects.filter(pk=gone.pk).update(live=False, listed_at=None)
    item = Event.objects.get(pk=item.pk)

    assert [link.address for link in links_of(item)] == [
        f"page {gone.pk}", "https://map.example.org/", "document 99999", "https://news.example.org/",
        "https://fair.example.org/",
    ]  # fmt: skip
    assert checked() == {f"page {gone.pk}": "not_published", "document 99999": "no_file"}


def test_what_is_mended_is_forgotten_and_what_stays_keeps_its_day() -> None:
    item = with_text('<p><a href="/vi/a/">a</a><a href="/vi/b/">b</a></p>')
    later = AT + timedelta(days=1)
    assert checked().keys() == {"/vi/a/", "/vi/b/"}
    with raw_writes("as an editor mends it"):
        page = Article.objects.get(pk=item.pk)
        page.body = [("text", '<p><a href="/vi/b/">b</a></p>')]
        page.save()
    assert checked(at=later).keys() == {"/vi/b/"}
    assert BrokenLink.objects.get().found_at == AT
    with raw_writes("as the newsroom takes it off"):
        ContentPage.objects.filter(pk=item.pk).update(live=False, listed_at=None)
    assert checked(at=later) == {}


def test_other_sites_are_asked_once_a_week_and_remembered_in_between() -> None:
    with_text('<p><a href="https://example.org/gone">a</a></p>')
    with_text('<p><a href="https://example.org/gone">a</a><a href="https://example.org/good">b</a></p>', title="Hai")
    asked: list[str] = []

    def ask(address: str) -> LinkFault | None:
        asked.append(address)
        return LinkFault.GONE if address.endswith("gone") else None

    for day in range(7):
        check_links(at=AT + timedelta(days=day), ask=ask)
    assert sorted(asked) == ["https://example.org/gone", "https://example.org/good"]
    assert [row.fault for row in BrokenLink.objects.all()] == ["gone", "gone"]
    assert checked(ask, AT + timedelta(days=8)) == {"https://example.org/gone": "gone"}


@pytest.mark.parametrize("href", ["http://[::1", "//[", "/[", "\ud7ff", "javascript:x", "/" + "x" * 5000, "/%00", "?a"])
def test_no_address_that_somebody_typed_stops_the_check(href: str) -> None:
    with_text(f'<p><a href="{href}">a</a></p>')
    check_links(at=AT, ask=lambda address: LinkFault.SILENT)


def test_nobody_outside_is_asked_unless_the_settings_say_so() -> None:
    """A test that asked would fail: there is no network."""
    with_text('<p><a href="https://example.org/">a</a></p>')
    assert checked() == {}


def test_the_questions_do_not_grow_with_the_links(count_queries: Callable[[], Any]) -> None:
    def asked(item: Any) -> int:
        links = links_of(Article.objects.prefetch_related("sources").get(pk=item.pk))
        with count_queries() as queries:
            assert len(faults_inside(links)) == len(links)
        return len(queries)

    one = with_text('<p><a href="/vi/a/">a</a></p>')
    three = with_text('<p><a href="/vi/a/">a</a><a href="/vi/b/">b</a><a linktype="page" id="999">c</a></p>', title="3")
    assert (asked(one), asked(three)) == (2, 3)
