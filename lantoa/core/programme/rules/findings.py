"""Who writes findings, and for whom."""

from typing import TYPE_CHECKING

from lantoa.core.people import rules as people
from lantoa.core.programme.models import Finding

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser

    from lantoa.core.people.models import User


def may_read(user: "User | AnonymousUser") -> bool:
    """Whoever sees what all agencies sent, and those who report for one."""
    return people.sees_everything(user) or bool(people.reporting_agencies(user))


def may_write(user: "User | AnonymousUser") -> bool:
    """The secretariat for everybody, a focal point for its own agency."""
    return people.is_secretariat(user) or bool(people.reporting_agencies(user))


def may_edit(user: "User | AnonymousUser", finding: Finding) -> bool:
    return people.is_secretariat(user) or finding.agency_id in people.reporting_agencies(user)
