"""What the editor of an item adds to Wagtail's."""

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from django.conf import settings
from django.test import Client
from django.urls import reverse
from django.utils import timezone, translation
from wagtail.models import Page

from lantoa.core.people.models import User
from lantoa.desks.newsroom.models import PressRelease
from tests.desks.content import section
from tests.desks.newsroom.desk import Desk, draft

pytestmark = pytest.mark.django_db


# What the browser sends of a body, sources and comments where there are none.
_EMPTY = {"body-count": "0"} | {
    f"{prefix}-{name}": "0" for prefix in ("sources", "comments") for name in ("TOTAL_FORMS", "INITIAL_FORMS")
}


def _form(page: Page, user: User, **data: Any) -> Any:
    form_class = type(page).get_edit_handler().get_form_class()
    return form_class(_EMPTY | data, instance=page, parent_page=page.get_parent(), for_user=user)


def _said(page: Page, user: User, **moments: Any) -> dict[str, Any]:
    here = {
        name: timezone.localtime(moment).strftime("%d/%m/%Y %H:%M") if moment else ""
        for name, moment in moments.items()
    }
    form = _form(page, user, title=page.title, slug=page.slug, **here)
    return {name: form.errors[name] for name in moments if name in form.errors}


def _in(**span: int) -> Any:
    return timezone.now() + timedelta(**span)


def test_a_moment_nearer_than_can_be_kept_is_refused(room: Desk) -> None:
    page = draft(room)
    assert _said(page, room.viet, go_live_at=_in(minutes=1)).keys() == {"go_live_at"}
    assert _said(page, room.viet, go_live_at=_in(days=-1)).keys() == {"go_live_at"}
    assert _said(page, room.viet, go_live_at=_in(minutes=10)) == {}


def test_a_moment_that_was_set_before_does_not_hold_up_a_later_save(room: Desk) -> None:
    past = _in(days=-3).replace(second=0, microsecond=0)
    page = draft(room, go_live_at=past)
    assert _said(page, room.viet, go_live_at=past) == {}


def test_an_hour_of_a_release_that_cannot_be_kept_is_refused(room: Desk) -> None:
    page = draft(room, PressRelease, title="Thông cáo")
    assert _said(page, room.viet, embargo_until=_in(minutes=1)).keys() == {"embargo_until"}
    assert _said(page, room.viet, embargo_until=_in(minutes=10)) == {}
    past = _in(days=-3).replace(second=0, microsecond=0)
    assert _said(draft(room, PressRelease, title="Cũ", embargo_until=past), room.viet, embargo_until=past) == {}


def test_a_section_too_is_planned_for_a_moment_that_can_be_kept(room: Desk) -> None:
    page = section("vi")
    for shelf in (page, page.get_parent().specific):
        assert _said(shelf, room.province.lan, go_live_at=_in(minutes=1)).keys() == {"go_live_at"}
        assert _said(shelf, room.province.lan, go_live_at=_in(minutes=10)) == {}


def test_nothing_ends_by_a_date_and_nobody_is_asked_for_one(room: Desk) -> None:
    form = _form(draft(room), room.viet)
    assert "go_live_at" in form.fields
    assert "expire_at" not in form.fields


@pytest.mark.parametrize("language", ["vi", "en"])
def test_a_day_is_written_and_read_with_the_day_first(room: Desk, language: str) -> None:
    with translation.override(language):
        typed = _form(draft(room), room.viet, title="x", slug="x", event_at="03/11/2026 08:30")
        typed.is_valid()
        assert timezone.localtime(typed.cleaned_data["event_at"]).date() == date(2026, 11, 3)
        page = draft(room, title="Khác", event_at=datetime(2026, 11, 3, 1, 30, tzinfo=UTC))
        assert 'value="03/11/2026 08:30"' in str(_form(page, room.viet, event_at="03/11/2026 08:30")["event_at"])
        american = _form(page, room.viet, title="x", slug="x", event_at="11/23/2026 08:30")
        assert "event_at" in american.errors


