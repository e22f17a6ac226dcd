"""Drafts: the outline, the sections, tokens and their figures, numbers bound to nothing."""

from collections.abc import Callable
from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from django.utils import translation
from wagtail.models import ModelLogEntry

from lantoa.base import periods
from lantoa.base.periods import Period
from lantoa.core.documents import actions as documents
from lantoa.core.documents.rules.statement import Number, Table
from lantoa.core.people.models import User
from lantoa.core.programme import actions as programme
from lantoa.core.programme.models import Programme
from lantoa.core.reports import actions, queries, rendering
from lantoa.core.reports.models import Report, ReportForm, Section
from lantoa.core.reports.rules import numbers, outline, tokens
from lantoa.core.vocabulary import queries as vocabulary
from lantoa.core.vocabulary.models import Kind
from tests.core.reports.conftest import AT, YEAR_2026, Record, Write
from tests.factories import Province

pytestmark = pytest.mark.django_db
SIX = [
    "press_conferences", "press_briefings", "press_requests_answered", "urgent_cases_stated", "statements_on_time",
    "press_errors_answered",
]  # fmt: skip
MINISTRY = ["Bộ Văn hóa, Thể thao và Du lịch"]


def freeze(report: Report, by: User, **kwargs: bool) -> Report:
    return actions.freeze(report, by=by, at=AT, **kwargs)


def with_letterhead(province: Province, lan: User) -> None:
    documents.write_letterhead(
        province.committee, profile="nd30", parent_body="", body="Sở Ngoại vụ", code="BC-SNV", place="Sông Xanh",
        addressees=["UBND tỉnh"], recipients=["Lưu: VT"], signing=["GIÁM ĐỐC"], signer="", by=lan, at=AT,
    )  # fmt: skip


def whom(report: Report, writer: User) -> tuple[tuple[str, ...], tuple[str, ...]]:
    head = rendering.letterhead_for(report, writer)
    return head.addressees, head.recipients


def test_a_new_review_begins_with_headings_and_a_line_for_every_figure_with_records(record: Record, lan: User) -> None:
    record("training_class", classes=5, trainees=300)
    record("talk", attendances=80, on=date(2025, 1, 1))
    yearly = ReportForm.objects.get(code="annual-review")
    report = actions.create("Báo cáo năm 2026", period=YEAR_2026, by=lan, at=AT, form=yearly)
    sections = {section.heading: section.body for section in report.sections.all()}
    assert len(sections) >= 10
    assert sections.pop("VII. Kết quả: đào tạo, tập huấn") == (
        "- Lớp tập huấn thông tin đối ngoại: [[training_classes]] lớp.\n"
        "- Học viên các lớp tập huấn: [[training_trainees]] học viên."
    )
    assert sections.pop("XI. Phương hướng, nhiệm vụ thời gian tới") == "[[findings:next_task]]"
    assert {body for body in sections.values() if not body.startswith("[[findings:")} == {""}
    english = actions.create("Review of 2026", period=YEAR_2026, by=lan, at=AT, language="en", form=yearly)
    training = english.sections.get(heading="VII. Results: training")
    assert training.body.startswith("- External information training classes: [[training_classes]] classes.")


@pytest.mark.parametrize("language", ["vi", "en"])
def test_every_figure_has_one_place_in_the_outline_and_no_line_holds_a_typed_number(language: str) -> None:
    definitions, form = vocabulary.current_definitions(), ReportForm.objects.get(code="annual-review")
    outline_text = "\n".join(f"{heading}\n{body}" for heading, body in outline.starter(form, language, definitions))
    written = [piece.code for piece in tokens.parse(outline_text) if isinstance(piece, tokens.Token)]
    assert sorted(written) == sorted(row.indicator_id for row in definitions)
    assert numbers.unbound(outline_text, language=language) == []


def test_the_outline_names_kinds_that_exist() -> None:
    for form in ReportForm.objects.all():
        named = [kind for row in form.sections for kind in row.get("kinds", [])]
        assert set(named) <= set(Kind.objects.values_list("code", flat=True))
        assert len(named) == len(set(named))


