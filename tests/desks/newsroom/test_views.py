"""The newsroom's screens, and what Wagtail's own answer to its people."""

import json
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from wagtail.models import PageLogEntry

from lantoa.desks.newsroom import actions
from lantoa.desks.newsroom.models import ChecklistPoint, ContentPage, Correction, PendingCorrection
from lantoa.desks.newsroom.queries import desk as queries
from lantoa.desks.newsroom.queries import following
from lantoa.doors.portal.models import SectionPage
from tests.desks.content import AT, section
from tests.desks.newsroom.desk import Desk, SignIn, decide, draft, fresh, publish, submit
from tests.write_guard import raw_writes

pytestmark = pytest.mark.django_db


def _list(client: Client, **chosen: str) -> list[str]:
    response = client.get(reverse("newsroom:items"), chosen)
    assert response.status_code == 200
    return [row.lead.title for row in response.context["rows"]]


def test_the_list_asks_as_often_for_three_items_as_for_one(
    room: Desk, client_of: SignIn, count_queries: Callable[[], Any]
) -> None:
    client = client_of(room.province.lan)
    draft(room, title="Một", slug="mot")
    client.get(reverse("newsroom:items"))
    counts = []
    for _time in range(2):
        with count_queries() as queries_asked:
            assert client.get(reverse("newsroom:items")).status_code == 200
        counts.append(len(queries_asked))
        if not counts[1:]:
            draft(room, title="Hai", slug="hai")
            publish(draft(room, title="Ba", slug="ba"), room)
    assert counts == [9, 9]


def test_an_item_stands_once_with_all_its_languages(room: Desk, client_of: SignIn) -> None:
    page = publish(draft(room, title="Chợ"), room)
    draft(room, title="Market", language="en", translation_key=page.translation_key)
    client = client_of(room.viet)
    (row,) = client.get(reverse("newsroom:items")).context["rows"]
    assert row.lead.title == "Chợ"
    assert [(cell.language, cell.standing) for cell in row.cells if cell.page] == [("vi", "public"), ("en", "draft")]
    assert _list(client, language="en") == ["Chợ"]


def test_the_list_shows_where_each_item_stands(room: Desk, client_of: SignIn) -> None:
    names = ["draft", "review", "returned", "scheduled", "public", "corrected", "withdrawn"]
    pages = {name: draft(room, title=name, slug=name) for name in names}
    submit(pages["review"], by=room.viet)
    submit(pages["returned"], by=room.viet)
    decide(fresh(pages["returned"]), "reject", by=room.duyet, comment="Sửa.")
    pages["scheduled"].go_live_at = timezone.now() + timedelta(hours=3)
    pages["scheduled"].save_revision(user=room.viet)
    for name in ("scheduled", "public", "corrected", "withdrawn"):
        publish(pages[name], room)
    actions.announce_correction(pages["corrected"], text="Sai ngày.", by=room.viet, at=AT)
    publish(fresh(pages["corrected"]), room)
    actions.withdraw(pages["withdrawn"], by=room.duyet, at=AT, reason="Nhầm.")
    client = client_of(room.province.lan)
    assert {name: _list(client, standing=name) for name in names} == {name: [name] for name in names}
    for row in client.get(reverse("newsroom:items")).context["rows"]:
        assert row.standing == row.lead.title


def test_an_editor_sees_the_own_agency_and_leaders_all(room: Desk, client_of: SignIn) -> None:
    draft(room, title="Của An Bình")
    seen = {name: _list(client_of(user)) for name, user in vars(room).items() if name != "province"}
    mine = ["Của An Bình"]
    assert seen == {"viet": mine, "duyet": mine, "doan": mine, "dich": mine, "khac": []}
    assert _list(client_of(room.province.leader)) == mine
    assert client_of(room.khac).get(reverse("newsroom:item", args=[ContentPage.objects.get().pk])).status_code == 404


def test_what_waits_for_whom(room: Desk, client_of: SignIn) -> None:
    page = draft(room, title="Chờ duyệt", slug="cho-duyet")
    submit(page, by=room.viet)
    returned = draft(room, title="Trả lại", slug="tra-lai")
    submit(returned, by=room.viet)
    decide(fresh(returned), "reject", by=room.duyet, comment="Sửa.")
    users = {"viet": room.viet, "duyet": room.duyet, "dich": room.dich, "khac": room.khac, "lan": room.province.lan}
    waiting = {name: _list(client_of(user), only="waiting") for name, user in users.items()}
    assert waiting == {"viet": ["Trả lại"], "duyet": ["Chờ duyệt"], "dich": [], "khac": [], "lan": ["Chờ duyệt"]}
    assert "Chờ duyệt" in client_of(room.duyet).get("/office/").text
    page.save_revision(user=room.duyet)
    assert _list(client_of(room.duyet), only="waiting") == []


