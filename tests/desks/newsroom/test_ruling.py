"""Limits and the checklist as rows: mended for all time, or followed by another rule from a day on."""

from collections.abc import Callable
from datetime import date, datetime, timedelta
from importlib import import_module
from typing import Any

import pytest
from django.apps import apps
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from wagtail.models import ModelLogEntry

from lantoa.core.people.models import User
from lantoa.desks.newsroom import actions
from lantoa.desks.newsroom.models import ChecklistPoint, Limit
from lantoa.desks.newsroom.queries.desk import limits
from lantoa.desks.newsroom.rules.standing import limit_of
from tests.desks.newsroom.desk import Desk, SignIn, draft
from tests.write_guard import raw_writes

pytestmark = pytest.mark.django_db
DAY = date(2027, 1, 1)


def _online() -> Limit:
    return Limit.objects.get(code="position-online")


def _values(**more: Any) -> dict[str, Any]:
    return {
        "name_vi": "Thông tin chính thức, báo điện tử", "name_en": "Official information, online", "medium": "online",
        "kinds": ["official", "clarification"], "minutes": "60", "basis": "law", "source": "Thông tư mới, Điều 3",
        **more,
    }  # fmt: skip


def _post(client: Client, **more: Any) -> Any:
    return client.post(reverse("newsroom:limit_edit", args=[_online().pk]), _values(**more))


def _minutes_on(room: Desk, day: date) -> int | None:
    """Of the limit that binds an item about this day."""
    at = datetime(day.year, day.month, day.day, 9, tzinfo=timezone.get_current_timezone())
    item = draft(room, title=f"{day}", slug=f"{day}", information_kind="official", event_at=at)
    found = limit_of(item, limits())
    return found.minutes if found else None


def test_a_law_that_changes_binds_what_happens_from_its_day_on(room: Desk, client_of: SignIn) -> None:
    client = client_of(room.province.administrator)
    assert _post(client, how="anew", on="2027-01-01").status_code == 302
    old, new = _online(), Limit.objects.get(code="position-online-2")
    assert (old.minutes, old.valid_until) == (120, DAY)
    assert (new.minutes, new.valid_from, new.valid_until, new.source) == (60, DAY, None, "Thông tư mới, Điều 3")
    assert [_minutes_on(room, day) for day in (DAY - timedelta(days=1), DAY)] == [120, 60]


def test_a_mistake_is_mended_for_all_time_and_the_log_keeps_both(room: Desk, client_of: SignIn) -> None:
    administrator = room.province.administrator
    assert _post(client_of(administrator), how="mend", minutes="90").status_code == 302
    assert (_online().minutes, Limit.objects.filter(code__startswith="position-online").count()) == (90, 1)
    line = ModelLogEntry.objects.get(action="newsroom.rule_mend")
    assert (line.user, line.data["changes"]["minutes"]) == (administrator, [120, 90])
    page = client_of(administrator).get(reverse("newsroom:limit_edit", args=[_online().pk])).text
    assert "120" in page


def test_a_source_that_was_opened_is_no_longer_marked(room: Desk, client_of: SignIn) -> None:
    client, url = client_of(room.province.administrator), reverse("newsroom:rules")
    marked = "chưa đối chiếu với văn bản chính thức"
    assert client.get(url).text.count(marked) == 3
    _post(client, how="mend", minutes="120", is_verified="on", source="Thông tư 03/2019/TT-BTTTT, Điều 6 khoản 1")
    assert client.get(url).text.count(marked) == 2


@pytest.mark.parametrize(
    "wrong",
    [
        {"how": "anew"}, {"how": "anew", "on": "x"}, {"how": "mend", "kinds": []}, {"how": "mend", "kinds": ["bịa"]},
        {"how": "mend", "minutes": "0"}, {"how": "mend", "source": ""},
        {"how": "mend", "valid_from": "2027-01-01", "valid_until": "2026-01-01"},
    ],
)  # fmt: skip
def test_what_does_not_fit_comes_back_and_changes_nothing(room: Desk, client_of: SignIn, wrong: dict[str, Any]) -> None:
    before = list(Limit.objects.values())
    assert _post(client_of(room.province.administrator), **wrong).status_code == 422
    assert list(Limit.objects.values()) == before


def test_a_rule_that_is_over_is_not_followed_by_another(room: Desk) -> None:
    by, at = room.province.administrator, timezone.now()
    row = actions.mend_rule(_online(), {"valid_until": DAY}, by=by, at=at)
    values = {"name_vi": "x", "name_en": "x", "medium": "online", "kinds": ["official"], "minutes": 1}
    with pytest.raises(actions.NotNow):
        actions.succeed_rule(row, values, on=DAY, by=by, at=at)
    assert Limit.objects.count() == 4


