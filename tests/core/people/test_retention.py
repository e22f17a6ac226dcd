"""How long things are kept that are no records: rows, a screen, and the ticker that applies them."""

import os
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.contrib.sessions.models import Session
from django.test import Client
from django.urls import reverse
from wagtail.models import ModelLogEntry

from lantoa.base import actions
from lantoa.base.models import Retention
from lantoa.core.people import actions as people
from lantoa.core.people.models import Invitation
from lantoa.doors.cli import retention
from tests.factories import Province
from tests.write_guard import raw_writes

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 11, 22, 3, tzinfo=UTC)


def test_every_row_has_a_way_and_every_way_a_row() -> None:
    rows = Retention.objects.all()
    assert {row.code for row in rows} == set(retention.WAYS)
    assert all(row.days >= 1 and row.purpose_vi and row.purpose_en and row.source_vi and row.source_en for row in rows)


def test_a_newer_version_brings_words_and_leaves_the_days(province: Province) -> None:
    row = Retention.objects.get(code="invitations")
    actions.keep_for(row, 7, by=province.administrator, at=NOW)
    with raw_writes("an older version's words"):
        Retention.objects.update(what_vi="cũ")

    actions.seed_retention()

    row.refresh_from_db()
    assert (row.days, row.what_vi) == (7, "Đường dẫn mời, đặt lại mật khẩu đã hết hạn")


def test_what_is_older_than_its_row_says_is_removed_and_counted(province: Province, settings: Any) -> None:
    link = people.give_link(province.an, by=province.lan, at=NOW - timedelta(days=40))
    kept = people.give_link(province.binh, by=province.lan, at=NOW - timedelta(days=20))
    for key, days in (("over", -1), ("new", 13)):
        Session.objects.create(session_key=key, session_data="", expire_date=NOW + timedelta(days=days))
    folder = settings.DATA / "parts" / "7"
    folder.mkdir(parents=True, exist_ok=True)
    for name, hours in (("old", 25), ("young", 23)):
        (folder / name).touch()
        os.utime(folder / name, times=((NOW - timedelta(hours=hours)).timestamp(),) * 2)

    retention.apply(at=NOW)

    assert list(Invitation.objects.all()) == [kept.invitation] != [link.invitation]
    assert list(Session.objects.values_list("session_key", flat=True)) == ["new"]
    assert [path.name for path in folder.iterdir()] == ["young"]
    removed = dict(Retention.objects.values_list("code", "removed_count"))
    assert (removed["invitations"], removed["sessions"]) == (1, 1)
    assert set(Retention.objects.values_list("applied_at", flat=True)) == {NOW}


def test_shorter_days_end_sign_ins_sooner(province: Province) -> None:
    Session.objects.create(session_key="x", session_data="", expire_date=NOW + timedelta(days=5))  # nine days old
    retention.apply(at=NOW)
    assert Session.objects.count() == 1

    actions.keep_for(Retention.objects.get(code="sessions"), 7, by=province.administrator, at=NOW)
    retention.apply(at=NOW)
    assert Session.objects.count() == 0


def test_one_way_that_fails_does_not_stop_the_others(monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(_at: datetime, _kept: timedelta) -> int:
        raise OSError("the folder is away")

    monkeypatch.setitem(retention.WAYS, "uploads", broken)
    with pytest.raises(RuntimeError, match="not removed: uploads"):
        retention.apply(at=NOW)
    assert set(Retention.objects.filter(applied_at=NOW).values_list("code", flat=True)) == set(retention.WAYS) - {
        "uploads"
    }


def test_the_screen_shows_what_for_and_by_what_rule(client_of: Callable[..., Client], province: Province) -> None:
    text = client_of(province.auditor).get(reverse("people:audit_retention")).content.decode()
    for row in Retention.objects.all():
        assert row.what_vi in text
        assert row.purpose_vi in text
    assert '<button class="button button-primary" type="submit">Lưu' not in text


def test_an_administrator_changes_the_days_and_the_log_says_so(
    client_of: Callable[..., Client], province: Province
) -> None:
    days = dict(Retention.objects.values_list("code", "days"))
    client = client_of(province.administrator)
    response = client.post(reverse("people:audit_retention"), {**days, "invitations": "10"})

    assert response.status_code == 302
    assert dict(Retention.objects.values_list("code", "days")) == {**days, "invitations": 10}
    (line,) = ModelLogEntry.objects.filter(action="base.retention")
    assert line.data == {"what": "invitations", "from": 30, "to": 10}

    refused = client.post(reverse("people:audit_retention"), {**days, "sessions": "0"})
    assert refused.status_code == 422
    assert Retention.objects.get(code="sessions").days == 14


def test_others_cannot_change_anything(client_of: Callable[..., Client], province: Province) -> None:
    days = dict(Retention.objects.values_list("code", "days"))
    client_of(province.auditor).post(reverse("people:audit_retention"), {**days, "sessions": "1"})
    assert Retention.objects.get(code="sessions").days == 14


def test_the_screen_costs_the_same_with_more_rows(
    client_of: Callable[..., Client], province: Province, count_queries: Callable[[], Any]
) -> None:
    client = client_of(province.administrator)
    counts = []
    for _ in range(2):
        with count_queries() as queries:
            client.get(reverse("people:audit_retention"))
        counts.append(len(queries))
        with raw_writes("rows of a later version"):
            Retention.objects.create(code=f"more-{len(counts)}", days=3)
    assert counts[0] == counts[1] <= 15
