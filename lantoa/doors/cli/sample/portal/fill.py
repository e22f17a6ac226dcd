"""Filling the portal of the sample once its first page is up: see docs/decisions/0050-sample-portal.md."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime

from django.db import transaction
from django.utils import timezone

from lantoa.base import actions as installation
from lantoa.base.models import Installation
from lantoa.doors.cli.sample import state
from lantoa.doors.cli.sample.portal import actions, plan

# In the mark of the sample: its portal was filled; what editors delete afterwards stays deleted.
FILLED = "portal_filled"


def is_due(current: Installation) -> bool:
    return current.is_sample and not current.sample_mark.get(FILLED)


def fill(at: datetime) -> int:
    """Publish what is missing. returns: how many pages were made

    at: now; the days of the content count from its day
    """
    planned = plan.read()
    actions.open_homes(planned)
    made = 0
    for language in sorted(planned.homes, key=_place):
        # What leads to others comes after them.
        for item in sorted(planned.items, key=lambda item: "leads_to" in item.said):
            if language in item.texts:
                made += _publish(item, language, planned, at=at)
        today = timezone.localdate(at)
        with _of_the_sample():
            actions.arrange_home(language, planned, period=str(today.year), today=today)
    actions.keep_channels(planned, today=timezone.localdate(at), at=at)
    installation.mark_sample({**Installation.current().sample_mark, FILLED: True})
    return made


def _publish(item: plan.Item, language: str, planned: plan.Plan, *, at: datetime) -> bool:
    with _of_the_sample():
        return actions.publish(item, language, planned, today=timezone.localdate(at), at=at) is not None


@contextmanager
def _of_the_sample() -> Iterator[None]:
    """What an item posts and what readers said in it is the sample's: without a new mark nobody could take an
    untouched sample away.
    """
    with transaction.atomic():
        mark = Installation.current().sample_mark
        untouched = not state.beyond(mark)
        yield
        if untouched:
            installation.mark_sample({**mark, **state.counted()})


def _place(language: str) -> tuple[bool, bool, str]:
    """Vietnamese first, then English."""
    return language != "vi", language != "en", language
