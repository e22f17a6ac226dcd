"""What this room hears from Wagtail, and what the log calls what it does."""

from typing import Any

from django.dispatch import receiver
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.log_actions import LogActionRegistry
from wagtail.models import Page
from wagtail.signals import page_published

from lantoa.desks.intake import actions
from lantoa.desks.newsroom.models import ContentPage

ACTIONS = {"intake.bring": _("Items brought in"), "intake.undo": _("Import undone")}


@receiver(page_published)
def _published(instance: Page, **_kwargs: Any) -> None:
    # Also sent for what is only scheduled.
    if instance.live and isinstance(instance, ContentPage):
        actions.lead_on(instance)


@hooks.register("register_log_actions")
def register_log_actions(registry: LogActionRegistry) -> None:
    for action, label in ACTIONS.items():
        registry.register_action(action, label, label)
