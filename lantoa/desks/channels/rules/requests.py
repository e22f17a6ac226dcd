"""Which requests are somebody reading."""

from collections.abc import Mapping
from typing import Any

from django.conf import settings

# What a browser fetches beforehand is perhaps never looked at (Fetch Standard, `Sec-Purpose`; older browsers: Purpose).
_BEFOREHAND = ("HTTP_SEC_PURPOSE", "HTTP_PURPOSE", "HTTP_X_PURPOSE", "HTTP_X_MOZ")


def is_reading(environ: Mapping[str, Any]) -> bool:
    """Not: HEAD, what is fetched beforehand, further pieces of a file, and those who work here and are signed in."""
    if environ.get("REQUEST_METHOD") != "GET":
        return False
    for name in _BEFOREHAND:
        if name in environ and ("prefetch" in environ[name] or "prerender" in environ[name]):
            return False
    # Who fetches a file in pieces, or goes on with it, began it before.
    if not environ.get("HTTP_RANGE", "bytes=0-").startswith("bytes=0-"):
        return False
    return not _is_signed_in(environ.get("HTTP_COOKIE", ""))


def _is_signed_in(cookies: str) -> bool:
    """Another site of the same domain may name its cookie much as we do ours: forum_sessionid."""
    own = f"{settings.SESSION_COOKIE_NAME}="
    return own in cookies and any(cookie.strip().startswith(own) for cookie in cookies.split(";"))
