"""What the installation says of itself: how long things are kept, and whether everything is well."""

import shutil
from collections.abc import Collection
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from django.conf import settings
from django.db.models import QuerySet
from django_tasks import TaskResultStatus
from django_tasks_db.models import DBTaskResult

from lantoa.base import database
from lantoa.base.models import Heartbeat, Retention, TimeStamp
from lantoa.base.search import queries as search
from lantoa.base.time_stamps import NotStamped, TimeStamper

# The ticker beats each minute and asks the worker every four.
_SILENT = timedelta(minutes=10)
_LEAST_FREE_BYTES = 256 * 1024 * 1024


@dataclass(frozen=True)
class Check:
    """One thing that has to be well. said: a word or two for a person, without figures of the office"""

    name: str
    is_well: bool
    said: str


@dataclass(frozen=True)
class CheckedStamps:
    """wrong: sentences, one for each token that does not attest its digest"""

    good_count: int = 0
    unchecked_count: int = 0
    waiting_count: int = 0
    wrong: list[str] = field(default_factory=list)


def retention() -> QuerySet[Retention]:
    return Retention.objects.all()


def kept(code: str) -> timedelta:
    return timedelta(days=Retention.objects.get(code=code).days)


def finished_task_count() -> int:
    done = [TaskResultStatus.SUCCESSFUL, TaskResultStatus.FAILED]
    return int(DBTaskResult.objects.filter(status__in=done).count())


def not_asked(digests: Collection[str]) -> set[str]:
    """Those of these digests for which no time stamp was asked yet."""
    return set(digests) - set(TimeStamp.objects.filter(digest__in=digests).values_list("digest", flat=True))


def check_stamps(stamper: TimeStamper | None) -> CheckedStamps:
    """Every kept time stamp again, without asking anybody. stamper: None if none is named; then none can be checked"""
    kept = TimeStamp.objects.filter(is_stamped=True)
    waiting = TimeStamp.objects.filter(is_stamped=False).count()
    if stamper is None:
        return CheckedStamps(unchecked_count=kept.count(), waiting_count=waiting)
    good, wrong = 0, []
    for row in kept.iterator(chunk_size=200):
        try:
            stamper.check(bytes(row.token), row.digest)
            good += 1
        except NotStamped as error:
            wrong.append(f"{row.digest}: {error}")
    return CheckedStamps(good_count=good, waiting_count=waiting, wrong=wrong)


def checks(*, at: datetime) -> list[Check]:
    """Is the installation able to work? Three queries; raises what the database raises when it does not answer."""
    beats = dict(Heartbeat.objects.values_list("name", "seen_at"))
    names = ["ticker", *(["worker"] if settings.TASKS["default"]["BACKEND"].startswith("django_tasks_db.") else [])]
    migrated, free = database.is_up_to_date(), shutil.disk_usage(settings.DATA).free
    return [
        Check("migrations", migrated, "applied" if migrated else "not applied: run any lantoa command"),
        Check("disk", free >= _LEAST_FREE_BYTES, "room left" if free >= _LEAST_FREE_BYTES else "nearly full"),
        Check("search", True, "whole" if search.is_whole() else f"being built anew, {search.progress()} %"),
        *(_alive(name, beats.get(name), at) for name in names),
    ]


def _alive(name: str, seen_at: datetime | None, at: datetime) -> Check:
    if seen_at is None:
        return Check(name, is_well=False, said="never seen")
    return Check(name, at - seen_at < _SILENT, f"last seen {seen_at.isoformat(timespec='seconds')}")
