import os
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from django.conf import settings
from django.contrib.sessions.models import Session

from lantoa.base import actions, periods
from lantoa.base.models import Installation
from lantoa.base.search import queries
from lantoa.base.search.models import SearchState
from lantoa.core.ledger.models import Entry
from lantoa.core.programme import actions as programme
from lantoa.doors.cli.sample import state
from lantoa.doors.cli.tick import DAY, HOUR, MINUTE, Job, jobs, run_due
from tests.factories import Province
from tests.write_guard import raw_writes


@pytest.mark.django_db
def test_run_due_runs_what_is_due_and_again_when_its_time_has_come() -> None:
    done: list[str] = []
    each = [Job("often", lambda: done.append("often"), MINUTE), Job("rarely", lambda: done.append("rarely"), HOUR)]

    assert all([run_due(each, now=0), run_due(each, now=MINUTE / 2), run_due(each, now=MINUTE)])
    assert run_due(each, now=HOUR)

    assert done == ["often", "rarely", "often", "often", "rarely"]


@pytest.mark.django_db
def test_run_due_when_one_fails_runs_the_others_and_tells(caplog: pytest.LogCaptureFixture) -> None:
    done: list[str] = []

    def broken() -> None:
        raise RuntimeError("no more paper")

    assert not run_due([Job("broken", broken, MINUTE), Job("good", lambda: done.append("good"), MINUTE)], now=0)

    assert done == ["good"]
    assert "broken failed" in caplog.text
    assert "no more paper" in caplog.text


@pytest.mark.django_db
def test_every_job_clears_what_is_old_and_leaves_what_is_not() -> None:
    now = datetime.now(tz=UTC)
    Session.objects.create(session_key="old", session_data="", expire_date=now - timedelta(days=1))
    Session.objects.create(session_key="new", session_data="", expire_date=now + timedelta(days=1))
    folder = settings.DATA / "uploads"
    folder.mkdir(exist_ok=True)
    for name, age_seconds in (("old.xlsx", 2 * DAY), ("new.xlsx", 0.0)):
        (folder / name).touch()
        os.utime(folder / name, times=(now.timestamp() - age_seconds,) * 2)

    assert run_due(jobs(), now=0)

    assert list(Session.objects.values_list("session_key", flat=True)) == ["new"]
    left = {path.name for path in folder.iterdir()}  # other tests keep theirs here too
    assert left & {"old.xlsx", "new.xlsx"} == {"new.xlsx"}


@pytest.mark.django_db
def test_the_search_goes_on_being_built_until_nothing_is_left() -> None:
    with raw_writes("as an older version left it"):
        SearchState.objects.update(version=0, admin_version=0)
    (job,) = [job for job in jobs() if job.name == "go_on_indexing"]

    assert not queries.is_current()
    job.run()

    assert queries.is_current()


@pytest.mark.django_db
def test_what_fell_due_is_posted_once_and_a_sample_stays_untouched(province: Province) -> None:
    person: dict[str, Any] = {"by": province.lan, "at": datetime(2026, 9, 20, 1, tzinfo=UTC)}
    quarter, dues = periods.parse("2026-Q2"), {"commune": date(2026, 7, 5)}
    programme.open_period(programme.plan_period(window=quarter, cutoff_at=person["at"], dues=dues, **person), **person)
    actions.mark_sample(state.counted())
    (job,) = [job for job in jobs() if job.name == "post_duties"]

    job.run()
    job.run()

    assert {str(entry.posted_by.username) for entry in Entry.objects.all()} == {"operator"}
    assert Entry.objects.count() == 2
    assert state.beyond(Installation.current().sample_mark) == []


@pytest.mark.django_db
def test_what_is_posted_beside_work_in_a_sample_hides_no_work(province: Province) -> None:
    person: dict[str, Any] = {"by": province.lan, "at": datetime(2026, 9, 20, 1, tzinfo=UTC)}
    actions.mark_sample(state.counted())
    quarter, dues = periods.parse("2026-Q2"), {"commune": date(2026, 7, 5)}
    programme.open_period(programme.plan_period(window=quarter, cutoff_at=person["at"], dues=dues, **person), **person)
    (job,) = [job for job in jobs() if job.name == "post_duties"]

    job.run()

    assert len(state.beyond(Installation.current().sample_mark)) == 2
