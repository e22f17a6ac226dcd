"""What an administrator does to the words: add, mend, end, take up again, put in order.

Every function takes `by` (a User) and `at` (an aware datetime) and writes one line of the audit log that says what
stood there before and what stands there now. Codes never change and nothing is deleted: what was recorded under a
word stays readable.
"""

from collections.abc import Iterable
from datetime import date, datetime
from typing import Any, TypeVar

from django.db import models, transaction
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from wagtail.log_actions import log

from lantoa.base import quantities
from lantoa.core.people.models import User
from lantoa.core.vocabulary.actions.versions import keep_versions
from lantoa.core.vocabulary.models import (
    MEANING_OF_NUMBERS,
    Indicator,
    IndicatorVersion,
    Kind,
    KindGroup,
    KindMeasure,
    Measure,
    Term,
)
from lantoa.core.vocabulary.queries.lists import record_count
from lantoa.core.vocabulary.rules.kinds import DUTIES

Row = TypeVar("Row", Kind, KindGroup, Measure, Term, Indicator, IndicatorVersion, KindMeasure)
New = TypeVar("New", Kind, KindGroup, Measure, Term, KindMeasure)
Ranked = TypeVar("Ranked", Kind, KindGroup, Term, Indicator, KindMeasure)
Ending = TypeVar("Ending", Kind, KindGroup, Measure, Term, Indicator)

# What may be mended in a definition that a frozen figure used: how it is called and where it comes from.
MENDABLE = [
    "name_vi",
    "name_en",
    "unit_en_one",
    "basis",
    "source",
    "is_verified",
    "disaggregations",
    "higher_is_better",
]


class CannotChange(Exception):
    """The words do not allow this; the message says what to do instead. field: the column it is about, or "" """

    def __init__(self, message: str, field: str = "") -> None:
        super().__init__(message)
        self.field = field


@transaction.atomic
def add(row: New, *, by: User, at: datetime) -> New:
    """Save a new row, at the end of its list where there is an order.

    raises: CannotChange for one more measure of a kind that the program posts itself
    """
    if isinstance(row, KindMeasure):
        _keep_posted(row, {"measure"})
    if not isinstance(row, Measure):
        last = _siblings(row).aggregate(last=models.Max("position"))["last"]
        row.position = 0 if last is None else last + 1
    row.save(force_insert=True)
    keep_versions([row], by=by, at=at)
    _log(row, "add", by=by, at=at, changes={"": [None, _whole(row)]})
    return row


@transaction.atomic
def mend(row: Row, values: dict[str, Any], *, by: User, at: datetime) -> Row:
    """Give a row other values; its code is not among them. Saving what stands there already writes nothing.

    raises: CannotChange for what a definition in use means, for what gives recorded numbers their meaning, and for
            what the program needs to post what fell due
    """
    fixed = set(values) - set(MENDABLE)
    if fixed and isinstance(row, IndicatorVersion):
        raise CannotChange(
            _("What a figure means is not mended but defined anew: %(fields)s.") % {"fields": ", ".join(sorted(fixed))}
        )
    # What somebody ended while that could be done is taken up again.
    _keep_posted(row, {name for name, value in values.items() if getattr(row, name) != value} - _again(values))
    _keep_meaning(row, values)
    _keep_countable(row, values)
    return _change(row, values, "mend", by=by, at=at)


@transaction.atomic
def open_to_visitors(indicator: Indicator, *, by: User, at: datetime) -> Indicator:
    """Anybody may see its figures where they are shown in public; twice does no harm."""
    return _change(indicator, {"is_public": True}, "open", by=by, at=at)


@transaction.atomic
def keep_internal(indicator: Indicator, *, by: User, at: datetime) -> Indicator:
    """Whoever is not signed in sees no figure of it any more, wherever it stood; twice does no harm."""
    return _change(indicator, {"is_public": False}, "close", by=by, at=at)


@transaction.atomic
def end(row: Ending, *, on: date, by: User, at: datetime) -> Ending:
    """From that day on forms do not offer it; what was recorded stays and is counted."""
    return mend(row, {"valid_until": on}, by=by, at=at)


@transaction.atomic
def take_up_again(row: Ending, *, by: User, at: datetime) -> Ending:
    return mend(row, {"valid_until": None}, by=by, at=at)


