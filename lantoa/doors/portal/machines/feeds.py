"""The newest items as RSS 2.0, Atom 1.0 (RFC 4287) and JSON Feed 1.1: of a language, a section, a topic, a kind.

An entry's id is made of the item's key and its language, so that no change of title, address or host makes old news
new. What is withdrawn stands in no list, and so in no feed.
"""

from datetime import UTC, datetime
from typing import Any

from django.conf import settings
from django.contrib.syndication.views import Feed
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.feedgenerator import Atom1Feed, Enclosure, Rss201rev2Feed
from django.utils.html import escape
from django.views.decorators.http import conditional_page, require_safe

from lantoa.desks.media.models import MediaRendition
from lantoa.desks.newsroom import queries as newsroom
from lantoa.desks.newsroom.models import ContentPage
from lantoa.doors.portal.machines import wanted
from lantoa.doors.portal.machines.wanted import Wanted

JSON_TYPE = "application/feed+json"


class _Stable:
    """An empty feed is as old as its portal, not as this moment: it would never be unchanged."""

    feed: dict[str, Any]
    items: list[dict[str, Any]]

    def latest_post_date(self) -> datetime:
        moments = [entry["updateddate"] for entry in self.items if entry["updateddate"]]
        return max(moments, default=self.feed["began_at"] or datetime(2000, 1, 1, tzinfo=UTC))


class _Rss(_Stable, Rss201rev2Feed):
    content_type = "application/rss+xml; charset=utf-8"


class _Atom(_Stable, Atom1Feed):
    content_type = "application/atom+xml; charset=utf-8"


class _Newest(Feed[ContentPage, Wanted]):
    """What Django asks for a feed; obj: what is wanted"""

    feed_type: Any = _Rss
    view_name = "machines:rss"

    def get_object(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Wanted:
        return wanted.read(request)

    def get_feed(self, obj: Wanted | None, request: HttpRequest) -> Any:
        assert obj is not None
        self.language = obj.language
        return super().get_feed(obj, request)

    def feed_extra_kwargs(self, obj: Any) -> dict[str, Any]:
        return {"began_at": obj.began_at}

    def title(self, obj: Any) -> str:
        return str(obj.title)

    def description(self, obj: Any) -> str:
        return str(obj.description)

    def subtitle(self, obj: Any) -> str:
        return self.description(obj)

    def link(self, obj: Any) -> str:
        return str(obj.address)

    def feed_url(self, obj: Any) -> str:
        return own_address(self.view_name, obj)

    def feed_guid(self, obj: Any) -> str:
        return str(obj.urn)

    def author_name(self, obj: Any) -> str:
        return str(obj.installation.name)

    def items(self, obj: Any) -> list[ContentPage]:
        self.topic_names = obj.topic_names
        return list(obj.items())

    def item_title(self, item: Any) -> str:
        return str(item.title)

    def item_description(self, item: Any) -> str:
        # Both formats say that this is HTML.
        return escape(wanted.told_with_picture(item))

    def item_link(self, item: Any) -> str:
        return newsroom.address_of(item)

    def item_guid(self, item: Any) -> str:
        return newsroom.urn_of(item, item.language)

    item_guid_is_permalink = False

    def item_author_name(self, item: Any) -> str:
        return str(item.agency.name)

    def item_pubdate(self, item: Any) -> datetime:
        return item.listed_at  # type: ignore[no-any-return] # listed: it has one

    def item_updateddate(self, item: Any) -> datetime | None:
        return newsroom.changed_at(item)

    def item_categories(self, item: Any) -> list[str]:
        return _tags(item, self.topic_names)

    def item_enclosures(self, item: Any) -> list[Enclosure]:
        drawn = newsroom.shared_picture(item.picture)
        try:
            return [Enclosure(_address_of(drawn), str(drawn.file.size), newsroom.SHARED_TYPE)] if drawn else []
        except OSError:  # its file is lost; the news is not
            return []


class _NewestAtom(_Newest):
    feed_type = _Atom
    view_name = "machines:atom"


@require_safe
@conditional_page
def rss(request: HttpRequest) -> HttpResponse:
    # A feed keeps what it reads while it is drawn, so each request gets its own.
    return _Newest()(request)


@require_safe
@conditional_page
def atom(request: HttpRequest) -> HttpResponse:
    return _NewestAtom()(request)


@require_safe
@conditional_page
def json_feed(request: HttpRequest) -> HttpResponse:
    asked = wanted.read(request)
    document = {
        "version": "https://jsonfeed.org/version/1.1",
        "title": asked.title,
        "description": asked.description,
        "language": asked.language,
        "home_page_url": asked.address,
        "feed_url": own_address("machines:json", asked),
        "authors": [{"name": asked.installation.name}],
        "items": [_entry(item, asked.topic_names) for item in asked.items()],
    }
    return JsonResponse(document, content_type=JSON_TYPE, json_dumps_params={"ensure_ascii": False, "indent": 1})


def _entry(item: ContentPage, topic_names: dict[str, str]) -> dict[str, Any]:
    drawn = newsroom.shared_picture(item.picture)
    entry = {
        "id": newsroom.urn_of(item, item.language),
        "url": newsroom.address_of(item),
        "title": item.title,
        "content_text": wanted.told_with_picture(item),
        "date_published": _moment(item.listed_at),
        "date_modified": _moment(newsroom.changed_at(item)),
        "authors": [{"name": item.agency.name}],
        "tags": _tags(item, topic_names),
        "language": item.language,
    }
    return entry | ({"image": _address_of(drawn)} if drawn else {})


def own_address(view_name: str, asked: Wanted) -> str:
    query = f"?{asked.query}" if asked.query else ""
    return f"{settings.PUBLIC_URL}{reverse(view_name)}{query}"


def _tags(item: ContentPage, topic_names: dict[str, str]) -> list[str]:
    topic = [topic_names.get(item.topic, item.topic)] if item.topic else []
    return [item.get_kind_display(), *topic]


def _address_of(drawn: MediaRendition) -> str:
    return f"{settings.PUBLIC_URL}{drawn.url}"


def _moment(at: datetime | None) -> str:
    assert at is not None, "a listed item has its moment"
    return timezone.localtime(at).isoformat(timespec="seconds")
