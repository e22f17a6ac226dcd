"""One event recorded twice: who accepts or looks through before says which record stays.

An officer, too, says that they are two events.
"""

from typing import Any

from django.contrib import messages
from django.contrib.auth.models import AnonymousUser
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from lantoa.core.ledger import actions, queries
from lantoa.core.ledger.drafts import draft_of, event_of
from lantoa.core.ledger.models import Activity
from lantoa.core.ledger.rules import access
from lantoa.core.ledger.rules import bulk as rules
from lantoa.core.ledger.views.writing import visible
from lantoa.core.people import rules as people
from lantoa.core.people.models import User
from lantoa.core.people.views.guards import SignedIn, office


def may_judge_any(user: User | AnonymousUser) -> bool:
    """Who accepts, and who looks through what some agency sends."""
    return people.is_secretariat(user) or bool(queries.agencies_looked_through(user))


@require_POST
@office(may_judge_any)
def merge(request: SignedIn, pk: int) -> HttpResponse:
    """The activity of the address stays, `other` becomes a part of it."""
    kept, other = visible(request, pk), _other(request)
    _demand(request, kept, other)
    if not people.is_secretariat(request.user) and (kept.is_standing or other.is_standing):
        raise PermissionDenied  # a fact is corrected by the secretariat alone
    reason = _("The same event as “%(title)s”, recorded twice.") % {"title": kept.title}
    try:
        actions.merge(kept, other, by=request.user, at=timezone.now(), reason=reason)
    except actions.NotNow as error:
        messages.warning(request, str(error))
        return redirect("ledger:activity", kept.pk)
    done = _("One record now, with the files of both.")
    if other.agency_id != kept.agency_id:
        done = _("One record now: %(agency)s takes part in it, and its files moved here.") % {"agency": other.agency}
    messages.success(request, done)
    return redirect("ledger:activity", kept.pk)


@require_POST
@office(may_judge_any)
def separate(request: SignedIn, pk: int) -> HttpResponse:
    shown = visible(request, pk)
    _demand(request, shown.merged_into or shown, shown)
    try:
        actions.separate(shown, by=request.user, at=timezone.now())
        messages.success(request, _("Two records again, each with its own files."))
    except actions.NotNow as error:
        messages.warning(request, str(error))
    return redirect("ledger:activity", shown.pk)


def _demand(request: SignedIn, kept: Activity, other: Activity) -> None:
    if not rules.may_merge(request.user, kept, other, queries.agencies_looked_through(request.user)):
        raise PermissionDenied


@require_POST
@office(access.may_record)
def different(request: SignedIn, pk: int) -> HttpResponse:
    """Two events: said by who judges of any two, by an officer of the own record and one that is shown beside it."""
    shown = visible(request, pk)
    looks = rules.may_look_through(shown, queries.agencies_looked_through(request.user))
    if not looks and not access.may_set_apart(request.user, shown):
        raise Http404
    other = _other(request) if people.is_secretariat(request.user) else _beside(request, shown)
    actions.set_apart(shown, other, by=request.user, at=timezone.now())
    messages.success(request, _("Remembered: two different events. Nobody is asked about these two again."))
    return redirect("ledger:activity", shown.pk)


def _beside(request: SignedIn, shown: Activity) -> Activity:
    """One of the records that its page names; an officer may say so also of one that only its agency opens."""
    event = event_of(draft_of(shown))
    named = {str(one.pk): one.pk for one in queries.duplicates_for(request.user, event, without=shown.pk)}
    if (given := request.POST.get("other", "")) not in named:
        raise Http404
    return Activity(pk=named[given])


def _other(request: SignedIn) -> Activity:
    given: Any = request.POST.get("other", "")
    if not given.isdecimal() or len(given) > 18:
        raise Http404
    return visible(request, int(given))
