"""A review from its draft to the sheet that never moves, and the drift that is listed beside it."""

import hashlib
import re
from collections.abc import Callable
from datetime import date

import pytest
from django.db import Error, connection, transaction
from django.utils import translation
from wagtail.models import ModelLogEntry

from lantoa.base import append_only
from lantoa.base.periods import Period
from lantoa.core.ledger import actions as ledger
from lantoa.core.ledger.models import Activity, Entry, Head
from lantoa.core.people.models import User
from lantoa.core.reports import actions, queries, rendering
from lantoa.core.reports.models import APPEND_ONLY, FrozenDocument, FrozenFigure, Report, Section
from lantoa.core.vocabulary.models import IndicatorVersion
from tests.core.reports.conftest import AT, YEAR_2026, Record
from tests.factories import Province
from tests.write_guard import raw_writes

pytestmark = pytest.mark.django_db
Write = Callable[..., Report]
Correct = Callable[..., Activity]


def freeze(report: Report, by: User, **kwargs: bool) -> Report:
    return actions.freeze(report, by=by, at=AT, **kwargs)


def shown(report: Report) -> str:
    return re.sub(r"<[^>]+>", "", FrozenDocument.objects.get(report=report).html)


# -- drafts ----------------------------------------------------------------------------------------


def test_a_new_review_begins_with_headings_and_a_line_for_every_public_figure(lan: User) -> None:
    report = actions.create("Báo cáo năm 2026", period=YEAR_2026, by=lan, at=AT)
    sections = list(report.sections.all())
    assert len(sections) >= 8
    assert "Hạn chế" in sections[-4].heading
    assert "kiến nghị" in sections[-1].heading
    reading = queries.preview(report)
    public = set(IndicatorVersion.objects.filter(indicator__is_public=True).values_list("indicator_id", flat=True))
    assert {ask.definition.indicator_id for ask in reading.asks.values()} == public
    assert (reading.problems, reading.unbound) == ([], [])
    english = actions.create("Review of 2026", period=YEAR_2026, by=lan, at=AT, language="en")
    assert "Limitations" in english.sections.all()[6].heading
    assert "Training classes" not in sections[3].body
    assert "- External information training classes: [[training_classes]] classes." in english.sections.all()[3].body


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
        lambda: actions.edit(frozen, by=lan, at=AT, title="x", period=YEAR_2026, agency=None, language="vi"),
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


# -- freezing --------------------------------------------------------------------------------------


def test_freezing_keeps_value_definition_window_rows_and_the_head_of_the_ledger(
    write: Write, record: Record, lan: User, province: Province
) -> None:
    entries = [record("delegation", delegations=count, direction="in", purpose="trade") for count in (100, 39)]
    record("talk", attendances=2889, qualifier="over")
    record("delegation", delegations=1, direction="out", purpose="trade")
    report = freeze(write("Đón [[delegations_in]] đoàn, lại [[delegations_in@2026]]; [[talk_attendances]] lượt."), lan)
    head = Head.objects.get()
    assert (report.state, report.as_of_seq, report.head_hash, report.frozen_by, report.frozen_at) == (
        Report.State.FROZEN, 4, head.head_hash, lan, AT,
    )  # fmt: skip
    one, two = report.figures.order_by("pk")
    assert (one.token, one.value, one.row_count, one.period) == ("delegations_in@2026", 139000, 2, YEAR_2026)
    assert (one.agency_id, one.as_of_seq, one.approximate) == (None, 4, False)
    hashes = [Entry.objects.get(document=item.pk).hash for item in entries]
    assert one.rows_digest == hashlib.sha256("\n".join(hashes).encode()).hexdigest()
    assert (two.token, two.value, two.approximate) == ("talk_attendances@2026", 2889000, True)
    assert all(re.fullmatch(r"F-[2-9A-HJKMNP-TV-Z]{5}", figure.public_id) for figure in (one, two))
    assert one.definition.is_used
    assert two.definition.is_used
    assert ModelLogEntry.objects.get(action="reports.freeze").data == {"seq": 4, "unbound": []}


def test_the_frozen_sheet_stands_alone_and_every_number_in_it_is_a_door(
    write: Write, record: Record, lan: User, province: Province
) -> None:
    record("talk", attendances=2889, qualifier="over")
    report = freeze(write("Có <b>[[talk_attendances]]</b> lượt.\n- một & hai", agency=province.commune_a), lan)
    document = FrozenDocument.objects.get(report=report)
    figure = report.figures.get()
    assert hashlib.sha256(document.html.encode()).hexdigest() == document.sha256
    link = f'href="/office/reports/figures/{figure.public_id}/"'
    assert document.html.count(link) == 2
    assert "Có &lt;b&gt;" in document.html
    assert "<ul><li>một &amp; hai</li></ul>" in document.html
    assert not re.search(r"<(?:script|style|link|img|iframe|form)|style=|\son\w+=", document.html)
    text = shown(report)
    assert "≈\u00a02.889" in text
    assert "UBND xã An Bình" in text
    assert Head.objects.get().head_hash in text.replace("\n", "")
    file = rendering.file_of(Report.objects.get(pk=report.pk))
    assert document.html in file
    assert "<script" not in file
    assert 'src="' not in file


