"""The search index is in step with what stands in lists."""

from datetime import timedelta
from typing import Any

import pytest
from django.db import transaction
from wagtail.models import Page

from lantoa.base.search import queries as search
from lantoa.base.search.models import SearchDocument
from lantoa.desks.newsroom.actions import finding
from lantoa.desks.newsroom.models import Article, ContentPage, Event
from lantoa.doors.portal import actions as portal
from tests.desks import content
from tests.factories import Province
from tests.write_guard import raw_writes

pytestmark = pytest.mark.django_db


def _found(text: str, language: str = "vi", **filters: Any) -> list[int]:
    return [hit.key for hit in search.search(text, language, **filters).hits]


def test_a_published_item_is_found_by_title_standfirst_and_body(province: Province) -> None:
    body = [
        {"type": "heading", "value": "Hợp tác biên giới"},
        {"type": "text", "value": "<p>Cửa khẩu <b>A Đớt</b></p>"},
    ]
    item = content.add(
        Article, province.committee, title="Hội nghị đối ngoại", standfirst="Tại Đà Nẵng.", topic="border", body=body
    )
    for text in ("doi ngoai", "da nang", "hop tac", "a dot"):
        assert _found(text) == [item.pk]
    assert _found("doi ngoai", kind="article", topic="border", since=content.AT.date()) == [item.pk]
    assert (_found("doi ngoai", kind="event"), _found("doi ngoai", "en"), _found("heading")) == ([], [], [])


def test_each_language_version_is_found_in_its_language(province: Province) -> None:
    vi = content.add(Article, province.committee, title="Đối ngoại 2026")
    portal.open_language("zh-hans")
    zh = content.add(Article, province.committee, title="对外信息工作 2026", language="zh-hans", slug="news")
    assert (_found("2026"), _found("2026", "zh-hans"), _found("对外", "zh-hans")) == ([vi.pk], [zh.pk], [zh.pk])


def test_a_draft_and_what_was_withdrawn_are_not_found(province: Province) -> None:
    draft = content.add(Article, province.committee, title="Bản thảo mật", live=False)
    item = content.add(Article, province.committee, title="Tin sai")
    assert (_found("ban thao"), _found("tin sai")) == ([], [item.pk])
    with raw_writes("as the newsroom withdraws"):
        item.listed_at, item.withdrawn_at, item.withdrawn_reason = None, content.AT, "Sai"
        item.save(update_fields=["listed_at", "withdrawn_at", "withdrawn_reason"], clean=False)
    assert _found("tin sai") == []
    assert draft.pk not in SearchDocument.objects.values_list("key", flat=True)


def test_the_text_of_a_draft_of_a_published_item_is_not_found(province: Province) -> None:
    item = content.add(Article, province.committee, title="Tin cũ")
    item.title = "Tin mới chưa duyệt"
    item.save_revision()
    item.save(update_fields=["expire_at"], clean=False)
    assert (_found("tin cu"), _found("chua duyet")) == ([item.pk], [])
    with raw_writes("as Wagtail publishes"):
        item.get_latest_revision().publish()
    assert (_found("tin cu"), _found("chua duyet")) == ([], [item.pk])


def test_a_deleted_item_is_not_found(province: Province) -> None:
    item = content.add(Event, province.committee, title="Lễ hội")
    assert _found("le hoi") == [item.pk]
    with raw_writes("as Wagtail deletes"):
        Page.objects.get(pk=item.pk).delete()
    assert _found("le hoi") == []


def test_a_publication_that_fails_leaves_the_index_as_it_was(province: Province) -> None:
    with transaction.atomic():
        content.add(Article, province.committee, title="Tin dở dang")
        assert len(_found("do dang")) == 1
        transaction.set_rollback(True)
    assert _found("do dang") == []


def test_saving_what_readers_see_unchanged_writes_nothing(province: Province, count_queries: Any) -> None:
    item = content.add(Article, province.committee, title="Tin")
    with count_queries() as queries:
        finding.refresh(item.pk)
    assert not [query["sql"] for query in queries if query["sql"].startswith(("INSERT", "UPDATE", "DELETE"))]


def test_the_whole_index_is_built_anew_from_what_is_listed(province: Province) -> None:
    kept = content.add(Article, province.committee, title="Tin một")
    lost = content.add(Article, province.committee, title="Tin hai")
    content.add(Article, province.committee, title="Tin nháp", live=False)
    with raw_writes("past every signal"):
        ContentPage.objects.filter(pk=lost.pk).update(listed_at=None)
        ContentPage.objects.filter(pk=kept.pk).update(listed_at=content.AT + timedelta(days=1))
    assert finding.refresh_all() == 1
    assert _found("tin") == [kept.pk]
    assert SearchDocument.objects.get().published_at == content.AT + timedelta(days=1)
