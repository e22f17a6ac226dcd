"""What the audit log calls the things that happen to places and agencies."""

from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.log_actions import LogActionRegistry

ACTIONS = {
    "people.communes": _("Communes taken in"),
    "people.agency_add": _("Agency added"),
    "people.agency_edit": _("Agency edited"),
    "people.agency_end": _("Agency ended"),
    "people.agency_merge": _("Agency merged"),
    "people.agency_unmerge": _("Merger undone"),
    "people.agency_delete": _("Agency deleted"),
}


@hooks.register("register_log_actions")
def register_log_actions(registry: LogActionRegistry) -> None:
    for action, label in ACTIONS.items():
        registry.register_action(action, label, label)
