"""Writing accounts and the posts they hold."""

from datetime import date, datetime, timedelta
from typing import Any

from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from django.conf import settings
from django.contrib.sessions.models import Session
from django.db import transaction
from django.db.models import Q
from django.utils.crypto import get_random_string
from django.utils.translation import gettext as _
from wagtail.users.models import UserProfile

from lantoa.core.people import queries
from lantoa.core.people.actions.log import note
from lantoa.core.people.models import OPERATOR, Agency, Invitation, Post, Role, User


class NotNow(Exception):
    """What was asked cannot be done as things stand; the message says why and what to do."""


@transaction.atomic
def add_user(
    username: str, full_name: str, *, password: str | None, posts: list[tuple[Agency, Role]],
    is_superuser: bool = False, is_sample: bool = False,
) -> User:  # fmt: skip
    """Make an account with its posts. password None: nobody can sign in with it."""
    user = User.objects.create_user(username, password=password, full_name=full_name, is_sample=is_sample)
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


@transaction.atomic
def rename(account: User, *, username: str, full_name: str, by: User, at: datetime) -> User:
    account.username, account.full_name = username, full_name
    account.save(update_fields=["username", "full_name"])
    note(account, "people.rename", by=by, at=at)
    return account


# -- posts -----------------------------------------------------------------------------------------


@transaction.atomic
def give_post(
    account: User, agency: Agency, role: Role, *, since: date, until: date | None = None, by: User, at: datetime
) -> Post:
    """A role in an agency from a day on. until: the first day without it, None: until it is ended

    raises: NotNow if the person holds it then already
    """
    _refuse_erased(account)
    overlapping = Post.objects.filter(Q(until=None) | Q(until__gt=since), user=account, agency=agency, role=role)
    if until:
        overlapping = overlapping.filter(since__lt=until)
    if overlapping.exists():
        raise NotNow(_("%(name)s holds this post in that time already.") % {"name": account})
    post = Post.objects.create(user=account, agency=agency, role=role, since=since, until=until)
    _follow_posts(account)
    note(account, "people.post", by=by, at=at, role=role, agency=agency.code)
    return post


@transaction.atomic
def end_post(post: Post, *, until: date, by: User, at: datetime) -> Post:
    """until: the first day without it; a post that would begin later never begins

    raises: NotNow for the post of the last administrator
    """
    if post.role == Role.ADMINISTRATOR:
        _keep_one_administrator(post.user)
    post.until = max(until, post.since)
    post.save(update_fields=["until"])
    _follow_posts(post.user)
    note(post.user, "people.end_post", by=by, at=at, role=post.role, agency=post.agency_id)
    return post


def _follow_posts(account: User) -> None:
    """Wagtail's editor asks for flags, not for posts."""
    holds = account.posts.filter(role=Role.ADMINISTRATOR, until=None).exists()
    account.is_staff = account.is_superuser = holds
    account.save(update_fields=["is_staff", "is_superuser"])
    account.__dict__.pop("known_posts", None)


def _keep_one_administrator(account: User) -> None:
    """raises: NotNow if nobody else could act as administrator afterwards"""
    # Two administrators who take each other off at the same moment: the second waits here, then is refused.
    list(Post.objects.select_for_update().filter(role=Role.ADMINISTRATOR, until=None))
    able = queries.administrators()
    if able.filter(pk=account.pk).exists() and not able.exclude(pk=account.pk).exists():
        raise NotNow(
            _("%(name)s is the last administrator who can sign in. Give this role to somebody else first.")
            % {"name": account}
        )


def _refuse_erased(account: User) -> None:
    if account.erased_at:
        raise NotNow(_("The data of this person were deleted; the account cannot be used again."))


# -- disabling, sessions, erasing ------------------------------------------------------------------


@transaction.atomic
def disable(account: User, *, by: User, at: datetime) -> User:
    """Nobody signs in with it, its sessions end at once, its link is dead; posts and records stay.

    raises: NotNow for the last administrator
    """
    _keep_one_administrator(account)
    account.is_active = False
    _renew_salt(account, "is_active")
    take_back_link(account, at=at)
    note(account, "people.disable", by=by, at=at)
    return account


@transaction.atomic
def enable(account: User, *, by: User, at: datetime) -> User:
    _refuse_erased(account)
    account.is_active = True
    account.save(update_fields=["is_active"])
    note(account, "people.enable", by=by, at=at)
    return account


@transaction.atomic
def end_sessions(account: User, *, by: User, at: datetime) -> User:
    """Whoever is signed in with it anywhere is signed out; the caller may keep the own session."""
    _renew_salt(account)
    note(account, "people.end_sessions", by=by, at=at)
    return account


@transaction.atomic
def erase(account: User, *, today: date, by: User, at: datetime) -> User:
    """Take everything away that tells who it was; what the account did stays, under a number.

    raises: NotNow for the last administrator
    """
    _refuse_erased(account)
    _keep_one_administrator(account)
    for post in account.posts.filter(Q(until=None) | Q(until__gt=today)):
        post.until = max(today, post.since)
        post.save(update_fields=["until"])
    account.username = f"former-colleague-{account.pk}"
    account.full_name = account.first_name = account.last_name = account.email = ""
    account.is_active = account.is_staff = account.is_superuser = False
    account.last_login, account.erased_at = None, at
    account.set_unusable_password()
    account.session_salt = _salt()
    account.save()
    EmailAddress.objects.filter(user=account).delete()
    Authenticator.objects.filter(user=account).delete()
    UserProfile.objects.filter(user=account).delete()
    Invitation.objects.filter(user=account).delete()
    _delete_sessions(account, at)
    note(account, "people.erase", by=by, at=at)
    return account


def take_back_link(account: User, *, at: datetime) -> int:
    """The link that is out for an account is dead. returns: how many there were, 0 or 1"""
    return Invitation.objects.filter(user=account, used_at=None, revoked_at=None).update(revoked_at=at)


def remove_sessions(*, at: datetime, kept: timedelta) -> int:
    """Remove sign-ins that are over, or older than `kept`. returns: how many"""
    longest = timedelta(seconds=settings.SESSION_COOKIE_AGE)
    return Session.objects.filter(expire_date__lt=at + max(longest - kept, timedelta())).delete()[0]


def remove_dead_links(*, at: datetime, kept: timedelta) -> int:
    """Remove links whose time was over that long ago; that they were given stays in the log. returns: how many"""
    return Invitation.objects.filter(expires_at__lt=at - kept).delete()[0]


def _renew_salt(account: User, *also: str) -> None:
    account.session_salt = _salt()
    account.save(update_fields=["session_salt", *also])


def _salt() -> str:
    return get_random_string(22)


def _delete_sessions(account: User, at: datetime) -> None:
    mine: list[Any] = [
        session.pk
        for session in Session.objects.filter(expire_date__gt=at - timedelta(days=1)).iterator()
        if session.get_decoded().get("_auth_user_id") == str(account.pk)
    ]
    Session.objects.filter(pk__in=mine).delete()
