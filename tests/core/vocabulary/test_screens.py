"""The screens of the vocabulary: everybody here reads them, administrators change things by plain forms."""

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from wagtail.models import ModelLogEntry

from lantoa.core.vocabulary import queries
from lantoa.core.vocabulary.models import Indicator, Kind, KindGroup, KindMeasure, Measure, Term

pytestmark = pytest.mark.django_db
OFFICE = "/office/words/"


def _changes(row: Any) -> list[dict[str, Any]]:
    lines = ModelLogEntry.objects.filter(object_id=str(row.pk), content_type__model=row._meta.model_name)
    return [line.data["changes"] for line in lines.order_by("pk")]


# -- reading ---------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "path",
    [
        "", "headings/", "measures/", "words/topic/", "indicators/", "kinds/talk/", "headings/training/",
        "words/topic/border/",
    ],
)  # fmt: skip
def test_everybody_here_reads_and_finds_no_button_to_change(path: str, an: Client, quan: Client) -> None:
    change = "/move/" if path in {"", "headings/", "words/topic/", "indicators/"} else "/edit/"
    if path != "measures/":
        assert change in quan.get(OFFICE + path).text
    page = an.get(OFFICE + path)
    assert page.status_code == 200
    assert [word for word in ("/move/", "/edit/", "/mend/", "words/topic/new/") if word in page.text] == []


def test_a_search_finds_without_accents_and_says_so_when_there_is_nothing(an: Client) -> None:
    found = an.get(OFFICE + "?q=doan khach").text
    assert "/office/words/kinds/delegation/" in found
    assert "/office/words/kinds/talk/" not in found
    assert "Không có mục nào tên như vậy" in an.get(OFFICE + "indicators/?q=zzz").text


def test_an_indicator_says_in_both_languages_what_it_counts(an: Client) -> None:
    page = an.get(OFFICE + "indicators/foreign_press_groups/").text
    assert "Cộng “Số đoàn” của các bản ghi loại: Đoàn khách." in page
    assert "Chỉ tính bản ghi có “Mục đích” là: Báo chí tác nghiệp." in page
    assert "Adds up “Delegations” over the records of: Delegation." in page
    assert "Only records whose “Purpose” is: Press visit." in page


def test_a_legal_text_that_nobody_opened_is_marked_until_somebody_says_so(an: Client, quan: Client) -> None:
    mark = "chưa đối chiếu với văn bản chính thức"
    assert mark in an.get(OFFICE + "indicators/press_conferences/").text
    assert mark not in an.get(OFFICE + "indicators/talk_attendances/").text
    now = queries.definition("press_conferences")
    said = {"name_vi": now.name_vi, "name_en": now.name_en, "basis": "law", "source": now.source, "is_verified": "on"}

    assert quan.post(OFFICE + "indicators/press_conferences/mend/", said).status_code == 302

    assert mark not in an.get(OFFICE + "indicators/press_conferences/").text
    assert queries.definition("press_conferences").version == 1


@pytest.mark.parametrize(
    ("path", "model"),
    [("", Kind), ("headings/", KindGroup), ("measures/", Measure), ("words/topic/", Term), ("indicators/", Indicator)],
    ids=["kinds", "headings", "measures", "words", "indicators"],
)
def test_lists_ask_the_same_number_of_questions_for_one_row_and_for_three(
    path: str, model: Any, quan: Client, count_queries: Callable[[], Any]
) -> None:
    quan.get(OFFICE + path)
    counts = []
    for wanted in ("bien gioi", ""):
        with count_queries() as found:
            page = quan.get(f"{OFFICE}{path}?q={wanted}")
        counts.append(len(found))
        assert page.status_code == 200
    assert counts[0] == counts[1] <= 15, counts
    assert model.objects.count() > 3


@pytest.mark.parametrize(
    "path", ["kinds/talk/", "headings/training/", "measures/attendances/", "indicators/delegations_in/"]
)
def test_a_page_of_one_row_asks_few_questions(path: str, quan: Client, count_queries: Callable[[], Any]) -> None:
    quan.get(OFFICE + path)
    with count_queries() as found:
        assert quan.get(OFFICE + path).status_code == 200
    assert len(found) <= 20


def test_what_does_not_exist_is_not_found(quan: Client) -> None:
    for path in (
        "kinds/none/",
        "headings/none/",
        "measures/none/",
        "words/none/",
        "words/topic/none/",
        "indicators/none/",
    ):
        assert quan.get(OFFICE + path).status_code == 404, path
    for path in ("measures/1/move/", "kinds/999999/end/"):
        assert quan.post(OFFICE + path).status_code == 404, path