def test_the_last_part_of_an_address_is_shown_with_the_address_of_this_portal(room: Desk) -> None:
    page = draft(room)
    said = str(_form(page, room.viet).fields["slug"].help_text)
    assert f"{settings.PUBLIC_URL}/vi/tin-tuc/" in said
    home = page.get_parent().get_parent().specific
    assert settings.PUBLIC_URL in str(_form(home, room.province.lan).fields["slug"].help_text)


def test_a_release_is_not_scheduled_before_its_hour(room: Desk) -> None:
    page = draft(room, PressRelease, title="Thông cáo")
    assert _said(page, room.viet, go_live_at=_in(hours=1), embargo_until=_in(hours=2)).keys() == {"go_live_at"}
    assert _said(page, room.viet, go_live_at=_in(hours=3), embargo_until=_in(hours=2)) == {}


def test_a_writer_writes_for_the_own_agency_which_is_chosen_already(room: Desk) -> None:
    page = PressRelease(locale=section("vi").locale)
    form_class = PressRelease.get_edit_handler().get_form_class()
    own = form_class(instance=page, parent_page=section("vi"), for_user=room.viet)
    assert [agency.code for agency in own.fields["agency"].queryset] == ["xa-an-binh"]
    assert own.initial["agency"] == "xa-an-binh"
    every = form_class(instance=page, parent_page=section("vi"), for_user=room.province.lan)
    assert every.fields["agency"].queryset.count() == 3


def test_an_item_is_not_given_to_an_agency_that_one_does_not_write_for(room: Desk) -> None:
    form = _form(draft(room), room.viet, title="x", slug="x", agency="xa-binh-minh")
    assert "agency" in form.errors


_TEXT = {
    "body-count": "1", "body-0-type": "text", "body-0-order": "0", "body-0-deleted": "", "body-0-id": "",
    "body-0-value": "null",
}  # fmt: skip


@pytest.mark.parametrize(
    "wrong",
    [
        {"body-0-value": "1"}, {"body-0-value": "không phải JSON"}, {"body-0-value": '{"blocks": 5}'},
        {"body-0-value": "[" * 20_000}, {"body-count": "²"}, {"body-count": "99999999"}, {"body-0-order": ""},
        {"body-0-type": "facts"},
    ],
)  # fmt: skip
def test_a_body_that_no_editor_sends_is_refused_and_nothing_is_saved(
    wrong: dict[str, str], room: Desk, client_of: Callable[..., Client]
) -> None:
    page = draft(room, title="Như cũ")
    address, sent = reverse("wagtailadmin_pages:edit", args=[page.pk]), _EMPTY | _TEXT | {"title": "Khác"}
    client = client_of(room.viet)
    client.raise_request_exception = False
    assert client.post(address, sent).status_code == 200  # a form that came back

    assert client.post(address, sent | wrong).status_code == 400
    assert page.revisions.count() == 1
    assert page.get_latest_revision_as_object().title == "Như cũ"


@pytest.mark.parametrize(
    ("typed", "kept"),
    [("đoàn-nhà-báo-lào", "doan-nha-bao-lao"), ("trồng-2026", "trong-2026"), ("新闻", "新闻")],
)
def test_a_new_address_has_no_marks_on_latin_letters(room: Desk, typed: str, kept: str) -> None:
    form = _form(draft(room), room.viet, title="x", slug=typed)
    form.is_valid()
    assert form.cleaned_data["slug"] == kept


LAO = "ຂ່າວຈາກແຂວງຊາຍແດນ"


def test_a_title_whose_script_no_address_keeps_borrows_that_of_its_version(room: Desk) -> None:
    first = draft(room, title="Khai trương chợ biên giới")
    section("lo")
    other = draft(room, title=LAO, language="lo", slug="", translation_key=first.translation_key)
    assert other.slug == "khai-truong-cho-bien-gioi"
    today = timezone.localdate()
    alone = [draft(room, PressRelease, title=LAO, language="lo", slug="").slug for _time in range(2)]
    assert alone == [f"press-release-{today}", f"press-release-{today}-2"]


