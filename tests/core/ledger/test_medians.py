"""The middle of what was read: no sum, each value in its order, each leading to its record."""

from collections.abc import Callable
from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from django.db.models import Q
from django.test import Client
from django.utils import translation

from lantoa.base import periods
from lantoa.core.ledger import actions, queries
from lantoa.core.ledger.drafts import Draft
from lantoa.core.ledger.queries.sums import middle
from lantoa.core.people.models import User
from lantoa.core.vocabulary import queries as vocabulary
from lantoa.core.vocabulary.rules.specs import parts
from tests.core.ledger.test_figures import NOON, accepted
from tests.factories import Province

pytestmark = [pytest.mark.django_db, pytest.mark.on_both]
HOURS = "hours_to_foreign_version"
YEAR = periods.parse("2026")


def version(province: Province, hours: float, *, language: str = "en", day: int = 1, qualifier: str = "") -> Any:
    draft = Draft(
        kind="first_foreign_version", agency=province.commune_a.code, title="Bản tiếng Anh",
        occurred_from=date(2026, 5, day), occurred_on=date(2026, 5, day), dimensions={"language": language},
        quantities={"first_foreign_versions": (1000, ""), HOURS: (round(hours * 1000), qualifier)},
    )  # fmt: skip
    return accepted(draft, province.lan)


def figure(**scope: Any) -> queries.Figure:
    return queries.figure(vocabulary.definition(HOURS), YEAR, **scope)


def test_it_is_the_one_in_the_middle_and_of_nothing_there_is_none(province: Province) -> None:
    assert (figure().value, figure().text, figure().row_count, figure().is_recorded) == (None, "–", 0, False)
    slow = version(province, 90)
    assert figure().value == 90
    version(province, 2)
    assert figure().value == 46
    version(province, 5.5, qualifier="about")
    assert (figure().value, figure().row_count, figure().approximate) == (Decimal("5.5"), 3, True)
    actions.reverse(slow, by=province.lan, at=NOON, reason="Ghi trùng")
    assert (figure().value, figure(as_of_seq=3).value) == (Decimal("3.75"), Decimal("5.5"))
    assert figure(agencies=[province.commune_b]).value is None
    assert not figure().adds_up


def test_halves_of_a_thousandth_go_up_and_order_decides(province: Province) -> None:
    for hours in (0.001, 7, 0.002, 0):
        version(province, hours)
    assert figure().value == Decimal("0.002")
    assert [list(middle(range(count))) for count in (0, 1, 2, 3, 6)] == [[], [0], [0, 1], [1], [2, 3]]


def test_the_values_stand_in_their_order_and_the_middle_ones_are_named(
    province: Province, client_of: Callable[[User], Client]
) -> None:
    for day, hours in enumerate((9, 2, 4, 30), start=1):
        version(province, hours, day=day, language="fr" if hours > 8 else "en")
    shown = queries.explain(vocabulary.definition(HOURS), YEAR)
    assert [entry.seq for entry in shown.middle] == [3, 1]
    (table,) = shown.tables
    assert [(row.code, row.total) for row in table.rows] == [("en", 2), ("fr", 2)]
    assert (table.of_records, table.record_count, table.text) == (True, 4, "6,5")
    page = client_of(province.lan).get(f"/office/figures/{HOURS}/", {"period": "2026"})
    assert [(row.seq, row.share) for row in page.context["rows"]] == [(2, "2"), (3, "4"), (1, "9"), (4, "30")]
    assert page.content.decode().count("giá trị đứng giữa</span>") == 2


def test_who_may_not_see_the_middle_is_not_shown_it(province: Province) -> None:
    for hours in (1, 2, 3):
        version(province, hours)
    definition = vocabulary.definition(HOURS)
    assert [row.seq for row in queries.explain(definition, YEAR, only=lambda way: ~Q(**{f"{way}seq": 2})).middle] == []
    assert [row.seq for row in queries.explain(definition, YEAR).middle] == [2]


def test_it_is_said_in_words(province: Province) -> None:
    words = vocabulary.catalogue()
    spec = queries.numbers_of(vocabulary.definition(HOURS))[""].spec
    with translation.override("en"):
        first = words.in_words(parts(spec)[0])[0]
    assert first.startswith("The middle one of all “Hours from the event")
