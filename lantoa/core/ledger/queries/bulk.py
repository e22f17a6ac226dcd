"""Acts on many activities: what is meant by one, and what became of an earlier one."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.contrib.contenttypes.models import ContentType
from wagtail.models import ModelLogEntry

from lantoa.core.ledger.models import Activity
from lantoa.core.ledger.queries.listing import matching
from lantoa.core.ledger.queries.prechecks import agencies_looked_through
from lantoa.core.ledger.queries.register import activities_visible_to
from lantoa.core.ledger.rules import bulk as rules
from lantoa.core.ledger.rules.bulk import Sorted
from lantoa.core.ledger.rules.looks import Look
from lantoa.core.people.models import User

# What the audit log calls the acts, and back.
LOGGED = {
    rules.ACCEPT: "lantoa.accept", rules.RETURN: "lantoa.return", rules.LOOK: "lantoa.look",
    rules.SUBMIT: "lantoa.submit", rules.WITHDRAW: "lantoa.withdraw", rules.UNACCEPT: "lantoa.unaccept",
    rules.UNRETURN: "lantoa.unreturn",
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


@dataclass(frozen=True)
class Meant:
    """ids: at most as many as can be taken at once; more: beyond these; left_out: in a state that rules the act out"""

    ids: Sequence[int]
    more: int
    left_out: int


def sorted_out(user: User, act: str, ids: Collection[int], *, seen_at: datetime | None = None) -> Sorted:
    """Which of these the person can do the act with, the oldest first; what the person may not see is not mentioned."""
    rows = activities_visible_to(user).filter(pk__in=ids).order_by("occurred_on", "pk").defer("note", "folded")
    looked_through = agencies_looked_through(user)
    return rules.sorted_out(act, rows, user=user, looked_through=looked_through, seen_at=seen_at)


def meant(user: User, act: str, look: Look) -> Meant:
    """All that a look shows and whose state allows the act, the oldest first, as many as can be taken at once."""
    shown = matching(activities_visible_to(user), look)
    possible = shown.filter(state__in=rules.POSSIBLE[act])
    ids = list(possible.order_by("occurred_on", "pk").values_list("pk", flat=True)[: rules.MOST])
    return Meant(ids, more=possible.count() - len(ids), left_out=shown.count() - possible.count())


def undoable(user: User, done: Done) -> int:
    """How much of an act can still be taken back by this person."""
    opposite = rules.UNDONE_BY.get(done.act)
    if opposite is None:
        return 0
    if opposite == rules.UNACCEPT:
        return Activity.objects.filter(entry__in=done.seqs, state=Activity.State.ACCEPTED).count()
    return len(sorted_out(user, opposite, done.ids).fit)


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
