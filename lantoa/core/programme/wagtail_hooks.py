"""What the audit log calls what happens to plans, periods, submissions, findings, regimes and the calendar."""

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from wagtail import hooks
from wagtail.log_actions import LogActionRegistry

ACTIONS = {
    "programmes.add": _("Written down as a draft"),
    "programmes.edit": _("Edited"),
    "programmes.sign": pgettext_lazy("a document", "Signed"),
    "programmes.end": pgettext_lazy("a programme", "Ended"),
    "programmes.copy": _("Made from the plan before it"),
    "programmes.delete": _("Deleted"),
    "tasks.add": _("Written down"),
    "tasks.edit": _("Edited"),
    "tasks.done": _("Declared done"),
    "tasks.stop": pgettext_lazy("a task", "Stopped"),
    "tasks.reopen": _("Reopened"),
    "tasks.delete": _("Deleted"),
    "targets.set": _("Target set"),
    "targets.withdraw": _("Target withdrawn"),
    "periods.plan": _("Period planned"),
    "periods.edit": _("Dates changed"),
    "periods.open": _("Period opened"),
    "periods.close": _("Period closed"),
    "periods.reopen": _("Period opened again"),
    "submissions.expect": _("Asked to report"),
    "submissions.take_out": _("Taken out of the period"),
    "submissions.submit": _("Report sent"),
    "submissions.withdraw": _("Report taken back"),
    "submissions.look": _("Report looked through"),
    "submissions.return": _("Report returned"),
    "submissions.accept": _("Report accepted"),
    "submissions.extend": _("Given more time"),
    "submissions.change_extension": _("The time that was given was changed"),
    "regimes.create": _("Regime added"),
    "regimes.edit": _("Regime changed"),
    "regimes.renew": _("New version of a regime"),
    "regimes.end": _("Regime ended"),
    "regimes.resume": _("End of a regime taken back"),
    "findings.add": _("Finding written down"),
    "findings.edit": _("Finding changed"),
    "findings.settle": _("Finding settled"),
    "findings.reopen": _("Finding stands again"),
    "findings.carry": _("Carried into the next period"),
    "findings.delete": _("Finding deleted"),
    "calendar.name": _("Day of the calendar changed"),
}


@hooks.register("register_log_actions")
def register_log_actions(registry: LogActionRegistry) -> None:
    for action, label in ACTIONS.items():
        registry.register_action(action, label, label)
