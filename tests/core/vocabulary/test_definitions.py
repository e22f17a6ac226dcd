"""Indicators by plain forms: every way of counting, versions, a look at the value before saving."""

from typing import Any

import pytest
from django.test import Client
from django.utils import translation

from lantoa.core.vocabulary import queries
from lantoa.core.vocabulary.models import Indicator, IndicatorVersion
from lantoa.core.vocabulary.rules.specs import BadSpec, parts

pytestmark = pytest.mark.django_db
OFFICE = "/office/words/"
NAMES = {"name_vi": "Thả diều", "name_en": "Kite flying", "basis": "office", "source": ""}
DEFINED = {
    **NAMES, "definition_vi": "Số đoàn vào.", "definition_en": "Inbound delegations.", "higher_is_better": "on",
    "first-way": "sum", "first-what": "delegation:delegations", "first-where": ["direction:in", "purpose:press"],
    "disaggregations": ["country"],
}  # fmt: skip
SPEC = {
    "agg": "sum", "kind": "delegation", "measure": "delegations", "where": {"direction": "in", "purpose": "press"},
}  # fmt: skip


def test_an_indicator_is_made_without_writing_data(quan: Client, an: Client) -> None:
    assert quan.post(OFFICE + "indicators/new/", DEFINED).headers["Location"].endswith("/indicators/kite_flying/")
    made = queries.definition("kite_flying")
    assert (made.version, made.spec, made.unit_vi, made.unit_en) == (1, SPEC, "đoàn", "delegations")
    assert (made.disaggregations, str(made.created_by)) == (["country"], "Đỗ Minh Quân")
    assert an.get("/office/figures/kite_flying/").status_code == 200


@pytest.mark.parametrize(
    ("part", "spec"),
    [
        ({"way": "count", "what": ""}, {"agg": "count"}),
        ({"way": "count", "what": "talk:"}, {"agg": "count", "kind": "talk"}),
        (
            {"way": "stock", "what": "panel_cluster:clusters"},
            {"agg": "stock", "kind": "panel_cluster", "measure": "clusters"},
        ),
        (
            {"way": "last", "what": "inventory:social_followers", "of": "agency"},
            {"agg": "last", "kind": "inventory", "measure": "social_followers", "of": "agency"},
        ),
        (
            {"way": "median", "what": "first_foreign_version:hours_to_foreign_version", "of": "agency"},
            {"agg": "median", "kind": "first_foreign_version", "measure": "hours_to_foreign_version"},
        ),
        (
            {"way": "distinct", "what": "delegation:", "of": "country"},
            {"agg": "distinct", "kind": "delegation", "of": "country"},
        ),
        (
            {"way": "sum", "what": "training_conference:linked_points", "also": ["study_conference"]},
            {"agg": "sum", "kind": ["training_conference", "study_conference"], "measure": "linked_points"},
        ),
    ],
)  # fmt: skip
def test_every_way_of_counting_can_be_chosen(part: dict[str, Any], spec: dict[str, Any], quan: Client) -> None:
    plain = {name: value for name, value in DEFINED.items() if not name.startswith("first-")}
    sent = {**plain, **{f"first-{name}": value for name, value in part.items()}}
    assert quan.post(OFFICE + "indicators/new/", sent).status_code == 302
    assert queries.definition("kite_flying").spec == spec


def test_a_pair_has_two_numbers_and_two_units(quan: Client) -> None:
    second = {"is_pair": "on", "second-way": "sum", "second-what": "delegation:delegations"}
    assert quan.post(OFFICE + "indicators/new/", {**DEFINED, **second}).status_code == 302
    made = queries.definition("kite_flying")
    assert made.spec == {
        "agg": "ratio", "num": SPEC, "den": {"agg": "sum", "kind": "delegation", "measure": "delegations"}
    }  # fmt: skip
    assert (made.unit_vi, made.unit_en, made.disaggregations) == ("đoàn/đoàn", "delegations of delegations", [])


def test_a_growth_is_a_number_beside_the_years_before(quan: Client) -> None:
    assert quan.post(OFFICE + "indicators/new/", {**DEFINED, "years_back": "2"}).status_code == 302
    made = queries.definition("kite_flying")
    assert made.spec == {"agg": "growth", "num": SPEC, "years_back": 2}
    assert (made.unit_vi, made.unit_en, made.disaggregations) == (
        "đoàn/đoàn",
        "delegations of delegations",
        ["country"],
    )
    page = quan.get(OFFICE + "indicators/kite_flying/").content.decode()
    assert "Tính cùng những ngày đó của 2 năm trước" in page
    again = quan.get(OFFICE + "indicators/kite_flying/define/").content.decode()
    assert 'name="years_back" value="2"' in again
    assert 'value="delegation:delegations" selected' in again


def test_a_pair_is_beside_another_number_or_beside_another_year(quan: Client) -> None:
    both = {"is_pair": "on", "second-way": "count", "second-what": "talk:", "years_back": "1"}
    for wrong in (both, {"years_back": "0"}, {"years_back": "21"}, {"years_back": "x"}):
        answer = quan.post(OFFICE + "indicators/new/", {**DEFINED, **wrong})
        assert answer.status_code == 422
        assert 'id="id_years_back_error"' in answer.content.decode()


