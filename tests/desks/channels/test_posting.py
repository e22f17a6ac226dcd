from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from pathlib import Path

import pytest

from lantoa.base.periods import year
from lantoa.core.ledger import queries as ledger
from lantoa.core.ledger.models import Entry
from lantoa.core.people.models import User
from lantoa.core.vocabulary import queries as vocabulary
from lantoa.desks.channels import actions, queries
from lantoa.desks.channels.models import Minute, Posting, Tally
from lantoa.desks.channels.queries import Totals
from tests.desks.channels.test_folding import spool
from tests.factories import Province
from tests.write_guard import raw_writes

pytestmark = [pytest.mark.django_db, pytest.mark.on_both]

DAY = date(2026, 11, 22)
NOON = datetime(2026, 11, 22, 5, tzinfo=UTC)
NEXT = NOON + timedelta(days=1)


def _figure(code: str) -> Decimal | None:
    return ledger.figure(vocabulary.definition(code), year(2026)).value


def test_a_day_that_is_over_is_posted_once_by_language_and_read_in_the_figures(
    province: Province, lan: User, tmp_path: Path
) -> None:
    people = [("view:1:vi:web", 1, 40), ("view:2:vi:qr", 1, 2), ("view:1:en:web", 1, 7), ("download:9::web", 1, 3)]
    spool(tmp_path, "a", *people, ("view:1:vi:web", 0, 900), ("view:0:vi:feed", 1, 500), at=NOON)
    spool(tmp_path, "b", ("view:1:vi:web", 1, 100), at=NEXT)
    actions.fold(tmp_path, at=NEXT)

    assert actions.post(today=DAY + timedelta(days=1), by=lan, at=NEXT) == 3
    assert actions.post(today=DAY + timedelta(days=1), by=lan, at=NEXT) == 0

    posted = Posting.objects.order_by("language").values_list(
        "day", "language", "view_count", "download_count", "scan_count"
    )
    assert list(posted) == [(DAY, "", 0, 3, 0), (DAY, "en", 7, 0, 0), (DAY, "vi", 42, 0, 0)]
    assert (_figure("page_views"), _figure("downloads")) == (49, 3)
    rows = Entry.objects.order_by("language").values_list("kind_id", "agency_id", "occurred_on", "channel", "language")
    top = province.committee.code
    assert list(rows) == [("channel_reading", top, DAY, "portal", code) for code in ("", "en", "vi")]
    titles = [posting.activity.title for posting in Posting.objects.order_by("language")]
    assert titles[2] == "Cổng thông tin ngày 22/11/2026: lượt xem bằng Tiếng Việt"
    assert queries.totals(at=NEXT, today=DAY + timedelta(days=1)) == Totals(total=149, today=100, readers_now=100)


def test_what_comes_after_its_day_was_posted_counts_for_the_first_open_day(lan: User, tmp_path: Path) -> None:
    spool(tmp_path, "a", ("view:1:vi:web", 1, 10), at=NOON)
    actions.fold(tmp_path, at=NEXT)
    actions.post(today=DAY + timedelta(days=1), by=lan, at=NEXT)

    spool(tmp_path, "late", ("view:1:vi:web", 1, 5), at=NOON)
    actions.fold(tmp_path, at=NEXT)

    assert dict(Tally.objects.values_list("day", "event_count")) == {DAY: 10, DAY + timedelta(days=1): 5}
    assert actions.post(today=DAY + timedelta(days=1), by=lan, at=NEXT) == 0
    assert actions.post(today=DAY + timedelta(days=2), by=lan, at=NEXT) == 1
    assert _figure("page_views") == 15


def test_a_clock_that_was_ahead_draws_nothing_into_the_years_to_come(lan: User, tmp_path: Path) -> None:
    wrong = NOON + timedelta(days=2000)
    spool(tmp_path, "a", ("view:1:vi:web", 1, 10), at=NOON)
    for days in range(2):
        spool(tmp_path, f"wrong-{days}", ("view:1:vi:web", 1, 100), at=wrong + timedelta(days=days))
        actions.fold(tmp_path, at=wrong)
    assert actions.post(today=(wrong + timedelta(days=1)).date(), by=lan, at=wrong) == 2

    spool(tmp_path, "b", ("view:1:vi:web", 1, 5), at=NOON + timedelta(hours=1))
    actions.fold(tmp_path, at=NOON + timedelta(hours=1))
    # What was posted stands: the rest of the day is counted with the next one.
    assert queries.totals(at=NOON + timedelta(hours=1), today=DAY) == Totals(total=215, today=0, readers_now=5)
    spool(tmp_path, "c", ("view:1:vi:web", 1, 7), at=NEXT)
    actions.fold(tmp_path, at=NEXT)
    assert queries.totals(at=NEXT, today=NEXT.date()) == Totals(total=222, today=12, readers_now=7)
    assert not Minute.objects.filter(at__gte=wrong).exists()

    later = NEXT + timedelta(days=1)
    assert actions.post(today=later.date(), by=lan, at=later) == 1
    assert actions.post(today=later.date(), by=lan, at=later) == 0
    posted = dict(Posting.objects.values_list("day", "view_count"))
    assert posted == {DAY: 10, NEXT.date(): 12, wrong.date(): 100}
    spool(tmp_path, "late", ("view:1:vi:web", 1, 1), at=NOON)
    actions.fold(tmp_path, at=later)
    assert queries.totals(at=later, today=later.date()) == Totals(total=223, today=1, readers_now=0)


def test_days_on_which_the_ticker_slept_are_posted_each_under_its_own_day(lan: User, tmp_path: Path) -> None:
    for days in range(3):
        spool(tmp_path, str(days), ("view:1:vi:web", 1, days + 1), at=NOON + timedelta(days=days))
    actions.fold(tmp_path, at=NEXT)
    assert actions.post(today=DAY + timedelta(days=3), by=lan, at=NEXT) == 3
    assert dict(Posting.objects.values_list("day", "view_count")) == {DAY + timedelta(days=n): n + 1 for n in range(3)}


def test_what_robots_alone_read_is_not_posted(lan: User, tmp_path: Path) -> None:
    spool(tmp_path, "a", ("view:1:vi:web", 0, 10), at=NOON)
    actions.fold(tmp_path, at=NEXT)
    assert actions.post(today=DAY + timedelta(days=1), by=lan, at=NEXT) == 0
    assert queries.totals(at=NEXT, today=DAY) == Totals(0, 0, 0)


def test_without_an_agency_nothing_is_posted_and_nothing_lost(tmp_path: Path) -> None:
    with raw_writes("somebody who works here without an agency"):
        somebody = User.objects.create(username="somebody")
    spool(tmp_path, "a", ("view:1:vi:web", 1, 10), at=NOON)
    actions.fold(tmp_path, at=NEXT)
    assert actions.post(today=DAY + timedelta(days=1), by=somebody, at=NEXT) == 0
    assert queries.totals(at=NEXT, today=DAY).total == 10


def test_views_of_many_pages_are_one_question(tmp_path: Path, count_queries: object) -> None:
    spool(
        tmp_path,
        "a",
        ("view:1:vi:web", 1, 10),
        ("view:2:vi:web", 1, 3),
        ("view:2:vi:web", 0, 30),
        ("view:2:vi:api", 1, 9),
    )
    spool(tmp_path, "b", ("view:1:en:web", 1, 1), at=NEXT)
    actions.fold(tmp_path, at=NEXT)
    with count_queries() as asked:  # type: ignore[operator] # the fixture's own type
        assert queries.views_of([1, 2, 3]) == {1: 11, 2: 3, 3: 0}
    assert len(asked) == 1