# -- changing --------------------------------------------------------------------------------------

NAMES = {"name_vi": "Thả diều", "name_en": "Kite flying", "basis": "office", "source": ""}


def test_a_kind_is_added_filled_mended_and_ended(quan: Client, an: Client) -> None:
    said = {**NAMES, "hint_vi": "Gợi ý", "hint_en": "Hint", "icon": "globe"}
    assert quan.post(OFFICE + "kinds/new/", said).headers["Location"] == "/office/words/kinds/kite_flying/"
    kind = Kind.objects.get(code="kite_flying")
    for measure in ("events", "attendances"):
        assert quan.post(OFFICE + "kinds/kite_flying/measures/", {"measure": measure}).status_code == 302
    asked = list(kind.measures.values_list("measure", "is_main", "required"))
    assert asked == [("events", True, False), ("attendances", False, False)]
    quan.post(OFFICE + "kinds/kite_flying/sorting/", {"place": "optional", "topic": "required"})
    kind.refresh_from_db()
    assert kind.dimensions == [{"code": "topic", "required": True}, {"code": "place", "required": False}]
    assert "/office/activities/new/kite_flying/" in an.get("/office/activities/new/").text

    quan.post(OFFICE + "kinds/kite_flying/edit/", {**said, "name_vi": "Hội diều", "basis": "law", "source": "QĐ 1"})
    quan.post(f"{OFFICE}kinds/{kind.pk}/end/", {"on": "2026-01-01"})

    kind.refresh_from_db()
    assert (kind.code, kind.name_vi, str(kind.valid_until)) == ("kite_flying", "Hội diều", "2026-01-01")
    assert {"name_vi": ["Thả diều", "Hội diều"], "basis": ["office", "law"], "source": ["", "QĐ 1"]} in _changes(kind)
    assert "/office/activities/new/kite_flying/" not in an.get("/office/activities/new/").text
    assert "Hội diều" in an.get(OFFICE + "kinds/kite_flying/").text
    quan.post(f"{OFFICE}kinds/{kind.pk}/end/", {"do": "again"})
    assert "/office/activities/new/kite_flying/" in an.get("/office/activities/new/").text


def test_a_heading_is_added_moved_mended_and_retired(quan: Client, an: Client) -> None:
    def chosen() -> list[tuple[str, str]]:
        """(heading, its first kind) as a person sees them who records; the last ones stand under none."""
        headings = an.get("/office/activities/new/").context["headings"]
        return [(group.name_vi if group else "", kinds[0][0].code) for group, kinds in headings]

    names = {"name_vi": "Kiều bào", "name_en": "Overseas"}
    assert quan.post(OFFICE + "headings/new/", names).headers["Location"] == "/office/words/headings/overseas/"
    assert quan.post(OFFICE + "headings/new/", names).status_code == 422  # the code is taken
    made, training = KindGroup.objects.get(code="overseas"), KindGroup.objects.get(code="training")
    assert [row.code for row in queries.headings()][-1] == "overseas"
    for _ in range(KindGroup.objects.count()):
        quan.post(f"{OFFICE}headings/{made.pk}/move/", {"do": "up"})
    assert [row.code for row in queries.headings()][:2] == ["overseas", "training"]
    assert chosen()[0] == ("Tập huấn, tuyên truyền miệng", "training_class")  # a heading without kinds is not shown

    talk = Kind.objects.get(code="talk")
    said = {name: getattr(talk, name) for name in ("name_vi", "name_en", "hint_vi", "hint_en", "icon", "basis")}
    quan.post(OFFICE + "kinds/talk/edit/", {**said, "source": talk.source, "group": "overseas"})
    quan.post(OFFICE + "headings/overseas/edit/", {**names, "name_vi": "Người Việt ở nước ngoài"})
    assert chosen()[0] == ("Người Việt ở nước ngoài", "talk")
    assert {"name_vi": ["Kiều bào", "Người Việt ở nước ngoài"]} in _changes(made)
    assert "/office/words/kinds/talk/" in an.get(OFFICE + "headings/overseas/").text

    quan.post(f"{OFFICE}headings/{made.pk}/end/", {"on": "2026-01-01"})
    assert chosen()[-1] == ("", "talk")
    assert "không còn hiển thị" in an.get(OFFICE + "headings/overseas/").text
    assert 'value="overseas"' in quan.get(OFFICE + "kinds/talk/edit/").text  # where it stands it may stay
    assert 'value="overseas"' not in quan.get(OFFICE + "kinds/delegation/edit/").text
    quan.post(f"{OFFICE}headings/{made.pk}/end/", {"do": "again"})
    assert chosen()[0][1] == "talk"
    quan.post(f"{OFFICE}headings/{training.pk}/move/", {"do": "up"})
    assert chosen()[0][0] == training.name_vi


