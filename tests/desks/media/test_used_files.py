"""What stands on a page was approved with it: it is not exchanged, deleted or described anew by who added it."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from wagtail.models import ModelLogEntry, ReferenceIndex

from lantoa.desks.media.models import MediaImage
from lantoa.desks.newsroom.models import Publication
from tests.desks import content
from tests.desks.newsroom.desk import Desk, decide, desk, draft, fresh, publish, submit, tick_all
from tests.factories import Province
from tests.pdfs import pdf
from tests.write_guard import raw_writes

pytestmark = pytest.mark.django_db
SignIn = Callable[..., Client]
_NEW = pdf("Sổ tay khác")


@pytest.fixture
def room(province: Province) -> Desk:
    return desk(province)


@pytest.fixture
def file(room: Desk) -> Any:
    return _of(room, content.document())


@pytest.fixture
def image(room: Desk) -> Any:
    return _of(room, content.picture())


def _of(room: Desk, file: Any) -> Any:
    file.uploaded_by_user = room.viet
    with raw_writes("as who uploaded it"):
        file.save()
    return file


def _delete(client: Client, file: Any) -> Any:
    return client.post(reverse(*_named(file, "delete")))


def _named(file: Any, view: str) -> tuple[str, None, list[int]]:
    return f"wagtail{'images' if isinstance(file, MediaImage) else 'docs'}:{view}", None, [file.pk]


def _mend(client: Client, of: Any, **more: Any) -> Any:
    said = {
        "title": of.title, "licence": "CC0", "ai_use": "none", "credit": "Tỉnh", "description": "Đồi cao su",
        "collection": of.collection_id, **more,
    }  # fmt: skip
    return client.post(reverse(*_named(of, "edit")), said)


def test_who_added_it_neither_deletes_nor_mends_what_readers_have(
    room: Desk, file: Any, image: Any, client_of: SignIn
) -> None:
    publish(draft(room, Publication, title="Sổ tay", file=file, picture=image), room)
    client = client_of(room.viet)
    for each in (file, image):
        answers = [_mend(client, each), _delete(client, each), client.get(reverse(*_named(each, "edit")))]
        assert [answer.status_code for answer in answers] == [403] * 3
        assert "đưa vào bài" in answers[0].text
        assert "mới xóa được" in answers[1].text
        each.refresh_from_db()
        assert each.licence != "CC0"
    assert client.get(reverse("wagtaildocs:index")).status_code == 200


def test_in_bulk_it_is_not_deleted_either(room: Desk, file: Any, image: Any, client_of: SignIn) -> None:
    publish(draft(room, Publication, title="Sổ tay", file=file, picture=image), room)
    for user in (room.viet, room.province.lan):
        for each in (file, image):
            kind = each._meta.label_lower.replace(".", "/")
            client_of(user).post(f"/admin/bulk/{kind}/delete/?id={each.pk}&next=/admin/")
            assert type(each).objects.filter(pk=each.pk).exists()


def test_the_secretariat_mends_what_is_said_of_it_and_exchanges_nothing(
    room: Desk, file: Any, client_of: SignIn
) -> None:
    publish(draft(room, Publication, title="Sổ tay", file=file), room)
    client = client_of(room.province.lan)
    assert _mend(client, file).status_code == 302
    file.refresh_from_db()
    assert file.licence == "CC0"
    assert ModelLogEntry.objects.filter(object_id=str(file.pk), action="wagtail.edit", user=room.province.lan).exists()
    refused = _mend(client, file, file=SimpleUploadedFile("b.pdf", _NEW, "application/pdf"))
    assert "Sổ tay" in refused.context["form"].errors["file"][0]
    file.refresh_from_db()
    with file.file.open() as kept:
        assert kept.read() != _NEW
    assert _delete(client, file).status_code == 403


def test_what_was_sent_for_approval_stays_as_it_was_sent(room: Desk, file: Any, client_of: SignIn) -> None:
    page = draft(room, Publication, title="Sổ tay", file=file)
    client = client_of(room.viet)
    assert _mend(client, file).status_code == 302
    submit(page, by=room.viet)
    assert _mend(client, file).status_code == _delete(client, file).status_code == 403
    decide(fresh(page), "reject", by=room.duyet, comment="Thiếu trang 2.")
    assert _mend(client, file, file=SimpleUploadedFile("b.pdf", _NEW, "application/pdf")).status_code == 302


def test_it_is_kept_from_the_moment_it_was_sent_whether_or_not_the_worker_has_come(
    room: Desk, file: Any, client_of: SignIn
) -> None:
    page = draft(room, Publication, title="Sổ tay")
    page.file = file
    page.save_revision(user=room.viet)
    submit(page, by=room.viet)
    ReferenceIndex.objects.all().delete()
    assert _mend(client_of(room.viet), file).status_code == 403


def test_what_the_next_text_of_a_public_page_brings_stays_as_it_was_sent(
    room: Desk, file: Any, image: Any, client_of: SignIn
) -> None:
    page = publish(draft(room, Publication, title="Sổ tay", file=content.document("cu.pdf")), room)
    next_text = page.get_latest_revision_as_object()
    next_text.file, next_text.go_live_at = file, timezone.now() + timedelta(days=2)
    next_text.body = [{"type": "picture", "value": {"picture": image.pk, "caption": "", "alternative_text": ""}}]
    next_text.save_revision(user=room.viet)
    client = client_of(room.viet)
    assert _mend(client, file).status_code == 302
    submit(fresh(page), by=room.viet)
    assert [_delete(client, each).status_code for each in (file, image)] == [403, 403]

    tick_all(fresh(page), by=room.viet)
    decide(fresh(page), "approve", by=room.duyet)
    assert fresh(page).file_id != file.pk
    assert [_mend(client, each).status_code for each in (file, image)] == [403, 403]


def test_what_no_page_shows_is_deleted_by_who_added_it(room: Desk, image: Any, client_of: SignIn) -> None:
    assert _delete(client_of(room.viet), image).status_code == 302
    assert not MediaImage.objects.filter(pk=image.pk).exists()


def test_of_many_pages_that_have_it_three_are_named(room: Desk, image: Any, client_of: SignIn) -> None:
    for number in range(1, 6):
        publish(draft(room, title=f"Bài {number}", picture=image), room)
    with content.picture("khac.jpg").file.open() as other:
        new = SimpleUploadedFile("khac.jpg", other.read(), content_type="image/jpeg")
    said = _mend(client_of(room.province.lan), image, file=new).context["form"].errors["file"][0]
    assert said.startswith("Tệp này đang dùng ở: Bài 1; Bài 2; Bài 3; và 2 trang khác. Hãy thêm tệp mới")
