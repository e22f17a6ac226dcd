"""Approving and returning in the editor: what was sent is judged, and nobody becomes a writer by it."""

import json
import re
from datetime import timedelta
from typing import Any

import pytest
from django.contrib.messages.storage.cookie import CookieStorage
from django.test import Client, RequestFactory
from django.urls import reverse
from django.utils import timezone
from wagtail.models import PageLogEntry, WorkflowState

from lantoa.desks.newsroom import actions
from lantoa.desks.newsroom.models import ChecklistPoint, ContentPage, Review, writers_of
from lantoa.desks.newsroom.views import judging
from tests.desks.newsroom.desk import Desk, SignIn, decide, draft, fresh, submit, tick_all

pytestmark = pytest.mark.django_db


@pytest.fixture
def sent(room: Desk) -> Any:
    """In review, every point ticked; its text is such as a browser sends it back otherwise."""
    page = draft(room, body=[{"type": "text", "value": "<p>Chợ  mở cửa. </p>"}])
    tick_all(page, by=room.viet)
    submit(page, by=room.viet)
    return fresh(page)


def _posted(page: ContentPage, **more: str) -> dict[str, str]:
    """What the editor sends with a button: a text that is not quite what was sent."""
    revision = page.get_latest_revision()
    return {
        "title": "Gõ nhầm", "slug": page.slug, "body-count": "0", "loaded_revision_id": str(revision.pk),
        "loaded_revision_created_at": revision.created_at.isoformat(), **more,
    }  # fmt: skip


def _judge(client: Client, page: ContentPage, action: str, **more: str) -> Any:
    said = _posted(page, **{"action-workflow-action": "true", "workflow-action-name": action}, **more)
    return client.post(_editor(page), said)


def _editor(page: ContentPage) -> str:
    return reverse("wagtailadmin_pages:edit", args=[page.pk])


def test_approval_publishes_the_text_that_was_sent_whatever_the_browser_posts(
    room: Desk, sent: Any, client_of: SignIn
) -> None:
    revision = sent.latest_revision_id
    assert _judge(client_of(room.duyet), sent, "approve").status_code == 302
    page = fresh(sent)
    assert (page.live, page.title, page.live_revision_id) == (True, "Khai trương chợ biên giới", revision)
    assert not PageLogEntry.objects.filter(page=page.pk, user=room.duyet, action="wagtail.edit").exists()


def test_a_return_keeps_the_reason_and_saves_nothing(room: Desk, sent: Any, client_of: SignIn) -> None:
    said = {"workflow-action-extra-data": json.dumps({"comment": "Thiếu tên người nói."})}
    _judge(client_of(room.duyet), sent, "reject", **said)
    state = WorkflowState.objects.get()
    assert (state.status, state.current_task_state.comment) == ("needs_changes", "Thiếu tên người nói.")
    assert writers_of(fresh(sent)) == {room.viet.pk}


@pytest.mark.parametrize("data", ["", "[]", "không phải JSON", '{"comment": " "}'])
def test_a_return_without_a_reason_is_none(room: Desk, sent: Any, client_of: SignIn, data: str) -> None:
    _judge(client_of(room.duyet), sent, "reject", **{"workflow-action-extra-data": data})
    assert fresh(sent).current_workflow_state.status == "in_progress"


def test_in_review_nobody_saves_and_who_may_judge_is_offered_to(room: Desk, sent: Any, client_of: SignIn) -> None:
    for user, offered in ((room.duyet, True), (room.province.lan, True), (room.viet, False)):
        client = client_of(user)
        text = client.get(_editor(sent)).text
        assert ('data-workflow-action-name="approve"' in text) == offered
        assert "content-locked" in text
        assert "action-submit" not in text
        autosaved = client.post(_editor(sent), _posted(sent), headers={"Accept": "application/json"})
        assert autosaved.json()["error_code"] == "locked"
    assert writers_of(fresh(sent)) == {room.viet.pk}
    assert sent.revisions.count() == 1


def test_another_text_than_the_one_that_was_opened_is_not_approved(room: Desk, sent: Any, client_of: SignIn) -> None:
    stale = _posted(sent, **{"action-workflow-action": "true", "workflow-action-name": "approve"})
    sent.get_latest_revision_as_object().save_revision(user=room.viet)
    client = client_of(room.duyet)
    assert client.post(_editor(sent), stale).headers["Location"] == _editor(sent)
    assert not fresh(sent).live
    _judge(client, fresh(sent), "approve")
    assert fresh(sent).live


def test_what_is_no_longer_in_review_is_said(room: Desk, sent: Any, client_of: SignIn) -> None:
    client = client_of(room.duyet)
    for _twice in range(2):
        assert _judge(client, fresh(sent), "approve").status_code == 302
    assert fresh(sent).live


