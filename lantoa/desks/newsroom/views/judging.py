"""Approving and returning in the editor, where Wagtail would first save what the browser posts."""

import json
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST
from wagtail.admin.utils import get_valid_next_url_from_request

from lantoa.base.templatetags.lantoa import moment
from lantoa.core.people.views.guards import SignedIn, office
from lantoa.desks.newsroom import actions
from lantoa.desks.newsroom.models import ChecklistPoint, ContentPage, PendingCorrection, may_judge
from lantoa.desks.newsroom.models.access import reviews_for
from lantoa.desks.newsroom.queries.desk import return_of
from lantoa.desks.newsroom.rules import access
from lantoa.desks.newsroom.views.items import visible


def judge(request: HttpRequest, page: ContentPage) -> HttpResponse:
    """Approve or return the text that was sent. Nothing is saved: a browser sends the same text back a hair otherwise,
    and who judges it would be one of those who wrote it.
    """
    task, there = page.current_workflow_task_state, redirect("wagtailadmin_pages:edit", page.pk)
    if task is None:
        messages.warning(request, _("It is no longer in review."))
        return there
    if not _is_as_opened(request, page):
        messages.warning(request, _("The text changed since you opened it. Read it again, then decide."))
        return there
    try:
        task.task.specific.on_action(
            task, request.user, request.POST.get("workflow-action-name", ""), comment=_comment(request)
        )
    except PermissionDenied:
        messages.error(
            request, _("Nothing was decided: a point is open, a reason is missing, or you had a hand in this text.")
        )
        return there
    page.refresh_from_db()
    messages.success(request, _outcome(page))
    return redirect(get_valid_next_url_from_request(request) or reverse("newsroom:item", args=[page.pk]))


def tell_judge(request: HttpRequest, page: ContentPage) -> None:
    """Over the text that is judged: what becomes public with it, and why nobody can approve it yet."""
    if not page.workflow_in_progress or not reviews_for(request.user, page.agency_id):
        return
    if pending := PendingCorrection.objects.filter(page=page.pk).select_related("written_by").first():
        who = {"name": pending.written_by, "text": pending.text}
        messages.info(request, _("Readers will see with it, as a correction: “%(text)s” (%(name)s)") % who)
    if not may_judge(page, request.user):
        messages.info(request, _("You had a hand in it: another person approves it."))
    elif ChecklistPoint.objects.open_of(page):
        _tell_open_points(request, page)


def tell_return(request: HttpRequest, page: ContentPage) -> None:
    """Over the text that came back: what is to be mended."""
    if back := return_of(page):
        who = {"name": back.finished_by, "moment": moment(back.finished_at), "reason": back.comment}
        messages.warning(request, _("Returned by %(name)s on %(moment)s: %(reason)s") % who)


def tell_what_follows(request: HttpRequest, page: ContentPage) -> None:
    """After it was sent. Nothing typed is lost to the checklist: it cannot be approved before the points are in order,
    and no more.
    """
    if ChecklistPoint.objects.open_of(page):
        _tell_open_points(request, page)
    elif moment_of := page.get_latest_revision_as_object().go_live_at:
        said = _("Another person reads it now. Once approved, it will be public on %(moment)s.")
        messages.info(request, said % {"moment": moment(moment_of)})
    else:
        messages.info(request, _("Another person reads it now. Once approved, it is public at once."))


def _tell_open_points(request: HttpRequest, page: ContentPage) -> None:
    said = _("Points of the checklist are still open: nobody can approve it before they are in order.")
    url = reverse("newsroom:item", args=[page.pk])
    messages.warning(request, format_html('{} <a href="{}">{}</a>', said, url, _("To the checklist")))


@require_POST
@office(access.works_here)
def recall(request: SignedIn, pk: int) -> HttpResponse:
    """Out of review again, by who sent it."""
    page = visible(request, pk)
    if page.workflow_in_progress and not access.may_recall(request.user, page):
        raise PermissionDenied
    try:
        actions.recall(page, by=request.user)
    except actions.NotNow as error:
        messages.error(request, str(error))
        return redirect("newsroom:item", pk)
    messages.success(request, _("Taken out of review. The text can be changed again; nothing of it is lost."))
    return redirect("wagtailadmin_pages:edit", pk)


def _is_as_opened(request: HttpRequest, page: ContentPage) -> bool:
    revision = page.get_latest_revision()
    newest = {"loaded_revision_id": str(revision.pk), "loaded_revision_created_at": revision.created_at.isoformat()}
    return all(request.POST.get(name, now) == now for name, now in newest.items())


def _comment(request: HttpRequest) -> str:
    """As the dialog of the button collected it; empty, if it is not what a dialog sends."""
    try:
        said: Any = json.loads(request.POST.get("workflow-action-extra-data", "{}"))
        return str(said.get("comment", ""))
    except (AttributeError, RecursionError, ValueError):
        return ""


def _outcome(page: ContentPage) -> str:
    if page.current_workflow_state:
        return _("Returned. Its author reads your reason.")
    if planned := page.scheduled_revision:
        return _("Approved. It will be public on %(moment)s.") % {"moment": moment(planned.approved_go_live_at)}
    return _("Approved. It is public.")
