from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.utils import timezone
from wagtail.models import Workflow, WorkflowState

from lantoa.desks.newsroom import actions
from lantoa.desks.newsroom.models import ChecklistPoint, PressRelease, Review, writers_of
from tests.desks.content import add
from tests.desks.newsroom.desk import Desk, decide, draft, fresh, publish, submit, tick_all

pytestmark = pytest.mark.django_db


def _offered(page: object, user: object) -> list[str]:
    state = fresh(page).current_workflow_state.current_task_state  # type: ignore[arg-type]
    return [name for name, _label, _asks in state.task.specific.get_actions(fresh(page), user)]  # type: ignore[arg-type]


def test_one_workflow_is_seeded_for_every_page(room: Desk) -> None:
    assert [(flow.name, flow.active) for flow in Workflow.objects.filter(active=True)] == [("Người khác duyệt", True)]
    assert [type(task.specific) for task in draft(room).get_workflow().tasks] == [Review]


def test_another_person_approves_and_it_is_public(room: Desk) -> None:
    page = publish(draft(room), room)
    assert (page.live, page.listed_at, page.current_workflow_state) == (True, page.first_published_at, None)


def test_nobody_approves_what_they_had_a_hand_in(room: Desk) -> None:
    page = draft(room)
    tick_all(page, by=room.viet)
    submit(page, by=room.viet)
    lan = room.province.lan
    assert [_offered(page, user) for user in (room.viet, room.dich, room.khac)] == [[], [], []]
    assert _offered(page, room.duyet) == _offered(page, lan) == ["approve", "reject"]
    page.standfirst = "Người duyệt sửa một câu."
    page.save_revision(user=room.duyet)
    tick_all(page, by=room.doan)
    assert writers_of(fresh(page)) == {room.viet.pk, room.duyet.pk}
    assert _offered(page, room.duyet) == []
    with pytest.raises(PermissionDenied):
        decide(fresh(page), "approve", by=room.duyet)
    assert _offered(page, room.doan) == ["approve", "reject"]


def test_the_secretariat_does_not_approve_its_own_text(room: Desk) -> None:
    lan = room.province.lan
    page = draft(room)
    page.save_revision(user=lan)
    tick_all(page, by=lan)
    submit(page, by=lan)
    assert _offered(page, lan) == []
    assert _offered(page, room.province.administrator) == ["approve", "reject"]


def test_who_wrote_an_earlier_published_text_may_approve_the_next(room: Desk) -> None:
    page = draft(room)
    page.save_revision(user=room.doan)
    page = publish(page, room)
    page.standfirst = "Câu mới."
    page.save_revision(user=room.viet)
    assert writers_of(fresh(page)) == {room.viet.pk}


def test_an_open_point_keeps_it_from_being_approved(room: Desk) -> None:
    page = draft(room)
    submit(page, by=room.viet)
    assert _offered(page, room.duyet) == ["reject"]
    with pytest.raises(PermissionDenied):
        decide(fresh(page), "approve", by=room.duyet)
    tick_all(page, by=room.duyet)
    assert _offered(page, room.duyet) == ["approve", "reject"]


def test_ticks_hold_for_the_text_that_was_read(room: Desk) -> None:
    page = draft(room)
    tick_all(page, by=room.viet)
    page.save_revision(user=room.viet)
    assert ChecklistPoint.objects.open_of(page) == []
    page.standfirst = "Một câu khác."
    page.save_revision(user=room.viet)
    assert [point.code for point in ChecklistPoint.objects.open_of(page)] == ["names", "figures", "personal_data"]


def test_an_item_without_sources_has_an_open_point_that_nobody_ticks(room: Desk) -> None:
    page = draft(room)
    page.sources.clear()
    page.save_revision(user=room.viet)
    tick_all(page, by=room.viet)
    assert [point.code for point in ChecklistPoint.objects.open_of(page)] == ["sources"]


def test_to_return_asks_for_a_reason(room: Desk) -> None:
    page = draft(room)
    submit(page, by=room.viet)
    form = Review.objects.get().get_form_for_action("reject")
    assert form({"comment": " "}).errors.keys() == {"comment"}
    with pytest.raises(PermissionDenied):
        decide(fresh(page), "reject", by=room.duyet)
    decide(fresh(page), "reject", by=room.duyet, comment="Thiếu tên người nói.")
    state = WorkflowState.objects.get()
    assert (state.status, state.current_task_state.comment) == ("needs_changes", "Thiếu tên người nói.")
    assert not fresh(page).live


def test_a_reviewer_is_asked_about_the_own_agency_alone(room: Desk) -> None:
    page = draft(room)
    submit(page, by=room.viet)
    task = Review.objects.get()
    counts = {
        user.username: task.get_task_states_user_can_moderate(user).count()
        for user in (room.duyet, room.province.lan, room.viet, room.khac)
    }
    assert counts == {"duyet": 1, "lan": 1, "viet": 0, "khac": 0}


def test_an_embargoed_release_is_not_public_before_its_hour(room: Desk) -> None:
    hour = timezone.now().replace(microsecond=0) + timedelta(hours=5)
    page = draft(room, PressRelease, title="Công bố quy hoạch", embargo_until=hour)
    page = publish(page, room)
    assert (page.live, page.listed_at, page.scheduled_revision.approved_go_live_at) == (False, None, hour)
    actions.publish_due(at=timezone.now())
    assert not fresh(page).live


def test_a_later_draft_does_not_bring_back_what_it_remembers(room: Desk) -> None:
    page = publish(draft(room), room)
    listed_at = page.listed_at
    page.standfirst = "Câu khác."
    page.save_revision(user=room.viet)
    page = publish(page, room)
    assert (page.listed_at, page.standfirst) == (listed_at, "Câu khác.")


def test_a_press_release_asks_who_agreed_to_the_position(room: Desk) -> None:
    page = add(PressRelease, room.province.commune_a, title="Thông cáo", live=False, owner=room.viet)
    page.save_revision(user=room.viet)
    assert "position_agreed" in [point.code for point in ChecklistPoint.objects.open_of(page)]
