"""What an expert reads by a link, and what the desk reads of the experts."""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count, Prefetch, Q, QuerySet

from lantoa.base import queries as base
from lantoa.core.people import queries as people
from lantoa.desks.newsroom.models import ContentPage, ExpertComment, ExpertLink
from lantoa.desks.newsroom.queries.desk import newest_text, with_known
from lantoa.desks.newsroom.rules.experts import AT_ONCE, may_show

_QUOTED = 160


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
    """links_open: links that open now; comments_open: comments nobody answered"""
    links = ExpertLink.objects.filter(page=page.pk)
    return links.aggregate(
        links_open=Count("pk", filter=Q(revoked_at=None, expires_at__gt=now), distinct=True),
        comments_open=Count("comments", filter=Q(comments__outcome=""), distinct=True),
        comments=Count("comments", distinct=True),
    )


def days_open() -> int:
    """How many days a link is open unless its maker says otherwise: a row that the office changes."""
    return base.kept("expert_links").days
