"""What the audit log calls the things that happen to words."""

from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.log_actions import LogActionRegistry

ACTIONS = {
    "vocabulary.add": _("Added"),
    "vocabulary.mend": _("Mended"),
    "vocabulary.define": _("Defined anew"),
    "vocabulary.move": _("Moved"),
    "vocabulary.open": _("Opened to visitors"),
    "vocabulary.close": _("Made internal"),
    "vocabulary.share": _("Taken over"),
}


@hooks.register("register_log_actions")
def register_log_actions(registry: LogActionRegistry) -> None:
    for action, label in ACTIONS.items():
        registry.register_action(action, label, label)