def test_a_point_is_ticked_by_name_and_opened_again(room: Desk, client_of: SignIn) -> None:
    page, point = draft(room), ChecklistPoint.objects.get(code="names")
    client, url = client_of(room.viet), reverse("newsroom:check", args=[page.pk])
    read = queries.reading_of(page, queries.newest_text(page))
    client.post(url, {"point": point.pk, "read": read})
    (row,) = (row for row in queries.points_of(page, queries.newest_text(page)) if row.point == point)
    assert (row.is_done, row.tick and row.tick.ticked_by) == (True, room.viet)
    assert "Ngô Thị Viết" in client.get(reverse("newsroom:item", args=[page.pk])).text
    client.post(url, {"point": point.pk, "open": "1"})
    assert point in ChecklistPoint.objects.open_of(page)
    counted = ChecklistPoint.objects.get(code="alternative_text")
    for wrong in (str(counted.pk), "x", "", "9" * 30):
        assert client.post(url, {"point": wrong, "read": read}).status_code == 302
    assert page.ticks.count() == 0


def test_a_reviewer_withdraws_with_a_reason_and_puts_back(room: Desk, client_of: SignIn) -> None:
    page = publish(draft(room), room)
    client = client_of(room.duyet)
    url = reverse("newsroom:withdraw", args=[page.pk])
    refused = client.post(url, {"reason_vi": " ", "reason_en": "Wrong."})
    assert (refused.status_code, "Wrong." in refused.text, "Ghi lý do" in refused.text) == (422, True, True)
    assert not fresh(page).is_withdrawn
    assert client_of(room.viet).post(url, {"reason_vi": "Nhầm."}).status_code == 403
    assert "Nhầm số liệu." in client.post(url, {"reason_vi": "Nhầm số liệu."}, follow=True).text
    assert fresh(page).is_withdrawn
    client.post(reverse("newsroom:restore", args=[page.pk]))
    assert not fresh(page).is_withdrawn


_WHY = {"reason_vi": "Sai số liệu.", "reason_en": "Wrong figures."}


def _in_three_languages(room: Desk) -> list[Any]:
    section("fr")
    page = publish(draft(room, title="Chợ", information_kind="official"), room)
    return [page] + [
        publish(draft(room, title=title, language=language, translation_key=page.translation_key), room)
        for title, language in (("Market", "en"), ("Marché", "fr"))
    ]


def test_what_is_wrong_is_withdrawn_in_all_languages_unless_some_are_left_out(room: Desk, client_of: SignIn) -> None:
    page, english, french = _in_three_languages(room)
    client, url = client_of(room.duyet), reverse("newsroom:withdraw", args=[page.pk])
    form = client.get(reverse("newsroom:item", args=[page.pk])).context["withdraw_form"]
    assert (form["also"].initial, len(form["also"])) == ([english.pk, french.pk], 2)
    other = publish(draft(room, title="Khác", slug="khac"), room)
    client.post(url, {**_WHY, "also": [other.pk]})
    assert [fresh(each).is_withdrawn for each in (page, other)] == [False, False]

    text = client.post(url, {**_WHY, "also": [english.pk]}, follow=True).text
    assert "Vẫn còn đăng: Français." in text
    assert [fresh(each).is_withdrawn for each in (page, english, french)] == [True, True, False]
    assert queries.record_of(page) is None
    assert queries.record_of(english) is None
    assert queries.record_of(french)
    text = client.get(reverse("newsroom:item", args=[french.pk])).text
    assert (text.count("Sai số liệu."), text.count("Wrong figures.")) == (1, 1)
    assert "bản này thì chưa" in text


