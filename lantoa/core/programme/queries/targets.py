"""Reading targets: of the rows with one key the newest stands; those of a plan that is not signed are not in force.

A target is shown for its own period only. Those of longer periods that contain the one asked for stand apart, for
what they promise is measured over their whole term; nothing is ever added up or shared out.
"""

from collections.abc import Iterable

from django.db.models import Q, QuerySet

from lantoa.base.periods import Period
from lantoa.core.programme.models import Programme, Target

_IN_FORCE = Q(programme=None) | ~Q(programme__state=Programme.State.DRAFT)


def targets(indicators: Iterable[str], period: Period, *, agency: str | None = None) -> dict[str, int]:
    """Integer thousandths by indicator, for exactly this period and agency (None: the whole province); one query."""
    rows = Target.objects.filter(
        _IN_FORCE, indicator__in=list(indicators), since=period.since, until=period.until, agency=agency, task=None
    )
    newest = dict(rows.order_by("id").values_list("indicator_id", "value"))
    return {code: value for code, value in newest.items() if value is not None}


def targets_around(indicators: Iterable[str], period: Period, *, agency: str | None = None) -> dict[str, list[Target]]:
    """In force for exactly this period or for one that contains it, the shortest first; one query."""
    rows = Target.objects.filter(
        _IN_FORCE, indicator__in=list(indicators), since__lte=period.since, until__gte=period.until, agency=agency,
        task=None,
    )  # fmt: skip
    found: dict[str, list[Target]] = {}
    for target in sorted(_standing(rows), key=lambda target: target.until - target.since):
        found.setdefault(target.indicator_id, []).append(target)
    return found


def standing_targets_of(programme: Programme) -> list[Target]:
    """What a programme promises now, in the order of the vocabulary; of a draft too, and what another one superseded.

    A target that a later one of another programme replaced is left out: it no longer holds.
    """
    own = Target.objects.filter(programme=programme)
    rows = Target.objects.filter(indicator__in=own.values("indicator"))
    mine = {target.key for target in own}
    others = rows.filter(_IN_FORCE | Q(programme=programme))
    standing = [target for target in _standing(others) if target.key in mine and target.programme_id == programme.code]
    return sorted(standing, key=lambda target: (target.indicator.position, target.indicator_id, target.since))


def target_for(pk: int) -> Target:
    """raises: Target.DoesNotExist"""
    return Target.objects.select_related("programme", "task", "agency", "indicator").get(pk=pk)


def earlier_and_later(target: Target) -> list[Target]:
    """Everything ever said about the same indicator, agency, task and period, the newest first."""
    rows = Target.objects.filter(
        indicator=target.indicator_id, agency=target.agency_id, task=target.task_id, since=target.since,
        until=target.until,
    )  # fmt: skip
    return list(rows.select_related("set_by", "programme").order_by("-id"))


def _standing(rows: "QuerySet[Target]") -> list[Target]:
    newest = {
        target.key: target for target in rows.select_related("agency", "task", "programme", "indicator").order_by("id")
    }
    return [target for target in newest.values() if target.value is not None]
