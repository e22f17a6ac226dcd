"""Doors of the office: the first page after sign-in, the language, the living page of the design."""

from typing import Any

from django.conf import settings
from django.contrib import messages
from django.contrib.auth import update_session_auth_hash
from django.contrib.auth.decorators import login_required
from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from lantoa.core.people import actions as people
from lantoa.desks.newsroom.rules import access as newsroom
from lantoa.doors.office import design, guide, home
from lantoa.doors.office.middleware import LANGUAGE_COOKIE

_YEAR_SECONDS = 365 * 24 * 3600


@require_safe
@login_required
def front(request: HttpRequest) -> HttpResponse:
    """The first page after sign-in."""
    user: Any = request.user  # a User, after login_required
    today = timezone.localdate()
    period = home.this_period(today)
    return render(
        request,
        "office/home.html",
        {
            "today": today,
            "reports": home.reports_due(user, now=timezone.now(), today=today),
            "asked": home.corrections_asked(user),
            "items": home.items_waiting(user),
            "facts": home.facts_due(user, today=today),
            "needs": home.needs_today(user),
            "remarks": home.remarks_open(user),
            "may_write_items": newsroom.may_write(user),
            "quick": home.quick_entry(user, today=today),
            "period": period,
            "states": home.states_in(period, user),
            "stats": home.stats(period, user),
            "due": home.tasks_due(user, today),
        },
    )


# Exempt, because the token would need a cookie for every visitor, and nothing is to be gained by setting a language.
@csrf_exempt
@require_POST
def language(request: HttpRequest) -> HttpResponse:
    """Remember the language in a cookie that holds nothing else, and go back."""
    back = request.POST.get("next", "")
    if not url_has_allowed_host_and_scheme(back, allowed_hosts={request.get_host()}, require_https=request.is_secure()):
        back = reverse("portal_root")
    response = HttpResponseRedirect(back)
    chosen = request.POST.get("language", "")
    if chosen in settings.OFFICE_LANGUAGES:
        response.set_cookie(
            LANGUAGE_COOKIE, chosen, max_age=_YEAR_SECONDS, samesite="Lax", httponly=True, secure=settings.HTTPS
        )
    return response


@require_safe
@login_required
def guide_page(request: HttpRequest) -> HttpResponse:
    """One sheet to print: how to record; `?all=1` lists every kind."""
    user: Any = request.user  # a User, after login_required
    address = settings.PUBLIC_URL
    made = guide.guide(user, today=timezone.localdate(), address=address, is_whole="all" in request.GET)
    return render(request, "office/guide.html", {"guide": made, "address": address})


@require_safe
@login_required
def design_page(request: HttpRequest) -> HttpResponse:
    """Every component in every state, with samples of type in the language `?lang=`."""
    return render(request, "office/design.html", design.samples(request.GET.get("lang", "")))


@require_safe
def password_help(request: HttpRequest) -> HttpResponse:
    """Who forgot a password asks the administrator: the office sends no e-mail."""
    return render(request, "account/password_help.html")


@require_http_methods(["GET", "POST"])
@login_required
def end_sessions(request: HttpRequest) -> HttpResponse:
    """Sign out everywhere but here: no list of devices is kept, so it is all or nothing."""
    if request.method == "POST":
        user: Any = request.user  # a User, after login_required
        people.end_sessions(user, by=user, at=timezone.now())
        update_session_auth_hash(request, user)
        messages.success(request, _("Everywhere else you are signed out now."))
        return redirect("mfa_index")
    return render(request, "office/end_sessions.html")


def admin_login(request: HttpRequest) -> HttpResponse:
    """Wagtail's own sign-in would walk past the second factor; all sign-ins go one way."""
    if request.user.is_authenticated:
        # Sent here by Wagtail because this account may not use it: another sign-in would only go in circles.
        raise PermissionDenied
    return redirect_to_login(request.GET.get("next") or reverse("wagtailadmin_home"))


def admin_closed(request: HttpRequest) -> HttpResponse:
    """Wagtail would let flags and groups be given where the office knows posts alone."""
    raise PermissionDenied


def admin_account(request: HttpRequest) -> HttpResponse:
    """Wagtail's account page would keep a language and a name of its own; the office's stand for both."""
    return redirect("office:home")
