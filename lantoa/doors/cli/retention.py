"""Removing what was kept long enough: one way for each row of `Retention`, applied by the ticker."""

import logging
from collections.abc import Callable
from datetime import datetime, timedelta

from django.conf import settings
from django.core.management import call_command
from django.utils import timezone

from lantoa.base import actions as base
from lantoa.base import queries
from lantoa.base.search import actions as search
from lantoa.base.search.queries import LEAST_ASKED
from lantoa.core.ledger import actions as ledger
from lantoa.core.ledger.actions import parts
from lantoa.core.ledger.workbooks import uploads
from lantoa.core.people import actions as people
from lantoa.desks.answers import actions as answers
from lantoa.desks.newsroom import actions as newsroom

_log = logging.getLogger(__name__)


def apply(*, at: datetime) -> None:
    """Remove what is older than its row says; one that fails does not stop the others.

    raises: RuntimeError at the end if one failed, so that the ticker says so
    """
    failed = []
    for row in queries.retention():
        try:
            count = WAYS[row.code](at, timedelta(days=row.days))
        except Exception:  # the others still have to be removed
            _log.exception("%s: what is old could not be removed", row.code)
            failed.append(row.code)
        else:
            base.note_removed(row, count, at=at)
    if failed:
        raise RuntimeError(f"not removed: {', '.join(failed)}")


def _tasks(_at: datetime, kept: timedelta) -> int:
    # The command refuses to look where tasks run inline: there are none to remove.
    if not settings.TASKS["default"]["BACKEND"].startswith("django_tasks_db."):
        return 0
    before = queries.finished_task_count()
    call_command("prune_db_task_results", verbosity=0, min_age_days=kept.days, queue_name="*")
    return before - queries.finished_task_count()


def _misses(at: datetime, kept: timedelta) -> int:
    today = timezone.localdate(at)
    return search.forget_misses(before=today - kept, least=LEAST_ASKED, today=today)


WAYS: dict[str, Callable[[datetime, timedelta], int]] = {
    "uploads": lambda at, kept: uploads.clean(at=at, kept=kept),
    "parts": lambda at, kept: parts.clean(at=at, kept=kept),
    "left_out": lambda at, kept: ledger.forget_left_out(at=at, kept=kept),
    "proposals": lambda at, kept: ledger.forget_proposals(at=at, kept=kept),
    "orphans": lambda at, kept: ledger.remove_orphans(at=at, kept=kept),
    "remarks": lambda at, kept: answers.forget(at=at, kept=kept),
    "sessions": lambda at, kept: people.remove_sessions(at=at, kept=kept),
    "invitations": lambda at, kept: people.remove_dead_links(at=at, kept=kept),
    "members": lambda at, kept: people.forget_members(ended_before=timezone.localdate(at) - kept),
    # Each link has a last moment of its own; the days are what its maker is offered.
    "expert_links": lambda at, _kept: newsroom.close_expert_links(at=at),
    "experts": lambda at, kept: newsroom.forget_experts(at=at, kept=kept),
    "tasks": _tasks,
    "misses": _misses,
}