def test_readers_of_each_language_are_told_why_in_it_or_in_one_that_is_named(
    room: Desk, client_of: SignIn, khach: Client
) -> None:
    page, english, french = _in_three_languages(room)
    url = reverse("newsroom:withdraw", args=[page.pk])
    client = client_of(room.duyet)
    alone = client.post(url, {"reason_vi": "Sai số liệu.", "also": [french.pk]})
    assert (alone.status_code, fresh(page).is_withdrawn, "tiếng Anh" in alone.text) == (422, False, True)

    client.post(url, {**_WHY, "also": [english.pk, french.pk]})
    assert [fresh(each).withdrawn_in for each in (page, english, french)] == ["", "", "en"]
    assert "<p>Sai số liệu.</p>" in khach.get(page.url_path).text
    assert "<p>Wrong figures.</p>" in khach.get(english.url_path).text
    assert '<span lang="en">Wrong figures.</span> <small>(English)</small>' in khach.get(french.url_path).text

    say = reverse("newsroom:reason", args=[french.pk])
    assert "Ghi lý do" in client.post(say, {"reason": " "}, follow=True).text
    assert fresh(french).withdrawn_in == "en"
    client.post(say, {"reason": "Chiffres faux."})
    assert "<p>Chiffres faux.</p>" in khach.get(french.url_path).text
    logged = PageLogEntry.objects.get(action="newsroom.reason")
    assert (logged.user, logged.data) == (room.duyet, {"reason": "Chiffres faux.", "before": "Wrong figures."})
    assert client_of(room.viet).post(say, {"reason": "Non."}).status_code == 403
    actions.restore(french, by=room.duyet, at=AT)
    assert (fresh(french).withdrawn_in, client.post(say, {"reason": "Non."}).status_code) == ("", 403)


def test_a_language_that_was_withdrawn_in_between_holds_nobody_up(room: Desk, client_of: SignIn) -> None:
    page, english, french = _in_three_languages(room)
    actions.withdraw(english, by=room.doan, at=AT, reason="Trước rồi.")
    url = reverse("newsroom:withdraw", args=[page.pk])
    client_of(room.duyet).post(url, {**_WHY, "also": [english.pk, french.pk]})
    said = [fresh(each).withdrawn_reason for each in (page, english, french)]
    assert said == ["Sai số liệu.", "Trước rồi.", "Wrong figures."]


def test_a_language_of_another_agency_is_left_to_it(room: Desk, client_of: SignIn) -> None:
    page, english, _french = _in_three_languages(room)
    with raw_writes("as if it had been given to another agency"):
        ContentPage.objects.filter(pk=english.pk).update(agency=room.province.commune_b)
    client, url = client_of(room.duyet), reverse("newsroom:withdraw", args=[page.pk])
    client.post(url, {**_WHY, "also": [english.pk]})
    assert not fresh(english).is_withdrawn
    assert "Vẫn còn đăng: English, Français." in client.post(url, _WHY, follow=True).text


def test_who_wrote_what_was_returned_reads_why_wherever_it_stands(
    room: Desk, client_of: SignIn, count_queries: Callable[[], Any]
) -> None:
    page = draft(room)
    submit(page, by=room.viet)
    decide(fresh(page), "reject", by=room.duyet, comment="Thiếu tên người nói.")
    client = client_of(room.viet)
    editor = reverse("wagtailadmin_pages:edit", args=[page.pk])
    for url in (reverse("newsroom:item", args=[page.pk]), reverse("office:home"), editor):
        assert "Thiếu tên người nói." in client.get(url).text, url
    with count_queries() as asked:
        client.get(reverse("newsroom:item", args=[page.pk]))
    assert len(asked) == 14
    fresh(page).current_workflow_state.resume(room.viet)
    assert "Thiếu tên" not in client.get(editor).text
    assert "Thiếu tên" not in client.get(reverse("newsroom:item", args=[page.pk])).text


