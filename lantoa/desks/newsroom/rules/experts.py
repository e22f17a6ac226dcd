"""Who may show a text to an expert, and how much an expert may send."""

from datetime import datetime, timedelta
from typing import Any

from lantoa.desks.newsroom.models import ContentPage, PressRelease
from lantoa.desks.newsroom.models.access import reviews_for, writes_for

# By one link: enough for a long text, too little to fill a disk.
MOST_COMMENTS = 200
MOST_AT_ONCE = 20
AT_ONCE = timedelta(minutes=10)
LONGEST_DAYS = 60


def may_show(user: Any, page: ContentPage, said: ContentPage, *, now: datetime) -> bool:
    """Whoever works on the item; what is under embargo, its reviewers and the secretariat alone.

    said: the newest text of the item, which says whether it is held back
    """
    if is_embargoed(said, now=now):
        return reviews_for(user, page.agency_id)
    return writes_for(user, page.agency_id) or reviews_for(user, page.agency_id)


def is_embargoed(said: ContentPage, *, now: datetime) -> bool:
    return isinstance(said, PressRelease) and said.embargo_until is not None and said.embargo_until > now
