"""After freezing: both truths, the restatement beside the frozen number, and a ledger that was rewritten."""

import re
from contextlib import suppress
from datetime import date
from decimal import Decimal

import pytest
from django.db import connection, transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from lantoa.core.ledger import actions as ledger
from lantoa.core.ledger.models import Activity
from lantoa.core.people.models import User
from lantoa.core.reports import actions, queries
from lantoa.core.reports.models import FrozenDocument, Report
from tests.core.reports.conftest import AT, Correct, Record, Write
from tests.write_guard import raw_writes

pytestmark = pytest.mark.django_db
Event = tuple[str, int, int]


def freeze(report: Report, by: User, **kwargs: bool) -> Report:
    return actions.freeze(report, by=by, at=AT, **kwargs)


def shown(report: Report) -> str:
    return re.sub(r"<[^>]+>", "", FrozenDocument.objects.get(report=report).html)


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
    assert sum(row.total for row in trace.explanation.tables[0].rows) == 139


def test_a_late_fact_of_another_year_changes_nothing(write: Write, record: Record, lan: User) -> None:
    record("delegation", delegations=1, direction="in", purpose="trade")
    report = freeze(write("Đón [[delegations_in]] đoàn."), lan)
    record("delegation", delegations=9, direction="in", purpose="trade", on=date(2025, 1, 1))
    assert queries.restatements(report) == []
    assert queries.check(report).restated == []


def test_a_growth_is_restated_by_a_change_in_either_year(
    write: Write, record: Record, correct: Correct, lan: User
) -> None:
    before = record("foreign_press_item", foreign_press_items=5, on=date(2025, 5, 4), country="jp")
    record("foreign_press_item", foreign_press_items=6, on=date(2026, 5, 4), country="kr")
    record("foreign_press_item", foreign_press_items=9, on=date(2024, 5, 4))
    body = "Đạt [[foreign_press_growth]]; quý một [[foreign_press_growth@2026-Q1]].\n\n[[table:foreign_press_growth]]"
    report = freeze(write(body), lan)
    assert "Đạt 6/5\u00a0(+20\u00a0%)" in shown(report).replace("6/5 (", "6/5\u00a0(")
    frozen = report.figures.get(token="foreign_press_growth@2026")
    assert (frozen.value, frozen.numerator, frozen.denominator, frozen.row_count) == (None, 6000, 5000, 1)
    empty = report.figures.get(token="foreign_press_growth@2026-Q1")
    assert (empty.value, empty.numerator, empty.denominator, empty.row_count) == (None, None, None, 0)
    assert queries.stated(empty).text == "–"
    assert queries.restatements(report) == []
    record("foreign_press_item", foreign_press_items=1, on=date(2023, 6, 4))
    assert queries.check(report).holds
    assert queries.restatements(report) == []
    correct(before, foreign_press_items=8)
    checked = queries.check(report)
    assert checked.holds
    restated, of_table = checked.restated
    assert of_table.frozen.token == "foreign_press_growth@2025"
    assert restated.stated.text.replace("\u00a0", " ") == "6/5 (+20 %)"
    assert restated.now.text.replace("\u00a0", " ") == "6/8 (-25 %)"
    assert [entry.sign for entry in restated.changes] == [-1, 1]
    trace = queries.trace(frozen)
    assert (trace.holds, trace.is_restated, trace.difference) == (True, True, None)
    assert [table.text for table in trace.explanation.tables] == ["6", "5"]
    assert [entry.seq for entry in trace.entries] == [2]
    assert [entry.seq for entry in queries.trace(frozen, wanted={"number": "den"}).entries] == [1]


def test_a_median_is_restated_by_what_moves_the_middle(
    write: Write, record: Record, correct: Correct, lan: User
) -> None:
    def version(hours: int) -> Activity:
        times = {"first_foreign_versions": 1, "hours_to_foreign_version": hours}
        return record("first_foreign_version", language="en", **times)

    empty = freeze(write("[[hours_to_foreign_version]] giờ."), lan)
    stated = empty.figures.get()
    assert (stated.value, stated.row_count, queries.stated(stated).text) == (None, 0, "–")
    assert f"–{stated.public_id} giờ" in shown(empty)
    slow, _middle, _fast = version(90), version(12), version(2)
    report = freeze(write("Nửa số tin ra trong [[hours_to_foreign_version]] giờ."), lan)
    frozen = report.figures.get()
    assert (frozen.value, frozen.row_count) == (12_000, 3)
    correct(slow, hours_to_foreign_version=80)
    assert (queries.check(report).holds, queries.restatements(report)) == (True, [])
    version(1)
    (restated,) = queries.restatements(report)
    assert (restated.now.text, restated.difference) == ("7", -5)
    assert queries.check(report).holds
    assert [item.now.text for item in queries.restatements(empty)] == ["7"]
    trace = queries.trace(frozen)
    assert [entry.seq for entry in trace.entries] == [3, 2, 1]
    assert [entry.seq for entry in trace.explanation.middle] == [2]


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


_EVENTS = st.lists(
    st.tuples(st.sampled_from(["accept", "correct", "reverse"]), st.integers(1, 50), st.integers(0, 9)), max_size=8
)


@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(before=_EVENTS, after=_EVENTS)
def test_whatever_comes_later_a_frozen_review_holds_and_its_drift_is_what_came(
    write: Write, record: Record, correct: Correct, lan: User, before: list[Event], after: list[Event]
) -> None:
    def happen(events: list[Event]) -> None:
        for kind, count, pick in events:
            standing = list(Activity.objects.filter(entry__isnull=False).order_by("pk"))
            if kind == "accept" or not standing:
                record("delegation", delegations=count, direction="in", purpose=["trade", "investment"][pick % 2])
            elif kind == "reverse":
                ledger.reverse(standing[pick % len(standing)], by=lan, at=AT, reason="Ghi trùng")
            else:
                with suppress(ledger.NotNow):  # the same number again is no correction
                    correct(standing[pick % len(standing)], delegations=count)

    with transaction.atomic():
        happen(before)
        report = freeze(write("[[delegations_in]] [[investment_delegation_share]] [[delegations_in_members]]"), lan)
        printed = FrozenDocument.objects.get(report=report).html
        stated = [(row.value, row.numerator, row.denominator) for row in report.figures.order_by("pk")]
        happen(after)
        checked = queries.check(Report.objects.get(pk=report.pk))
        assert checked.holds
        assert FrozenDocument.objects.get(report=report).html == printed
        assert [(row.value, row.numerator, row.denominator) for row in report.figures.order_by("pk")] == stated
        delegations = checked.figures[0]
        came = sum(
            line.quantity
            for entry in delegations.changes
            for line in entry.lines.all()
            if line.measure_id == "delegations"
        )
        assert delegations.difference == Decimal(came) / 1000
        assert delegations.now.value == queries.preview(report).figures["delegations_in@2026"].value
        transaction.set_rollback(True)