def test_a_form_that_comes_back_says_what_is_wrong_and_keeps_what_was_written(quan: Client) -> None:
    bad = {**NAMES, "name_en": "Talk", "hint_vi": "Gợi ý", "hint_en": "", "icon": "globe", "basis": "law"}
    page = quan.post(OFFICE + "kinds/new/", {**bad, "valid_from": "2026-02-01", "valid_until": "2026-01-01"})
    assert page.status_code == 422
    for said in ("“talk” đã có", "Hãy ghi văn bản", "nằm trước ngày có hiệu lực", 'value="Thả diều"'):
        assert said in page.text, said
    assert not Kind.objects.filter(name_vi="Thả diều").exists()


def test_a_measure_is_moved_made_optional_left_out_and_asked_for_again(quan: Client) -> None:
    row = KindMeasure.objects.get(kind="talk", measure="attendances")
    path = f"{OFFICE}kinds/talk/measures/{row.pk}/"
    for do, wanted in (("optional", (False, None)), ("require", (True, None))):
        quan.post(path, {"do": do})
        row.refresh_from_db()
        assert (row.required, row.valid_until) == wanted
    quan.post(path, {"do": "up"})
    assert list(row.kind.measures.values_list("measure", flat=True)) == ["attendances", "talks"]
    quan.post(path, {"do": "stop"})
    row.refresh_from_db()
    assert row.valid_until is not None
    quan.post(path, {"do": "again"})
    row.refresh_from_db()
    assert (row.required, row.valid_until) == (True, None)


def test_the_measure_that_counts_the_activity_itself_cannot_be_left_out(quan: Client) -> None:
    row = KindMeasure.objects.get(kind="talk", is_main=True)
    page = quan.post(f"{OFFICE}kinds/talk/measures/{row.pk}/", {"do": "stop"}, follow=True)
    assert "thiếu nó thì loại này không đếm được" in page.text
    row.refresh_from_db()
    assert row.valid_until is None


def test_a_measure_that_a_form_no_longer_asks_for_still_counts(quan: Client, an: Client) -> None:
    row = KindMeasure.objects.get(kind="talk", measure="attendances")
    assert 'name="attendances"' in an.get("/office/activities/new/talk/").text
    quan.post(f"{OFFICE}kinds/talk/measures/{row.pk}/", {"do": "stop"})
    assert 'name="attendances"' not in an.get("/office/activities/new/talk/").text
    assert an.get("/office/figures/talk_attendances/").status_code == 200


def test_a_measure_keeps_how_it_behaves(quan: Client) -> None:
    new = {**NAMES, "unit_vi": "con", "unit_en": "kites", "nature": "stock", "whole": "on"}
    assert quan.post(OFFICE + "measures/new/", new).status_code == 302
    mended = {**NAMES, "name_vi": "Số diều", "unit_vi": "con", "unit_en": "kites", "nature": "flow"}
    assert quan.post(OFFICE + "measures/kite_flying/edit/", mended).status_code == 302
    measure = Measure.objects.get(code="kite_flying")
    assert (measure.name_vi, measure.nature, measure.whole) == ("Số diều", "stock", True)


def test_words_are_added_put_in_order_and_ended(quan: Client, an: Client) -> None:
    assert quan.post(OFFICE + "words/topic/new/", NAMES).status_code == 302
    word = Term.objects.get(dimension="topic", code="kite_flying")
    order = list(Term.objects.filter(dimension="topic").values_list("code", flat=True))
    assert order[-1] == "kite_flying"

    quan.post(f"{OFFICE}words/{word.pk}/move/", {"do": "up"})

    moved = list(Term.objects.filter(dimension="topic").values_list("code", flat=True))
    assert moved == [*order[:-2], "kite_flying", order[-2]]
    form = "/office/activities/new/talk/"
    assert 'value="kite_flying"' in an.get(form).text
    quan.post(f"{OFFICE}words/{word.pk}/end/", {"on": "2026-01-01"})
    assert 'value="kite_flying"' not in an.get(form).text
    assert "đến trước 01/01/2026" in an.get(OFFICE + "words/topic/").text


def test_the_first_word_cannot_move_up(quan: Client) -> None:
    before = list(Term.objects.filter(dimension="topic").values_list("code", flat=True))
    first = Term.objects.get(dimension="topic", code=before[0])
    quan.post(f"{OFFICE}words/{first.pk}/move/", {"do": "up"})
    assert list(Term.objects.filter(dimension="topic").values_list("code", flat=True)) == before
