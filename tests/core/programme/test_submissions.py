"""Periods and submissions through their actions."""

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from lantoa.base import periods
from lantoa.core.people import actions as people
from lantoa.core.people.models import Agency, User
from lantoa.core.programme import actions, queries
from lantoa.core.programme.models import Regime, ReportingPeriod, Submission
from tests.core.programme.conftest import Owed, clock
from tests.factories import Province

pytestmark = pytest.mark.django_db
AT = clock("2026-10-02 09:00:00")
AGENCIES = ["so-ngoai-vu", "xa-an-binh", "xa-binh-minh"]


def _states(period: ReportingPeriod) -> dict[str, str]:
    return dict(period.submissions.values_list("agency_id", "state"))


# -- planning --------------------------------------------------------------------------------------


def test_planning_asks_every_standing_agency_of_the_levels(planned: ReportingPeriod) -> None:
    due = dict(planned.submissions.values_list("agency_id", "due_on"))
    assert due == {
        "so-ngoai-vu": date(2026, 10, 7), "xa-an-binh": date(2026, 10, 5), "xa-binh-minh": date(2026, 10, 5)
    }  # fmt: skip
    assert (planned.state, planned.title) == ("planned", "quý III năm 2026")


def test_planning_leaves_out_agencies_that_ended_before_the_window_did(province: Province) -> None:
    people.merge_agency(province.commune_b, into=province.commune_a, on=date(2026, 8, 1))
    made = _plan(province)
    assert set(_states(made)) == {"xa-an-binh"}


def test_planning_the_same_window_of_a_regime_twice_names_the_first(province: Province) -> None:
    regime = Regime.objects.get(code="calendar-quarter")
    first = _plan(province, regime=regime)
    with pytest.raises(actions.AlreadyPlanned) as caught:
        _plan(province, regime=regime)
    assert caught.value.period == first
    assert ReportingPeriod.objects.count() == 1


def test_planning_two_free_periods_over_one_window_is_fine(province: Province) -> None:
    _plan(province, name="Khảo sát pa-nô")
    _plan(province, name="Khảo sát nhân sự")
    assert ReportingPeriod.objects.count() == 2


def _plan(province: Province, **more: Any) -> ReportingPeriod:
    given: dict[str, Any] = {
        "window": periods.parse("2026-Q3"),
        "cutoff_at": AT,
        "dues": {"commune": date(2026, 10, 5)},
    } | more
    return actions.plan_period(**given, by=province.lan, at=AT)


def test_changed_dates_reach_the_agencies_and_new_levels_are_asked(planned: ReportingPeriod, lan: User) -> None:
    actions.edit_period(
        planned, cutoff_at=AT, dues={"commune": date(2026, 10, 9), "province": date(2026, 10, 12)}, by=lan, at=AT
    )
    assert dict(planned.submissions.values_list("agency_id", "due_on")) == {
        "xa-an-binh": date(2026, 10, 9), "xa-binh-minh": date(2026, 10, 9), "ubnd-tinh": date(2026, 10, 12)
    }  # fmt: skip


def test_changed_dates_keep_a_report_of_a_level_that_is_asked_no_more(
    period: ReportingPeriod, owed: Owed, lan: User, an: User
) -> None:
    actions.submit_report(owed("xa-an-binh"), by=an, at=AT)
    actions.edit_period(period, cutoff_at=AT, dues={"department": date(2026, 10, 7)}, by=lan, at=AT)
    assert _states(period) == {"so-ngoai-vu": "expected", "xa-an-binh": "submitted"}


# -- opening and closing ---------------------------------------------------------------------------