def test_the_press_report_begins_with_its_six_figures_and_its_window(lan: User, client_of: Any) -> None:
    client = client_of(lan)
    assert "press-report" in client.get("/office/reports/new/").text
    page = client.get("/office/reports/new/press-report/")
    period = page.context["form"].initial["period"]
    window = periods.parse(period)
    assert (window.since.month, window.since.day, window.last_day.month, window.last_day.day) == (12, 15, 12, 14)
    initial = page.context["form"].initial
    assert initial["title"] == f"Về công tác phát ngôn và cung cấp thông tin cho báo chí năm {window.last_day.year}"
    assert (initial["addressees"], initial["recipients"]) == (MINISTRY, ["Như trên", "Lưu: VT"])
    sent = {**initial, "agency": "", "addressees": "\n".join(MINISTRY), "recipients": "Như trên\n\nLưu: VT\n"}
    made = client.post("/office/reports/new/press-report/", sent)
    report = Report.objects.get()
    assert (report.addressees, report.recipients) == (MINISTRY, ["Như trên", "Lưu: VT"])
    assert made["location"] == f"/office/reports/{report.pk}/"
    reading = queries.preview(report)
    assert [figure.definition.indicator_id for figure in reading.figures.values()] == SIX
    assert (reading.problems, reading.unbound) == ([], [])
    assert rendering.draft(reading).type_name == "BÁO CÁO"


def test_a_review_names_whom_it_goes_to_where_the_letterhead_names_others(
    write: Write, province: Province, lan: User
) -> None:
    with_letterhead(province, lan)
    report = write("Không có số.", recipients=["Như trên", "Lưu: VT"])
    assert whom(report, lan) == (("UBND tỉnh",), ("Như trên", "Lưu: VT"))
    report = actions.edit(
        report, by=lan, at=AT, title=report.title, period=report.period, agency=None, language="vi",
        addressees=MINISTRY, recipients=[],
    )  # fmt: skip
    assert whom(report, lan) == (tuple(MINISTRY), ("Lưu: VT",))

    freeze(report, lan)
    stated = rendering.stated(report).letterhead
    assert (stated.addressees, stated.recipients) == (tuple(MINISTRY), ("Lưu: VT",))
    assert whom(actions.new_version(report, by=lan, at=AT), lan) == (tuple(MINISTRY), ("Lưu: VT",))


def test_without_a_programme_nothing_is_put_in_place_of_its_name(lan: User, client_of: Any) -> None:
    client = client_of(lan)
    assert queries.proposal("interim-review", today=date(2026, 6, 1), language="vi").title == ""
    page = client.get("/office/reports/new/final-review/")
    assert page.context["form"].initial["title"] == ""
    answer = client.post("/office/reports/new/final-review/", {"title": "", "period": "2026", "language": "vi"})
    assert (answer.status_code, Report.objects.count()) == (422, 0)


def test_over_several_years_a_table_compares_with_the_years_before(write: Write, record: Record) -> None:
    record("talk", attendances=120)
    record("talk", attendances=95, on=date(2023, 5, 4))
    record("talk", attendances=7, on=date(2024, 5, 4))
    (said,) = rendering.draft(
        queries.preview(write("[[table:talk_attendances]]", period=Period(date(2024, 1, 1), date(2027, 1, 1))))
    ).sections
    (table,) = said.blocks
    assert isinstance(table, Table)
    assert table.head[3] == "Kỳ trước"
    assert [run.text for cell in table.rows[0][2:4] for run in cell if isinstance(run, Number)] == ["127", "95"]


