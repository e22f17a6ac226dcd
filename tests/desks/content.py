"""Items for tests, as the newsroom makes them: under the section of their kind, live unless told otherwise."""

from datetime import UTC, datetime
from io import BytesIO
from typing import Any, TypeVar

from django.core.files.base import ContentFile
from django.utils.text import slugify
from PIL import Image
from wagtail.models import Locale

from lantoa.base.folding import fold
from lantoa.core.people.models import Agency
from lantoa.desks.media.models import MediaDocument, MediaImage
from lantoa.desks.newsroom.models import Article, ContentPage, Event, InvestmentProject, Partner
from lantoa.doors.portal import actions as portal
from lantoa.doors.portal.models import HomePage, SectionPage

AT = datetime(2026, 3, 1, 5, tzinfo=UTC)
_Item = TypeVar("_Item", bound=ContentPage)

# What a kind cannot be saved without.
_NEEDED: dict[type[ContentPage], dict[str, Any]] = {
    Event: {"starts_at": AT, "ends_at": AT, "venue": "Nhà văn hóa"},
    Partner: {"country": "la"},
    InvestmentProject: {
        "sector": "Chế biến", "site": "Khu công nghiệp", "contact_name": "Tổ xúc tiến",
        "contact_email": "xuctien@example.org", "answer_days": 5,
    },
}  # fmt: skip


def add(
    kind: type[_Item], agency: Agency, *, title: str, language: str = "vi", live: bool = True, **fields: Any
) -> _Item:
    """A page of this kind; `body` as a list of {"type", "value"}, other fields by their names.

    A live one stands in lists, the newest at the time of its `listed_at`.
    """
    item = kind(
        title=title,
        slug=fields.pop("slug", slugify(fold(title)) or "bai"),
        agency=agency,
        live=live,
        locale=Locale.objects.get(language_code=language),
        **{
            "standfirst": "Một câu dẫn.", "listed_at": AT if live else None, "first_published_at": AT if live else None,
            **_NEEDED.get(kind, {}), **fields,
        },
    )  # fmt: skip
    section(language, kind).add_child(instance=item)
    return item


def section(language: str, kind: type[ContentPage] = Article) -> SectionPage:
    """Where items of a kind stand; opens the language if it is not yet."""
    if not HomePage.objects.filter(locale__language_code=language).exists():
        portal.open_language(language)
    found = SectionPage.objects.filter(locale__language_code=language)
    shelf: SectionPage = found.filter(lists_kind=kind.KIND).first() or found.get(code="visit")
    return shelf


def picture(name: str = "doi-cao-su.jpg", **fields: Any) -> MediaImage:
    """A small green picture in the library."""
    body = BytesIO()
    Image.new("RGB", (900, 600), "#487").save(body, "JPEG")
    made: MediaImage = MediaImage.objects.create(
        **{
            "title": "Đồi cao su", "description": "Đồi cao su lúc bình minh", "credit": "Lan Tỏa",
            "licence": "CC BY 4.0", "width": 900, "height": 600, "file": ContentFile(body.getvalue(), name=name),
            **fields,
        }
    )  # fmt: skip
    return made


def document(name: str = "so-tay.pdf", body: bytes = b"%PDF-1.4 a small file") -> MediaDocument:
    """A file in the library that no page leads to yet."""
    made: MediaDocument = MediaDocument.objects.create(title="Sổ tay", file=ContentFile(body, name=name))
    return made
