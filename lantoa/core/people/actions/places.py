"""Writing places: those that the product ships, and those of an office. None is ever deleted.

`by` is the person and `at` the moment for the one audit log; without a person (a sample, a test) nothing is logged.
"""

from collections.abc import Collection
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _
from wagtail.log_actions import log

from lantoa.core.people import queries
from lantoa.core.people.actions.agencies import NotPossible
from lantoa.core.people.models import Agency, Place, User
from lantoa.core.people.queries import administrative


@transaction.atomic
def add_place(
    code: str, name_vi: str, name_en: str, *, level: Place.Level | str, parent: Place | None = None,
    valid_from: date | None = None, valid_until: date | None = None, by: User | None = None,
    at: datetime | None = None,
) -> Place:  # fmt: skip
    place = Place.objects.create(
        code=code, name_vi=name_vi, name_en=name_en, level=level, parent=parent,
        valid_from=valid_from, valid_until=valid_until,
    )  # fmt: skip
    _note(place, "people.place_add", by=by, at=at)
    return place


@transaction.atomic
def edit_place(
    place: Place, *, name_vi: str, name_en: str, level: Place.Level | str, parent: Place | None,
    valid_from: date | None, by: User, at: datetime,
) -> Place:  # fmt: skip
    """Everything but the code, which records carry for ever, and its end, which has an action of its own.

    raises: NotPossible where the place would lie in itself, or begin after its end
    """
    _hold_the_tree()
    if parent and parent.code in queries.places_under([place.code]):
        raise NotPossible(
            _("%(upper)s lies in %(place)s or was merged into it, so %(place)s cannot lie in it.")
            % {"upper": parent, "place": place}
        )
    if valid_from and place.valid_until and place.valid_until <= valid_from:
        raise NotPossible(_("%(place)s ended before that day.") % {"place": place})
    before = {name: getattr(place, name) for name in _EDITED}
    place.name_vi, place.name_en, place.level = name_vi, name_en, level
    place.parent, place.valid_from = parent, valid_from
    place.save(update_fields=_EDITED)
    changed = [name for name in _EDITED if getattr(place, name) != before[name]]
    _note(place, "people.place_edit", by=by, at=at, changed=changed)
    return place


@transaction.atomic
def end_place(
    place: Place, *, on: date, into: Place | None = None, by: User | None = None, at: datetime | None = None
) -> Place:
    """From that day on it is no more; what took place there stays its own. Twice does no harm.

    into:   the place that it became part of, whose figures count it from now on
    raises: NotPossible
    """
    _hold_the_tree()
    place.refresh_from_db(fields=["successor", "valid_until"])
    if (place.successor, place.valid_until) == (into, on):
        return place
    if place.valid_until:
        raise NotPossible(_("%(place)s has an end already. Take that one back first.") % {"place": place})
    if place.valid_from and on <= place.valid_from:
        raise NotPossible(_("%(place)s did not exist before that day. Give a later one.") % {"place": place})
    if into and into.code in queries.places_under([place.code]):
        raise NotPossible(
            _("%(into)s is %(place)s itself, lies in it or was merged into it. Choose another one.")
            % {"place": place, "into": into}
        )
    if into and into.valid_until and into.valid_until <= on:
        raise NotPossible(_("%(into)s has ended before that day. Choose one that goes on.") % {"into": into})
    place.successor, place.valid_until = into, on
    place.save(update_fields=["successor", "valid_until"])
    _note(place, "people.place_end", by=by, at=at, on=on.isoformat(), into=into.code if into else "")
    return place


@transaction.atomic
def take_back_end(place: Place, *, by: User, at: datetime) -> Place:
    """An end or a merger written by mistake: the place goes on as if it had not been; twice does no harm."""
    place = Place.objects.select_for_update(of=("self",)).get(pk=place.pk)
    if place.valid_until:
        data = {"on": place.valid_until.isoformat(), "into": place.successor_id or ""}
        place.successor = place.valid_until = None
        place.save(update_fields=["successor", "valid_until"])
        _note(place, "people.place_unend", by=by, at=at, **data)
    return place


@transaction.atomic
def seed_provinces() -> None:
    """The 34 provinces of today and the 63 before; rows that are there already stay as people edited them."""
    known = set(Place.objects.filter(level=Place.Level.PROVINCE).values_list("code", flat=True))
    since, level = administrative.REFORMED_ON, Place.Level.PROVINCE
    Place.objects.bulk_create(
        Place(code=unit.code, name_vi=unit.name_vi, name_en=unit.name_en, level=level, valid_from=since)
        for unit in administrative.provinces()
        if unit.code not in known
    )
    Place.objects.bulk_create(
        Place(
            code=unit.code, name_vi=unit.name_vi, name_en=unit.name_en, level=level, valid_until=since,
            successor_id=unit.upper,
        )
        for unit in administrative.provinces_until_2025()
        if unit.code not in known
    )  # fmt: skip


@transaction.atomic
def take_in_communes(
    province: Place, *, with_agencies: bool, upper: Agency | None, by: User, at: datetime
) -> administrative.Intake:
    """Add the communes of a province that are not there yet, and for each its committee; twice does no harm.

    with_agencies: also an agency for each commune that has none; upper: the one that these stand under
    returns: what was new
    """
    found = administrative.intake(Place.objects.select_for_update().get(pk=province.pk))
    Place.objects.bulk_create(
        Place(
            code=unit.code, name_vi=unit.name_vi, name_en=unit.name_en, level=Place.Level.COMMUNE, parent=province,
            valid_from=administrative.REFORMED_ON,
        )
        for unit in found.places
    )  # fmt: skip
    committees = found.committees if with_agencies else []
    Agency.objects.bulk_create(
        Agency(
            code=unit.committee_code, name_vi=unit.committee_vi, name_en=unit.committee_en,
            level=Agency.Level.COMMUNE, parent=upper, place_id=unit.code, valid_from=administrative.REFORMED_ON,
        )
        for unit in committees
    )  # fmt: skip
    data = {"places": len(found.places), "agencies": len(committees)}
    log(province, "people.communes", user=by, timestamp=at, data=data)
    return found


_EDITED: Collection[str] = ("name_vi", "name_en", "level", "parent_id", "valid_from")


def _hold_the_tree() -> None:
    """Two moves at once could close a circle that neither of them sees."""
    list(Place.objects.select_for_update().order_by("pk").values_list("pk"))


def _note(place: Place, action: str, *, by: User | None, at: datetime | None, **data: Any) -> None:
    if by is not None:
        log(place, action, user=by, timestamp=at, data={"code": place.code, **data})
