"""What of the newsroom's content can be found: one document for each item that stands in lists, in step with them."""

from collections.abc import Collection, Iterator
from typing import Any

from lantoa.base.search import actions as search
from lantoa.base.search.documents import Document
from lantoa.desks.newsroom import queries
from lantoa.desks.newsroom.models import ContentPage

# What of a page decides whether and by what it is found; another field that changes alone is no reason to look.
FIELDS = frozenset({"title", "standfirst", "body", "topic", "agency", "live", "listed_at"}).union(
    *queries.SHOWN.values()
)


def refresh(key: int) -> None:
    """Let an item be found as it stands in the database now, or no longer; in the transaction that changed it."""
    found = list(documents_of([key]))
    for document in found:
        search.put(document)
    if not found:
        search.remove(key)


def refresh_all() -> int:
    """The whole index from what stands in lists now. returns: how many items"""
    return search.replace_all(_documents())


def documents_of(keys: Collection[int]) -> Iterator[Document]:
    """Of those that can be found, as they read now."""
    for item in _findable().filter(pk__in=keys):
        yield _document(item)


def _documents() -> Iterator[Document]:
    for item in _findable().order_by("pk").iterator(chunk_size=200):
        yield _document(item)


def _findable() -> Any:
    found: Any = queries.findable()
    return found.specific().prefetch_related("agency", "sources")


def _document(item: ContentPage) -> Document:
    assert item.listed_at is not None  # findable
    body = f"{queries.plain_of(item)}\n{queries.shown_beside(item)}".strip()
    return Document(
        key=item.pk, language=item.language, kind=item.kind, topic=item.topic, published_at=item.listed_at,
        title=item.title, summary=item.standfirst, body=body,
    )  # fmt: skip
