"""Looking at the links of what is published: a task, because other sites may take their time to answer."""

import time
from http import HTTPStatus
from urllib.parse import urlsplit

from django.conf import settings
from django.utils import timezone
from django_tasks import task

from lantoa.base import outgoing
from lantoa.desks.newsroom.actions import links
from lantoa.desks.newsroom.models import LinkFault

# Between two questions to the same site.
_PAUSE_SECONDS = 2.0
_GONE = {HTTPStatus.NOT_FOUND, HTTPStatus.GONE}


@task()
def check() -> None:
    links.check_links(at=timezone.now(), ask=Asker().fault if settings.CHECK_OUTSIDE_LINKS else None)


class Asker:
    """Asks other sites one after the other, each site no more often than every two seconds."""

    def __init__(self, *, pause_seconds: float = _PAUSE_SECONDS) -> None:
        self._pause_seconds = pause_seconds
        self._asked_at: dict[str, float] = {}

    def fault(self, address: str) -> LinkFault | None:
        """A redirect, a sign-in or a refusal of programs is an answer: a person may well get through."""
        try:
            host = urlsplit(address).hostname or ""
        except ValueError:
            return LinkFault.SILENT
        if host in self._asked_at:
            time.sleep(max(0.0, self._asked_at[host] + self._pause_seconds - time.monotonic()))
        try:
            status = outgoing.status(address)
        except outgoing.Unreachable:
            return LinkFault.SILENT
        finally:
            self._asked_at[host] = time.monotonic()
        return LinkFault.GONE if status in _GONE else None
