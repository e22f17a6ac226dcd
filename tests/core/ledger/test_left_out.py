"""Rows that an import left out are kept for some days and then forgotten; how many there were stays."""

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta

import pytest
from django.test import Client
from django.urls import reverse

from lantoa.core.ledger import actions
from lantoa.core.ledger.drafts import Draft
from lantoa.core.ledger.models import ImportBatch
from lantoa.core.people.models import User
from tests.factories import Province

pytestmark = pytest.mark.django_db
DAYS = timedelta(days=30)
AT = datetime(2026, 3, 1, 5, tzinfo=UTC)


def imported(province: Province, rows: str, *, left_out: int, at: datetime = AT) -> ImportBatch:
    day = date(2026, 2, 3)
    draft = Draft(kind="talk", agency="xa-an-binh", title=rows, occurred_from=day, occurred_on=day)
    origin = actions.Origin("thang-2.xlsx", rows, rows, "talk", "xa-an-binh")
    unread = [["Trang 1", number, "thiếu ngày", "Nguyễn Văn A"] for number in range(left_out)]
    return actions.import_drafts([draft], origin, by=province.an, at=at, left_out=unread)


def test_rows_are_forgotten_on_their_day_and_not_before(province: Province) -> None:
    old, new = imported(province, "a", left_out=2), imported(province, "b", left_out=1, at=AT + timedelta(days=1))
    imported(province, "c", left_out=0)

    assert actions.forget_left_out(at=AT + timedelta(days=30, seconds=-1), kept=DAYS) == 0
    assert actions.forget_left_out(at=AT + timedelta(days=30), kept=DAYS) == 1
    assert actions.forget_left_out(at=AT + timedelta(days=30), kept=DAYS) == 0

    old.refresh_from_db()
    new.refresh_from_db()
    assert ((old.left_out, old.left_out_count), (len(new.left_out), new.left_out_count)) == (([], 2), (1, 1))


def test_the_page_says_until_when_and_then_that_they_are_gone(
    province: Province, client_of: Callable[[User], Client]
) -> None:
    batch, browser = imported(province, "a", left_out=2), client_of(province.an)
    page, file = (reverse(f"ledger:{name}", args=[batch.pk]) for name in ("import_batch", "import_left_out"))
    before = browser.get(page).content.decode()
    assert ("31/03/2026" in before, file in before, browser.get(file).status_code) == (True, True, 200)

    actions.forget_left_out(at=AT + timedelta(days=31), kept=DAYS)

    after = browser.get(page).content.decode()
    assert ("31/03/2026" in after, file in after, browser.get(file).status_code) == (False, False, 404)
