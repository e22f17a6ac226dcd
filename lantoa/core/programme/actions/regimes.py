"""Writing regimes and the calendar of working days: rows seeded from YAML, edited by people."""

from dataclasses import dataclass, replace
from datetime import date, datetime
from itertools import count
from pathlib import Path

from django.db import transaction
from django.db.models import Max
from django.utils.text import slugify
from django.utils.translation import gettext as _
from wagtail.log_actions import log

from lantoa.base import yaml_text
from lantoa.base.folding import fold
from lantoa.core.people.models import User
from lantoa.core.programme import queries
from lantoa.core.programme.actions.periods import NotNow
from lantoa.core.programme.models import CalendarDay, Regime, RegimeDue

SEED = Path(__file__).parent.parent / "seed"
_LONGEST_CODE = 60


@transaction.atomic
def seed(folder: Path = SEED) -> None:
    """Add the regimes and days of the seed files that are not there yet; rows that exist stay as people edited them."""
    rows = yaml_text.read(folder / "regimes.yaml")
    known = set(Regime.objects.values_list("code", flat=True))
    for position, row in enumerate(rows):
        if row["code"] not in known:
            dues = row.pop("dues")
            regime = Regime.objects.create(position=position, family=row["code"], **row)
            RegimeDue.objects.bulk_create(RegimeDue(regime=regime, level=level, **due) for level, due in dues.items())
    days = yaml_text.read(folder / "calendar.yaml")
    named = set(CalendarDay.objects.values_list("day", flat=True))
    CalendarDay.objects.bulk_create(CalendarDay(**row) for row in days if row["day"] not in named)


@dataclass(frozen=True)
class RegimeFacts:
    """What a person writes about a regime. Days are (months after the last month of the window, day of that month).

    cutoff: None for the last day of the window; up: None where nothing goes up; dues: level -> day
    """

    name_vi: str
    window: Regime.Window
    dues: dict[str, tuple[int, int]]
    name_en: str = ""
    from_day: int = 1
    cutoff: tuple[int, int] | None = None
    up: tuple[int, int] | None = None
    legal_basis: str = ""
    source: str = ""
    is_verified: bool = False

    @classmethod
    def of(cls, regime: Regime) -> "RegimeFacts":
        """As a regime says now."""
        return cls(
            name_vi=regime.name_vi, name_en=regime.name_en, window=Regime.Window(regime.window),
            from_day=regime.from_day, legal_basis=regime.legal_basis, source=regime.source,
            cutoff=(regime.cutoff_months, regime.cutoff_day) if regime.cutoff_day else None,
            up=(regime.up_months, regime.up_day) if regime.up_day else None, is_verified=regime.is_verified,
            dues={row.level: (row.months, row.day) for row in regime.dues.all()},
        )  # fmt: skip


@transaction.atomic
def add_regime(facts: RegimeFacts, *, by: User, at: datetime, code: str = "", since: date | None = None) -> Regime:
    """A new duty to report. code: it never changes; without it one is made of the name"""
    code = code or _free_code(slugify(fold(facts.name_vi))[:_LONGEST_CODE] or "che-do")
    last = Regime.objects.aggregate(last=Max("position"))["last"]
    regime = Regime(code=code, family=code, valid_from=since, position=0 if last is None else last + 1)
    _fill(regime, facts)
    log(regime, "regimes.create", user=by, timestamp=at, data={"verified": regime.is_verified})
    return regime


@transaction.atomic
def edit_regime(regime: Regime, facts: RegimeFacts, *, by: User, at: datetime) -> Regime:
    """Mend a version by which no period was planned. Of another one only whether and where its text was checked.

    raises: NotNow if periods were planned by it and anything else would change
    """
    regime = _held(regime)
    before = RegimeFacts.of(regime)
    checked = replace(before, source=facts.source, is_verified=facts.is_verified)
    if facts != checked and queries.is_used(regime):
        raise NotNow(_("Periods were planned by this version, so it stays as it is. Say from when the new one holds."))
    if facts != before:
        _fill(regime, facts)
        log(regime, "regimes.edit", user=by, timestamp=at, data={"verified": regime.is_verified})
    return regime