def test_who_had_a_hand_in_it_neither_judges_nor_is_asked(room: Desk, sent: Any, client_of: SignIn) -> None:
    waiting = Review.objects.get().get_task_states_user_can_moderate
    assert [waiting(user).count() for user in (room.duyet, room.doan)] == [1, 1]
    sent.get_latest_revision_as_object().save_revision(user=room.duyet)
    tick_all(sent, by=room.doan)
    assert [waiting(user).count() for user in (room.duyet, room.doan)] == [0, 1]
    _judge(client_of(room.duyet), fresh(sent), "approve")
    assert not fresh(sent).live


def test_to_send_is_said_in_words_and_not_by_the_name_of_the_workflow(room: Desk, client_of: SignIn) -> None:
    page = draft(room)
    text = client_of(room.viet).get(_editor(page)).text
    assert "Gửi duyệt" in text
    assert "Người khác duyệt" not in text


def _said(client: Client, path: str) -> list[str]:
    return [str(message) for message in client.get(path).context["messages"]]


def test_in_review_the_first_button_does_no_harm_and_taking_it_out_asks(
    room: Desk, sent: Any, client_of: SignIn
) -> None:
    item = reverse("newsroom:item", args=[sent.pk])
    for user, is_its_own in ((room.viet, True), (room.duyet, False)):
        client = client_of(user)
        text = client.get(_editor(sent)).text
        assert f'href="{item}"' in text
        assert (f'href="{item}#recall"' in text, 'id="recall"' in client.get(item).text) == (is_its_own, is_its_own)
        assert not re.search("action-cancel-workflow|action-restart-workflow|action-page-locked", text)
    # As a page that was opened before would.
    answer = client_of(room.viet).post(_editor(sent), _posted(sent, **{"action-cancel-workflow": "true"}))
    assert answer.headers["Location"] == f"{item}#recall"
    assert fresh(sent).workflow_in_progress


def test_taken_out_of_review_a_text_is_a_draft_again_as_it_was_sent(room: Desk, sent: Any, client_of: SignIn) -> None:
    client, there = client_of(room.viet), reverse("newsroom:recall", args=[sent.pk])
    answer = client.post(there)
    assert answer.headers["Location"] == _editor(sent)
    assert "Đã thu lại" in _said(client, _editor(sent))[0]
    page = fresh(sent)
    assert (page.workflow_in_progress, page.get_latest_revision().pk) == (False, sent.latest_revision_id)
    assert not ChecklistPoint.objects.open_of(page)
    # Pressed twice, or judged meanwhile.
    assert client.post(there).headers["Location"] == reverse("newsroom:item", args=[sent.pk])
    log = PageLogEntry.objects.get(page=page.pk, action="wagtail.workflow.cancel")
    assert log.user == room.viet


def test_what_was_judged_meanwhile_is_not_taken_out(room: Desk, sent: Any) -> None:
    decide(sent, "approve", by=room.duyet)
    with pytest.raises(actions.NotNow):
        actions.recall(sent, by=room.viet)


@pytest.mark.parametrize(
    ("is_ticked", "days", "said"),
    [
        (False, None, "Còn điểm kiểm tra chưa xác nhận"),
        (True, None, "bài được đăng ngay"),
        (True, 2, "bài sẽ được đăng lúc"),
    ],
)
def test_who_sends_is_told_what_follows(room: Desk, is_ticked: bool, days: int | None, said: str) -> None:
    page = draft(room)
    if days:
        page.go_live_at = timezone.now() + timedelta(days=days)
        page.save_revision(user=room.viet)
    if is_ticked:
        tick_all(page, by=room.viet)
    request: Any = RequestFactory().post("/")
    request._messages = CookieStorage(request)
    judging.tell_what_follows(request, fresh(page))
    (message,) = request._messages
    assert said in str(message)


def test_a_row_of_the_first_page_approves_nothing(room: Desk, sent: Any, client_of: SignIn) -> None:
    text = client_of(room.duyet).get("/admin/").text
    assert sent.title in text
    assert "data-workflow-action-url" not in text


def test_who_locked_a_page_for_others_changes_nothing_in_review_either(room: Desk, client_of: SignIn) -> None:
    page = draft(room)
    page.locked, page.locked_by = True, room.viet
    page.save(update_fields=["locked", "locked_by"], clean=False)
    tick_all(page, by=room.viet)
    submit(page, by=room.viet)
    for user in (room.viet, room.duyet):
        text = client_of(user).get(_editor(page)).text
        assert "content-locked" in text
        assert text.count('data-workflow-action-name="approve"') == (user == room.duyet)
