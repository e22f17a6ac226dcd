"""A quarter of three agencies, two communes and a department; and a scheme with a plan below it."""

from collections.abc import Callable, Iterable, Iterator
from datetime import UTC, date, datetime
from typing import TYPE_CHECKING

import pytest
from django.utils import timezone, translation

from lantoa.base import periods

if TYPE_CHECKING:
    from lantoa.core.ledger.models import Activity
    from lantoa.core.people.models import Agency, User
    from lantoa.core.programme.models import Programme, ReportingPeriod, Submission, Task
    from tests.factories import Province

Owed = Callable[..., "Submission"]
AT = datetime(2026, 3, 1, 5, tzinfo=UTC)
NOON = "2026-10-08 12:00:00"


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


@pytest.fixture
def eighth_of_october(monkeypatch: pytest.MonkeyPatch) -> None:
    """Three days after the communes were due, one after the departments."""
    monkeypatch.setattr(timezone, "now", lambda: clock(NOON))


def talk(
    province: "Province", title: str, *, day: date = date(2026, 9, 3), agency: "Agency | None" = None,
    coordinating: Iterable[str] = (), by: "User | None" = None,
) -> "Activity":  # fmt: skip
    """A draft, of commune A unless said otherwise."""
    from lantoa.core.ledger import actions as ledger
    from lantoa.core.ledger.drafts import Draft

    draft = Draft(
        kind="talk", agency=(agency or province.commune_a).code, title=title, occurred_from=day, occurred_on=day,
        quantities={"talks": (1000, ""), "attendances": (120000, "")}, coordinating=list(coordinating),
    )  # fmt: skip
    return ledger.save_draft(draft, by=by or province.an, at=clock("2026-09-04 08:00:00"))


# -- plans -----------------------------------------------------------------------------------------


@pytest.fixture
def in_english() -> "Iterator[None]":
    with translation.override("en"):
        yield


@pytest.fixture
def scheme(province: "Province") -> "Programme":
    """2026 to 2030, signed."""
    from lantoa.core.programme import actions
    from lantoa.core.programme.models import Programme

    facts = actions.ProgrammeFacts("Đề án 2026 – 2030", Programme.Type.SCHEME, date(2026, 1, 1), date(2030, 12, 31))
    drafted = actions.add_programme(facts, by=province.lan, at=AT)
    return actions.sign(drafted, number="1/ĐA", on=date(2026, 1, 2), by=province.lan, at=AT)


@pytest.fixture
def plan(province: "Province", scheme: "Programme") -> "Programme":
    """Of 2026, below the scheme, a draft."""
    from lantoa.core.programme import actions

    year = (date(2026, 1, 1), date(2026, 12, 31))
    facts = actions.ProgrammeFacts("Kế hoạch năm 2026", scheme.Type.PLAN, *year, parent=scheme)
    return actions.add_programme(facts, by=province.lan, at=AT)


@pytest.fixture
def task(province: "Province", plan: "Programme") -> "Task":
    """Commune A leads it, commune B helps."""
    from lantoa.core.programme import actions

    facts = actions.TaskFacts(
        "Mở lớp tập huấn năm 2026", province.commune_a, due_on=date(2026, 6, 30), product="5 lớp",
        coordinating=[province.commune_b],
    )  # fmt: skip
    return actions.add_task(plan, facts, by=province.lan, at=AT)
