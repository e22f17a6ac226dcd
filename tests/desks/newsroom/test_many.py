"""Many drafts at once: looked at first, refused with a reason, and never past the second pair of eyes."""

from collections.abc import Callable
from typing import Any

import pytest
from django.http import HttpResponse
from django.test import Client, RequestFactory
from django.urls import reverse
from wagtail.models import ModelLogEntry, PageLogEntry

from lantoa.desks.newsroom.actions import many
from lantoa.desks.newsroom.models import Article, ChecklistPoint, ContentPage, Source, Tick
from lantoa.desks.newsroom.views.many import many_done
from lantoa.doors.office.middleware import OneTransactionMiddleware
from tests.desks import content
from tests.desks.newsroom.desk import Desk, SignIn, decide, draft, fresh, publish, submit, tick_all

pytestmark = pytest.mark.django_db


def _mark(page: ContentPage) -> str:
    return f"{page.pk}-{fresh(page).latest_revision_id or 0}"


def _look(client: Client, act: str, *pages: ContentPage) -> Any:
    return client.post(reverse("newsroom:many_look"), {"act": act, "pick": [_mark(page) for page in pages]})


def _do(client: Client, act: str, *pages: ContentPage, points: list[int] | None = None) -> list[str]:
    """returns: what was said of it"""
    sent = {"act": act, "mark": [_mark(page) for page in pages], "point": points or []}
    answer = client.post(reverse("newsroom:many_done"), sent, follow=True)
    assert answer.status_code == 200
    return [str(message) for message in answer.context["messages"]]


def _standing(client: Client, page: ContentPage) -> str:
    (row,) = (row for row in client.get(reverse("newsroom:items")).context["rows"] if row.lead.pk == page.pk)
    return str(row.standing)


def _titles(answer: Any, name: str) -> list[str]:
    return [item.said.title for item in answer.context[name]]


def test_every_page_asks_as_often_for_three_items_as_for_one(
    room: Desk, client_of: SignIn, count_queries: Callable[[], Any]
) -> None:
    client, url = client_of(room.viet), reverse("newsroom:many")
    pictured = [{"type": "picture", "value": {"picture": content.picture().pk, "caption": "", "alternative_text": ""}}]
    pages = [draft(room, title="Một", slug="mot", body=pictured, picture=content.picture())]
    client.get(url)
    counts = []
    for more in (["hai", "ba"], []):
        with count_queries() as listed:
            assert len(client.get(url).context["items"]) == len(pages)
        sent = {"act": "send", "pick": [_mark(page) for page in pages]}
        with count_queries() as looked:
            assert len(client.post(reverse("newsroom:many_look"), sent).context["fit"]) == len(pages)
        counts.append((len(listed), len(looked)))
        pages += [draft(room, title=name, slug=name, body=pictured, picture=content.picture()) for name in more]
    assert counts[0] == counts[1]
    assert max(counts[0]) <= 15


def test_what_is_sent_waits_for_another_person_and_what_lacks_something_is_left(room: Desk, client_of: SignIn) -> None:
    good, bare = draft(room, title="Đủ", slug="du"), draft(room, title="Thiếu", slug="thieu")
    bare.sources.clear()
    bare.picture = content.picture(description="", credit="")
    bare.save_revision(user=room.viet)
    client = client_of(room.viet)

    looked = _look(client, "send", good, bare)

    assert (_titles(looked, "fit"), _titles(looked, "refused")) == (["Đủ"], ["Thiếu"])
    for said in ("Có ghi nguồn", "Ảnh nào cũng có văn bản thay thế", "Ảnh nào cũng ghi tác giả hoặc nguồn"):
        assert said in looked.text
    assert [_standing(client, page) for page in (good, bare)] == ["draft", "draft"]

    points = [point.pk for point in looked.context["points"]]
    told = _do(client, "send", good, bare, points=points)

    assert told[0] == "Đã gửi duyệt 1 bài."
    assert "“Thiếu” không được xử lý" in told[1]
    assert [_standing(client, page) for page in (good, bare)] == ["review", "draft"]
    assert not fresh(good).live
    assert set(Tick.objects.values_list("page", "ticked_by")) == {(good.pk, room.viet.pk)}
    assert ChecklistPoint.objects.open_of(fresh(good)) == []
    assert _do(client, "send", good) != told[:1]
    assert PageLogEntry.objects.filter(page=good.pk, action="wagtail.workflow.start").count() == 1