def test_a_correction_marks_the_other_languages_until_they_follow(room: Desk, client_of: SignIn) -> None:
    page = publish(draft(room, title="Chợ"), room)
    other = publish(draft(room, title="Market", language="en", translation_key=page.translation_key), room)
    client = client_of(room.viet)
    client.post(reverse("newsroom:correct", args=[page.pk]), {"text": "Chợ mở ngày 3."})
    assert _open_of(other) == []
    page = publish(page, room)
    client.post(reverse("newsroom:correct", args=[page.pk]), {"text": "Chợ mở lúc 6 giờ."})
    page = publish(page, room)
    assert _open_of(other) == ["Chợ mở ngày 3.", "Chợ mở lúc 6 giờ."]
    shown = client.get(reverse("newsroom:item", args=[other.pk]))
    assert shown.text.count("Chợ mở ngày 3.") == 2
    (day, _hour) = shown.context["elsewhere"]
    assert shown.context["correction_form"]["carries"].initial == []

    said = {"text": "It opens on the 3rd.", "carries": [day.pk]}
    client.post(reverse("newsroom:correct", args=[other.pk]), said)
    assert _open_of(other) == ["Chợ mở ngày 3.", "Chợ mở lúc 6 giờ."]
    other = publish(other, room)
    assert _open_of(other) == ["Chợ mở lúc 6 giờ."]
    assert _open_of(page) == []
    assert client.get(reverse("newsroom:item", args=[other.pk])).context["correction_form"]["carries"].initial


def test_a_version_that_never_had_the_mistake_is_asked_nothing(room: Desk, client_of: SignIn) -> None:
    page = publish(draft(room, title="Chợ"), room)
    other = publish(draft(room, title="Market", language="en", translation_key=page.translation_key), room)
    actions.announce_correction(page, text="Sai chính tả.", by=room.viet, at=AT)
    publish(page, room)
    client, url = client_of(room.viet), reverse("newsroom:follow", args=[other.pk])
    said = {"correction": Correction.objects.get().pk}
    for _time in range(2):
        told = client.post(url, said, follow=True).text
        assert ("Sai chính tả." in told, "bản này đã đúng" in told) == (True, True)
    assert _open_of(other) == []
    assert PageLogEntry.objects.get(action="newsroom.settle_correction").user == room.viet
    for _time in range(2):
        assert "bản này còn phải sửa" in client.post(url, {**said, "open": "1"}, follow=True).text
    assert _open_of(other) == ["Sai chính tả."]
    for wrong in ("", "x", "9" * 30, "999"):
        assert client.post(url, {"correction": wrong}).status_code == 302
    assert client_of(room.khac).post(url, said).status_code == 404


def _open_of(page: Any) -> list[str]:
    return [told.text for told in following.left_open(page, following.corrections_told_to(page))]


def test_a_correction_that_nobody_read_is_taken_back(room: Desk, client_of: SignIn) -> None:
    page = publish(draft(room), room)
    client = client_of(room.viet)
    client.post(reverse("newsroom:correct", args=[page.pk]), {"text": "Sai ngày."})
    assert PendingCorrection.objects.count() == 1
    client.post(reverse("newsroom:drop_correction", args=[page.pk]))
    assert PendingCorrection.objects.count() == 0


# -- limits ----------------------------------------------------------------------------------------


def _of_position(room: Desk, title: str, *, hours: int, language: str = "vi", **fields: Any) -> Any:
    """Published now, of an event so many hours ago."""
    happened = timezone.now() - timedelta(hours=hours)
    page = draft(
        room,
        title=title,
        slug=title.lower(),
        language=language,
        information_kind="official",
        event_at=happened,
        **fields,
    )
    return publish(page, room)


def test_what_is_out_after_its_limit_is_late(room: Desk, client_of: SignIn) -> None:
    _of_position(room, "Kip", hours=1)
    _of_position(room, "Muon", hours=3)
    _of_position(room, "Dich-kip", hours=3, language="en", origin="translated")
    _of_position(room, "Dich-muon", hours=6, language="en", origin="translated")
    draft(room, title="Chua-dang", slug="c", information_kind="official", event_at=timezone.now() - timedelta(hours=9))
    draft(room, title="Khac", slug="k", information_kind="promotion", event_at=timezone.now() - timedelta(hours=9))
    client = client_of(room.province.lan)
    assert sorted(_list(client, only="late")) == ["Chua-dang", "Dich-muon", "Muon"]
    rows = client.get(reverse("newsroom:items")).context["rows"]
    assert sorted(row.lead.title for row in rows if row.clock and row.clock.is_over) == [
        "Chua-dang", "Dich-muon", "Muon",
    ]  # fmt: skip


