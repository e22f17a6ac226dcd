"""An agency's report of a period with the activities behind it, and closing a period at the head of the ledger."""

from collections import Counter
from collections.abc import Callable
from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from lantoa.core.ledger import actions, queries
from lantoa.core.ledger.forms import ReasonForm
from lantoa.core.ledger.models import Activity
from lantoa.core.ledger.views import doubts
from lantoa.core.people import rules as people
from lantoa.core.people.views.guards import SignedIn, office
from lantoa.core.programme import actions as programme
from lantoa.core.programme import queries as programme_queries
from lantoa.core.programme.models import Submission
from lantoa.core.programme.rules import access
from lantoa.core.programme.rules.standing import days_late, standing
from lantoa.core.programme.views.board import back, picked
from lantoa.core.programme.views.periods import fetched

SHOWN = 100


@require_GET
@office()
def submission(request: SignedIn, pk: int) -> HttpResponse:
    return render(request, "ledger/submission.html", _page(request, _visible(request, pk)))


@require_POST
@office()
def submit(request: SignedIn, pk: int) -> HttpResponse:
    """Send the report; with `drafts` every complete draft goes with it."""
    shown = _visible(request, pk)
    given = _sender(request, shown)
    if "drafts" not in request.POST:
        return _done(request, shown, lambda: programme.submit_report(shown, **given), _("The report is sent."))
    return _done(
        request,
        shown,
        lambda: actions.submit_with_drafts(shown, leaving=doubts.left_out(request.POST), **given),
        _("The report is sent, with every draft that was complete."),
    )


@require_POST
@office()
def send_drafts(request: SignedIn, pk: int) -> HttpResponse:
    """Send the complete drafts alone; the report follows later."""
    shown = _visible(request, pk)
    if not access.may_report(request.user, shown):
        raise Http404
    leaving = doubts.left_out(request.POST)
    count = actions.send_complete_drafts(shown, by=request.user, at=timezone.now(), leaving=leaving)
    messages.success(request, _sent(count))
    return redirect("ledger:submission", pk)


@require_POST
@office()
def nothing(request: SignedIn, pk: int) -> HttpResponse:
    shown = _visible(request, pk)
    given = _sender(request, shown)
    done = _("Sent: nothing arose in this period.")
    return _done(request, shown, lambda: actions.report_nothing(shown, **given), done)


@require_POST
@office(people.is_secretariat)
def nothing_of_many(request: SignedIn, pk: int) -> HttpResponse:
    """The agencies ticked on the board of a period said by telephone that nothing arose."""
    rows = picked(request, fetched(request, pk))
    try:
        count, refused = actions.report_nothing_of_many(rows, by=request.user, at=timezone.now())
    except programme.NotNow as error:
        messages.warning(request, str(error))
        return redirect(back(request, pk))
    if count:
        told = ngettext(
            "Entered for %(count)s agency: nothing arose.", "Entered for %(count)s agencies: nothing arose.", count
        )
        messages.success(request, told % {"count": count})
    if refused:
        told = _("Activities are recorded in this window, so open these reports and send them instead: %(agencies)s.")
        messages.warning(request, told % {"agencies": "; ".join(row.agency.name for row in refused)})
    return redirect(back(request, pk))


@require_POST
@office()
def withdraw(request: SignedIn, pk: int) -> HttpResponse:
    shown = _visible(request, pk)
    if not access.may_withdraw(request.user, shown):
        raise Http404
    done = _("Taken back: the report is not sent any more.")
    return _done(request, shown, lambda: programme.withdraw_report(shown, by=request.user, at=timezone.now()), done)


@require_POST
@office(people.is_secretariat)
def accept(request: SignedIn, pk: int) -> HttpResponse:
    shown = _visible(request, pk)
    done = _("The report is accepted.")
    return _done(request, shown, lambda: programme.accept_reports([shown], by=request.user, at=timezone.now()), done)


@require_POST
@office()
def look_through(request: SignedIn, pk: int) -> HttpResponse:
    """Mark a report as looked through before the secretariat accepts it."""
    shown = _visible(request, pk)
    if not access.may_look_through(shown, queries.agencies_looked_through(request.user)):
        raise PermissionDenied
    done = _("Marked as looked through. The secretariat sees it.")
    return _done(request, shown, lambda: programme.look_through_report(shown, by=request.user, at=timezone.now()), done)


@require_POST
@office()
def return_for_repair(request: SignedIn, pk: int) -> HttpResponse:
    """By the secretariat, or by who looks through first while it is sent."""
    shown, form = _visible(request, pk), ReasonForm(request.POST, prefix="return")
    looks = access.may_look_through(shown, queries.agencies_looked_through(request.user))
    if not looks and not people.is_secretariat(request.user):
        raise PermissionDenied
    if not form.is_valid():
        return render(request, "ledger/submission.html", _page(request, shown, return_form=form), status=422)
    reason = form.cleaned_data["reason"]
    done = _("Returned to %(agency)s.") % {"agency": shown.agency.name}
    return _done(
        request,
        shown,
        lambda: programme.return_report(shown, by=request.user, at=timezone.now(), reason=reason),
        done,
    )