def test_points_that_nobody_ticked_stay_open(room: Desk, client_of: SignIn) -> None:
    page = draft(room)
    assert _do(client_of(room.viet), "send", page) == ["Đã gửi duyệt 1 bài."]
    assert Tick.objects.count() == 0
    looked = _look(client_of(room.duyet), "approve", page)
    assert (looked.context["fit"], _titles(looked, "refused")) == ([], [page.title])


def test_many_are_approved_by_another_person_alone(room: Desk, client_of: SignIn) -> None:
    pages = [draft(room, title=title, slug=title) for title in ("mot", "hai", "ba")]
    for page in pages:
        tick_all(page, by=room.viet)
        submit(page, by=room.viet)
    pages[2].save_revision(user=room.duyet)
    tick_all(pages[2], by=room.viet)

    assert _titles(_look(client_of(room.viet), "approve", *pages), "fit") == []
    for user in (room.viet, room.khac, room.dich):
        _do(client_of(user), "approve", *pages)
        assert not ContentPage.objects.filter(pk__in=[page.pk for page in pages], live=True).exists()

    client = client_of(room.duyet)
    assert [item.said.title for item in client.get(reverse("newsroom:many"), {"act": "approve"}).context["items"]] == [
        "mot", "hai",
    ]  # fmt: skip
    looked = _look(client, "approve", *pages)
    assert (_titles(looked, "fit"), _titles(looked, "refused")) == (["mot", "hai"], ["ba"])
    assert _do(client, "approve", *pages)[0] == "Đã duyệt 2 bài."
    assert [fresh(page).live for page in pages] == [True, True, False]
    approved = PageLogEntry.objects.filter(action="wagtail.workflow.approve").values_list("page", "user")
    assert set(approved) == {(page.pk, room.duyet.pk) for page in pages[:2]}


def test_a_text_that_changed_since_it_was_looked_at_is_left(room: Desk, client_of: SignIn) -> None:
    page = draft(room)
    tick_all(page, by=room.viet)
    submit(page, by=room.viet)
    mark = _mark(page)
    page.save_revision(user=room.doan)
    tick_all(page, by=room.viet)

    sent = {"act": "approve", "mark": [mark]}
    answer = client_of(room.duyet).post(reverse("newsroom:many_done"), sent, follow=True)

    (message,) = answer.context["messages"]
    assert str(message).endswith("Nội dung đã thay đổi từ lúc bạn xem.")
    assert not fresh(page).live
    assert _do(client_of(room.duyet), "approve", page) == ["Đã duyệt 1 bài."]


def test_drafts_go_and_what_readers_saw_stays(room: Desk, client_of: SignIn) -> None:
    old, sent = publish(draft(room, title="Cũ", slug="cu"), room), draft(room, title="Gửi", slug="gui")
    submit(sent, by=room.viet)
    gone = [draft(room, title=title, slug=title) for title in ("a", "b")]
    client = client_of(room.viet)

    looked = _look(client, "delete", old, sent, *gone)
    assert (_titles(looked, "fit"), set(_titles(looked, "refused"))) == (["a", "b"], {"Cũ", "Gửi"})
    assert _do(client, "delete", old, sent, *gone)[0] == "Đã xóa 2 bản nháp."

    assert set(ContentPage.objects.values_list("title", flat=True)) == {"Cũ", "Gửi"}
    deleted = PageLogEntry.objects.filter(action="wagtail.delete").values_list("label", "user")
    assert set(deleted) == {("a", room.viet.pk), ("b", room.viet.pk)}
    assert not ModelLogEntry.objects.filter(action="wagtail.delete").exists()


