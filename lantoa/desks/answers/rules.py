"""Who answers, until when, and how much is taken in at once."""

from datetime import date, timedelta
from typing import TYPE_CHECKING
from urllib.parse import quote, urlencode

from lantoa.core.people import rules as people
from lantoa.core.people.models import Role, User
from lantoa.core.programme.rules.working_days import WorkingDays
from lantoa.desks.answers.models import Remark

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser

# All readers together: nobody's address is kept, so nobody's sendings can be counted.
MOST_AT_ONCE = 60
AT_ONCE = timedelta(minutes=10)

# Fewer presses of a kind than this are not shown: a number of one or two is a person.
SMALLEST_SHOWN = 5

# Programs for e-mail cut longer links; the whole answer is at the address.
_LONGEST_LETTER = 900


def may_read(user: "User | AnonymousUser") -> bool:
    return people.holds(
        user, Role.SECRETARIAT, Role.ADMINISTRATOR, Role.LEADER, Role.EDITOR, Role.REVIEWER, Role.PRESS_OFFICER
    )


def may_answer(user: "User | AnonymousUser") -> bool:
    return people.holds(user, Role.SECRETARIAT, Role.ADMINISTRATOR, Role.PRESS_OFFICER, Role.EDITOR)


def letter(remark: Remark, address: str) -> str:
    """The link that begins an e-mail with what the log tells. address: of the remark in the log"""
    words = [remark.summary, remark.answer[:_LONGEST_LETTER], address]
    said = {"subject": f"{remark.number}: {remark.summary}", "body": "\r\n\r\n".join(filter(None, words))}
    return f"mailto:{quote(remark.email, safe='@')}?{urlencode(said, quote_via=quote)}"


def due_on(received_on: date, working_days: int, calendar: WorkingDays) -> date:
    """The last of so many working days after a day."""
    day = received_on
    while working_days > 0:
        day += timedelta(days=1)
        working_days -= calendar.is_working(day)
    return day
