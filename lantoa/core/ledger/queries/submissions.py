"""What the register holds behind an agency's report of a period."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from django.db.models import Count, F, Q, QuerySet
from django.utils.translation import gettext as _

from lantoa.base.periods import Period
from lantoa.core.ledger.models import DIMENSIONS, Activity, Coordination
from lantoa.core.ledger.queries.register import activities_visible_to
from lantoa.core.people.models import User
from lantoa.core.vocabulary import queries as vocabulary
from lantoa.core.vocabulary.models import KindMeasure

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser

# What somebody else leads counts for who took part from the moment on that it is sent.
_COUNTED = (Activity.State.SUBMITTED, *Activity.STANDING)


@dataclass(frozen=True)
class Unsent:
    """An activity that its agency has not sent. missing: what its kind asks for and it does not say yet"""

    activity: Activity
    missing: list[str]

    @property
    def is_complete(self) -> bool:
        return not self.missing


def activities_in(window: Period, agency: str, user: "User | AnonymousUser") -> "QuerySet[Activity]":
    """What an agency leads in a window, as far as a person may see it; newest first."""
    return activities_visible_to(user).filter(_within(window), agency=agency)


def activities_joined(window: Period, agency: str, user: "User | AnonymousUser") -> "QuerySet[Activity]":
    """What an agency took part in without leading it, once it is sent and while it stands; newest first."""
    found = activities_visible_to(user).filter(_within(window), state__in=_COUNTED, coordinations__agency=agency)
    return found.exclude(agency=agency)


def states_of_agency(window: Period, agency: str, user: "User | AnonymousUser") -> dict[str, int]:
    """How many activities of an agency stand in each state; empty states left out."""
    rows = activities_in(window, agency, user).order_by().values_list("state").annotate(count=Count("pk"))
    counts = dict(rows)
    return {state.value: counts[state] for state in Activity.State if counts.get(state)}


def unsent(window: Period, agency: str, *, today: date) -> list[Unsent]:
    """Drafts and returned activities of an agency in a window, the oldest first, each with what it lacks today."""
    found = Activity.objects.filter(_within(window), agency=agency, state__in=Activity.EDITABLE)
    rows = list(found.select_related("kind", "agency").prefetch_related("quantities").order_by("occurred_on", "pk"))
    required: dict[str, list[KindMeasure]] = {}
    for asked in KindMeasure.objects.filter(required=True, is_main=False).select_related("measure") if rows else ():
        if asked.is_asked_on(today):
            required.setdefault(asked.kind_id, []).append(asked)
    return [Unsent(row, _missing(row, required.get(row.kind_id, []))) for row in rows]


def recorded_count(window: Period, agency: str) -> int:
    """How many activities an agency leads in a window that were not taken back by a reversal."""
    return _led(window, [agency]).get(agency, 0)


def agencies_with_something(window: Period, agencies: Collection[str]) -> set[str]:
    """Those of these agencies that lead or joined an activity in a window: of them "nothing arose" is not true."""
    joined = Coordination.objects.filter(
        _within(window, "activity__"), agency__in=agencies, activity__state__in=_COUNTED
    ).exclude(activity__agency=F("agency"))
    return {*_led(window, agencies), *joined.values_list("agency", flat=True)}


def open_counts(window: Period) -> dict[str, int]:
    """Activities of all agencies in a window that no figure counts yet: state -> how many."""
    waiting = Activity.objects.filter(_within(window), state__in=[*Activity.EDITABLE, Activity.State.SUBMITTED])
    return dict(waiting.order_by().values_list("state").annotate(count=Count("pk")))


def _within(window: Period, way: str = "") -> Q:
    return Q(**{f"{way}occurred_on__gte": window.since, f"{way}occurred_on__lt": window.until})


def _led(window: Period, agencies: Collection[str]) -> dict[str, int]:
    found = Activity.objects.filter(_within(window), agency__in=agencies).exclude(state=Activity.State.REVERSED)
    return dict(found.order_by().values_list("agency").annotate(count=Count("pk")))


def _missing(activity: Activity, required: list[KindMeasure]) -> list[str]:
    """A draft was whole when it was saved; its kind may have come to ask for more since."""
    given = {row.measure_id for row in activity.quantities.all()}
    measures = [row.measure.name for row in required if row.measure_id not in given]
    asked = [item["code"] for item in activity.kind.dimensions if item.get("required")]
    named = measures + [vocabulary.dimension_name(name) for name in asked if not _says(activity, name)]
    return named or ([_("some answers")] if activity.unfinished is not None else [])


def _says(activity: Activity, name: str) -> bool:
    return bool(getattr(activity, name if name in DIMENSIONS else f"{name}_id"))
