"""Where an item stands on its way, and whether it is in time."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db import models
from django.utils import timezone
from django.utils.translation import pgettext_lazy

from lantoa.desks.newsroom.models import ContentPage, Limit, Medium, Origin

# How the audit log calls it that a text could not be published at its moment; desk and first page read it there.
NOT_PUBLISHED = "newsroom.not_published"


class Standing(models.TextChoices):
    """In the order of the way."""

    DRAFT = "draft", pgettext_lazy("item", "Draft")
    REVIEW = "review", pgettext_lazy("item", "In review")
    RETURNED = "returned", pgettext_lazy("item", "Returned")
    SCHEDULED = "scheduled", pgettext_lazy("item", "Scheduled")
    STUCK = "stuck", pgettext_lazy("item", "Not published in time")
    PUBLIC = "public", pgettext_lazy("item", "Public")
    CORRECTED = "corrected", pgettext_lazy("item", "Corrected")
    WITHDRAWN = "withdrawn", pgettext_lazy("item", "Withdrawn")

    @property
    def tone(self) -> str:
        """How the design system names a state that looks like this one."""
        return _TONES[self]

    @property
    def icon(self) -> str:
        return _ICONS[self]

    @property
    def is_sent(self) -> bool:
        """Its next text is in other hands, or approved and not yet out."""
        return self in {Standing.REVIEW, Standing.SCHEDULED, Standing.STUCK}


_ICONS = {
    Standing.DRAFT: "pencil-line", Standing.REVIEW: "hourglass", Standing.RETURNED: "undo-2",
    Standing.SCHEDULED: "calendar-clock", Standing.STUCK: "triangle-alert", Standing.PUBLIC: "circle-check",
    Standing.CORRECTED: "file-pen-line", Standing.WITHDRAWN: "ban",
}  # fmt: skip
_TONES = {
    Standing.DRAFT: "draft", Standing.REVIEW: "submitted", Standing.RETURNED: "returned",
    Standing.SCHEDULED: "waiting", Standing.STUCK: "late", Standing.PUBLIC: "accepted",
    Standing.CORRECTED: "corrected", Standing.WITHDRAWN: "reversed",
}  # fmt: skip


def standing_of(item: Any) -> Standing:
    """item: a page with what `queries.with_standing` adds"""
    if item.withdrawn_at:
        return Standing.WITHDRAWN
    if item.review:
        return Standing.REVIEW if item.review == "in_progress" else Standing.RETURNED
    if item.scheduled_at:
        return Standing.STUCK if item.is_stuck else Standing.SCHEDULED
    if item.live:
        return Standing.CORRECTED if item.is_corrected else Standing.PUBLIC
    return Standing.DRAFT


@dataclass(frozen=True)
class Clock:
    """From the event to publication. is_over: out too late, or not out and the time is up"""

    limit: Limit
    due_at: datetime
    took: timedelta | None
    is_over: bool


def limit_of(item: ContentPage, limits: Iterable[Limit]) -> Limit | None:
    """The limit that binds this item; only online ones can: print is not made here."""
    if item.event_at is None:
        return None
    medium = Medium.ONLINE if item.origin == Origin.ORIGINAL else Medium.TRANSLATED
    day = timezone.localtime(item.event_at).date()
    fitting = (
        limit
        for limit in limits
        if limit.medium == medium and item.information_kind in limit.kinds and limit.is_valid_on(day)
    )
    return min(fitting, key=lambda limit: limit.minutes, default=None)


def clock_of(item: ContentPage, limits: Iterable[Limit], *, now: datetime) -> Clock | None:
    limit = limit_of(item, limits)
    if limit is None or item.event_at is None:
        return None
    out, due_at = item.first_published_at, item.event_at + timedelta(minutes=limit.minutes)
    return Clock(limit, due_at, out - item.event_at if out else None, (out or now) > due_at)