def test_times_are_told_by_month_and_language_and_lead_to_their_items(room: Desk, client_of: SignIn) -> None:
    for title, hours in (("a", 1), ("b", 2), ("c", 9)):
        _of_position(room, title, hours=hours)
    page = client_of(room.province.lan).get(reverse("newsroom:times"))
    whole, (month,), (language,) = (page.context[name] for name in ("whole", "months", "languages"))
    assert (whole.count, round(whole.middle.total_seconds() / 3600), whole.late_count) == (3, 2, 2)
    assert (language.key, language.count, month.count) == ("vi", 3, 3)
    assert sorted(_list(client_of(room.province.lan), month=month.key)) == ["a", "b", "c"]
    assert sorted(_list(client_of(room.province.lan), month=month.key, only="late")) == ["b", "c"]
    assert "Thông tư 03/2019/TT-BTTTT" in page.text
    assert "chưa đối chiếu với văn bản chính thức" in page.text


@pytest.mark.parametrize("query", ["month=2026-13", "month=x", "standing=y", "kind=z", "page=0", "agency=%27"])
def test_a_strange_address_is_answered(room: Desk, client_of: SignIn, query: str) -> None:
    assert client_of(room.viet).get(f"{reverse('newsroom:items')}?{query}").status_code == 200


# -- Wagtail's own views ---------------------------------------------------------------------------


def test_wagtails_views_open_to_the_agency_and_to_no_other(room: Desk, client_of: SignIn) -> None:
    page = draft(room)
    names = ["edit", "delete", "copy", "move", "history", "usage", "view_draft"]
    urls = [reverse(f"wagtailadmin_pages:{name}", args=[page.pk]) for name in names]
    revision = page.latest_revision_id
    urls += [
        reverse("wagtailadmin_pages:revisions_revert", args=[page.pk, revision]),
        reverse("wagtailadmin_pages:revisions_compare", args=[page.pk, "earliest", revision]),
    ]
    own, other = client_of(room.viet), client_of(room.khac)
    assert {url: own.get(url).status_code for url in urls} == dict.fromkeys(urls, 200)
    # Why, and what to do instead: `office/refusals.py`; the last Wagtail refuses itself.
    told = dict.fromkeys(urls[:-1], 403) | {urls[-1]: 302}
    assert {url: other.get(url).status_code for url in urls} == told
    unpublish = reverse("wagtailadmin_pages:unpublish", args=[publish(page, room).pk])
    assert client_of(room.province.administrator).get(unpublish).status_code == 403


@pytest.mark.parametrize("action", ["delete", "publish", "unpublish", "move"])
def test_a_bulk_action_does_nothing_to_what_is_not_ones_own(room: Desk, client_of: SignIn, action: str) -> None:
    page = publish(draft(room), room)
    hidden = draft(room, title="Nháp", slug="nhap")
    url = f"/admin/bulk/wagtailcore/page/{action}/?id={page.pk}&id={hidden.pk}&next=/admin/"
    section = SectionPage.objects.get(locale__language_code="vi", code="events")
    client_of(room.khac).post(url, {"chooser": section.pk})
    assert (fresh(page).live, fresh(page).get_parent().pk == section.pk) == (True, False)
    assert (fresh(hidden).live, fresh(hidden).get_parent().pk == section.pk) == (False, False)


def test_the_explorer_its_search_and_the_api_name_own_items_alone(room: Desk, client_of: SignIn) -> None:
    page = draft(room, title="Nháp riêng")
    parent = page.get_parent().pk
    urls = [
        reverse("wagtailadmin_explore", args=[parent]),
        reverse("wagtailadmin_pages:search") + "?q=Nháp",
        f"/admin/api/main/pages/?child_of={parent}&for_explorer=1",
        reverse("wagtailadmin_choose_page_child", args=[parent]),
        "/admin/choose-page/search/?q=Nháp",
    ]
    # What is JSON writes Vietnamese as escapes.
    names = ("Nháp riêng", json.dumps("Nháp riêng")[1:-1])
    texts = {url: [client_of(user).get(url).text for user in (room.viet, room.khac)] for url in urls}
    seen = {url: [any(name in text for name in names) for text in answers] for url, answers in texts.items()}
    assert seen == {url: [True, False] for url in urls}
    assert client_of(room.khac).get(f"/admin/api/main/pages/{page.pk}/").status_code == 404


def test_nobody_is_offered_to_publish(room: Desk, client_of: SignIn) -> None:
    page = draft(room)
    for user in (room.viet, room.province.lan, room.province.administrator):
        text = client_of(user).get(reverse("wagtailadmin_pages:edit", args=[page.pk])).text
        assert "action-publish" not in text
        assert "action-submit" in text
    assert reverse("newsroom:item", args=[page.pk]) in text
