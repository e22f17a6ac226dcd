"""Figures against a second computation that shares nothing with the first: rows fetched plainly, added up in Python."""

from collections.abc import Iterator
from datetime import UTC, date, datetime
from decimal import ROUND_HALF_UP, Decimal
from statistics import median
from typing import Any

import pytest
from django.db import connection, transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from lantoa.base import periods
from lantoa.base.periods import Period
from lantoa.core.ledger import actions, drafts, queries
from lantoa.core.ledger.drafts import Draft
from lantoa.core.ledger.models import Activity
from lantoa.core.people import actions as people
from lantoa.core.people.models import Agency
from lantoa.core.vocabulary.models import IndicatorVersion
from tests.factories import Province

pytestmark = pytest.mark.django_db
AT = datetime(2026, 3, 1, 5, tzinfo=UTC)
DAYS = st.dates(date(2024, 12, 1), date(2026, 1, 31))
AGENCIES = ["ubnd-tinh", "xa-an-binh", "xa-binh-minh", "to-dan-pho"]
PLACES = ["song-xanh", "xa-an-binh", "xa-binh-minh", None]
UNDER = {"ubnd-tinh": set(AGENCIES), "xa-an-binh": {"xa-an-binh", "to-dan-pho"}, "xa-binh-minh": {"xa-binh-minh"},
         "to-dan-pho": {"to-dan-pho"}}  # fmt: skip
INSIDE = {"song-xanh": {"song-xanh", "xa-an-binh", "xa-binh-minh"}, "xa-an-binh": {"xa-an-binh"}}


@st.composite
def delegations(draw: st.DrawFn) -> Draft:
    first, length = draw(DAYS), draw(st.sampled_from([0, 0, 0, 3, 40]))
    last = date.fromordinal(first.toordinal() + length)
    quantities = {"delegations": (draw(st.sampled_from([1000, 1000, 5000])), draw(st.sampled_from(["", "", "over"])))}
    if draw(st.booleans()):
        quantities["members"] = (draw(st.integers(0, 90_000)), draw(st.sampled_from(["", "", "about"])))
    dimensions = {"direction": draw(st.sampled_from(["in", "out"])), "country": draw(st.sampled_from(["la", "kr", ""]))}
    return Draft(
        kind=draw(st.sampled_from(["delegation", "delegation", "talk"])), agency=draw(st.sampled_from(AGENCIES)),
        title="x", occurred_from=first, occurred_on=last, place=draw(st.sampled_from(PLACES)), dimensions=dimensions,
        quantities=quantities, coordinating=draw(st.lists(st.sampled_from(AGENCIES), unique=True, max_size=3)),
        is_subset=draw(st.sampled_from([False, False, False, True])),
    )  # fmt: skip


EVENTS = st.lists(st.tuples(st.sampled_from(["accept"] * 3 + ["correct", "reverse"]), delegations(), st.integers(0, 9)))
WHERE = st.fixed_dictionaries(
    {},
    optional={
        "country": st.sampled_from(["la", ["la", "kr"], "jp"]),
        "direction": st.sampled_from(["in", ["in", "out"]]),
        "place": st.sampled_from(["song-xanh", "xa-an-binh"]),
        "agency": st.sampled_from(["xa-an-binh", ["xa-an-binh", "xa-binh-minh"]]),
    },
)
KIND = st.sampled_from(["delegation", ["delegation"], []])
PART = st.one_of(
    st.builds(lambda w, k, a: {"agg": a, "kind": k, "measure": "members", "where": w}, WHERE, KIND,
              st.sampled_from(["sum", "stock", "last"])),
    st.builds(lambda w: {"agg": "median", "kind": "delegation", "measure": "members", "where": w}, WHERE),
    st.builds(lambda w, k: {"agg": "count", "kind": k, "where": w}, WHERE, KIND),
    st.builds(lambda w, k, o: {"agg": "distinct", "kind": k, "where": w, "of": o}, WHERE, KIND,
              st.sampled_from(["country", "agency", "place"])),
    st.builds(lambda w, o: {"agg": "last", "kind": "delegation", "measure": "members", "where": w, "of": o}, WHERE,
              st.sampled_from(["country", "agency"])),
)  # fmt: skip
PERIODS = st.sampled_from(["2025", "2025-H1", "2024..2026", "2025-03", "2026", "2025-12-15..2026-01-14"])
SCOPE = st.none() | st.lists(st.sampled_from(AGENCIES), unique=True, min_size=1, max_size=3)


