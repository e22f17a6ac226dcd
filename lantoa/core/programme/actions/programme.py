"""Writing programmes, their tasks, and targets."""

from datetime import date
from decimal import Decimal

from lantoa.base import quantities
from lantoa.base.periods import Period
from lantoa.core.people.models import Agency
from lantoa.core.programme.models import Programme, Target, Task


def add_programme(
    code: str, name_vi: str, name_en: str, *, type: Programme.Type, starts_on: date, ends_on: date,  # noqa: A002 the field
    parent: Programme | None = None,
) -> Programme:  # fmt: skip
    return Programme.objects.create(
        code=code, name_vi=name_vi, name_en=name_en, type=type, starts_on=starts_on, ends_on=ends_on, parent=parent
    )


def add_task(
    programme: Programme, code: str, name_vi: str, name_en: str, *, lead_agency: Agency, due_on: date | None = None
) -> Task:
    return Task.objects.create(
        programme=programme, code=code, name_vi=name_vi, name_en=name_en, lead_agency=lead_agency, due_on=due_on
    )


def set_target(
    indicator: str, period: Period, value: Decimal, *, programme: Programme | None = None, agency: Agency | None = None,
    source: str = "",
) -> Target:  # fmt: skip
    """Say what an indicator should reach in a period (giao chỉ tiêu); said again, the newer value holds.

    indicator: its code; agency: None for the whole province
    raises:    quantities.BadQuantity for more than three decimals
    """
    target, _ = Target.objects.update_or_create(
        indicator_id=indicator, agency=agency, since=period.since, until=period.until,
        defaults={"value": quantities.from_decimal(value), "programme": programme, "source": source},
    )  # fmt: skip
    return target
