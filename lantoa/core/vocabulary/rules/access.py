"""Who may change the words of an installation; everybody who works here may read them."""

from typing import TYPE_CHECKING

from lantoa.core.people import rules as people
from lantoa.core.people.models import Role, User

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser


def may_edit(user: "User | AnonymousUser") -> bool:
    return people.holds(user, Role.ADMINISTRATOR)