@transaction.atomic
def move_up(row: Ranked, *, by: User, at: datetime) -> None:
    """Change places with the one before; the first one stays."""
    _swap(row, -1, by=by, at=at)


@transaction.atomic
def move_down(row: Ranked, *, by: User, at: datetime) -> None:
    """Change places with the one after; the last one stays."""
    _swap(row, 1, by=by, at=at)


@transaction.atomic
def ask_for(kind: Kind, measure: Measure, *, required: bool, by: User, at: datetime) -> KindMeasure:
    """Let the form of a kind ask for a measure from now on; the first one counts the activity itself."""
    asked = KindMeasure.objects.filter(kind=kind, measure=measure).first()
    if asked is not None:
        return mend(asked, {"required": required, "valid_until": None}, by=by, at=at)
    is_main = not KindMeasure.objects.filter(kind=kind).exists()
    return add(KindMeasure(kind=kind, measure=measure, required=required, is_main=is_main), by=by, at=at)


@transaction.atomic
def stop_asking_for(asked: KindMeasure, *, on: date, by: User, at: datetime) -> KindMeasure:
    """From that day the form does not ask for it; what was recorded still counts.

    raises: CannotChange for the measure that counts the activity itself
    """
    if asked.is_main:
        raise CannotChange(_("This measure counts the activity itself: a kind without it could not be counted."))
    return mend(asked, {"valid_until": on}, by=by, at=at)


def sort_by(kind: Kind, dimensions: list[dict[str, Any]], *, by: User, at: datetime) -> Kind:
    """What the form of a kind asks besides title, dates and measures, in this order."""
    return mend(kind, {"dimensions": dimensions}, by=by, at=at)


def _change(row: Row, values: dict[str, Any], action: str, *, by: User, at: datetime) -> Row:
    """What stands there already writes nothing. action: what the log calls it"""
    row = type(row)._default_manager.select_for_update(of=("self",)).get(pk=row.pk)
    before = {name: getattr(row, name) for name in values}
    changes = {name: [before[name], value] for name, value in values.items() if before[name] != value}
    if not changes:
        return row
    for name, value in values.items():
        setattr(row, name, value)
    row.save(update_fields=list(changes))
    keep_versions([row], by=by, at=at)
    _log(row, action, by=by, at=at, changes=changes)
    return row


def _again(values: dict[str, Any]) -> set[str]:
    return {"valid_until"} if values.get("valid_until", date.max) is None else set()


def _keep_posted(row: models.Model, changed: set[str]) -> None:
    """Kinds that the program posts itself keep their days and what they count. raises: CannotChange"""
    if isinstance(row, KindMeasure):
        is_needed = bool(changed) and row.kind_id in DUTIES
    elif isinstance(row, Kind):
        is_needed = bool(changed & {"dimensions", "valid_from", "valid_until"}) and row.code in DUTIES
    else:
        is_needed = isinstance(row, Measure) and bool(changed & {"valid_from", "valid_until"})
        is_needed = is_needed and KindMeasure.objects.filter(measure=row, kind__in=DUTIES).exists()
    if is_needed:
        raise CannotChange(
            _(
                "The program posts this itself from reporting periods and plans, and needs its days and measures as "
                "they are. Names and definitions can be mended."
            )
        )


def _keep_meaning(row: models.Model, values: dict[str, Any]) -> None:
    """Recorded numbers keep their meaning. raises: CannotChange"""
    fields = MEANING_OF_NUMBERS.get(type(row), [])
    if all(getattr(row, name) == values[name] for name in fields if name in values):
        return
    if isinstance(row, Measure) and (count := record_count(row)):
        raise CannotChange(
            ngettext(
                "%(count)s record counts in “%(unit)s”, so the unit and how the measure behaves stay. Make another "
                "measure, and on the pages of the kinds stop asking for this one and ask for that one.",
                "%(count)s records count in “%(unit)s”, so the unit and how the measure behaves stay. Make another "
                "measure, and on the pages of the kinds stop asking for this one and ask for that one.",
                count,
            )
            % {"count": quantities.written(count), "unit": row.unit},
            "unit_vi",
        )
    if isinstance(row, KindMeasure) and (count := record_count(row.kind)):
        raise CannotChange(
            ngettext(
                "%(count)s record of this kind is counted by another measure: that stays. End the kind, and make "
                "another one.",
                "%(count)s records of this kind are counted by another measure: that stays. End the kind, and make "
                "another one.",
                count,
            )
            % {"count": quantities.written(count)}
        )


