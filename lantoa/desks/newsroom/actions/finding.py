"""What of the newsroom's content can be found: one document for each item that stands in lists, in step with them."""

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.utils import timezone, translation
from django.utils.translation import gettext as _
from wagtail.models import Page

from lantoa.base.search import actions as search
from lantoa.base.search.documents import Document
from lantoa.core.vocabulary import queries as vocabulary
from lantoa.core.vocabulary.models import Dimension, Term
from lantoa.desks.newsroom import queries
from lantoa.desks.newsroom.models import ContentPage, Event, ItemKind, Partner

# What of a page decides whether and by what it is found; another field that changes alone is no reason to look.
FIELDS = frozenset({
    "title", "standfirst", "body", "topic", "agency", "live", "listed_at", "event_at", "starts_at", "ends_at",
    "country", "since",
}).union(*queries.SHOWN.values())  # fmt: skip
# What readers call these they ask for; nobody looks for "article".
_NAMELESS = {ItemKind.ARTICLE, ItemKind.LANDING}
_HOME_DEPTH = 2
_MOST_DAYS = 62


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
    names = _names()
    for item in _findable().filter(pk__in=keys):
        yield _document(item, names)


def _documents() -> Iterator[Document]:
    names = _names()
    for item in _findable().order_by("pk").iterator(chunk_size=200):
        yield _document(item, names)


def _findable() -> Any:
    found: Any = queries.findable()
    return found.specific().prefetch_related("agency", "sources", "corrections")


@dataclass(frozen=True)
class _Names:
    """What items are filed under. sections: path in the tree -> title"""

    topics: dict[str, Term]
    countries: dict[str, Term]
    sections: dict[str, str]


def _names() -> _Names:
    topics, countries = (
        {term.code: term for term in vocabulary.terms(dimension)} for dimension in (Dimension.TOPIC, Dimension.COUNTRY)
    )
    return _Names(topics, countries, dict(Page.objects.filter(depth=_HOME_DEPTH + 1).values_list("path", "title")))


def _document(item: ContentPage, names: _Names) -> Document:
    assert item.listed_at is not None  # findable
    return Document(
        key=item.pk, language=item.language, kind=item.kind, topic=item.topic, published_at=item.listed_at,
        title=item.title, summary=item.standfirst, body=queries.plain_of(item), beside=queries.shown_beside(item),
        filed_under="\n".join(_filed_under(item, names)),
    )  # fmt: skip


def _filed_under(item: ContentPage, names: _Names) -> Iterator[str]:
    """Its section, kind, topic and country in its language, then the days and years that it tells of."""
    with translation.override(item.language):
        if section := names.sections.get(item.path[: Page.steplen * (_HOME_DEPTH + 1)]):
            yield section
        if item.kind not in _NAMELESS:
            yield str(ItemKind(item.kind).label)
        for term in (names.topics.get(item.topic), names.countries.get(getattr(item, "country", ""))):
            if term:
                yield vocabulary.said(term.name)
        days = sorted(set(_days(item)))
        for year in sorted({day.year for day in days}):
            yield _("the year %(year)s") % {"year": year}
    yield from map(date.isoformat, days)


def _days(item: ContentPage) -> Iterator[date]:
    yield from (timezone.localtime(at).date() for at in (item.listed_at, item.event_at) if at)
    if isinstance(item, Event):
        first, last = (timezone.localtime(at).date() for at in (item.starts_at, item.ends_at))
        for later in range(min((last - first).days, _MOST_DAYS) + 1):
            yield first + timedelta(days=later)
    if isinstance(item, Partner) and item.since:
        yield item.since
