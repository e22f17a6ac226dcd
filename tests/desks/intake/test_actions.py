"""A file becomes drafts that say where they come from; once, and undone as long as nobody worked on them."""

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import translation
from wagtail.contrib.redirects.models import Redirect
from wagtail.models import Page

from lantoa.core.ledger.models import Activity
from lantoa.desks.intake import actions, drafts, queries
from lantoa.desks.intake.drafts import BadSource, Wishes
from lantoa.desks.intake.models import ContentImport, Gap, ImportedItem
from lantoa.desks.newsroom.models import Article, ContentPage, Origin
from tests.desks import content
from tests.desks.intake.files import OLD, post, rss, rss_item, wordpress
from tests.desks.newsroom.desk import decide, desk, fresh, submit, tick_all
from tests.factories import Province

pytestmark = pytest.mark.django_db
AT = datetime(2026, 3, 1, 5, tzinfo=UTC)
THEN = datetime(2017, 5, 3, 2, 11, tzinfo=UTC)


@pytest.fixture(autouse=True)
def in_english() -> Iterator[None]:
    with translation.override("en"):
        yield


def kept(province: Province, file: bytes, *, section: Page | None = None, **wishes: Any) -> ContentImport:
    batch = actions.keep(file, file_name="cu.xml", by=province.lan, at=AT)
    section = section or content.section("vi", Article)
    actions.choose(batch, section=section, agency=province.commune_a, wishes=Wishes(**wishes))
    return batch


def brought(province: Province, file: bytes, **wishes: Any) -> ContentImport:
    batch = actions.begin(kept(province, file, **wishes), by=province.lan, at=AT)
    return actions.bring(batch, at=AT)


def pages(batch: ContentImport) -> list[Article]:
    return [Article.objects.get(pk=row.page_id) for row in queries.items_of(batch) if row.page_id]


def test_a_post_becomes_a_draft_with_its_text_and_its_origin(province: Province, khach: Client) -> None:
    html = '<!-- wp:paragraph --><p>Ghe về bến.</p><!-- /wp:paragraph --><img src="/a.jpg"> [gallery ids="1"]'
    batch = brought(
        province, wordpress(post(12, "Khai hội", html, categories=["Lễ hội"])), topics={"Lễ hội": "sea_islands"}
    )
    (page,) = pages(batch)
    assert (page.title, page.slug, page.standfirst) == ("Khai hội", "bai-12", "Ghe về bến.")
    assert [(block.block_type, block.value.source) for block in page.body] == [("text", "<p>Ghe về bến.</p>")]
    assert (page.live, page.agency, page.topic, page.owner) == (False, province.commune_a, "sea_islands", province.lan)
    assert (page.published_elsewhere_at, page.first_published_at, page.listed_at) == (THEN, None, None)
    (source,) = page.sources.all()
    assert (source.text, source.url) == ("Lê Thị Hoa — Cổng cũ Sông Xanh", f"{OLD}/2017/05/bai-12/")
    item = ImportedItem.objects.get()
    assert (item.address, item.old_path, item.author) == (f"{OLD}/2017/05/bai-12/", "/2017/05/bai-12", "Lê Thị Hoa")
    assert [kind for kind, _ in item.gaps] == [Gap.SHORTCODE, Gap.STANDFIRST, Gap.PICTURE_WITHOUT_TEXT]
    assert (batch.state, batch.item_count) == ("done", 1)
    assert khach.get("/vi/tin-tuc/bai-12/").status_code == khach.get("/2017/05/bai-12/").status_code == 404
    assert not Redirect.objects.exists()
    assert not Activity.objects.exists()


def test_published_it_stands_under_its_old_day_and_its_old_address_leads_to_it(
    province: Province, khach: Client
) -> None:
    (page,) = pages(brought(province, wordpress(post(12, "Khai hội"))))
    newsroom = desk(province)
    tick_all(page, by=newsroom.viet)
    submit(page, by=newsroom.viet)
    decide(fresh(page), "approve", by=newsroom.duyet)
    page = fresh(page)
    assert (page.live, page.listed_at) == (True, THEN)
    answer = khach.get("/2017/05/bai-12/")
    assert (answer.status_code, answer.headers["Location"]) == (301, "/vi/tin-tuc/bai-12/")
    assert "Khai hội" in khach.get("/vi/tin-tuc/bai-12/").content.decode()
    # It was news in 2017; brought here it is not counted as made now.
    assert not Activity.objects.exists()
    actions.lead_on(page)
    assert Redirect.objects.count() == 1


