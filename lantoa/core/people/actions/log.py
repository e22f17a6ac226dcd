"""Lines of the one audit log (Wagtail's) about an account: numbers and codes, never a name."""

from datetime import datetime

from wagtail.log_actions import log

from lantoa.core.people.models import User


def note(account: User, action: str, *, by: User, at: datetime, **data: str) -> None:
    log(account, action, user=by, title=f"#{account.pk}", timestamp=at, data=data)


def took_away(what: str, *, form: str, count: int, by: User, at: datetime, filters: str = "") -> None:
    """Somebody saved as a file what the screens show.

    what:    a key of `queries.FILES`
    form:    "xlsx", "csv", "html"
    count:   how many rows, figures or records the file holds
    filters: codes, as an address has them; words that somebody searched for may be a name and are left out
    """
    note(by, "people.take_away", by=by, at=at, what=what, form=form, count=str(count), filters=filters)