@transaction.atomic
def renew_regime(regime: Regime, facts: RegimeFacts, *, since: date, by: User, at: datetime) -> Regime:
    """The version that follows: it holds for windows that end on that day or later, the old one for those before.

    raises: NotNow if this version is not the last, or begins no earlier, or has periods that would be the new one's
    """
    regime = _held(regime)
    _refuse_outside(regime, since)
    if (late := regime.periods.filter(until__gt=since).order_by("until").first()) is not None:
        raise NotNow(
            _("“%(period)s” ends after that day and was planned by this version. Give a day after it.")
            % {"period": late.title}
        )
    made = Regime(
        code=_free_code(regime.family), family=regime.family, valid_from=since, position=regime.position
    )  # fmt: skip
    _fill(made, facts)
    regime.valid_until = since
    regime.save(update_fields=["valid_until"])
    log(made, "regimes.renew", user=by, timestamp=at, data={"after": regime.code, "since": since.isoformat()})
    return made


@transaction.atomic
def end_regime(regime: Regime, *, on: date, by: User, at: datetime) -> Regime:
    """No window that ends on that day or later is reported any more; periods that were planned stay.

    raises: NotNow for a version that ended, or a day before its first
    """
    regime = _held(regime)
    if regime.valid_until == on:
        return regime
    _refuse_outside(regime, on)
    regime.valid_until = on
    regime.save(update_fields=["valid_until"])
    log(regime, "regimes.end", user=by, timestamp=at, data={"on": on.isoformat()})
    return regime


@transaction.atomic
def take_back_change(regime: Regime, *, by: User, at: datetime) -> Regime:
    """The end of the last version; or that version itself, while no period was planned by it and one stands before.

    returns: the version that holds from now on
    raises:  NotNow if periods were planned by it, or it is the only one: the shipped ones would come back anyway
    """
    regime, versions = _held(regime), queries.versions_of(regime)
    if regime.pk == versions[-1].pk and regime.valid_until:
        regime.valid_until = None
        regime.save(update_fields=["valid_until"])
        log(regime, "regimes.resume", user=by, timestamp=at, data={})
        return regime
    if regime.pk != versions[-1].pk or len(versions) == 1 or queries.is_used(regime):
        raise NotNow(_("This version cannot be taken back. Write its end, or a new version."))
    earlier = versions[-2]
    log(regime, "wagtail.delete", user=by, timestamp=at, data={"code": regime.code}, deleted=True)
    regime.delete()
    if earlier.valid_until == regime.valid_from:
        earlier.valid_until = None
        earlier.save(update_fields=["valid_until"])
    return earlier


@transaction.atomic
def name_day(
    day: date, *, is_working: bool, name_vi: str, name_en: str = "", source: str = "", is_verified: bool = False,
    by: User, at: datetime,
) -> CalendarDay:  # fmt: skip
    """Say that a day is free, or worked in exchange; said again, the newer row holds."""
    row, _made = CalendarDay.objects.update_or_create(
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


def _held(regime: Regime) -> Regime:
    """As it is now, nobody else writing it."""
    return Regime.objects.select_for_update().get(pk=regime.pk)


def _refuse_outside(regime: Regime, day: date) -> None:
    """raises: NotNow for a version that ended, or a day before its first"""
    if regime.valid_until:
        said = _("This version ended on %(day)s. Change the one that follows it.")
        raise NotNow(said % {"day": f"{regime.valid_until:%d/%m/%Y}"})
    if regime.valid_from and day <= regime.valid_from:
        said = _("This version itself holds only from %(day)s on. Give a later day.")
        raise NotNow(said % {"day": f"{regime.valid_from:%d/%m/%Y}"})


def _fill(regime: Regime, facts: RegimeFacts) -> None:
    for name in ("name_vi", "name_en", "window", "from_day", "legal_basis", "source", "is_verified"):
        setattr(regime, name, getattr(facts, name))
    regime.cutoff_months, regime.cutoff_day = facts.cutoff or (0, None)
    regime.up_months, regime.up_day = facts.up or (0, None)
    regime.save()
    regime.dues.all().delete()
    RegimeDue.objects.bulk_create(
        RegimeDue(regime=regime, level=level, months=months, day=day) for level, (months, day) in facts.dues.items()
    )


def _free_code(start: str) -> str:
    """ "press-year", "press-year-2", "press-year-3", whichever is not taken."""
    taken = set(Regime.objects.filter(code__startswith=start[: _LONGEST_CODE - 4]).values_list("code", flat=True))
    numbered = (f"{start[: _LONGEST_CODE - 4]}-{number}" for number in count(2))
    return start if start not in taken | {"new"} else next(code for code in numbered if code not in taken)
