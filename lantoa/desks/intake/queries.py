"""Reading: imports and what became of their items, and where items can be put."""

from collections.abc import Iterable
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.db.models import BigIntegerField, F, Q, QuerySet
from django.db.models.functions import Cast
from wagtail.models import Page, WorkflowState, get_page_models

from lantoa.core.people.models import Agency, User
from lantoa.desks.intake import rules
from lantoa.desks.intake.models import ContentImport, ImportedItem
from lantoa.desks.newsroom.models import ContentPage

_AT_ONCE = 500


def imports_seen_by(user: User) -> "QuerySet[ContentImport]":
    """Those of the own agencies; of others nothing. What waits is its bringer's alone."""
    found = ContentImport.objects.select_related("agency", "imported_by")
    agencies = rules.agencies_brought_for(user)
    own = Q(imported_by=user)
    others = ~Q(state=ContentImport.State.WAITING)
    if agencies is not None:
        others &= Q(agency__in=agencies)
    return found.filter(own | others)


def import_for(user: User, pk: int) -> ContentImport:
    """raises: ContentImport.DoesNotExist, if there is none that this person may see"""
    return imports_seen_by(user).select_related("section").get(pk=pk)


def batch(pk: int) -> ContentImport:
    return ContentImport.objects.get(pk=pk)


def items_of(batch: ContentImport) -> "QuerySet[ImportedItem]":
    return batch.items.select_related("page").order_by("number")


def pages_of(batch: ContentImport) -> "QuerySet[ImportedItem, Any]":
    """The numbers of those of its pages that are still there."""
    return batch.items.filter(page__isnull=False).order_by().values("page")


def agencies_for(user: User) -> list[Agency]:
    agencies = rules.agencies_brought_for(user)
    found = Agency.objects.filter(valid_until=None)
    return list(found if agencies is None else found.filter(code__in=agencies))


def sections() -> "QuerySet[Page]":
    """Every shelf of the portal on which items may stand, in all languages."""
    shelves = [model for model in get_page_models() if getattr(model, "HOLDS_ITEMS", False)]
    found: QuerySet[Page] = Page.objects.type(*shelves).select_related("locale").order_by("locale__pk", "path")
    return found


def section_named(slug: str, language: str) -> Page | None:
    found: Page | None = sections().filter(slug=slug, locale__language_code=language).first()
    return found


def sections_like(section: Page) -> dict[str, Page]:
    """The same section in every language in which it is open, by the language's code."""
    same = sections().filter(translation_key=section.translation_key)
    return {page.locale.language_code: page for page in same}


def known_of(digests: Iterable[str]) -> set[str]:
    """Of these those that were brought in already."""
    asked, found = list(digests), set()
    for at in range(0, len(asked), _AT_ONCE):
        rows = ImportedItem.objects.filter(digest__in=asked[at : at + _AT_ONCE])
        found |= set(rows.values_list("digest", flat=True))
    return found


def origin_of(page: ContentPage) -> ImportedItem | None:
    return ImportedItem.objects.filter(page=page.pk).first()


def untouched(batch: ContentImport) -> "QuerySet[ImportedItem]":
    """Of its items those that are as they came: no other text since, never out, never sent for review."""
    page = ContentType.objects.get_for_model(Page)
    sent = WorkflowState.objects.filter(base_content_type=page).annotate(key=Cast("object_id", BigIntegerField()))
    return batch.items.filter(
        page__live=False, page__first_published_at=None, page__latest_revision=F("revision")
    ).exclude(page__in=sent.values("key"))
