"""Two records of one event: one stays with its lead agency, the agency of the other one takes part in it.

Before acceptance that is a coordination, and can be undone. A fact is corrected instead: its reversal, then a new entry
with the participation, by the ordinary path.
"""

from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _
from wagtail.log_actions import log

from lantoa.core.ledger.actions.documents import NotNow, locked
from lantoa.core.ledger.actions.posting import correct, reverse
from lantoa.core.ledger.drafts import draft_of
from lantoa.core.ledger.models import Activity, Coordination, Evidence
from lantoa.core.people.models import User


@transaction.atomic
def merge(kept: Activity, other: Activity, *, by: User, at: datetime, reason: str) -> Activity:
    """Let `kept` stand for `other` too; twice does no harm. Returns the one that stays.

    The agencies of `other` take part from now on and its evidence moves over; its own numbers count no more.
    reason: stands beside the entries, where one of the two is a fact already
    """
    kept, other = _both(kept, other)
    if other.merged_into_id == kept.pk:
        return kept
    _demand_mergeable(kept, other)
    joining = sorted(_agencies(other) - _agencies(kept))
    if other.is_standing:
        other = reverse(other, by=by, at=at, reason=reason)
    else:
        other.state = Activity.State.MERGED
    moved = _move_evidence(other.evidence.exclude(sha256__in=kept.evidence.values("sha256")), to=kept)
    if not kept.is_standing:
        Coordination.objects.bulk_create(Coordination(activity=kept, agency_id=code) for code in joining)
        kept.version += 1
        kept.save(update_fields=["version"])
    elif joining:
        draft = draft_of(kept)
        together = replace(draft, coordinating=sorted({*draft.coordinating, *joining}))
        kept = correct(kept, together, by=by, at=at, reason=reason)
    other.merged_into, other.moved = kept, {"evidence": moved, "agencies": joining}
    other.save(update_fields=["state", "merged_into", "moved"])
    log(kept, "lantoa.merge", user=by, timestamp=at, data={"other": other.pk})
    log(other, "lantoa.merged", user=by, timestamp=at, data={"into": kept.pk})
    return kept


@transaction.atomic
def separate(other: Activity, *, by: User, at: datetime) -> Activity:
    """Undo a merge as long as nothing of it is a fact: each gets back what it had. Twice does no harm."""
    kept, other = _both(other.merged_into or other, other)
    if other.merged_into is None:
        return other
    if kept.is_standing or other.state != Activity.State.MERGED:
        raise NotNow(_("It was accepted in the meantime: correct or reverse the record that stands."))
    moved = other.moved or {}
    kept.coordinations.filter(agency__in=moved.get("agencies", ())).delete()
    _move_evidence(kept.evidence.filter(pk__in=moved.get("evidence", ())), to=other)
    kept.version += 1
    kept.save(update_fields=["version"])
    other.state, other.merged_into, other.moved = Activity.State.SUBMITTED, None, None
    other.save(update_fields=["state", "merged_into", "moved"])
    log(kept, "lantoa.separate", user=by, timestamp=at, data={"other": other.pk})
    log(other, "lantoa.separate", user=by, timestamp=at, data={"other": kept.pk})
    return other


@transaction.atomic
def set_apart(one: Activity, other: Activity, *, by: User, at: datetime) -> None:
    """Remember that two records are not the same event, so that nobody is asked again."""
    if one.pk == other.pk or one.different.filter(pk=other.pk).exists():
        return
    one, other = _both(one, other)
    one.different.add(other)
    log(one, "lantoa.different", user=by, timestamp=at, data={"other": other.pk})
    log(other, "lantoa.different", user=by, timestamp=at, data={"other": one.pk})


def _both(kept: Activity, other: Activity) -> tuple[Activity, Activity]:
    """Both rows locked, always in the same order: two people may merge them crosswise."""
    rows = {pk: locked(Activity(pk=pk)) for pk in sorted({kept.pk, other.pk})}
    return rows[kept.pk], rows[other.pk]


def _demand_mergeable(kept: Activity, other: Activity) -> None:
    ready = (Activity.State.SUBMITTED, *Activity.STANDING)
    if kept.pk == other.pk or kept.kind_id != other.kind_id:
        raise NotNow(_("Only two records of the same kind can be one event."))
    if kept.state not in ready or other.state not in ready:
        raise NotNow(_("Only records that are submitted or accepted can be merged."))
    if other.is_standing and not kept.is_standing:
        raise NotNow(_("The accepted one of the two stays: merge the other one into it."))
    if other.merged.exists():
        raise NotNow(_("Another record was merged into the one that would go: keep that one instead."))


def _agencies(activity: Activity) -> set[str]:
    return {activity.agency_id, *activity.coordinations.values_list("agency", flat=True)}


def _move_evidence(items: Iterable[Evidence], *, to: Activity) -> list[int]:
    moved = list(items)
    for item in moved:
        item.activity = to
    Evidence.objects.bulk_update(moved, ["activity"])
    return [item.pk for item in moved]
