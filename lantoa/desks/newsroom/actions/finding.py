"""What of the newsroom's content can be found: one document for each item that stands in lists, in step with them."""

from collections.abc import Iterator

from lantoa.base.search import actions as search
from lantoa.base.search.documents import Document
from lantoa.desks.newsroom import queries
from lantoa.desks.newsroom.models import ContentPage

# What of a page decides whether and by what it is found; another field that changes alone is no reason to look.
FIELDS = frozenset({"title", "standfirst", "body", "topic", "live", "listed_at"})


def refresh(key: int) -> None:
    """Let an item be found as it stands in the database now, or no longer; in the transaction that changed it."""
    item = queries.findable().filter(pk=key).first()
    if item is None:
        search.remove(key)
    else:
        search.put(_document(item))


def refresh_all() -> int:
    """The whole index from what stands in lists now. returns: how many items"""
    return search.replace_all(_documents())


def _documents() -> Iterator[Document]:
    for item in queries.findable().order_by("pk").iterator(chunk_size=200):
        yield _document(item)


def _document(item: ContentPage) -> Document:
    assert item.listed_at is not None  # findable
    return Document(
        key=item.pk, language=item.language, kind=item.kind, topic=item.topic, published_at=item.listed_at,
        title=item.title, summary=item.standfirst, body=queries.plain_of(item),
    )  # fmt: skip
