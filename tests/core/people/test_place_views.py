"""The screens of places: what staff read, and what the secretariat does with them."""

from collections.abc import Callable
from datetime import UTC, date, datetime
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from wagtail.models import ModelLogEntry

from lantoa.core.people import actions
from lantoa.core.people.models import Place, User
from tests.factories import Province

pytestmark = pytest.mark.django_db
Browser = Callable[[User], Client]


def address(name: str, *args: str) -> str:
    return reverse(f"people:{name}", args=args)


def written(**changes: str) -> dict[str, str]:
    return {"name_vi": "Xã Tân Lập", "name_en": "", "level": "commune", "parent": "song-xanh"} | changes


def errors(answer: Any) -> list[str]:
    assert answer.status_code == 422
    return sorted(answer.context["form" if "form" in answer.context else "end_form"].errors)


def listed(browser: Client, **asked: str) -> list[tuple[str, int]]:
    page = browser.get(address("places"), asked).context["page"]
    return [(spot.place.code, spot.depth) for spot in page]


def logged() -> list[tuple[str, object]]:
    lines = ModelLogEntry.objects.filter(action__startswith="people.place").order_by("pk")
    return list(lines.values_list("action", "data"))


def test_staff_read_the_tree_and_only_the_secretariat_is_offered_changes(
    province: Province, client_of: Browser
) -> None:
    for person, may_manage in ((province.an, False), (province.lan, True), (province.administrator, True)):
        browser = client_of(person)
        assert listed(browser) == [("song-xanh", 0), ("xa-an-binh", 1), ("xa-binh-minh", 1)]
        assert (address("place_new") in browser.get(address("places")).content.decode()) == may_manage
        shown = browser.get(address("place", "xa-an-binh")).content.decode()
        assert "UBND xã An Bình" in shown
        assert (address("place_edit", "xa-an-binh") in shown) == may_manage


def test_the_other_provinces_of_the_country_are_found_by_searching(province: Province, client_of: Browser) -> None:
    browser = client_of(province.an)
    assert listed(browser, q="ha giang") == []
    # What became part of another stands under it.
    assert listed(browser, q="ha giang", ended="1") == [("vn63-02", 1)]
    assert ("vn-08", 0) in listed(browser, level="province")
    assert listed(browser, q="không có") == []


def test_the_list_asks_the_same_number_of_queries_for_one_and_for_three(
    province: Province, client_of: Browser, count_queries: Callable[[], Any]
) -> None:
    browser = client_of(province.lan)
    browser.get(address("places"))

    def counted(q: str, rows: int) -> int:
        with count_queries() as queries:
            assert len(listed(browser, q=q)) == rows
        return len(queries)

    assert [counted("an binh", 1), counted("", 3)] == [4, 4]


def test_a_page_asks_the_same_number_of_queries_for_one_and_for_three_inside(
    province: Province, client_of: Browser, count_queries: Callable[[], Any]
) -> None:
    browser = client_of(province.lan)
    browser.get(address("place", "song-xanh"))

    def counted() -> int:
        with count_queries() as queries:
            browser.get(address("place", "song-xanh"))
        return len(queries)

    with_two = counted()
    for number in range(3):
        made = actions.add_place(f"xa-{number}", "Xã", "", level=Place.Level.COMMUNE, parent=province.place)
        actions.end_place(made, on=date(2025, 7, 1), into=province.place)
    assert (with_two, counted()) == (10, 10)


def test_a_place_is_added_with_a_code_made_of_its_name(province: Province, client_of: Browser) -> None:
    browser = client_of(province.lan)
    answer = browser.post(address("place_new"), written(valid_from="1/7/2025"))

    assert answer.headers["Location"] == address("place", "xa-tan-lap")
    made = Place.objects.get(code="xa-tan-lap")
    assert (made.name_vi, made.level, made.parent_id, made.valid_from) == (
        "Xã Tân Lập", "commune", "song-xanh", date(2025, 7, 1),
    )  # fmt: skip
    for wrong in (written(), written(code="vn-99"), written(code="Xã")):
        assert errors(browser.post(address("place_new"), wrong)) == ["code"]
    assert errors(browser.post(address("place_new"), written(level="king", parent="nobody"))) == ["level", "parent"]
    assert logged() == [("people.place_add", {"code": "xa-tan-lap"})]


def test_a_place_is_renamed_but_not_its_code(province: Province, client_of: Browser) -> None:
    browser = client_of(province.lan)
    form = browser.get(address("place_edit", "xa-an-binh")).context["form"]
    assert (form["name_vi"].value(), form["parent"].value(), "code" in form.fields) == (
        "Xã An Bình", "song-xanh", False,
    )  # fmt: skip

    browser.post(address("place_edit", "xa-an-binh"), written(name_vi="Phường An Bình", code="x"))

    kept = Place.objects.get(code="xa-an-binh")
    assert (kept.name_vi, kept.name_en, kept.parent_id) == ("Phường An Bình", "", "song-xanh")
    assert logged() == [("people.place_edit", {"code": "xa-an-binh", "changed": ["name_vi", "name_en"]})]
    in_itself = browser.post(address("place_edit", "song-xanh"), written(parent="xa-binh-minh"))
    assert errors(in_itself) == ["parent"]
    with pytest.raises(actions.NotPossible):
        actions.edit_place(
            province.place, name_vi="x", name_en="", level="province", parent=kept, valid_from=None,
            by=province.lan, at=datetime(2026, 3, 1, 5, tzinfo=UTC),
        )  # fmt: skip


def test_a_place_that_became_part_of_another_stands_under_it_until_that_is_taken_back(
    province: Province, client_of: Browser
) -> None:
    browser = client_of(province.lan)
    asked = {"on": "2025-07-01", "into": "xa-binh-minh"}
    browser.post(address("place_end", "xa-an-binh"), asked)
    browser.post(address("place_end", "xa-an-binh"), asked)

    ended = Place.objects.get(code="xa-an-binh")
    assert (ended.successor_id, ended.valid_until) == ("xa-binh-minh", date(2025, 7, 1))
    assert listed(browser) == [("song-xanh", 0), ("xa-binh-minh", 1)]
    assert ("xa-an-binh", 2) in listed(browser, ended="1")
    assert "Xã An Bình" in browser.get(address("place", "xa-binh-minh")).content.decode()
    assert errors(browser.post(address("place_end", "xa-an-binh"), {"on": "2026-01-01"})) == ["__all__"]
    assert errors(browser.post(address("place_end", "xa-binh-minh"), {**asked, "into": "xa-an-binh"})) == ["into"]

    for _ in range(2):
        browser.post(address("place_unend", "xa-an-binh"))
    again = Place.objects.get(code="xa-an-binh")
    assert (again.successor_id, again.valid_until) == (None, None)
    said = {"code": "xa-an-binh", "on": "2025-07-01", "into": "xa-binh-minh"}
    assert logged() == [("people.place_end", said), ("people.place_unend", said)]


def test_a_place_that_only_ends_names_no_other(province: Province, client_of: Browser) -> None:
    browser = client_of(province.lan)
    assert errors(browser.post(address("place_end", "xa-an-binh"), {"on": "soon"})) == ["on"]
    browser.post(address("place_end", "xa-an-binh"), {"on": "2025-07-01", "into": ""})
    ended = Place.objects.get(code="xa-an-binh")
    assert (ended.successor_id, ended.valid_until) == (None, date(2025, 7, 1))
    with pytest.raises(actions.NotPossible):
        actions.end_place(province.place, on=date(2026, 1, 1), into=Place.objects.get(code="xa-binh-minh"))
