"""What the audit log calls what happens to layouts, letterheads and templates."""

from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.log_actions import LogActionRegistry

ACTIONS = {
    "documents.profile": _("Layout changed"),
    "documents.letterhead": _("Letterhead written"),
    "documents.template": _("Template taken in"),
    "documents.template_retire": _("Template put away"),
    "documents.outlines": _("Map put in use"),
    "documents.outlines_remove": _("Map removed"),
}


@hooks.register("register_log_actions")
def register_log_actions(registry: LogActionRegistry) -> None:
    for action, label in ACTIONS.items():
        registry.register_action(action, label, label)
