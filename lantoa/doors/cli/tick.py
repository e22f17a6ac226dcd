"""`lantoa tick`: what must happen at its time although nobody asks for it. `lantoa up` runs it beside the server."""

import argparse
import logging
import signal
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field

from lantoa.doors.cli import Subparsers, command

_log = logging.getLogger(__name__)
MINUTE = 60.0
HOUR = 60 * MINUTE
DAY = 24 * HOUR


@dataclass
class Job:
    """One thing to do, again after `every_seconds`; a failure is logged and tried again next time."""

    name: str
    run: Callable[[], None]
    every_seconds: float
    due: float = field(default=0.0)


def add(subparsers: Subparsers) -> None:
    parser = command(subparsers, "tick", _tick, "publish what is due and tidy up, every minute", json=False)
    parser.add_argument("--once", action="store_true", help="do everything once and end")


def _tick(args: argparse.Namespace) -> int:
    from django.db import close_old_connections

    due = jobs()
    if args.once:
        return 0 if run_due(due, now=0.0) else 1
    stop = threading.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: stop.set())
    while not stop.is_set():
        close_old_connections()
        run_due(due, now=time.monotonic())
        stop.wait(MINUTE)
    return 0


def jobs() -> list[Job]:
    """Everything the ticker does, all of it due at once."""
    return [
        Job("publish_scheduled", _publish_scheduled, MINUTE),
        Job("state_head", _state_head, MINUTE),
        Job("clear_uploads", _clear_uploads, HOUR),
        Job("clear_sessions", _clear_sessions, DAY),
        Job("clear_finished_tasks", _clear_finished_tasks, DAY),
        Job("keep_statistics", _keep_statistics, DAY),
    ]


def run_due(jobs: list[Job], *, now: float) -> bool:
    """Run the jobs whose time has come, each on its own. now: seconds of a clock that never goes back

    returns: whether all went well
    """
    good = True
    for job in jobs:
        if job.due > now:
            continue
        job.due = now + job.every_seconds
        try:
            job.run()
        except Exception:  # one broken job must not stop the others
            good = False
            _log.exception("%s failed", job.name)
    return good


def _publish_scheduled() -> None:
    from django.core.management import call_command
    from django.db import transaction

    # Together: a page must not be live when what is posted with it failed.
    with transaction.atomic():
        call_command("publish_scheduled", verbosity=0)


def _state_head() -> None:
    from django.utils import timezone

    from lantoa.core.reports import actions as reports

    reports.state_head(at=timezone.now())


def _clear_sessions() -> None:
    from django.core.management import call_command

    call_command("clearsessions")


def _clear_finished_tasks() -> None:
    from django.conf import settings
    from django.core.management import call_command

    # The command refuses to look where tasks run inline: there are none to clear.
    if settings.TASKS["default"]["BACKEND"].startswith("django_tasks_db."):
        call_command("prune_db_task_results", verbosity=0)


def _clear_uploads() -> None:
    from django.utils import timezone

    from lantoa.core.ledger import actions as ledger
    from lantoa.core.ledger.actions import parts
    from lantoa.core.ledger.workbooks import uploads

    uploads.clean(at=timezone.now())
    parts.clean(at=timezone.now())
    ledger.remove_orphans(at=timezone.now())
    ledger.forget_left_out(at=timezone.now())


def _keep_statistics() -> None:
    from lantoa.base import database

    database.keep_statistics()
