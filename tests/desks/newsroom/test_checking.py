"""Ticks of the checklist: they hold for what was read, the files in it too, and stand once it is approved."""

from typing import Any

import pytest
from django.urls import reverse
from wagtail.models import PageLogEntry

from lantoa.desks.newsroom import actions
from lantoa.desks.newsroom.models import ChecklistPoint, ContentPage, Publication, Tick
from lantoa.desks.newsroom.queries import desk as queries
from lantoa.desks.newsroom.queries import many
from lantoa.desks.newsroom.rules.many import Act
from tests.desks.content import AT, document, picture
from tests.desks.newsroom.desk import Desk, SignIn, draft, fresh, publish, tick_all
from tests.write_guard import raw_writes

pytestmark = pytest.mark.django_db
TICKED = ["names", "figures", "personal_data"]


def _open(page: Any) -> list[str]:
    """By all three that ask."""
    page = fresh(page)
    points = queries.points_of(page, queries.newest_text(page))
    found = [point.point.code for point in points if not point.is_done]
    (judged,) = many.judged(queries.with_standing(ContentPage.objects.filter(pk=page.pk)), Act.SEND, page.owner)
    assert sorted(point.code for point in judged.open_points) == sorted(found)
    assert [point.code for point in ChecklistPoint.objects.open_of(page)] == found
    return found


def _exchange(file: Any) -> None:
    """As the library does it: another file under the same number."""
    file.file.name = f"{file.file.name}.khac"
    file.file_hash = "0" * 40
    file.save()


def test_a_tick_whose_files_nobody_kept_holds_and_keeps_its_name(room: Desk) -> None:
    page = draft(room, picture=picture())
    tick_all(page, by=room.viet)
    with raw_writes("ticked before files were kept"):
        Tick.objects.update(files="")
    assert _open(page) == []
    actions.tick(page, ChecklistPoint.objects.get(code="names"), by=room.duyet, at=AT)
    assert {tick.ticked_by for tick in Tick.objects.filter(page=page.pk)} == {room.viet}


@pytest.mark.parametrize("place", ["lead", "body", "file", "link", "publication"])
def test_a_file_that_is_exchanged_asks_for_its_ticks_again(room: Desk, place: str) -> None:
    file = picture() if place in {"lead", "body"} else document()
    ways: dict[str, dict[str, Any]] = {
        "lead": {"picture": file},
        "body": {
            "body": [{"type": "picture", "value": {"picture": file.pk, "caption": "", "alternative_text": "Chợ"}}]
        },
        "file": {"body": [{"type": "file", "value": file.pk}]},
        "link": {"body": [{"type": "text", "value": f'<p><a linktype="document" id="{file.pk}">Tệp</a></p>'}]},
        "publication": {"kind": Publication, "file": file},
    }
    page = draft(room, **ways[place])
    tick_all(page, by=room.viet)
    assert _open(page) == []
    _exchange(file)
    assert _open(page) == TICKED
    (point, *_others) = queries.points_of(fresh(page), queries.newest_text(fresh(page)))
    assert point.fallen
    assert point.fallen.ticked_by == room.viet
    tick_all(page, by=room.doan)
    assert _open(page) == []
    assert {tick.ticked_by for tick in Tick.objects.all()} == {room.doan}


def test_what_the_library_says_of_a_file_is_no_other_file(room: Desk) -> None:
    file = picture()
    page = draft(room, picture=file)
    tick_all(page, by=room.viet)
    file.credit = "Sở Văn hóa"
    file.save()
    assert _open(page) == []


def test_a_point_is_ticked_for_the_text_that_was_on_the_screen(room: Desk, client_of: SignIn) -> None:
    page = draft(room)
    client, url = client_of(room.viet), reverse("newsroom:item", args=[page.pk])
    read = client.get(url).context["points"][0]
    page.standfirst = "Câu người khác vừa viết."
    page.save_revision(user=room.dich)
    said = {"point": read.point.pk, "read": read.reading}
    check = reverse("newsroom:check", args=[page.pk])
    assert "thay đổi" in client.post(check, said, follow=True).text
    assert not Tick.objects.exists()
    done = client.post(check, {**said, "read": client.get(url).context["points"][0].reading})
    assert done.headers["Location"] == f"{url}#point-{read.point.pk}"
    assert f'id="point-{read.point.pk}"' in client.get(url).text
    assert Tick.objects.get().ticked_by == room.viet


def test_who_answers_for_an_approved_text_stays_named(room: Desk, client_of: SignIn) -> None:
    page = publish(draft(room), room)
    point = ChecklistPoint.objects.get(code="names")
    client = client_of(room.duyet)
    said = {"point": point.pk, "open": "1"}
    assert "đã duyệt" in client.post(reverse("newsroom:check", args=[page.pk]), said, follow=True).text
    assert Tick.objects.filter(point=point).exists()
    assert 'name="open"' not in client.get(reverse("newsroom:item", args=[page.pk])).text
    page.standfirst = "Bản tiếp theo."
    page.save_revision(user=room.viet)
    actions.tick(page, point, by=room.viet, at=AT)
    client.post(reverse("newsroom:check", args=[page.pk]), said)
    entry = PageLogEntry.objects.get(action="newsroom.untick")
    assert (entry.user, entry.data) == (room.duyet, {"point": "names", "ticked_by": room.viet.pk})
