"""Choosing a kind: under headings, those of one's agency first, found by words."""

from collections.abc import Callable
from datetime import UTC, date, datetime
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from lantoa.core.ledger import actions
from lantoa.core.ledger.drafts import Draft
from lantoa.core.people.models import User
from lantoa.core.vocabulary.models import Kind, KindGroup
from lantoa.core.vocabulary.rules.kinds import DUTIES
from tests.factories import Province
from tests.write_guard import raw_writes

pytestmark = pytest.mark.django_db
SignIn = Callable[[User], Client]
NEW = "ledger:new"


def recorded(kind: str, by: User, *, agency: str, day: int) -> None:
    draft = Draft(
        kind=kind, agency=agency, title="x", occurred_from=date(2026, 2, 1), occurred_on=date(2026, 2, 1)
    )  # fmt: skip
    actions.save_draft(draft, by=by, at=datetime(2026, 2, day, tzinfo=UTC))


def chosen(answer: Any) -> dict[str, list[str]]:
    return {
        group.code if group else "": [kind.code for kind, _words in kinds]
        for group, kinds in answer.context["headings"]
    }


def test_every_kind_that_is_filled_in_stands_once_under_a_heading(province: Province, client_of: SignIn) -> None:
    found = chosen(client_of(province.an).get(reverse(NEW)))
    assert list(found) == [group.code for group in KindGroup.objects.all()]
    assert found["training"][:3] == ["training_class", "training_conference", "talk"]
    assert sorted(code for codes in found.values() for code in codes) == sorted(
        Kind.objects.exclude(code__in=DUTIES).values_list("code", flat=True)
    )


def test_a_kind_without_a_heading_stands_last(province: Province, client_of: SignIn) -> None:
    with raw_writes("an office adds a kind and names no heading"):
        Kind.objects.filter(code="talk").update(group=None)
    assert list(chosen(client_of(province.an).get(reverse(NEW))).items())[-1] == ("", ["talk"])


@pytest.mark.parametrize(
    ("words", "kinds"),
    [
        ("NÓI CHUYỆN", {"training": ["talk"]}),
        ("pa-no", {"ground": ["panel_cluster", "information_cluster", "equipment"]}),
        ("Press confer", {"press": ["press_conference"]}),
        ("không có gì như thế", {}),
    ],
)
def test_kinds_are_found_by_words_without_a_script(
    words: str, kinds: dict[str, list[str]], province: Province, client_of: SignIn
) -> None:
    answer = client_of(province.an).get(reverse(NEW), {"q": words})
    assert chosen(answer) == kinds
    assert ("data-kinds-none hidden" in answer.content.decode()) == bool(kinds)


def test_what_ones_agency_recorded_last_stands_first_whoever_of_it_recorded(
    province: Province, client_of: SignIn
) -> None:
    recorded("talk", province.an, agency="xa-an-binh", day=1)
    recorded("delegation", province.lan, agency="xa-an-binh", day=3)
    recorded("event", province.an, agency="xa-an-binh", day=2)
    recorded("document", province.binh, agency="xa-binh-minh", day=4)

    def last(user: User) -> list[str]:
        return [kind.code for kind in client_of(user).get(reverse(NEW)).context["last"]]

    assert last(province.an) == ["delegation", "event", "talk"]
    assert last(province.binh) == ["document"]
    assert last(province.lan) == ["delegation"]
    assert last(province.administrator) == []


def test_an_ended_kind_is_offered_nowhere(province: Province, client_of: SignIn) -> None:
    recorded("talk", province.an, agency="xa-an-binh", day=1)
    with raw_writes("ended long ago"):
        Kind.objects.filter(code="talk").update(valid_until=date(2026, 2, 2))
    answer = client_of(province.an).get(reverse(NEW))
    assert (answer.context["last"], "talk" in chosen(answer)["training"]) == ([], False)


@pytest.mark.parametrize("count", [1, 3])
def test_the_page_asks_the_same_few_questions(
    count: int, province: Province, client_of: SignIn, count_queries: Callable[[], Any]
) -> None:
    for day, kind in enumerate(["talk", "event", "document"][:count], 1):
        recorded(kind, province.an, agency="xa-an-binh", day=day)
    browser = client_of(province.an)
    browser.get(reverse(NEW))
    with count_queries() as queries:
        answer = browser.get(reverse(NEW))
    assert (len(answer.context["last"]), len(queries)) == (count, 6)
