"""Two people press at the same moment: numbers without gaps, a chain that holds, one outcome. Commits are real here."""

import threading
from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import UTC, date, datetime
from functools import partial
from typing import Any
from uuid import uuid4

import pytest
from django.core.files.base import ContentFile
from django.db import connection

from lantoa.base import periods
from lantoa.core.ledger import actions, drafts, queries
from lantoa.core.ledger.drafts import Draft
from lantoa.core.ledger.models import Activity, Entry, Evidence, ImportBatch
from lantoa.core.programme import actions as programme
from tests import factories
from tests.factories import Province

AT = datetime(2026, 3, 1, 5, tzinfo=UTC)


@pytest.fixture
def province(committed_database: str) -> Province:
    return factories.province()


def at_once(*jobs: Callable[[], object]) -> list[str]:
    """Run all at the same moment. returns: what each ended with, "done" or the name of what it raised, sorted"""
    start, outcomes = threading.Barrier(len(jobs)), list[str]()

    def run(job: Callable[[], object]) -> None:
        try:
            start.wait(20)
            job()
            outcomes.append("done")
        except Exception as error:  # its name is the outcome
            outcomes.append(type(error).__name__)
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=[job]) for job in jobs]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return sorted(outcomes)


def talk(number: int = 1) -> Draft:
    return Draft(
        kind="talk", agency="xa-an-binh", title=f"Nói chuyện {number}", occurred_from=date(2026, 2, 3),
        occurred_on=date(2026, 2, 3), quantities={"talks": (1000, ""), "attendances": (number * 1000, "")},
    )  # fmt: skip


def sent(province: Province, number: int = 1) -> Activity:
    return actions.submit(actions.save_draft(talk(number), by=province.an, at=AT), by=province.an, at=AT)


def assert_whole(entries: int) -> None:
    assert list(Entry.objects.values_list("seq", flat=True)) == list(range(1, entries + 1))
    assert queries.verify().problems == []
    standing = Entry.objects.filter(sign=1, reversal=None).values_list("pk", flat=True)
    assert set(standing) == set(Activity.objects.exclude(entry=None).values_list("entry", flat=True))


def imported(province: Province, rows: Sequence[int]) -> ImportBatch:
    origin = actions.Origin("so.xlsx", file_sha256="a" * 64, rows_sha256="b" * 64, kind="talk", agency="xa-an-binh")
    return actions.import_drafts([talk(row) for row in rows], origin, by=province.an, at=AT)


def test_the_same_activity_is_accepted_once(province: Province) -> None:
    made = sent(province)
    accept = [lambda: actions.accept(made, by=province.lan, at=AT)] * 4
    assert at_once(*accept) == ["done"] * 4
    assert_whole(entries=1)


def test_different_activities_take_numbers_without_gaps(province: Province) -> None:
    made = [sent(province, number) for number in range(8)]
    jobs = [partial(actions.accept, item, by=province.lan, at=AT) for item in made]
    assert at_once(*jobs) == ["done"] * 8
    assert_whole(entries=8)


def test_what_is_taken_back_and_accepted_ends_as_one_of_both(province: Province) -> None:
    for turn in range(5):
        made, before = sent(province, turn), Entry.objects.count()
        outcomes = at_once(
            partial(actions.accept, made, by=province.lan, at=AT),
            partial(actions.withdraw, made, by=province.an, at=AT),
        )
        assert outcomes == ["NotNow", "done"]
        made.refresh_from_db()
        assert (made.state, Entry.objects.count()) in [("draft", before), ("accepted", before + 1)]
    assert_whole(entries=Entry.objects.count())


def test_two_corrections_follow_each_other(province: Province) -> None:
    made = actions.accept(sent(province), by=province.lan, at=AT)
    better = [replace(drafts.draft_of(made), quantities={"talks": (1000, ""), "attendances": (n, "")}) for n in (7, 8)]
    jobs = [partial(actions.correct, made, draft, by=province.lan, at=AT, reason="đếm lại") for draft in better]
    assert at_once(*jobs) == ["done", "done"]
    assert_whole(entries=5)


def test_an_activity_is_reversed_once(province: Province) -> None:
    made = actions.accept(sent(province), by=province.lan, at=AT)
    reverse = [lambda: actions.reverse(made, by=province.lan, at=AT, reason="nhầm")] * 3
    assert at_once(*reverse) == ["NotNow", "NotNow", "done"]
    assert_whole(entries=2)


def test_an_import_undone_while_its_rows_are_accepted_leaves_no_fact_behind(province: Province) -> None:
    batch = imported(province, range(1, 6))
    rows = list(batch.activities.order_by("-pk"))
    accept = [partial(actions.accept, row, by=province.lan, at=AT) for row in rows]
    outcomes = at_once(*accept, lambda: actions.undo_import(batch, by=province.lan, at=AT, reason="nhầm tệp"))
    assert set(outcomes) <= {"done", "NotNow"}
    batch.refresh_from_db()
    assert batch.state == "undone"
    assert set(batch.activities.values_list("state", flat=True)) <= {"reversed"}
    assert_whole(entries=Entry.objects.count())
    assert queries.head().head_seq % 2 == 0


def test_the_same_opened_form_sent_twice_at_once_makes_one_activity(province: Province) -> None:
    key = uuid4()
    save = [lambda: actions.save_draft(talk(), by=province.an, at=AT, form_key=key)] * 3
    assert at_once(*save) == ["done"] * 3
    assert Activity.objects.count() == 1


def test_the_same_file_attached_twice_at_once_is_kept_once(province: Province) -> None:
    made = sent(province)

    def attach() -> None:
        file = ContentFile(b"%PDF-1.4 danh sach", name="ds.pdf")
        actions.attach(made, file, name="ds.pdf", media_type="application/pdf", by=province.an, at=AT)

    assert at_once(attach, attach) == ["AlreadyRecorded", "done"]
    assert Evidence.objects.count() == 1


def test_a_draft_deleted_while_it_is_sent_is_sent_or_gone(province: Province) -> None:
    made = actions.save_draft(talk(), by=province.an, at=AT)
    outcomes = at_once(
        lambda: actions.submit(made, by=province.an, at=AT), lambda: actions.delete_draft(made, by=province.an, at=AT)
    )
    assert outcomes == ["NotNow", "done"]


def test_what_fell_due_is_posted_once_by_two_tickers(province: Province) -> None:
    window = periods.parse("2026-Q1")
    person: dict[str, Any] = {"by": province.lan, "at": AT}
    planned = programme.plan_period(window=window, cutoff_at=AT, dues={"commune": date(2026, 4, 5)}, **person)
    programme.open_period(planned, **person)

    post = partial(actions.post_duties, today=date(2026, 4, 6), **person)

    assert at_once(post, post) == ["done", "done"]
    assert Entry.objects.count() == 2
    assert queries.verify().holds
