"""The screens of agencies: what staff read, and what an administrator does with them."""

from collections.abc import Callable
from datetime import UTC, date, datetime
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from lantoa.core.people import actions
from lantoa.core.people.models import Agency, Place, User
from tests.factories import Province

pytestmark = pytest.mark.django_db
Browser = Callable[[User], Client]


def address(name: str, *args: str) -> str:
    return reverse(f"people:{name}", args=args)


def written(**changes: str) -> dict[str, str]:
    return {"name_vi": "Sở Ngoại vụ", "name_en": "", "level": "department", "parent": "ubnd-tinh"} | changes


def errors(answer: Any) -> dict[str, Any]:
    assert answer.status_code == 422
    return dict(answer.context["form"].errors)


def test_staff_read_the_list_and_only_an_administrator_is_offered_changes(
    province: Province, client_of: Browser
) -> None:
    for person, may_manage in ((province.an, False), (province.lan, False), (province.administrator, True)):
        answer = client_of(person).get(address("agencies"))
        rows = [(row.agency.code, row.depth) for row in answer.context["page"]]
        assert rows == [("ubnd-tinh", 0), ("xa-an-binh", 1), ("xa-binh-minh", 1)]
        assert (address("agency_new") in answer.content.decode()) == may_manage
        shown = client_of(person).get(address("agency", "xa-an-binh")).content.decode()
        assert "Trần Văn An" in shown
        assert (address("agency_merge", "xa-an-binh") in shown) == may_manage


def test_the_list_is_searched_without_accents(province: Province, client_of: Browser) -> None:
    answer = client_of(province.lan).get(address("agencies"), {"q": "xa an binh"})
    assert [row.agency.code for row in answer.context["page"]] == ["xa-an-binh"]
    nothing = client_of(province.lan).get(address("agencies"), {"q": "không có"})
    assert list(nothing.context["page"]) == []
    assert address("agencies") in nothing.content.decode()


def test_the_list_asks_the_same_number_of_queries_for_one_and_for_three(
    province: Province, client_of: Browser, count_queries: Callable[[], Any]
) -> None:
    browser = client_of(province.lan)
    browser.get(address("agencies"))

    def counted(q: str, rows: int) -> int:
        with count_queries() as queries:
            answer = browser.get(address("agencies"), {"q": q})
        assert len(answer.context["page"]) == rows
        return len(queries)

    assert [counted("an binh", 1), counted("", 3)] == [5, 5]


def test_a_page_asks_the_same_number_of_queries_for_one_and_for_three_below(
    province: Province, client_of: Browser, count_queries: Callable[[], Any]
) -> None:
    browser = client_of(province.administrator)
    browser.get(address("agency", "ubnd-tinh"))

    def counted() -> int:
        with count_queries() as queries:
            browser.get(address("agency", "ubnd-tinh"))
        return len(queries)

    with_two = counted()
    for number in range(3):
        made = actions.add_agency(f"to-{number}", "Tổ", "", level=Agency.Level.PRESS, parent=province.committee)
        actions.merge_agency(made, into=province.commune_a, on=date(2025, 7, 1))
        actions.add_user(f"u{number}", "N", password=None, posts=[(province.committee, "leader")])  # type: ignore[list-item]
    assert (with_two, counted()) == (10, 10)


def test_an_agency_is_added_with_a_code_made_of_its_name(province: Province, client_of: Browser) -> None:
    browser = client_of(province.administrator)
    given = written(place="song-xanh", valid_from="1/7/2025")
    answer = browser.post(address("agency_new"), given)

    assert answer.headers["Location"] == address("agency", "so-ngoai-vu")
    made = Agency.objects.get(code="so-ngoai-vu")
    assert (made.name_vi, made.level, made.parent_id, made.place_id, made.valid_from) == (
        "Sở Ngoại vụ", "department", "ubnd-tinh", "song-xanh", date(2025, 7, 1),
    )  # fmt: skip
    assert list(errors(browser.post(address("agency_new"), given))) == ["code"]
    assert list(errors(browser.post(address("agency_new"), written(code="vn-08")))) == ["code"]
    assert list(errors(browser.post(address("agency_new"), written(code="Sở")))) == ["code"]
    wrong = written(valid_from="2025-07-01", valid_until="2025-07-01", level="king", parent="nobody")
    assert sorted(errors(browser.post(address("agency_new"), wrong))) == ["level", "parent", "valid_until"]