def test_nothing_is_reported_before_the_opening_nor_after_the_closing(
    planned: ReportingPeriod, lan: User, an: User
) -> None:
    submission = planned.submissions.get(agency="xa-an-binh")
    with pytest.raises(actions.NotNow, match="chưa mở"):
        actions.submit_report(submission, by=an, at=AT)
    actions.open_period(planned, by=lan, at=AT)
    actions.close_period(planned, by=lan, at=AT, cutoff_seq=42)
    for act in (
        lambda: actions.submit_report(submission, by=an, at=AT),
        lambda: actions.accept_reports([submission], by=lan, at=AT),
        lambda: actions.return_report(submission, by=lan, at=AT, reason="Thiếu số liệu"),
        lambda: actions.extend([submission], until=date(2026, 11, 1), reason="Bão", by=lan, at=AT),
        lambda: actions.change_extension([submission], until=None, reason="Nhầm", by=lan, at=AT),
        lambda: actions.take_out(submission, by=lan, at=AT, reason="Sáp nhập"),
        lambda: actions.withdraw_report(submission, by=an, at=AT),
    ):
        with pytest.raises(actions.NotNow, match="đã khóa"):
            act()
    closed = ReportingPeriod.objects.get(pk=planned.pk)
    assert (closed.state, closed.cutoff_seq, closed.closed_by) == ("closed", 42, lan)
    assert _states(closed)["xa-an-binh"] == "expected"


def test_a_closed_period_is_opened_again_only_with_a_reason(period: ReportingPeriod, lan: User) -> None:
    actions.close_period(period, by=lan, at=AT, cutoff_seq=1)
    with pytest.raises(actions.NotNow):
        actions.reopen_period(period, by=lan, at=AT, reason="  ")
    with pytest.raises(actions.NotNow, match="Mở lại"):
        actions.open_period(period, by=lan, at=AT)
    again = actions.reopen_period(period, by=lan, at=AT, reason="Ba xã gửi bổ sung")
    assert (again.state, again.closed_at, again.closed_by, again.cutoff_seq) == ("open", None, None, None)


def test_the_steps_of_a_period_twice_do_no_harm_and_are_logged_once(planned: ReportingPeriod, lan: User) -> None:
    for _ in range(2):
        actions.open_period(planned, by=lan, at=AT)
    for _ in range(2):
        actions.close_period(planned, by=lan, at=AT)
    for _ in range(2):
        actions.reopen_period(planned, by=lan, at=AT, reason="Bổ sung")
    told = [line.action for line in reversed(queries.history(planned))]
    assert told == ["periods.plan", "periods.open", "periods.close", "periods.reopen"]


def test_only_a_period_that_was_never_opened_is_thrown_away(planned: ReportingPeriod, lan: User) -> None:
    actions.open_period(planned, by=lan, at=AT)
    with pytest.raises(actions.NotNow):
        actions.discard_period(planned, by=lan, at=AT)
    other = actions.plan_period(
        window=periods.parse("2026-Q4"), cutoff_at=AT, dues={"commune": date(2027, 1, 5)}, by=lan, at=AT
    )
    actions.discard_period(other, by=lan, at=AT)
    assert list(ReportingPeriod.objects.all()) == [planned]


# -- submissions -----------------------------------------------------------------------------------


def test_a_report_is_sent_returned_sent_again_and_accepted(owed: Owed, an: User, lan: User) -> None:
    actions.submit_report(owed("xa-an-binh"), by=an, at=AT)
    actions.return_report(owed("xa-an-binh"), by=lan, at=AT, reason="Thiếu danh sách lớp")
    returned = owed("xa-an-binh")
    assert (returned.state, returned.return_reason, returned.is_awaited) == ("returned", "Thiếu danh sách lớp", True)
    later = clock("2026-10-08 09:00:00")
    actions.submit_report(returned, by=an, at=later)
    assert actions.accept_reports([owed("xa-an-binh"), owed("xa-binh-minh")], by=lan, at=later) == 1
    done = owed("xa-an-binh")
    assert (done.state, done.return_reason, done.reported_at, done.submitted_at) == ("accepted", "", AT, later)
    assert [line.action for line in queries.history_of(done)] == [
        "submissions.submit", "submissions.return", "submissions.submit", "submissions.accept"
    ]  # fmt: skip


