"""The administrative units that are shipped, and the communes that an office takes in."""

from datetime import UTC, date, datetime

import pytest
from wagtail.models import ModelLogEntry

from lantoa.core.ledger.drafts import Words
from lantoa.core.people import actions, queries
from lantoa.core.people.models import Agency, Place
from lantoa.core.people.queries import administrative
from tests.factories import Province
from tests.write_guard import raw_writes

pytestmark = pytest.mark.django_db
AT = datetime(2026, 3, 1, 5, tzinfo=UTC)
REFORM = date(2025, 7, 1)


def facts(code: str) -> tuple[object, ...]:
    place = Place.objects.get(code=code)
    return place.name_vi, place.name_en, place.level, place.successor_id, place.valid_from, place.valid_until


def test_a_fresh_database_knows_the_provinces_of_today_and_before() -> None:
    today = Place.objects.filter(code__startswith="vn-")
    before = Place.objects.filter(code__startswith="vn63-")
    assert (today.count(), before.count()) == (34, 63)
    assert facts("vn-08") == ("Tỉnh Tuyên Quang", "Tuyen Quang Province", "province", None, REFORM, None)
    assert facts("vn63-02") == ("Tỉnh Hà Giang", "Ha Giang Province", "province", "vn-08", None, REFORM)
    assert facts("vn-48") == ("Thành phố Đà Nẵng", "Da Nang City", "province", None, REFORM, None)
    assert set(before.values_list("successor", flat=True)) == set(today.values_list("code", flat=True))
    assert queries.places_under(["vn-68"]) == {"vn-68", "vn63-60", "vn63-67", "vn63-68"}


def test_seeding_again_leaves_what_people_edited() -> None:
    with raw_writes("an office writes a name its own way, and throws one away"):
        Place.objects.filter(code="vn-38").update(name_en="Thanh Hoa")
        Place.objects.filter(code="vn63-01").delete()

    actions.seed_provinces()

    assert facts("vn-38")[1] == "Thanh Hoa"
    assert facts("vn63-01")[3] == "vn-01"
    assert Place.objects.filter(code__startswith="vn").count() == 97


def test_the_list_of_communes_is_whole() -> None:
    found = {unit.code: len(administrative.communes_of(unit.code)) for unit in administrative.provinces()}
    assert (sum(found.values()), min(found.values()), found["vn-08"]) == (3321, 38, 124)
    zone = next(unit for unit in administrative.communes_of("vn-91") if unit.name == "Phú Quốc")
    assert (zone.code, zone.name_vi, zone.name_en, zone.committee_code) == (
        "vn-31078", "Đặc khu Phú Quốc", "Phu Quoc Special Zone", "ubnd-vn-31078",
    )  # fmt: skip
    assert (zone.committee_vi, zone.committee_en) == (
        "Ủy ban nhân dân đặc khu Phú Quốc", "People's Committee of Phu Quoc Special Zone",
    )  # fmt: skip


def test_communes_are_taken_in_once(province: Province) -> None:
    here = Place.objects.get(code="vn-46")
    first = administrative.communes_of("vn-46")[0]
    own = actions.add_agency("xa-cua-toi", f"UBND {first.name_vi}", "", level=Agency.Level.COMMUNE)
    before = queries.intake(here)
    assert (len(before.listed), len(before.places), len(before.committees)) == (40, 40, 39)

    options = {"with_agencies": True, "upper": province.committee, "by": province.administrator, "at": AT}
    actions.take_in_communes(here, **options)  # type: ignore[arg-type] # the arguments of the action
    actions.take_in_communes(here, **options)  # type: ignore[arg-type]

    after = queries.intake(here)
    assert (len(after.places), len(after.committees)) == (0, 0)
    assert Place.objects.filter(parent=here, level="commune", valid_from=REFORM).count() == 40
    made = Agency.objects.filter(code__startswith="ubnd-vn-", parent=province.committee, level="commune")
    assert made.count() == 39
    assert not made.filter(name_vi__iendswith=own.name_vi.removeprefix("UBND ")).exists()
    logged = ModelLogEntry.objects.filter(action="people.communes").order_by("pk").values_list("data", flat=True)
    assert list(logged) == [{"places": 40, "agencies": 39}, {"places": 0, "agencies": 0}]


def test_places_alone_can_be_taken_in(province: Province) -> None:
    here = Place.objects.get(code="vn-46")
    agencies = Agency.objects.count()
    actions.take_in_communes(here, with_agencies=False, upper=None, by=province.administrator, at=AT)
    assert (Place.objects.filter(parent=here).count(), Agency.objects.count()) == (40, agencies)


def test_lists_offer_only_provinces_that_the_installation_has_to_do_with(province: Province) -> None:
    places = Words.load().choices("place")
    assert set(places.offered) == {"song-xanh", "xa-an-binh", "xa-binh-minh"}
    assert places.find("Tỉnh Hà Giang") == "vn63-02"
    assert places.find("tinh tuyen quang") == "vn-08"

    actions.take_in_communes(
        Place.objects.get(code="vn-46"), with_agencies=False, upper=None, by=province.administrator, at=AT
    )

    offered = Words.load().choices("place").offered
    assert "vn-46" in offered
    assert "vn63-46" not in offered
    assert len(offered) == 3 + 1 + 40