def test_the_same_file_brings_nothing_twice_and_a_longer_one_only_what_is_new(province: Province) -> None:
    brought(province, wordpress(post(1, "A")))
    with pytest.raises(actions.NotNow, match="Nothing of it is new"):
        brought(province, wordpress(post(1, "A")))
    later = brought(province, wordpress(post(1, "A, sửa"), post(2, "B"), post(2, "B")))
    assert [page.title for page in pages(later)] == ["B"]
    assert [(number, why[:20]) for number, _title, why in later.left_out] == [
        (1, "It was brought in be"), (3, "It stands in this fi"),
    ]  # fmt: skip
    # The same id on another site is another item.
    assert len(pages(brought(province, rss(rss_item("C", guid="1"))))) == 1


def test_what_is_not_chosen_or_cannot_come_is_told_with_its_number(province: Province) -> None:
    file = wordpress(
        post(1, "Bài"), post(2, "Trang", kind="page"), post(3, "Nháp", status="draft"), post(4, "Kín", password="x"),
        post(5, ""), post(6, "Chỉ ảnh", "<img src='a.jpg'>"), post(7, "menu", kind="nav_menu_item"),
        post(8, "Deutsch", polylang={"language": "de"}), post(9, "Vứt", status="trash"),
    )  # fmt: skip
    batch = kept(province, file)
    plan = actions.planned(batch, actions.kept_items(batch))
    assert [item.title for item in plan.new] == ["Bài"]
    assert [(item.number, item.problem) for item in plan.problems] == [
        (5, "It has no title."), (6, "It has no text, perhaps nothing but pictures."),
    ]  # fmt: skip
    assert [item.number for item, _why in plan.left_out] == [2, 3, 4, 8, 9]
    assert plan.left_out[-1][1] == "In the bin there, which was not chosen."
    with pytest.raises(actions.NotNow, match="cannot come"):
        actions.begin(batch, by=province.lan, at=AT)
    assert not ContentPage.objects.filter(title="Bài").exists()
    batch = actions.bring(actions.begin(batch, by=province.lan, at=AT, leave_out=True), at=AT)
    assert (batch.item_count, len(batch.left_out)) == (1, 7)


def test_drafts_and_pages_come_where_they_are_chosen_without_a_day(province: Province) -> None:
    file = wordpress(post(1, "Trang", kind="page"), post(2, "Nháp", status="draft", gmt="0000-00-00 00:00:00"))
    batch = brought(province, file, kinds=("post", "page"), statuses=("publish", "draft"))
    assert [(page.title, page.published_elsewhere_at) for page in pages(batch)] == [("Trang", THEN), ("Nháp", None)]


def test_versions_of_one_item_go_to_their_languages_and_share_their_key(province: Province) -> None:
    content.section("en", Article)
    file = wordpress(
        post(1, "Khai hội", polylang={"language": "vi", "post_translations": "g"}),
        post(2, "Opening", polylang={"language": "en", "post_translations": "g"}),
    )
    vi, en = pages(brought(province, file))
    assert (vi.locale.language_code, en.locale.language_code) == ("vi", "en")
    assert vi.translation_key == en.translation_key
    assert (vi.origin, en.origin) == (Origin.ORIGINAL, Origin.TRANSLATED)


def test_old_letters_become_unicode_and_are_told_of(province: Province) -> None:
    file = wordpress(
        post(1, "Hoäi nghò nhaân daân", "<p>Ñaïi bieåu caùc tænh ñeán döï hoäi nghò.</p>", slug="hoi-nghi")
    )
    batch = brought(province, file)
    (page,) = pages(batch)
    assert (page.title, page.body[0].value.source) == (
        "Hội nghị nhân dân", "<p>Đại biểu các tỉnh đến dự hội nghị.</p>",
    )  # fmt: skip
    assert [Gap.LETTERS, "VNI-Windows"] in ImportedItem.objects.get().gaps


