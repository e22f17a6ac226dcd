"""What provinces published goes in unchanged or is refused with a reason; nothing is bent to fit."""

from collections import Counter
from collections.abc import Iterator
from datetime import UTC, date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from django.utils import translation

from benchmarks import filing, published, real_input
from benchmarks.filing import Cell, Filing, Judgement, Outcome
from benchmarks.published import Published
from lantoa.core.ledger import queries
from lantoa.core.ledger.models import Activity
from lantoa.core.people import actions as people

TODAY, AT = date(2026, 11, 22), datetime(2026, 11, 22, 3, tzinfo=UTC)
needs_data = pytest.mark.skipif(not real_input.DATA.is_dir(), reason="the published figures are not on this machine")


@pytest.fixture(autouse=True)
def in_english() -> Iterator[None]:
    with translation.override("en"):
        yield


def figure(code: str, value: str = "5", **more: Any) -> Published:
    usual = {"provinces": ("Sông Xanh",), "period": "2024", "name": "dự", "qualifier": "exact", "unit": "đại biểu",
             "source": f"https://example.org/{code}"}  # fmt: skip
    return Published(code, value=Decimal(value), **{**usual, **more})


def conference(*codes: str, **more: Any) -> Filing:
    cells = {code: Cell("delegates", "training_delegates") for code in codes}
    return Filing("training_conference", f"Tập huấn {codes[0]}", cells, **more)


def run(figures: list[Published], judged: Judgement, folder: Path, *, today: date = TODAY) -> list[Outcome]:
    return filing.run(figures, judged, folder=folder, by=people.operator(), today=today, at=AT)


def said(outcomes: list[Outcome]) -> list[tuple[str, str, str, str]]:
    return [(outcome.figure.id, outcome.result, outcome.read_back, outcome.remark) for outcome in outcomes]


# -- the real figures ------------------------------------------------------------------------------


@needs_data
@pytest.mark.django_db
def test_published_figures_come_back_unchanged_or_are_refused_with_a_reason(tmp_path: Path) -> None:
    figures = published.read(real_input.DATA)
    outcomes = run(figures, filing.judgement(), tmp_path)

    assert [outcome.figure for outcome in outcomes] == figures
    counts = Counter(outcome.result for outcome in outcomes)
    assert set(counts) == {filing.IN, filing.TARGET, filing.REFUSED}
    assert len(figures) >= 65
    assert counts[filing.IN] >= 37
    assert counts[filing.TARGET] >= 2
    assert [outcome.figure.id for outcome in outcomes if outcome.result == filing.REFUSED and not outcome.remark] == []
    assert [outcome.figure.id for outcome in outcomes if "Nobody has said" in outcome.remark] == []
    assert queries.verify().holds
    assert {activity.source for activity in Activity.objects.all()} >= {
        outcome.figure.source for outcome in outcomes if outcome.result == filing.IN and "//" in outcome.figure.source
    }
    assert real_input.PAGE.read_text(encoding="utf-8") == real_input.written(outcomes)


@needs_data
def test_every_judgement_is_about_a_published_figure() -> None:
    known = {figure.id for figure in published.read(real_input.DATA)}
    judged = filing.judgement()
    filed = [code for row in judged.filings for code in row.figures]
    assert len(filed) == len(set(filed))
    decided = [*filed, *judged.targets, *judged.refused]
    assert [code for code in decided if code not in known or decided.count(code) > 1] == []


# -- small figures of our own ----------------------------------------------------------------------


@pytest.mark.django_db
def test_value_qualifier_unit_and_period_come_back(tmp_path: Path) -> None:
    figures = [
        figure("a", "1250", qualifier="over", period="6 tháng đầu năm 2024"),
        figure("b", "3.5", unit="tỷ đồng", period="quý I năm 2023"),
        figure("c", "28", unit="m2", period="quý I năm 2023", source="https://example.org/b"),
    ]
    cluster = {
        "b": Cell("investment", "cluster_investment", "triệu đồng", 1000),
        "c": Cell("screen_area", "screen_area", "m²"),
    }
    judged = Judgement([conference("a"), Filing("information_cluster", "Cụm thông tin cửa khẩu", cluster)])

    assert said(run(figures, judged, tmp_path)) == [
        ("a", filing.IN, "over 1,250 đại biểu", ""),
        ("b", filing.IN, "3,500 triệu đồng", ""),
        ("c", filing.IN, "28 m²", ""),
    ]
    kept = Activity.objects.get(kind="training_conference")
    assert (kept.occurred_from, kept.occurred_on, kept.source) == (
        date(2024, 1, 1),
        date(2024, 6, 30),
        "https://example.org/a",
    )
    assert Activity.objects.count() == 2


