"""The head of the ledger, said in public once a day and compared with what somebody kept."""

import json
from datetime import UTC, date, datetime, timedelta

import pytest
from django.db import DatabaseError, connection
from django.test import Client

from lantoa.core.ledger import queries as ledger
from lantoa.core.ledger.models import Entry
from lantoa.core.ledger.rules import chain
from lantoa.core.ledger.rules.papers import Compared
from lantoa.core.reports import actions, queries
from lantoa.core.reports.models import DailyHead, FrozenDocument, Report
from lantoa.core.reports.rules import heads
from lantoa.core.reports.rules.heads import NotAFeed, Stated
from tests.core.reports.conftest import Record, Write
from tests.factories import Province
from tests.write_guard import raw_writes

pytestmark = pytest.mark.django_db
# What `record` posts is of 1 December, ten in the morning here; this is half a minute into the day after.
NIGHT = datetime(2026, 12, 1, 17, 0, 30, tzinfo=UTC)


def _digests(frozen: Report) -> list[str]:
    assert frozen.document.statement_sha256
    return sorted([frozen.document.sha256, frozen.document.statement_sha256])


def test_the_first_line_comes_after_the_first_entry_and_one_a_day(record: Record) -> None:
    assert actions.state_head(at=NIGHT) is None
    record("talk", attendances=120)
    assert actions.state_head(at=NIGHT - timedelta(hours=1)) is None  # that day's entry is not of the day before

    line = actions.state_head(at=NIGHT)
    again = actions.state_head(at=NIGHT + timedelta(hours=20))

    assert line
    assert (line.day, line.head_seq, line.head_hash, line.pages) == (date(2026, 12, 1), 1, ledger.head().head_hash, [])
    assert again is None
    assert [(line.day, line.head_seq) for line in queries.daily_heads()] == [(date(2026, 12, 1), 1)]


def test_a_line_names_each_frozen_page_once_even_one_that_came_late(
    record: Record, write: Write, province: Province
) -> None:
    record("talk", attendances=120)
    late = write("Có [[talk_attendances]] lượt.")
    on_time = actions.freeze(write("Có [[talk_attendances]] lượt."), by=province.lan, at=NIGHT - timedelta(hours=5))
    first = actions.state_head(at=NIGHT)
    late = actions.freeze(late, by=province.lan, at=NIGHT - timedelta(minutes=1))  # committed after the line

    second = actions.state_head(at=NIGHT + timedelta(days=1))
    third = actions.state_head(at=NIGHT + timedelta(days=2))

    assert [line.pages for line in (first, second, third) if line] == [
        _digests(on_time), _digests(late), [],
    ]  # fmt: skip


def test_days_on_which_nothing_ran_have_no_line_and_lose_no_page(
    record: Record, write: Write, province: Province
) -> None:
    record("talk", attendances=120)
    actions.state_head(at=NIGHT)
    frozen = actions.freeze(write("Có [[talk_attendances]]."), by=province.lan, at=NIGHT + timedelta(days=1))

    line = actions.state_head(at=NIGHT + timedelta(days=30))

    assert line
    assert (line.day, line.pages) == (date(2026, 12, 31), _digests(frozen))


def test_a_kept_copy_fits_until_the_ledger_is_rewritten(
    record: Record, write: Write, province: Province, khach: Client
) -> None:
    record("talk", attendances=120)
    frozen = actions.freeze(write("Có [[talk_attendances]]."), by=province.lan, at=NIGHT - timedelta(hours=5))
    actions.state_head(at=NIGHT)
    kept = heads.read(khach.get("/heads.json").content.decode())
    record("talk", attendances=30)

    assert kept == [Stated(date(2026, 12, 1), 1, Entry.objects.get(seq=1).hash, _digests(frozen))]
    assert queries.compare_heads(kept) == []

    other = chain.sha256("another ledger, recomputed from its first entry")
    forged = [Stated(kept[0].day, 1, other, [other]), Stated(date(2026, 12, 2), 99, other)]
    assert queries.compare_heads(forged) == [
        "2026-12-01: bút toán 1 không phải là bút toán đã công bố.",
        f"2026-12-01: trang báo cáo đã chốt {other} không còn đúng như đã công bố.",
        "2026-12-02: sổ không còn bút toán 99.",
    ]


@pytest.mark.parametrize(
    "text",
    [
        "", "[]", "{}", '{"items": []}', '{"items": [7]}', '{"items": [{"_lantoa": {}}]}', "\ud800", "[" * 100_000,
        json.dumps({"items": [{"_lantoa": {"day": "2026-12-01", "seq": 2**63, "hash": "0" * 64, "pages": []}}]}),
        json.dumps({"items": [{"_lantoa": {"day": "2026-12-01", "seq": True, "hash": "0" * 64, "pages": []}}]}),
        json.dumps({"items": [{"_lantoa": {"day": "1/12", "seq": 1, "hash": "0" * 64, "pages": []}}]}),
        json.dumps({"items": [{"_lantoa": {"day": "2026-12-01", "seq": 1, "hash": "x" * 64, "pages": []}}]}),
        json.dumps({"items": [{"_lantoa": {"day": "2026-12-01", "seq": 1, "hash": "0" * 64, "pages": 5}}]}),
    ],
)  # fmt: skip
def test_what_is_no_copy_of_the_feed_is_said_so(text: str) -> None:
    with pytest.raises(NotAFeed):
        heads.read(text)


@pytest.mark.parametrize("what", ["html", "statement"])
def test_frozen_pages_are_the_same_or_altered(what: str, record: Record, write: Write, province: Province) -> None:
    record("talk", attendances=120)
    frozen = actions.freeze(write("Có [[talk_attendances]]."), by=province.lan, at=NIGHT)
    assert queries.compare_pages() == Compared(same_count=1)

    with raw_writes("a forger has the database itself"), connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute("SET LOCAL session_replication_role = replica")
        else:
            cursor.execute("DROP TRIGGER reports_frozendocument_no_UPDATE")
        FrozenDocument.objects.update(**{what: "Có 999."})

    assert queries.compare_pages() == Compared(altered=[frozen.pk])


def test_a_line_is_never_changed(record: Record) -> None:
    record("talk", attendances=120)
    assert actions.state_head(at=NIGHT)
    with pytest.raises(DatabaseError, match="append-only"), raw_writes("the database itself refuses"):
        DailyHead.objects.update(head_seq=7)
