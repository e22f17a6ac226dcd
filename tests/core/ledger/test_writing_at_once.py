"""Two windows, two people at the same moment: nothing is made twice, nothing is overwritten unseen. Real commits."""

from datetime import UTC, date, datetime
from functools import partial
from uuid import uuid4

import pytest

from lantoa.core.ledger import actions
from lantoa.core.ledger.drafts import Draft
from lantoa.core.ledger.models import Activity
from tests import factories
from tests.core.ledger.test_at_once import at_once
from tests.factories import Province

AT = datetime(2026, 3, 1, 5, tzinfo=UTC)


@pytest.fixture
def province(committed_database: str) -> Province:
    return factories.province()


def talk(agency: str = "xa-an-binh", title: str = "Nói chuyện") -> Draft:
    return Draft(
        kind="talk", agency=agency, title=title, occurred_from=date(2026, 2, 3), occurred_on=date(2026, 2, 3),
        quantities={"talks": (1000, ""), "attendances": (40000, "")},
    )  # fmt: skip


def sent(province: Province, agency: str) -> Activity:
    return actions.submit(actions.save_draft(talk(agency), by=province.lan, at=AT), by=province.lan, at=AT)


def test_one_of_two_windows_is_asked(province: Province) -> None:
    made = actions.save_draft(talk(), by=province.an, at=AT)
    save = [
        partial(actions.save_draft, talk(title=title), by=province.an, at=AT, activity=made, version=made.version)
        for title in ("Một", "Hai", "Ba")
    ]
    assert at_once(*save) == ["Changed", "Changed", "done"]
    assert Activity.objects.get().version == made.version + 1


def test_a_form_kept_at_the_same_moment_as_it_is_sent_makes_one_activity(province: Province) -> None:
    key = uuid4()
    keep = partial(actions.save_draft, by=province.an, at=AT, form_key=key, version=0)
    assert at_once(*[partial(keep, talk())] * 4) == ["done"] * 4
    assert Activity.objects.get().form_key == key


def test_two_merge_crosswise_and_one_stays(province: Province) -> None:
    one, other = sent(province, "xa-an-binh"), sent(province, "xa-binh-minh")
    merge = partial(actions.merge, by=province.lan, at=AT, reason="Trùng")
    assert at_once(partial(merge, one, other), partial(merge, other, one)) == ["NotNow", "done"]
    assert Activity.objects.filter(state="merged").count() == 1


def test_what_is_accepted_and_merged_at_once_counts_once_and_keeps_its_partner(province: Province) -> None:
    one, other = sent(province, "xa-an-binh"), sent(province, "xa-binh-minh")
    assert at_once(
        partial(actions.accept, one, by=province.lan, at=AT),
        partial(actions.merge, one, other, by=province.lan, at=AT, reason="Trùng"),
    ) == ["done", "done"]
    one.refresh_from_db()
    assert one.entry is not None
    assert [part.agency_id for part in one.entry.participations.all()] == ["xa-binh-minh"]