@settings(max_examples=40, deadline=None, suppress_health_check=list(HealthCheck))
@given(events=EVENTS, asked=st.lists(st.tuples(PART, PERIODS, SCOPE, st.integers(0, 30)), min_size=4, max_size=12))
def test_figures_equal_a_plain_recomputation(province: Province, events: Any, asked: Any) -> None:
    with transaction.atomic():
        play(events, province)
        rows = list(_rows())
        definitions = [IndicatorVersion(indicator_id=str(at), spec=spec) for at, (spec, *_) in enumerate(asked)]
        for definition, (spec, period, scope, seq) in zip(definitions, asked, strict=True):
            agencies = None if scope is None else [Agency(code=code) for code in scope]
            found = queries.figure(definition, periods.parse(period), as_of_seq=seq, agencies=agencies)
            expected = _recomputed(rows, spec, periods.parse(period), scope, seq)
            assert (found.value, found.row_count) == expected, (spec, period, scope, seq)
            behind = queries.entries(definition, periods.parse(period), as_of_seq=seq, agencies=agencies)
            assert behind.count() == found.row_count
        together = [
            queries.Ask(definition, periods.parse(period), None if scope is None else frozenset(scope))
            for definition, (_, period, scope, _) in zip(definitions, asked, strict=True)
        ]
        at_head = queries.head_seq()
        assert [(figure.value, figure.row_count) for figure in queries.figures(together)] == [
            _recomputed(rows, spec, periods.parse(period), scope, at_head) for spec, period, scope, _ in asked
        ]
        transaction.set_rollback(True)


def play(events: Any, province: Province) -> None:
    people.add_agency("to-dan-pho", "Tổ dân phố", "", level=Agency.Level.COMMUNE, parent=province.commune_a)
    standing: list[Activity] = []
    for what, draft, pick in events:
        if what == "accept" or not standing:
            made = actions.submit(actions.save_draft(draft, by=province.an, at=AT), by=province.an, at=AT)
            standing.append(actions.accept(made, by=province.lan, at=AT))
        elif what == "reverse":
            actions.reverse(standing.pop(pick % len(standing)), by=province.lan, at=AT, reason="x")
        else:
            chosen = standing[pick % len(standing)]
            if drafts.draft_of(Activity.objects.get(pk=chosen.pk)) != draft:
                actions.correct(chosen, draft, by=province.lan, at=AT, reason="x")


def _rows() -> Iterator[dict[str, Any]]:
    """Every entry as a dict, with `lines` (measure -> quantity) and `agencies` (the lead and who took part)."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT entry_id, measure_id, quantity FROM ledger_line")
        lines = cursor.fetchall()
        cursor.execute("SELECT entry_id, agency_id FROM ledger_participation")
        parts = cursor.fetchall()
        names = ["seq", "sign", "reverses_id", "kind_id", "agency_id", "place_id", "occurred_from", "occurred_on",
                 "is_subset", "country", "direction"]  # fmt: skip
        cursor.execute(f"SELECT {', '.join(names)} FROM ledger_entry")
        for values in cursor.fetchall():
            row = {name.removesuffix("_id"): value for name, value in zip(names, values, strict=True)}
            row["lines"] = {measure: quantity for entry, measure, quantity in lines if entry == row["seq"]}
            row["agencies"] = {row["agency"], *(agency for entry, agency in parts if entry == row["seq"])}
            row["from"], row["on"] = str(row["occurred_from"]), str(row["occurred_on"])
            yield row


def median_of(thousandths: list[int]) -> Decimal:
    """By the book of Python, halves of a thousandth up."""
    return (Decimal(median(thousandths)) / 1000).quantize(Decimal("0.001"), rounding=ROUND_HALF_UP)


def _recomputed(
    rows: list[dict[str, Any]], spec: Any, period: Period, scope: Any, seq: int
) -> tuple[Decimal | None, int]:
    """(value, number of rows) from what stands at `seq`: reversals and what they reverse are struck out in pairs."""
    known = [row for row in rows if row["seq"] <= seq]
    struck = {row["reverses"] for row in known if row["sign"] < 0}
    since = "0000" if spec["agg"] == "stock" else str(period.since)
    kinds = [spec["kind"]] if isinstance(spec["kind"], str) else spec["kind"]
    wide = None if scope is None else set().union(*(UNDER[code] for code in scope))
    standing = [
        row
        for row in sorted(known, key=lambda row: (row["on"], row["seq"]))
        if row["sign"] > 0
        and row["seq"] not in struck
        and not row["is_subset"]
        and row["on"] < str(period.until)
        and row["on"] >= since
        and (row["from"] >= since)
        and (not kinds or row["kind"] in kinds)
        and (wide is None or row["agencies"] & wide)
        and all(_fits(row[name], name, wanted) for name, wanted in spec["where"].items())
        and (not spec.get("measure") or spec["measure"] in row["lines"])
    ]
    if spec["agg"] == "count":
        return Decimal(len(standing)), len(standing)
    if spec["agg"] == "distinct":
        values = [row[spec["of"]] for row in standing if row[spec["of"]]]
        return Decimal(len(set(values))), len(values)
    if spec["agg"] == "median":
        sizes = sorted(row["lines"]["members"] for row in standing)
        return (median_of(sizes) if sizes else None), len(sizes)
    if spec["agg"] == "last":
        newest = {row[spec["of"]] if spec.get("of") else "": row["lines"]["members"] for row in standing}
        return Decimal(sum(newest.values())) / 1000, len(newest)
    return Decimal(sum(row["lines"]["members"] for row in standing)) / 1000, len(standing)


def _fits(value: Any, name: str, wanted: Any) -> bool:
    codes = {wanted} if isinstance(wanted, str) else set(wanted)
    return value in (set().union(*(INSIDE[code] for code in codes)) if name == "place" else codes)