def test_freezing_twice_is_freezing_once(write: Write, lan: User) -> None:
    report = write("[[delegations_in]]")
    once = freeze(report, lan)
    again = actions.freeze(report, by=lan, at=AT.replace(year=2027))
    assert (again.frozen_at, FrozenFigure.objects.count(), FrozenDocument.objects.count()) == (once.frozen_at, 1, 1)


def test_a_review_with_broken_tokens_is_not_frozen(write: Write, lan: User) -> None:
    report = write("[[delegation_in]]")
    with pytest.raises(actions.CannotFreeze) as refusal:
        freeze(report, lan, accept_unbound=True)
    assert [problem.text for problem in refusal.value.problems] == ["[[delegation_in]]"]
    assert Report.objects.get(pk=report.pk).is_draft


def test_numbers_bound_to_nothing_are_refused_unless_confirmed_and_then_named(write: Write, lan: User) -> None:
    report = write("Kỷ niệm 30 năm; [[delegations_in]] đoàn.", title="Sơ kết 4 năm thực hiện")
    with pytest.raises(actions.CannotFreeze) as refusal:
        freeze(report, lan)
    assert [(item.section is None, item.finding.text) for item in refusal.value.unbound] == [(True, "4"), (False, "30")]
    assert FrozenFigure.objects.count() == 0
    freeze(report, lan, accept_unbound=True)
    assert ModelLogEntry.objects.get(action="reports.freeze").data["unbound"] == ["4", "30"]
    assert "4 · 30" in shown(report)


def test_a_review_of_an_empty_ledger_says_zero_and_holds(write: Write, lan: User) -> None:
    report = freeze(write("Đón [[delegations_in]] đoàn, tỷ lệ [[investment_delegation_share]]."), lan)
    assert (report.as_of_seq, report.head_hash) == (0, "0" * 64)
    ratio = report.figures.get(token="investment_delegation_share@2026")
    assert (ratio.value, ratio.numerator, ratio.denominator) == (None, 0, 0)
    assert "Đón 0" in shown(report)
    assert queries.check(report).holds


def test_the_language_of_a_review_is_its_own(write: Write, record: Record, lan: User) -> None:
    record("talk", attendances=2889)
    report = write("There were [[talk_attendances]] attendances.", language="en", title="Review of the year 2026")
    with translation.override("vi"):
        freeze(report, lan)
    assert "2,889" in shown(report)
    assert "Attendances at talks" in shown(report)


# -- drift -----------------------------------------------------------------------------------------


def test_both_truths_after_a_correction_and_a_reversal(
    write: Write, record: Record, correct: Correct, lan: User
) -> None:
    first = record("delegation", delegations=100, direction="in", purpose="trade")
    second = record("delegation", delegations=39, direction="in", purpose="trade")
    report = freeze(write("Đón [[delegations_in]] đoàn, [[delegations_out]] đoàn ra."), lan)
    before = FrozenDocument.objects.get(report=report).html
    assert queries.restatements(report) == []
    correct(first, delegations=105)
    ledger.reverse(second, by=lan, at=AT, reason="Ghi trùng")
    record("delegation", delegations=36, direction="in", purpose="trade")
    checked = queries.check(report)
    assert checked.holds
    assert [(item.frozen.token, item.stated.text, item.recomputed.text, item.now.text) for item in checked.figures] == [
        ("delegations_in@2026", "139", "139", "141"),
        ("delegations_out@2026", "0", "0", "0"),
    ]
    (restated,) = queries.restatements(report)
    assert (restated.difference, [entry.seq for entry in restated.changes]) == (2, [3, 4, 5, 6])
    assert [entry.reason.text for entry in restated.changes[:3]] == ["Đếm lại danh sách ký nhận"] * 2 + ["Ghi trùng"]
    assert [item.frozen.pk for item in checked.restated] == [restated.frozen.pk]
    assert FrozenDocument.objects.get(report=report).html == before
    trace = queries.trace(restated.frozen)
    assert (trace.then.text, trace.now.text, trace.is_restated) == ("139", "141", True)
    assert [entry.seq for entry in trace.entries] == [1, 2]
    assert sum(row.total for row in trace.explanation.table) == 139


def test_a_late_fact_of_another_year_changes_nothing(write: Write, record: Record, lan: User) -> None:
    record("delegation", delegations=1, direction="in", purpose="trade")
    report = freeze(write("Đón [[delegations_in]] đoàn."), lan)
    record("delegation", delegations=9, direction="in", purpose="trade", on=date(2025, 1, 1))
    assert queries.restatements(report) == []
    assert queries.check(report).restated == []


