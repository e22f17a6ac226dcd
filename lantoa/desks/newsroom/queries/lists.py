"""Lists of items: always of one language, newest first, whatever the kind."""

from collections.abc import Collection, Iterable, Sequence
from datetime import datetime, time
from itertools import pairwise
from typing import Any
from uuid import UUID

from django.conf import settings
from django.db import connection
from django.db.models import Q, QuerySet
from django.utils import timezone
from wagtail.models import Page

from lantoa.core.people.models import Agency
from lantoa.desks.newsroom.models import ContentPage, Event
from lantoa.desks.newsroom.queries.identity import path_at

# What a calendar says of an event: a quarter of the columns, and none of the text.
_OF_CALENDAR = [
    "title", "url_path", "translation_key", "language", "standfirst", "listed_at", "first_published_at",
    "last_published_at", "withdrawn_at", "withdrawn_reason", "withdrawn_in", "starts_at", "ends_at", "venue",
    "venue_address", "organiser", "origin", "signed_at",
]  # fmt: skip


def listed(
    language: str, *, kind: str = "", topic: str = "", shelf: Page | None = None, since: datetime | None = None,
) -> "QuerySet[ContentPage]":  # fmt: skip
    """What stands in lists, feeds, search and maps of a site; newest first. shelf: only what stands under this page

    A list needs no more than this table and the page's: pictures are fetched with it, classes are not.
    """
    wanted = {"kind": kind, "topic": topic, "shelf": shelf, "listed_at__gte": since}
    found: QuerySet[ContentPage] = ContentPage.objects.filter(
        language=language, listed_at__isnull=False, **{name: value for name, value in wanted.items() if value}
    )
    return found.select_related("picture").order_by("-listed_at", "-pk")


def of_line(line: Sequence[Agency]) -> list[Q]:
    """Whose items stand under an agency: its own and, from the day of each merger, those of what it became part of.

    What that one published before does not come as new. One condition each, for each finds its rows by the index.
    line: as people.queries.line_of; none for all
    """
    if not line:
        return [Q()]
    return [Q(agency=line[0]), *(Q(agency=row, listed_at__gte=_end_of(before)) for before, row in pairwise(line))]


def _end_of(agency: Agency) -> datetime:
    assert agency.valid_until, "it was merged on a day"
    return datetime.combine(agency.valid_until, time(), tzinfo=timezone.get_current_timezone())


def as_cards(items: "QuerySet[ContentPage]") -> "QuerySet[ContentPage]":
    """Rows with what a card shows and no more: a fifth of the columns, and none of the text."""
    return items.only(
        "title", "url_path", "language", "kind", "listed_at", "standfirst", "picture", "origin", "signed_at"
    )


def cut(items: "QuerySet[ContentPage]", start: int, stop: int) -> list[ContentPage]:
    """A piece of a long list in its order: two questions, as quick at the end of the list as at its beginning.

    The rows before the piece are passed by in the index alone; a plain slice would read each of them with its page.
    """
    keys = list(items.values_list("pk", flat=True)[start:stop])
    found = {item.pk: item for item in items.filter(pk__in=keys)}
    return [found[key] for key in keys if key in found]


def published_since(moment: datetime, *, kinds: Collection[str]) -> "QuerySet[ContentPage]":
    """Of all languages, newest first. They are named one by one, so that the index by language is used."""
    found: QuerySet[ContentPage] = ContentPage.objects.filter(
        language__in=[code for code, _ in settings.LANGUAGES], listed_at__gte=moment, kind__in=kinds
    )
    return found.order_by("-listed_at", "-pk")


_PIECES = """
WITH RECURSIVE piece (number) AS (
    SELECT 0 UNION ALL
    SELECT number + 1 FROM piece WHERE number < (SELECT max(page_ptr_id) / %s FROM newsroom_contentpage)
)
SELECT number FROM piece WHERE EXISTS (
    SELECT 1 FROM newsroom_contentpage
    WHERE page_ptr_id >= number * %s AND page_ptr_id < (number + 1) * %s AND listed_at IS NOT NULL
)
ORDER BY number
"""


def pieces(size: int) -> list[int]:
    """Everything that is listed, cut by the numbers of its pages: those pieces that hold anything, the oldest first.

    A piece of n holds the pages from n times `size` on. No item is counted, and none moves to another piece.
    """
    with connection.cursor() as cursor:
        cursor.execute(_PIECES, [size] * 3)
        return [number for (number,) in cursor.fetchall()]


