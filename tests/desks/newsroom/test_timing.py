"""How soon an item is there for foreign readers: once for all its versions, and as they stand now."""

from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone

from lantoa.core.ledger.models import Activity, Entry
from lantoa.core.vocabulary.models import Kind, KindMeasure
from lantoa.desks.newsroom import actions
from lantoa.desks.newsroom.models import Origin
from lantoa.doors.portal import actions as portal
from tests.desks.content import AT
from tests.desks.newsroom.desk import Desk, desk, draft, fresh, publish
from tests.factories import Province
from tests.write_guard import raw_writes

pytestmark = pytest.mark.django_db


@pytest.fixture
def room(province: Province) -> Desk:
    portal.open_language("fr")
    return desk(province)


def ago(hours: float) -> Any:
    return timezone.now() - timedelta(hours=hours)


def version(room: Desk, home: Any, language: str, **fields: Any) -> Any:
    told = {"origin": Origin.TRANSLATED, "translation_key": home.translation_key, **fields}
    return publish(draft(room, title=f"Opening of a market, {language}", language=language, **told), room)


def timed() -> list[tuple[str, float, int]]:
    """Language, hours and sign of each entry, in the order of posting."""
    entries = Entry.objects.filter(kind="first_foreign_version").order_by("seq")
    return [
        (entry.language, abs(entry.lines.get(measure="hours_to_foreign_version").quantity) / 1000, entry.sign)
        for entry in entries
    ]


def test_the_first_foreign_version_is_timed_and_no_other(room: Desk) -> None:
    home = publish(draft(room, event_at=ago(30), information_kind="official"), room)
    assert timed() == []
    english = version(room, home, "en", event_at=ago(30), information_kind="official")
    version(room, home, "fr", event_at=ago(2))
    assert timed() == [("en", 30.0, 1)]
    record = Activity.objects.get(kind="first_foreign_version")
    assert (record.agency_id, record.channel, record.information_kind, record.title, record.state) == (
        "xa-an-binh", "portal", "official", english.title, "accepted",
    )  # fmt: skip
    assert record.occurred_on == timezone.localtime(english.first_published_at).date()
    assert record.entry is not None
    assert record.entry.posted_by == room.duyet


def test_an_item_of_foreign_readers_alone_is_timed_by_itself(room: Desk) -> None:
    publish(draft(room, title="Opening of a market", language="en", event_at=ago(5.04)), room)
    assert timed() == [("en", 5.0, 1)]


def test_a_version_that_says_no_moment_takes_that_of_the_vietnamese_one(room: Desk) -> None:
    home = publish(draft(room, event_at=ago(8)), room)
    version(room, home, "en")
    assert timed() == [("en", 8.0, 1)]


@pytest.mark.parametrize("hours", [None, -3])
def test_without_a_moment_or_before_it_nothing_is_timed(hours: float | None, room: Desk) -> None:
    told = {} if hours is None else {"event_at": ago(hours)}
    home = publish(draft(room, **told), room)
    version(room, home, "en", **told)
    assert timed() == []


def test_what_was_out_elsewhere_before_is_not_timed(room: Desk) -> None:
    home = publish(draft(room, event_at=ago(8), published_elsewhere_at=ago(7)), room)
    version(room, home, "en", event_at=ago(8))
    assert timed() == []


def test_withdrawn_it_is_reversed_and_the_next_one_stands(room: Desk) -> None:
    home = publish(draft(room, event_at=ago(6)), room)
    english = version(room, home, "en", event_at=ago(6))
    for _time in range(2):
        actions.withdraw(english, by=room.duyet, at=AT, reason="Nhầm.")
        actions.restore(fresh(english), by=room.duyet, at=AT)
    assert timed() == [("en", 6.0, 1), ("en", 6.0, -1), ("en", 6.0, 1), ("en", 6.0, -1), ("en", 6.0, 1)]
    version(room, home, "fr", event_at=ago(6))
    actions.withdraw(fresh(english), by=room.duyet, at=AT, reason="Nhầm.")
    assert timed()[-2:] == [("en", 6.0, -1), ("fr", 6.0, 1)]
    fresh(home).unpublish()
    assert timed()[-1] == ("fr", 6.0, 1)


def test_a_moment_that_was_wrong_is_reversed_and_said_anew(room: Desk) -> None:
    home = publish(draft(room, event_at=ago(6)), room)
    version(room, home, "en")
    page = fresh(home)
    page.event_at = ago(26)
    page.save_revision(user=room.viet)
    publish(page, room)
    assert timed() == [("en", 6.0, 1), ("en", 6.0, -1), ("en", 26.0, 1)]
    page = fresh(home)
    page.event_at = None
    page.save_revision(user=room.viet)
    publish(page, room)
    assert timed()[-1] == ("en", 26.0, -1)


def test_published_again_with_other_words_it_is_timed_once(room: Desk) -> None:
    page = publish(draft(room, title="Opening of a market", language="en", event_at=ago(5)), room)
    page.title = "A market was opened"
    page.save_revision(user=room.viet)
    publish(page, room)
    assert timed() == [("en", 5.0, 1)]


def test_an_office_that_threw_the_kind_away_still_publishes(room: Desk) -> None:
    with raw_writes("as the screens do, where nothing was recorded"):
        KindMeasure.objects.filter(kind="first_foreign_version").delete()
        Kind.objects.filter(code="first_foreign_version").delete()
    page = publish(draft(room, title="Opening of a market", language="en", event_at=ago(5)), room)
    assert (page.live, timed()) == (True, [])
