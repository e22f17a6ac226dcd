"""The micro-cache: finished public pages, handed out before Django is asked (docs/decisions/0049-micro-cache.md).

Every process of the server keeps pages in its own memory; under them lies a folder that all share, and over them one
number in mapped memory, the generation. A page is handed out only in the generation in which its drawing began, so
that `purge` takes effect in every process at once.
"""

from functools import cache

from django.conf import settings

from lantoa.doors.portal.cache.shared import Shared

FOLDER = settings.DATA / "cache" / "portal"


@cache
def shared() -> Shared:
    return Shared(FOLDER)


def purge() -> None:
    """Nothing drawn before this call is handed out after it, by any process. Call it after the commit."""
    shared().purge()
