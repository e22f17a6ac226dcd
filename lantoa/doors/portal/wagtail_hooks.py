"""What Wagtail tells the portal: what readers see changed, who asks for a file, and what is being read."""

from collections.abc import Callable
from functools import partial
from typing import Any

from django.db import transaction
from django.db.models.signals import post_delete, post_save
from django.http import Http404, HttpRequest, HttpResponse
from django.utils.translation import get_language_from_path
from wagtail import hooks
from wagtail.contrib.redirects.models import Redirect
from wagtail.documents.models import document_served
from wagtail.log_actions import LogActionRegistry
from wagtail.models import Page, Site, WorkflowState
from wagtail.signals import page_published, page_slug_changed, page_unpublished, post_page_move, workflow_submitted

from lantoa.base.models import Installation
from lantoa.base.search import actions as search
from lantoa.core.people.models import Agency
from lantoa.core.vocabulary.models import Indicator, Term
from lantoa.desks.channels import actions as channels
from lantoa.desks.channels.models import OfficialChannel, What
from lantoa.desks.channels.rules import HEADER, counted
from lantoa.desks.media.models import MediaDocument, MediaImage
from lantoa.desks.newsroom import queries as newsroom
from lantoa.desks.newsroom.actions import finding
from lantoa.desks.newsroom.models import ContentPage, ProfileFact
from lantoa.doors.portal import actions, cache, chosen, notices, tasks
from lantoa.doors.portal.models import HomePage, SectionPage
from lantoa.doors.portal.queries import sections


def _purge(**_: Any) -> None:
    # Not before the commit: a page drawn in between would be kept with the old text.
    transaction.on_commit(cache.purge)


for _signal in (page_published, page_unpublished, page_slug_changed, post_page_move):
    _signal.connect(_purge)
# Of an indicator: what was made internal must not stand on a kept page. Of the installation: its name is on all.
for _sender in (Site, Redirect, MediaImage, MediaDocument, OfficialChannel, Indicator, ProfileFact, Installation):
    post_save.connect(_purge, sender=_sender)
    post_delete.connect(_purge, sender=_sender)


def _purge_after_page(sender: Any, **_: Any) -> None:
    if issubclass(sender, Page):
        _purge()


post_delete.connect(_purge_after_page)


def _purge_after_listing(sender: Any, update_fields: Any = None, **_: Any) -> None:
    """Withdrawn, or put back: nothing is published then, and yet readers see another page."""
    if issubclass(sender, ContentPage) and "listed_at" in (update_fields or ()):
        _purge()


post_save.connect(_purge_after_listing)


def _draw_for_review(instance: WorkflowState, **_: Any) -> None:
    if isinstance(instance.content_object, Page):
        page = instance.content_object.get_latest_revision_as_object()
        transaction.on_commit(partial(tasks.draw_pictures_of, page))


def _draw_what_is_public(instance: Page, **_: Any) -> None:
    transaction.on_commit(partial(tasks.draw_pictures_of, instance))


# Sent for review: then the pictures are there before anybody can approve; not every page is reviewed.
workflow_submitted.connect(_draw_for_review)
page_published.connect(_draw_what_is_public)


def _find_as_it_stands(sender: Any, instance: Any, update_fields: Any = None, **_: Any) -> None:
    if issubclass(sender, ContentPage) and (update_fields is None or finding.FIELDS & set(update_fields)):
        finding.refresh(instance.pk)


def _find_no_more(sender: Any, instance: Any, **_: Any) -> None:
    if issubclass(sender, ContentPage):
        search.remove(instance.pk)


_NAMES = frozenset({"name_vi", "name_en", "title"})


def _find_by_its_new_name(created: bool, update_fields: Any = None, **_: Any) -> None:
    """It stands in the document of each item that is filed under it."""
    if not created and (update_fields is None or _NAMES & set(update_fields)):
        search.read_again()


for _sender in (Agency, Term, SectionPage):
    post_save.connect(_find_by_its_new_name, sender=_sender)
post_save.connect(_find_as_it_stands)
# Facts and sources of a page are saved after it.
page_published.connect(_find_as_it_stands)
# Under the name of its new section.
post_page_move.connect(_find_as_it_stands)
post_delete.connect(_find_no_more)


@hooks.register("before_serve_document")
def _only_what_a_page_leads_to(document: MediaDocument, request: HttpRequest) -> None:
    """Files of drafts and of what is held back are for those who work on them; to others they are not there."""
    if not newsroom.is_public_file(document) and not request.user.has_perm("wagtailadmin.access_admin"):
        raise Http404


@hooks.register("register_log_actions")
def register_log_actions(registry: LogActionRegistry) -> None:
    for action, label in notices.ACTIONS.items():
        registry.register_action(action, label, label)


@hooks.register("after_edit_page")
def _tie_section(request: HttpRequest, page: Page) -> None:
    """Not when the form is read: a preview reads it too."""
    if isinstance(page, SectionPage) and (chosen := request.POST.get("same_as")) is not None:
        actions.tie(page, sections.offered_to(page).filter(pk=chosen or 0).first())


@hooks.register("before_edit_page")
def _tell_what_is_not_seen(request: HttpRequest, page: Page) -> None:
    if request.method == "GET" and isinstance(page, HomePage):
        chosen.tell(request, page)


@hooks.register("after_edit_page")
def _tell_after_publishing(request: HttpRequest, page: Page) -> None:
    """Then another page follows than the form."""
    if "action-publish" in request.POST and isinstance(page, HomePage):
        chosen.tell(request, page)


# -- counting --------------------------------------------------------------------------------------


@hooks.register("on_serve_page")
def count_view(serve: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """Name what the page counts as: the cache counts every reader it hands the finished page to."""

    def counting(page: Page, request: HttpRequest, args: Any, kwargs: Any) -> HttpResponse:
        response = serve(page, request, args, kwargs)
        if response.status_code == 200:
            language = get_language_from_path(request.path) or ""
            response.headers[HEADER] = counted(What.VIEW, page.pk, language=language)
        return response

    return counting


def _count_download(instance: MediaDocument, request: HttpRequest, **_: Any) -> None:
    channels.notebook().note(counted(What.DOWNLOAD, instance.pk), request.META)


document_served.connect(_count_download)
