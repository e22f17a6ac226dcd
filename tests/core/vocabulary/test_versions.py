"""Versions of kinds, measures and words: every change adds one, none is ever changed, and a page shows what differs."""

from collections.abc import Callable
from datetime import UTC, date, datetime
from typing import Any

import pytest
from django.db import DatabaseError, transaction
from django.test import Client

from lantoa.core.vocabulary import actions, queries
from lantoa.core.vocabulary.models import APPEND_ONLY, IndicatorVersion, Kind, KindGroup, Measure, Term, WordVersion
from tests.factories import Province
from tests.write_guard import raw_writes

pytestmark = pytest.mark.django_db
AT = datetime(2026, 3, 1, 5, tzinfo=UTC)
OFFICE = "/office/words/"


def kept(word: str) -> list[WordVersion]:
    return list(WordVersion.objects.filter(word=word).order_by("version"))


def test_every_row_of_the_seed_has_its_first_version_and_seeding_again_adds_none() -> None:
    words = {f"kind/{code}" for code in Kind.objects.values_list("code", flat=True)}
    words |= {f"heading/{code}" for code in KindGroup.objects.values_list("code", flat=True)}
    words |= {f"measure/{code}" for code in Measure.objects.values_list("code", flat=True)}
    words |= {f"{dimension}/{code}" for dimension, code in Term.objects.values_list("dimension", "code")}
    words |= {f"definition/{row.indicator_id}.v{row.version}" for row in IndicatorVersion.objects.all()}
    assert set(WordVersion.objects.values_list("word", flat=True)) == words
    actions.seed()
    assert set(WordVersion.objects.values_list("version", "created_by", "created_at")) == {(1, None, None)}
    talk = kept("kind/talk")[0].values
    assert (talk["name_en"], talk["measures"][0]) == (
        "Talk", {"code": "attendances", "is_main": False, "required": True, "until": None},
    )  # fmt: skip


def test_a_row_that_stood_there_before_versions_were_kept_gets_its_first_one() -> None:
    with raw_writes("as an installation of before holds it"):
        Term.objects.create(dimension="topic", code="kites", name_vi="Diều", name_en="Kites")
    actions.seed()
    assert [(row.version, row.values["name_vi"]) for row in kept("topic/kites")] == [(1, "Diều")]


def test_every_way_to_change_a_word_adds_a_version_and_the_same_again_none(province: Province) -> None:
    who: dict[str, Any] = {"by": province.administrator, "at": AT}
    kind, measure = Kind.objects.get(code="talk"), Measure.objects.get(code="trainees")
    for _twice in range(2):
        actions.mend(kind, {"name_en": "Lecture"}, **who)
        actions.ask_for(kind, measure, required=False, **who)
        actions.sort_by(kind, [{"code": "topic", "required": True}], **who)
        actions.end(kind, on=date(2027, 1, 1), **who)
        asked = kind.measures.get(measure="trainees")
        actions.stop_asking_for(asked, on=date(2026, 5, 1), **who)
        actions.move_up(asked, **who)
    rows = kept("kind/talk")
    # The second round asks for the measure again and stops asking again.
    assert [row.version for row in rows] == [1, 2, 3, 4, 5, 6, 7, 8]
    assert {(row.created_by, row.created_at) for row in rows[1:]} == {(province.administrator, AT)}
    assert [len(row.values["measures"]) for row in rows[:4]] == [2, 2, 3, 3]
    assert rows[-1].values["measures"][-1] == {
        "code": "trainees", "is_main": False, "required": False, "until": "2026-05-01",
    }  # fmt: skip
    made = actions.add(Term(dimension="topic", code="kites", name_vi="Diều", name_en="Kites"), **who)
    actions.mend(made, {"definition_vi": "Mọi thứ bay có dây."}, **who)
    assert [row.values["definition_vi"] for row in kept("topic/kites")] == ["", "Mọi thứ bay có dây."]


