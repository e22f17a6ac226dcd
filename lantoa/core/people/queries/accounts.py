"""Reading accounts."""

from lantoa.core.people.models import User

OPERATOR = "operator"


def person(username: str) -> User:
    """raises: User.DoesNotExist"""
    return User.objects.get(username=username, is_active=True)