def test_another_agency_sees_and_does_nothing(room: Desk, client_of: SignIn) -> None:
    page, client = draft(room), client_of(room.khac)
    for act in ("send", "delete", "approve"):
        assert client_of(room.viet).get(reverse("newsroom:many"), {"act": "send"}).context["items"]
        assert client.get(reverse("newsroom:many"), {"act": act}).context["items"] == []
        assert _look(client, act, page).status_code == 302
        _do(client, act, page)
    assert _standing(client_of(room.viet), page) == "draft"


def test_what_was_returned_is_sent_again(room: Desk, client_of: SignIn) -> None:
    page = draft(room)
    submit(page, by=room.viet)
    decide(fresh(page), "reject", by=room.duyet, comment="Sửa.")
    client = client_of(room.viet)
    assert _do(client, "send", page) == ["Đã gửi duyệt 1 bài."]
    assert _standing(client, page) == "review"


def test_all_of_the_page_and_filters(room: Desk, client_of: SignIn) -> None:
    draft(room, title="Chợ biên giới", slug="cho")
    brought = draft(room, title="Bài cũ", slug="bai-cu", published_elsewhere_at=content.AT)
    client, url = client_of(room.viet), reverse("newsroom:many")

    def shown(**chosen: str) -> list[str]:
        return [item.said.title for item in client.get(url, chosen).context["items"]]

    assert sorted(shown()) == ["Bài cũ", "Chợ biên giới"]
    assert (shown(elsewhere="1"), shown(q="chợ b"), shown(agency="xa-binh-minh")) == (["Bài cũ"], ["Chợ biên giới"], [])
    looked = client.post(reverse("newsroom:many_look"), {"act": "send", "here": [_mark(brought)], "all": "1"})
    assert _titles(looked, "fit") == ["Bài cũ"]
    for pick in ([], ["x"], ["9" * 40], ["-"]):
        assert client.post(reverse("newsroom:many_look"), {"act": "?", "pick": pick}).status_code == 302


def test_what_could_not_be_published_is_left_with_what_it_says(room: Desk, client_of: SignIn) -> None:
    page = draft(room, title="Hỏng", slug="hong")
    page.standfirst = ""
    page.save_revision(user=room.viet, clean=False)
    other = draft(room, title="Lành", slug="lanh")
    said = _do(client_of(room.viet), "send", page, other)
    assert said[0] == "Đã gửi duyệt 1 bài."
    assert said[1].startswith("“Hỏng” không được xử lý. Lời dẫn: ")
    assert _standing(client_of(room.viet), page) == "draft"


def test_what_a_program_made_without_a_text_of_its_own_can_be_sent(room: Desk, client_of: SignIn) -> None:
    page = content.add(Article, room.province.commune_a, title="Bài máy", live=False)
    looked = _look(client_of(room.viet), "send", page)
    assert _titles(looked, "refused") == ["Bài máy"]
    page.sources.add(Source(text="UBND xã An Bình"))
    page.save()
    assert _do(client_of(room.viet), "send", page) == ["Đã gửi duyệt 1 bài."]
    assert _standing(client_of(room.viet), page) == "review"


def test_it_is_done_in_small_transactions(
    room: Desk, client_of: SignIn, monkeypatch: pytest.MonkeyPatch, count_queries: Callable[[], Any]
) -> None:
    """So that nobody who works meanwhile waits for all of them."""
    monkeypatch.setattr(many, "_AT_ONCE", 1)
    pages = [draft(room, title=title, slug=title) for title in ("a", "b", "c")]
    with count_queries() as asked:
        assert _do(client_of(room.viet), "delete", *pages) == ["Đã xóa 3 bản nháp."]
    begun = [query["sql"] for query in asked if query["sql"].startswith("SAVEPOINT")]
    # Outermost, each item, and what Wagtail does within.
    assert len(begun) >= 2 * len(pages)
    assert OneTransactionMiddleware(lambda _request: HttpResponse()).process_view(
        RequestFactory().post(reverse("newsroom:many_done")), many_done, (), {}
    ) is None  # fmt: skip
