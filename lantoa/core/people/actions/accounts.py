"""Writing accounts."""

from django.db import transaction

from lantoa.core.people.models import Agency, Post, Role, User
from lantoa.core.people.queries import OPERATOR


@transaction.atomic
def add_user(
    username: str, full_name: str, *, password: str | None, posts: list[tuple[Agency, Role]], is_superuser: bool = False
) -> User:
    """Make an account with its posts. password None: nobody can sign in with it."""
    user = User.objects.create_user(username, password=password, full_name=full_name)
    if is_superuser:
        user.is_staff = user.is_superuser = True
        user.save(update_fields=["is_staff", "is_superuser"])
    Post.objects.bulk_create(Post(user=user, agency=agency, role=role) for agency, role in posts)
    return user


def operator() -> User:
    """The account under which the command line writes when no person is named; nobody can sign in with it."""
    user, created = User.objects.get_or_create(username=OPERATOR, defaults={"full_name": "Command line"})
    if created:
        user.set_unusable_password()
        user.save(update_fields=["password"])
    return user
