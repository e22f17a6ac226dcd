"""Who may do what with a review."""

from typing import TYPE_CHECKING

from lantoa.core.people import rules as people
from lantoa.core.people.models import User

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser


def may_write(user: "User | AnonymousUser") -> bool:
    """Write and freeze: the secretariat."""
    return people.is_secretariat(user)


def may_read_drafts(user: "User | AnonymousUser") -> bool:
    return people.sees_everything(user)


def may_read(user: "User | AnonymousUser") -> bool:
    """Frozen reviews are for everybody who works here."""
    return people.is_staff(user)