def test_a_report_that_was_taken_back_was_not_sent(owed: Owed, an: User) -> None:
    actions.submit_report(owed("xa-an-binh"), by=an, at=AT, is_nil=True)
    actions.withdraw_report(owed("xa-an-binh"), by=an, at=AT)
    taken = owed("xa-an-binh")
    assert (taken.state, taken.is_nil, taken.reported_at, taken.submitted_by) == ("expected", False, None, None)


def test_an_accepted_report_cannot_be_taken_back_but_returned(owed: Owed, an: User, lan: User) -> None:
    actions.submit_report(owed("xa-an-binh"), by=an, at=AT)
    actions.accept_reports([owed("xa-an-binh")], by=lan, at=AT)
    with pytest.raises(actions.NotNow):
        actions.withdraw_report(owed("xa-an-binh"), by=an, at=AT)
    actions.return_report(owed("xa-an-binh"), by=lan, at=AT, reason="Nhầm kỳ")
    assert (owed("xa-an-binh").state, owed("xa-an-binh").accepted_by) == ("returned", None)


def test_a_report_on_behalf_says_so_until_the_agency_sends_its_own(owed: Owed, an: User, lan: User) -> None:
    actions.submit_report(owed("xa-an-binh"), by=lan, at=AT, is_on_behalf=True)
    assert (owed("xa-an-binh").is_on_behalf, owed("xa-an-binh").submitted_by) == (True, lan)
    actions.return_report(owed("xa-an-binh"), by=lan, at=AT, reason="Đơn vị gửi lại")
    actions.submit_report(owed("xa-an-binh"), by=an, at=AT)
    assert (owed("xa-an-binh").is_on_behalf, owed("xa-an-binh").submitted_by) == (False, an)


def test_an_agency_is_taken_out_with_a_reason_and_asked_again(period: ReportingPeriod, owed: Owed, lan: User) -> None:
    with pytest.raises(actions.NotNow):
        actions.take_out(owed("so-ngoai-vu"), by=lan, at=AT, reason=" ")
    actions.take_out(owed("so-ngoai-vu"), by=lan, at=AT, reason="Báo cáo theo ngành dọc")
    assert [agency.code for agency in queries.agencies_to_add(period)] == ["so-ngoai-vu", "ubnd-tinh"]
    added = queries.agencies_to_add(period)
    assert actions.expect(period, added, by=lan, at=AT, due_on=date(2026, 10, 15)) == 2
    assert actions.expect(period, added, by=lan, at=AT, due_on=date(2026, 10, 15)) == 0
    assert (owed("so-ngoai-vu").state, owed("so-ngoai-vu").due_on) == ("expected", date(2026, 10, 15))


def test_who_has_reported_is_not_taken_out(owed: Owed, an: User, lan: User) -> None:
    actions.submit_report(owed("xa-an-binh"), by=an, at=AT)
    with pytest.raises(actions.NotNow):
        actions.take_out(owed("xa-an-binh"), by=lan, at=AT, reason="Sáp nhập")
    assert owed("xa-an-binh").state == "submitted"


# -- completeness ----------------------------------------------------------------------------------


def test_zero_nothing_arose_missing_and_not_applicable_are_kept_apart(
    period: ReportingPeriod, owed: Owed, an: User, lan: User
) -> None:
    actions.submit_report(owed("xa-an-binh"), by=an, at=AT, is_nil=True)
    actions.take_out(owed("so-ngoai-vu"), by=lan, at=AT, reason="Báo cáo theo ngành dọc")
    found = queries.completeness(period)
    assert found.facts() == {
        "reported": [], "nil": ["xa-an-binh"], "returned": [], "missing": ["xa-binh-minh"],
        "not_applicable": ["so-ngoai-vu"],
    }  # fmt: skip
    assert found.sentence() == (
        "Có 1/2 đơn vị đã báo cáo (trong đó 1 đơn vị báo cáo không phát sinh). "
        "Còn 1 đơn vị chưa báo cáo: UBND xã Bình Minh. "
        "Không thuộc đối tượng báo cáo kỳ này: 1 đơn vị: Sở Ngoại vụ."
    )


