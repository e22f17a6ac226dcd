"""What is counted of an item, and what becomes of it when the item is published anew, corrected, withdrawn."""

from datetime import timedelta
from typing import Any
from unittest.mock import patch

import pytest
from django.db import transaction
from django.utils import timezone

from lantoa.core.ledger.models import Activity, Entry
from lantoa.desks.newsroom import actions, queries
from lantoa.desks.newsroom.models import Article, ChecklistPoint, ContentPage, Correction, LandingPage, Origin
from lantoa.doors.portal import actions as portal
from tests.desks.content import AT, picture
from tests.desks.newsroom.desk import Desk, draft, fresh, publish, submit, tick_all
from tests.write_guard import raw_writes

pytestmark = pytest.mark.django_db


def _counted() -> list[tuple[Any, ...]]:
    """Every line of the ledger that is no round, in order: language, measure, quantity."""
    return [
        (entry.language, line.measure_id, line.quantity // 1000)
        for entry in Entry.objects.order_by("seq")
        for line in entry.lines.order_by("measure")
        if line.measure_id != "media_rounds"
    ]


def test_a_publication_is_counted_once_with_document_entry_and_who_approved(room: Desk) -> None:
    page = publish(draft(room, information_kind="official"), room)
    activity = Activity.objects.get()
    assert (activity.kind_id, activity.agency_id, activity.title, activity.state) == (
        "media_items", "xa-an-binh", "Khai trương chợ biên giới", "accepted",
    )  # fmt: skip
    assert (activity.channel, activity.language, activity.information_kind) == ("portal", "vi", "official")
    assert activity.occurred_on == timezone.localtime(page.first_published_at).date()
    assert activity.entry is not None
    assert activity.entry.posted_by == room.duyet
    assert _counted() == [("vi", "news_items", 1)]


def test_published_again_with_other_words_it_is_not_counted_again(room: Desk) -> None:
    page = publish(draft(room), room)
    page.title = "Khai trương chợ biên giới Sông Xanh"
    page.save_revision(user=room.viet)
    publish(page, room)
    assert Entry.objects.count() == 1


def test_a_counted_thing_that_changed_is_corrected(room: Desk) -> None:
    page = publish(draft(room), room)
    page.picture = picture()
    page.save_revision(user=room.viet)
    publish(page, room)
    assert _counted() == [
        ("vi", "news_items", 1), ("vi", "news_items", -1), ("vi", "news_items", 1), ("vi", "photos", 1),
    ]  # fmt: skip
    assert Activity.objects.get().state == "corrected"


def test_each_language_is_counted_by_how_it_was_made(room: Desk) -> None:
    portal.open_language("fr")
    publish(draft(room, title="Opening of a border market", language="en"), room)
    publish(draft(room, title="Border market", language="fr", origin=Origin.TRANSLATED), room)
    assert _counted() == [
        ("en", "items_written_directly", 1), ("en", "news_items", 1),
        ("fr", "items_translated", 1), ("fr", "news_items", 1),
    ]  # fmt: skip


def test_a_door_for_an_audience_is_not_counted(room: Desk) -> None:
    assert publish(draft(room, LandingPage), room).listed_at
    assert Activity.objects.count() == 0


def test_withdrawn_it_stays_readable_stands_in_no_list_and_counts_no_more(room: Desk) -> None:
    page = publish(draft(room), room)
    assert list(queries.listed("vi")) == [ContentPage.objects.get(pk=page.pk)]
    actions.withdraw(page, by=room.duyet, at=AT, reason="Số liệu chưa được công bố.")
    page = fresh(page)
    assert (page.live, page.withdrawn_at, page.withdrawn_reason) == (True, AT, "Số liệu chưa được công bố.")
    assert list(queries.listed("vi")) == []
    assert page.pk in queries.public().values_list("pk", flat=True)
    assert _counted() == [("vi", "news_items", 1), ("vi", "news_items", -1)]


def test_put_back_it_stands_where_it_stood_and_counts_once_more(room: Desk) -> None:
    page = publish(draft(room), room)
    listed_at = page.listed_at
    for _time in range(2):
        actions.withdraw(page, by=room.duyet, at=AT, reason="Nhầm.")
        actions.restore(page, by=room.duyet, at=AT)
        actions.restore(page, by=room.duyet, at=AT)
    page = fresh(page)
    assert (page.listed_at, page.withdrawn_at, page.withdrawn_reason) == (listed_at, None, "")
    assert [quantity for _language, _measure, quantity in _counted()] == [1, -1, 1, -1, 1]


def test_put_back_it_is_newer_than_its_withdrawal_for_those_who_struck_it_out(room: Desk) -> None:
    page = publish(draft(room), room)
    gone_at = timezone.now() + timedelta(days=1)
    actions.withdraw(page, by=room.duyet, at=gone_at, reason="Nhầm.")
    actions.restore(page, by=room.duyet, at=gone_at + timedelta(hours=1))
    assert queries.changed_at(fresh(page)) == gone_at + timedelta(hours=1)


def test_a_withdrawn_item_that_is_published_anew_stays_withdrawn(room: Desk) -> None:
    page = publish(draft(room), room)
    actions.withdraw(page, by=room.duyet, at=AT, reason="Nhầm.")
    page = fresh(page)
    page.standfirst = "Câu khác."
    page.save_revision(user=room.viet)
    page = publish(page, room)
    assert (page.is_withdrawn, page.listed_at) == (True, None)
    assert sum(quantity for _language, _measure, quantity in _counted()) == 0


@pytest.mark.parametrize("reason", ["", "  "])
def test_without_a_reason_nothing_is_withdrawn(room: Desk, reason: str) -> None:
    page = publish(draft(room), room)
    with pytest.raises(actions.NotNow):
        actions.withdraw(page, by=room.duyet, at=AT, reason=reason)
    assert fresh(page).listed_at


def test_a_draft_is_neither_withdrawn_nor_corrected(room: Desk) -> None:
    page = draft(room)
    with pytest.raises(actions.NotNow):
        actions.withdraw(page, by=room.duyet, at=AT, reason="Nhầm.")
    with pytest.raises(actions.NotNow):
        actions.announce_correction(page, text="Sửa tên.", by=room.viet, at=AT)


def test_a_correction_is_told_when_the_mended_text_is_out(room: Desk) -> None:
    page = publish(draft(room), room)
    actions.announce_correction(page, text="Chợ mở ngày 3, không phải ngày 2.", by=room.viet, at=AT)
    page.standfirst = "Ngày 3."
    page.save_revision(user=room.viet)
    assert Correction.objects.count() == 0
    page = publish(page, room)
    assert [(row.text, row.corrected_by) for row in page.corrections.all()] == [
        ("Chợ mở ngày 3, không phải ngày 2.", room.viet)
    ]
    page.save_revision(user=room.viet)
    assert publish(page, room).corrections.count() == 1


def test_when_counting_fails_nothing_is_published(room: Desk) -> None:
    page = draft(room)
    with (
        patch("lantoa.core.ledger.actions.accept", side_effect=RuntimeError("no")),
        pytest.raises(RuntimeError),
        transaction.atomic(),
    ):
        publish(page, room)
    assert (fresh(page).live, Activity.objects.count()) == (False, 0)


def test_what_is_scheduled_counts_when_its_moment_comes(room: Desk) -> None:
    page = draft(room, go_live_at=timezone.now() + timedelta(hours=1))
    page = publish(page, room)
    assert (page.live, page.listed_at, Entry.objects.count()) == (False, None, 0)
    revision = page.scheduled_revision
    revision.approved_go_live_at = timezone.now() - timedelta(minutes=1)
    revision.content["go_live_at"] = revision.approved_go_live_at.isoformat()
    revision.save()
    actions.publish_due(at=timezone.now())
    page = fresh(page)
    assert (page.live, page.listed_at) == (True, page.first_published_at)
    assert [entry.posted_by for entry in Entry.objects.all()] == [room.duyet]


def test_taken_off_by_a_command_it_counts_no_more(room: Desk) -> None:
    page = publish(draft(room), room)
    page.unpublish()
    assert fresh(page).listed_at is None
    assert sum(quantity for _language, _measure, quantity in _counted()) == 0


def test_a_copy_is_a_new_draft_that_counts_for_itself(room: Desk) -> None:
    page = publish(draft(room), room)
    copy = page.copy(update_attrs={"slug": "ban-sao"}, keep_live=False, user=room.viet)
    assert (copy.live, copy.listed_at, copy.signed_at) == (False, None, None)
    tick_all(copy, by=room.viet)
    submit(copy, by=room.viet)
    assert isinstance(fresh(copy), Article)
    assert Entry.objects.count() == 1


def _sign(page: Any, act: Any, **told: Any) -> Any:
    act(fresh(page), ChecklistPoint.objects.get(code="translation_signed"), **told)
    return fresh(page)


def test_a_signature_is_public_with_the_text_that_was_read(room: Desk) -> None:
    by_dich = {"by": room.dich, "at": AT}
    page = draft(room, title="Market", language="en", origin="machine_assisted")
    assert _sign(page, actions.tick, **by_dich).is_machine_made
    page = publish(page, room)
    assert (page.signed_by, page.signed_at, page.is_machine_made) == (room.dich, AT, False)

    said = page.get_latest_revision_as_object()
    said.standfirst = "Another sentence."
    said.save_revision(user=room.viet)
    _sign(page, actions.tick, by=room.doan, at=AT)
    assert _sign(page, actions.untick, by=room.doan, at=AT).signed_by == room.dich
    _sign(page, actions.tick, by=room.doan, at=AT)
    assert publish(page, room).signed_by == room.doan


def test_what_is_public_unsigned_is_signed_by_who_reads_it(room: Desk) -> None:
    page = publish(draft(room, title="Market", language="en", origin="machine_assisted"), room)
    assert _sign(page, actions.untick, by=room.doan, at=AT).is_machine_made
    assert _sign(page, actions.tick, by=room.dich, at=AT).signed_by == room.dich


def test_a_text_that_nobody_signed_is_published_with_its_label(room: Desk) -> None:
    with raw_writes("as an office ends a point"):
        ChecklistPoint.objects.filter(code="translation_signed").update(valid_until=AT.date())
    page = publish(draft(room, title="Market", language="en", origin="machine_assisted"), room)
    assert (page.live, page.is_machine_made) == (True, True)