def piece(number: int, size: int) -> "QuerySet[ContentPage]":
    """What a map says of the items of a piece, of all languages."""
    found: QuerySet[ContentPage] = ContentPage.objects.filter(
        pk__gte=number * size, pk__lt=(number + 1) * size, listed_at__isnull=False
    )
    rows = found.select_related("picture").order_by("pk")
    return rows.only("url_path", "language", "translation_key", "listed_at", "last_published_at", "picture")


def paths_of_versions(keys: Collection[UUID]) -> dict[UUID, dict[str, str]]:
    """For each translation key the languages in which the item is listed, with its path; one question."""
    found: dict[UUID, dict[str, str]] = {}
    rows = ContentPage.objects.filter(translation_key__in=keys, listed_at__isnull=False)
    for key, language, url_path in rows.order_by("language").values_list("translation_key", "language", "url_path"):
        found.setdefault(key, {})[language] = path_at(url_path, language)
    return found


def upcoming(language: str, *, now: datetime) -> "QuerySet[Event]":
    """Events that are not over, the next one first."""
    found: QuerySet[Event] = Event.objects.filter(language=language, listed_at__isnull=False, pk__in=_not_over(now))
    return found.select_related("picture").order_by("starts_at", "pk")


def _not_over(moment: datetime) -> "QuerySet[Event, Any]":
    """Asked first and by themselves, in the index of ends: else SQLite reads every item of a language for them."""
    found: QuerySet[Event, Any] = Event.objects.order_by().filter(ends_at__gte=moment).values("contentpage_ptr")
    return found


def calendar(language: str) -> "QuerySet[Event]":
    """Events for calendars that people keep: listed ones, and withdrawn ones so that they can be struck out there."""
    found: QuerySet[Event] = Event.objects.live().filter(
        Q(listed_at__isnull=False) | Q(withdrawn_at__isnull=False), language=language
    )
    return found.order_by("starts_at", "pk")


def calendar_around(now: datetime, language: str, *, coming: int, past: int, since: datetime) -> "QuerySet[Event]":
    """The next events of a calendar, at most `coming`, and the last ones of those over since a moment; one question."""
    events = calendar(language).values("pk")
    next_ones = events.filter(pk__in=_not_over(now))[:coming]
    last_ones = events.filter(pk__in=_not_over(since), ends_at__lt=now).order_by("-ends_at", "-pk")[:past]
    # Both together as one set: of two, PostgreSQL reads every event and page to see which lies in either.
    of_both = [Event.objects.order_by().filter(pk__in=part).values("pk") for part in (next_ones, last_ones)]
    found: QuerySet[Event] = Event.objects.filter(pk__in=of_both[0].union(of_both[1], all=True))
    return found.only(*_OF_CALENDAR).order_by("starts_at", "pk")


def public() -> "QuerySet[ContentPage]":
    """Every page that a reader may open: withdrawn ones too, under their banner.

    Live is public: Wagtail's pages behind a password are closed in the settings, and to look for them reads every page.
    """
    found: QuerySet[ContentPage] = ContentPage.objects.live()
    return found


def led_to(pages: "Iterable[Page | None]") -> list[Page]:
    """Of pages that a text names those that it still leads readers to: public, and not withdrawn."""
    live = [page for page in pages if page and page.live]
    withdrawn = ContentPage.objects.filter(pk__in=[page.pk for page in live], withdrawn_at__isnull=False)
    gone = set(withdrawn.values_list("pk", flat=True)) if live else set()
    return [page for page in live if page.pk not in gone]


def paths_led_to(keys: Iterable[str]) -> dict[str, str]:
    """Of the pages with these numbers, as links in a text name them, the public ones with their paths; one question."""
    asked = {int(key) for key in keys if key.isascii() and key.isdecimal() and len(key) < 19}
    rows = Page.objects.live().filter(pk__in=asked).values_list("pk", "url_path") if asked else ()
    # The tree's first name is the language's: what stands above every home has none.
    return {str(pk): path_at(path, path.split("/", 2)[1]) for pk, path in rows if path.count("/") > 1}


def findable() -> "QuerySet[ContentPage]":
    """What a search of the portal may find, in all languages: what stands in its lists."""
    found: QuerySet[ContentPage] = ContentPage.objects.filter(live=True, listed_at__isnull=False)
    return found


def versions_of(page: Page) -> "QuerySet[Page]":
    """The same item in all languages in which it can be read now, itself included; in no order."""
    same = {"translation_key": page.translation_key, "contentpage__withdrawn_at": None}
    found: QuerySet[Page] = Page.objects.live().filter(**same).select_related("locale")
    return found
