"""Wagtail's editor as a part of the office: who comes in, what is closed, how it looks."""

import re
from collections.abc import Callable

import pytest
from django.contrib.auth.models import Group, Permission
from django.test import Client
from wagtail.images import get_image_model
from wagtail.images.tests.utils import get_test_image_file
from wagtail.models import Collection, Page, Task, Workflow
from wagtail.users.models import UserProfile

from lantoa.core.people import actions as people
from lantoa.core.people.models import Post, Role, User
from lantoa.desks.newsroom.models import Article
from lantoa.doors.office.wagtail_hooks import STYLES
from tests.desks.content import add, section
from tests.factories import Province
from tests.write_guard import raw_writes

pytestmark = pytest.mark.django_db

WITHIN = [Role.EDITOR, Role.TRANSLATOR, Role.REVIEWER, Role.PRESS_OFFICER, Role.SECRETARIAT, Role.ADMINISTRATOR]
OUTSIDE = [Role.FOCAL_POINT, Role.LEADER, Role.ANALYST, Role.AUDITOR]


def _holder(province: Province, role: Role) -> User:
    return people.add_user(f"nguoi-{role}", "Người thử", password=None, posts=[(province.committee, role)])


# -- who comes in ----------------------------------------------------------------------------------


def test_every_role_is_within_or_outside() -> None:
    assert {*WITHIN, *OUTSIDE} == set(Role)


@pytest.mark.parametrize("role", WITHIN)
def test_who_makes_pages_comes_in(province: Province, client_of: Callable[..., Client], role: Role) -> None:
    client = client_of(_holder(province, role))
    assert client.get("/admin/").status_code == 200
    # Who reviews keeps no library: pictures and documents are looked at where they stand.
    library = 302 if role == Role.REVIEWER else 200
    assert [client.get(path).status_code for path in ("/admin/images/", "/admin/documents/")] == [library] * 2
    assert "/admin/" in client.get("/office/").text


@pytest.mark.parametrize("role", OUTSIDE)
def test_others_get_the_refusal_of_the_office(province: Province, client_of: Callable[..., Client], role: Role) -> None:
    client = client_of(_holder(province, role))
    refused = client.get("/admin/", follow=True)
    assert refused.status_code == 403
    assert "Trang này không dành cho tài khoản đang dùng" in refused.text
    assert 'href="/admin/"' not in client.get("/office/").text


def test_a_post_that_ended_lets_nobody_in(province: Province, client_of: Callable[..., Client]) -> None:
    editor = province.editor
    assert client_of(editor).get("/admin/").status_code == 200
    with raw_writes("a post that ended by its own date, with nobody at work that day"):
        Post.objects.filter(user=editor).update(until=Post.objects.get(user=editor).since)
    assert client_of(editor).get("/admin/", follow=True).status_code == 403


def test_groups_give_nothing(province: Province, client_of: Callable[..., Client]) -> None:
    with raw_writes("what an administrator could do on the command line"):
        group = Group.objects.create(name="Nhóm")
        group.permissions.set(Permission.objects.all())
        province.an.groups.add(group)
    assert not User.objects.get(pk=province.an.pk).has_perm("wagtailadmin.access_admin")
    assert client_of(province.an).get("/admin/", follow=True).status_code == 403


def test_who_reviews_chooses_pictures_and_adds_none(province: Province, client_of: Callable[..., Client]) -> None:
    reviewer, translator = _holder(province, Role.REVIEWER), _holder(province, Role.TRANSLATOR)
    for path in ("/admin/images/add/", "/admin/documents/add/", "/admin/images/multiple/add/"):
        assert client_of(translator).get(path).status_code == 200
        assert client_of(reviewer).get(path).headers["Location"] == "/admin/"
    assert client_of(reviewer).get("/admin/images/chooser/").status_code == 200


def test_a_picture_is_changed_by_who_added_it_and_by_the_secretariat(
    province: Province, client_of: Callable[..., Client]
) -> None:
    other = _holder(province, Role.PRESS_OFFICER)
    picture = get_image_model().objects.create(
        title="Ruộng bậc thang", file=get_test_image_file(), uploaded_by_user=province.editor
    )
    path = f"/admin/images/{picture.pk}/"
    opens = {name: client_of(who).get(path).status_code == 200 for name, who in {
        "the one who added it": province.editor, "another": other, "secretariat": province.lan,
    }.items()}  # fmt: skip
    assert opens == {"the one who added it": True, "another": False, "secretariat": True}
    assert "Ruộng bậc thang" in client_of(other).get("/admin/images/chooser/").json()["html"]


# -- what is closed --------------------------------------------------------------------------------

CLOSED = [
    "/admin/users/", "/admin/users/new/", "/admin/groups/", "/admin/groups/new/", "/admin/workflows/list/",
    "/admin/workflows/add/", "/admin/workflows/tasks/index/", "/admin/workflows/edit/1/",
    "/admin/reports/site-history/", "/admin/reports/site-history/results/",
    "/admin/reports/page-types-usage/", "/admin/reports/page-types-usage/results/",
]  # fmt: skip


@pytest.mark.parametrize("path", CLOSED)
def test_accounts_groups_and_ways_of_approval_are_closed_to_all(
    province: Province, client_of: Callable[..., Client], path: str
) -> None:
    assert province.administrator.is_superuser
    for person in (province.administrator, province.lan, province.editor):
        client = client_of(person)
        assert client.get(path).status_code == 403
        assert client.post(path, {"name": "Nhóm"}).status_code == 403