def test_a_new_point_keeps_an_item_back_and_its_end_lets_it_go(room: Desk, client_of: SignIn) -> None:
    client, page = client_of(room.province.administrator), draft(room)
    sent = {"name_vi": "Đã hỏi ngành du lịch", "name_en": "Tourism was asked", "basis": "office", "kinds": ["article"]}
    assert client.post(reverse("newsroom:point_new"), sent).status_code == 302
    point = ChecklistPoint.objects.get(code="tourism-was-asked")
    assert point.position == ChecklistPoint.objects.exclude(pk=point.pk).latest("position").position + 1
    assert point in ChecklistPoint.objects.open_of(page)
    ended = {**sent, "how": "mend", "valid_until": f"{timezone.localdate():%Y-%m-%d}"}
    assert client.post(reverse("newsroom:point_edit", args=[point.pk]), ended).status_code == 302
    assert point not in ChecklistPoint.objects.open_of(page)


def test_a_counted_point_goes_on_being_counted(room: Desk) -> None:
    row = ChecklistPoint.objects.get(code="sources")
    values = {"name_vi": "Có nguồn", "name_en": "Sources", "kinds": [], "basis": "office", "source": ""}
    made = actions.succeed_rule(row, values, on=timezone.localdate(), by=room.province.administrator, at=timezone.now())
    assert (made.code, made.check_name, made.position) == ("sources-2", "sources", row.position)
    page = draft(room)
    page.sources.clear()
    page.save_revision(user=room.viet)
    counted = [point.code for point in ChecklistPoint.objects.open_of(page) if point.check_name]
    assert counted == ["sources-2"]


def test_a_second_row_of_one_name_gets_its_own_code(room: Desk) -> None:
    by, at = room.province.administrator, timezone.now()
    made = [actions.add_rule(ChecklistPoint(name_vi="Hỏi", name_en="Ask"), by=by, at=at).code for _time in range(3)]
    assert made == ["ask", "ask-2", "ask-3"]


def test_everybody_of_the_desk_reads_the_rules_and_the_administrator_alone_changes_them(
    room: Desk, client_of: SignIn
) -> None:
    def opens(user: User) -> bool:
        shown = client_of(user).get(reverse("newsroom:rules"))
        assert shown.status_code == 200
        return reverse("newsroom:limit_edit", args=[_online().pk]) in shown.text

    assert [opens(user) for user in (room.viet, room.province.lan, room.province.administrator)] == [False, False, True]


def test_the_rules_ask_as_often_for_more_rows(room: Desk, client_of: SignIn, count_queries: Callable[[], Any]) -> None:
    client, url, counts = client_of(room.province.administrator), reverse("newsroom:rules"), []
    for _time in range(2):
        client.get(url)
        with count_queries() as asked:
            assert client.get(url).status_code == 200
        counts.append(len(asked))
        for name in ("a", "b"):
            row = Limit(name_vi=name, name_en=name, medium="online", kinds=["official"], minutes=5)
            actions.add_rule(row, by=room.province.administrator, at=timezone.now())
    assert counts == [5, 5]


def test_a_name_of_ours_that_changes_changes_in_rows_that_nobody_edited() -> None:
    ours = ChecklistPoint.objects.get(code="alternative_text")
    assert ours.name_vi == "Ảnh nào cũng có văn bản thay thế"
    own = ChecklistPoint.objects.get(code="credit")
    migration = import_module("lantoa.desks.newsroom.migrations.0009_one_word")
    with raw_writes("as an older version left them"):
        ChecklistPoint.objects.filter(pk=ours.pk).update(name_vi=migration.OURS)
        ChecklistPoint.objects.filter(pk=own.pk).update(name_vi="Lời tả thay ảnh của chúng tôi")
        for operation in migration.Migration.operations:
            operation.code(apps, None)
    ours.refresh_from_db()
    own.refresh_from_db()
    assert (ours.name_vi, own.name_vi) == ("Ảnh nào cũng có văn bản thay thế", "Lời tả thay ảnh của chúng tôi")


def test_how_long_before_facts_are_asked_for_binds_no_kind_of_information(room: Desk, client_of: SignIn) -> None:
    row, client = Limit.objects.get(code="facts-again"), client_of(room.province.administrator)
    url = reverse("newsroom:limit_edit", args=[row.pk])
    said = _values(how="mend", medium="facts", kinds=[], minutes="14400", basis="office", source="")
    assert client.post(url, said).status_code == 302
    row.refresh_from_db()
    assert (row.minutes, row.kinds) == (14400, [])
    assert client.post(url, {**said, "medium": "print"}).status_code == 422
