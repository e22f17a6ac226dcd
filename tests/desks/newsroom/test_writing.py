"""The way to a new item, and what its form offers to choose from."""

from collections.abc import Callable
from datetime import UTC, date, datetime
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from lantoa.core.people.models import Place
from lantoa.core.programme.models import Programme, Task
from lantoa.desks.newsroom import actions
from lantoa.desks.newsroom.models import Article, ChecklistPoint, ContentPage, Origin, PressRelease
from lantoa.desks.newsroom.queries import choosing, writing
from lantoa.doors.portal.models import SectionPage
from tests.desks.content import section
from tests.desks.newsroom.desk import Desk, draft, fresh, publish, tick_all
from tests.factories import Province
from tests.write_guard import raw_writes

pytestmark = pytest.mark.django_db
ADDRESS = reverse("newsroom:write")


# -- the way to the form ---------------------------------------------------------------------------


def test_a_kind_leads_to_the_section_that_lists_it_and_to_those_that_list_what_stands_in_them(room: Desk) -> None:
    section("vi")
    ways = {way.kind: way for way in writing.ways_to_write(room.viet, "vi")}
    assert [shelf.title for shelf in ways[Article.KIND].shelves] == ["Tin tức", "Du lịch", "Kiều bào"]
    assert [shelf.title for shelf in ways[PressRelease.KIND].shelves] == ["Báo chí", "Du lịch", "Kiều bào"]


def test_every_button_opens_a_form(room: Desk, client_of: Callable[..., Client]) -> None:
    section("vi")
    client = client_of(room.viet)
    page = client.get(ADDRESS)
    buttons = [line.split('"')[0] for line in page.text.split('href="')[1:] if line.startswith("/admin/pages/add/")]
    assert len(buttons) == sum(len(way.shelves) for way in writing.ways_to_write(room.viet, "vi")) > 8
    assert {client.get(button).status_code for button in buttons} == {200}


def test_the_list_and_the_first_page_lead_there(room: Desk, client_of: Callable[..., Client]) -> None:
    client = client_of(room.viet)
    assert f'href="{ADDRESS}"' in client.get(reverse("newsroom:items")).text
    assert f'href="{ADDRESS}"' in client.get(reverse("office:home")).text
    assert f'href="{ADDRESS}"' not in client_of(room.duyet).get(reverse("office:home")).text


def test_the_language_is_chosen_and_another_one_is_vietnamese(room: Desk, client_of: Callable[..., Client]) -> None:
    section("vi"), section("lo")
    client = client_of(room.viet)
    news = section("lo")
    assert f"/{news.pk}/" in client.get(ADDRESS, {"language": "lo"}).text
    assert f"/{news.pk}/" not in client.get(ADDRESS, {"language": "xx"}).text


def test_who_may_not_write_is_told_why(room: Desk, client_of: Callable[..., Client]) -> None:
    section("vi")
    page = client_of(room.duyet).get(ADDRESS).text
    assert "/admin/pages/add/" not in page
    assert "Tài khoản chưa được giao viết cho đơn vị nào" in page


def test_a_portal_without_sections_says_so(room: Desk, client_of: Callable[..., Client]) -> None:
    with raw_writes("a portal whose sections were all taken away"):
        SectionPage.objects.all().delete()
    page = client_of(room.viet).get(ADDRESS).text
    assert "Chưa có chuyên mục nào nhận tin, bài" in page


# -- places and tasks ------------------------------------------------------------------------------


@pytest.fixture
def old_district(province: Province) -> Place:
    with raw_writes("a district that ended"):
        return Place.objects.create(
            code="huyen-cu", name_vi="Huyện Cũ", level=Place.Level.DISTRICT, parent=province.place,
            valid_until=date(2025, 7, 1),
        )  # fmt: skip


def test_places_of_the_office_come_first_and_past_names_last(room: Desk, old_district: Place) -> None:
    found = choosing.places_on(date(2026, 3, 1))
    (own, inside), *_ = found.own.items()
    assert own is not None
    assert inside[0] == own
    assert {room.province.commune_a.place, room.province.commune_b.place} <= set(inside)
    assert old_district not in inside
    assert found.past[0] == old_district
    assert own not in found.others


def test_a_place_counts_as_it_was_on_the_day_of_the_item(room: Desk, old_district: Place) -> None:
    found = choosing.places_on(date(2024, 3, 1))
    assert old_district in [place for inside in found.own.values() for place in inside]


def test_places_are_one_question(room: Desk, old_district: Place, django_assert_num_queries: Any) -> None:
    with django_assert_num_queries(1):
        choosing.places_on(date(2026, 3, 1))


def _form(page: Any, user: Any) -> Any:
    return type(page).get_edit_handler().get_form_class()(instance=page, parent_page=page.get_parent(), for_user=user)


