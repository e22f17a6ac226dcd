"""A frozen figure keeps the words it was counted by: their versions are pinned, and its trace says what they said."""

from collections.abc import Callable
from typing import Any

import pytest
from django.db import DatabaseError, transaction
from django.test import Client

from lantoa.core.people.models import User
from lantoa.core.reports import actions, queries
from lantoa.core.reports.models import FrozenFigure, Report
from lantoa.core.reports.queries.tracing import as_stated
from lantoa.core.vocabulary import actions as vocabulary
from lantoa.core.vocabulary import queries as vocabulary_queries
from lantoa.core.vocabulary.models import Kind, Measure
from tests.core.reports.conftest import AT, Record, Write
from tests.factories import Province
from tests.write_guard import raw_writes

pytestmark = pytest.mark.django_db


@pytest.fixture
def frozen(write: Write, record: Record, lan: User) -> FrozenFigure:
    record("talk", attendances=2889, topic="border")
    report = actions.freeze(write("Có [[talk_attendances]] lượt."), by=lan, at=AT)
    return FrozenFigure.objects.get(report=report)


def mend(row: Any, by: User, **values: Any) -> None:
    vocabulary.mend(row, values, by=by, at=AT)


def test_freezing_pins_the_versions_that_stand_then(
    frozen: FrozenFigure, province: Province, write: Write, lan: User
) -> None:
    assert frozen.words == {"definition/talk_attendances.v1": 1, "kind/talk": 1, "measure/attendances": 1}
    assert [told.is_used for told in vocabulary_queries.versions(Measure.objects.get(code="attendances"))] == [True]
    assert [told.is_used for told in vocabulary_queries.versions(Measure.objects.get(code="trainees"))] == [False]

    mend(Kind.objects.get(code="talk"), province.administrator, definition_vi="Chỉ tính buổi ở cơ sở.")
    later = actions.freeze(write("Có [[talk_attendances]] lượt."), by=lan, at=AT)

    assert FrozenFigure.objects.get(report=later).words == {**frozen.words, "kind/talk": 2}
    told = vocabulary_queries.versions(Kind.objects.get(code="talk"))
    assert [(one.row.version, one.is_used) for one in told] == [(2, True), (1, True)]
    with raw_writes("the database itself refuses"), pytest.raises(DatabaseError), transaction.atomic():
        FrozenFigure.objects.filter(pk=frozen.pk).update(words={})


def test_the_trace_says_what_the_words_said_then_where_they_say_otherwise_today(
    frozen: FrozenFigure, province: Province, client_of: Any
) -> None:
    address = f"/office/reports/figures/{frozen.public_id}/"
    office: Client = client_of(province.lan)
    page = office.get(address).text
    assert "Các mục này nay vẫn mang nghĩa như khi ấy:" in page
    assert "Loại “Buổi nói chuyện” (phiên bản 1); Số đo “Lượt người dự” (phiên bản 1)." in page
    before = Kind.objects.get(code="talk").definition_vi

    mend(Kind.objects.get(code="talk"), province.administrator, name_vi="Báo cáo viên", definition_vi="Chỉ ở cơ sở.")
    mend(Measure.objects.get(code="attendances"), province.administrator, source="Quyết định 1", basis="office")

    found = queries.trace(FrozenFigure.objects.get(pk=frozen.pk))
    assert [(word.name, word.version.version) for word in found.words_changed] == [("Buổi nói chuyện", 1)]
    assert [(one.before, one.after) for one in found.words_changed[0].differences] == [
        ("Buổi nói chuyện", "Báo cáo viên"), (before, "Chỉ ở cơ sở."),
    ]  # fmt: skip
    assert [word.name for word in found.words_alike] == ["Lượt người dự"]  # where it is from may be said otherwise
    page = office.get(address).text
    for text in ("Loại: Buổi nói chuyện, phiên bản 1", before, 'nay: <span lang="vi">Chỉ ở cơ sở.</span>'):
        assert text in page, text


def test_a_frozen_figure_keeps_the_name_that_it_was_frozen_under(
    frozen: FrozenFigure, province: Province, client_of: Any, count_queries: Callable[[], Any]
) -> None:
    before, sheet = frozen.definition.name_vi, frozen.report.document.statement
    assert queries.trace(frozen).explanation.main.dimension == "topic"
    shown = {"disaggregations": ["country"], "unit_en_one": "listener"}
    mend(frozen.definition, province.administrator, name_vi="Số người nghe", source="Quyết định 1", **shown)

    found = queries.trace(queries.figure_for(province.lan, frozen.public_id))
    assert found.frozen.definition.name_vi == found.now.definition.name_vi == before
    assert found.explanation.main.dimension == "topic"
    changed = found.words_changed
    assert [(word.what, word.name, word.number) for word in changed] == [("Chỉ tiêu", before, 1)]
    assert [(one.before, one.after) for one in changed[0].differences] == [(before, "Số người nghe")]
    office: Client = client_of(province.lan)
    with count_queries() as asked:
        page = office.get(f"/office/reports/figures/{frozen.public_id}/").text
    assert len(asked) <= 15
    assert f"<h1>{before}</h1>" in page
    assert f"Chỉ tiêu: {before}, phiên bản 1" in page
    assert 'nay: <span lang="vi">Số người nghe</span>' in page
    assert queries.search(province.lan, frozen.public_id).figures[0].frozen.definition.name_vi == before
    # What was signed is made of what was kept with it.
    frozen.report.document.refresh_from_db()
    assert frozen.report.document.statement == sheet
    assert before in sheet


def test_a_figure_of_before_is_called_as_today(frozen: FrozenFigure, province: Province) -> None:
    mend(frozen.definition, province.administrator, name_vi="Số người nghe")
    frozen.definition.refresh_from_db()
    frozen.words = {"kind/talk": 1}
    assert as_stated([frozen])[0].definition.name_vi == "Số người nghe"
    assert queries.trace(frozen).words_changed == []


def test_a_figure_of_before_says_nothing_of_words(frozen: FrozenFigure) -> None:
    frozen.words = {}
    assert queries.trace(frozen).words == []


def test_what_counts_every_kind_tells_how_many_words_mean_the_same(write: Write, record: Record, lan: User) -> None:
    record("talk", attendances=5)
    report: Report = actions.freeze(write("Có [[activities]] hoạt động."), by=lan, at=AT)
    found = queries.trace(FrozenFigure.objects.get(report=report))
    assert len(found.words_alike) == Kind.objects.count()
    assert found.words_changed == []
