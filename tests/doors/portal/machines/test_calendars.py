"""Calendars are read as a program reads them: unfolded, unescaped, component by component (RFC 5545)."""

import re
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.test import Client
from hypothesis import given
from hypothesis import strategies as st

from lantoa.desks.newsroom.models import ContentPage, Event
from lantoa.doors.portal.machines import calendars
from lantoa.doors.portal.machines.calendars import folded
from tests.doors.items import publish, withdraw
from tests.write_guard import raw_writes

NOW = datetime.now(UTC).replace(microsecond=0)
_NAMES = {"BEGIN", "END", "UID", "DTSTAMP", "SEQUENCE", "LAST-MODIFIED", "DTSTART", "DTEND", "SUMMARY", "LOCATION",
          "DESCRIPTION", "URL", "STATUS"}  # fmt: skip


def fair(title: str = "Hội chợ", **fields: Any) -> Any:
    return publish(
        title,
        model=Event,
        at=NOW - timedelta(hours=2),
        **{"starts_at": NOW + timedelta(days=1), "ends_at": NOW + timedelta(days=1, hours=3), **fields},
    )


def lines_of(khach: Client, path: str) -> list[str]:
    answer = khach.get(path)
    assert answer.status_code == 200
    assert answer.headers["Content-Type"] == "text/calendar; charset=utf-8"
    content = answer.content
    assert content.endswith(b"\r\n")
    assert b"\n" not in content.replace(b"\r\n", b"")
    assert max(len(line) for line in content.split(b"\r\n")) <= 75
    return content.replace(b"\r\n ", b"").decode().splitlines()


def events(khach: Client, path: str = "/vi/calendar.ics") -> list[dict[str, str]]:
    lines = lines_of(khach, path)
    assert lines[:2] == ["BEGIN:VCALENDAR", "VERSION:2.0"]
    assert lines[-1] == "END:VCALENDAR"
    assert not any(line.startswith("METHOD") for line in lines)
    assert sum(line == "BEGIN:VTIMEZONE" for line in lines) == 1
    found, here = [], {}
    for line in lines[lines.index("END:VTIMEZONE") + 1 : -1]:
        name, value = line.split(":", 1)
        assert name.partition(";")[0] in _NAMES
        here[name] = re.sub(r"\\(.)", lambda match: {"n": "\n"}.get(match[1], match[1]), value)
        if line == "END:VEVENT":
            found.append(here)
            here = {}
    return found


@pytest.mark.django_db
def test_an_event_is_whole(khach: Client) -> None:
    starts_at = datetime(2099, 3, 1, 5, tzinfo=UTC)
    event = fair(
        "Hội chợ; xuân, “đẹp” \\ vui " + "rất " * 20,
        starts_at=starts_at,
        ends_at=starts_at + timedelta(hours=2),
        venue="Nhà văn hoá, tầng 2",
        venue_address="12 Lê Lợi",
        organiser="Sở Công Thương",
        standfirst="Một.\nHai.",
        slug="hoi-cho",
    )
    found = events(khach, f"/vi/calendar/{event.pk}.ics")

    address = "http://localhost:8000/vi/su-kien/hoi-cho/"
    published = f"{NOW - timedelta(hours=2):%Y%m%dT%H%M%SZ}"
    assert found == [
        {
            "BEGIN": "VEVENT",
            "UID": found[0]["UID"],
            "DTSTAMP": published,
            "SEQUENCE": "0",
            "LAST-MODIFIED": published,
            "DTSTART;TZID=Asia/Ho_Chi_Minh": "20990301T120000",
            "DTEND;TZID=Asia/Ho_Chi_Minh": "20990301T140000",
            "SUMMARY;LANGUAGE=vi": event.title,
            "LOCATION": "Nhà văn hoá, tầng 2, 12 Lê Lợi",
            "DESCRIPTION": f"Một.\nHai.\nSở Công Thương\n{address}",
            "URL": address,
            "STATUS": "CONFIRMED",
            "END": "VEVENT",
        }
    ]
    assert found[0]["UID"].startswith("urn:uuid:")


