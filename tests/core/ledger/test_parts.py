"""A file that arrives in pieces: whole, once, only from who began it, and gone after a day."""

import os
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from io import BytesIO
from pathlib import Path
from typing import Any
from uuid import UUID, uuid4

import pytest
from django.conf import settings
from django.core.files.base import ContentFile
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection, transaction
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from PIL import Image

from lantoa.core.ledger import actions
from lantoa.core.ledger.actions import parts
from lantoa.core.ledger.drafts import Draft
from lantoa.core.ledger.forms import evidence as evidence_forms
from lantoa.core.ledger.models import Activity, Evidence
from lantoa.core.people.models import User
from tests.factories import Province
from tests.pdfs import pdf

pytestmark = pytest.mark.django_db
AT = datetime(2026, 3, 1, 5, tzinfo=UTC)
Browser = Callable[[User], Client]
TALK = {"title": "Nói chuyện", "occurred_on": "2026-02-03", "attendances": "40"}


@pytest.fixture(autouse=True)
def nothing_on_its_way(tmp_path: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(settings, "DATA", tmp_path)


def photo() -> bytes:
    out = BytesIO()
    picture = Image.effect_noise((1200, 900), 90).convert("RGB")
    exif = picture.getexif()
    exif.get_ifd(0x8825)[1] = "N"
    picture.save(out, format="JPEG", exif=exif)
    return out.getvalue()


def begin(client: Client, size: int, name: str = "anh.jpg") -> str:
    address: str = client.post(reverse("ledger:parts"), {"name": name, "size": str(size)}).json()["address"]
    return address


def put(client: Client, address: str, whole: bytes, start: int, end: int) -> tuple[int, dict[str, Any]]:
    told = f"bytes {start}-{end - 1}/{len(whole)}"
    answer = client.put(
        address, whole[start:end], content_type="application/octet-stream", headers={"Content-Range": told}
    )
    return answer.status_code, answer.json()


def token_of(address: str) -> str:
    return address.rstrip("/").rpartition("/")[2]


def arrived(client: Client, whole: bytes) -> str:
    address = begin(client, len(whole))
    for start in range(0, len(whole), parts.MOST_BYTES_AT_ONCE):
        put(client, address, whole, start, min(start + parts.MOST_BYTES_AT_ONCE, len(whole)))
    return token_of(address)


def test_pieces_make_the_file_and_a_stopped_one_goes_on_where_it_was(province: Province, client_of: Browser) -> None:
    officer, whole = client_of(province.an), photo()
    address, half = begin(officer, len(whole)), len(whole) // 2
    assert put(officer, address, whole, 0, half) == (200, {"offset": half})
    assert put(officer, address, whole, 0, half) == (409, {"offset": half})  # sent twice
    assert put(officer, address, whole, half + 5, len(whole)) == (409, {"offset": half})  # one got lost
    assert officer.get(address).json() == {"offset": half}
    assert put(officer, address, whole, half, len(whole)) == (200, {"offset": len(whole)})

    answers = {**TALK, "part": token_of(address), "submit": "1"}
    officer.post("/office/activities/new/talk/", answers)
    kept = Evidence.objects.get()
    assert (kept.name, kept.media_type) == ("anh.jpg", "image/jpeg")
    with kept.file.open() as file, Image.open(file) as picture:
        assert (picture.size, dict(picture.getexif())) == ((1200, 900), {})


def test_several_files_go_in_with_one_form_and_leave_nothing_behind(
    province: Province, client_of: Browser, django_capture_on_commit_callbacks: Any
) -> None:
    officer = client_of(province.an)
    tokens = [arrived(officer, content) for content in (pdf("Một"), pdf("Hai"), photo())]
    with django_capture_on_commit_callbacks(execute=True):
        officer.post("/office/activities/new/talk/", {**TALK, "part": tokens, "submit": "1"})
    assert sorted(Evidence.objects.values_list("media_type", flat=True)) == [
        "application/pdf", "application/pdf", "image/jpeg",
    ]  # fmt: skip
    assert [path for path in (settings.DATA / "parts").rglob("*") if path.is_file()] == []


def test_a_file_that_is_not_whole_or_no_picture_is_refused_and_nothing_is_written(
    province: Province, client_of: Browser
) -> None:
    officer, whole = client_of(province.an), photo()
    halfway = begin(officer, len(whole))
    put(officer, halfway, whole, 0, 1000)
    for token in (token_of(halfway), arrived(officer, b"<html><script>alert(1)</script>"), str(uuid4()), "x"):
        answer = officer.post("/office/activities/new/talk/", {**TALK, "part": token, "submit": "1"})
        assert (answer.status_code, "evidence" in answer.context["evidence_form"].errors) == (422, True)
    assert (Activity.objects.count(), Evidence.objects.count()) == (0, 0)


def test_nobody_else_reads_goes_on_with_sends_or_cancels_a_file(province: Province, client_of: Browser) -> None:
    officer, other, whole = client_of(province.an), client_of(province.binh), b"%PDF-1.4 a list of names"
    token = arrived(officer, whole)
    address = reverse("ledger:part", args=[token])
    assert other.get(address).status_code == other.delete(address).status_code == 404
    assert other.put(address, b"x", headers={"Content-Range": "bytes 0-0/1"}).status_code == 404
    assert other.post("/office/activities/new/talk/", {**TALK, "part": token}).status_code == 422
    assert officer.get(address).json() == {"offset": len(whole)}
    assert officer.delete(address).status_code == 204
    assert officer.get(address).status_code == 404


@pytest.mark.parametrize("size", ["0", "-1", "x", "", "15728641", "9" * 20])
def test_a_size_that_nobody_may_send_is_refused(size: str, province: Province, client_of: Browser) -> None:
    answer = client_of(province.an).post(reverse("ledger:parts"), {"name": "a.jpg", "size": size})
    assert answer.status_code == 422
    assert "15" in answer.json()["message"]


@pytest.mark.parametrize("told", ["", "bytes 0-3/9", "bytes 0-9/4", "bytes 3-0/4", "bytes x", "bytes 0-3/*"])
def test_a_piece_that_contradicts_itself_is_refused(told: str, province: Province, client_of: Browser) -> None:
    officer = client_of(province.an)
    address = begin(officer, 4)
    assert officer.put(address, b"abcd", headers={"Content-Range": told}).status_code == 400
    assert officer.get(address).json() == {"offset": 0}


def test_one_person_leaves_only_so_many_files_and_only_for_a_day(province: Province) -> None:
    an, now = province.an, timezone.now()
    made = [parts.begin("a.jpg", 10, by=an, at=now) for _ in range(parts.MOST_OPEN)]
    with pytest.raises(parts.TooMuch):
        parts.begin("a.jpg", 10, by=an, at=now)
    parts.begin("a.jpg", 10, by=province.binh, at=now)

    old = made[0]
    for path in (old.path, old.path.with_suffix(".json")):
        os.utime(path, times=(now.timestamp() - 90_000,) * 2)
    with pytest.raises(parts.PartGone):
        parts.find(old.token, by=an, at=now)
    assert parts.clean(at=now) == 2
    assert parts.find(made[1].token, by=an, at=now).size_bytes == 10
    assert parts.begin("a.jpg", 10, by=an, at=now).offset == 0


def test_a_name_cannot_lead_out_of_the_folder(province: Province) -> None:
    part = parts.begin("../../../etc/passwd", 3, by=province.an, at=timezone.now())
    assert part.path.parent == settings.DATA / "parts" / str(province.an.pk)
    with pytest.raises(parts.PartGone):
        parts.find(UUID(int=0), by=province.an, at=timezone.now())


# -- files whose transaction was taken back ----------------------------------------------------------


def recorded(province: Province) -> Activity:
    draft = Draft(
        kind="talk", agency="xa-an-binh", title="Nói chuyện", occurred_from=date(2026, 2, 3),
        occurred_on=date(2026, 2, 3), quantities={"talks": (1000, ""), "attendances": (40000, "")},
    )  # fmt: skip
    return actions.save_draft(draft, by=province.an, at=AT)


def attach(activity: Activity, by: User) -> Evidence:
    file = ContentFile(b"%PDF-1.4 " + os.urandom(8))
    return actions.attach(activity, file, name="ds.pdf", media_type="application/pdf", by=by, at=AT)


def test_a_file_whose_transaction_was_taken_back_is_removed_and_no_other(province: Province) -> None:
    made = recorded(province)
    stays = attach(made, province.an)
    with transaction.atomic():
        path = Path(attach(made, province.an).file.path)
        transaction.set_rollback(True)
    now = timezone.now()
    actions.remove_orphans(at=now)
    assert path.exists(), "its transaction could still be running"
    assert actions.remove_orphans(at=now + timedelta(days=2)) >= 1
    assert (path.exists(), Path(stays.file.path).exists()) == (False, True)


def test_a_file_whose_row_cannot_be_written_is_removed_at_once(
    province: Province, monkeypatch: pytest.MonkeyPatch
) -> None:
    made, written = recorded(province), list[Path]()

    def fail(evidence: Evidence, *args: Any, **kwargs: Any) -> None:
        written.append(Path(evidence.file.path))
        assert written[0].exists()
        raise ZeroDivisionError

    monkeypatch.setattr(Evidence, "save", fail)
    with pytest.raises(ZeroDivisionError):
        attach(made, province.an)
    assert [path.exists() for path in written] == [False]


def test_files_are_read_before_the_transaction_and_all_is_written_in_it(
    province: Province, client_of: Browser, monkeypatch: pytest.MonkeyPatch
) -> None:
    """On SQLite nobody else can write while it is open."""
    depths: list[tuple[str, int]] = []

    def told(name: str, act: Callable[..., Any]) -> Callable[..., Any]:
        def telling(*args: Any, **more: Any) -> Any:
            depths.append((name, len(connection.savepoint_ids)))
            return act(*args, **more)

        return telling

    monkeypatch.setattr(evidence_forms, "_checked", told("read", evidence_forms._checked))
    for name in ("attach", "correct", "submit"):
        monkeypatch.setattr(actions, name, told("written", getattr(actions, name)))
    outside = len(connection.savepoint_ids)
    officer, secretary = client_of(province.an), client_of(province.lan)
    officer.post(
        reverse("ledger:record", args=["talk"]),
        {**TALK, "draft": "1", "evidence": SimpleUploadedFile("a.jpg", photo())},
    )
    made = Activity.objects.get()
    edited = {**TALK, "version": made.version, "submit": "1", "evidence": SimpleUploadedFile("b.pdf", pdf("B"))}
    officer.post(reverse("ledger:edit", args=[made.pk]), edited)
    officer.post(reverse("ledger:attach", args=[made.pk]), {"evidence": SimpleUploadedFile("x.pdf", pdf())})
    actions.accept(made, by=province.lan, at=AT)
    address = reverse("ledger:correct", args=[made.pk])
    form = secretary.get(address).context["form"]
    answers = {name: form[name].value() or "" for name in form.fields if name != "coordinating"}
    secretary.post(address, {**answers, "correct-reason": "Thêm", "evidence": SimpleUploadedFile("y.pdf", pdf("Hai"))})
    assert [name for name, _depth in depths] == [
        "read", "written", "read", "written", "written", "read", "written", "read", "written",
    ]  # fmt: skip
    assert {depth for name, depth in depths if name == "read"} == {outside}
    assert {depth for name, depth in depths if name == "written"} == {outside + 1}
