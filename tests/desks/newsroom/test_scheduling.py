"""What is approved for a moment, when the moment comes: each item by itself."""

from datetime import timedelta
from typing import Any
from unittest.mock import patch

import pytest
from django.urls import reverse
from django.utils import timezone
from wagtail.models import PageLogEntry

from lantoa.core.ledger import actions as ledger
from lantoa.core.ledger.models import Entry
from lantoa.desks.newsroom import actions
from lantoa.desks.newsroom.models import ContentPage
from lantoa.desks.newsroom.queries import desk as queries
from lantoa.desks.newsroom.rules.standing import Standing
from tests.desks.newsroom.desk import Desk, SignIn, draft, fresh, publish

pytestmark = pytest.mark.django_db


def _planned(room: Desk, title: str, *, minutes: int = 0) -> Any:
    """Approved an hour ahead, and its moment has come since. minutes: so much later than the others"""
    page = publish(draft(room, title=title, slug=title, go_live_at=timezone.now() + timedelta(hours=1)), room)
    assert page.live is False
    revision = page.scheduled_revision
    revision.approved_go_live_at = timezone.now() - timedelta(minutes=30 - minutes)
    revision.content["go_live_at"] = revision.approved_go_live_at.isoformat()
    revision.save()
    return page


def _refusing(*titles: str) -> Any:
    """The register refuses these items."""
    accept = ledger.accept

    def refusing(activity: Any, **kwargs: Any) -> Any:
        if activity.title in titles:
            raise RuntimeError("no")
        return accept(activity, **kwargs)

    return patch("lantoa.core.ledger.actions.accept", refusing)


def _public() -> set[str]:
    return set(ContentPage.objects.live().values_list("title", flat=True))


def test_what_is_due_is_published_and_what_is_not_waits(room: Desk) -> None:
    for title in ("mot", "hai"):
        _planned(room, title)
    publish(draft(room, title="ba", go_live_at=timezone.now() + timedelta(hours=1)), room)
    assert actions.publish_due(at=timezone.now()) == 2
    assert _public() == {"mot", "hai"}
    assert actions.publish_due(at=timezone.now()) == 0
    assert [entry.posted_by for entry in Entry.objects.all()] == [room.duyet] * 2


def test_one_that_fails_holds_none_back_and_leaves_nothing_half_done(room: Desk) -> None:
    for number, title in enumerate(("mot", "hai", "ba")):
        _planned(room, title, minutes=number)
    with _refusing("mot"), pytest.raises(RuntimeError, match="not published"):
        actions.publish_due(at=timezone.now())
    assert _public() == {"hai", "ba"}
    assert Entry.objects.count() == 2
    with _refusing("mot"), pytest.raises(RuntimeError):
        actions.publish_due(at=timezone.now())
    (line,) = PageLogEntry.objects.filter(action="newsroom.not_published")
    assert (line.page.title, line.data, line.user) == ("mot", {"error": "RuntimeError"}, None)


def test_its_editors_and_the_first_page_are_told_until_it_is_out(room: Desk, client_of: SignIn) -> None:
    page = _planned(room, "mot")
    with _refusing("mot"), pytest.raises(RuntimeError):
        actions.publish_due(at=timezone.now())
    told = {user.username for user in (room.viet, room.duyet, room.khac, room.province.lan, room.province.leader)
            if "Chưa đăng được đúng giờ" in client_of(user).get("/office/").text}  # fmt: skip
    assert told == {"viet", "duyet", "lan"}
    shown = client_of(room.viet).get(f"/office/newsroom/{page.pk}/")
    assert (shown.context["standing"], "RuntimeError" in shown.text) == ("stuck", True)
    assert list(queries.waiting_for(room.viet)) == [fresh(page).contentpage_ptr]
    assert actions.publish_due(at=timezone.now()) == 1
    shown = client_of(room.viet).get(f"/office/newsroom/{page.pk}/")
    assert (shown.context["standing"], "RuntimeError" in shown.text) == ("public", False)
    assert list(queries.waiting_for(room.viet)) == []


def test_a_section_that_was_given_an_end_ends(room: Desk) -> None:
    page = publish(draft(room), room)
    with_end = ContentPage.objects.get(pk=page.pk).get_parent().specific
    with_end.expire_at = timezone.now() - timedelta(minutes=1)
    with_end.save()
    actions.publish_due(at=timezone.now())
    assert not type(with_end).objects.get(pk=with_end.pk).live


def test_who_may_take_a_moment_back_finds_the_way_on_the_page_of_the_item(room: Desk, client_of: SignIn) -> None:
    page = draft(room)
    page.go_live_at = timezone.now() + timedelta(hours=3)
    page.save_revision(user=room.viet)
    page = publish(page, room)
    url = reverse("newsroom:item", args=[page.pk])
    way = client_of(room.duyet).get(url).context["unschedule"]
    assert way in client_of(room.duyet).get(url).text
    shown = client_of(room.viet).get(url)
    assert ("Đã duyệt, sẽ đăng lúc" in shown.text, shown.context["unschedule"]) == (True, "")
    client_of(room.duyet).post(way)
    shown = client_of(room.duyet).get(url)
    assert (shown.context["standing"], shown.context["unschedule"]) == (Standing.DRAFT, "")