def test_a_ratio_is_restated_by_a_change_in_either_part(write: Write, record: Record, lan: User) -> None:
    record("delegation", delegations=3, direction="in", purpose="trade")
    record("delegation", delegations=1, direction="in", purpose="investment")
    report = freeze(write("Tìm hiểu đầu tư [[investment_delegation_share]] đoàn."), lan)
    assert "1/4" in shown(report)
    record("delegation", delegations=1, direction="in", purpose="investment")
    (restated,) = queries.restatements(report)
    assert (restated.now.text, restated.difference, len(restated.changes)) == ("2/5", None, 1)
    assert queries.check(report).holds


def test_a_rewritten_ledger_is_noticed(write: Write, record: Record, lan: User) -> None:
    record("delegation", delegations=7, direction="in", purpose="trade")
    report = freeze(write("Đón [[delegations_in]] đoàn."), lan)
    _without_triggers("UPDATE ledger_line SET quantity = 8000 WHERE quantity = 7000")
    checked = queries.check(report)
    assert (checked.holds, checked.figures[0].holds, checked.figures[0].rows_hold, checked.head_holds) == (
        False,
        False,
        True,
        True,
    )
    _without_triggers("UPDATE ledger_line SET quantity = 7000 WHERE quantity = 8000")
    _without_triggers(f"UPDATE ledger_entry SET hash = '{'a' * 64}'")
    checked = queries.check(report)
    assert (checked.figures[0].rows_hold, checked.head_holds, checked.document_holds) == (False, False, True)


def test_a_changed_sheet_is_noticed(write: Write, lan: User) -> None:
    report = freeze(write("Không có số."), lan)
    _without_triggers("UPDATE reports_frozendocument SET html = 'khác'")
    assert not queries.check(Report.objects.get(pk=report.pk)).document_holds


def test_a_draft_has_nothing_to_check(write: Write) -> None:
    with pytest.raises(queries.NotFrozen):
        queries.check(write("x"))


def _without_triggers(sql: str) -> None:
    """What somebody with the database's own tools could do."""
    with raw_writes("a ledger that was rewritten"), connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute("SELECT name, sql FROM sqlite_master WHERE type = 'trigger'")
            triggers = cursor.fetchall()
            for name, _sql in triggers:
                cursor.execute(f"DROP TRIGGER {name}")
            cursor.execute(sql)
            for _name, text in triggers:
                cursor.execute(text)
        else:
            cursor.execute("SET session_replication_role = replica")
            cursor.execute(sql)
            cursor.execute("SET session_replication_role = DEFAULT")


# -- versions and guarantees -----------------------------------------------------------------------


def test_a_new_version_copies_replaces_and_leaves_the_old_figures(write: Write, record: Record, lan: User) -> None:
    record("delegation", delegations=7, direction="in", purpose="trade")
    old = freeze(write("Đón [[delegations_in]] đoàn.", "hai"), lan)
    with pytest.raises(actions.NotDraft):
        actions.new_version(write("x"), by=lan, at=AT)
    record("delegation", delegations=2, direction="in", purpose="trade")
    draft = actions.new_version(old, by=lan, at=AT)
    assert actions.new_version(old, by=lan, at=AT).pk == draft.pk
    assert [(item.heading, item.body) for item in draft.sections.all()] == [
        ("1. Kết quả", "Đón [[delegations_in]] đoàn."), ("2. Kết quả", "hai"),
    ]  # fmt: skip
    assert Report.objects.get(pk=old.pk).state == Report.State.FROZEN
    new = freeze(draft, lan)
    assert Report.objects.get(pk=old.pk).state == Report.State.REPLACED
    assert [report.figures.get().value for report in (old, new)] == [7000, 9000]
    assert queries.check(Report.objects.get(pk=old.pk)).holds
    assert old.title in shown(new)


def test_the_database_itself_refuses_to_change_what_is_frozen(write: Write, lan: User) -> None:
    freeze(write("Đón [[delegations_in]] đoàn."), lan)
    assert append_only.missing(APPEND_ONLY, using="default") == []
    for model in APPEND_ONLY:
        table = model._meta.db_table
        for sql in (f"UPDATE {table} SET report_id = report_id", f"DELETE FROM {table}"):
            with raw_writes("to show that it is refused"), pytest.raises(Error), transaction.atomic():
                connection.cursor().execute(sql)
    assert (FrozenFigure.objects.count(), FrozenDocument.objects.count()) == (1, 1)


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


def test_public_ids_are_the_same_for_the_same_review_and_unique_in_it(write: Write, lan: User) -> None:
    codes = list(IndicatorVersion.objects.values_list("indicator_id", flat=True))
    report = freeze(write(" ".join(f"[[{code}]]" for code in codes)), lan)
    ids = list(report.figures.values_list("public_id", flat=True))
    assert len(set(ids)) == len(codes) == len(ids)


def test_a_period_is_a_period(lan: User) -> None:
    half = Period(date(2026, 1, 1), date(2026, 7, 1))
    report = actions.create("Sơ kết", period=half, by=lan, at=AT, sections=[("I", "[[delegations_in@last_year]]")])
    assert list(queries.preview(report).figures) == ["delegations_in@2025-H1"]
