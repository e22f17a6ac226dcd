"""Files of a draft that an expert reads by a link: exactly those, exactly as long as the link opens."""

import re
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from lantoa.desks.newsroom import actions
from lantoa.desks.newsroom.actions.experts import Shown
from lantoa.desks.newsroom.models import ExpertLink, Publication
from tests.desks import content
from tests.desks.newsroom.desk import Desk, draft
from tests.write_guard import raw_writes

pytestmark = pytest.mark.django_db
VIETNAMESE = {"Accept-Language": "vi"}


@pytest.fixture
def book(room: Desk) -> Any:
    """A draft with a file of its own, one in a paragraph and one in a block."""
    inside, beside = content.document("bang-so.xlsx", b"xlsx"), content.document("ban-do.pdf")
    body = [
        {"type": "text", "value": f'<p>Xem <a linktype="document" id="{inside.pk}">bảng số</a>.</p>'},
        {"type": "file", "value": beside.pk},
    ]
    return draft(room, Publication, title="Sổ tay biên giới", file=content.document(), body=body)


def _show(room: Desk, page: Any) -> Shown:
    return actions.show_to_expert(page, expert="Bà Hoa", purpose="Xem bản in", days=7, by=room.viet, at=timezone.now())


def _files_on(client: Client, shown: Shown) -> list[str]:
    text = client.get(reverse("expert_reading", args=[shown.token]), headers=VIETNAMESE).text
    assert 'href="/documents/' not in text
    return re.findall(rf'href="(/drafts/{shown.token}/files/\d+/)"', text)


def test_the_expert_opens_every_file_of_the_draft_and_the_public_none(room: Desk, book: Any) -> None:
    shown, visitor = _show(room, book), Client()

    files = _files_on(visitor, shown)

    answers = [visitor.get(path) for path in files]
    # What another test has put there makes the storage add letters to a name.
    said = [re.sub(r"_\w{7}\.", ".", answer.headers["Content-Disposition"]) for answer in answers]
    assert said == [
        'inline; filename="so-tay.pdf"', 'attachment; filename="bang-so.xlsx"', 'inline; filename="ban-do.pdf"',
    ]  # fmt: skip
    assert b"".join(answers[1].streaming_content) == b"xlsx"  # type: ignore[attr-defined] # a file
    for answer in answers:
        b"".join(answer.streaming_content)  # type: ignore[attr-defined] # read to its end it is closed
        assert answer.headers["Cache-Control"] == "private, no-store, max-age=0"
        assert answer.headers["Referrer-Policy"] == "no-referrer"
        assert answer.headers["Content-Security-Policy"] == "default-src 'none'"
        assert not answer.cookies
    assert visitor.get(book.file.url).status_code == 404


def test_a_file_of_nobodys_draft_or_of_a_later_text_stays_closed(room: Desk, book: Any) -> None:
    shown, visitor = _show(room, book), Client()
    other = content.document("khac.pdf")
    book.file = other
    book.save_revision(user=room.viet)

    assert visitor.get(reverse("expert_file", args=[shown.token, other.pk])).status_code == 404
    assert visitor.get(reverse("expert_file", args=["0" * 40, book.file_id])).status_code == 404
    newer = _show(room, book)
    assert _status(visitor, newer, other.pk) == 200


@pytest.mark.parametrize("how", ["over", "revoked", "maker left"])
def test_the_files_end_with_the_link(room: Desk, book: Any, how: str) -> None:
    shown, visitor = _show(room, book), Client()
    assert _status(visitor, shown, book.file_id) == 200

    if how == "revoked":
        actions.revoke_expert_link(shown.link, by=room.duyet, at=timezone.now())
    with raw_writes("time that has passed, an account that was closed"):
        if how == "over":
            past = timezone.now() - timedelta(days=8)
            ExpertLink.objects.update(made_at=past, expires_at=past + timedelta(days=7))
        elif how == "maker left":
            type(room.viet).objects.filter(pk=room.viet.pk).update(is_active=False)

    assert _status(visitor, shown, book.file_id) == 404


def test_a_lost_file_is_not_there(room: Desk, book: Any) -> None:
    shown = _show(room, book)
    book.file.file.storage.delete(book.file.file.name)
    assert _status(Client(), shown, book.file_id) == 404


def _status(client: Client, shown: Shown, pk: int) -> int:
    answer = client.get(reverse("expert_file", args=[shown.token, pk]))
    if answer.streaming:
        b"".join(answer.streaming_content)  # type: ignore[attr-defined] # read to its end it is closed
    return answer.status_code
