"""What is approved for a moment becomes public at that moment; what cannot is said to those who answer for it."""

import logging
from datetime import datetime

from django.db import transaction
from wagtail.log_actions import log
from wagtail.models import Page, PageLogEntry, Revision

from lantoa.desks.newsroom.rules.standing import NOT_PUBLISHED

_log = logging.getLogger(__name__)


def publish_due(*, at: datetime) -> int:
    """Publish what is due, the earliest first, each in a transaction of its own: one that fails holds none back.

    raises: RuntimeError at the end if one failed, so that the ticker says so; it is tried again the next time
    returns: how many were published
    """
    _take_off_expired(at)
    published, failed = 0, []
    for key in Revision.objects.filter(approved_go_live_at__lt=at).order_by("approved_go_live_at", "pk").values("pk"):
        try:
            published += _publish(key["pk"], at)
        except Exception as error:  # the others must not wait for it
            _log.exception("revision %s could not be published at its moment", key["pk"])
            failed.append(str(key["pk"]))
            _report(key["pk"], type(error).__name__, at=at)
    if failed:
        raise RuntimeError(f"not published: {', '.join(failed)}")
    return published


@transaction.atomic
def _publish(key: int, at: datetime) -> bool:
    """With all that belongs to it, or not at all. returns: False, if somebody was quicker or took the moment back"""
    due = Revision.objects.select_for_update(of=("self",)).filter(pk=key, approved_go_live_at__lt=at).first()
    if due is not None:
        due.publish(log_action="wagtail.publish.scheduled")
    return due is not None


@transaction.atomic
def _report(key: int, error: str, *, at: datetime) -> None:
    """One line of the log for each text, however often it is tried."""
    revision = Revision.objects.get(pk=key)
    if not PageLogEntry.objects.filter(action=NOT_PUBLISHED, revision=revision).exists():
        log(
            Page.objects.get(pk=revision.object_id),
            NOT_PUBLISHED,
            timestamp=at,
            revision=revision,
            data={"error": error},
        )


def _take_off_expired(at: datetime) -> None:
    """Items do not end; a section or a home that the secretariat gave an end does."""
    for page in Page.objects.filter(live=True, expire_at__lt=at).order_by("expire_at"):
        page.unpublish(set_expired=True, log_action="wagtail.unpublish.scheduled")
