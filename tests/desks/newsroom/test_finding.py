"""The search index is in step with what stands in lists."""

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from django.db import transaction
from wagtail.models import Page

from lantoa.base.search import actions as index
from lantoa.base.search import analysis
from lantoa.base.search import queries as search
from lantoa.base.search.documents import Document
from lantoa.base.search.models import SearchDocument
from lantoa.desks.newsroom.actions import finding
from lantoa.desks.newsroom.actions import publishing as newsroom
from lantoa.desks.newsroom.models import (
    Article,
    ContentPage,
    Event,
    InvestmentProject,
    Partner,
    PendingCorrection,
    PressRelease,
    ProfileFact,
    ProvinceProfile,
    Publication,
    Source,
)
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


def test_what_a_page_shows_beside_its_text_is_found_too(province: Province) -> None:
    checked = {"source": "Niên giám 2025", "checked_on": date(2026, 1, 5), "review_by": date(2027, 1, 5)}
    profile = content.add(ProvinceProfile, province.committee, title="Hồ sơ", slug="ho-so")
    profile.facts = [ProfileFact(label="Dân số", value="812.000", **checked)]
    profile.sources = [Source(text="Cục Thống kê")]
    with raw_writes("as Wagtail publishes"):
        profile.save_revision().publish()
    facts = {
        "12/TCBC-KKT": content.add(
            PressRelease, province.committee, title="Thông cáo", number="12/TCBC-KKT", contact_name="Tổ báo chí"
        ),
        "nha thi dau": content.add(Event, province.committee, title="Giải bóng", venue="Nhà thi đấu Phú Xuân"),
        "thuy san": content.add(InvestmentProject, province.committee, title="Dự án", sector="Nuôi thủy sản"),
        "978-604-0-00000-1": content.add(Publication, province.committee, title="Sách", isbn="978-604-0-00000-1"),
        "ban ghi nho": content.add(Partner, province.committee, title="Salavan", agreement="Bản ghi nhớ 2019"),
        "812.000": profile,
        "nien giam": profile,
        "cuc thong ke": profile,
    }
    assert {text: _found(text) for text in facts} == {text: [item.pk] for text, item in facts.items()}
    assert _found("to bao chi") == [facts["12/TCBC-KKT"].pk]
    assert set(_found(province.committee.name_vi)) == {item.pk for item in facts.values()}


def test_what_a_page_is_filed_under_finds_it(province: Province) -> None:
    """By section, kind, topic, country and day, in the words of its language; none of it stands in its text."""
    portal.open_language("zh-hans")
    june = datetime(2026, 6, 15, 2, tzinfo=UTC)
    event = content.add(
        Event, province.committee, title="Giải bóng", topic="border", slug="giai",
        starts_at=june, ends_at=june + timedelta(days=1),
    )  # fmt: skip
    partner = content.add(Partner, province.committee, title="Salavan", country="la", slug="salavan")
    zh = content.add(Event, province.committee, title="足球赛", topic="border", language="zh-hans", slug="zuqiu",
                     starts_at=june, ends_at=june)  # fmt: skip
    for text in ("biên giới", "bien gioi", "sự kiện", "tháng 6 năm 2026", "16/6/2026", "2026-06", "giải bóng 6/2026"):
        assert _found(text) == [event.pk], text
    assert _found("17/6/2026") == []
    assert _found("Lào") == _found("salavan lao") == [partner.pk]
    for text in ("边境", "活动", "2026年6月", "足球赛 边境"):
        assert _found(text, "zh-hans") == [zh.pk], text


def test_what_says_a_topic_stands_before_what_is_filed_under_it(province: Province) -> None:
    """The newest first only among equals."""
    title = content.add(Article, province.committee, title="Biên giới bình yên", slug="a")
    body = [{"type": "text", "value": "<p>Chuyện ở biên giới.</p>"}]
    said = content.add(Article, province.committee, title="Tuần tra", slug="b", body=body)
    filed = [content.add(Article, province.committee, title=f"Tin {n}", slug=f"t{n}", topic="border") for n in range(3)]
    for text in ("biên giới", "bien gioi"):
        found = _found(text)
        assert (found[:2], sorted(found[2:])) == ([title.pk, said.pk], [item.pk for item in filed]), text


def test_what_was_corrected_is_found_as_soon_as_it_is_said(province: Province) -> None:
    item = content.add(Article, province.committee, title="Mở cửa khẩu")
    with raw_writes("as the newsroom notes what is wrong"):
        PendingCorrection.objects.create(
            page=item, text="Số lượt khách là 812, không phải 821.", written_by=province.lan, written_at=content.AT
        )
    assert _found("lượt khách") == []
    newsroom.published(item, revision=None, at=content.AT + timedelta(days=1))
    assert _found("lượt khách") == _found("821") == [item.pk]


def test_an_index_of_an_earlier_version_takes_up_what_its_documents_lacked(
    province: Province, monkeypatch: pytest.MonkeyPatch
) -> None:
    item = content.add(Event, province.committee, title="Giải bóng", venue="Nhà thi đấu")
    index.replace_all([Document(item.pk, "vi", "event", "", content.AT, "Giải bóng")])
    assert (_found("giai bong"), _found("nha thi dau")) == ([item.pk], [])
    monkeypatch.setattr(analysis, "VERSION", analysis.VERSION + 1)
    while index.rebuild_step():
        pass
    assert (_found("giai bong"), _found("nha thi dau")) == ([item.pk], [item.pk])


def test_an_index_is_filled_with_as_many_questions_for_five_items_as_for_two(
    province: Province, count_queries: Any
) -> None:
    counts = []
    for number in range(5):
        item = content.add(Event, province.committee, title=f"Giải bóng {number}")
        item.sources = [Source(text="Cục Thống kê")]
        with raw_writes("as Wagtail publishes"):
            item.save_revision().publish()
        with count_queries() as asked:
            found = list(finding.documents_of(ContentPage.objects.values_list("pk", flat=True)))
        assert [document.beside.count("Thống kê") for document in found] == [1] * (number + 1)
        counts.append(len(asked))
    assert counts[1] == counts[4]


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


def test_a_renamed_agency_is_found_under_its_new_name_step_by_step(province: Province) -> None:
    items = [content.add(Article, province.commune_a, title=f"Bài {n}", slug=f"bai-{n}") for n in range(60)]
    while index.rebuild_step():
        pass
    assert (search.search("an binh", "vi").count, search.is_current()) == (60, True)
    agency = province.commune_a
    agency.name_vi = "UBND xã Hòa Thuận"
    with raw_writes("as the office's form does"):
        agency.save(update_fields=["name_vi", "valid_until"])
    assert not search.is_current()
    assert index.rebuild_step()
    assert 0 < search.search("hoa thuan", "vi").count < 60
    while index.rebuild_step():
        pass
    assert [search.search(name, "vi").count for name in ("hoa thuan", "an binh")] == [60, 0]
    assert (search.is_current(), SearchDocument.objects.count()) == (True, len(items))
    with raw_writes("as when an agency ends"):
        agency.save(update_fields=["valid_until"])
    assert search.is_current()
