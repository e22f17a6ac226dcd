"""The library takes in what is complete and what it says it is, and hands out what is public."""

from io import BytesIO
from typing import Any

import pytest
from django.core.files.base import ContentFile
from django.core.files.uploadedfile import SimpleUploadedFile
from django.forms import ModelForm
from django.test import Client
from PIL import Image
from wagtail.documents.forms import get_document_form
from wagtail.images.forms import get_image_form
from wagtail.models import Collection

from lantoa.desks.media.models import MediaDocument, MediaImage
from lantoa.desks.newsroom.models import Publication
from tests.desks import content
from tests.factories import Province
from tests.pdfs import hostile, pdf
from tests.write_guard import raw_writes

pytestmark = pytest.mark.django_db
_PDF = pdf("Sổ tay")


def _photo(kind: str = "JPEG") -> bytes:
    """A small photo that says where and with what it was taken."""
    picture = Image.new("RGB", (900, 600), "#487")
    exif = Image.Exif()
    exif[0x010F] = "SecretCamera"
    exif.get_ifd(0x8825)[2] = (11.0, 32.0, 1.0)
    out = BytesIO()
    picture.save(out, kind, exif=exif)
    return out.getvalue()


def _form(model: Any, file: SimpleUploadedFile, **data: str) -> "ModelForm[Any]":
    build = get_image_form if model is MediaImage else get_document_form
    root = Collection.get_first_root_node()
    form: ModelForm[Any] = build(model)(
        {"title": "Đồi cao su", "ai_use": "none", "collection": str(root.pk), **data}, {"file": file}
    )
    return form


def test_picture_without_text_credit_and_licence_is_refused_for_all_three(province: Province) -> None:
    form = _form(MediaImage, SimpleUploadedFile("a.jpg", _photo(), "image/jpeg"))

    assert sorted(form.errors) == ["credit", "description", "licence"]


def test_picture_with_everything_is_taken_in(province: Province) -> None:
    form = _form(
        MediaImage, SimpleUploadedFile("a.jpg", _photo(), "image/jpeg"),
        description="Đồi cao su lúc bình minh", credit="Lan Tỏa", licence="CC BY 4.0",
    )  # fmt: skip

    assert form.errors == {}
    assert form.save().default_alt_text == "Đồi cao su lúc bình minh"


@pytest.mark.parametrize(
    ("name", "body"),
    [
        ("a.pdf", b"<html><script>1</script>"),
        ("a.docx", _PDF),
        ("a.mp4", b"\x00\x00\x00\x18nope"),
        ("a.zip", b"MZ\x90\x00"),
        ("a.mp3", b""),
        ("a.html", b"<p>"),
        ("a.svg", b"<svg/>"),
    ],
)
def test_document_that_is_not_what_its_name_says_is_refused(name: str, body: bytes, province: Province) -> None:
    form = _form(MediaDocument, SimpleUploadedFile(name, body), licence="CC BY 4.0")

    assert list(form.errors) == ["file"]
    (said,) = form.errors["file"]
    assert "“”" not in said


@pytest.mark.parametrize(
    ("name", "body"), [("a.pdf", _PDF), ("a.mp4", b"\x00\x00\x00\x18ftypisom"), ("a.zip", b"PK\x03\x04")]
)
def test_document_that_is_what_it_says_is_taken_in(name: str, body: bytes, province: Province) -> None:
    form = _form(MediaDocument, SimpleUploadedFile(name, body), licence="CC BY 4.0")

    assert form.errors == {}


def test_a_pdf_goes_out_without_scripts_and_without_who_wrote_it(province: Province) -> None:
    form = _form(MediaDocument, SimpleUploadedFile("so-tay-cua-hoa.pdf", hostile()), licence="CC BY 4.0")
    assert form.errors == {}
    kept = form.save()
    with kept.file.open() as file:
        anew = file.read()
    hidden = [b"/JavaScript", b"GPS", b"Hoa"]
    assert [(word in hostile(), word in anew) for word in hidden] == [(True, False)] * 3
    assert (kept.filename, kept.get_file_size()) == ("so-tay-cua-hoa.pdf", len(anew))


@pytest.mark.parametrize("body", [b"%PDF-1.7\n broken", pdf(password="bi-mat")])
def test_a_pdf_that_is_damaged_or_locked_is_refused_with_what_to_do(body: bytes, province: Province) -> None:
    form = _form(MediaDocument, SimpleUploadedFile("a.pdf", body), licence="CC BY 4.0")
    assert "PDF" in form.errors["file"][0]


def test_svg_picture_is_refused(province: Province) -> None:
    form = _form(MediaImage, SimpleUploadedFile("a.svg", b"<svg xmlns='http://www.w3.org/2000/svg'/>", "image/svg+xml"))

    assert "file" in form.errors


@pytest.fixture
def picture() -> MediaImage:
    found: MediaImage = MediaImage.objects.create(
        title="Đồi", file=ContentFile(_photo(), name="doi-cao-su.jpg"), description="Đồi cao su", width=900, height=600
    )
    return found


