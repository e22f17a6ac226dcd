"""The public sentence of a correction: a second person reads it, as the text that it comes with."""

from datetime import timedelta
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from lantoa.desks.newsroom import actions
from lantoa.desks.newsroom.models import Correction, PendingCorrection
from lantoa.desks.newsroom.queries import desk as queries
from tests.desks.content import AT
from tests.desks.newsroom.desk import Desk, SignIn, decide, draft, fresh, publish, submit, tick_all

pytestmark = pytest.mark.django_db


@pytest.fixture
def page(room: Desk) -> Any:
    return publish(draft(room), room)


def _mended(page: Any, room: Desk) -> Any:
    """Changed by viet, ticked and sent."""
    page.standfirst = "Chợ mở cửa ngày 3."
    page.save_revision(user=room.viet)
    tick_all(page, by=room.viet)
    submit(page, by=room.viet)
    return fresh(page)


def _write(client: Client, page: Any, text: str) -> Any:
    return client.post(reverse("newsroom:correct", args=[page.pk]), {"text": text}, follow=True)


def test_in_review_nobody_changes_the_sentence_that_is_approved_with_the_text(
    room: Desk, page: Any, client_of: SignIn
) -> None:
    client = client_of(room.viet)
    _write(client, page, "Chợ mở ngày 3.")
    page = _mended(page, room)
    assert "Thu lại" in _write(client, page, "Câu chưa ai đọc.").text
    client.post(reverse("newsroom:drop_correction", args=[page.pk]))
    shown = client.get(reverse("newsroom:item", args=[page.pk])).text
    assert reverse("newsroom:correct", args=[page.pk]) not in shown
    assert reverse("newsroom:drop_correction", args=[page.pk]) not in shown
    decide(page, "approve", by=room.duyet)
    assert Correction.objects.get().text == "Chợ mở ngày 3."


def test_approved_for_a_moment_it_cannot_be_changed_either(room: Desk, page: Any) -> None:
    page.go_live_at = timezone.now() + timedelta(hours=3)
    decide(_mended(page, room), "approve", by=room.duyet)
    with pytest.raises(actions.NotNow):
        actions.announce_correction(page, text="Câu chưa ai đọc.", by=room.viet, at=AT)


def test_who_wrote_the_sentence_does_not_approve_it(room: Desk, page: Any) -> None:
    actions.announce_correction(page, text="Chợ mở ngày 3.", by=room.duyet, at=AT)
    page = _mended(page, room)
    assert page not in list(queries.waiting_for(room.duyet))
    assert page.pk in [each.pk for each in queries.waiting_for(room.doan)]
    with pytest.raises(PermissionDenied):
        decide(page, "approve", by=room.duyet)
    decide(page, "approve", by=room.doan)
    assert Correction.objects.get().corrected_by == room.duyet


def test_who_judges_reads_it_in_the_editor(room: Desk, page: Any, client_of: SignIn) -> None:
    _write(client_of(room.viet), page, "Chợ mở ngày 3.")
    page = _mended(page, room)
    editor = reverse("wagtailadmin_pages:edit", args=[page.pk])
    assert "Chợ mở ngày 3." in client_of(room.duyet).get(editor).text
    decide(page, "approve", by=room.duyet)
    assert "Bạn đọc sẽ thấy" not in client_of(room.duyet).get(editor).text


def test_what_waits_is_offered_to_be_written_further(room: Desk, page: Any, client_of: SignIn) -> None:
    client = client_of(room.viet)
    _write(client, page, "Chợ mở ngày 3.")
    form = client.get(reverse("newsroom:item", args=[page.pk])).context["correction_form"]
    assert form["text"].value() == "Chợ mở ngày 3."


@pytest.mark.parametrize("text", ["", "x" * 1001, "dòng\r\n" * 300])
def test_a_sentence_that_is_refused_comes_back_with_what_is_wrong(
    room: Desk, page: Any, client_of: SignIn, text: str
) -> None:
    answer = _write(client_of(room.viet), page, text)
    assert (answer.status_code, PendingCorrection.objects.count()) == (422, 0)
    form = answer.context["correction_form"]
    assert (form["text"].value(), len(form.errors["text"])) == (text, 1)
    assert '<details class="confirm" open>' in answer.text


def test_a_reason_that_is_refused_comes_back_too(room: Desk, page: Any, client_of: SignIn) -> None:
    actions.withdraw(page, by=room.duyet, at=AT, reason="Sai số liệu.")
    text = "x" * 1001
    answer = client_of(room.duyet).post(reverse("newsroom:reason", args=[page.pk]), {"reason": text})
    assert (answer.status_code, answer.context["reason_form"]["reason"].value()) == (422, text)


def test_lines_are_counted_as_they_are_seen(room: Desk, page: Any, client_of: SignIn) -> None:
    _write(client_of(room.viet), page, "dòng\r\n" * 199 + "dòng")
    assert len(PendingCorrection.objects.get().text) == 999
