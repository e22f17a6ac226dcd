"""What a frozen review keeps: one statement, with every number of its tables and pictures traceable."""

import json
from datetime import UTC, date, datetime
from decimal import Decimal

import pytest

from lantoa.base import periods
from lantoa.core.documents.rules import statement
from lantoa.core.documents.rules.statement import Chart, Number, Statement, Table, text_of
from lantoa.core.people import actions as people
from lantoa.core.programme import actions as programme
from lantoa.core.reports import actions, queries, rendering
from lantoa.core.reports.models import FrozenDocument, Report
from lantoa.core.vocabulary import queries as vocabulary
from tests.core.reports.conftest import Record, Write, previewed
from tests.factories import Province

pytestmark = pytest.mark.django_db
AT = datetime(2026, 12, 3, 3, tzinfo=UTC)
SHOWN = "\n".join(
    [
        "Đón [[delegations_in]] đoàn.",
        "[[table:delegations_in,talk_attendances]]",
        "[[bars:talk_attendances@2024..2026]]",
        "[[target:talk_attendances]]",
        "[[share:talk_attendances/topic]]",
        "[[map:talk_attendances]]",
    ]
)


def stated(report: Report, province: Province) -> Statement:
    actions.freeze(report, by=province.lan, at=AT)
    return statement.read(json.loads(FrozenDocument.objects.get(report=report).statement))


def cells(table: Table) -> list[list[str]]:
    return [[text_of(cell) for cell in row] for row in table.rows]


def test_a_frozen_review_keeps_its_tables_and_pictures_as_figures(
    province: Province, record: Record, write: Write
) -> None:
    record("talk", attendances=120, topic="sea_islands")
    record("talk", attendances=80, topic="border", on=date(2025, 5, 5))
    record("talk", attendances=40, topic="border")
    definition = vocabulary.definition("talk_attendances")
    programme.set_target("talk_attendances", periods.year(2026), Decimal(200), by=province.lan, at=AT)
    made = stated(write(SHOWN), province)
    _text, table, bars, target, share, places = made.sections[0].blocks
    assert isinstance(table, Table)
    assert cells(table)[1] == [definition.name, definition.unit, "160", "80", "200", "80\u00a0%"]
    assert isinstance(bars, Chart)
    assert bars.values[0][1] == (("2024", None), ("2025", 80.0), ("2026", 160.0))
    assert isinstance(target, Chart)
    assert [values for _name, values in target.values] == [((definition.name, 160.0),), ((definition.name, 200.0),)]
    assert isinstance(share, Chart)
    assert [value for _name, value in share.values[0][1]] == [120.0, 40.0]
    assert isinstance(places, Chart)
    # Nobody said where: told in the table, drawn nowhere.
    assert (places.values[0][1], places.labels) == ((), ())
    assert cells(places.table)[0][:2] == ["không ghi", "160"]
    # Every number that is a figure has its line, and every line its frozen row.
    ids = {number.figure for number in made.numbers() if number.figure}
    assert (
        ids
        == {line.id for line in made.figures}
        == set(Report.objects.get().figures.values_list("public_id", flat=True))
    )


def test_what_nobody_recorded_is_no_zero_in_tables_and_reaches_nothing(
    province: Province, record: Record, write: Write
) -> None:
    record("foreign_press_item", foreign_press_items=3)
    for code in ("talk_attendances", "foreign_press_growth"):
        programme.set_target(code, periods.year(2026), Decimal("0.2"), by=province.lan, at=AT)
    codes = "talk_attendances,foreign_press_growth,foreign_press_items"
    body = (
        f"[[table:{codes}]]\n[[bars:talk_attendances@2025..2026]]\n[[target:{codes}]]\n[[target:foreign_press_growth]]"
    )
    table, bars, target, growth = stated(write(body), province).sections[0].blocks
    assert isinstance(table, Table)
    assert [row[2:] for row in cells(table)] == [
        ["–", "–", "0,2", ""], ["3/–", "–", "20\u00a0%", ""], ["3", "–", "", ""],
    ]  # fmt: skip
    assert isinstance(bars, Chart)
    assert [row[1] for row in cells(bars.table)] == ["–", "–"]
    assert isinstance(target, Chart)
    assert isinstance(growth, Chart)
    assert growth.unit == "%"
    assert [value for _name, value in target.values[1][1]] == [100.0, 100.0, None]


