"""What an expert reads by a link, and what the desk reads of the experts."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum, auto

from django.db.models import Count, Prefetch, Q, QuerySet

from lantoa.base import queries as base
from lantoa.core.people import queries as people
from lantoa.desks.newsroom.models import ContentPage, ExpertComment, ExpertLink
from lantoa.desks.newsroom.queries.desk import newest_text, with_known
from lantoa.desks.newsroom.rules.experts import AT_ONCE, may_show

_QUOTED = 160


class LinkState(StrEnum):
    """HELD: not at its end, and yet it opens nothing: who made it may no longer show this text"""

    OPEN, HELD, ENDED, CLOSED = auto(), auto(), auto(), auto()


class DeadLink(LookupError):
    """Unknown, over, revoked, or of one who may no longer show this text."""


@dataclass(frozen=True)
class Part:
    """A part of a text that can be spoken of. key: as in ExpertComment.part; beginning: its first words"""

    key: str
    beginning: str


def open_link(token: str, *, now: datetime) -> ExpertLink:
    """raises: DeadLink"""
    found = (
        ExpertLink.objects.filter(token_hash=people.hash_of(token), revoked_at=None, expires_at__gt=now)
        .select_related("page__agency", "page__locale", "page__latest_revision", "revision", "made_by")
        .first()
    )
    if found is None or not may_show(found.made_by, found.page, newest_text(found.page), now=now):
        raise DeadLink
    return found


def text_of(link: ExpertLink) -> ContentPage:
    """The page as its revision says it, to be drawn and never saved."""
    return with_known(link.page.with_content_json(link.revision.content), link.page)


def parts_of(said: ContentPage) -> list[Part]:
    """In the order of reading; a part without words, a picture, is known by its kind."""
    parts = [Part("title", said.title), Part("standfirst", said.standfirst)]
    for block in said.body:
        words = " ".join(block.block.get_searchable_content(block.value))
        parts.append(Part(str(block.id), " ".join(words.split()) or str(block.block.label)))
    return [Part(part.key, _cut(part.beginning)) for part in parts if part.beginning]


def _cut(text: str) -> str:
    return text if len(text) <= _QUOTED else f"{text[:_QUOTED].rsplit(' ', 1)[0]}…"


def comments_by(link: ExpertLink) -> list[ExpertComment]:
    return list(link.comments.all())


def comments_since(link: ExpertLink, now: datetime) -> tuple[int, int]:
    """(in all, in the last minutes)"""
    counts = link.comments.aggregate(all=Count("pk"), late=Count("pk", filter=Q(sent_at__gt=now - AT_ONCE)))
    return counts["all"], counts["late"]


def states_of(links: Iterable[ExpertLink], page: ContentPage, said: ContentPage, *, now: datetime) -> list[LinkState]:
    """Of each link of a page, in their order. said: its newest text"""
    makers: dict[int, bool] = {}
    found = []
    for link in links:
        if not link.is_open(now):
            found.append(LinkState.CLOSED if link.ended_at == link.revoked_at else LinkState.ENDED)
            continue
        if link.made_by_id not in makers:
            makers[link.made_by_id] = may_show(link.made_by, page, said, now=now)
        found.append(LinkState.OPEN if makers[link.made_by_id] else LinkState.HELD)
    return found


def links_of(page: ContentPage) -> "QuerySet[ExpertLink]":
    """With `comments` and who answered them; the newest link first."""
    comments = Prefetch("comments", ExpertComment.objects.select_related("answered_by"))
    return ExpertLink.objects.filter(page=page.pk).select_related("made_by").prefetch_related(comments)


def link_of(page: ContentPage, pk: int) -> ExpertLink:
    """raises: ExpertLink.DoesNotExist"""
    return ExpertLink.objects.get(page=page.pk, pk=pk)


def comment_of(page: ContentPage, pk: int) -> ExpertComment:
    """raises: ExpertComment.DoesNotExist"""
    return ExpertComment.objects.select_related("link").get(link__page=page.pk, pk=pk)


def counts_of(page: ContentPage, *, now: datetime) -> dict[str, int]:
    """links_open: links before their end; comments_open: comments nobody answered"""
    links = ExpertLink.objects.filter(page=page.pk)
    return links.aggregate(
        links_open=Count("pk", filter=Q(revoked_at=None, expires_at__gt=now), distinct=True),
        comments_open=Count("comments", filter=Q(comments__outcome=""), distinct=True),
        comments=Count("comments", distinct=True),
    )


def opening(page: ContentPage, said: ContentPage, *, now: datetime) -> int:
    """How many links open the draft now."""
    links = ExpertLink.objects.filter(page=page.pk, revoked_at=None, expires_at__gt=now).select_related("made_by")
    return states_of(links, page, said, now=now).count(LinkState.OPEN)


def days_open() -> int:
    """How many days a link is open unless its maker says otherwise: a row that the office changes."""
    return base.kept("expert_links").days
