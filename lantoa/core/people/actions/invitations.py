"""Writing invitations: an account comes to its person by a link, without e-mail."""

import secrets
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.conf import settings
from django.db import transaction

from lantoa.base import actions as installation
from lantoa.core.people import queries
from lantoa.core.people.actions.accounts import add_user, give_post, operator, take_back_link
from lantoa.core.people.actions.agencies import add_agency
from lantoa.core.people.actions.log import note
from lantoa.core.people.models import Agency, Invitation, Role, User
from lantoa.core.people.queries import DeadLink

# Without letters and digits that look alike on paper; 20 of them are 98 bits.
_ALPHABET = "abcdefghjkmnpqrstuvwxyz23456789"
_GROUPS, _GROUP = 4, 5


@dataclass(frozen=True)
class Link:
    """What is given to a person; the secret is known now and never again."""

    invitation: Invitation
    token: str


@transaction.atomic
def invite(
    username: str, full_name: str, agency: Agency, role: Role, *, since: date, until: date | None = None,
    by: User, at: datetime,
) -> Link:  # fmt: skip
    """Make an account with its first post, and the link by which its person sets a password."""
    account = add_user(username, full_name, password=None, posts=[])
    give_post(account, agency, role, since=since, until=until, by=by, at=at)
    return give_link(account, by=by, at=at)


@transaction.atomic
def give_link(account: User, *, by: User, at: datetime) -> Link:
    """A new link; the one given before is dead. Whoever has a password keeps it until the link is used."""
    purpose = Invitation.Purpose.RECOVER if account.has_usable_password() else Invitation.Purpose.INVITE
    take_back_link(account, at=at)
    link = _link(purpose, account, by=by, at=at)
    note(account, f"people.{purpose}", by=by, at=at)
    return link


@transaction.atomic
def revoke(account: User, *, by: User, at: datetime) -> None:
    """The link that is out for an account no longer works. Twice does no harm."""
    if take_back_link(account, at=at):
        note(account, "people.revoke", by=by, at=at)


@transaction.atomic
def enter(token: str, password: str, *, at: datetime) -> User:
    """Use a link: the password becomes the account's, sessions from before end. raises: DeadLink"""
    link = _used(token, at=at)
    account = link.user
    if account is None:
        raise DeadLink
    account.set_password(password)
    account.save(update_fields=["password"])
    note(account, "people.enter", by=account, at=at)
    return account


# -- the first administrator -----------------------------------------------------------------------


@transaction.atomic
def open_set_up(*, at: datetime) -> Link | None:
    """A link to the set-up page, the one before it is dead; None once somebody can act as administrator."""
    _take_back_set_up(at)
    return None if queries.administrators().exists() else _link(Invitation.Purpose.SET_UP, None, by=operator(), at=at)


@transaction.atomic
def set_up(
    token: str, *, username: str, full_name: str, password: str, agency: str, province: str, today: date, at: datetime
) -> User:
    """Make the first administrator, in an agency of that name. province: whose installation this is

    raises: DeadLink, also once there is an administrator
    """
    link = _used(token, at=at)
    if link.user is not None or queries.administrators().exists():
        raise DeadLink
    if province:
        installation.name_installation(province, "")
    account = add_user(username, full_name, password=password, posts=[])
    home = Agency.objects.filter(name_vi__iexact=agency).first() or first_agency(agency)
    give_post(account, home, Role.ADMINISTRATOR, since=today, by=account, at=at)
    note(account, "people.set_up", by=account, at=at)
    return account


def first_agency(name: str) -> Agency:
    """The office that runs the installation, where no agency was entered yet."""
    code, number = "co-quan-thuong-truc", 2
    while Agency.objects.filter(code=code).exists():
        code, number = f"co-quan-thuong-truc-{number}", number + 1
    return add_agency(code, name, "", level=Agency.Level.DEPARTMENT)


def _take_back_set_up(at: datetime) -> None:
    Invitation.objects.filter(user=None, used_at=None, revoked_at=None).update(revoked_at=at)


def _link(purpose: Invitation.Purpose, account: User | None, *, by: User, at: datetime) -> Link:
    groups = ["".join(secrets.choice(_ALPHABET) for _ in range(_GROUP)) for _ in range(_GROUPS)]
    token = "-".join(groups)
    made = Invitation.objects.create(
        purpose=purpose, token_hash=queries.hash_of(token), user=account, made_by=by, made_at=at,
        expires_at=at + timedelta(days=settings.INVITATION_DAYS),
    )  # fmt: skip
    return Link(made, token)


def _used(token: str, *, at: datetime) -> Invitation:
    """Mark as used; of two who press at the same moment, one is refused. raises: DeadLink"""
    found = queries.invitation(token, at=at)
    if not Invitation.objects.filter(pk=found.pk, used_at=None, revoked_at=None).update(used_at=at):
        raise DeadLink
    return found
