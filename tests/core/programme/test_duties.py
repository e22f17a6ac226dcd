"""What fell due stands in the ledger by itself, as the board of its period says it."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date, datetime, timedelta
from typing import Any

import pytest
from django.db import transaction
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from lantoa.base import periods
from lantoa.core.ledger import actions as ledger
from lantoa.core.ledger import drafts
from lantoa.core.ledger import queries as entries
from lantoa.core.ledger.models import Activity, Entry, Reason
from lantoa.core.people.models import User
from lantoa.core.programme import actions, queries
from lantoa.core.programme.models import ReportingPeriod
from lantoa.core.reports import actions as reports
from lantoa.core.reports import queries as reports_queries
from lantoa.core.vocabulary import queries as vocabulary
from lantoa.core.vocabulary.models import IndicatorVersion, Kind, KindMeasure
from lantoa.core.vocabulary.rules.kinds import DUTIES
from tests.core.programme.conftest import AT, Owed, clock
from tests.factories import Province
from tests.write_guard import raw_writes

pytestmark = pytest.mark.django_db
SignIn = Callable[..., Client]
OCTOBER = periods.parse("2026-10")
A, B = "xa-an-binh", "xa-binh-minh"


def post(lan: User, on: str, **more: Any) -> int:
    """The run of a day. on: "10-08" of 2026"""
    at = clock(f"2026-{on} 00:10:00")
    return ledger.post_duties(today=at.date(), by=lan, at=at, **more)


def post_all(lan: User, on: str, **more: Any) -> int:
    return sum(iter(lambda: post(lan, on, **more), 0))


def told(code: str = "reports_on_time", period: periods.Period = OCTOBER, **more: Any) -> str:
    return entries.figure(vocabulary.definition(code), period, **more).text


def standing() -> list[tuple[str, date, list[str]]]:
    found = entries.standing(Entry.objects.filter(kind__in=DUTIES), as_of_seq=entries.head_seq())
    return [
        (row.agency_id, row.occurred_on, sorted(line.measure_id for line in row.lines.all()))
        for row in found.order_by("occurred_on", "agency")
    ]


# -- reports ---------------------------------------------------------------------------------------


def test_a_report_counts_once_its_last_day_is_over(owed: Owed, province: Province) -> None:
    actions.submit_report(owed(A), by=province.an, at=clock("2026-10-05 23:59:59"))
    actions.submit_report(owed(B), by=province.binh, at=clock("2026-10-06 00:00:00"))

    assert post(province.lan, "10-05") == 0
    assert post(province.lan, "10-06") == 2
    assert standing() == [
        (A, date(2026, 10, 5), ["reports_due", "reports_on_time"]),
        (B, date(2026, 10, 5), ["reports_due"]),
    ]
    assert told() == "1/2"
    assert [told(agencies=[agency]) for agency in (province.commune_a, province.commune_b)] == ["1/1", "0/1"]

    assert post(province.lan, "10-08") == 1  # the department, due on the 7th
    assert told() == "1/3"


def test_posting_twice_posts_nothing(period: ReportingPeriod, lan: User) -> None:
    assert [post(lan, "10-08"), post(lan, "10-08"), post(lan, "10-09")] == [3, 0, 0]
    assert entries.head_seq() == 3


def test_a_period_that_is_only_planned_owes_nothing(planned: ReportingPeriod, lan: User) -> None:
    assert post(lan, "10-20") == 0
    actions.open_period(planned, by=lan, at=clock("2026-10-21 08:00:00"))
    assert post(lan, "10-21") == 3


def test_more_time_takes_it_back_until_the_new_day_is_over(owed: Owed, province: Province) -> None:
    lan = province.lan
    post(lan, "10-06")
    actions.extend([owed(A)], until=date(2026, 10, 9), reason="Mất điện", by=lan, at=clock("2026-10-06 08:00:00"))

    assert post(lan, "10-07") == 1
    assert told() == "0/1"
    actions.submit_report(owed(A), by=province.an, at=clock("2026-10-09 16:00:00"))
    post(lan, "10-10")

    assert told() == "1/3"
    assert (A, date(2026, 10, 9), ["reports_due", "reports_on_time"]) in standing()
    (reversal,) = Entry.objects.filter(sign=-1)
    assert entries.reason_of(reversal) == "Không còn đến hạn, hoặc chưa đến hạn."


def test_a_returned_report_counts_as_the_board_says(owed: Owed, province: Province, period: ReportingPeriod) -> None:
    lan = province.lan
    actions.submit_report(owed(A), by=province.an, at=clock("2026-10-05 08:00:00"))
    post(lan, "10-06")
    actions.return_report(owed(A), by=lan, at=clock("2026-10-06 09:00:00"), reason="Thiếu danh sách")
    assert (post(lan, "10-07"), told()) == (2, "0/2")

    actions.submit_report(owed(A), by=province.an, at=clock("2026-10-07 09:00:00"))  # first there on the 5th
    assert (post(lan, "10-08"), told()) == (3, "1/3")
    board = queries.board(period, now=clock("2026-10-08 12:00:00"))
    assert board.count("on_time") == 1
    assert [entries.reason_of(row) for row in Entry.objects.order_by("seq")] == [
        "", "", *["Không còn được tính là đúng hạn."] * 2, *["Nay được tính là đúng hạn."] * 2, "",
    ]  # fmt: skip


def test_an_agency_that_is_asked_no_more_owes_nothing(owed: Owed, lan: User, period: ReportingPeriod) -> None:
    post(lan, "10-06")
    actions.take_out(owed(A), by=lan, at=clock("2026-10-06 09:00:00"), reason="Chưa có đầu mối")
    assert (post(lan, "10-07"), told()) == (1, "0/1")

    actions.edit_period(period, cutoff_at=AT, dues={"department": date(2026, 10, 7)}, by=lan, at=AT)
    assert (post(lan, "10-07"), standing()) == (1, [])  # its level was struck out: the row is gone


def test_a_changed_day_moves_the_entry(period: ReportingPeriod, lan: User) -> None:
    post(lan, "10-06")
    actions.edit_period(period, cutoff_at=AT, dues={"commune": date(2026, 9, 30)}, by=lan, at=AT)
    assert post(lan, "10-06") == 4
    assert [told(period=periods.parse(text)) for text in ("2026-09", "2026-10")] == ["0/2", "0/0"]
    assert entries.reason_of(Entry.objects.latest("seq")) == "Ngày cuối cùng nay đã khác."


def test_of_a_closed_period_nothing_moves_by_itself(period: ReportingPeriod, lan: User) -> None:
    post(lan, "10-08")
    actions.close_period(period, by=lan, at=clock("2026-10-09 08:00:00"), cutoff_seq=3)
    assert post(lan, "12-01") == 0


def test_a_first_run_goes_in_steps_and_on_after_being_killed(
    period: ReportingPeriod, lan: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert post(lan, "10-08", most=2) == 2
    with monkeypatch.context() as broken:
        broken.setattr(Reason.objects, "bulk_create", lambda *_args, **_more: 1 / 0)
        with pytest.raises(ZeroDivisionError):
            post(lan, "10-08", most=2)
    assert len(standing()) == entries.head_seq() == 2  # nothing of the broken step

    assert [post(lan, "10-08", most=2), post(lan, "10-08", most=2)] == [1, 0]
    assert told() == "0/3"
    assert entries.verify().holds


def test_an_ended_kind_posts_no_more(period: ReportingPeriod, lan: User) -> None:
    with raw_writes("as an administrator ends it"):
        Kind.objects.filter(code="agency_report").update(valid_until=date(2026, 10, 6))
    assert (post(lan, "10-08"), told()) == (2, "0/2")


def test_a_vocabulary_without_the_words_posts_nothing(period: ReportingPeriod, lan: User) -> None:
    with raw_writes("as before the update"):
        KindMeasure.objects.filter(measure="reports_on_time").delete()
    assert post(lan, "10-08") == 0


# -- it is no activity -----------------------------------------------------------------------------


def test_it_is_no_activity_of_anybody(owed: Owed, province: Province, client_of: SignIn) -> None:
    post(province.lan, "10-08")
    assert told("activities") == "0"
    agencies = IndicatorVersion(indicator_id="x", spec={"agg": "distinct", "of": "agency"})
    assert entries.figure(agencies, OCTOBER).value == 0
    assert list(entries.entries_listed(None, period=None, agencies=None, as_of_seq=None)) == []
    assert Activity.objects.count() == 0

    words = drafts.Words.load()
    assert not set(DUTIES) & set(words.kinds)
    assert not set(DUTIES) & {kind.code for kind in vocabulary.kinds_on(date(2026, 10, 8))}
    page = client_of(province.lan).get(reverse("ledger:register")).content.decode()
    assert "agency_report" not in page
    assert client_of(province.an).get(reverse("ledger:record", args=["agency_report"])).status_code == 404


def test_an_agency_that_recorded_nothing_may_still_say_so(owed: Owed, province: Province) -> None:
    actions.extend([owed(A)], until=date(2026, 10, 20), reason="x", by=province.lan, at=clock("2026-10-01 08:00:00"))
    actions.plan_period(
        window=periods.parse("2026-08"), cutoff_at=AT, dues={"commune": date(2026, 9, 5)}, by=province.lan, at=AT
    )
    for other in ReportingPeriod.objects.filter(state="planned"):
        actions.open_period(other, by=province.lan, at=AT)
    assert post(province.lan, "10-08") == 4  # of them two due in September, inside the quarter

    assert ledger.report_nothing(owed(A), by=province.an, at=clock("2026-10-08 08:00:00")).is_nil


def test_documents_are_not_missed(period: ReportingPeriod, lan: User) -> None:
    post(lan, "10-08")
    verified = entries.verify()
    assert (verified.holds, verified.documents.gone_count) == (True, 0)


# -- where it leads --------------------------------------------------------------------------------


def test_a_figure_and_its_entries_lead_to_the_reports(owed: Owed, province: Province, client_of: SignIn) -> None:
    post(province.lan, "10-08")
    address = reverse("ledger:figure", args=["reports_on_time"]) + "?period=2026-10"
    seq, title = Entry.objects.get(agency=A).seq, owed(A).period.title

    page = client_of(province.lan).get(address).content.decode()
    assert page.count(title) >= 3
    assert "0/3" in page
    shown = client_of(province.lan).get(reverse("ledger:entry", args=[seq])).content.decode()
    assert f'href="{reverse("ledger:submission", args=[owed(A).pk])}">{title}' in shown

    own = client_of(province.an).get(address).content.decode()
    assert "0/1" in own
    assert (
        reverse("ledger:submission", args=[owed(A).pk])
        in client_of(province.an).get(reverse("ledger:entry", args=[seq])).content.decode()
    )
    assert client_of(province.binh).get(reverse("ledger:entry", args=[seq])).status_code == 404


def test_a_frozen_review_stays_and_says_what_came_since(owed: Owed, province: Province, client_of: SignIn) -> None:
    lan = province.lan
    actions.submit_report(owed(B), by=province.binh, at=clock("2026-10-05 08:00:00"))
    post(lan, "10-08")
    sections = [("I. Báo cáo", "Đúng hạn [[reports_on_time]], đơn vị A [[reports_on_time#xa-an-binh]].")]
    at = clock("2026-10-09 08:00:00")
    review = reports.freeze(
        reports.create("Báo cáo tháng 10", period=OCTOBER, by=lan, at=at, sections=sections), by=lan, at=at
    )
    frozen = review.figures.get(agency=None)
    actions.take_out(owed(A), by=lan, at=at, reason="Chưa có đầu mối")
    post(lan, "10-10")

    trace = reports_queries.trace(frozen)
    assert (trace.holds, trace.stated.text, trace.now.text, len(trace.changes)) == (True, "1/3", "1/2", 1)
    path = reverse("reports:trace", args=[frozen.public_id])
    assert client_of(lan).get(path).content.decode().count(owed(A).period.title) >= 3
    seen = client_of(province.binh).get(path).content.decode()  # its own row, and of the others their number
    assert seen.count(owed(A).period.title) == 1


def test_the_seals_and_the_kind_say_where_it_comes_from(period: ReportingPeriod, lan: User) -> None:
    post(lan, "10-08")
    assert set(Entry.objects.values_list("is_public", flat=True)) == {False}
    assert Kind.objects.get(code="agency_report").hint_vi.startswith("Hệ thống tự ghi")


# -- any order -------------------------------------------------------------------------------------

STEPS = ["send", "send late", "withdraw", "return", "accept", "extend", "take out", "expect", "move", "run", "run"]


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(steps=st.lists(st.tuples(st.sampled_from(STEPS), st.sampled_from([A, B])), max_size=14))
def test_whatever_happens_in_whatever_order_the_figure_is_the_one_of_the_board(
    steps: list[tuple[str, str]], period: ReportingPeriod, province: Province
) -> None:
    with undone():
        at = clock("2026-10-04 08:00:00")
        for step, agency in steps:
            at += timedelta(hours=13)
            try:
                with transaction.atomic():
                    _take(step, agency, period, province, at)
            except actions.NotNow:
                continue
        end = clock("2026-12-31 08:00:00")
        post_all(province.lan, "12-31", most=2)

        board = queries.board(ReportingPeriod.objects.get(pk=period.pk), now=end)
        found = entries.figure(vocabulary.definition("reports_on_time"), periods.parse("2026"))
        assert (found.numerator, found.denominator) == (board.count("on_time"), board.completeness.expected_count)
        assert sorted(code for code, _on, _measures in standing()) == sorted(
            row.submission.agency_id for row in board.rows if row.submission.state != "not_applicable"
        )
        assert post(province.lan, "12-31") == 0
        assert entries.verify().holds


def _take(step: str, agency: str, period: ReportingPeriod, province: Province, at: datetime) -> None:
    person: dict[str, Any] = {"by": province.lan, "at": at}
    row = period.submissions.get(agency=agency)
    day = timezone.localtime(at).date()
    {
        "send": lambda: actions.submit_report(row, **person),
        "send late": lambda: actions.submit_report(row, by=province.lan, at=at + timedelta(days=20)),
        "withdraw": lambda: actions.withdraw_report(row, **person),
        "return": lambda: actions.return_report(row, reason="Bổ sung", **person),
        "accept": lambda: actions.accept_reports([row], **person),
        "extend": lambda: actions.extend([row], until=day + timedelta(days=3), reason="Mưa lũ", **person),
        "take out": lambda: actions.take_out(row, reason="Không có", **person),
        "expect": lambda: actions.expect(period, [row.agency], due_on=day, **person),
        "move": lambda: actions.edit_period(period, cutoff_at=AT, dues={"commune": day}, **person),
        "run": lambda: ledger.post_duties(today=day, by=province.lan, at=at, most=2),
    }[step]()


@contextmanager
def undone() -> Iterator[None]:
    """Every example begins with the same rows."""
    with transaction.atomic():
        yield
        transaction.set_rollback(True)
