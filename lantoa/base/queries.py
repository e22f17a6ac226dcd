"""What the installation says of itself: how long things are kept, and whether everything is well."""

import shutil
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.conf import settings
from django.db.models import QuerySet
from django_tasks import TaskResultStatus
from django_tasks_db.models import DBTaskResult

from lantoa.base import database
from lantoa.base.models import Heartbeat, Retention

# The ticker beats each minute and asks the worker every four.
_SILENT = timedelta(minutes=10)
_LEAST_FREE_BYTES = 256 * 1024 * 1024


@dataclass(frozen=True)
class Check:
    """One thing that has to be well. said: a word or two for a person, without figures of the office"""

    name: str
    is_well: bool
    said: str


def retention() -> QuerySet[Retention]:
    return Retention.objects.all()


def finished_task_count() -> int:
    done = [TaskResultStatus.SUCCESSFUL, TaskResultStatus.FAILED]
    return int(DBTaskResult.objects.filter(status__in=done).count())


def checks(*, at: datetime) -> list[Check]:
    """Is the installation able to work? Two queries; raises what the database raises when it does not answer."""
    beats = dict(Heartbeat.objects.values_list("name", "seen_at"))
    names = ["ticker", *(["worker"] if settings.TASKS["default"]["BACKEND"].startswith("django_tasks_db.") else [])]
    migrated, free = database.is_up_to_date(), shutil.disk_usage(settings.DATA).free
    return [
        Check("migrations", migrated, "applied" if migrated else "not applied: run any lantoa command"),
        Check("disk", free >= _LEAST_FREE_BYTES, "room left" if free >= _LEAST_FREE_BYTES else "nearly full"),
        *(_alive(name, beats.get(name), at) for name in names),
    ]


def _alive(name: str, seen_at: datetime | None, at: datetime) -> Check:
    if seen_at is None:
        return Check(name, is_well=False, said="never seen")
    return Check(name, at - seen_at < _SILENT, f"last seen {seen_at.isoformat(timespec='seconds')}")
