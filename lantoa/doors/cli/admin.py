"""`lantoa admin NAME`: an administrator where there is none, or the way back in for one who is locked out."""

import argparse
from typing import Any

from lantoa.doors.cli import CommandError, Subparsers, command, print_json


def add(subparsers: Subparsers) -> None:
    parser = command(subparsers, "admin", _admin, "make an administrator, or give one a new link to set a password")
    parser.add_argument("user", metavar="NAME", help="user name, of an account that exists or of a new one")
    parser.add_argument("--full-name", default="", help="of a new account")
    parser.add_argument("--agency", metavar="CODE", help="of the administrator's post (default: the first of the tree)")
    parser.add_argument(
        "--reset-second-step", action="store_true", help="also take app, passkeys and recovery codes off the account"
    )


def _admin(args: argparse.Namespace) -> int:
    from django.conf import settings
    from django.db import transaction
    from django.utils import timezone
    from django.utils.translation import gettext as _

    from lantoa.core.people import actions

    now = timezone.now()
    try:
        with transaction.atomic():
            account, made = _account(args, now)
            if args.reset_second_step:
                actions.reset_second_step(account, by=actions.operator(), at=now)
            link = actions.give_link(account, by=actions.operator(), at=now)
    except actions.NotNow as error:
        raise CommandError(str(error), code=1) from None
    address = f"{settings.PUBLIC_URL}/join/{link.token}/"
    expires_at = timezone.localtime(link.invitation.expires_at)
    if args.json:
        print_json({
            "user": account.username, "created": made, "link": address, "expires_at": expires_at.isoformat(),
        })  # fmt: skip
        return 0
    if made:
        print(_("The account “%(name)s” is made, with the role of administrator.") % {"name": account.username})
    print(_("With this link a password is set, once, until %(moment)s:") % {"moment": f"{expires_at:%Y-%m-%d %H:%M}"})
    print(f"  {address}")
    return 0


def _account(args: argparse.Namespace, now: Any) -> tuple[Any, bool]:
    """The account, able to sign in and an administrator; whether it was made now. raises: CommandError"""
    from django.core.exceptions import ValidationError
    from django.utils import timezone
    from django.utils.translation import gettext as _

    from lantoa.core.people import actions, queries, rules
    from lantoa.core.people.models import Role, User

    by, today = actions.operator(), timezone.localdate(now)
    account = queries.named(args.user)
    made = account is None
    if account is None:
        try:
            User._meta.get_field("username").clean(args.user, None)
        except ValidationError as error:
            raise CommandError(" ".join(error.messages)) from None
        account = actions.add_user(args.user, args.full_name, password=None, posts=[])
    if not account.is_active:
        actions.enable(account, by=by, at=now)
    if not rules.is_administrator(account):
        agency = _agency(args.agency) or actions.first_agency(_("Standing office"))
        actions.give_post(account, agency, Role.ADMINISTRATOR, since=today, by=by, at=now)
    return account, made


def _agency(code: str | None) -> Any:
    """raises: CommandError"""
    from django.utils.translation import gettext as _

    from lantoa.core.people import queries

    if code is None:
        return queries.top_agency()
    try:
        return queries.agency(code)
    except queries.UnknownAgency:
        raise CommandError(_("No agency has the code “%(code)s”.") % {"code": code}) from None
