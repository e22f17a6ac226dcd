"""A draft is kept while it is written: whole or not, once, for the right person, and nothing is overwritten unseen."""

import json
import re
from collections.abc import Callable
from datetime import UTC, date, datetime
from typing import Any
from uuid import uuid4

import pytest
from django.test import Client
from django.urls import reverse

from lantoa.core.ledger import actions, drafts, queries
from lantoa.core.ledger.drafts import Draft
from lantoa.core.ledger.models import Activity
from lantoa.core.ledger.views import keeping
from lantoa.core.people.models import User
from tests.factories import Province

pytestmark = pytest.mark.django_db
AT = datetime(2026, 3, 1, 5, tzinfo=UTC)
Browser = Callable[[User], Client]
NEW = "/office/activities/new/talk/keep/"
TALK = {"title": "Nói chuyện về biển, đảo", "occurred_on": "2026-02-03", "attendances": "1.250", "topic": "sea_islands"}


def kept(client: Client, address: str, answers: dict[str, Any]) -> tuple[int, dict[str, Any]]:
    answer = client.post(address, answers)
    return answer.status_code, json.loads(answer.content)


def typed(client: Client, pk: int) -> dict[str, str]:
    """What stands in the text fields of the form that edits an activity."""
    page = client.get(reverse("ledger:edit", args=[pk])).content.decode()
    return dict(re.findall(r'<input type="(?:text|date)" name="(\w+)" value="([^"]*)"', page))


def test_keeping_an_untouched_form_makes_nothing(province: Province, client_of: Browser) -> None:
    officer = client_of(province.an)
    today = officer.get("/office/activities/new/talk/").context["form"].initial["occurred_on"]
    assert kept(officer, NEW, {"form_key": str(uuid4()), "occurred_on": today.isoformat()}) == (200, {})
    assert Activity.objects.count() == 0


def test_keeping_an_incomplete_form_loses_nothing_that_was_typed(province: Province, client_of: Browser) -> None:
    officer = client_of(province.an)
    status, said = kept(officer, NEW, {"title": "Nói chu", "occurred_on": "", "attendances": "1,000", "place": "?"})
    made = Activity.objects.get()
    assert (status, said["version"], said["keep"]) == (200, 1, f"/office/activities/{made.pk}/keep/")
    assert (made.state, made.agency_id, made.title) == ("draft", "xa-an-binh", "Nói chu")
    assert made.unfinished == {"title": "Nói chu", "attendances": "1,000", "place": "?"}
    assert typed(officer, made.pk) | {"title": "Nói chu", "attendances": "1,000"} == typed(officer, made.pk)
    assert officer.get(reverse("ledger:activity", args=[made.pk])).status_code == 200


def test_a_form_with_nothing_but_a_note_is_kept_under_the_name_of_its_kind(
    province: Province, client_of: Browser
) -> None:
    kept(client_of(province.lan), NEW, {"note": "chị Hoa gọi điện báo"})
    made = Activity.objects.get()
    assert (made.title, made.note, made.agency_id) == ("Buổi nói chuyện", "chị Hoa gọi điện báo", "ubnd-tinh")
    assert typed(client_of(province.lan), made.pk).get("title", "") == ""


def test_one_form_makes_one_activity_however_often_it_is_kept(province: Province, client_of: Browser) -> None:
    officer, key = client_of(province.an), str(uuid4())
    versions = [
        kept(officer, NEW, {"form_key": key, "title": title, "version": version})[1]["version"]
        for version, title in enumerate(["Nói", "Nói chuyện", "Nói chuyện về biên giới"])
    ]
    assert versions == [1, 2, 3]
    assert Activity.objects.get().title == "Nói chuyện về biên giới"
    assert kept(officer, NEW, {"form_key": key, "title": "Nói chuyện về biên giới", "version": 0})[1]["version"] == 3


