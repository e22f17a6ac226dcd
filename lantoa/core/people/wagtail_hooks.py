"""What the audit log calls what happens to places, agencies and accounts, and what allauth tells us of them."""

from typing import Any

from allauth.account.signals import password_changed
from allauth.mfa.models import Authenticator
from allauth.mfa.signals import authenticator_added, authenticator_removed
from django.dispatch import receiver
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.log_actions import LogActionRegistry

from lantoa.core.people import actions
from lantoa.core.people.models import User

ACTIONS = {
    "base.name": _("Name of the installation changed"),
    "base.retention": _("Keeping time changed"),
    "people.communes": _("Communes taken in"),
    "people.place_add": _("Place added"),
    "people.place_edit": _("Place edited"),
    "people.place_end": _("Place ended"),
    "people.place_unend": _("End of a place taken back"),
    "people.agency_add": _("Agency added"),
    "people.agency_edit": _("Agency edited"),
    "people.agency_end": _("Agency ended"),
    "people.agency_merge": _("Agency merged"),
    "people.agency_unmerge": _("Merger undone"),
    "people.agency_delete": _("Agency deleted"),
    "people.member_add": _("Member of the steering committee added"),
    "people.member_edit": _("Member of the steering committee mended"),
    "people.member_end": _("Term in the steering committee ended"),
    "people.member_resume": _("End of a term in the steering committee taken back"),
    "people.member_remove": _("Member of the steering committee taken away"),
    "people.paper_add": _("Paper of the steering committee added"),
    "people.paper_edit": _("Paper of the steering committee mended"),
    "people.paper_file": _("File of a paper of the steering committee added"),
    "people.paper_file_exchange": _("File of a paper of the steering committee exchanged"),
    "people.paper_file_drop": _("File of a paper of the steering committee deleted"),
    "people.paper_remove": _("Paper of the steering committee taken away"),
    "people.set_up": _("Installation set up"),
    "people.invite": _("Invited"),
    "people.recover": _("Link for a new password given"),
    "people.revoke": _("Link taken back"),
    "people.enter": _("Password set by link"),
    "people.password": _("Password changed"),
    "people.rename": _("Name changed"),
    "people.post": _("Post given"),
    "people.move_post": _("Post moved with the agency"),
    "people.end_post": _("Post ended"),
    "people.disable": _("Account disabled"),
    "people.enable": _("Account enabled"),
    "people.erase": _("Personal data deleted"),
    "people.end_sessions": _("Signed out everywhere"),
    "people.second_step": _("Second step set up"),
    "people.no_second_step": _("Second step removed"),
    "people.reset_second_step": _("Second step reset"),
    "people.ask_second_step": _("Second step demanded of a role"),
    "people.take_away": _("Saved as a file"),
    "people.free_second_step": _("Second step no longer demanded of a role"),
}


@hooks.register("register_log_actions")
def register_log_actions(registry: LogActionRegistry) -> None:
    for action, label in ACTIONS.items():
        registry.register_action(action, label, label)


@receiver(authenticator_added)
def second_step_added(user: User, authenticator: Authenticator, **_kwargs: Any) -> None:
    if authenticator.type != Authenticator.Type.RECOVERY_CODES:
        actions.note(user, "people.second_step", by=user, at=timezone.now())


@receiver(authenticator_removed)
def second_step_removed(user: User, authenticator: Authenticator, **_kwargs: Any) -> None:
    if authenticator.type != Authenticator.Type.RECOVERY_CODES:
        actions.note(user, "people.no_second_step", by=user, at=timezone.now())


@receiver(password_changed)
def own_password_changed(user: User, **_kwargs: Any) -> None:
    actions.note(user, "people.password", by=user, at=timezone.now())
