"""Reading targets: of the rows with one key the newest stands; those of a plan that is not signed are not in force.

A target is shown for its own period only. Those of longer periods that contain the one asked for stand apart, for
what they promise is measured over their whole term; nothing is ever added up or shared out.
"""

from collections.abc import Iterable

from django.db.models import Exists, OuterRef, Q, QuerySet, Value
from django.db.models.functions import Coalesce

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


def targets_like(wanted: Iterable[tuple[str, Period, str | None]]) -> dict[tuple[str, Period, str | None], int]:
    """As `targets`, for many (indicator, period, agency) at once; one query."""
    keys = set(wanted)
    rows = Target.objects.filter(
        _IN_FORCE, indicator__in={code for code, _, _ in keys}, since__in={period.since for _, period, _ in keys},
        task=None,
    )  # fmt: skip
    newest: dict[tuple[str, Period, str | None], int | None] = {
        (row.indicator_id, row.period, row.agency_id): row.value for row in rows.order_by("id")
    }
    return {key: value for key, value in newest.items() if key in keys and value is not None}


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
    """What a programme promises, in the order of the vocabulary; of a draft, what it will once it is signed.

    A target that a later one of another programme replaced is left out: it no longer holds.
    """
    later = Target.objects.filter(
        _IN_FORCE | Q(programme=programme), id__gt=OuterRef("id"),
        **{name: OuterRef(name) for name in ("indicator", "since", "until")},
    )  # fmt: skip
    for name in ("agency", "task"):  # may be empty, and nothing is equal to that
        later = later.alias(**{f"{name}_or_none": Coalesce(name, Value(""))})
        later = later.filter(**{f"{name}_or_none": Coalesce(OuterRef(name), Value(""))})
    standing = Target.objects.filter(~Exists(later), programme=programme, value__isnull=False)
    standing = standing.select_related("agency", "task", "programme", "indicator")
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
