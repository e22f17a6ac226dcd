"""The administrative units of the country, as they are shipped in `seed/` (see SOURCE.md there)."""

import csv
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from django.db.models import Q, QuerySet

from lantoa.base.folding import fold, plain
from lantoa.core.people.models import Agency, Place

SEED = Path(__file__).parent.parent / "seed"
# The day on which 63 provinces became 34 and the level of districts ended.
REFORMED_ON = date(2025, 7, 1)
# Codes that begin so belong to the shipped lists.
RESERVED = ("vn-", "vn63-", "ubnd-vn-")

_KINDS = {
    "province": ("Tỉnh", "Province"),
    "city": ("Thành phố", "City"),
    "commune": ("Xã", "Commune"),
    "ward": ("Phường", "Ward"),
    "special_zone": ("Đặc khu", "Special Zone"),
}


@dataclass(frozen=True)
class Unit:
    """A province or commune of the lists. code: of its Place; upper: of the one that it lies in or became part of"""

    code: str
    kind: str
    name: str
    upper: str = ""

    @property
    def name_vi(self) -> str:
        return f"{_KINDS[self.kind][0]} {self.name}"

    @property
    def name_en(self) -> str:
        return f"{plain(self.name)} {_KINDS[self.kind][1]}"

    @property
    def committee_code(self) -> str:
        return f"ubnd-{self.code}"

    @property
    def committee_vi(self) -> str:
        return f"Ủy ban nhân dân {_KINDS[self.kind][0].lower()} {self.name}"

    @property
    def committee_en(self) -> str:
        """As Circular 03/2009/TT-BNG names them."""
        return f"People's Committee of {self.name_en}"


@dataclass(frozen=True)
class Intake:
    """What taking in the communes of a province would add. committees: those without an agency of their own yet"""

    province: Place
    listed: list[Unit]
    places: list[Unit]
    committees: list[Unit]


def provinces() -> list[Unit]:
    return [Unit(f"vn-{row['code']}", row["kind"], row["name"]) for row in _rows("provinces")]


def provinces_until_2025() -> list[Unit]:
    return [
        Unit(f"vn63-{row['code']}", row["kind"], row["name"], f"vn-{row['into']}")
        for row in _rows("provinces_until_2025")
    ]


def communes_of(province: str) -> list[Unit]:
    """province: the code of its Place, "vn-08"; any other has none here"""
    return [
        Unit(f"vn-{row['code']}", row["kind"], row["name"], province)
        for row in _rows("communes")
        if f"vn-{row['province']}" == province
    ]


def intake(province: Place) -> Intake:
    """A commune counts as there if its place is; its committee if an agency sits at that place or bears that name."""
    listed = communes_of(province.code)
    known = set(Place.objects.filter(code__in=[unit.code for unit in listed]).values_list("code", flat=True))
    seats, names = set(), set()
    for place, name in Agency.objects.filter(level=Agency.Level.COMMUNE).values_list("place_id", "name_vi"):
        seats.add(place)
        names.add(_bare(name))
    return Intake(
        province=province,
        listed=listed,
        places=[unit for unit in listed if unit.code not in known],
        committees=[
            unit for unit in listed if unit.code not in seats and _bare(unit.committee_vi) not in names
        ],
    )  # fmt: skip


def _bare(name: str) -> str:
    """ "UBND xã Tân Lập" and "Ủy ban nhân dân xã Tân Lập" are the same agency."""
    return fold(name).replace("uy ban nhan dan", "ubnd").removeprefix("ubnd").strip()


def _rows(name: str) -> list[dict[str, str]]:
    with (SEED / f"{name}.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def listed_provinces() -> "QuerySet[Place]":
    """The provinces whose communes are in the lists."""
    codes = [unit.code for unit in provinces()]
    return Place.objects.filter(code__in=codes).order_by("name_vi")


def likely_intake() -> dict[str, object]:
    """What the form begins with: the province that has something here, the agency on the level of a province."""
    here = listed_provinces().filter(
        Q(code__in=Agency.objects.values("place")) | Q(code__in=Place.objects.values("parent"))
    )
    top = Agency.objects.filter(level=Agency.Level.PROVINCE, valid_until=None).order_by("pk")
    return {
        "province": here.values_list("code", flat=True).first(),
        "upper": top.values_list("code", flat=True).first(),
        "with_agencies": True,
    }
