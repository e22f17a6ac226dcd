"""Notices, as those see them who write them."""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import QuerySet

from lantoa.doors.portal.models import Notice


@dataclass(frozen=True)
class Line:
    """A notice with its texts. standing: "now", "later" or "over"; vi: its Vietnamese text"""

    notice: Notice
    standing: str
    texts: dict[str, str]

    @property
    def vi(self) -> str:
        return self.texts.get("vi", "")


def notices() -> "QuerySet[Notice]":
    """The last one first."""
    return Notice.objects.select_related("made_by").prefetch_related("texts")


def notice(pk: int) -> Notice:
    """raises: Notice.DoesNotExist"""
    return notices().get(pk=pk)


def line_of(notice: Notice, *, now: datetime) -> Line:
    is_over = notice.ended_at is not None or notice.until <= now
    standing = "over" if is_over else "now" if notice.since <= now else "later"
    return Line(notice, standing, {text.language: text.text for text in notice.texts.all()})
