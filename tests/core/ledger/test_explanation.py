"""Where a figure comes from adds up to it: its table, its parts, who accepted, and what is too long for the period."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.core.paginator import Paginator
from django.db import transaction
from django.db.models import Q
from django.test import Client
from django.urls import reverse
from django.utils.html import strip_tags
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from lantoa.base import periods
from lantoa.core.ledger import actions, queries
from lantoa.core.ledger.queries import explanation
from lantoa.core.people.models import Agency, User
from lantoa.core.vocabulary import queries as vocabulary
from lantoa.core.vocabulary.models import IndicatorVersion
from tests.core.ledger.test_figures import MEMBERS, NOON, accepted, delegation
from tests.core.ledger.test_recomputed import EVENTS, PART, PERIODS, SCOPE, play
from tests.factories import Province

pytestmark = pytest.mark.django_db


def parted(shown: queries.Explanation, opened: str | None) -> list[Any]:
    """The rows of the only table, as they are shown."""
    [table] = queries.with_parts(shown, opened)
    return list(table.rows)


def test_lumps_tell_how_much_has_no_record_of_its_own(province: Province) -> None:
    definition = vocabulary.definition("delegations_in")
    accepted(delegation(province.commune_a.code, date(2026, 1, 5)), province.lan)
    lump = delegation(province.commune_a.code, date(2026, 1, 6))
    accepted(replace(lump, quantities={"delegations": (24000, "")}), province.lan)
    assert queries.figure(definition, periods.parse("2026")).value == 25
    shown = queries.explain(definition, periods.parse("2026"))
    assert (shown.lump_value, shown.lump_count) == (Decimal(24), 1)


def test_what_is_listed_apart_overlaps_the_period_and_does_not_lie_in_it(province: Province) -> None:
    days = [date(2024, 12, 30) + timedelta(days=step) for step in (0, 1, 2, 3, 364, 365, 366, 367, 368)]
    spans = [(first, last) for first in days for last in days if first <= last]
    for first, last in spans:
        accepted(delegation(province.commune_a.code, first, until=last, members=1), province.lan)
    year = periods.parse("2025")
    apart = [
        (last, seq) for seq, (first, last) in enumerate(spans, start=1)
        if first < year.until and last >= year.since and not (first >= year.since and last < year.until)
    ]  # fmt: skip
    assert len(apart) == 24
    assert [entry.seq for entry in queries.spanning(MEMBERS, year)] == [seq for _, seq in sorted(apart)]


def test_a_figure_is_explained_by_parts_and_by_who_accepted_what_stands(province: Province) -> None:
    a, b = province.commune_a, province.commune_b
    facts: list[tuple[Agency, date, int, str, User, datetime]] = [
        (a, date(2024, 5, 1), 3, "investment", province.lan, NOON),
        (a, date(2025, 5, 1), 4, "investment", province.lan, NOON + timedelta(days=2)),
        (b, date(2025, 6, 1), 5, "investment", province.binh, NOON + timedelta(days=1)),
        (b, date(2025, 7, 1), 6, "", province.lan, NOON + timedelta(days=3)),
        (b, date(2025, 8, 1), 7, "tourism", province.lan, NOON - timedelta(days=3)),
    ]
    made = []
    for agency, day, members, purpose, by, at in facts:
        draft = actions.save_draft(delegation(agency.code, day, members=members, purpose=purpose), by=by, at=at)
        actions.submit(draft, by=by, at=at)
        made.append(actions.accept(draft, by=by, at=at))
    actions.reverse(made[-1], by=province.binh, at=NOON, reason="không diễn ra")
    definition = IndicatorVersion(indicator_id="x", spec=MEMBERS.spec, disaggregations=["purpose"])
    shown = queries.explain(definition, periods.parse("2024..2025"))

    [table] = shown.tables
    assert (shown.figure.value, table.years, table.year_totals) == (18, [2024, 2025], [3, 15])
    rows = [(row.code, row.values, row.total, row.row_count, row.part_count) for row in table.rows]
    assert rows == [("investment", [3, 9], 12, 3, 2), ("", [0, 6], 6, 1, 1)]
    parts = [[(part.code, part.values, part.total) for part in row.parts] for row in parted(shown, None)]
    assert parts == [[(a.code, [3, 4], 7), (b.code, [0, 5], 5)], [(b.code, [0, 6], 6)]]
    accepted_by = [(one.person, one.count, one.first, one.last) for one in shown.accepted_by]
    assert accepted_by == [
        (province.lan, 3, NOON, NOON + timedelta(days=3)),
        (province.binh, 1, NOON + timedelta(days=1), NOON + timedelta(days=1)),
    ]
    year = periods.parse("2025")
    before = queries.explain(definition, periods.parse("2024..2025"), as_of_seq=5)
    assert [(row.code, row.total) for row in before.tables[0].rows] == [("investment", 12), ("tourism", 7), ("", 6)]
    assert before.entry_count == 5
    newest = queries.explain(IndicatorVersion(indicator_id="x", spec={**MEMBERS.spec, "agg": "last"}), year)
    assert (newest.figure.value, newest.entry_count, newest.lump_count) == (6, 1, 0)
    assert [(row.code, row.values, row.total) for row in newest.tables[0].rows] == [(b.code, [6], 6)]


def test_a_long_table_shows_the_parts_of_the_row_that_is_opened(
    province: Province, monkeypatch: pytest.MonkeyPatch
) -> None:
    for agency in (province.commune_a, province.commune_b):
        for purpose in ("investment", "tourism"):
            accepted(delegation(agency.code, date(2026, 1, 5), members=1, purpose=purpose), province.lan)
    definition = IndicatorVersion(indicator_id="x", spec=MEMBERS.spec, disaggregations=["purpose"])
    shown = queries.explain(definition, periods.parse("2026"))

    def parts(opened: str | None) -> list[tuple[str, int, int]]:
        return [(row.code, len(row.parts), row.part_count) for row in parted(shown, opened)]

    assert sorted(parts(None)) == [("investment", 2, 2), ("tourism", 2, 2)]
    monkeypatch.setattr(explanation, "MOST_PARTS", 3)
    assert sorted(parts("tourism")) == [("investment", 0, 2), ("tourism", 2, 2)]
    assert sorted(parts("x")) == [("investment", 0, 2), ("tourism", 0, 2)]
    assert sorted(parts(None)) == [("investment", 0, 2), ("tourism", 0, 2)]


# -- any ledger ------------------------------------------------------------------------------------

PAIR = st.builds(lambda num, den: {"agg": "ratio", "num": num, "den": den}, PART, PART)
BY = st.sampled_from([[], ["country"], ["place"], ["agency"]])


@settings(max_examples=40, deadline=None, suppress_health_check=list(HealthCheck))
@given(
    events=EVENTS,
    asked=st.lists(st.tuples(PART | PAIR, BY, PERIODS, SCOPE, st.integers(0, 30)), min_size=3, max_size=8),
)
def test_tables_add_up_to_every_figure(province: Province, events: Any, asked: Any) -> None:
    with transaction.atomic():
        play(events, province)
        for spec, by, period, scope, seq in asked:
            definition = IndicatorVersion(indicator_id="x", spec=spec, disaggregations=by)
            agencies = None if scope is None else [Agency(code=code) for code in scope]
            known: dict[str, Any] = {"as_of_seq": seq, "agencies": agencies}
            shown = queries.explain(definition, periods.parse(period), **known)
            read_by_some = queries.explain(definition, periods.parse(period), only=of_commune_a, **known)
            stated = shown.figure
            numbers = [stated.numerator, stated.denominator] if stated.is_ratio else [stated.value]
            for table, part, number in zip(shown.tables, read_by_some.tables, numbers, strict=True):
                total = sum(row.total for row in table.rows)
                if table.is_of_median:
                    assert (total, number is None) == (table.record_count, not total), (spec, period, scope, seq)
                else:
                    assert (len(table.rows) if table.of_values else total) == number, (spec, period, scope, seq)
                assert sum(table.year_totals) == total
                assert sum(row.total for row in part.rows) + part.hidden_value == total
                assert all(sum(row.values) == row.total for row in table.rows)
                assert_cells_open_their_records(shown, table, periods.parse(period), known)
            assert shown.entry_count == stated.row_count
            assert read_by_some.entry_count + read_by_some.hidden_count == stated.row_count
        transaction.set_rollback(True)


def of_commune_a(way: str) -> Q:
    return Q(**{f"{way}agency": "xa-an-binh"})


def assert_cells_open_their_records(
    shown: queries.Explanation, table: queries.Table, period: periods.Period, known: dict[str, Any]
) -> None:
    definition = shown.figure.definition
    for row in table.rows:
        wanted = {"number": table.number, table.dimension: row.code}
        assert queries.narrowed(definition, period, wanted, **known).count() == row.row_count
    assert queries.narrowed(definition, period, {"number": table.number}, **known).count() == table.record_count


def test_each_record_says_what_it_adds_to_a_pair_and_which_value_it_has(province: Province) -> None:
    for day, purpose, country in ((1, "investment", "kr"), (2, "tourism", "kr"), (3, "tourism", "jp"), (4, "", "")):
        draft = delegation(province.commune_a.code, date(2026, 1, day), members=day, purpose=purpose, country=country)
        accepted(draft, province.lan)
    year = periods.parse("2026")
    said = {}
    for code in ("investment_delegation_share", "delegation_countries", "delegations_in", "activities"):
        definition = vocabulary.definition(code)
        shown = queries.explain(definition, year)
        page: Any = Paginator(queries.narrowed(definition, year, {}), 50).get_page(1)
        rows = queries.with_documents(page, province.lan)
        said[code] = [row.share for row in queries.with_shares(rows, shown)]
    assert said == {
        "investment_delegation_share": ["1/1", "0/1", "0/1", "0/1"],
        "delegation_countries": ["Hàn Quốc", "Hàn Quốc", "Nhật Bản"],
        "delegations_in": ["1", "1", "1", "1"],
        "activities": ["", "", "", ""],
    }


def test_the_page_of_a_pair_opens_the_records_of_each_number(
    province: Province, client_of: Callable[[User], Client], count_queries: Callable[[], Any]
) -> None:
    for day, purpose in ((1, "investment"), (2, "tourism")):
        accepted(delegation(province.commune_a.code, date(2026, 1, day), members=1, purpose=purpose), province.lan)
    address = reverse("ledger:figure", args=["investment_delegation_share"])
    browser = client_of(province.lan)
    with count_queries() as asked:
        answer: Any = browser.get(address, {"period": "2026"})
    assert len(asked) <= 15
    assert [(row.pk, row.share) for row in answer.context["rows"]] == [(1, "1/1"), (2, "0/1")]
    text = answer.content.decode()
    assert text.index("Số thứ nhất: 1") < text.index("Số thứ hai: 2")
    assert "?period=2026&amp;f_number=num#rows" in text
    of_first: Any = browser.get(address, {"period": "2026", "f_number": "num", "f_agency": province.commune_a.code})
    assert [row.pk for row in of_first.context["rows"]] == [1]
    countries: Any = browser.get(reverse("ledger:figure", args=["delegation_countries"]), {"period": "2026"})
    shown = " ".join(countries.content.decode().split())
    assert '<th scope="row">1 nước, vùng lãnh thổ</th> <td class="number">2</td> <td class="number">2</td>' in shown
    assert "?period=2026&amp;f_country=kr#rows" in shown


def opened(browser: Client, code: str = "delegations_in", **address: str) -> tuple[Any, str]:
    """The context of the page of a figure, and its text without tags."""
    answer: Any = browser.get(reverse("ledger:figure", args=[code]), {"period": "2026", **address})
    return answer.context, " ".join(strip_tags(answer.content.decode()).split())


def test_of_many_corrections_the_newest_stand_there_and_lead_to_the_others(
    province: Province, client_of: Callable[[User], Client], monkeypatch: pytest.MonkeyPatch,
    count_queries: Callable[[], Any],
) -> None:  # fmt: skip
    monkeypatch.setattr(explanation, "MOST_BESIDE", 3)
    for day in range(1, 5):
        made = accepted(delegation(province.commune_a.code, date(2026, 1, day), members=1), province.lan)
        actions.reverse(made, by=province.lan, at=NOON, reason="ghi trùng")
        accepted(delegation(province.commune_a.code, date(2025, 12, 30), until=date(2026, 1, day)), province.lan)
    browser = client_of(province.lan)
    with count_queries() as asked:
        context, text = opened(browser)
    assert len(asked) <= 15
    assert [entry.seq for entry in context["explanation"].corrections] == [5, 8, 11]
    assert ("1 đính chính trước đó" in text, "Và 1 bản ghi nữa." in text) == (True, True)
    context, text = opened(browser, until=str(context["corrected_before"]))
    assert [entry.seq for entry in context["explanation"].corrections] == [2]
    assert "đính chính trước đó" not in text


def test_corrections_of_a_pair_are_those_of_either_number(province: Province) -> None:
    spec = {
        "agg": "ratio",
        "num": {"agg": "sum", "kind": "delegation", "measure": "members", "where": {"purpose": "tourism"}},
        "den": {"agg": "sum", "kind": "delegation", "measure": "members", "where": {"purpose": "investment"}},
    }
    for day, purpose in ((1, "tourism"), (2, "investment"), (3, "trade")):
        draft = delegation(province.commune_a.code, date(2026, 1, day), members=day, purpose=purpose)
        actions.reverse(accepted(draft, province.lan), by=province.lan, at=NOON, reason="ghi trùng")
    definition, year = IndicatorVersion(indicator_id="x", spec=spec), periods.parse("2026")
    shown = queries.explain(definition, year, corrected=queries.Corrected(since=0, as_of_seq=6))
    assert [entry.seq for entry in shown.corrections] == [2, 4]


def test_a_page_says_when_it_shows_something_else_than_was_asked_for(
    province: Province, client_of: Callable[[User], Client]
) -> None:
    accepted(delegation(province.commune_a.code, date(2026, 1, 1)), province.lan)
    lan, an = client_of(province.lan), client_of(province.an)
    for asked in ("2", "999999", "-1", "x"):
        context, text = opened(lan, as_of=asked)
        assert (context["as_of"], context["figure"].as_of_seq) == (None, 1), asked
        assert f"Không có bút toán số {asked}: đang hiển thị" in text
    context, text = opened(lan, as_of="1")
    assert (context["as_of"], "Không có bút toán" in text) == (1, False)
    assert "Không có đơn vị nào mang mã “khong-co”" in opened(lan, agency="khong-co")[1]
    assert "“xa-binh-minh” không phải đơn vị của bạn" in opened(an, agency="xa-binh-minh")[1]
    for browser, own in ((lan, "xa-binh-minh"), (an, "xa-an-binh"), (an, "")):
        assert opened(browser, agency=own)[0]["agency_unknown"] == ""
    answer: Any = lan.get(reverse("ledger:figures"), {"period": "abc"})
    assert answer.status_code == 422
    assert 'name="period" value="abc"' in answer.content.decode()


def test_what_nobody_recorded_is_no_zero(province: Province, client_of: Callable[[User], Client]) -> None:
    accepted(delegation(province.commune_a.code, date(2026, 1, 1), members=0), province.lan)
    browser = client_of(province.lan)
    for code in ("delegations_in", "investment_delegation_share", "delegation_countries"):
        assert opened(browser, code)[1].count("Chưa ghi nhận") == 1, code
    assert opened(browser, "delegations_in_members")[0]["figure"].told == "0", "a zero that somebody recorded"
    answer: Any = browser.get(reverse("ledger:figures"), {"period": "2026"})
    [row] = [row for row in answer.context["rows"] if row["figure"].definition.indicator_id == "delegations_in"]
    assert (row["figure"].told, row["before"].told) == ("1", "–")