def test_what_is_taken_over_begins_with_a_version(quan: Client, province: Province) -> None:
    text = """lantoa_vocabulary: 1
from: Tỉnh Núi Biếc
measures:
  - {code: kites, name_vi: Số diều, name_en: Kites, unit_vi: con, unit_en: kites, definition_vi: Mỗi con là một.}
kinds: [{code: kite_day, name_vi: Hội diều, name_en: Kite day, measures: [{code: kites, is_main: true}]}]
"""
    assert quan.post(OFFICE + "import/", {"text": text, "do": "take"}).status_code == 302
    kind, measure = kept("kind/kite_day")[0], kept("measure/kites")[0]
    assert (kind.values["measures"][0]["code"], kind.created_by) == ("kites", province.administrator)
    assert (measure.values["definition_vi"], measure.values["source"]) == ("Mỗi con là một.", "Tỉnh Núi Biếc")


@pytest.mark.parametrize("model", APPEND_ONLY)
def test_the_database_refuses_to_change_or_delete_a_version(model: Any) -> None:
    rows = model.objects.filter(word="kind/talk")
    changes: list[dict[str, Any]] = [{"values": {}}, {"version": 9}, {"word": "kind/other"}]
    assert rows.exists()
    with raw_writes("the database itself refuses"):
        for change in changes:
            with pytest.raises(DatabaseError), transaction.atomic():
                rows.update(**change)
        with pytest.raises(DatabaseError), transaction.atomic():
            rows.delete()


def test_the_page_of_a_word_shows_what_differs_between_its_versions(
    quan: Client, an: Client, count_queries: Callable[[], Any]
) -> None:
    page = an.get(OFFICE + "measures/attendances/").text
    assert "có sẵn trong Lan Tỏa" in page
    measure = Measure.objects.get(code="attendances")
    said = {name: getattr(measure, name) for name in ("name_vi", "name_en", "unit_vi", "unit_en", "basis", "source")}
    quan.post(OFFICE + "measures/attendances/edit/", {**said, "name_vi": "Số lượt nghe", "definition_vi": "Đếm lượt."})
    with count_queries() as found:
        page = an.get(OFFICE + "measures/attendances/").text
    assert len(found) <= 15
    assert "Phiên bản 2" in page
    told = '<span lang="vi">{}</span>'.format
    assert f'{told("Số lượt nghe")}<br><span class="soft small">trước đó: {told("Lượt người dự")}</span>' in page
    assert f"{told('Đếm lượt.')}<br>" in page
    quan.post(OFFICE + "kinds/talk/sorting/", {"place": "required"})
    page = an.get(OFFICE + "kinds/talk/").text
    assert "Phiên bản 2" in page
    assert "<dd><span>Địa bàn (bắt buộc)</span><br>" in page


def test_a_definition_rests_on_itself_its_kinds_its_measure_and_its_words() -> None:
    specs: list[dict[str, Any]] = [
        {"agg": "sum", "kind": "talk", "measure": "attendances", "where": {"topic": "border", "agency": "SVHTTDL"}},
        {"agg": "ratio", "num": {"agg": "count", "kind": ["talk"]}, "den": {"agg": "count", "kind": ["contest"]}},
        {"agg": "count"},
    ]
    one, pair, every = queries.words_behind(
        [IndicatorVersion(indicator_id="talk_attendances", version=1, spec=spec) for spec in specs]
    )
    own = {"definition/talk_attendances.v1": 1}
    assert one == {**own, "kind/talk": 1, "measure/attendances": 1, "topic/border": 1}
    assert pair == {**own, "kind/talk": 1, "kind/contest": 1}
    assert len(every) == Kind.objects.count() + 1


def test_every_way_to_change_what_an_indicator_says_adds_a_version(province: Province) -> None:
    who: dict[str, Any] = {"by": province.administrator, "at": AT}
    newest = queries.definition("talk_attendances")
    for _twice in range(2):
        actions.mend(newest, {"name_vi": "Người nghe", "disaggregations": ["topic"]}, **who)
    rows = kept("definition/talk_attendances.v1")
    assert [(row.version, row.values["name_vi"], row.values["disaggregations"]) for row in rows[1:]] == [
        (2, "Người nghe", ["topic"])
    ]
    columns = ("name_vi", "name_en", "definition_vi", "definition_en", "unit_vi", "unit_en", "spec", "basis")
    said: Any = {name: getattr(newest, name) for name in columns}
    actions.define("talk_attendances", actions.Definition(**{**said, "definition_vi": "Khác."}), **who)
    assert [row.values["definition_vi"] for row in kept("definition/talk_attendances.v2")] == ["Khác."]