@pytest.mark.parametrize("path", ["/admin/sites/", "/admin/redirects/", "/admin/collections/", "/admin/sites/new/"])
def test_sites_redirects_and_folders_are_the_administrators(
    province: Province, client_of: Callable[..., Client], path: str
) -> None:
    assert client_of(province.administrator).get(path).status_code == 200
    for person in (province.lan, province.editor):
        assert client_of(person).get(path).headers["Location"] == "/admin/"


def test_the_menu_offers_the_way_back_and_nothing_closed(province: Province, client_of: Callable[..., Client]) -> None:
    page = client_of(province.administrator).get("/admin/").text
    assert "Về trang làm việc" in _unescaped(page)
    assert "/admin/sites/" in page
    for closed in (
        "/admin/users/",
        "/admin/groups/",
        "/admin/workflows/list",
        "/admin/reports/site-history/",
        "/admin/reports/page-types-usage/",
        "guide.wagtail.org",
    ):
        assert closed not in page
    assert "/admin/sites/" not in client_of(province.editor).get("/admin/").text


def _unescaped(page: str) -> str:
    return re.sub(r"\\u([0-9a-f]{4})", lambda match: chr(int(match[1], 16)), page)


def test_the_account_page_is_the_offices(province: Province, client_of: Callable[..., Client]) -> None:
    assert client_of(province.editor).get("/admin/account/").headers["Location"] == "/office/"


# -- one language ----------------------------------------------------------------------------------


def test_the_editor_speaks_the_language_of_the_office(province: Province, client_of: Callable[..., Client]) -> None:
    client = client_of(province.editor)
    UserProfile.get_for_user(province.editor)  # made by Wagtail as soon as somebody folds its sidebar
    assert '<html lang="vi"' in client.get("/admin/").text
    assert "newcatalog" in client.get("/admin/jsi18n/").text
    client.post("/office/language/", {"language": "en"})
    english = client.get("/admin/").text
    assert '<html lang="en"' in english
    assert "Back to the office" in english
    assert "newcatalog" not in client.get("/admin/jsi18n/").text


# -- its look --------------------------------------------------------------------------------------


def test_the_editor_wears_the_offices_look(province: Province, client_of: Callable[..., Client]) -> None:
    page = client_of(province.editor).get("/admin/").text
    assert [name in page for name in (*STYLES, "office/admin.js")] == [True] * 4
    assert re.search(r"<title>\s*Tổng quan\s+- Lan Tỏa</title>", page)
    assert "lantoa/img/mark.svg" in page
    assert "wagtailadmin/images/favicon.ico" not in page


def test_its_first_page_counts_nothing_that_one_may_not_open(
    province: Province, client_of: Callable[..., Client]
) -> None:
    page = client_of(province.editor).get("/admin/").text
    assert "Trang và tư liệu" in page
    assert "w-summary" not in page


def test_a_new_page_is_saved_by_a_person_and_not_before(province: Province, client_of: Callable[..., Client]) -> None:
    shelf = section("vi")
    page = client_of(province.lan).get(f"/admin/pages/add/newsroom/article/{shelf.pk}/").text
    assert "data-kept-for" in page
    assert "w-autosave#save" not in page
    assert "w-autosave#save" in client_of(province.lan).get(f"/admin/pages/{shelf.pk}/edit/").text


_FRENCH = '<span lang="fr">Français</span>'


def test_a_page_says_in_which_language_it_is(province: Province, client_of: Callable[..., Client]) -> None:
    """Where it is written, where a new one begins, and over the list of what stands under it."""
    shelf, vietnamese, client = section("fr"), section("vi"), client_of(province.lan)
    item = add(Article, province.commune_a, title="Forum", language="fr")
    for path in (f"{item.pk}/edit/", f"add/newsroom/article/{shelf.pk}/", f"{shelf.pk}/edit/", f"{shelf.pk}/"):
        assert _FRENCH in client.get(f"/admin/pages/{path}").text, path
    assert '<span lang="vi">Tiếng Việt</span>' in client.get(f"/admin/pages/{vietnamese.pk}/").text
    found = client.get(f"/admin/pages/{vietnamese.pk}/results/", {"q": "Forum", "search_all": "1"}).text
    assert "Forum" in found
    assert re.search(r"w-status--label[^>]*>\s*Français", found)


def test_over_the_homes_nobody_is_warned_of_what_nobody_can_make(
    province: Province, client_of: Callable[..., Client]
) -> None:
    section("vi")
    for person in (province.lan, province.editor):
        page = client_of(person).get("/admin/pages/", follow=True).text
        assert "Trang chủ" in page
        assert "không có địa chỉ nào" not in page


# -- what Wagtail's migrations leave ---------------------------------------------------------------


def test_nothing_of_wagtails_own_groups_and_names_is_left() -> None:
    assert list(Group.objects.filter(name__in=["Moderators", "Editors"])) == []
    assert list(Workflow.objects.filter(name="Moderators approval")) == []
    assert list(Task.objects.filter(name="Moderators approval")) == []
    assert list(Collection.objects.filter(depth=1).values_list("name", flat=True)) == ["Kho tư liệu"]
    assert list(Page.objects.filter(depth=1).values_list("title", flat=True)) == ["Cổng thông tin"]