@pytest.mark.django_db
def test_what_has_no_place_in_a_ledger_is_refused(tmp_path: Path) -> None:
    figures = [
        figure("rate"),
        figure("undated", period="(13/11, năm không ghi)"),
        figure("national", provinces=()),
        figure("shared", provinces=("Sông Xanh", "Núi Cao")),
        figure("unknown"),
        figure("hoped", qualifier="planned"),
    ]
    judged = Judgement([conference("undated", "national", "shared")], refused={"rate": "A rate."})

    assert said(run(figures, judged, tmp_path)) == [
        ("rate", filing.REFUSED, "", "A rate."),
        ("undated", filing.REFUSED, "", "The page gives no year: nobody can say when it was."),
        ("national", filing.REFUSED, "", "Is of the whole country, not of a province."),
        ("shared", filing.REFUSED, "", "Belongs to several provinces at once."),
        ("unknown", filing.REFUSED, "", "Nobody has said yet how it would be filed."),
        ("hoped", filing.REFUSED, "", "Is planned, and nobody has said which indicator it promises something of."),
    ]
    assert Activity.objects.count() == 0


@pytest.mark.django_db
def test_what_is_planned_is_a_target_and_never_an_entry(tmp_path: Path) -> None:
    judged = Judgement([], targets={"plan": "training_delegates"})

    outcomes = run([figure("plan", "300", qualifier="target")], judged, tmp_path)

    assert said(outcomes) == [("plan", filing.TARGET, "300 đại biểu", "")]
    assert queries.head_seq() == 0


@pytest.mark.django_db
def test_what_the_import_refuses_is_refused_in_its_words_and_the_rest_goes_in(tmp_path: Path) -> None:
    figures = [figure("good"), figure("later", period="2025"), figure("half", "2.5", period="2023")]
    judged = Judgement([conference("good"), conference("later"), conference("half")])

    outcomes = run(figures, judged, tmp_path, today=date(2025, 6, 1))

    assert [outcome.result for outcome in outcomes] == [filing.IN, filing.REFUSED, filing.REFUSED]
    assert "in the future" in outcomes[1].remark
    assert "Only whole numbers" in outcomes[2].remark
    assert Activity.objects.count() == 1


@pytest.mark.django_db
def test_a_period_that_was_not_over_ends_on_the_day_of_the_page_and_an_inferred_year_is_said(tmp_path: Path) -> None:
    figures = [
        figure("open", period="2026", page_day=date(2026, 3, 10)),
        figure("guessed", period="(9/11, năm suy ra 2016)", provinces=("Núi Cao",)),
    ]

    outcomes = run(figures, Judgement([conference("open"), conference("guessed")]), tmp_path, today=date(2026, 4, 1))

    assert said(outcomes) == [
        ("open", filing.IN, "5 đại biểu", "Known up to 10/03/2026, the day of the page."),
        ("guessed", filing.IN, "5 đại biểu", "The year is inferred; the page does not give it."),
    ]
    spans = Activity.objects.order_by("occurred_on").values_list("occurred_from", "occurred_on", "note")
    assert list(spans) == [
        (date(2016, 11, 9), date(2016, 11, 9), "The year is inferred; the page does not give it."),
        (date(2026, 1, 1), date(2026, 3, 10), ""),
    ]


@pytest.mark.django_db
def test_figures_that_one_indicator_adds_up_are_each_told_apart(tmp_path: Path) -> None:
    outcomes = run([figure("x", "29"), figure("y", "9")], Judgement([conference("x"), conference("y")]), tmp_path)

    assert said(outcomes) == [
        ("x", filing.IN, "29 đại biểu", "The figure is 38, this one and y together."),
        ("y", filing.IN, "9 đại biểu", "The figure is 38, this one and x together."),
    ]


@pytest.mark.django_db
def test_a_figure_that_comes_back_otherwise_is_seen(tmp_path: Path) -> None:
    wrong = Filing("training_conference", "Tập huấn", {"x": Cell("delegates", "linked_points")})

    (outcome,) = run([figure("x", "29")], Judgement([wrong]), tmp_path)

    assert outcome.result == filing.CHANGED
    assert outcome.remark == "value: 0, not 29; unit: diem cau, not dai bieu; record: False, not True"


@pytest.mark.parametrize(
    ("period", "days"),
    [
        ("2024", "2024"),
        ("2022 (suy ra)", "2022"),
        ("9 tháng đầu năm 2018", "2018..2018-Q3"),
        ("giai đoạn 2014 – 2018 (sơ kết 4 năm)", "2014..2018"),
        ("(9/11, năm suy ra 2016)", "2016-11-09"),
        ("hội nghị 26/12/2019", "2019-12-26"),
        ("nhiều năm", ""),
        ("hằng năm", ""),
        ("(19-20/7, năm không ghi)", ""),
    ],
)
def test_the_words_of_a_page_for_a_period(period: str, days: str) -> None:
    covered = published.covered_days(period)
    assert (covered.code() if covered else "") == days
