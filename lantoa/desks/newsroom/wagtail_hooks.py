"""What the newsroom hears from Wagtail, and what it changes in Wagtail's pages; nowhere else does this room."""

from typing import Any

from django.db.models import QuerySet
from django.dispatch import receiver
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.log_actions import LogActionRegistry
from wagtail.models import Page
from wagtail.signals import page_published, page_unpublished

from lantoa.desks.newsroom import actions, queries
from lantoa.desks.newsroom.models import ContentPage

ACTIONS = {
    "newsroom.withdraw": _("Withdrawn"),
    "newsroom.restore": _("Put back"),
    "newsroom.announce_correction": _("Correction written"),
    "newsroom.drop_correction": _("Correction taken back"),
    "newsroom.correct": _("Correction published"),
}


@receiver(page_published)
def _published(instance: Page, revision: Any = None, **_kwargs: Any) -> None:
    # Also sent for what is only scheduled.
    if instance.live and isinstance(instance, ContentPage):
        actions.published(instance, revision=revision, at=timezone.now())


@receiver(page_unpublished)
def _unpublished(instance: Page, **_kwargs: Any) -> None:
    if isinstance(instance, ContentPage):
        actions.unpublished(instance, at=timezone.now())


@hooks.register("register_log_actions")
def register_log_actions(registry: LogActionRegistry) -> None:
    for action, label in ACTIONS.items():
        registry.register_action(action, label, label)


@hooks.register("construct_page_chooser_queryset")
def _offer_own_and_public(pages: "QuerySet[Page]", request: HttpRequest) -> "QuerySet[Page]":
    return pages.filter(pk__in=queries.pages_chosen_by(request.user).values("pk"))
