"""Approving and returning in the editor, where Wagtail would first save what the browser posts."""

import json
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from wagtail.admin.utils import get_valid_next_url_from_request

from lantoa.base.templatetags.lantoa import moment
from lantoa.desks.newsroom.models import ContentPage
from lantoa.desks.newsroom.queries.desk import return_of


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


def tell_return(request: HttpRequest, page: ContentPage) -> None:
    """Over the text that came back: what is to be mended."""
    if back := return_of(page):
        who = {"name": back.finished_by, "moment": moment(back.finished_at), "reason": back.comment}
        messages.warning(request, _("Returned by %(name)s on %(moment)s: %(reason)s") % who)


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
