"""What the audit log calls the things that happen to activities."""

from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.log_actions import LogActionRegistry

ACTIONS = {
    "lantoa.create": _("Recorded"),
    "lantoa.edit": _("Edited"),
    "lantoa.submit": _("Submitted"),
    "lantoa.withdraw": _("Taken back"),
    "lantoa.return": _("Returned"),
    "lantoa.look": _("Looked through"),
    "lantoa.accept": _("Accepted"),
    "lantoa.unaccept": _("Acceptance taken back"),
    "lantoa.unreturn": _("Return taken back"),
    "lantoa.precheck": _("Looks through from now on"),
    "lantoa.precheck_end": _("No longer looks through"),
    "lantoa.correct": _("Corrected"),
    "lantoa.reverse": _("Reversed"),
    "lantoa.evidence": _("Evidence added"),
    "lantoa.redact": _("Evidence redacted"),
    "lantoa.merge": _("Another record was merged into it"),
    "lantoa.merged": _("Merged into another record"),
    "lantoa.separate": _("Separated again"),
    "lantoa.different": _("Found to be a different event"),
    "lantoa.import": _("Imported"),
    "lantoa.proposals_done": _("Corrections of a workbook made"),
    "lantoa.proposals_declined": _("Corrections of a workbook declined"),
    "lantoa.proposals_expired": _("Corrections of a workbook not answered in time"),
    "lantoa.undo": _("Import undone"),
}


@hooks.register("register_log_actions")
def register_log_actions(registry: LogActionRegistry) -> None:
    for action, label in ACTIONS.items():
        registry.register_action(action, label, label)
