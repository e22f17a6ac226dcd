"""Inviting: an account is made, and a link is given on paper or by message; the same way leads to a new password."""

from base64 import b64encode

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from lantoa.base import codes
from lantoa.core.people import actions, queries, rules
from lantoa.core.people.forms.accounts import InviteForm
from lantoa.core.people.models import Role
from lantoa.core.people.views.accounts import visible
from lantoa.core.people.views.guards import SignedIn, office

_ONLY_HERE = {"localhost", "127.0.0.1", "[::1]"}


@never_cache
@require_http_methods(["GET", "POST"])
@office(rules.is_secretariat)
def invite(request: SignedIn) -> HttpResponse:
    """A new account; the answer to the form is the page to print, the only time that its link is known."""
    form = InviteForm(
        request.POST or None, roles=rules.roles_to_give(request.user), today=timezone.localdate(),
        initial={"agency": request.GET.get("agency", "")},
    )  # fmt: skip
    if request.method == "POST" and form.is_valid():
        wanted = form.cleaned_data
        link = actions.invite(
            wanted["username"], wanted["full_name"], wanted["agency"], Role(wanted["role"]),
            since=wanted["since"], until=wanted["until"], by=request.user, at=timezone.now(),
        )  # fmt: skip
        return _page(request, link)
    return render(request, "people/invite.html", {"form": form}, status=422 if form.is_bound else 200)


@never_cache
@require_POST
@office(rules.is_secretariat)
def give_link(request: SignedIn, pk: int) -> HttpResponse:
    """A new link for an account that exists: it was never used, or its password is forgotten."""
    shown = visible(request, pk)
    if queries.state_of(shown) not in {"active", "waiting"} or shown == request.user:
        raise Http404
    return _page(request, actions.give_link(shown, by=request.user, at=timezone.now()))


@require_POST
@office(rules.is_secretariat)
def revoke(request: SignedIn, pk: int) -> HttpResponse:
    shown = visible(request, pk)
    actions.revoke(shown, by=request.user, at=timezone.now())
    messages.success(request, _("The link no longer works."))
    return redirect("people:account", shown.pk)


def _page(request: SignedIn, link: actions.Link) -> HttpResponse:
    address = request.build_absolute_uri(reverse("office:join", args=[link.token]))
    return render(
        request,
        "people/invitation.html",
        {
            "invitation": link.invitation,
            "person": link.invitation.user,
            "address": address,
            "qr": _qr(address),
            "only_here": request.get_host().rpartition(":")[0] in _ONLY_HERE or request.get_host() in _ONLY_HERE,
        },
    )


def _qr(address: str) -> str:
    """The code as an address that holds the picture itself; the pale rim around it comes from the page."""
    return f"data:image/svg+xml;base64,{b64encode(codes.drawn(address).encode()).decode('ascii')}"
