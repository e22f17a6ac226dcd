"""Which requests the cache answers, and under which name it keeps the answer."""

from collections.abc import Mapping
from typing import Any
from urllib.parse import parse_qsl, urlencode

from django.conf import settings

# scheme, host, path, query with its pairs in order
Key = tuple[str, str, str, str]

# The first part of an address that is public; all others (office, admin, accounts, files) go past the cache.
PUBLIC = frozenset({
    "", "heads", "heads.json", "figures", "api", "robots.txt", "sitemap.xml", "sitemaps", "favicon.ico",
    "apple-touch-icon.png", "apple-touch-icon-precomposed.png",
    *(code for code, _ in settings.LANGUAGES),
})  # fmt: skip

# What pages read from a query. Anything else goes past the cache: an unknown word may change the page.
QUERY_WORDS = frozenset({
    "agency", "before", "coming", "day", "format", "kind", "lang", "language", "month", "number", "page", "part",
    "place", "q", "section", "since", "sort", "state", "task", "topic", "year",
})  # fmt: skip

# What networks and letters hang on links to follow people; taken off before anybody of ours sees it.
FOLLOWING = frozenset({"fbclid", "gclid", "mibextid", "msclkid", "yclid", "zarsrc", "_ga", "_gl", "igshid"})
_FOLLOWING_PREFIX = "utm_"

# Whoever carries one of these may see another page: signed in, another language, a form half way.
_COOKIES = (
    settings.SESSION_COOKIE_NAME,
    settings.CSRF_COOKIE_NAME,
    settings.LANGUAGE_COOKIE_NAME,
    "messages",
)

_LONGEST_QUERY = 500
_SCHEME_OF_PROXY = "HTTP_X_FORWARDED_PROTO" if settings.SECURE_PROXY_SSL_HEADER else "wsgi.url_scheme"


def is_public(path: str) -> bool:
    """path: as WSGI gives it, decoded, with its first slash"""
    end = path.find("/", 1)
    return (path[1:] if end < 0 else path[1:end]) in PUBLIC


def is_personal(environ: Mapping[str, Any]) -> bool:
    """A cookie of ours that may change the page. A foreign one that merely contains such a name costs a drawing."""
    cookies = environ.get("HTTP_COOKIE")
    return bool(cookies) and any(name in cookies for name in _COOKIES)  # type: ignore[operator] # not None here


def key_of(environ: Mapping[str, Any]) -> Key | None:
    """The name of the page a request asks for; None: ask Django, for this answer can be nobody else's."""
    if environ["REQUEST_METHOD"] not in {"GET", "HEAD"} or is_personal(environ):
        return None
    if "HTTP_AUTHORIZATION" in environ or "HTTP_RANGE" in environ:
        return None
    query = environ.get("QUERY_STRING", "")
    if query:
        named = query_of(query)
        if named is None:
            return None
        query = named
    return (environ.get(_SCHEME_OF_PROXY, "http"), environ.get("HTTP_HOST", "").lower(), environ["PATH_INFO"], query)


def query_of(text: str) -> str | None:
    """The query as a name: without what follows people, the pairs in order; None if it holds an unknown word.

    "utm_source=x&page=2&kind=event" -> "kind=event&page=2"
    """
    try:
        pairs = parse_qsl(text[: _LONGEST_QUERY + 1], keep_blank_values=True, errors="strict", max_num_fields=20)
    except ValueError:
        return None
    kept = [(name, value) for name, value in pairs if not follows(name)]
    if len(text) > _LONGEST_QUERY or any(name not in QUERY_WORDS for name, _ in kept):
        return None
    # Sorted by name alone: of two values for one name Django takes the last.
    return urlencode(sorted(kept, key=lambda pair: pair[0]))


def follows(name: str) -> bool:
    return name in FOLLOWING or name.startswith(_FOLLOWING_PREFIX)