def test_agencies_stand_in_the_order_of_their_names_without_accents(
    period: ReportingPeriod, province: Province, lan: User
) -> None:
    for code, name in (("xa-trang-may", "UBND xã Trảng Mây"), ("xa-doi-gio", "UBND xã Đồi Gió")):
        people.add_agency(code, name, "", level=Agency.Level.COMMUNE, parent=province.committee)
    added = queries.agencies_to_add(period)
    assert [row.code for row in added] == ["ubnd-tinh", "xa-doi-gio", "xa-trang-may"]
    actions.expect(period, added, by=lan, at=AT, due_on=date(2026, 10, 15))
    by_name = ["so-ngoai-vu", "ubnd-tinh", "xa-an-binh", "xa-binh-minh", "xa-doi-gio", "xa-trang-may"]
    assert queries.completeness(period).facts()["missing"] == by_name
    assert [row.submission.agency_id for row in queries.board(period, now=AT).rows] == by_name


def test_a_returned_report_counts_neither_as_reported_nor_as_missing(
    period: ReportingPeriod, owed: Owed, an: User, lan: User
) -> None:
    actions.submit_report(owed("xa-an-binh"), by=an, at=AT)
    actions.return_report(owed("xa-an-binh"), by=lan, at=AT, reason="Thiếu")
    found = queries.completeness(period)
    assert (found.reported_count, len(found.returned), len(found.missing), found.expected_count) == (0, 1, 2, 3)
    assert "Đã trả lại 1 báo cáo để bổ sung: UBND xã An Bình." in found.sentence()


def test_the_board_has_the_late_first_and_opens_by_what_it_counts(
    period: ReportingPeriod, owed: Owed, an: User, lan: User
) -> None:
    actions.submit_report(owed("xa-an-binh"), by=an, at=AT)
    board = queries.board(period, now=clock("2026-10-08 09:00:00"))
    assert [(row.submission.agency_id, row.standing, row.days_late) for row in board.rows] == [
        ("xa-binh-minh", "overdue", 3), ("so-ngoai-vu", "overdue", 1), ("xa-an-binh", "submitted", 0)
    ]  # fmt: skip
    assert {show: board.count(show) for show in ("late", "reported", "on_time", "reported_late", "submitted")} == {
        "late": 2, "reported": 1, "on_time": 1, "reported_late": 0, "submitted": 1
    }  # fmt: skip
    assert [row.submission.agency_id for row in board.narrowed(show="late", level="commune")] == ["xa-binh-minh"]
    assert board.narrowed(show="nonsense") == board.narrowed(level="nonsense") == []


# -- any sequence ----------------------------------------------------------------------------------

_steps = st.lists(
    st.tuples(
        st.sampled_from(["submit", "nil", "withdraw", "return", "accept", "extend", "take_out", "expect", "close",
                         "reopen"]),
        st.integers(0, 2),
    ),
    max_size=25,
)  # fmt: skip


