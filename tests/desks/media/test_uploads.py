"""Files built to do harm: refused, or handed out so that no browser runs anything of them."""

import struct
import tracemalloc
import zlib
from io import BytesIO

import pytest
from django.core.files.base import ContentFile
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from PIL import Image

from lantoa.desks.media.models import MediaDocument, MediaImage
from lantoa.desks.newsroom.models import Publication
from tests.desks import content
from tests.desks.media.test_library import _form
from tests.factories import Province
from tests.pdfs import hostile

pytestmark = pytest.mark.django_db
SCRIPT = b"<html><script>alert(1)</script></html>"
SVG = b"<svg xmlns='http://www.w3.org/2000/svg'><script>alert(1)</script></svg>"


def _drawn(kind: str, **kwargs: object) -> bytes:
    out = BytesIO()
    Image.new("RGB", (60, 40), "#487").save(out, kind, **kwargs)
    return out.getvalue()


def _part(name: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))


def _bomb(width: int, height: int) -> bytes:
    """A PNG of some kilobytes that unfolds to width x height."""
    rows = zlib.compress(bytes(1_000_000), 9)
    size = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + _part(b"IHDR", size) + _part(b"IDAT", rows) + _part(b"IEND", b"")


def _taken(name: str, body: bytes) -> dict[str, list[str]]:
    form = _form(
        MediaImage, SimpleUploadedFile(name, body), description="Đồi cao su", credit="Lan Tỏa", licence="CC BY 4.0"
    )
    return {field: [str(error) for error in errors] for field, errors in form.errors.items()}


@pytest.mark.parametrize(
    ("name", "body"),
    [
        ("a.png", SVG), ("a.jpg", SCRIPT), ("a.svg", SVG), ("a.html", SCRIPT), ("a.jpg.html", _drawn("JPEG")),
        ("a.jpg", _drawn("PNG")), ("a.png", b"\x89PNG\r\n\x1a\n" + SCRIPT), ("a.gif", b"GIF89a" + SCRIPT),
        ("a.webp", b"RIFF\0\0\0\0WEBP" + SCRIPT), ("a.tiff", _drawn("TIFF")), ("a.png", b""),
    ],
)  # fmt: skip
def test_a_picture_that_is_none_is_refused(name: str, body: bytes, province: Province) -> None:
    assert list(_taken(name, body)) == ["file"]


@pytest.mark.parametrize(("width", "height"), [(12_000, 12_000), (60_000, 60_000), (2_000_000_000, 1)])
def test_a_picture_that_unfolds_without_end_is_refused_before_it_does(
    width: int, height: int, province: Province
) -> None:
    tracemalloc.start()
    errors = _taken("a.png", _bomb(width, height))
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert list(errors) == ["file"]
    assert peak < 60_000_000


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "GIF", "WEBP"])
def test_what_hides_behind_or_within_a_picture_is_not_drawn(kind: str, province: Province, khach: Client) -> None:
    hidden = {"comment": SCRIPT} if kind in {"JPEG", "GIF"} else {}
    body = _drawn(kind, **hidden) + SCRIPT + b"PK\x03\x04"
    assert SCRIPT in body
    assert _taken(f"a.{kind.lower()}", body) == {}
    picture = content.picture(file=ContentFile(body, name=f"a.{kind.lower()}"), width=60, height=40, file_hash=kind)

    answer = khach.get(picture.get_rendition("width-30").url)

    drawn = b"".join(answer.streaming_content)  # type: ignore[attr-defined]
    assert b"script" not in drawn
    assert answer["Content-Type"].startswith("image/")
    assert (answer["X-Content-Type-Options"], answer["Content-Security-Policy"]) == ("nosniff", "default-src 'none'")


@pytest.mark.parametrize(
    ("name", "body", "way"),
    [
        ("a.pdf", hostile(), "inline"),
        ("a.zip", b"PK\x03\x04" + SCRIPT, "attachment"),
        ("a.docx", b"PK\x03\x04" + SCRIPT, "attachment"),
        ("a.mp3", b"ID3" + SCRIPT, "attachment"),
    ],
)
def test_a_document_is_handed_out_as_what_it_is_and_runs_nothing(
    name: str, body: bytes, way: str, province: Province, khach: Client
) -> None:
    assert _form(MediaDocument, SimpleUploadedFile(name, body), licence="CC0").errors == {}
    file = MediaDocument.objects.create(title="Tài liệu", licence="CC0", file=ContentFile(body, name=name))
    content.add(Publication, province.committee, title="Sách", file=file)

    answer = khach.get(file.url)

    assert b"".join(answer.streaming_content) == body  # type: ignore[attr-defined]
    assert answer.status_code == 200
    assert answer["Content-Disposition"].partition(";")[0] == way
    assert not answer["Content-Type"].startswith(("text/html", "image/svg"))
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert "default-src 'none'" in answer["Content-Security-Policy"]
    assert "script-src" not in answer["Content-Security-Policy"]
