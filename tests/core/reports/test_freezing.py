"""Freezing: what is kept, what is refused, what the sheet shows, and what the database itself forbids."""

import hashlib
import re
from datetime import date
from typing import Any

import pytest
from django.db import Error, connection, transaction
from django.utils import translation
from wagtail.models import ModelLogEntry

from lantoa.base import append_only
from lantoa.core.ledger.models import Entry, Head
from lantoa.core.people.models import User
from lantoa.core.programme import actions as programme
from lantoa.core.reports import actions, queries, rendering
from lantoa.core.reports.models import APPEND_ONLY, FrozenCompleteness, FrozenDocument, FrozenFigure, Report
from lantoa.core.vocabulary import actions as vocabulary
from lantoa.core.vocabulary.models import IndicatorVersion
from lantoa.core.vocabulary.queries import definitions_then
from tests.core.reports.conftest import AT, YEAR_2026, Record, Write
from tests.factories import Province
from tests.write_guard import raw_writes

pytestmark = pytest.mark.django_db


def freeze(report: Report, by: User, **kwargs: bool) -> Report:
    return actions.freeze(report, by=by, at=AT, **kwargs)


def shown(report: Report) -> str:
    return re.sub(r"<[^>]+>", "", FrozenDocument.objects.get(report=report).html)


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


def test_a_word_mended_while_a_review_is_read_is_pinned_as_it_was_stated(
    write: Write, lan: User, province: Province, monkeypatch: pytest.MonkeyPatch
) -> None:
    """On PostgreSQL another person's change is seen between two questions of one transaction."""
    report, row = write("[[talk_attendances]] lượt."), IndicatorVersion.objects.get(indicator="talk_attendances")
    read, names = queries.preview, iter(["Tên sửa đúng lúc ấy"])

    def mended_meanwhile(*args: Any, **kwargs: Any) -> Any:
        found = read(*args, **kwargs)
        for name in names:
            vocabulary.mend(row, {"name_vi": name}, by=province.lan, at=AT)
        return found

    monkeypatch.setattr(queries, "preview", mended_meanwhile)
    freeze(report, lan)
    figure = FrozenFigure.objects.get()
    (pinned,) = definitions_then([(figure.definition, figure.words)])
    stated = FrozenDocument.objects.get().statement
    assert pinned.name_vi == "Tên sửa đúng lúc ấy"
    assert pinned.name_vi in stated


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
    file = rendering.file(Report.objects.get(pk=report.pk), "html", today=AT.date()).decode()
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


def test_public_ids_are_the_same_for_the_same_review_and_unique_in_it(write: Write, lan: User) -> None:
    codes = list(IndicatorVersion.objects.values_list("indicator_id", flat=True))
    report = freeze(write(" ".join(f"[[{code}]]" for code in codes)), lan)
    ids = list(report.figures.values_list("public_id", flat=True))
    assert len(set(ids)) == len(codes) == len(ids)


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
    due_on = date(2026, 12, 22)
    period = programme.plan_period(window=YEAR_2026, cutoff_at=AT, dues={"commune": due_on}, by=lan, at=AT)
    programme.open_period(period, by=lan, at=AT)
    freeze(write("Đón [[delegations_in]] đoàn. [[completeness]]"), lan)
    assert append_only.missing(APPEND_ONLY, using="default") == []
    for model in (FrozenFigure, FrozenCompleteness, FrozenDocument):
        table = model._meta.db_table
        for sql in (f"UPDATE {table} SET report_id = report_id", f"DELETE FROM {table}"):
            with raw_writes("to show that it is refused"), pytest.raises(Error), transaction.atomic():
                connection.cursor().execute(sql)
    assert (FrozenFigure.objects.count(), FrozenDocument.objects.count()) == (1, 1)
