"""Facts of a province profile are looked at again before their day: reminded, tapped, taken back."""

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from wagtail.models import PageLogEntry

from lantoa.desks.newsroom.models import ChecklistPoint, Limit, ProfileFact, ProvinceProfile
from lantoa.desks.newsroom.queries import facts as queries
from tests.desks.newsroom.desk import Desk, SignIn, draft, fresh, publish, submit, tick_all
from tests.write_guard import raw_writes

pytestmark = pytest.mark.django_db
URL = "/office/newsroom/facts/"


@pytest.fixture
def today() -> date:
    return timezone.localdate()


def _profile(room: Desk, *days: int, language: str = "vi", **fields: Any) -> Any:
    """Public, with facts that are due in so many days; each was checked 300 days ago."""
    today = timezone.localdate()
    page = draft(room, ProvinceProfile, title=f"Hồ sơ {language}", language=language, **fields)
    page.facts = [
        ProfileFact(
            label=f"Dân số {number}", value="1,2 triệu", source="Cục Thống kê", sort_order=number,
            checked_on=today - timedelta(days=300), review_by=today + timedelta(days=due),
        )
        for number, due in enumerate(days)
    ]  # fmt: skip
    page.save_revision(user=room.viet)
    return publish(page, room)


def _days(page: Any) -> list[tuple[date, date]]:
    return list(ProfileFact.objects.filter(page=page.pk).order_by("pk").values_list("checked_on", "review_by"))


def test_its_agency_and_the_secretariat_are_reminded_and_nobody_else(
    room: Desk, client_of: SignIn, today: date
) -> None:
    _profile(room, -3, 30, 31)
    for user in (room.viet, room.duyet, room.province.lan):
        (over, near) = client_of(user).get(URL).context["due"]
        assert [due.fact.label for due in (over, near)] == ["Dân số 0", "Dân số 1"]
        assert client_of(user).get(reverse("newsroom:items")).context["facts_due"] == 2
    for user in (room.viet, room.duyet):
        home = client_of(user).get(reverse("office:home")).text
        assert ("Dân số 0" in home, "Dân số 2" in home) == (True, False)
    assert client_of(room.khac).get(URL).context["due"] == []
    assert "Dân số" not in client_of(room.khac).get(reverse("office:home")).text


def test_the_rule_is_a_row(room: Desk, today: date) -> None:
    _profile(room, 0, 5)
    rule = Limit.objects.get(code="facts-again")
    with raw_writes("as the screen of rules does"):
        Limit.objects.filter(pk=rule.pk).update(minutes=5 * 24 * 60)
    assert len(queries.facts_due(room.viet, today=today)) == 2
    with raw_writes("as the screen of rules does"):
        Limit.objects.filter(pk=rule.pk).update(valid_until=today)
    assert [due.fact.label for due in queries.facts_due(room.viet, today=today)] == ["Dân số 0"]


def test_one_tap_says_that_it_is_still_right_for_all_its_languages(
    room: Desk, client_of: SignIn, khach: Client, today: date
) -> None:
    page = _profile(room, -3, 90)
    other = _profile(room, -3, 90, language="en", translation_key=page.translation_key)
    client = client_of(room.viet)
    (due,) = client.get(URL).context["due"]
    assert due.languages == ["vi", "en"]
    said = {"fact": [fact.pk for fact in due.facts]}
    for _time in range(2):
        client.post(URL + "checked/", said)
    for each in (page, other):
        assert _days(each)[0] == (today, today + timedelta(days=297))
        assert _days(each)[1][0] == today - timedelta(days=300)
    assert queries.facts_due(room.viet, today=today) == []
    entries = PageLogEntry.objects.filter(action="newsroom.check_facts")
    assert [(entry.user, len(entry.data["facts"])) for entry in entries] == [(room.viet, 1)] * 2
    assert client_of(room.khac).post(URL + "checked/", said).status_code == 404
    assert f"kiểm tra ngày {today:%d/%m/%Y}" in khach.get(page.url_path).text

    (mine, _other) = client.get(URL).context["checked"]
    assert client_of(room.duyet).post(f"{URL}back/{mine.entry.pk}/").status_code == 404
    client.post(f"{URL}back/{mine.entry.pk}/")
    assert _days(fresh(mine.entry.page))[0][0] == today - timedelta(days=300)
    again = client.post(f"{URL}back/{mine.entry.pk}/", follow=True).text
    assert "lấy lại rồi" in again


def test_facts_of_the_same_days_are_not_taken_for_each_other(room: Desk, today: date) -> None:
    page = _profile(room, -3, -3)
    _profile(room, -3, -3, language="en", translation_key=page.translation_key)
    with raw_writes("as a program makes them"):
        ProfileFact.objects.update(sort_order=None)
    found = queries.facts_due(room.viet, today=today)
    assert [[fact.label for fact in due.facts] for due in found] == [["Dân số 0"] * 2, ["Dân số 1"] * 2]
    with raw_writes("as one that the other language does not have"):
        ProfileFact.objects.filter(page=page.pk, label="Dân số 1").delete()
    found = queries.facts_due(room.viet, today=today)
    assert [due.languages for due in found] == [["vi"], ["en"], ["en"]]


def test_the_next_publication_brings_the_new_day_and_asks_no_tick_anew(
    room: Desk, client_of: SignIn, today: date
) -> None:
    page = _profile(room, -3)
    page.standfirst = "Câu khác."
    page.save_revision(user=room.viet)
    tick_all(page, by=room.viet)
    submit(page, by=room.viet)
    client_of(room.duyet).post(URL + "checked/", {"fact": [ProfileFact.objects.get(page=page.pk).pk]})
    assert ChecklistPoint.objects.open_of(fresh(page)) == []
    fresh(page).get_latest_revision().publish(skip_permission_checks=True)
    assert (fresh(page).standfirst, _days(page)) == ("Câu khác.", [(today, today + timedelta(days=297))])


def test_what_is_withdrawn_or_no_page_yet_reminds_nobody(room: Desk, today: date) -> None:
    page = _profile(room, -3)
    with raw_writes("as withdrawn"):
        ProvinceProfile.objects.filter(pk=page.pk).update(
            withdrawn_at=timezone.now(), withdrawn_reason="Sai", listed_at=None
        )
    assert queries.facts_due(room.viet, today=today) == []


def test_pages_ask_few_questions_however_many_facts(
    room: Desk, client_of: SignIn, count_queries: Callable[[], Any]
) -> None:
    _profile(room, *range(12))
    with count_queries() as asked:
        client_of(room.viet).get(URL)
    assert len(asked) <= 12


@pytest.mark.parametrize("wrong", ["", "x", "9" * 30])
def test_what_is_no_fact_of_this_person_is_not_there(room: Desk, client_of: SignIn, wrong: str) -> None:
    assert client_of(room.viet).post(URL + "checked/", {"fact": [wrong]}).status_code == 404