class Ledgerless:
    """What should be, in plain dictionaries: agency -> state, and whether the period is open."""

    def __init__(self) -> None:
        self.states = dict.fromkeys(AGENCIES, "expected")
        self.nil: set[str] = set()
        self.is_open = True

    def step(self, what: str, code: str) -> bool:
        """Do it; False where it must be refused."""
        if what in {"close", "reopen"}:
            self.is_open = what == "reopen"
            return True
        if not self.is_open:
            return False
        return bool(getattr(self, f"_{what}")(code))

    def _submit(self, code: str, is_nil: bool = False) -> bool:
        if self.states[code] in {"submitted", "accepted"}:
            return (code in self.nil) == is_nil
        return self._move(code, "submitted", {"expected", "returned"}) and self._say(code, is_nil)

    def _nil(self, code: str) -> bool:
        return self._submit(code, is_nil=True)

    def _withdraw(self, code: str) -> bool:
        done = self._move(code, "expected", {"submitted", "expected"})
        return done and self._say(code, False)

    def _return(self, code: str) -> bool:
        return self._move(code, "returned", {"submitted", "accepted", "returned"})

    def _accept(self, code: str) -> bool:
        self._move(code, "accepted", {"submitted"})
        return True

    def _extend(self, _code: str) -> bool:
        return True

    def _take_out(self, code: str) -> bool:
        done = self._move(code, "not_applicable", {"expected", "returned", "not_applicable"})
        return done and self._say(code, False)

    def _expect(self, code: str) -> bool:
        self._move(code, "expected", {"not_applicable"})
        return True

    def _move(self, code: str, to: str, allowed: set[str]) -> bool:
        if self.states[code] not in allowed:
            return False
        self.states[code] = to
        return True

    def _say(self, code: str, is_nil: bool) -> bool:
        (self.nil.add if is_nil else self.nil.discard)(code)
        return True


@settings(max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(steps=_steps)
def test_states_and_counts_agree_after_any_sequence(steps: list[tuple[str, int]], province: Province) -> None:
    from django.db import transaction

    with transaction.atomic():
        made = _three(province)
        model, at, last = Ledgerless(), AT, date(2026, 10, 7)
        for what, which in steps:
            at, last = at + timedelta(hours=1), last + timedelta(days=1)
            assert _try(_acts(made, AGENCIES[which], province, at, last)[what]) is model.step(what, AGENCIES[which])
        found = queries.completeness(made)
        assert _states(made) == model.states
        assert set(found.facts()["nil"]) == {
            code for code in model.nil if model.states[code] in {"submitted", "accepted"}
        }
        listed = sorted(code for codes in found.facts().values() for code in codes)
        assert listed == AGENCIES  # each in exactly one list
        board = queries.board(made, now=at)
        assert board.count("on_time") + board.count("reported_late") == board.count("reported") == found.reported_count
        transaction.set_rollback(True)


def _three(province: Province) -> ReportingPeriod:
    from lantoa.core.people import actions as people
    from lantoa.core.people.models import Agency

    people.add_agency("so-ngoai-vu", "Sở Ngoại vụ", "", level=Agency.Level.DEPARTMENT, parent=province.committee)
    made = _plan(province, dues={"commune": date(2026, 10, 5), "department": date(2026, 10, 5)})
    return actions.open_period(made, by=province.lan, at=AT)


def _acts(made: ReportingPeriod, code: str, province: Province, at: Any, last: date) -> dict[str, Callable[[], Any]]:
    row = Submission.objects.select_related("agency").get(period=made, agency=code)
    an, lan = {"by": province.an, "at": at}, {"by": province.lan, "at": at}
    return {
        "submit": lambda: actions.submit_report(row, **an),
        "nil": lambda: actions.submit_report(row, is_nil=True, **an),
        "withdraw": lambda: actions.withdraw_report(row, **an),
        "return": lambda: actions.return_report(row, reason="Thiếu", **lan),
        "accept": lambda: actions.accept_reports([row], **lan),
        "extend": lambda: actions.extend([row], until=last, reason="Bão", **lan),
        "take_out": lambda: actions.take_out(row, reason="Sáp nhập", **lan),
        "expect": lambda: actions.expect(made, [row.agency], due_on=date(2026, 10, 5), **lan),
        "close": lambda: actions.close_period(made, **lan),
        "reopen": lambda: actions.reopen_period(made, reason="Bổ sung", **lan),
    }


def _try(act: Callable[[], Any]) -> bool:
    try:
        act()
    except actions.NotNow:
        return False
    return True
