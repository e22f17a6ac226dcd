"""A quarter of three agencies: two communes and a department."""

from collections.abc import Callable
from datetime import date, datetime
from typing import TYPE_CHECKING

import pytest
from django.utils import timezone

from lantoa.base import periods

if TYPE_CHECKING:
    from lantoa.core.programme.models import ReportingPeriod, Submission
    from tests.factories import Province

Owed = Callable[..., "Submission"]


def clock(text: str) -> datetime:
    """ "2026-10-05 23:59:59" on the clock of Ho Chi Minh City."""
    return datetime.fromisoformat(text).replace(tzinfo=timezone.get_default_timezone())


@pytest.fixture
def planned(province: "Province") -> "ReportingPeriod":
    """Quarter III of 2026, cut off with September, due on 5 October (communes) and 7 October (departments)."""
    from lantoa.core.people import actions as people
    from lantoa.core.people.models import Agency
    from lantoa.core.programme import actions

    people.add_agency(
        "so-ngoai-vu", "Sở Ngoại vụ", "External Relations Department", level=Agency.Level.DEPARTMENT,
        parent=province.committee,
    )  # fmt: skip
    return actions.plan_period(
        window=periods.parse("2026-Q3"),
        cutoff_at=clock("2026-10-01 00:00:00"),
        dues={"commune": date(2026, 10, 5), "department": date(2026, 10, 7)},
        by=province.lan,
        at=clock("2026-09-20 08:00:00"),
    )


@pytest.fixture
def period(planned: "ReportingPeriod", province: "Province") -> "ReportingPeriod":
    """The same, open."""
    from lantoa.core.programme import actions

    return actions.open_period(planned, by=province.lan, at=clock("2026-09-25 08:00:00"))


@pytest.fixture
def owed(period: "ReportingPeriod") -> Owed:
    """`owed("xa-an-binh")`: what an agency owes in the open quarter."""
    return lambda code: period.submissions.select_related("agency", "period__regime").get(agency=code)
