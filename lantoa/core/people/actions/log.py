"""One line of the one audit log (Wagtail's) about an account: numbers and codes, never a name."""

from datetime import datetime

from wagtail.log_actions import log

from lantoa.core.people.models import User


def note(account: User, action: str, *, by: User, at: datetime, **data: str) -> None:
    log(account, action, user=by, title=f"#{account.pk}", timestamp=at, data=data)
