"""Acts on many activities: what is meant by one, and what became of an earlier one."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.contrib.contenttypes.models import ContentType
from wagtail.models import ModelLogEntry

from lantoa.core.ledger.models import Activity
from lantoa.core.ledger.queries.prechecks import agencies_looked_through
from lantoa.core.ledger.queries.register import activities_visible_to
from lantoa.core.ledger.rules import bulk as rules
from lantoa.core.ledger.rules.bulk import Sorted
from lantoa.core.people.models import User

# What the audit log calls the acts, and back.
LOGGED = {
    rules.ACCEPT: "lantoa.accept", rules.RETURN: "lantoa.return", rules.LOOK: "lantoa.look",
    rules.SUBMIT: "lantoa.submit", rules.WITHDRAW: "lantoa.withdraw", rules.UNACCEPT: "lantoa.unaccept",
}  # fmt: skip
_ACTS = {action: act for act, action in LOGGED.items()}


class NothingDone(LookupError):
    """This person did nothing under this key."""


@dataclass(frozen=True)
class Done:
    """One act on many. key: what binds its lines in the audit log; seqs: of the entries that an acceptance posted"""

    key: UUID
    act: str
    at: datetime
    ids: Sequence[int]
    seqs: Collection[int]
    reason: str = ""


def sorted_out(user: User, act: str, ids: Collection[int], *, seen_at: datetime | None = None) -> Sorted:
    """Which of these the person can do the act with, the oldest first; what the person may not see is not mentioned."""
    rows = activities_visible_to(user).filter(pk__in=ids).order_by("occurred_on", "pk").defer("note", "folded")
    looked_through = agencies_looked_through(user)
    return rules.sorted_out(act, rows, user=user, looked_through=looked_through, seen_at=seen_at)


def done(user: User, key: UUID) -> Done:
    """raises: NothingDone"""
    lines = list(
        ModelLogEntry.objects.filter(user=user, uuid=key, content_type=ContentType.objects.get_for_model(Activity))
        .order_by("pk")
        .values_list("action", "object_id", "timestamp", "data")
    )
    if not lines or lines[0][0] not in _ACTS:
        raise NothingDone(key)
    action, _, at, data = lines[0]
    seqs = [line[3]["seq"] for line in lines] if action == LOGGED[rules.ACCEPT] else []
    return Done(key, _ACTS[action], at, [int(line[1]) for line in lines], seqs, data.get("reason", ""))
