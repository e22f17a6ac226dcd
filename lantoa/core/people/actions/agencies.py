"""Writing agencies."""

from datetime import date

from lantoa.core.people.models import Agency, Place


def add_agency(
    code: str, name_vi: str, name_en: str, *, level: Agency.Level, parent: Agency | None = None,
    place: Place | None = None, valid_from: date | None = None,
) -> Agency:  # fmt: skip
    return Agency.objects.create(
        code=code, name_vi=name_vi, name_en=name_en, level=level, parent=parent, place=place, valid_from=valid_from
    )


def merge_agency(agency: Agency, *, into: Agency, on: date) -> Agency:
    """Record that `agency` ended on a day and lives on in `into`; its records stay its own."""
    agency.successor, agency.valid_until = into, on
    agency.save(update_fields=["successor", "valid_until"])
    return agency
