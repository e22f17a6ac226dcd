"""Published items for the tests of the public side: real pages in the real tree, listed as the newsroom lists them."""

from datetime import UTC, datetime, timedelta
from typing import Any

from lantoa.core.people import actions as people
from lantoa.core.people.models import Agency
from lantoa.desks.newsroom.models import Article, ContentPage
from lantoa.doors.portal import actions as portal
from lantoa.doors.portal.models import HomePage, SectionPage
from tests.write_guard import raw_writes

AT = datetime(2026, 3, 1, 5, tzinfo=UTC)


def agency() -> Agency:
    return Agency.objects.filter(code="ubnd-tinh").first() or people.add_agency(
        "ubnd-tinh", "UBND tỉnh Sông Xanh", "Provincial People's Committee", level=Agency.Level.PROVINCE
    )


def section(language: str, code: str = "news") -> SectionPage:
    home = HomePage.objects.filter(locale__language_code=language).first() or portal.open_language(language)
    found: SectionPage = SectionPage.objects.child_of(home).get(code=code)
    return found


def publish(
    title: str, *, language: str = "vi", model: Any = Article, at: datetime = AT, code: str = "news", **fields: Any
) -> Any:
    """An item of any kind, published and listed at a moment."""
    place = section(language, code)
    fields = {"standfirst": f"Về {title}.", "agency": fields.pop("agency", None) or agency(), **fields}
    item: ContentPage = model(title=title, locale=place.locale, **fields)
    with raw_writes("as the newsroom publishes"):
        place.add_child(instance=item)
        item.save_revision().publish()
        model.objects.filter(pk=item.pk).update(listed_at=at, first_published_at=at, last_published_at=at)
    item.refresh_from_db()
    return item


def version_of(item: ContentPage, language: str, title: str, **fields: Any) -> Any:
    """The same item in another language."""
    return publish(
        title, language=language, model=type(item), translation_key=item.translation_key, at=item.listed_at, **fields
    )


def withdraw(item: ContentPage, reason: str, *, at: datetime = AT + timedelta(days=1)) -> None:
    with raw_writes("as the newsroom withdraws"):
        ContentPage.objects.filter(pk=item.pk).update(listed_at=None, withdrawn_at=at, withdrawn_reason=reason)
    item.refresh_from_db()