def test_the_records_behind_the_figures_are_kept_with_them(province: Province, record: Record, write: Write) -> None:
    activity = record("talk", attendances=120)
    record("talk", attendances=40)
    made = stated(write("Có [[talk_attendances]] lượt."), province)
    line = made.figures[0]
    assert [(row.figure, row.seq, row.occurred_on, row.quantity) for row in made.rows] == [
        (line.id, 1, "2026-02-03", "120"), (line.id, 2, "2026-02-03", "40"),
    ]  # fmt: skip
    assert made.rows[0].agency == activity.agency.name
    assert (line.value, line.row_count, line.as_of_seq, made.head_hash) == ("160", 2, 2, Report.objects.get().head_hash)


def test_too_many_records_stay_where_the_link_leads(
    province: Province, record: Record, write: Write, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(rendering.stating, "MOST_ROWS", 1)
    for number in (120, 40):
        record("talk", attendances=number)
    made = stated(write("Có [[talk_attendances]] lượt."), province)
    assert made.rows == ()
    assert made.figures[0].id in made.notes[0]


def test_what_is_stated_does_not_follow_what_comes_later(province: Province, record: Record, write: Write) -> None:
    record("talk", attendances=120)
    report = write(SHOWN)
    before = stated(report, province)
    record("talk", attendances=500)
    people.merge_agency(
        province.commune_a, into=province.commune_b, on=date(2026, 12, 5), by=province.administrator, at=AT
    )
    kept = FrozenDocument.objects.get(report=report)
    assert statement.read(json.loads(kept.statement)) == before
    assert queries.check(Report.objects.get()).holds


def test_a_kept_statement_that_was_altered_is_found_out(province: Province, record: Record, write: Write) -> None:
    record("talk", attendances=120)
    report = write("Có [[talk_attendances]] lượt.")
    actions.freeze(report, by=province.lan, at=AT)
    frozen = queries.report(report.pk)
    frozen.document.statement = frozen.document.statement.replace('"120"', '"121"')
    assert not queries.check(frozen).document_holds


@pytest.mark.parametrize(
    ("written", "said"),
    [
        ("Xem [[bars:talk_attendances]] đây", "đứng riêng một dòng"),
        ("[[share:delegations_in,talk_attendances]]", "chỉ ghi một mã"),
        ("[[bars:talk_attendances/topic]]", "share:"),
        ("[[share:talk_attendances/màu]]", "không phải là số liệu"),
        ("[[share:talk_attendances/colour]]", "colour"),
        ("[[share:press_requests_answered]]", "không có các phần"),
        ("[[bars:none]]", "“none”"),
        ("[[bars:talk_attendances@1000..2999]]", "12"),
        ("[[table:talk_attendances@2019#nobody]]", "“nobody”"),
    ],
)
def test_a_table_that_cannot_be_drawn_says_why(written: str, said: str, province: Province, write: Write) -> None:
    found = queries.preview(write(written)).problems
    assert [said in problem.message for problem in found] == [True], found


def test_the_preview_marks_what_is_wrong_and_shows_tables(province: Province, record: Record, write: Write) -> None:
    record("talk", attendances=1200, qualifier="about")
    html = previewed(write("Có 5 lớp.\n[[table:talk_attendances]]\n[[nothing]]"))
    assert '<mark class="review-unbound"' in html
    assert '<mark class="review-broken"' in html
    assert "<caption>Bảng 1." in html
    assert "≈</abbr>\u00a01.200" in html
    assert "F-" not in html


def test_a_number_in_a_sum_shown_in_parts_is_no_figure_of_its_own(
    province: Province, record: Record, write: Write
) -> None:
    record("talk", attendances=120, topic="border")
    made = stated(write("[[share:talk_attendances/topic]]"), province)
    chart = made.sections[0].blocks[0]
    assert isinstance(chart, Chart)
    numbers = [run for row in chart.table.rows for cell in row for run in cell if isinstance(run, Number)]
    assert [number.figure for number in numbers] == ["", made.figures[0].id]


def test_targets_of_different_things_are_drawn_as_parts_of_them(
    province: Province, record: Record, write: Write
) -> None:
    record("talk", attendances=120)
    record("training_class", classes=5, trainees=300)
    for code, value in (("talk_attendances", 160), ("training_classes", 4)):
        programme.set_target(code, periods.year(2026), Decimal(value), by=province.lan, at=AT)
    made = stated(write("[[target:talk_attendances,training_classes]]"), province)
    chart = made.sections[0].blocks[0]
    assert isinstance(chart, Chart)
    assert chart.unit == "%"
    assert [[value for _label, value in values] for _name, values in chart.values] == [[75.0, 125.0], [100.0, 100.0]]
