"""What the audit log calls the things that happen to reviews."""

from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.log_actions import LogActionRegistry

ACTIONS = {
    "reports.create": _("Review begun"),
    "reports.edit": _("Review edited"),
    "reports.section": _("Section changed"),
    "reports.freeze": _("Review frozen"),
    "reports.issue": _("Number and day noted"),
    "reports.version": _("New version begun"),
    "reports.invite": _("Invited to comment on a draft"),
    "reports.uninvite": _("Invitation to comment ended"),
    "reports.comment": _("Comment on a draft"),
    "reports.uncomment": _("Comment taken back"),
    "reports.answer": _("Comment answered"),
}


@hooks.register("register_log_actions")
def register_log_actions(registry: LogActionRegistry) -> None:
    for action, label in ACTIONS.items():
        registry.register_action(action, label, label)
