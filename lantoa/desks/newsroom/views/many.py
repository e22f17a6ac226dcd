"""Look through many drafts, and send, approve or delete those that are in order: choose, look, confirm.

Another room that knows which drafts belong together shows them with the same screen: `look_through`.
"""

from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.core.paginator import Paginator
from django.db import transaction
from django.db.models import QuerySet
from django.http import HttpResponse, HttpResponseRedirect, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_POST

from lantoa.core.people.views.guards import SignedIn, office
from lantoa.desks.newsroom import actions
from lantoa.desks.newsroom.models import ContentPage
from lantoa.desks.newsroom.queries import desk
from lantoa.desks.newsroom.queries import many as queries
from lantoa.desks.newsroom.rules import access
from lantoa.desks.newsroom.rules.many import MOST, Act, Judged

_TOLD = 10


def _act_of(given: QueryDict) -> Act:
    return next((act for act in Act if act.value == given.get("act")), Act.SEND)


@dataclass(frozen=True)
class Within:
    """Drafts that belong together. keys: of their pages; url: of the screen that shows them alone"""

    keys: "QuerySet[Any, Any]"
    url: str
    template: str
    context: dict[str, Any]


def _list_url(act: Act, place: str = "") -> str:
    return f"{place or reverse('newsroom:many')}?{urlencode({'act': act.value})}"


def _place(request: SignedIn) -> str:
    """The screen of drafts that belong together, if it was left from there; empty for that of all."""
    place = request.POST.get("place", "")
    is_ours = place.startswith(reverse("newsroom:items")) and url_has_allowed_host_and_scheme(place, allowed_hosts=None)
    return place if is_ours and "?" not in place else ""


@require_GET
@office(access.works_here)
def many(request: SignedIn) -> HttpResponse:
    return look_through(request)


def look_through(request: SignedIn, within: Within | None = None) -> HttpResponse:
    """What can be sent, approved or deleted, each with what stands against it. within: only of these"""
    act = _act_of(request.GET)
    chosen = {name: request.GET.get(name, "").strip()[:80] for name in ("q", "agency", "elsewhere")}
    found = queries.matching(
        queries.candidates(request.user, act), text=chosen["q"], agency=chosen["agency"],
        is_from_elsewhere=bool(chosen["elsewhere"]),
    )  # fmt: skip
    if within:
        found = found.filter(pk__in=within.keys)
    page = Paginator(found, MOST).get_page(request.GET.get("page"))
    keys = [item.pk for item in page]
    context = {
        "act": act, "page": page, "chosen": chosen, "is_filtered": any(chosen.values()),
        "items": queries.judged(found.filter(pk__in=keys), act, request.user),
        "agencies": desk.agencies_seen_by(request.user),
        "tabs": [{"word": each.label, "is_here": each == act, "query": urlencode({"act": each.value})} for each in Act],
        "within": within, "all": _list_url(act, within.url if within else ""), **(within.context if within else {}),
    }  # fmt: skip
    return render(request, within.template if within else "newsroom/many.html", context)


@require_POST
@office(access.works_here)
def many_look(request: SignedIn) -> HttpResponse:
    """What will happen with which, and with which not; nothing is done yet."""
    act = _act_of(request.POST)
    marks = request.POST.getlist("here" if "all" in request.POST else "pick")
    items = _judged(request, act, marks)
    if not items:
        messages.info(request, _("Tick what you mean first."))
        return redirect(_list_url(act, _place(request)))
    fit = [item for item in items if not item.why_not]
    points = {point.pk: point for item in fit for point in item.to_tick} if act == Act.SEND else {}
    place = _place(request)
    context = {
        "act": act, "fit": fit, "refused": [item for item in items if item.why_not],
        "points": sorted(points.values(), key=lambda point: (point.position, point.code)),
        "place": place, "back": _list_url(act, place),
    }  # fmt: skip
    return render(request, "newsroom/many_look.html", context)


@transaction.non_atomic_requests
@require_POST
@office(access.works_here)
def many_done(request: SignedIn) -> HttpResponse:
    """Do it with those that are still as they were looked at; tell which were left."""
    act, marks = _act_of(request.POST), list(dict.fromkeys(request.POST.getlist("mark")))[:MOST]
    points = {int(pk) for pk in request.POST.getlist("point") if pk.isdecimal() and len(pk) < 12}
    done, left = actions.act_on_many(act, marks, points=points, by=request.user, at=timezone.now())
    if done:
        messages.success(request, _said(act, done))
    _tell_left(request, left, count=len(marks) - done)
    return HttpResponseRedirect(_list_url(act, _place(request)))


def _judged(request: SignedIn, act: Act, marks: list[str]) -> list[Judged]:
    return queries.judged(queries.marked(request.user, marks), act, request.user)


def _said(act: Act, count: int) -> str:
    words = {
        Act.SEND: ngettext("%(count)s item was sent for review.", "%(count)s items were sent for review.", count),
        Act.APPROVE: ngettext("%(count)s item was approved.", "%(count)s items were approved.", count),
        Act.DELETE: ngettext("%(count)s draft was deleted.", "%(count)s drafts were deleted.", count),
    }
    return words[act] % {"count": count}


def _tell_left(request: Any, left: list[tuple[ContentPage, str]], *, count: int) -> None:
    """count: with those that are gone since they were looked at"""
    for page, why in left[:_TOLD]:
        messages.warning(request, _("“%(title)s” was left: %(why)s") % {"title": page.draft_title, "why": why})
    if (others := count - len(left[:_TOLD])) > 0:
        said = ngettext("%(count)s more was left as it is.", "%(count)s more were left as they are.", others)
        messages.warning(request, said % {"count": others})
