"""Writing what the second step of a sign-in asks of whom."""

from datetime import date, datetime

from allauth.mfa.models import Authenticator
from django.db import transaction

from lantoa.core.people.actions.accounts import end_sessions
from lantoa.core.people.actions.log import note
from lantoa.core.people.models import Role, SecondStepRule, User


@transaction.atomic
def reset_second_step(account: User, *, by: User, at: datetime) -> None:
    """Take app, passkeys and recovery codes off an account; whoever is signed in with it is signed out."""
    Authenticator.objects.filter(user=account).delete()
    end_sessions(account, by=by, at=at)
    note(account, "people.reset_second_step", by=by, at=at)


@transaction.atomic
def ask_second_step(days: dict[Role, date], *, by: User, at: datetime) -> None:
    """Set for every role since when it must use one; a role that is absent need not. Only changes are logged."""
    before = {rule.role: rule for rule in SecondStepRule.objects.all()}
    for role in Role:
        since, rule = days.get(role), before.get(role)
        if since == (rule.since if rule else None):
            continue
        if since is None:
            SecondStepRule.objects.filter(role=role).delete()
            note(by, "people.free_second_step", by=by, at=at, role=role)
        else:
            SecondStepRule.objects.update_or_create(role=role, defaults={"since": since})
            note(by, "people.ask_second_step", by=by, at=at, role=role, since=since.isoformat())
