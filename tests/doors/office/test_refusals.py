"""Addresses of Wagtail's editor that our rights close: each says why, and what to do instead."""

from collections.abc import Callable

import pytest
from django.test import Client
from django.urls import reverse

from lantoa.doors.portal.models import SectionPage
from tests.desks.newsroom.desk import Desk, desk, draft, publish
from tests.factories import Province

pytestmark = pytest.mark.django_db
SignIn = Callable[..., Client]


@pytest.fixture
def room(province: Province) -> Desk:
    return desk(province)


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("delete", "Withdraw it instead"),
        ("unpublish", "its address shows why"),
        ("set_privacy", "A page is public, or it is a draft"),
        ("move", "Readers know its address"),
    ],
)
def test_what_readers_saw_is_refused_with_a_reason(room: Desk, client_of: SignIn, name: str, said: str) -> None:
    page = publish(draft(room), room)
    client = client_of(room.viet)
    client.cookies["lantoa_language"] = "en"
    refused = client.get(reverse(f"wagtailadmin_pages:{name}", args=[page.pk]))
    assert (refused.status_code, said in refused.text) == (403, True)
    assert reverse("newsroom:item", args=[page.pk]) in refused.text


def test_a_draft_of_the_own_agency_is_deleted_as_before(room: Desk, client_of: SignIn) -> None:
    page = draft(room)
    assert client_of(room.viet).get(reverse("wagtailadmin_pages:delete", args=[page.pk])).status_code == 200


def test_another_agencys_page_is_refused_without_a_way_to_it(room: Desk, client_of: SignIn) -> None:
    page = draft(room)
    for name in ("edit", "delete", "copy"):
        refused = client_of(room.khac).get(reverse(f"wagtailadmin_pages:{name}", args=[page.pk]))
        assert (refused.status_code, "Bài này của đơn vị khác" in refused.text) == (403, True)
        assert reverse("newsroom:item", args=[page.pk]) not in refused.text


@pytest.mark.parametrize("script", [{}, {"X-Requested-With": "XMLHttpRequest"}])
def test_how_a_draft_of_another_agency_is_called_is_said_by_no_address_of_the_editor(
    room: Desk, client_of: SignIn, script: dict[str, str]
) -> None:
    secret, own = draft(room, title="Gala 2027"), draft(room, title="Chợ")
    own.agency = room.province.commune_b
    own.save()
    section = secret.get_parent().pk
    admin, bulk = "/admin/pages", "/admin/bulk/wagtailcore/page"
    addresses = [
        *(f"{admin}/{secret.pk}/{name}" for name in ("", "results/", "edit/", "copy/", "usage/", "history/", "move/")),
        f"{admin}/add/newsroom/article/{secret.pk}/", f"/admin/choose-page/{secret.pk}/",
        f"/admin/choose-page/chosen-multiple/?id={own.pk}&id={secret.pk}", f"{bulk}/delete/?id={own.pk}&id={secret.pk}",
        f"{bulk}/move/?id=all&childOf={section}", f"{bulk}/publish/?id=all&childOf={section}&q=Gala",
        f"{admin}/{own.pk}/move/{secret.pk}/confirm/", f"{admin}/{section}/", "/admin/reports/page-types-usage/",
        "/admin/reports/aging-pages/", "/admin/choose-page/search/?q=Gala",
    ]  # fmt: skip
    theirs, ours = client_of(room.khac), client_of(room.viet)
    told = [url for url in addresses if "Gala 2027" in theirs.get(url, headers=script, follow=True).text]
    assert told == []
    assert "Gala 2027" in ours.get(addresses[0]).text
    assert "Chợ" in theirs.get(f"{bulk}/delete/?id=all&childOf={section}").text


def test_a_section_is_neither_deleted_nor_copied(room: Desk, client_of: SignIn) -> None:
    section = SectionPage.objects.get(locale__language_code="vi", code="news")
    client = client_of(room.province.lan)
    for name, said in {"delete": "không xóa", "copy": "chỉ có một lần", "unpublish": "vẫn công khai"}.items():
        refused = client.get(reverse(f"wagtailadmin_pages:{name}", args=[section.pk]))
        assert (refused.status_code, said in refused.text) == (403, True)


def test_a_visitor_and_a_page_that_is_not_there_get_what_they_always_got(room: Desk, client_of: SignIn) -> None:
    page = draft(room)
    assert Client().get(reverse("wagtailadmin_pages:delete", args=[page.pk])).status_code == 302
    assert client_of(room.viet).get(reverse("wagtailadmin_pages:delete", args=[10**6])).status_code == 404


def test_what_is_sent_without_a_sign_in_leads_back_to_its_page(room: Desk, client_of: SignIn) -> None:
    """Not to where it was sent, which opens nothing; and it is said that nothing was saved."""
    page = draft(room)
    edit, images = reverse("wagtailadmin_pages:edit", args=[page.pk]), reverse("wagtailimages:add")
    sent = {
        reverse("wagtailadmin_pages:lock", args=[page.pk]): edit,
        edit: edit,
        images: images,
        reverse("wagtaildocs:delete_multiple", args=[1]): reverse("wagtaildocs:add_multiple"),
    }
    for address, shown in sent.items():
        client = client_of(room.viet)
        client.logout()
        headers = {"referer": f"http://testserver{shown}", "accept": "text/html"}
        said = client.post(address, {"title": "Ảnh"}, headers=headers, follow=True)
        assert said.redirect_chain == [(f"{reverse('account_login')}?next={shown}", 302)], address
        assert "chưa được lưu" in said.text
    page.refresh_from_db()
    assert not page.locked


def test_several_files_sent_without_a_sign_in_are_not_called_a_failure_of_the_server() -> None:
    for name in ("wagtailimages:add_multiple", "wagtaildocs:add_multiple"):
        said = Client().post(reverse(name), headers={"x-requested-with": "XMLHttpRequest"})
        assert (said.status_code, said.json()["success"]) == (200, False)
        assert "đăng nhập" in said.json()["error_message"]


def test_what_is_saved_while_one_types_says_that_the_sign_in_ended(room: Desk, client_of: SignIn) -> None:
    page = draft(room)
    client = client_of(room.viet)
    client.logout()
    said = client.post(reverse("wagtailadmin_pages:edit", args=[page.pk]), headers={"accept": "application/json"})
    assert (said.status_code, said.json()["success"]) == (403, False)
    assert "trình duyệt này" in said.json()["error_message"]
    again = client.post(reverse("wagtailadmin_pages:edit", args=[page.pk]), headers={"accept": "text/html"})
    assert again.status_code == 302