def test_the_form_groups_places_and_says_until_when_a_name_was_used(room: Desk, old_district: Place) -> None:
    shown = str(_form(draft(room), room.viet)["place"])
    assert "<optgroup" in shown
    assert "Huyện Cũ (đến 30/06/2025)" in shown
    then = str(_form(draft(room, title="Xưa", event_at=datetime(2024, 3, 1, tzinfo=UTC)), room.viet)["place"])
    assert "Huyện Cũ (đến" not in then
    assert "Huyện Cũ" in then


def test_tasks_stand_under_their_plans_with_the_day_they_are_due(room: Desk) -> None:
    year = timezone.localdate().year
    with raw_writes("a plan of this year and one that has ended"):
        for code, state, first in (("nay", Programme.State.SIGNED, year), ("xua", Programme.State.ENDED, year - 5)):
            plan = Programme.objects.create(
                code=code, name_vi=f"Kế hoạch {code}", type=Programme.Type.PLAN, state=state,
                starts_on=date(first, 1, 1), ends_on=date(first, 12, 31),
            )  # fmt: skip
            Task.objects.create(
                code=f"viec-{code}", name_vi="Đón đoàn " + "rất dài " * 20, number="II.1", programme=plan,
                lead_agency=room.province.commune_b, due_on=date(first, 12, 15),
            )  # fmt: skip
    shown = str(_form(draft(room), room.viet)["task"])
    assert '<optgroup label="Kế hoạch nay">' in shown
    assert f"hạn 15/12/{year}" in shown
    assert "viec-xua" not in shown
    assert max(len(line) for line in shown.splitlines()) < 220
    kept = draft(room, title="Cũ", task=Task.objects.get(code="viec-xua"))
    assert 'value="viec-xua" selected' in str(_form(kept, room.viet)["task"])


# -- versions in other languages -------------------------------------------------------------------


def test_a_version_begins_with_the_newest_text_and_is_a_draft_of_its_own(room: Desk) -> None:
    section("lo")
    page = publish(draft(room, title="Chợ biên giới", slug="cho-bien-gioi", go_live_at=None), room)
    page.title = "Chợ biên giới mở cửa"
    page.save_revision(user=room.viet)

    made = fresh(actions.begin_version(page, "lo", by=room.dich))
    assert (made.title, made.slug, made.language) == ("Chợ biên giới mở cửa", "cho-bien-gioi", "lo")
    assert made.translation_key == page.translation_key
    assert made.get_parent().specific.translation_key == page.get_parent().specific.translation_key
    assert (made.live, made.listed_at, made.first_published_at, made.owner) == (False, None, None, room.dich)
    assert (made.origin, made.agency_id) == (Origin.TRANSLATED, page.agency_id)
    assert [source.text for source in made.sources.all()] == ["UBND xã An Bình"]
    assert made.latest_revision is not None
    assert actions.begin_version(page, "lo", by=room.viet).pk == made.pk


def test_a_language_without_a_section_is_refused(room: Desk) -> None:
    page = draft(room)
    with pytest.raises(actions.NotNow):
        actions.begin_version(page, "km", by=room.viet)
    assert ContentPage.objects.count() == 1


def test_a_version_is_begun_on_the_page_of_the_item(room: Desk, client_of: Callable[..., Client]) -> None:
    page = draft(room)
    client, address = client_of(room.dich), reverse("newsroom:item", args=[page.pk])
    assert "Bắt đầu dịch" in client.get(address).text
    begun = client.post(reverse("newsroom:begin_version", args=[page.pk]), {"language": "en"})
    made = ContentPage.objects.get(language="en")
    assert begun.headers["Location"] == reverse("wagtailadmin_pages:edit", args=[made.pk])
    assert client.get(begun.headers["Location"]).status_code == 200
    assert '<option value="en">' not in client.get(address).text
    refused = client.post(reverse("newsroom:begin_version", args=[page.pk]), {"language": "xx"}, follow=True)
    assert "Cổng chưa có chuyên mục này bằng ngôn ngữ đó" in refused.text
    assert "Bắt đầu dịch" not in client_of(room.duyet).get(address).text


def test_a_version_that_nobody_translated_cannot_be_approved(room: Desk) -> None:
    section("lo")
    said = "Năm phóng viên, một phiên chợ, và quy tắc duy nhất là hỏi trước khi chụp."
    made = fresh(actions.begin_version(draft(room, standfirst=said), "lo", by=room.dich))
    tick_all(made, by=room.dich)

    assert [point.code for point in ChecklistPoint.objects.open_of(made)] == ["translated"]

    made.standfirst = "ນັກຂ່າວຫ້າຄົນ ຕະຫຼາດໜຶ່ງແຫ່ງ ແລະກົດລະບຽບດຽວຄືຖາມກ່ອນຖ່າຍຮູບ"
    made.save_revision(user=room.dich)
    tick_all(made, by=room.dich)
    assert ChecklistPoint.objects.open_of(made) == []