def test_names_over_an_old_text_may_be_unicode(province: Province) -> None:
    """Who wrote it and under what stands once for the whole site."""
    categories = ["Hoạt động", "Hoàng Sa", "Th«ng b¸o"]
    file = wordpress(post(1, "Héi nghÞ", "<p>Uû ban nh©n d©n tØnh tæ chøc héi nghÞ.</p>", categories=categories))
    (item,) = drafts.items_of(drafts.read(file), now=AT)
    assert (item.title, item.author) == ("Hội nghị", "Lê Thị Hoa")
    assert item.categories == ["Hoạt động", "Hoàng Sa", "Thông báo"]


def test_day_of_a_post_is_the_day_here(province: Province) -> None:
    (item,) = drafts.items_of(drafts.read(wordpress(post(1, "Sớm", gmt="2017-05-03 18:00:00"))), now=AT)
    assert item.published_on == date(2017, 5, 4)


def test_names_in_addresses_are_free_ones_and_the_first_page_is_never_led_away(province: Province) -> None:
    content.add(Article, province.commune_a, title="Khai hội", slug="khai-hoi")
    file = wordpress(
        post(1, "Một", slug="khai-hoi"), post(2, "Hai", slug="khai-hoi", path="/?p=2"), post(3, "Lễ hội", slug="")
    )
    batch = brought(province, file)
    assert [page.slug for page in pages(batch)] == ["khai-hoi-2", "khai-hoi-3", "le-hoi"]
    assert list(batch.items.values_list("old_path", flat=True)) == ["/2017/05/bai-1", "", "/2017/05/bai-3"]


def test_undone_the_drafts_go_that_nobody_touched_and_can_come_again(province: Province) -> None:
    file = wordpress(*[post(number, f"Bài {number}") for number in range(1, 5)])
    batch = brought(province, file)
    edited, sent, removed, _untouched = pages(batch)
    edited.save_revision(user=province.lan)
    submit(sent, by=province.lan)
    removed.delete()
    assert actions.undo(batch, by=province.lan, at=AT + timedelta(hours=1)) == 1
    batch.refresh_from_db()
    assert (batch.state, batch.removed_count) == ("undone", 1)
    assert set(ContentPage.objects.filter(title__startswith="Bài ").values_list("pk", flat=True)) == {
        edited.pk,
        sent.pk,
    }
    with pytest.raises(actions.NotNow):
        actions.undo(batch, by=province.lan, at=AT)
    # What a person deleted does not come back by itself, what was undone does.
    assert [page.title for page in pages(brought(province, file))] == ["Bài 4"]


def test_an_import_that_was_interrupted_goes_on_where_it_stood(
    province: Province, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(actions, "PIECE", 2)
    batch = actions.begin(kept(province, wordpress(*[post(n, f"Bài {n}") for n in range(5)])), by=province.lan, at=AT)
    monkeypatch.setattr(actions, "_free_slug", _stopping_at(3, actions._free_slug))
    with pytest.raises(KeyboardInterrupt):
        actions.bring(batch, at=AT)
    assert batch.items.count() == 2
    monkeypatch.undo()
    told: list[int] = []
    assert actions.bring(batch, at=AT, told=told.append).state == "done"
    assert [page.title for page in pages(batch)] == [f"Bài {n}" for n in range(5)]


def _stopping_at(call: int, real: Any) -> Any:
    calls = iter(range(1, 100))

    def stopping(*args: Any) -> Any:
        if next(calls) == call:
            raise KeyboardInterrupt
        return real(*args)

    return stopping


def test_a_file_that_harms_leaves_nothing_behind(province: Province) -> None:
    for file in (b"<rss><channel><item>", b'<!DOCTYPE rss [<!ENTITY a "x">]><rss/>', b"PK\x03\x04"):
        with pytest.raises(BadSource):
            actions.keep(file, file_name="x.xml", by=province.lan, at=AT)
    assert not ContentImport.objects.exists()


def test_what_nobody_decided_for_a_day_is_asked_for_again(province: Province) -> None:
    batch = kept(province, wordpress(post(1, "A")))
    (actions._folder() / batch.kept).unlink()
    with pytest.raises(actions.NotNow, match="no longer kept"):
        actions.begin(batch, by=province.lan, at=AT)
