"""Where a figure comes from adds up to it: its table, its parts, who accepted, and what is too long for the period."""

from dataclasses import replace
from datetime import date, datetime, timedelta
from decimal import Decimal

import pytest

from lantoa.base import periods
from lantoa.core.ledger import actions, queries
from lantoa.core.ledger.queries import explanation
from lantoa.core.people.models import Agency, User
from lantoa.core.vocabulary import queries as vocabulary
from lantoa.core.vocabulary.models import IndicatorVersion
from tests.core.ledger.test_figures import MEMBERS, NOON, accepted, delegation
from tests.factories import Province

pytestmark = pytest.mark.django_db


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

    assert (shown.figure.value, shown.years, shown.year_totals) == (18, [2024, 2025], [3, 15])
    rows = [(row.code, row.values, row.total, row.row_count, row.part_count) for row in shown.table]
    assert rows == [("investment", [3, 9], 12, 3, 2), ("", [0, 6], 6, 1, 1)]
    parts = [[(part.code, part.values, part.total) for part in row.parts] for row in queries.with_parts(shown, None)]
    assert parts == [[(a.code, [3, 4], 7), (b.code, [0, 5], 5)], [(b.code, [0, 6], 6)]]
    accepted_by = [(one.person, one.count, one.first, one.last) for one in shown.accepted_by]
    assert accepted_by == [
        (province.lan, 3, NOON, NOON + timedelta(days=3)),
        (province.binh, 1, NOON + timedelta(days=1), NOON + timedelta(days=1)),
    ]
    year = periods.parse("2025")
    before = queries.explain(definition, periods.parse("2024..2025"), as_of_seq=5)
    assert [(row.code, row.total) for row in before.table] == [("investment", 12), ("tourism", 7), ("", 6)]
    assert before.entry_count == 5
    newest = queries.explain(IndicatorVersion(indicator_id="x", spec={**MEMBERS.spec, "agg": "last"}), year)
    assert (newest.figure.value, newest.table, newest.entry_count) == (6, [], 1)


def test_a_long_table_shows_the_parts_of_the_row_that_is_opened(
    province: Province, monkeypatch: pytest.MonkeyPatch
) -> None:
    for agency in (province.commune_a, province.commune_b):
        for purpose in ("investment", "tourism"):
            accepted(delegation(agency.code, date(2026, 1, 5), members=1, purpose=purpose), province.lan)
    definition = IndicatorVersion(indicator_id="x", spec=MEMBERS.spec, disaggregations=["purpose"])
    shown = queries.explain(definition, periods.parse("2026"))

    def parts(opened: str | None) -> list[tuple[str, int, int]]:
        return [(row.code, len(row.parts), row.part_count) for row in queries.with_parts(shown, opened)]

    assert sorted(parts(None)) == [("investment", 2, 2), ("tourism", 2, 2)]
    monkeypatch.setattr(explanation, "MOST_PARTS", 3)
    assert sorted(parts("tourism")) == [("investment", 0, 2), ("tourism", 2, 2)]
    assert sorted(parts("x")) == [("investment", 0, 2), ("tourism", 0, 2)]
    assert sorted(parts(None)) == [("investment", 0, 2), ("tourism", 0, 2)]