def test_keeping_every_few_seconds_leaves_one_line_in_the_history(province: Province, client_of: Browser) -> None:
    officer = client_of(province.an)
    _, said = kept(officer, NEW, {"title": "Nói"})
    for title in ("Nói chuyện", "Nói chuyện về biên giới"):
        _, said = kept(officer, said["keep"], {"title": title, "version": said["version"]})
    kept(client_of(province.lan), said["keep"], {**TALK, "agency": "xa-an-binh", "version": said["version"]})
    told = [(line.action, line.user_id) for line in queries.history(Activity.objects.get())]
    assert told == [("lantoa.create", province.an.pk), ("lantoa.edit", province.lan.pk)]


def test_the_later_of_two_windows_is_asked_and_may_then_replace(province: Province, client_of: Browser) -> None:
    officer = client_of(province.an)
    _, first = kept(officer, NEW, TALK)
    kept(officer, first["keep"], {**TALK, "attendances": "90", "version": 1})

    status, said = kept(officer, first["keep"], {**TALK, "title": "Nói chuyện ở trường", "version": 1})
    assert (status, said["version"]) == (409, 2)
    assert [(each["label"], each["value"]) for each in said["theirs"]] == [
        ("Nội dung hoạt động", TALK["title"]), ("Lượt người dự (lượt người)", "90"),
    ]  # fmt: skip
    made = Activity.objects.get()
    assert (made.title, drafts.draft_of(made).quantities["attendances"]) == (TALK["title"], (90000, ""))

    status, said = kept(officer, first["keep"], {**TALK, "title": "Nói chuyện ở trường", "version": 2})
    assert (status, said["version"], Activity.objects.get().title) == (200, 3, "Nói chuyện ở trường")


def test_without_scripts_the_later_of_two_windows_is_asked_too(province: Province, client_of: Browser) -> None:
    officer = client_of(province.an)
    kept(officer, NEW, TALK)
    made = Activity.objects.get()
    kept(officer, reverse("ledger:keep", args=[made.pk]), {**TALK, "title": "Tên của người kia", "version": 1})

    mine = {**TALK, "title": "Tên của tôi", "version": 1, "submit": "1"}
    answer = officer.post(reverse("ledger:edit", args=[made.pk]), mine)
    page = answer.content.decode()
    assert answer.status_code == 409
    assert "Tên của người kia" in page
    assert 'value="Tên của tôi"' in page
    made.refresh_from_db()
    assert (made.title, made.state) == ("Tên của người kia", "draft")

    read = re.search(r'name="version" value="(\d+)"', page)
    assert read
    officer.post(reverse("ledger:edit", args=[made.pk]), {**mine, "version": read[1]})
    made.refresh_from_db()
    assert (made.title, made.state) == ("Tên của tôi", "submitted")


def test_save_draft_keeps_what_cannot_be_sent_and_sending_asks_for_the_rest(
    province: Province, client_of: Browser
) -> None:
    officer = client_of(province.an)
    answer = officer.post("/office/activities/new/talk/", {"title": "Nói chuyện", "attendances": "1,0,0", "draft": "1"})
    made = Activity.objects.get()
    assert answer.headers["Location"] == reverse("ledger:activity", args=[made.pk])
    with pytest.raises(actions.NotNow):
        actions.submit(made, by=province.an, at=AT)
    officer.post(reverse("ledger:submit", args=[made.pk]))
    made.refresh_from_db()
    assert made.state == "draft"

    officer.post(reverse("ledger:edit", args=[made.pk]), {**TALK, "version": made.version, "submit": "1"})
    made.refresh_from_db()
    assert (made.state, made.unfinished, made.title) == ("submitted", None, TALK["title"])


def test_keeping_what_was_sent_meanwhile_says_so_and_changes_nothing(province: Province, client_of: Browser) -> None:
    officer, key = client_of(province.an), str(uuid4())
    _, said = kept(officer, NEW, {**TALK, "form_key": key})
    made = Activity.objects.get()
    officer.post(said["edit"], {**TALK, "version": 1, "submit": "1"})
    where = reverse("ledger:activity", args=[made.pk])
    for address in (said["keep"], NEW):
        status, told = kept(officer, address, {**TALK, "form_key": key, "title": "Muộn", "version": 1})
        assert (status, told["url"]) == (410, where)
    made.refresh_from_db()
    assert (made.title, made.state) == (TALK["title"], "submitted")


