"""What the newsroom hears from Wagtail, and what it changes in Wagtail's pages; nowhere else does this room."""

from collections.abc import Iterator
from typing import Any

from django.contrib import messages
from django.db import transaction
from django.db.models import QuerySet
from django.dispatch import receiver
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.html import format_html
from django.utils.translation import gettext, ngettext, pgettext
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.action_menu import ActionMenuItem, PageLockedMenuItem, SubmitForModerationMenuItem, WorkflowMenuItem
from wagtail.admin.widgets import Button
from wagtail.log_actions import LogActionRegistry
from wagtail.models import Page, ReferenceIndex
from wagtail.rich_text.feature_registry import FeatureRegistry
from wagtail.rich_text.pages import PageLinkHandler
from wagtail.signals import page_published, page_unpublished, post_page_move

from lantoa.desks.newsroom import actions, queries
from lantoa.desks.newsroom.actions import placing
from lantoa.desks.newsroom.models import ChecklistPoint, ContentPage
from lantoa.desks.newsroom.queries import experts
from lantoa.desks.newsroom.rules.standing import NOT_PUBLISHED
from lantoa.desks.newsroom.views import judging

ACTIONS = {
    "newsroom.withdraw": _("Withdrawn"),
    "newsroom.restore": _("Put back"),
    "newsroom.announce_correction": _("Correction written"),
    "newsroom.drop_correction": _("Correction taken back"),
    "newsroom.correct": _("Correction published"),
    "newsroom.show_expert": _("Shown to an expert"),
    "newsroom.revoke_expert": _("Link of an expert closed"),
    "newsroom.expert_comment": _("Comment of an expert"),
    "newsroom.settle_comment": _("Comment of an expert answered"),
    "newsroom.rule_add": _("Rule added"),
    "newsroom.rule_mend": _("Rule mended"),
    NOT_PUBLISHED: _("Could not be published at its moment"),
}


@receiver(page_published)
def _published(instance: Page, revision: Any = None, **_kwargs: Any) -> None:
    # Also sent for what is only scheduled.
    if instance.live and isinstance(instance, ContentPage):
        actions.published(instance, revision=revision, at=timezone.now())


@receiver(page_published)
def _lead_to_its_files(instance: Page, **_kwargs: Any) -> None:
    """At once: left to the worker, as Wagtail leaves it, a file stays shut while the page offers it."""
    if instance.live:
        with transaction.atomic():
            ReferenceIndex.create_or_update_for_object(instance)


@receiver(page_unpublished)
def _unpublished(instance: Page, **_kwargs: Any) -> None:
    if isinstance(instance, ContentPage):
        actions.unpublished(instance, at=timezone.now())


@receiver(post_page_move)
def _moved(instance: Page, parent_page_after: Page, **_kwargs: Any) -> None:
    if issubclass(instance.specific_class, ContentPage):
        placing.moved(instance.pk, under=parent_page_after)


@hooks.register("register_log_actions")
def register_log_actions(registry: LogActionRegistry) -> None:
    for action, label in ACTIONS.items():
        registry.register_action(action, label, label)


class PageLink(PageLinkHandler):
    """A link within a text, as readers get it. Wagtail's own writes the address of a page that nobody may open yet,
    and what an embargoed release is called stands in it.
    """

    @classmethod
    def expand_db_attributes_many(cls, attrs_list: list[dict[str, str]]) -> list[str]:
        paths = queries.paths_led_to(attrs.get("id", "") for attrs in attrs_list)
        return [
            format_html('<a href="{}">', path) if (path := paths.get(attrs.get("id", ""))) else "<a>"
            for attrs in attrs_list
        ]


# After Wagtail's own, which it takes the place of.
@hooks.register("register_rich_text_features", order=10)
def _lead_to_what_is_public(features: FeatureRegistry) -> None:
    features.register_link_type(PageLink)


@hooks.register("construct_page_chooser_queryset")
def _offer_own_and_public(pages: "QuerySet[Page]", request: HttpRequest) -> "QuerySet[Page]":
    return pages.filter(pk__in=queries.pages_chosen_by(request.user).values("pk"))


@hooks.register("register_page_header_buttons")
def _way_to_the_desk(page: Page, user: Any, **_kwargs: Any) -> Iterator[Button]:
    """Its checklist, corrections and withdrawal are a page of the office."""
    if issubclass(page.specific_class, ContentPage) and page.permissions_for_user(user).can_edit():
        url = reverse("newsroom:item", args=[page.pk])
        yield Button(_("Check, correct, withdraw"), url, icon_name="list-ul", priority=12)
        yield Button(_experts_word(page), reverse("newsroom:experts", args=[page.pk]), icon_name="comment", priority=13)


def _experts_word(page: Page) -> str:
    waiting = experts.counts_of(page, now=timezone.now())["comments_open"]
    if not waiting:
        return gettext("Experts")
    said = ngettext("Experts: %(count)s open comment", "Experts: %(count)s open comments", waiting)
    return said % {"count": waiting}


class _Send(SubmitForModerationMenuItem):
    """In words, where Wagtail names the workflow, which has one name for all languages."""

    def get_context_data(self, parent_context: dict[str, Any]) -> dict[str, Any]:
        said = pgettext("many items", "Send for review")
        return {**super().get_context_data(parent_context), "label": said}


@hooks.register("construct_page_action_menu")
def _send_in_words(items: list[ActionMenuItem], request: HttpRequest, context: dict[str, Any]) -> None:
    items[:] = [_Send(order=item.order) if item.name == _Send.name else item for item in items]


@hooks.register("construct_page_action_menu")
def _offer_to_judge(items: list[ActionMenuItem], request: HttpRequest, context: dict[str, Any]) -> None:
    """Wagtail hides these buttons where a text cannot be saved; judging saves nothing."""
    task = context["page"].current_workflow_task if context["view"] == "edit" else None
    offered = task.get_actions(context["page"], request.user) if task else []
    if offered:
        items[:] = [item for item in items if item.name != PageLockedMenuItem.name]
    for name, label, asks in reversed(offered):
        icon = "success" if name == "approve" else "edit"
        items.insert(0, WorkflowMenuItem(name, label, asks, icon_name=icon))


@hooks.register("before_edit_page")
def _judge(request: HttpRequest, page: Page) -> HttpResponse | None:
    if not isinstance(page, ContentPage):
        return None
    if request.method == "GET":
        judging.tell_return(request, page)
    return judging.judge(request, page) if "action-workflow-action" in request.POST else None


@hooks.register("after_create_page")
@hooks.register("after_edit_page")
def _tell_what_is_open(request: HttpRequest, page: Page) -> None:
    """Nothing typed is lost to the checklist: it is sent, and cannot be approved before the points are in order."""
    if "action-submit" in request.POST and isinstance(page, ContentPage) and ChecklistPoint.objects.open_of(page):
        url = reverse("newsroom:item", args=[page.pk])
        said = gettext("Sent. Points of the checklist are still open: nobody can approve it before they are in order.")
        messages.warning(request, format_html('{} <a href="{}">{}</a>', said, url, gettext("To the checklist")))