def test_the_review_of_a_programme_sets_its_targets_beside_its_results(province: Province, lan: User) -> None:
    facts = programme.ProgrammeFacts(
        name_vi="Đề án biển, đảo", name_en="Sea and islands scheme", type=Programme.Type.SCHEME, parent=None,
        lead_agency=province.committee, starts_on=date(2024, 1, 1), ends_on=date(2026, 12, 31),
    )  # fmt: skip
    scheme = programme.add_programme(facts, by=lan, at=AT)
    programme.set_target(
        "talk_attendances", Period(date(2024, 1, 1), date(2027, 1, 1)), Decimal(500), by=lan, at=AT, programme=scheme
    )
    programme.sign(scheme, number="12/KH-UBND", on=date(2024, 1, 1), by=lan, at=AT)
    found = queries.proposal("interim-review", today=date(2026, 6, 1), language="vi", programme=scheme.code)
    assert (found.title, found.period.code()) == ("Sơ kết Đề án biển, đảo, giai đoạn 2024–2026", "2024..2026")
    scheme.name_vi, scheme.name_en = "Đề án biển, đảo giai đoạn 2024 - 2026", "Sea and islands scheme"
    form = ReportForm.objects.get(code="final-review")
    proposed = {language: outline.title(form, language, found.period, scheme) for language in ("vi", "en")}
    assert proposed == {
        "vi": "Tổng kết Đề án biển, đảo giai đoạn 2024 - 2026",
        "en": "Final review of Sea and islands scheme, the years 2024–2026",
    }
    for language, title in proposed.items():
        assert numbers.unbound(title, language=language) == [], "its own title must not stand in the way of freezing"
    report = actions.create(found.title, period=found.period, form=found.form, programme=found.programme, by=lan, at=AT)
    bodies = "".join(report.sections.values_list("body", flat=True))
    assert "[[table:talk_attendances]]\n[[target:talk_attendances]]" in bodies


def test_sections_are_added_edited_moved_and_removed(write: Write, lan: User) -> None:
    report = write("một", "hai")
    first, second = report.sections.all()
    third = actions.add_section(report, by=lan, at=AT, heading="  Ba \n mục ", body="ba\u200b")
    assert (third.heading, third.body) == ("Ba mục", "ba")
    actions.move_up(third, by=lan, at=AT)
    actions.move_up(third, by=lan, at=AT)
    actions.move_up(third, by=lan, at=AT)
    actions.move_down(first, by=lan, at=AT)
    assert [item.pk for item in report.sections.all()] == [third.pk, second.pk, first.pk]
    actions.edit_section(second, by=lan, at=AT, heading="2. Hai", body="hai hai")
    actions.remove_section(first, by=lan, at=AT)
    assert [(item.heading, item.body) for item in report.sections.all()] == [("Ba mục", "ba"), ("2. Hai", "hai hai")]
    assert ModelLogEntry.objects.filter(action="reports.section", object_id=str(report.pk)).count() == 6


def test_saving_over_what_somebody_else_saved_is_refused_and_keeps_theirs(write: Write, lan: User) -> None:
    section = write("một").sections.get()
    seen = actions.mark_of(section)
    actions.edit_section(
        Section.objects.get(pk=section.pk), by=lan, at=AT, heading="1. Kết quả", body="của Lan", seen=seen
    )
    with pytest.raises(actions.ChangedMeanwhile):
        actions.edit_section(
            Section.objects.get(pk=section.pk), by=lan, at=AT, heading="1. Kết quả", body="của Hà", seen=seen
        )
    assert Section.objects.get(pk=section.pk).body == "của Lan"
    actions.edit_section(
        Section.objects.get(pk=section.pk), by=lan, at=AT, heading="1. Kết quả", body="của Lan", seen=seen
    )


def test_binding_replaces_exactly_that_number(write: Write, record: Record, lan: User) -> None:
    record("delegation", delegations=5, direction="in", purpose="trade")
    section = write("Tổ chức 5 lớp, đón 5 đoàn.").sections.get()
    found = queries.preview(section.report).unbound
    assert [item.finding.text for item in found] == ["5", "5"]
    assert [item.token for item in found[1].suggestions] == ["[[delegations_in]]"]
    bound = actions.bind(section, start=found[1].finding.start, number="5", token="[[delegations_in]]", by=lan, at=AT)
    assert bound.body == "Tổ chức 5 lớp, đón [[delegations_in]] đoàn."
    with pytest.raises(actions.ChangedMeanwhile):
        actions.bind(section, start=found[1].finding.start, number="5", token="[[delegations_in]]", by=lan, at=AT)
    assert actions.insert(section, token="[[talk_attendances]]", by=lan, at=AT).body.endswith(
        "đoàn. [[talk_attendances]]"
    )


