"""Writing places: those that the product ships, and those of an office."""

from datetime import date, datetime

from django.db import transaction
from wagtail.log_actions import log

from lantoa.core.people.models import Agency, Place, User
from lantoa.core.people.queries import administrative


def add_place(
    code: str, name_vi: str, name_en: str, *, level: Place.Level, parent: Place | None = None,
    valid_from: date | None = None, valid_until: date | None = None,
) -> Place:  # fmt: skip
    return Place.objects.create(
        code=code, name_vi=name_vi, name_en=name_en, level=level, parent=parent,
        valid_from=valid_from, valid_until=valid_until,
    )  # fmt: skip


def merge_place(place: Place, *, into: Place, on: date) -> Place:
    """Record that a place became part of another on a day; what took place there stays its own."""
    place.successor, place.valid_until = into, on
    place.save(update_fields=["successor", "valid_until"])
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