@require_http_methods(["GET", "POST"])
@office(people.is_secretariat)
def close(request: SignedIn, pk: int) -> HttpResponse:
    """What closing a period leaves behind, and the button; the head of the ledger is kept with it."""
    period, now = fetched(request, pk), timezone.now()
    if request.method == "POST":
        try:
            programme.close_period(period, by=request.user, at=now, cutoff_seq=queries.head_seq())
            messages.success(request, _("The period is closed. What is missing stays missing."))
        except programme.NotNow as error:
            messages.warning(request, str(error))
        return redirect("programme:period", pk)
    board = programme_queries.board(period, now=now)
    context = {
        "period": period,
        "board": board,
        "to_accept": board.count("submitted"),
        "open_counts": queries.open_counts(period.window).items(),
    }
    return render(request, "ledger/submission_close.html", context)


def _visible(request: SignedIn, pk: int) -> Submission:
    try:
        looked_through = queries.agencies_looked_through(request.user)
        return programme_queries.submission_for(request.user, pk, looked_through=looked_through)
    except Submission.DoesNotExist:
        raise Http404 from None


def _page(request: SignedIn, shown: Submission, **more: Any) -> dict[str, Any]:
    now, user, window = timezone.now(), request.user, shown.period.window
    today = timezone.localdate(now)
    may_report = access.may_report(user, shown)
    may_enter = not may_report and access.may_report_on_behalf(user, shown)
    waiting = queries.unsent(window, shown.agency_id, today=today) if may_report or may_enter else []
    complete = [item.activity for item in waiting if item.is_complete]
    doubtful = doubts.of_sending(user, complete)
    found = list(queries.activities_in(window, shown.agency_id, user).select_related("kind", "agency")[:SHOWN])
    may_judge = access.may_judge(user, shown)
    history = programme_queries.history_of(shown)
    sent = [activity for activity in found if activity.state == Activity.State.SUBMITTED] if may_judge else []
    # Those of one page are counted here.
    counts = Counter(activity.state for activity in found)
    states = {state.value: counts[state] for state in Activity.State if counts[state]}
    if len(found) == SHOWN:
        states = queries.states_of_agency(window, shown.agency_id, user)
    return {
        "submission": shown,
        "period": shown.period,
        "row": {"submission": shown, "standing": standing(shown, now=now), "days_late": days_late(shown, now=now)},
        "days_left": (shown.last_day - today).days,
        "working_days_left": programme_queries.working_days().between(today, shown.last_day),
        "complete": complete,
        "clear": [activity for activity in complete if activity.pk not in doubtful.ids],
        "doubts": doubtful,
        "sent_doubts": doubts.of_accepting(sent).rows,
        "incomplete": [item for item in waiting if not item.is_complete],
        "activities": found,
        "joined": queries.activities_joined(window, shown.agency_id, user).select_related("kind", "agency")[:SHOWN],
        "states": states.items(),
        "activity_count": sum(states.values()),
        "recorded": sum(count for state, count in states.items() if state != "reversed"),
        "history": history,
        "changed_time": programme_queries.changed_time(history),
        "may_report": may_report,
        "may_enter": may_enter,
        "may_withdraw": access.may_withdraw(user, shown),
        "may_judge": may_judge,
        "may_look": access.may_look_through(shown, queries.agencies_looked_through(user)),
        "is_own": access.is_own(user, shown),
        "sees_all": people.sees_everything(user),
        "findings_query": urlencode({"period": window.code(), "agency": shown.agency_id}),
        "return_form": ReasonForm(prefix="return"),
        **more,
    }


def _sender(request: SignedIn, shown: Submission) -> dict[str, Any]:
    """Who sends, and whether for somebody else; raises Http404 for who may do neither."""
    given = {"by": request.user, "at": timezone.now()}
    if access.is_own(request.user, shown):
        return given
    if people.is_secretariat(request.user):
        return {**given, "is_on_behalf": True}
    raise Http404


def _sent(count: int) -> str:
    return ngettext("%(count)s draft was sent.", "%(count)s drafts were sent.", count) % {"count": count}


def _done(request: SignedIn, shown: Submission, act: Callable[[], Any], message: str) -> HttpResponse:
    """Do it and say so, or say why it cannot be done now."""
    try:
        act()
        messages.success(request, message)
    except (actions.NotNow, programme.NotNow) as error:
        messages.warning(request, str(error))
    return redirect("ledger:submission", shown.pk)
