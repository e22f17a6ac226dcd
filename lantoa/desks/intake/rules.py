"""For whom a person may bring items in; whether at all is asked of the newsroom."""

from typing import Any

from lantoa.core.people import rules as people
from lantoa.core.people.models import Role
from lantoa.desks.newsroom.models.access import is_steward


def agencies_brought_for(user: Any) -> set[str] | None:
    """None: every one."""
    return None if is_steward(user) else set(people.agencies_held(user, Role.EDITOR))