def test_the_address_of_a_lao_item_stands_in_its_form_and_can_be_written_otherwise(room: Desk) -> None:
    shelf = section("lo")
    form_class = PressRelease.get_edit_handler().get_form_class()
    new = form_class(instance=PressRelease(locale=shelf.locale), parent_page=shelf, for_user=room.viet)
    made = f"press-release-{timezone.localdate()}"
    assert new.initial["slug"] == made
    assert "allow-unicode" not in str(new["slug"])
    assert "urlify:prevent" not in str(new["slug"])
    for typed, kept in (("tin-bien-gioi", "tin-bien-gioi"), ("", made), ("ລາວ", "ລາວ")):
        data = _EMPTY | {"title": LAO, "slug": typed}
        page = PressRelease(locale=shelf.locale)
        form = form_class(data, instance=page, parent_page=shelf, for_user=room.viet)
        form.is_valid()
        assert form.cleaned_data["slug"] == kept


def test_a_new_item_that_is_called_as_another_one_is_saved_beside_it(room: Desk) -> None:
    taken = draft(room, PressRelease, title="Chợ mới")
    form_class = PressRelease.get_edit_handler().get_form_class()
    data = _EMPTY | {"title": "Chợ mới", "slug": "cho-moi"}
    page, shelf = PressRelease(locale=taken.locale), taken.get_parent()
    new = form_class(data, instance=page, parent_page=shelf, for_user=room.viet)
    new.is_valid()
    assert new.cleaned_data["slug"] == "cho-moi-2"
    other = _form(draft(room, PressRelease, title="Khác"), room.viet, title="Khác", slug="cho-moi")
    assert "slug" in other.errors


def test_an_address_left_empty_is_made_of_the_title(room: Desk) -> None:
    taken = draft(room, title="Chợ mới")
    form = _form(draft(room, title="x"), room.viet, title="Chợ mới", slug="")
    form.is_valid()
    assert form.cleaned_data["slug"] == f"{taken.slug}-2"


def test_an_address_that_was_shared_stays(room: Desk) -> None:
    form = _form(draft(room, slug="đoàn-nhà-báo"), room.viet, title="x", slug="đoàn-nhà-báo")
    form.is_valid()
    assert form.cleaned_data["slug"] == "đoàn-nhà-báo"
    assert "allow-unicode" in str(form["slug"])
    assert "allow-unicode" not in str(_form(draft(room, title="Khác"), room.viet)["slug"])


def test_an_address_made_of_the_title_has_no_marks_and_is_not_taken_twice(room: Desk) -> None:
    taken, new = draft(room, title="Đường đến Sông Xanh", slug=""), draft(room, title="Đường đến Sông Xanh", slug="")
    assert [taken.slug, new.slug] == ["duong-den-song-xanh", "duong-den-song-xanh-2"]


def _copy(page: Page, user: User, parent: Page, slug: str) -> Any:
    data = {"new_title": "Bản sao", "new_slug": slug, "new_parent_page": parent.pk}
    return page.copy_form_class(data, page=page, user=user)


def test_a_copy_gets_an_address_without_marks_that_is_free(room: Desk) -> None:
    page = draft(room, title="Chợ mới")
    assert _copy(page, room.viet, page.get_parent(), "")["new_slug"].initial == "cho-moi-2"
    for typed, made in (("chợ-mới", "cho-moi-2"), ("phiên-chợ-đặc-biệt", "phien-cho-dac-biet")):
        form = _copy(page, room.viet, page.get_parent(), typed)
        assert form.is_valid(), form.errors
        assert form.cleaned_data["new_slug"] == made


def test_a_copy_stays_in_its_language(room: Desk) -> None:
    with translation.override("en"):
        form = _copy(draft(room, title="Chợ mới"), room.viet, section("en"), "cho-moi")
        assert {name: "stays in its language" in said[0] for name, said in form.errors.items()} == {
            "new_parent_page": True
        }
