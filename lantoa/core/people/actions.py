"""Writing people, agencies and places."""

from datetime import date

from django.db import transaction

from lantoa.core.people.models import Agency, Place, Post, Role, User
from lantoa.core.people.queries import OPERATOR


def add_place(
    code: str, name_vi: str, name_en: str, *, level: Place.Level, parent: Place | None = None,
    valid_from: date | None = None, valid_until: date | None = None,
) -> Place:  # fmt: skip
    return Place.objects.create(
        code=code, name_vi=name_vi, name_en=name_en, level=level, parent=parent,
        valid_from=valid_from, valid_until=valid_until,
    )  # fmt: skip


def add_agency(
    code: str, name_vi: str, name_en: str, *, level: Agency.Level, parent: Agency | None = None,
    place: Place | None = None, valid_from: date | None = None,
) -> Agency:  # fmt: skip
    return Agency.objects.create(
        code=code, name_vi=name_vi, name_en=name_en, level=level, parent=parent, place=place, valid_from=valid_from
    )


def merge_agency(agency: Agency, *, into: Agency, on: date) -> Agency:
    """Record that `agency` ended on a day and lives on in `into`; its records stay its own."""
    agency.successor, agency.valid_until = into, on
    agency.save(update_fields=["successor", "valid_until"])
    return agency


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
