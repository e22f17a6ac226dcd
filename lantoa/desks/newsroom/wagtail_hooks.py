"""What the newsroom hears from Wagtail, and what it changes in Wagtail's pages; nowhere else does this room."""

from collections.abc import Iterator
from typing import Any

from django.db import transaction
from django.db.models import QuerySet
from django.dispatch import receiver
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.html import format_html
from django.utils.translation import gettext, ngettext, pgettext
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.action_menu import (
    ActionMenuItem,
    CancelWorkflowMenuItem,
    PageLockedMenuItem,
    RestartWorkflowMenuItem,
    SubmitForModerationMenuItem,
    WorkflowMenuItem,
)
from wagtail.admin.views.home import WorkflowObjectsToModeratePanel
from wagtail.admin.views.pages.bulk_actions.page_bulk_action import PageBulkAction
from wagtail.admin.widgets import Button
from wagtail.log_actions import LogActionRegistry
from wagtail.models import Page, ReferenceIndex
from wagtail.rich_text.feature_registry import FeatureRegistry
from wagtail.rich_text.pages import PageLinkHandler
from wagtail.signals import page_published, page_unpublished, post_page_move

from lantoa.desks.newsroom import actions, queries
from lantoa.desks.newsroom.actions import placing
from lantoa.desks.newsroom.models import ContentPage
from lantoa.desks.newsroom.queries import experts
from lantoa.desks.newsroom.rules import access
from lantoa.desks.newsroom.rules.facts import CHECKED
from lantoa.desks.newsroom.rules.standing import NOT_PUBLISHED
from lantoa.desks.newsroom.views import judging

ACTIONS = {
    "newsroom.withdraw": _("Withdrawn"),
    "newsroom.restore": _("Put back"),
    "newsroom.reason": _("Reason of the withdrawal said otherwise"),
    "newsroom.announce_correction": _("Correction written"),
    "newsroom.drop_correction": _("Correction taken back"),
    "newsroom.correct": _("Correction published"),
    "newsroom.settle_correction": _("Correction of another language: asks nothing of this one"),
    "newsroom.reopen_correction": _("Correction of another language: open again"),
    "newsroom.untick": _("Tick of the checklist taken back"),
    CHECKED: _("Facts checked again, still right"),
    "newsroom.uncheck_facts": _("Check of facts taken back"),
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


def _all_that_is_listed(action: PageBulkAction, parent_id: Any) -> "QuerySet[Any, int]":
    """“All of this list” is what the list shows, and not what others write under the same section."""
    found = list(_all_in_listing(action, parent_id))
    return queries.pages_explored_by(action.request.user).filter(pk__in=found).values_list("pk", flat=True)


_all_in_listing = PageBulkAction.get_all_objects_in_listing_query
PageBulkAction.get_all_objects_in_listing_query = _all_that_is_listed


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


class _Way(ActionMenuItem):
    """A link to the item's page in the office, which asks before it does anything."""

    def __init__(self, name: str, label: Any, *, icon_name: str, place: str = "") -> None:
        super().__init__()
        self.name, self.label, self.icon_name, self._place = name, label, icon_name, place

    def get_url(self, parent_context: dict[str, Any]) -> str:
        return reverse("newsroom:item", args=[parent_context["page"].pk]) + self._place


@hooks.register("construct_page_action_menu")
def _offer_what_can_be_done(items: list[ActionMenuItem], request: HttpRequest, context: dict[str, Any]) -> None:
    """Wagtail hides the buttons to judge where a text cannot be saved, though judging saves nothing; and its first
    button would take the text out of review without a question.
    """
    replaced = {PageLockedMenuItem.name, CancelWorkflowMenuItem.name, RestartWorkflowMenuItem.name}
    page = context["page"].specific if context["view"] == "edit" else None
    if isinstance(page, ContentPage):
        items[:] = [item for item in items if item.name not in replaced and not isinstance(item, WorkflowMenuItem)]
        items[:0] = [*_judgements(page, request.user), *_ways(page, request.user, is_locked=context["locked_for_user"])]
    items[:] = [_Send(order=item.order) if item.name == _Send.name else item for item in items]


def _judgements(page: ContentPage, user: Any) -> Iterator[ActionMenuItem]:
    task = page.current_workflow_task
    for name, label, asks in task.get_actions(page, user) if task else []:
        yield WorkflowMenuItem(name, label, asks, icon_name="success" if name == "approve" else "edit")


def _ways(page: ContentPage, user: Any, *, is_locked: bool) -> Iterator[ActionMenuItem]:
    if is_locked:
        yield _Way("way-to-item", _("To the item"), icon_name="list-ul")
    if access.may_recall(user, page):
        yield _Way("way-to-recall", _("Take it out of review"), icon_name="undo", place="#recall")


class _ToRead(WorkflowObjectsToModeratePanel):
    """What waits is opened and read before it is judged: no row of a list approves a text that nobody saw."""

    def get_context_data(self, parent_context: dict[str, Any]) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context_data(parent_context)
        for state in context["states"]:
            state["actions"] = []
        return context


@hooks.register("construct_homepage_panels")
def _judge_in_the_editor(_request: HttpRequest, panels: list[Any]) -> None:
    panels[:] = [_ToRead() if isinstance(panel, WorkflowObjectsToModeratePanel) else panel for panel in panels]


@hooks.register("before_edit_page")
def _judge(request: HttpRequest, page: Page) -> HttpResponse | None:
    if not isinstance(page, ContentPage):
        return None
    if request.method == "GET":
        judging.tell_return(request, page)
        judging.tell_judge(request, page)
    if "action-workflow-action" in request.POST:
        return judging.judge(request, page)
    # Wagtail's own way out of review, which asks nothing and saves what the browser posts.
    is_out = {CancelWorkflowMenuItem.name, RestartWorkflowMenuItem.name} & set(request.POST)
    return redirect(reverse("newsroom:item", args=[page.pk]) + "#recall") if is_out else None


@hooks.register("after_create_page")
@hooks.register("after_edit_page")
def _tell_what_follows(request: HttpRequest, page: Page) -> None:
    if "action-submit" in request.POST and isinstance(page, ContentPage):
        judging.tell_what_follows(request, page)
