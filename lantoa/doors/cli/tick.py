"""`lantoa tick`: what must happen at its time although nobody asks for it. `lantoa up` runs it beside the server."""

import argparse
import logging
import signal
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

from lantoa.doors.cli import Subparsers, command

_log = logging.getLogger(__name__)
SECOND = 1.0
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
        stop.wait(max(SECOND, min(job.due for job in due) - time.monotonic()))
    return 0


def jobs() -> list[Job]:
    """Everything the ticker does, all of it due at once."""
    return [
        Job("beat", _beat, MINUTE),
        Job("fold_counts", _fold_counts, 3 * SECOND),
        Job("take_up_notes", _take_up_notes, 3 * SECOND),
        Job("go_on_indexing", _go_on_indexing, 3 * SECOND),
        Job("ask_worker", _ask_worker, 4 * MINUTE),
        Job("publish_scheduled", _publish_scheduled, MINUTE),
        Job("state_head", _state_head, MINUTE),
        Job("post_counts", _post_counts, 5 * MINUTE),
        Job("post_duties", _post_duties, HOUR),
        Job("stamp", _stamp, 5 * MINUTE),
        Job("remove_what_is_old", _remove_what_is_old, HOUR),
        Job("check_links", _check_links, DAY),
        Job("keep_statistics", _keep_statistics, DAY),
        Job("remove_early_drawings", _remove_early_drawings, DAY),
        Job("fill_sample", _fill_sample, MINUTE),
        Job("draw_sample", _drawer(), 3 * SECOND),
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


def _fold_counts() -> None:
    from django.utils import timezone

    from lantoa.desks.channels import actions as channels

    channels.fold(channels.FOLDER, at=timezone.now())


def _take_up_notes() -> None:
    from lantoa.base.search import actions as search
    from lantoa.desks.answers import actions as answers
    from lantoa.desks.media import tasks as media

    search.count_misses()
    answers.count_presses()
    media.take_up_missing()


def _go_on_indexing() -> None:
    """After an update: as long as the search is built anew, two seconds of three, step by step."""
    from lantoa.base.search import actions, queries

    until = time.monotonic() + 2 * SECOND
    while not queries.is_current() and time.monotonic() < until:
        actions.rebuild_step()


def _post_counts() -> None:
    from django.utils import timezone

    from lantoa.core.people import actions as people
    from lantoa.desks.channels import actions as channels
    from lantoa.desks.channels import queries

    today = timezone.localdate()
    first = queries.first_unposted_day(today)
    if first is not None and first < today:
        with _sample_untouched():
            channels.post(today=today, by=people.operator(), at=timezone.now())


def _post_duties() -> None:
    from django.utils import timezone

    from lantoa.core.ledger import actions as ledger
    from lantoa.core.people import actions as people

    with _sample_untouched():
        ledger.post_duties(today=timezone.localdate(), by=people.operator(), at=timezone.now())


@contextmanager
def _sample_untouched() -> Iterator[None]:
    """What the program posts itself does not count as work in a sample, in one transaction with it.

    Else the sample could not be taken away any more, though nobody recorded anything in it.
    """
    from django.db import transaction

    from lantoa.base import actions
    from lantoa.base.models import Installation
    from lantoa.doors.cli.sample import state

    if not Installation.current().is_sample:
        yield
        return
    with transaction.atomic():
        installation = Installation.current()
        untouched = not state.beyond(installation.sample_mark)
        yield
        if untouched:
            actions.mark_sample({**installation.sample_mark, **state.counted()})


def _publish_scheduled() -> None:
    from django.utils import timezone

    from lantoa.desks.newsroom import actions as newsroom

    newsroom.publish_due(at=timezone.now())


def _state_head() -> None:
    from django.utils import timezone

    from lantoa.core.reports import actions as reports

    reports.state_head(at=timezone.now())


def _stamp() -> None:
    from django.conf import settings
    from django.utils import timezone

    from lantoa.base import actions, queries, time_stamps
    from lantoa.core.reports import queries as reports

    if stamper := time_stamps.from_settings(settings.TSA_URL, settings.TSA_ROOTS):
        now = timezone.now()
        actions.ask_stamps(sorted(queries.not_asked(reports.digests_to_stamp())), at=now)
        actions.stamp_due(stamper, at=now)


def _remove_what_is_old() -> None:
    from django.utils import timezone

    from lantoa.doors.cli import retention

    retention.apply(at=timezone.now())


def _beat() -> None:
    from django.utils import timezone

    from lantoa.base import actions

    actions.beat("ticker", at=timezone.now())


def _ask_worker() -> None:
    from lantoa.doors.cli import beats

    beats.ask_worker()


def _keep_statistics() -> None:
    from lantoa.base import database

    database.keep_statistics()


def _drawer() -> Callable[[], None]:
    """Draws one picture of the sample at a time, so that its first readers wait for none."""
    left: list[Callable[[], object]] | None = None

    def draw_next() -> None:
        nonlocal left
        if left is None:
            left = _drawings()
        if left:
            left.pop(0)()

    return draw_next


def _drawings() -> list[Callable[[], object]] | None:
    """What is to be drawn, in the order of the first page; None: the portal of the sample is not filled yet."""
    from lantoa.base.models import Installation
    from lantoa.doors.cli.sample.portal import actions, fill

    current = Installation.current()
    if fill.is_due(current):
        return None
    return actions.drawings() if current.is_sample else []


def _fill_sample() -> None:
    from django.utils import timezone

    from lantoa.base.models import Installation
    from lantoa.doors.cli.sample.portal import fill

    if fill.is_due(Installation.current()):
        fill.fill(timezone.now())


def _remove_early_drawings() -> None:
    from django.utils import timezone

    from lantoa.desks.media import actions as media

    media.remove_early_drawings(at=timezone.now())


def _check_links() -> None:
    from lantoa.doors.cli import links

    links.check.enqueue()