def test_a_number_is_offered_the_figure_with_its_unit_first(write: Write, record: Record) -> None:
    record("talk", attendances=5)
    record("training_class", classes=5)
    (found,) = queries.preview(write("Tổ chức 5 lớp.")).unbound
    assert [item.token for item in found.suggestions] == ["[[training_classes]]", "[[talk_attendances]]"]


def test_a_draft_can_be_thrown_away_and_a_frozen_review_cannot(write: Write, lan: User) -> None:
    report = write("Không có số.")
    frozen = freeze(write("Không có số."), lan)
    actions.discard(report, by=lan, at=AT)
    assert not Report.objects.filter(pk=report.pk).exists()
    section = frozen.sections.get()
    for act in [
        lambda: actions.discard(frozen, by=lan, at=AT),
        lambda: actions.edit(
            frozen, by=lan, at=AT, title="x", period=YEAR_2026, agency=None, language="vi", addressees=[], recipients=[]
        ),
        lambda: actions.add_section(frozen, by=lan, at=AT, heading="x"),
        lambda: actions.edit_section(section, by=lan, at=AT, heading="x", body="x"),
        lambda: actions.move_up(section, by=lan, at=AT),
        lambda: actions.remove_section(section, by=lan, at=AT),
        lambda: actions.bind(section, start=0, number="K", token="x", by=lan, at=AT),
        lambda: actions.insert(section, token="x", by=lan, at=AT),
    ]:
        with pytest.raises(actions.NotDraft, match=r"\w"):
            act()
    assert frozen.sections.get().body == "Không có số."


def test_the_tokens_of_a_draft_follow_its_period_and_agency(write: Write, record: Record, province: Province) -> None:
    record("delegation", delegations=4, direction="in", purpose="trade")
    record("delegation", delegations=3, direction="in", purpose="trade", on=date(2025, 5, 5))
    record("delegation", delegations=2, direction="in", purpose="trade", agency="xa-binh-minh")
    text = (
        "[[delegations_in]] [[delegations_in@previous]] [[delegations_in@last_year]] [[delegations_in@2025..2026]] "
        "[[delegations_in#xa-binh-minh]]"
    )
    reading = queries.preview(write(text))
    assert {key: figure.text for key, figure in reading.figures.items()} == {
        "delegations_in@2026": "6",
        "delegations_in@2025": "3",
        "delegations_in@2025..2026": "9",
        "delegations_in@2026#xa-binh-minh": "2",
    }
    own = queries.preview(write("[[delegations_in]]", agency=province.commune_a))
    assert {key: figure.text for key, figure in own.figures.items()} == {"delegations_in@2026#xa-an-binh": "4"}


def test_what_is_wrong_with_a_token_is_said_with_the_nearest_word(write: Write) -> None:
    with translation.override("en"):
        problems = queries.preview(
            write("[[delegation_in]] [[delegations_in#xa-an-bin]] [[delegations_in@2026-13]] [[]]")
        ).problems
    assert "Did you mean “delegations_in”?" in problems[0].message
    assert "Did you mean “xa-an-binh”?" in problems[1].message
    assert "2026-Q3" in problems[2].message
    assert len(problems) == 4


def test_reading_takes_the_same_queries_whatever_the_length(
    write: Write, record: Record, lan: User, count_queries: Callable[[], object]
) -> None:
    record("delegation", delegations=7, direction="in", purpose="trade")
    short = write("[[delegations_in]] [[delegations_in@2025]]")
    long = write(*["[[delegations_in]] [[delegations_in@2024]] 5 [[delegations_in@2023]]"] * 3)
    counts = []
    for report in (short, long):
        with count_queries() as asked:  # type: ignore[attr-defined] # the fixture gives a context manager
            queries.preview(Report.objects.get(pk=report.pk))
        counts.append(len(asked))
    assert counts[0] == counts[1]


def test_a_period_is_a_period(lan: User) -> None:
    half = Period(date(2026, 1, 1), date(2026, 7, 1))
    report = actions.create("Sơ kết", period=half, by=lan, at=AT, sections=[("I", "[[delegations_in@last_year]]")])
    assert list(queries.preview(report).figures) == ["delegations_in@2025-H1"]