@pytest.mark.django_db
def test_a_calendar_has_the_events_of_its_language_that_are_not_long_over(khach: Client) -> None:
    fair("Sắp tới")
    fair("Hôm qua", starts_at=NOW - timedelta(days=1), ends_at=NOW - timedelta(days=1))
    fair("Xưa", starts_at=NOW - timedelta(days=200), ends_at=NOW - timedelta(days=199))
    fair("Fair", language="en")

    assert [event["SUMMARY;LANGUAGE=vi"] for event in events(khach)] == ["Hôm qua", "Sắp tới"]
    assert [event["SUMMARY;LANGUAGE=en"] for event in events(khach, "/en/calendar.ics")] == ["Fair"]
    assert "X-WR-CALNAME:Tỉnh của bạn: sự kiện" in lines_of(khach, "/vi/calendar.ics")
    # A moment has no end after its beginning, and RFC 5545 allows none at it.
    assert "DTEND;TZID=Asia/Ho_Chi_Minh" not in events(khach)[0]


@pytest.mark.django_db
def test_of_a_crowded_calendar_the_events_nearest_to_now_are_told(
    khach: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(calendars, "MOST_COMING", 2)
    monkeypatch.setattr(calendars, "MOST_PAST", 1)
    for days in (-30, -20, 10, 20, 30):
        fair(
            f"{days}", slug=f"hoi-{days + 90}", starts_at=NOW + timedelta(days=days), ends_at=NOW + timedelta(days=days)
        )

    assert [event["SUMMARY;LANGUAGE=vi"] for event in events(khach)] == ["-20", "10", "20"]


@pytest.mark.django_db
def test_a_change_has_the_same_uid_and_a_greater_sequence(khach: Client) -> None:
    event = fair()
    before = events(khach)[0]
    event.specific.save_revision().publish()
    after = events(khach)[0]

    assert after["UID"] == before["UID"]
    assert int(after["SEQUENCE"]) > int(before["SEQUENCE"]) == 0


@pytest.mark.django_db
def test_a_withdrawn_event_is_cancelled_and_a_draft_is_not_there(khach: Client) -> None:
    event, draft = fair(), fair("Nháp")
    assert [row["STATUS"] for row in events(khach)] == ["CONFIRMED", "CONFIRMED"]
    withdraw(event, "Hoãn vì bão.", at=NOW)
    with raw_writes("as the newsroom takes it off"):
        ContentPage.objects.filter(pk=draft.pk).update(listed_at=None, live=False)

    [found] = events(khach)
    assert (found["STATUS"], found["SEQUENCE"]) == ("CANCELLED", "7200")
    assert found["DESCRIPTION"].startswith("Hoãn vì bão.")
    assert khach.get(f"/vi/calendar/{draft.pk}.ics").status_code == 404


@pytest.mark.django_db
@pytest.mark.parametrize("path", ["/vi/calendar/0.ics", f"/vi/calendar/{10**30}.ics"])
def test_an_event_that_is_none_has_no_file(path: str, khach: Client) -> None:
    article = publish("Tin")
    assert khach.get(path).status_code == 404
    assert khach.get(f"/vi/calendar/{article.pk}.ics").status_code == 404


@pytest.mark.django_db
def test_the_questions_do_not_grow_with_the_calendar(khach: Client, count_queries: Callable[[], Any]) -> None:
    fair("Một")
    with count_queries() as one:
        khach.get("/vi/calendar.ics")
    fair("Hai")
    fair("Ba")
    with count_queries() as three:
        assert len(events(khach)) == 3
    assert (len(one), len(three)) == (2, 2)


@given(st.text(st.characters(exclude_categories=["Cs", "Cc"]), max_size=300))
def test_folding_cuts_no_letter_and_loses_nothing(line: str) -> None:
    pieces = folded(line).split("\r\n")
    assert all(len(piece.encode()) <= calendars._LONGEST_LINE for piece in pieces)
    assert pieces[0] + "".join(piece[1:] for piece in pieces[1:]) == line
    assert all(piece.startswith(" ") for piece in pieces[1:])
