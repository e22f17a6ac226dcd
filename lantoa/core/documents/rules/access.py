"""Who may: everybody of the office reads; an agency's own secretariat writes its letterhead and templates."""

from typing import TYPE_CHECKING

from lantoa.core.people import rules as people
from lantoa.core.people.models import Agency, Role, User

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser


def writes_for(user: "User | AnonymousUser", agency: Agency) -> bool:
    """May change what documents of this agency look like."""
    if people.is_administrator(user):
        return True
    if not isinstance(user, User) or not user.is_active:
        return False
    return any(post.role == Role.SECRETARIAT and post.agency_id == agency.code for post in user.current_posts)


changes_profiles = changes_outlines = people.is_administrator
