"""The guide and the help of each screen are made for who asks."""

from collections.abc import Callable
from datetime import UTC, date, datetime
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from lantoa.core.ledger import actions as ledger
from lantoa.core.ledger.drafts import Draft
from lantoa.core.people.models import User
from lantoa.core.vocabulary import queries as vocabulary
from lantoa.doors.office import guide, hints
from tests.factories import Province
from tests.test_access import ROWS

pytestmark = pytest.mark.django_db
TODAY = date(2026, 3, 1)


def _recorded(province: Province, kind: str, measure: str) -> None:
    draft = Draft(
        kind=kind, agency=province.commune_a.code, title="Việc đã làm", occurred_from=TODAY, occurred_on=TODAY,
        quantities={measure: (1000, "")},
    )  # fmt: skip
    ledger.save_draft(draft, by=province.an, at=datetime(2026, 3, 1, tzinfo=UTC))


def test_guide_shows_the_kinds_that_ones_agency_records(province: Province) -> None:
    last = list(vocabulary.kinds_on(TODAY))[-1]
    before = guide.guide(province.an, today=TODAY, address="https://ttdn.example", is_whole=False)
    assert last.code not in [kind.code for kind in before.kinds]
    _recorded(province, last.code, last.measures.get(is_main=True).measure_id)

    after = guide.guide(province.an, today=TODAY, address="https://ttdn.example", is_whole=False)

    assert after.kinds[-1] == last
    assert len(after.kinds) + after.left == vocabulary.kinds_on(TODAY).count()


def test_guide_lists_every_kind_when_asked(client_of: Callable[..., Client], an: User) -> None:
    page = client_of(an).get(reverse("office:guide"), {"all": "1"}).text

    assert [kind.name_vi for kind in vocabulary.kinds_on(TODAY) if kind.name_vi not in page] == []


def test_guide_asks_as_often_for_many_kinds_as_for_few(
    client_of: Callable[..., Client], an: User, count_queries: Callable[[], Any]
) -> None:
    client = client_of(an)
    client.get(reverse("office:guide"))
    with count_queries() as few:
        client.get(reverse("office:guide"))
    with count_queries() as many:
        client.get(reverse("office:guide"), {"all": "1"})

    assert (len(few), len(many)) == (8, 7)  # the whole list need not ask what is used most


def test_first_steps_stand_on_the_first_page_until_something_was_recorded(
    client_of: Callable[..., Client], province: Province
) -> None:
    client = client_of(province.an)
    assert 'id="first"' in client.get(reverse("office:home")).text

    _recorded(province, "talk", "talks")

    assert 'id="first"' not in client.get(reverse("office:home")).text
    assert 'id="first"' not in client_of(province.leader).get(reverse("office:home")).text


def test_first_page_of_who_reports_asks_no_more_for_three_than_for_one(
    client_of: Callable[..., Client], province: Province, count_queries: Callable[[], Any]
) -> None:
    client = client_of(province.an)
    counts = []
    for more in (1, 2):
        for _ in range(more):
            _recorded(province, "talk", "talks")
        client.get(reverse("office:home"))
        with count_queries() as queries:
            client.get(reverse("office:home"))
        counts.append(len(queries))

    assert counts == [13, 13]


def test_help_belongs_to_a_screen_that_exists() -> None:
    rooms = {name.partition(":")[0] for name, *_ in ROWS}
    views = {name for name, *_ in ROWS}
    asked = [start for start in hints.HINTS if start.partition(":")[0] in rooms]
    assert len(asked) > 8
    assert [start for start in asked if not any(name.startswith(start) for name in views)] == []


# What has no help of its own, and why.
FILE = "a file, not a screen"
WITHOUT_HELP = {
    "ledger:export": FILE, "ledger:evidence": FILE, "ledger:template": FILE,
    "ledger:preview": "a piece of another screen",
    "office:guide": "is help", "office:design": "shows the parts of screens to who builds them",
    "office:end_sessions": "asks one question",
}  # fmt: skip


def test_every_screen_of_the_office_has_help_or_a_reason() -> None:
    """A screen of the office leads a visitor to the sign-in, and opens for somebody."""
    screens = {name for name, _, get, _ in ROWS if get.startswith("login ") and "ok" in get.split()}
    assert {name for name in screens if not hints.of(name)} == WITHOUT_HELP.keys()


def test_help_takes_the_longest_beginning() -> None:
    assert hints.of("ledger:news") != hints.of("ledger:new")
    assert hints.of("ledger:register") == hints.HINTS["ledger:register"]
    assert hints.of("reports:section") == hints.HINTS["reports:"]
    assert hints.of("nowhere") == ()
