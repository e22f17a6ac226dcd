"""Where a person may write what: for each kind of item the sections in which it belongs, in one language."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from wagtail.models import Page, get_page_models

from lantoa.desks.newsroom.models import ITEM_TYPES, ContentPage, ItemKind


@dataclass(frozen=True)
class Way:
    """A kind of item and the sections that take it, first the one that lists this kind."""

    kind: ItemKind
    model: str
    shelves: list[Page]


def languages_open() -> list[str]:
    """Those in which items have a section to stand in, Vietnamese first."""
    codes = {
        code for model in _shelf_models() for code in model.objects.values_list("locale__language_code", flat=True)
    }
    return sorted(codes, key=lambda code: (code != "vi", code))


def ways_to_write(user: Any, language: str) -> list[Way]:
    """Only kinds and sections that this person may add to; a kind without any is left out."""
    shelves = [
        shelf
        for model in _shelf_models()
        for shelf in model.objects.filter(locale__language_code=language).order_by("path")
        if shelf.permissions_for_user(user).can_add_subpage()
    ]
    return [way for model in ITEM_TYPES if (way := _way(model, shelves)).shelves]


def _way(model: type[ContentPage], shelves: list[Page]) -> Way:
    """A section of another kind would not show the item: it is left out."""
    taken = [shelf for shelf in shelves if model.can_exist_under(shelf)]
    own = [shelf for shelf in taken if _kind_of(shelf) == model.KIND]
    return Way(model.KIND, model._meta.model_name or "", own + [each for each in taken if not _kind_of(each)])


def _kind_of(shelf: Page) -> str:
    return getattr(shelf, "lists_kind", "")


def _shelf_models() -> Iterator[type[Page]]:
    """The desk does not know the portal's pages, only what they say of themselves."""
    return (model for model in get_page_models() if getattr(model, "HOLDS_ITEMS", False))
