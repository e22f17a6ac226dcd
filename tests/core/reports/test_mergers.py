"""Agencies and places are merged and moved after a review was frozen: what it states stays, and can be had again."""

from dataclasses import replace
from datetime import date

import pytest
from django.db import connection

from lantoa.core.ledger import actions as ledger
from lantoa.core.ledger.drafts import draft_of
from lantoa.core.people import actions as people
from lantoa.core.people.models import Place, User
from lantoa.core.reports import actions, queries
from lantoa.core.reports.models import FrozenFigure, Report
from lantoa.core.vocabulary.models import IndicatorVersion
from tests.core.reports.conftest import AT, Record, Write
from tests.factories import Province
from tests.write_guard import raw_writes

pytestmark = pytest.mark.django_db


@pytest.fixture
def frozen(province: Province, write: Write, record: Record, lan: User) -> Report:
    """120 attendances in commune_a, 300 in commune_b; the review states those of b and those of the whole tree."""
    record("talk", agency="xa-an-binh", attendances=120)
    record("talk", agency="xa-binh-minh", attendances=300)
    text = "Xã có [[talk_attendances#xa-binh-minh]] lượt, cả tỉnh [[talk_attendances#ubnd-tinh]] lượt."
    return actions.freeze(write(text), by=lan, at=AT)


def answers(report: Report) -> list[tuple[str, str, str, bool]]:
    return [(row.stated.text, row.recomputed.text, row.now.text, row.holds) for row in queries.check(report).figures]


def test_a_frozen_figure_keeps_the_agencies_that_it_counted(frozen: Report) -> None:
    assert [row.asked_agencies for row in frozen.figures.all()] == [
        ["xa-binh-minh"],
        ["ubnd-tinh", "xa-an-binh", "xa-binh-minh"],
    ]


def test_a_merger_after_the_freezing_moves_nothing(frozen: Report, province: Province) -> None:
    before = answers(frozen)
    assert before == [("300", "300", "300", True), ("420", "420", "420", True)]

    people.merge_agency(province.commune_a, into=province.commune_b, on=date(2026, 7, 1))

    assert answers(frozen) == before
    assert queries.restatements(frozen) == []
    trace = queries.trace(frozen.figures.get(agency="xa-binh-minh"))
    assert (trace.holds, trace.is_restated, [entry.agency_id for entry in trace.entries]) == (
        True, False, ["xa-binh-minh"],
    )  # fmt: skip


def test_a_move_in_the_tree_after_the_freezing_moves_nothing(frozen: Report, province: Province) -> None:
    before = answers(frozen)
    with raw_writes("moves an agency out of the tree"):
        province.commune_a.parent = None
        province.commune_a.save()

    assert answers(frozen) == before


def test_what_is_recorded_later_is_still_found(frozen: Report, province: Province, record: Record) -> None:
    people.merge_agency(province.commune_a, into=province.commune_b, on=date(2026, 7, 1))
    record("talk", agency="xa-binh-minh", attendances=10)

    assert answers(frozen) == [("300", "300", "310", True), ("420", "420", "430", True)]


def test_a_place_merged_after_the_freezing_moves_nothing(
    province: Province, write: Write, record: Record, lan: User
) -> None:
    made = record("talk", attendances=50)
    here = people.add_place("xa-moi", "Xã Mới", "Moi Commune", level=Place.Level.COMMUNE)
    with raw_writes("a definition that names a place"):
        definition = IndicatorVersion.objects.get(indicator="talk_attendances")
        definition.spec = {**definition.spec, "where": {"place": "xa-moi"}}
        definition.save()
    ledger.correct(made, replace(draft_of(made), place="xa-binh-minh"), by=lan, at=AT, reason="Sai địa bàn")
    record("talk", attendances=70)
    report = actions.freeze(write("Có [[talk_attendances]] lượt."), by=lan, at=AT)
    assert answers(report) == [("0", "0", "0", True)]

    with raw_writes("a commune becomes part of another"):
        Place.objects.filter(code="xa-binh-minh").update(successor=here)

    assert answers(report) == [("0", "0", "0", True)]
    assert queries.preview(write("Có [[talk_attendances]] lượt.")).figures["talk_attendances@2026"].text == "50"


def test_a_figure_frozen_before_the_codes_were_kept_is_widened_anew(frozen: Report, province: Province) -> None:
    with connection.cursor() as cursor, raw_writes("a figure of an earlier time"):
        on = " ON reports_frozenfigure" if connection.vendor == "postgresql" else ""
        cursor.execute(f"DROP TRIGGER reports_frozenfigure_no_update{on}")
        FrozenFigure.objects.update(asked_spec=None, asked_agencies=None)
    assert answers(frozen) == [("300", "300", "300", True), ("420", "420", "420", True)]

    people.merge_agency(province.commune_a, into=province.commune_b, on=date(2026, 7, 1))

    assert answers(frozen) == [("300", "420", "420", False), ("420", "420", "420", True)]