def test_nobody_keeps_into_the_draft_of_another_agency(province: Province, client_of: Browser) -> None:
    _, said = kept(client_of(province.an), NEW, TALK)
    assert client_of(province.binh).post(said["keep"], {**TALK, "title": "x", "version": 1}).status_code == 404
    assert client_of(province.leader).post(said["keep"], {**TALK, "title": "x", "version": 1}).status_code == 403
    strict = Client(enforce_csrf_checks=True)
    strict.force_login(province.an)
    assert strict.post(said["keep"], {**TALK, "title": "x", "version": 1}).status_code == 403
    assert Activity.objects.get().title == TALK["title"]


def test_a_form_key_of_somebody_else_opens_nothing(province: Province, client_of: Browser) -> None:
    key = str(uuid4())
    kept(client_of(province.an), NEW, {**TALK, "form_key": key})
    status, said = kept(client_of(province.binh), NEW, {**TALK, "title": "x", "form_key": key})
    made = Activity.objects.exclude(form_key=key).get()
    assert (status, said["keep"]) == (200, reverse("ledger:keep", args=[made.pk]))
    assert (made.created_by, made.title) == (province.binh, "x")
    assert Activity.objects.get(form_key=key).title == TALK["title"]


def test_keeping_too_often_asks_to_wait_and_goes_on_afterwards(
    province: Province, client_of: Browser, monkeypatch: pytest.MonkeyPatch
) -> None:
    officer = client_of(province.an)
    with monkeypatch.context() as patch:
        patch.setattr(keeping, "MOST_IN_A_MINUTE", 0)
        assert kept(officer, NEW, TALK) == (429, {"wait_seconds": 15})
    assert (kept(officer, NEW, TALK)[0], Activity.objects.count()) == (200, 1)


def test_another_like_this_starts_from_its_answers_without_its_numbers(province: Province, client_of: Browser) -> None:
    draft = Draft(
        kind="talk", agency="xa-an-binh", title="Nói chuyện tại ấp", occurred_from=date(2026, 2, 3), place="xa-an-binh",
        occurred_on=date(2026, 2, 3), dimensions={"topic": "border"}, coordinating=["xa-binh-minh"],
        quantities={"talks": (1000, ""), "attendances": (40000, "over")}, note="Hội trường",
    )  # fmt: skip
    made = actions.save_draft(draft, by=province.an, at=AT)
    form = client_of(province.an).get(f"/office/activities/new/talk/?like={made.pk}").context["form"]
    shown = {name: form.initial.get(name) for name in ("title", "topic", "place", "coordinating", "note")}
    assert shown == {
        "title": "Nói chuyện tại ấp", "topic": "border", "place": "xa-an-binh", "coordinating": ["xa-binh-minh"],
        "note": "Hội trường",
    }  # fmt: skip
    assert {"attendances", "attendances_qualifier", "version"} & form.initial.keys() == set()
    assert form.initial["occurred_on"] == form.today
    assert client_of(province.binh).get(f"/office/activities/new/talk/?like={made.pk}").status_code == 404


def test_what_the_secretariat_enters_for_an_agency_says_so(province: Province, client_of: Browser) -> None:
    secretary = client_of(province.lan)
    secretary.post("/office/activities/new/talk/", {**TALK, "agency": "xa-an-binh", "submit": "1"})
    made = Activity.objects.get()
    assert (made.is_on_behalf, made.agency_id, made.created_by) == (True, "xa-an-binh", province.lan)
    assert "Nguyễn Thị Lan" in client_of(province.an).get(reverse("ledger:activity", args=[made.pk])).content.decode()
    client_of(province.an).post("/office/activities/new/talk/", {**TALK, "title": "Việc khác", "submit": "1"})
    assert Activity.objects.get(title="Việc khác").is_on_behalf is False