def test_an_agency_is_edited_but_not_its_code(province: Province, client_of: Browser) -> None:
    browser = client_of(province.administrator)
    form = browser.get(address("agency_edit", "xa-an-binh")).context["form"]
    assert (form["name_vi"].value(), form["parent"].value(), form["place"].value()) == (
        "UBND xã An Bình", "ubnd-tinh", "xa-an-binh",
    )  # fmt: skip
    assert "code" not in form.fields

    browser.post(address("agency_edit", "xa-an-binh"), written(level="commune", code="x", valid_until="2026-12-31"))

    kept = Agency.objects.get(code="xa-an-binh")
    assert (kept.name_vi, kept.valid_until, kept.place_id) == ("Sở Ngoại vụ", date(2026, 12, 31), None)
    below = browser.post(address("agency_edit", "ubnd-tinh"), written(parent="xa-binh-minh"))
    assert list(errors(below)) == ["parent"]


def test_a_merger_is_shown_before_it_is_recorded_and_can_be_undone(province: Province, client_of: Browser) -> None:
    browser = client_of(province.administrator)
    asked = {"into": "xa-binh-minh", "on": "2026-07-01"}
    shown = browser.get(address("agency_merge", "xa-an-binh"), asked)
    merger = shown.context["merger"]
    assert (merger.into.code, merger.on, [post.user for post in merger.posts]) == (
        "xa-binh-minh", date(2026, 7, 1), [province.an],
    )  # fmt: skip
    assert Agency.objects.get(code="xa-an-binh").successor is None
    offered = shown.context["form"].fields["into"].queryset.values_list("code", flat=True)
    assert set(offered) == {"ubnd-tinh", "xa-binh-minh"}

    browser.post(address("agency_merge", "xa-an-binh"), asked)
    assert Agency.objects.get(code="xa-an-binh").successor_id == "xa-binh-minh"
    assert "UBND xã An Bình" in browser.get(address("agency", "xa-binh-minh")).content.decode()
    again = browser.post(address("agency_merge", "xa-an-binh"), {**asked, "into": "ubnd-tinh"})
    assert list(errors(again)) == ["__all__"]

    browser.post(address("agency_unmerge", "xa-an-binh"))
    assert Agency.objects.get(code="xa-an-binh").successor is None


def test_end_and_delete_answer_kindly(province: Province, client_of: Browser) -> None:
    browser = client_of(province.administrator)
    assert browser.post(address("agency_end", "xa-an-binh"), {"on": "soon"}).status_code == 422
    actions.edit_agency(
        province.commune_a, name_vi="UBND xã An Bình", name_en="", level="commune", parent=None, place=None,
        valid_from=date(2025, 7, 1), valid_until=None, by=province.administrator, at=datetime(2026, 3, 1, tzinfo=UTC),
    )  # fmt: skip
    assert browser.post(address("agency_end", "xa-an-binh"), {"on": "2020-01-01"}).status_code == 422
    browser.post(address("agency_end", "xa-an-binh"), {"on": "2026-01-01"})
    assert Agency.objects.get(code="xa-an-binh").valid_until == date(2026, 1, 1)

    kept = browser.post(address("agency_delete", "xa-an-binh"), follow=True)
    assert kept.redirect_chain == [(address("agency", "xa-an-binh"), 302)]
    assert Agency.objects.filter(code="xa-an-binh").exists()

    actions.add_agency("thua", "Tổ thừa", "", level=Agency.Level.PARTNER)
    gone = browser.post(address("agency_delete", "thua"), follow=True)
    assert gone.redirect_chain == [(address("agencies"), 302)]
    assert not Agency.objects.filter(code="thua").exists()
    assert browser.get(address("agency", "thua")).status_code == 404


def test_communes_are_counted_before_they_are_taken_in(province: Province, client_of: Browser) -> None:
    browser = client_of(province.administrator)
    asked = {"province": "vn-46", "with_agencies": "on", "upper": "ubnd-tinh"}
    assert "intake" not in browser.get(address("agency_communes")).context
    intake = browser.get(address("agency_communes"), asked).context["intake"]
    assert (len(intake.listed), len(intake.places), len(intake.committees)) == (40, 40, 40)
    assert Place.objects.filter(parent="vn-46").count() == 0

    for _ in range(2):
        assert browser.post(address("agency_communes"), asked).status_code == 302
    assert Place.objects.filter(parent="vn-46").count() == 40
    assert Agency.objects.filter(parent="ubnd-tinh", place__parent="vn-46").count() == 40
    assert list(errors(browser.get(address("agency_communes"), {"province": "vn63-46"}))) == ["province"]
    assert browser.get(address("agency_communes")).context["form"]["province"].value() == "vn-46"
