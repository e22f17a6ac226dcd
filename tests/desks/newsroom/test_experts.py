"""Experts without an account: what a link opens, what it never opens, and what becomes of comments and names."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from wagtail.models import PageLogEntry

from lantoa.desks.newsroom import actions
from lantoa.desks.newsroom.actions.experts import Shown
from lantoa.desks.newsroom.models import Article, ExpertComment, ExpertLink, PressRelease, writers_of
from lantoa.desks.newsroom.queries import experts as queries
from lantoa.desks.newsroom.rules.experts import MOST_AT_ONCE
from lantoa.doors.cli import retention
from lantoa.doors.portal.cache.addresses import is_public
from tests.desks.content import add
from tests.desks.newsroom.desk import Desk, SignIn, draft, fresh
from tests.write_guard import raw_writes

pytestmark = pytest.mark.django_db
BODY = [
    {"type": "text", "value": "<p>Trăn đất sống ở bãi bồi.</p>", "id": "11111111-1111-1111-1111-111111111111"},
    {"type": "heading", "value": "Mùa nước nổi", "id": "22222222-2222-2222-2222-222222222222"},
]


def _show(room: Desk, page: Any = None, *, days: int = 7) -> Shown:
    page = page or draft(room, body=BODY)
    return actions.show_to_expert(
        page, expert="Bà Hoa", purpose="Xem tên các loài", days=days, by=room.viet, at=timezone.now()
    )


def _path(shown: Shown) -> str:
    return reverse("expert_reading", args=[shown.token])


def test_a_link_shows_the_draft_as_readers_will_see_it_and_keeps_it_to_itself(room: Desk) -> None:
    shown, visitor = _show(room), Client()
    page = visitor.get(_path(shown), headers={"Accept-Language": "vi"})
    assert page.status_code == 200
    assert page.templates[0].name == "newsroom/article.html"
    for said in ("Khai trương chợ biên giới", "Trăn đất sống ở bãi bồi.", "Xem tên các loài", "xin đừng chuyển tiếp"):
        assert said in page.text
    assert page.headers["Cache-Control"] == "private, no-store, max-age=0"
    assert page.headers["Referrer-Policy"] == "no-referrer"
    assert "noindex" in page.headers["X-Robots-Tag"]
    assert page.headers["X-Frame-Options"] == "DENY"
    assert not page.cookies
    assert not is_public(_path(shown))
    assert "canonical" not in page.text
    assert visitor.get(reverse("wagtail_serve", args=["tin-tuc/khai-truong-cho-bien-gioi/"])).status_code == 404


def test_what_a_program_made_is_shown_as_it_stands_and_nobody_wrote_it(room: Desk) -> None:
    page = add(Article, room.province.commune_a, title="Bài nhập", body=BODY)
    assert "Trăn đất sống" in Client().get(_path(_show(room, page))).text
    assert writers_of(fresh(page)) == set()
    assert not fresh(page).has_unpublished_changes


def test_of_a_part_that_nobody_wrote_yet_nothing_can_be_said(room: Desk) -> None:
    page = draft(room, body=BODY)
    page.standfirst = ""
    page.save_revision(user=room.viet, clean=False)
    text = Client().get(_path(_show(room, page)), headers={"Accept-Language": "vi"}).text
    assert ('id="part-title"' in text, 'id="part-standfirst"' in text) == (True, False)
    assert "Ý kiến của ông/bà" in text


def test_only_a_digest_of_the_secret_is_kept(room: Desk) -> None:
    shown = _show(room)
    assert len(shown.token) == 40
    assert shown.token not in str(ExpertLink.objects.values().get())
    assert shown.token not in str(list(PageLogEntry.objects.values()))


def test_the_expert_reads_the_text_that_was_shown_and_not_a_later_one(room: Desk) -> None:
    page = draft(room, body=BODY)
    shown = _show(room, page)
    page.standfirst = "Câu viết sau."
    page.save_revision(user=room.viet)
    assert "Câu viết sau." not in Client().get(_path(shown)).text
    assert "Câu viết sau." in Client().get(_path(_show(room, page))).text


@pytest.mark.parametrize("how", ["unknown", "over", "revoked", "maker left", "no text"])
def test_a_dead_link_says_so_kindly_and_nothing_else(room: Desk, how: str) -> None:
    shown, now = _show(room), timezone.now()
    assert Client().get(_path(shown)).status_code == 200
    path = _path(shown)
    if how == "unknown":
        path = path.replace(shown.token, "0" * 40)
    elif how == "over":
        _age(shown.link, days=8)
    elif how == "revoked":
        actions.revoke_expert_link(shown.link, by=room.duyet, at=now)
    elif how == "maker left":
        _disable(room.viet)
    else:
        path = path.replace(shown.token, "khong-co")
    for answer in (Client().get(path), Client().post(path, {"text": "x", "name": "y"})):
        assert (answer.status_code, "không còn mở được" in answer.text) == (404, True)
        assert "Khai trương" not in answer.text
        assert answer.headers["Referrer-Policy"] == "no-referrer"
    assert ExpertComment.objects.count() == 0


def test_guessing_is_slowed_down(room: Desk, settings: Any) -> None:
    settings.ACCOUNT_RATE_LIMITS = {"dead_link": "2/m/ip"}
    path = reverse("expert_reading", args=["0" * 40])
    assert [Client().get(path).status_code for _time in range(3)] == [404, 404, 429]
    assert Client().get(_path(_show(room))).status_code == 200


def test_what_is_under_embargo_is_shown_by_its_reviewers_alone(room: Desk, client_of: SignIn) -> None:
    hour = timezone.now() + timedelta(hours=5)
    page = draft(room, PressRelease, title="Công bố quy hoạch")
    by_writer = _show(room, page)
    assert Client().get(_path(by_writer)).status_code == 200
    page.embargo_until = hour
    page.save_revision(user=room.viet)
    assert Client().get(_path(by_writer)).status_code == 404
    url = reverse("newsroom:expert_new", args=[page.pk])
    sent = {"expert": "Ông Nam", "purpose": "Xem số liệu", "days": "3"}
    assert [client_of(user).post(url, sent).status_code for user in (room.viet, room.duyet)] == [403, 200]
    assert ExpertLink.objects.filter(made_by=room.duyet).count() == 1


def test_a_comment_stands_under_its_part_and_reaches_the_desk(room: Desk, client_of: SignIn) -> None:
    shown, visitor = _show(room), Client()
    key = BODY[0]["id"]
    sent = visitor.post(_path(shown), {"part": key, "text": "Loài này ở rừng.", "name": "Bà Hoa"})
    assert (sent.status_code, sent.headers["Location"]) == (302, f"{_path(shown)}#part-{key}")
    visitor.post(_path(shown), {"part": "bịa", "text": "Cả bài hay.", "name": "Bà Hoa"})
    rows = ExpertComment.objects.values_list("part", "quoted", "text", "name")
    assert list(rows) == [
        (key, "Trăn đất sống ở bãi bồi.", "Loài này ở rừng.", "Bà Hoa"),
        ("", "", "Cả bài hay.", "Bà Hoa"),
    ]
    page = shown.link.page
    desk_page = client_of(room.viet).get(reverse("newsroom:experts", args=[page.pk])).text
    assert "Loài này ở rừng." in desk_page
    assert "“Trăn đất sống ở bãi bồi.”" in desk_page
    assert "2 ý kiến đang chờ" in client_of(room.viet).get(reverse("newsroom:item", args=[page.pk])).text
    assert "2 ý kiến chưa trả lời" in client_of(room.viet).get(f"/admin/pages/{page.pk}/edit/").text


@pytest.mark.parametrize("sent", [{"text": "", "name": "Bà Hoa"}, {"text": "Sai rồi.", "name": ""}])
def test_what_is_missing_comes_back_with_what_was_typed(room: Desk, sent: dict[str, str]) -> None:
    shown = _show(room)
    answer = Client().post(_path(shown), {**sent, "part": "title"})
    assert answer.status_code == 422
    assert (sent["text"] or sent["name"]) in answer.text
    assert ExpertComment.objects.count() == 0


def test_nobody_fills_the_desk_by_a_link(room: Desk) -> None:
    shown = _show(room)
    for number in range(MOST_AT_ONCE):
        actions.comment(shown.link, None, f"Ý {number}", name="Bà Hoa", at=timezone.now())
    answer = Client().post(_path(shown), {"text": "Một ý nữa.", "name": "Bà Hoa"})
    assert (answer.status_code, "Một ý nữa." in answer.text) == (422, True)
    actions.comment(shown.link, None, "Sau giờ nghỉ.", name="Bà Hoa", at=timezone.now() + timedelta(minutes=11))
    assert ExpertComment.objects.count() == MOST_AT_ONCE + 1


def test_one_expert_sees_nothing_of_another(room: Desk) -> None:
    page = draft(room, body=BODY)
    first, second = _show(room, page), _show(room, page)
    actions.comment(first.link, None, "Chỉ mình tôi thấy.", name="Bà Hoa", at=timezone.now())
    assert "Chỉ mình tôi thấy." in Client().get(_path(first)).text
    assert "Chỉ mình tôi thấy." not in Client().get(_path(second)).text


def test_a_comment_is_answered_and_the_expert_reads_it(room: Desk, client_of: SignIn) -> None:
    shown = _show(room)
    said = actions.comment(shown.link, None, "Thiếu nguồn.", name="Bà Hoa", at=timezone.now())
    url, client = reverse("newsroom:expert_settle", args=[shown.link.page_id, said.pk]), client_of(room.viet)
    refused = client.post(url, {f"c{said.pk}-outcome": "declined", f"c{said.pk}-answer": " "})
    assert (refused.status_code, ExpertComment.objects.get().outcome) == (422, "")
    client.post(url, {f"c{said.pk}-outcome": "declined", f"c{said.pk}-answer": "Nguồn ở cuối bài."})
    said.refresh_from_db()
    assert (said.outcome, said.answer, said.answered_by) == ("declined", "Nguồn ở cuối bài.", room.viet)
    assert "Nguồn ở cuối bài." in Client().get(_path(shown)).text


def test_another_agency_sees_and_does_nothing(room: Desk, client_of: SignIn) -> None:
    shown = _show(room)
    pk = shown.link.page_id
    said = actions.comment(shown.link, None, "Thiếu nguồn.", name="Bà Hoa", at=timezone.now())
    other = client_of(room.khac)
    assert other.get(reverse("newsroom:experts", args=[pk])).status_code == 404
    assert other.post(reverse("newsroom:expert_revoke", args=[pk, shown.link.pk])).status_code == 404
    assert other.post(reverse("newsroom:expert_settle", args=[pk, said.pk])).status_code == 404
    foreign = draft(room, title="Khác", slug="khac")
    url = reverse("newsroom:expert_revoke", args=[foreign.pk, shown.link.pk])
    assert client_of(room.viet).post(url).status_code == 404
    assert shown.link.is_open(timezone.now())


def test_the_link_is_shown_once_and_closed_by_a_button(room: Desk, client_of: SignIn) -> None:
    page, client = draft(room), client_of(room.viet)
    url = reverse("newsroom:expert_new", args=[page.pk])
    assert client.get(url).context["form"].initial == {"days": 7}
    made = client.post(url, {"expert": "Bà Hoa", "purpose": "Xem số liệu", "days": "3"})
    address = made.context["address"]
    assert address in made.text
    assert "no-store" in made.headers["Cache-Control"]
    link = ExpertLink.objects.get()
    assert link.expires_at - link.made_at == timedelta(days=3)
    path = address.removeprefix("http://testserver")
    assert Client().get(path).status_code == 200
    assert address not in client.get(reverse("newsroom:experts", args=[page.pk])).text
    client.post(reverse("newsroom:expert_revoke", args=[page.pk, link.pk]))
    assert Client().get(path).status_code == 404


def test_the_page_of_experts_asks_as_often_for_three_as_for_one(
    room: Desk, client_of: SignIn, count_queries: Callable[[], Any]
) -> None:
    page, client = draft(room, body=BODY), client_of(room.viet)
    url, counts = reverse("newsroom:experts", args=[page.pk]), []
    for more in (1, 2):
        for _time in range(more):
            actions.comment(_show(room, page).link, None, "Thiếu nguồn.", name="Bà Hoa", at=timezone.now())
        client.get(url)
        with count_queries() as asked:
            assert client.get(url).status_code == 200
        counts.append(len(asked))
    assert counts == [9, 9]


def test_names_go_when_their_time_is_over_and_words_stay(room: Desk) -> None:
    old, young = _show(room), _show(room, draft(room, title="Mới", slug="moi"))
    for shown in (old, young):
        actions.comment(shown.link, None, "Thiếu nguồn.", name="Bà Hoa", at=timezone.now())
    _age(old.link, days=38)
    _age(young.link, days=8)
    retention.apply(at=timezone.now())
    assert list(ExpertLink.objects.order_by("pk").values_list("expert", "token_hash")) == [("", ""), ("Bà Hoa", "")]
    assert list(ExpertComment.objects.order_by("pk").values_list("name", "text")) == [
        ("", "Thiếu nguồn."), ("Bà Hoa", "Thiếu nguồn."),
    ]  # fmt: skip


def test_each_step_is_a_line_of_the_log_without_a_name(room: Desk) -> None:
    shown = _show(room)
    said = actions.comment(shown.link, None, "Thiếu nguồn.", name="Bà Hoa", at=timezone.now())
    actions.settle_comment(said, "done", answer="", by=room.duyet, at=timezone.now())
    for _time in range(2):
        actions.revoke_expert_link(shown.link, by=room.duyet, at=timezone.now())
    lines = PageLogEntry.objects.filter(action__contains="expert").order_by("pk") | PageLogEntry.objects.filter(
        action="newsroom.settle_comment"
    )
    assert [(line.action, line.user) for line in lines.order_by("pk")] == [
        ("newsroom.show_expert", room.viet), ("newsroom.expert_comment", None),
        ("newsroom.settle_comment", room.duyet), ("newsroom.revoke_expert", room.duyet),
    ]  # fmt: skip
    assert "Hoa" not in str([line.data for line in lines])


def test_parts_are_named_by_their_first_words(room: Desk) -> None:
    page = draft(room, body=[*BODY, {"type": "text", "value": "<p>" + "dài " * 90 + "</p>", "id": "3"}])
    parts = queries.parts_of(fresh(page))
    assert [part.key for part in parts] == ["title", "standfirst", BODY[0]["id"], BODY[1]["id"], "3"]
    assert parts[2].beginning == "Trăn đất sống ở bãi bồi."
    assert (len(parts[4].beginning) <= 161, parts[4].beginning[-1]) == (True, "…")


def test_a_deleted_draft_takes_its_links_and_comments_with_it(room: Desk, client_of: SignIn) -> None:
    shown = _show(room)
    actions.comment(shown.link, None, "Thiếu nguồn.", name="Bà Hoa", at=timezone.now())
    client_of(room.viet).post(reverse("wagtailadmin_pages:delete", args=[shown.link.page_id]))
    assert not Article.objects.filter(pk=shown.link.page_id).exists()
    assert (ExpertLink.objects.count(), ExpertComment.objects.count()) == (0, 0)
    assert Client().get(_path(shown)).status_code == 404


def _age(link: ExpertLink, *, days: int) -> None:
    with raw_writes("time that has passed"):
        ExpertLink.objects.filter(pk=link.pk).update(
            made_at=link.made_at - timedelta(days=days), expires_at=link.expires_at - timedelta(days=days)
        )


def _disable(user: Any) -> None:
    with raw_writes("an account that was closed"):
        type(user).objects.filter(pk=user.pk).update(is_active=False)


def test_the_desk_tells_a_link_that_ended_by_itself_from_one_that_somebody_closed(
    room: Desk, client_of: SignIn
) -> None:
    page, at = draft(room, body=BODY), timezone.now() - timedelta(days=9)
    made: dict[str, Any] = {"expert": "Bà Hoa", "purpose": "Xem tên các loài", "by": room.viet, "at": at}
    ended, closed = (actions.show_to_expert(page, days=days, **made).link for days in (2, 30))
    actions.revoke_expert_link(closed, by=room.viet, at=at + timedelta(days=3))
    # Too late: it had ended.
    actions.revoke_expert_link(ended, by=room.viet, at=at + timedelta(days=5))
    shown = client_of(room.viet).get(reverse("newsroom:experts", args=[page.pk])).text
    assert [shown.count(said) for said in ("đã đóng từ", "tự hết hạn từ", "mở đến")] == [1, 1, 0]


@pytest.mark.parametrize("how", ["maker left", "embargo"])
def test_the_desk_says_that_a_link_opens_nothing_whose_maker_may_no_longer_show_the_text(
    room: Desk, client_of: SignIn, how: str
) -> None:
    page = draft(room, PressRelease)
    ours, desk_of = _show(room, page), client_of(room.duyet)
    urls = [reverse(f"newsroom:{name}", args=[page.pk]) for name in ("experts", "item")]
    assert ["mở đến" in desk_of.get(urls[0]).text, "1 đường dẫn" in desk_of.get(urls[1]).text] == [True, True]
    if how == "embargo":
        page.embargo_until = timezone.now() + timedelta(days=2)
        page.save_revision(user=room.viet)
    else:
        _disable(room.viet)
    assert Client().get(_path(ours)).status_code == 404
    told, item = (desk_of.get(url).text for url in urls)
    assert ("mở đến" in told, "không mở được" in told, "Đóng đường dẫn này" in told) == (False, True, True)
    assert "1 đường dẫn" not in item