def _keep_countable(row: models.Model, values: dict[str, Any]) -> None:
    """A kind is offered only on days on which the measure that counts it holds. raises: CannotChange"""
    if not isinstance(row, Kind | Measure) or not {"valid_from", "valid_until"} & set(values):
        return
    since, until = (values.get(name, getattr(row, name)) for name in ("valid_from", "valid_until"))
    mains = KindMeasure.objects.filter(is_main=True).select_related("kind", "measure")
    if isinstance(row, Measure):
        left = [item.kind for item in mains.filter(measure=row) if not _spans((since, until), item.kind)]
        if left:
            raise CannotChange(
                _("It counts the activity itself in: %(kinds)s. End these kinds first, then the measure.")
                % {"kinds": ", ".join(kind.name for kind in left)},
                "valid_until" if until else "valid_from",
            )
    elif main := mains.filter(kind=row).first():
        kind = Kind(valid_from=since, valid_until=until)
        if not _spans((main.measure.valid_from, main.measure.valid_until), kind):
            raise CannotChange(
                _("“%(measure)s” counts the activity itself and is not valid on all these days: mend that first.")
                % {"measure": main.measure.name},
                "valid_until",
            )


def _spans(days: tuple[date | None, date | None], kind: Kind) -> bool:
    """Is every day of the kind among these days?"""
    since, until = days
    begins = since is None or (kind.valid_from is not None and kind.valid_from >= since)
    return begins and (until is None or (kind.valid_until is not None and kind.valid_until <= until))


def _swap(row: Ranked, step: int, *, by: User, at: datetime) -> None:
    rows = list(_siblings(row).order_by("position", "pk"))
    place = [item.pk for item in rows].index(row.pk)
    if not 0 <= place + step < len(rows):
        return
    other = rows[place + step]
    rows[place], rows[place + step] = rows[place + step], rows[place]
    moved = [item for position, item in enumerate(rows) if item.position != position]
    for position, item in enumerate(rows):
        item.position = position
    type(row)._default_manager.bulk_update(moved, ["position"])
    _log(row, "move", by=by, at=at, changes={"position": [place, place + step]}, beside=str(other))


def _siblings(row: models.Model) -> "models.QuerySet[Any]":
    """The list in which a row has its place."""
    rows = type(row)._default_manager.all()
    if isinstance(row, Term):
        return rows.filter(dimension=row.dimension)
    return rows.filter(kind=row.kind_id) if isinstance(row, KindMeasure) else rows


def _whole(row: models.Model) -> dict[str, Any]:
    skipped = {"id", "created_by", "created_at", "position"}
    return {field.name: plain(getattr(row, field.attname)) for field in row._meta.fields if field.name not in skipped}


def _log(row: models.Model, action: str, *, by: User, at: datetime, changes: dict[str, Any], **more: str) -> None:
    """The line stands with what a person looks at: a measure of a kind with the kind, a definition with its figure."""
    about = row.kind if isinstance(row, KindMeasure) else row.indicator if isinstance(row, IndicatorVersion) else row
    said = {name: [plain(value) for value in pair] for name, pair in changes.items()}
    what = f"{row.measure_id}." if isinstance(row, KindMeasure) else ""
    data = {"changes": {f"{what}{name}".strip("."): pair for name, pair in said.items()}, **more}
    log(about, f"vocabulary.{action}", user=by, timestamp=at, data=data)


def plain(value: object) -> Any:
    """As the log keeps it."""
    if isinstance(value, dict):
        return {name: plain(item) for name, item in value.items()}
    return value if isinstance(value, str | int | list | None) else str(value)


def log_many(rows: Iterable[models.Model], *, by: User, at: datetime, source: str) -> None:
    """One line for each row that came from elsewhere."""
    for row in rows:
        _log(row, "share", by=by, at=at, changes={}, source=source)
