"""Where everything is (sitemaps.org): an index, a map of all items in pieces, and the news of two days.

In every map each address stands with the same item in the other languages (hreflang) and with its picture.
"""

from collections.abc import Iterable, Mapping
from datetime import datetime, timedelta

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import override
from django.views.decorators.http import require_safe

from lantoa.base.models import Installation
from lantoa.desks.newsroom import queries as newsroom
from lantoa.desks.newsroom.models import ContentPage, ItemKind
from lantoa.doors.portal.queries import sections

# Far below the 50,000 and 10 MB of the protocol, so that the micro-cache keeps a map (2 MB): an item in nine languages
# is named ten times in each of its places, and a letter of Khmer takes nine bytes of an address.
ITEMS_IN_A_MAP = 400
NEWS_DAYS = 2
# As many as Google reads.
_MOST_NEWS = 1000
# As many as an index may hold.
_MOST_MAPS = 50_000
_NEWS = [ItemKind.ARTICLE, ItemKind.PRESS_RELEASE]
_PROTOCOL = "http://www.sitemaps.org/schemas/sitemap/0.9"
_GOOGLE = "http://www.google.com/schemas/sitemap-"
# What Google calls the languages it wants to be told otherwise.
_NEWS_LANGUAGES = {"zh-hans": "zh-cn"}
_CLOSED = ("office", "admin", "accounts", "join", "set-up", "drafts")


@require_safe
def robots(request: HttpRequest) -> HttpResponse:
    """Machines may read what is public; an invented province shall not be found beside real ones."""
    closed = ["/"] if Installation.current().is_sample else [f"/{name}/" for name in _CLOSED]
    lines = ["User-agent: *", *(f"Disallow: {path}" for path in closed)]
    if closed != ["/"]:
        lines += ["Disallow: /*/search/", "", f"Sitemap: {settings.PUBLIC_URL}{reverse('maps:index')}"]
    return _fresh(HttpResponse("\n".join(lines) + "\n", content_type="text/plain; charset=utf-8"))


@require_safe
def security(request: HttpRequest) -> HttpResponse:
    """RFC 9116. Nobody named: nothing is said, because a wrong contact is worse than none."""
    if not settings.SECURITY_CONTACT:
        raise Http404
    # The same text for a month, and never more than a year away.
    expires = (timezone.now() + timedelta(days=200)).replace(day=1, hour=0, minute=0, second=0, microsecond=0)
    lines = [
        f"Contact: {settings.SECURITY_CONTACT}",
        f"Expires: {expires:%Y-%m-%dT%H:%M:%SZ}",
        "Preferred-Languages: vi, en",
        f"Canonical: {settings.PUBLIC_URL}{request.path}",
    ]
    return HttpResponse("\n".join(lines) + "\n", content_type="text/plain; charset=utf-8")


# -- maps ------------------------------------------------------------------------------------------


@require_safe
def index(request: HttpRequest) -> HttpResponse:
    """Home and sections of all languages, then the items, the oldest first: what is full stays as it is."""
    pieces = [reverse("maps:items", args=[number + 1]) for number in newsroom.pieces(ITEMS_IN_A_MAP)]
    rows = [(settings.PUBLIC_URL + path,) for path in [reverse("maps:shelves"), reverse("maps:news"), *pieces]]
    places = format_html_join("\n", "<sitemap><loc>{}</loc></sitemap>", rows)
    return _xml(format_html('<sitemapindex xmlns="{}">\n{}\n</sitemapindex>\n', _PROTOCOL, places))


@require_safe
def shelves(request: HttpRequest) -> HttpResponse:
    rows = sections.shelves()
    versions: dict[object, dict[str, str]] = {}
    for key, language, path in rows:
        versions.setdefault(key, {})[language] = path
    # The first address leads every reader to a language.
    home = rows[0][0] if rows else None
    return _map(_place(path, _alternates(versions[key], default="/" if key == home else "")) for key, _, path in rows)


@require_safe
def items(request: HttpRequest, number: int) -> HttpResponse:
    found = list(newsroom.piece(number - 1, ITEMS_IN_A_MAP)) if number <= _MOST_MAPS else []
    if not found:
        raise Http404
    newsroom.with_shared_pictures(found)
    versions = newsroom.paths_of_versions({item.translation_key for item in found})
    return _map(
        _place(
            newsroom.path_of(item, item.language),
            _changed(newsroom.changed_at(item)),
            _alternates(versions[item.translation_key]),
            _picture(item),
        )
        for item in found
    )


@require_safe
def news(request: HttpRequest) -> HttpResponse:
    since = timezone.now() - timedelta(days=NEWS_DAYS)
    installation = Installation.current()
    return _map(
        _place(newsroom.path_of(item, item.language), _news(item, installation))
        for item in newsroom.published_since(since, kinds=_NEWS)[:_MOST_NEWS]
    )


# -- their parts -----------------------------------------------------------------------------------


def _map(places: Iterable[SafeString]) -> HttpResponse:
    return _xml(
        format_html(
            '<urlset xmlns="{}" xmlns:xhtml="http://www.w3.org/1999/xhtml" xmlns:image="{}" xmlns:news="{}">\n{}\n'
            "</urlset>\n",
            _PROTOCOL,
            f"{_GOOGLE}image/1.1",
            f"{_GOOGLE}news/0.9",
            SafeString("\n".join(places)),
        )
    )


def _place(path: str, *more: SafeString) -> SafeString:
    return format_html("<url><loc>{}</loc>{}</url>", settings.PUBLIC_URL + path, SafeString("".join(more)))


def _alternates(paths: Mapping[str, str], *, default: str = "") -> SafeString:
    """Every language version with itself among them, and the one for readers of other languages."""
    rows = [*paths.items(), ("x-default", default or paths[newsroom.default_of(paths)])]
    return format_html_join(
        "",
        '<xhtml:link rel="alternate" hreflang="{}" href="{}"/>',
        ((language, settings.PUBLIC_URL + path) for language, path in rows),
    )


def _changed(at: datetime | None) -> SafeString:
    return format_html("<lastmod>{}</lastmod>", _moment(at)) if at else SafeString("")


def _picture(item: ContentPage) -> SafeString:
    drawn = newsroom.drawn_already(item.picture)
    if drawn is None:
        return SafeString("")
    return format_html("<image:image><image:loc>{}{}</image:loc></image:image>", settings.PUBLIC_URL, drawn.url)


def _news(item: ContentPage, installation: Installation) -> SafeString:
    assert item.listed_at is not None, "what was published has its moment"
    with override(item.language):
        name = installation.name
    return format_html(
        "<news:news><news:publication><news:name>{}</news:name><news:language>{}</news:language></news:publication>"
        "<news:publication_date>{}</news:publication_date><news:title>{}</news:title></news:news>",
        name,
        _NEWS_LANGUAGES.get(item.language, item.language),
        _moment(item.listed_at),
        item.title,
    )


def _moment(at: datetime) -> str:
    return timezone.localtime(at).isoformat(timespec="seconds")


def _xml(text: str) -> HttpResponse:
    head = '<?xml version="1.0" encoding="UTF-8"?>\n'
    return _fresh(HttpResponse(head + text, content_type="application/xml; charset=utf-8"))


def _fresh(response: HttpResponse) -> HttpResponse:
    response.headers["Cache-Control"] = "public, max-age=0, s-maxage=300, must-revalidate"
    return response
