"""Which requests are somebody reading."""

from collections.abc import Mapping
from typing import Any

from django.conf import settings

# What a browser fetches beforehand is perhaps never looked at (Fetch Standard, `Sec-Purpose`; older browsers: Purpose).
_BEFOREHAND = ("HTTP_SEC_PURPOSE", "HTTP_PURPOSE", "HTTP_X_PURPOSE", "HTTP_X_MOZ")


def is_reading(environ: Mapping[str, Any]) -> bool:
    """Not: HEAD, what is fetched beforehand, and those who work here and are signed in."""
    if environ.get("REQUEST_METHOD") != "GET":
        return False
    for name in _BEFOREHAND:
        if name in environ and ("prefetch" in environ[name] or "prerender" in environ[name]):
            return False
    return settings.SESSION_COOKIE_NAME not in environ.get("HTTP_COOKIE", "")
