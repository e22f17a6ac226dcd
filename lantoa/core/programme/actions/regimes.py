"""Writing regimes and the calendar of working days: rows seeded from YAML, edited by people."""

from datetime import date, datetime
from pathlib import Path

from django.db import transaction
from wagtail.log_actions import log

from lantoa.base import yaml_text
from lantoa.core.people.models import User
from lantoa.core.programme.models import CalendarDay, Regime, RegimeDue

SEED = Path(__file__).parent.parent / "seed"


@transaction.atomic
def seed(folder: Path = SEED) -> None:
    """Add the regimes and days of the seed files that are not there yet; rows that exist stay as people edited them."""
    rows = yaml_text.read(folder / "regimes.yaml")
    known = set(Regime.objects.values_list("code", flat=True))
    for position, row in enumerate(rows):
        if row["code"] not in known:
            dues = row.pop("dues")
            regime = Regime.objects.create(position=position, **row)
            RegimeDue.objects.bulk_create(RegimeDue(regime=regime, level=level, **due) for level, due in dues.items())
    days = yaml_text.read(folder / "calendar.yaml")
    named = set(CalendarDay.objects.values_list("day", flat=True))
    CalendarDay.objects.bulk_create(CalendarDay(**row) for row in days if row["day"] not in named)


@transaction.atomic
def save_regime(regime: Regime, *, dues: dict[str, tuple[int, int]], by: User, at: datetime) -> Regime:
    """Write a regime, new or changed; periods that were planned under it keep their days.

    dues: level -> (months after the last month of the window, day of that month)
    """
    action = "regimes.edit" if regime.pk else "regimes.create"
    regime.save()
    regime.dues.all().delete()
    RegimeDue.objects.bulk_create(
        RegimeDue(regime=regime, level=level, months=months, day=day) for level, (months, day) in dues.items()
    )
    log(regime, action, user=by, timestamp=at, data={"verified": regime.is_verified})
    return regime


@transaction.atomic
def name_day(
    day: date, *, is_working: bool, name_vi: str, name_en: str = "", source: str = "", is_verified: bool = False,
    by: User, at: datetime,
) -> CalendarDay:  # fmt: skip
    """Say that a day is free, or worked in exchange; said again, the newer row holds."""
    row, _ = CalendarDay.objects.update_or_create(
        day=day,
        defaults={
            "is_working": is_working, "name_vi": name_vi, "name_en": name_en, "source": source,
            "is_verified": is_verified,
        },
    )  # fmt: skip
    log(row, "calendar.name", user=by, timestamp=at, data={"day": day.isoformat(), "working": is_working})
    return row


@transaction.atomic
def forget_day(row: CalendarDay, *, by: User, at: datetime) -> None:
    """Make a day an ordinary one of its week again."""
    log(row, "wagtail.delete", user=by, timestamp=at, data={"day": row.day.isoformat()}, deleted=True)
    row.delete()
