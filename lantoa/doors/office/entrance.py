"""The ways in that need no account yet: the link of an invitation, and setting up a new installation."""

from typing import Any

from allauth.account.internal.flows.login import perform_login, record_authentication
from allauth.account.models import Login
from allauth.core.internal import ratelimit
from django.db import transaction
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from lantoa.core.people import actions as people
from lantoa.core.people import queries
from lantoa.core.people.models import Invitation, User
from lantoa.doors.office.forms import JoinForm, SetUpForm


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def join(request: HttpRequest, token: str) -> HttpResponse:
    """The invited person sets a password and is signed in. Opening the link uses nothing: messengers fetch it too."""
    now = timezone.now()
    try:
        invitation = queries.invitation(token, at=now)
    except queries.DeadLink:
        return _dead(request)
    if invitation.user is None:
        return HttpResponseRedirect(reverse("office:set_up", args=[token]))
    form = JoinForm(request.POST if request.method == "POST" else None, person=invitation.user)
    if form.is_bound and form.is_valid():
        try:
            with transaction.atomic():
                account = people.enter(token, form.cleaned_data["password1"], at=now)
        except queries.DeadLink:
            return _dead(request)
        return _sign_in(request, account)
    context = {"form": form, "person": invitation.user, "is_recovery": _is_recovery(invitation)}
    return render(request, "office/join.html", context, status=422 if form.is_bound else 200)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def set_up(request: HttpRequest, token: str) -> HttpResponse:
    """The first administrator of an installation; the link stands in the terminal of `lantoa up`."""
    now = timezone.now()
    try:
        invitation = queries.invitation(token, at=now)
    except queries.DeadLink:
        return _dead(request)
    if invitation.user is not None or queries.administrators().exists():
        return _dead(request)
    form = SetUpForm(request.POST if request.method == "POST" else None)
    if form.is_bound and form.is_valid():
        try:
            with transaction.atomic():
                account = people.set_up(token, **form.answers, today=timezone.localdate(now), at=now)
        except queries.DeadLink:
            return _dead(request)
        return _sign_in(request, account)
    return render(request, "office/set_up.html", {"form": form}, status=422 if form.is_bound else 200)


def _is_recovery(invitation: Invitation) -> bool:
    return invitation.purpose == Invitation.Purpose.RECOVER


def _sign_in(request: HttpRequest, account: User) -> HttpResponse:
    """As with the password just set, which is not asked again at once; a second step that is on is asked as always."""
    record_authentication(request, account, "password", reauthenticated=True)
    login = Login(user=account, redirect_url=reverse("office:home"))
    answer: HttpResponse = perform_login(request, login)
    return answer


def _dead(request: HttpRequest) -> HttpResponse:
    """One answer for all reasons, and few of them a minute: who guesses learns nothing."""
    if not ratelimit.consume(request, app="allauth.account", action="dead_link", limit_get=True):
        refused: Any = ratelimit.respond_429(request)
        return refused  # type: ignore[no-any-return]
    return render(request, "office/dead_link.html", status=404)
