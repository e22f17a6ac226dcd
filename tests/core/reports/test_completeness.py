"""[[completeness]] in a review: who reported, as a sentence that is frozen with its facts."""

from collections.abc import Callable
from datetime import UTC, date, datetime
from typing import Any

import pytest

from lantoa.base import periods
from lantoa.core.programme import actions as programme
from lantoa.core.programme.models import Regime, ReportingPeriod
from lantoa.core.reports import actions, queries
from lantoa.core.reports.models import FrozenCompleteness, Report
from tests.core.reports.conftest import previewed
from tests.factories import Province

pytestmark = pytest.mark.django_db
AT = datetime(2026, 12, 20, 3, tzinfo=UTC)
Write = Callable[..., Report]
KNOWN = (
    "Có 1/2 đơn vị đã báo cáo (trong đó 1 đơn vị báo cáo không phát sinh). "
    "Còn 1 đơn vị chưa báo cáo: UBND xã Bình Minh."
)


def _open(province: Province, *, window: str = "2026", regime: Regime | None = None) -> ReportingPeriod:
    period = programme.plan_period(
        window=periods.parse(window), cutoff_at=AT, dues={"commune": date(2026, 12, 22)}, regime=regime,
        by=province.lan, at=AT,
    )  # fmt: skip
    return programme.open_period(period, by=province.lan, at=AT)


def _report(period: ReportingPeriod, agency: str, province: Province, **more: Any) -> None:
    programme.submit_report(period.submissions.get(agency=agency), by=province.an, at=AT, **more)


def test_the_sentence_is_frozen_with_its_facts_and_does_not_move(province: Province, write: Write) -> None:
    period = _open(province)
    _report(period, "xa-an-binh", province, is_nil=True)
    frozen = actions.freeze(write("[[completeness]]"), by=province.lan, at=AT)
    document = frozen.document.html
    _report(period, "xa-binh-minh", province)

    assert KNOWN in Report.objects.get(pk=frozen.pk).document.html == document
    kept = FrozenCompleteness.objects.get(report=frozen)
    assert (kept.token, kept.period, kept.sentence) == ("[[completeness]]", period, KNOWN)
    assert kept.facts == {
        "reported": [], "nil": ["xa-an-binh"], "returned": [], "missing": ["xa-binh-minh"], "not_applicable": []
    }  # fmt: skip
    assert queries.check(frozen).holds


def test_a_draft_follows_what_is_reported(province: Province, write: Write) -> None:
    period, draft = _open(province), write("[[completeness@2026]]")

    def printed() -> str:
        return previewed(draft)

    assert "Có 0/2 đơn vị đã báo cáo." in printed()
    _report(period, "xa-an-binh", province)
    assert "Có 1/2 đơn vị đã báo cáo." in printed()


def test_an_english_review_says_it_in_english(province: Province, write: Write) -> None:
    _open(province)
    frozen = actions.freeze(write("[[completeness]]", language="en", title="Review"), by=province.lan, at=AT)
    assert FrozenCompleteness.objects.get(report=frozen).sentence == (
        "0 of 2 agencies reported. 2 have not: An Bình Commune People's Committee; "
        "Bình Minh Commune People's Committee."
    )


def test_a_window_nobody_was_asked_about_cannot_be_frozen(province: Province, write: Write) -> None:
    draft = write("[[completeness@2025]]")
    (problem,) = queries.preview(draft).problems
    assert problem.message == "Chưa mở kỳ báo cáo nào cho năm 2025 nên chưa đơn vị nào phải báo cáo."
    with pytest.raises(actions.CannotFreeze):
        actions.freeze(draft, by=province.lan, at=AT)


def test_two_regimes_over_one_window_must_be_told_apart(province: Province, write: Write) -> None:
    for code in ("year", "press-year"):
        _open(province, window="2025-12-15..2026-12-14", regime=Regime.objects.get(code=code))
    window = "2025-12-15..2026-12-14"
    (problem,) = queries.preview(write(f"[[completeness@{window}]]")).problems
    assert f"[[completeness@{window}#year]], [[completeness@{window}#press-year]]" in problem.message
    reading = queries.preview(write(f"[[completeness@{window}#year]]"))
    assert ([item.period.regime_id for item in reading.completeness.values()], reading.problems) == (["year"], [])


def test_a_later_version_of_a_regime_is_named_by_its_family(province: Province, write: Write) -> None:
    first = Regime.objects.get(code="press-year")
    window = "2026-12-15..2027-12-14"
    later = programme.renew_regime(
        first, programme.RegimeFacts.of(first), since=date(2027, 1, 1), by=province.lan, at=AT
    )  # fmt: skip
    period = _open(province, window=window, regime=later)
    _open(province, window=window, regime=Regime.objects.get(code="year"))
    token = f"[[completeness@{window}#press-year]]"
    draft = write(f"[[completeness@{window}]]", period=periods.parse("2026..2027"))

    assert token in [item["token"] for item in queries.reporting_periods(draft)]
    (problem,) = queries.preview(draft).problems
    assert token in problem.message
    # What was written with the code of the version means the same period still.
    for said in (token, f"[[completeness@{window}#press-year-2]]"):
        reading = queries.preview(write(said))
        assert ([item.period for item in reading.completeness.values()], reading.problems) == ([period], [])


def test_the_editor_offers_the_periods_inside_the_review(province: Province, write: Write) -> None:
    _open(province, window="2026-Q3")
    _open(province)
    _open(province, window="2025")
    assert [item["token"] for item in queries.reporting_periods(write("Có gì."))] == [
        "[[completeness]]", "[[completeness@2026-Q3]]"
    ]  # fmt: skip
