"""Who sees and changes which pages in Wagtail's admin: asked of its own policy and of every page."""

from collections.abc import Iterable
from datetime import date
from typing import Any

import pytest
from wagtail.models import Page
from wagtail.permission_policies.pages import PagePermissionPolicy
from wagtail.permissions import page_permission_policy

from lantoa.core.people.models import Post, User
from lantoa.desks.newsroom import queries
from lantoa.doors.portal.models import HomePage, SectionPage
from tests.desks import content
from tests.desks.newsroom.desk import Desk, draft, fresh, publish
from tests.write_guard import raw_writes

pytestmark = pytest.mark.django_db


def _people(room: Desk) -> dict[str, User]:
    return {
        "viet": room.viet, "duyet": room.duyet, "dich": room.dich, "khac": room.khac, "lan": room.province.lan,
        "leader": room.province.leader, "an": room.province.an, "administrator": room.province.administrator,
    }  # fmt: skip


def _who(room: Desk, page: Page, *acts: str) -> set[str]:
    return {
        name
        for name, user in _people(room).items()
        if all(getattr(page.permissions_for_user(user), act)() for act in acts)
    }


_OWN = {"viet", "dich", "duyet", "lan", "administrator"}
_STEWARDS = {"lan", "administrator"}


def test_a_draft_is_open_to_its_agency_and_the_secretariat(room: Desk) -> None:
    page = draft(room)
    for asked in (page, Page.objects.get(pk=page.pk)):  # many views do not know its kind
        assert _who(room, asked, "can_edit") == _OWN
        assert _who(room, asked, "can_view_revisions", "can_copy", "can_move", "can_delete", "can_lock") == _OWN
        assert _who(room, asked, "can_submit_for_moderation") == _OWN - {"duyet"}
        assert _who(room, asked, "can_unschedule") == {"duyet", *_STEWARDS}


@pytest.mark.parametrize("act", ["can_publish", "can_unpublish", "can_set_view_restrictions", "can_publish_subpage"])
def test_nobody_publishes_an_item_with_a_button(room: Desk, act: str) -> None:
    page = draft(room)
    assert _who(room, page, act) == set()
    assert _who(room, publish(page, room), act) == set()


def test_what_readers_saw_is_deleted_by_nobody_and_moved_by_the_secretariat(room: Desk) -> None:
    page = publish(draft(room), room)
    assert _who(room, page, "can_delete") == set()
    assert _who(room, page, "can_move") == _STEWARDS
    page.unpublish()
    assert _who(room, fresh(page), "can_delete") == set()


def test_an_item_moves_to_another_section_and_not_under_a_home(room: Desk) -> None:
    page = draft(room)
    events, home = SectionPage.objects.get(locale__language_code="vi", code="events"), HomePage.objects.first()
    may = page.permissions_for_user(room.viet)
    assert (may.can_move_to(events), may.can_move_to(home), may.can_copy_to(events)) == (True, False, True)
    assert not page.permissions_for_user(room.khac).can_copy_to(events)
    abroad = content.section("en")
    assert (may.can_move_to(abroad), may.can_copy_to(abroad)) == (False, False)


def test_a_section_is_kept_by_the_secretariat_and_filled_by_writers(room: Desk) -> None:
    section = SectionPage.objects.get(locale__language_code="vi", code="news")
    assert _who(room, section, "can_edit", "can_publish") == _STEWARDS
    assert _who(room, section, "can_add_subpage") == {"viet", "dich", "khac", *_STEWARDS}
    acts = ("can_delete", "can_unpublish", "can_move", "can_copy", "can_publish_subpage", "can_submit_for_moderation")
    assert [_who(room, section, act) for act in acts] == [set()] * len(acts)


def test_a_home_is_kept_by_the_secretariat(room: Desk) -> None:
    home = HomePage.objects.get(locale__language_code="vi")
    for act in ("can_edit", "can_publish", "can_add_subpage", "can_publish_subpage", "can_reorder_children"):
        assert _who(room, home, act) == _STEWARDS, act
    assert _who(room, home, "can_delete") == _who(room, home, "can_unpublish") == set()


def test_a_post_that_ended_opens_nothing(room: Desk) -> None:
    page = draft(room)
    with raw_writes("time passes"):
        Post.objects.filter(user=room.viet).update(until=date(2020, 1, 1))
    former = User.objects.get(pk=room.viet.pk)
    assert not page.permissions_for_user(former).can_edit()
    assert list(queries.pages_explored_by(former)) == []


def _titles(pages: Iterable[Any]) -> list[str]:
    return sorted(page.title for page in pages if page.depth > 3)


def test_lists_show_a_writer_the_own_agency_alone(room: Desk) -> None:
    draft(room, title="Của An Bình")
    for policy in (page_permission_policy, PagePermissionPolicy()):  # the API of the admin makes its own
        seen = {name: _titles(policy.explorable_instances(user)) for name, user in _people(room).items()}
        mine = ["Của An Bình"]
        assert seen == {
            "viet": mine, "duyet": mine, "dich": mine, "lan": mine, "administrator": mine,
            "khac": [], "leader": [], "an": [],
        }  # fmt: skip
        changed = policy.instances_user_has_permission_for(room.khac, "change")
        assert list(changed) == []
        assert _titles(policy.instances_user_has_permission_for(room.viet, "change")) == mine
        assert policy.explorable_root_instance(room.khac).depth == 1
        assert policy.explorable_root_instance(room.province.an) is None


def test_a_link_may_lead_to_what_is_public_of_others_and_to_own_drafts(room: Desk) -> None:
    draft(room, title="Nháp của An Bình", slug="nhap")
    publish(draft(room, title="Bài đã đăng", slug="da-dang"), room)
    assert _titles(queries.pages_chosen_by(room.khac)) == ["Bài đã đăng"]
    assert _titles(queries.pages_chosen_by(room.viet)) == ["Bài đã đăng", "Nháp của An Bình"]


def test_wagtail_asks_whom_to_tell(room: Desk) -> None:
    page = draft(room)
    told = page_permission_policy.users_with_any_permission_for_instance({"change"}, page)
    assert {user.username for user in told} == {"viet", "dich", "duyet", "doan", "lan", "quan"}
    assert page_permission_policy.user_has_permission_for_instance(room.viet, "change", page)
    assert not page_permission_policy.user_has_permission_for_instance(room.khac, "change", page)
    assert not page_permission_policy.user_has_permission(room.duyet, "add")