@pytest.mark.parametrize("taken", ["JPEG", "PNG", "WEBP", "AVIF"])
@pytest.mark.parametrize("kind", ["avif", "webp", "jpeg", "png"])
def test_drawn_picture_has_a_secret_name_and_says_neither_where_nor_with_what(
    kind: str, taken: str, province: Province, khach: Client
) -> None:
    picture = content.picture(file=ContentFile(_photo(taken), name=f"anh.{taken.lower()}"))
    drawn = picture.get_rendition(f"width-400|format-{kind}")

    answer = khach.get(drawn.url)

    body = b"".join(answer)
    answer.close()
    assert answer.status_code == 200
    assert answer["Content-Type"] == f"image/{kind}"
    assert answer["Cache-Control"] == "public, max-age=31536000, immutable"
    assert not answer.cookies
    assert b"SecretCamera" in _photo(taken)
    assert b"SecretCamera" not in body
    assert Image.open(BytesIO(body)).getexif().get_ifd(0x8825) == {}
    assert len(drawn.url.split("/")[-2]) == 20


def test_two_pictures_of_one_name_have_different_secrets(picture: MediaImage) -> None:
    other = MediaImage.objects.create(
        title="Đồi", file=ContentFile(_photo() + b"\0", name="doi-cao-su.jpg"), width=900, height=600
    )
    names = {one.get_rendition("width-400").url.split("/")[-2] for one in (picture, other)}

    assert len(names) == 2


def test_original_and_anything_else_of_the_folder_are_not_handed_out(picture: MediaImage, khach: Client) -> None:
    original, drawn = picture.file.name, picture.get_rendition("width-40").file.name.removeprefix("pictures/")
    assert picture.file.storage.exists(f"pictures/../{original}")
    beside = (
        f"../{original}",
        f"%2e%2e/{original}",
        f"..%2f{original}",
        f"..%5c{original}",
        f"{drawn}/../../../{original}",
    )
    for path in (*beside, f"./../{original}", f"/{original}", "", "a/b.jpg", "%2e%2e/%2e%2e/secret_key"):
        assert khach.get(f"/media/pictures/{path}").status_code == 404, path
    assert khach.get(picture.file.url).status_code == 404


# -- documents -------------------------------------------------------------------------------------


@pytest.fixture
def document() -> MediaDocument:
    found: MediaDocument = MediaDocument.objects.create(title="Sổ tay", file=ContentFile(_PDF, name="so-tay.pdf"))
    return found


def _status(client: Client, document: MediaDocument) -> int:
    answer = client.get(document.url)
    if answer.streaming:
        assert b"".join(answer) == _PDF
        answer.close()
    return answer.status_code


def test_document_opens_for_the_public_once_a_published_page_leads_to_it(
    document: MediaDocument, khach: Client, province: Province
) -> None:
    assert _status(khach, document) == 404

    page = content.add(Publication, province.committee, title="Sổ tay", file=document, live=False)
    assert _status(khach, document) == 404

    page.save_revision().publish()
    assert _status(khach, document) == 200


def test_document_of_a_newer_draft_stays_closed(document: MediaDocument, khach: Client, province: Province) -> None:
    page = content.add(Publication, province.committee, title="Sổ tay")
    page.file = document
    page.save_revision()

    assert _status(khach, document) == 404


def test_document_in_the_body_of_a_page_opens_with_it(
    document: MediaDocument, khach: Client, province: Province
) -> None:
    content.add(Publication, province.committee, title="Sổ tay", body=[{"type": "file", "value": document.pk}])

    assert _status(khach, document) == 200


def test_document_of_a_draft_opens_for_who_edits_pages(
    document: MediaDocument, client_of: Any, province: Province
) -> None:
    assert _status(client_of(province.an), document) == 404
    assert _status(client_of(province.administrator), document) == 200


@pytest.mark.parametrize(
    ("name", "body", "count"),
    [
        ("so-tay.pdf", pdf(), 1),
        ("bang.xlsx", b"PK\x03\x04 no pages", None),
    ],
)
def test_the_pages_of_a_pdf_are_counted_when_it_is_taken_in(
    name: str, body: bytes, count: int | None, province: Province
) -> None:
    form = _form(MediaDocument, SimpleUploadedFile(name, body), licence="CC0 1.0")
    assert form.is_valid(), form.errors
    assert form.instance.page_count == count


def test_a_publication_shows_the_pages_of_its_file_and_else_what_was_typed(khach: Client, province: Province) -> None:
    file = content.document()
    page = content.add(Publication, province.committee, title="Sổ tay", file=file, page_count=24)
    assert "<dd>24</dd>" in khach.get(page.url_path).text
    with raw_writes("as when it is taken in"):
        MediaDocument.objects.filter(pk=file.pk).update(page_count=3)
    assert "<dd>3</dd>" in khach.get(page.url_path).text
    assert khach.get(f"/api/v1/items/{page.pk}").json()["publication"]["page_count"] == 3