@pytest.mark.parametrize(
    "spec",
    [
        {"agg": "growth", "num": {"agg": "count"}},
        {"agg": "growth", "num": {"agg": "count"}, "years_back": 0},
        {"agg": "growth", "num": {"agg": "count"}, "years_back": "1"},
        {"agg": "growth", "num": {"agg": "count"}, "years_back": True},
        {"agg": "growth", "num": {"agg": "count"}, "years_back": 21},
        {"agg": "growth", "num": {"agg": "count", "years_back": 1}, "years_back": 1},
        {"agg": "growth", "num": {"agg": "ratio"}, "years_back": 1},
        {"agg": "growth", "num": {"agg": "count"}, "den": {"agg": "count"}, "years_back": 1},
        {"agg": "count", "years_back": -1},
    ],
)
def test_a_growth_of_something_else_is_refused(spec: dict[str, Any]) -> None:
    with pytest.raises(BadSpec):
        parts(spec)


@pytest.mark.parametrize(
    ("part", "said"),
    [
        ({"way": "sum", "what": "talk:"}, "Hãy chọn một số đo"),
        ({"way": "distinct", "what": "delegation:", "of": ""}, "Hãy chọn đếm giá trị khác nhau của mục nào"),
        ({"way": "sum", "what": "panel_cluster:clusters"}, "Số đang có vào ngày cuối kỳ"),
        ({"way": "stock", "what": "talk:attendances"}, "Cộng một số đo"),
        ({"way": "sum", "what": "talk:attendances", "also": ["contest"]}, "không hỏi số đo"),
    ],
)
def test_what_cannot_be_counted_is_said_beside_the_field(part: dict[str, Any], said: str, quan: Client) -> None:
    sent = {**DEFINED, "first-where": [], **{f"first-{name}": value for name, value in part.items()}}
    page = quan.post(OFFICE + "indicators/new/", sent)
    assert page.status_code == 422
    assert said in page.text
    assert not Indicator.objects.filter(code="kite_flying").exists()


def test_defining_anew_keeps_the_version_before_and_its_periods(quan: Client, an: Client) -> None:
    form = quan.get(OFFICE + "indicators/training_classes/define/").text
    assert 'value="training_class:classes" selected' in form
    sent = {**DEFINED, "first-what": "training_class:trainees", "first-where": [], "valid_from": "2026-01-01"}

    assert quan.post(OFFICE + "indicators/training_classes/define/", sent).status_code == 302

    versions = IndicatorVersion.objects.filter(indicator="training_classes").order_by("version")
    assert [version.spec["measure"] for version in versions] == ["classes", "trainees"]
    old, new = an.get("/office/figures/training_classes/?period=2025"), an.get("/office/figures/training_classes/")
    assert ("lớp" in old.text, "học viên" in new.text) == (True, True)
    assert old.context["definition"].version == 1
    assert new.context["definition"].version == 2


def test_defining_the_same_again_makes_no_version(quan: Client) -> None:
    for _ in range(2):
        quan.post(OFFICE + "indicators/training_classes/define/", DEFINED)
    assert IndicatorVersion.objects.filter(indicator="training_classes").count() == 2


def test_a_value_is_shown_before_anything_is_saved(quan: Client) -> None:
    page = quan.post("/office/figures/new/preview/", {**DEFINED, "indicator": "training_classes"})
    assert page.status_code == 200
    assert (page.context["preview"].value, page.context["preview"].unit) == (0, "đoàn")
    assert 'action="/office/words/indicators/training_classes/define/"' in page.text
    assert 'value="Thả diều"' in page.text
    assert IndicatorVersion.objects.filter(indicator="training_classes").count() == 1
    wrong = quan.post("/office/figures/new/preview/", {**DEFINED, "first-what": ""})
    assert wrong.status_code == 422
    assert "preview" not in wrong.context


def test_an_ended_indicator_leaves_the_lists_and_stays_readable(quan: Client, an: Client) -> None:
    row = Indicator.objects.get(code="panel_clusters")
    link = "/office/words/indicators/panel_clusters/"
    assert link in an.get(OFFICE + "indicators/").text
    quan.post(f"{OFFICE}indicators/{row.pk}/end/", {"on": "2026-01-01"})
    assert link not in an.get(OFFICE + "indicators/").text
    assert link in an.get(OFFICE + "indicators/?show=ended").text
    assert "không còn dùng" in an.get(link).text


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("topic", "Topic"),
        ("place", "Place"),
        ("programme", "Programme"),
        ("task", "Task"),
        ("year", "Year"),
        ("agency", "Agency"),
        ("", "Agency"),
    ],
)
def test_a_breakdown_is_headed_with_what_it_is_by(name: str, said: str) -> None:
    with translation.override("en"):
        assert queries.dimension_name(name) == said
