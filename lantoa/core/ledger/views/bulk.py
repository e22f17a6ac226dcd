"""One act on many activities: chosen, shown with what it does, done, and taken back."""

from collections.abc import Collection
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any
from uuid import UUID, uuid4

from django.contrib import messages
from django.http import Http404, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext, ngettext_lazy
from django.views.decorators.http import require_GET, require_POST

from lantoa.base import quantities
from lantoa.core.ledger import actions, queries
from lantoa.core.ledger.forms import ReasonForm
from lantoa.core.ledger.forms.register import ConfirmForm, PickForm
from lantoa.core.ledger.rules import access, looks
from lantoa.core.ledger.rules import bulk as rules
from lantoa.core.ledger.views import doubts
from lantoa.core.people.views.guards import SignedIn, office

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

SHOWN = 50


@dataclass(frozen=True)
class Act:
    """How a page speaks of an act: the button that chooses it, the one that does it, and what was done."""

    icon: str
    label: "StrOrPromise"
    confirm: Any
    done: Any


ACTS = {
    rules.ACCEPT: Act(
        "circle-check", gettext_lazy("Accept"),
        ngettext_lazy("Accept %(number)s activity", "Accept %(number)s activities", "count"),
        ngettext_lazy("%(number)s activity was accepted", "%(number)s activities were accepted", "count"),
    ),
    rules.RETURN: Act(
        "undo-2", gettext_lazy("Return for repair"),
        ngettext_lazy("Return %(number)s activity", "Return %(number)s activities", "count"),
        ngettext_lazy("%(number)s activity was returned", "%(number)s activities were returned", "count"),
    ),
    rules.LOOK: Act(
        "eye", gettext_lazy("Mark as looked through"),
        ngettext_lazy("Mark %(number)s activity", "Mark %(number)s activities", "count"),
        ngettext_lazy("%(number)s activity was looked through", "%(number)s activities were looked through", "count"),
    ),
    rules.SUBMIT: Act(
        "send", gettext_lazy("Send"),
        ngettext_lazy("Send %(number)s activity", "Send %(number)s activities", "count"),
        ngettext_lazy("%(number)s activity was sent", "%(number)s activities were sent", "count"),
    ),
    rules.WITHDRAW: Act(
        "undo-2", gettext_lazy("Take back"),
        ngettext_lazy("Take %(number)s activity back", "Take %(number)s activities back", "count"),
        ngettext_lazy("%(number)s activity was taken back", "%(number)s activities were taken back", "count"),
    ),
    rules.UNACCEPT: Act(
        "undo-2", gettext_lazy("Take the acceptance back"),
        ngettext_lazy("Take %(number)s acceptance back", "Take %(number)s acceptances back", "count"),
        ngettext_lazy("%(number)s acceptance was taken back", "%(number)s acceptances were taken back", "count"),
    ),
    rules.UNRETURN: Act(
        "undo-2", gettext_lazy("Take the return back"),
        ngettext_lazy("Take %(number)s return back", "Take %(number)s returns back", "count"),
        ngettext_lazy("%(number)s return was taken back", "%(number)s returns were taken back", "count"),
    ),
}  # fmt: skip


def offered(request: SignedIn) -> list[tuple[str, Act]]:
    looks_through = bool(queries.agencies_looked_through(request.user))
    return [(act, ACTS[act]) for act in rules.offered(request.user, looks_through=looks_through)]


@require_POST
@office(access.may_record)
def choose(request: SignedIn) -> HttpResponse:
    """What the act would do with the ticked rows, or with all that match: shown before anything is done."""
    form = PickForm(request.POST)
    act = form.cleaned_data["act"] if form.is_valid() else ""
    if act not in dict(offered(request)):
        messages.warning(request, _("Choose what is to be done with the rows."))
        return redirect("ledger:register")
    look = _look(form.cleaned_data["look"])
    if form.cleaned_data["everything"]:
        meant = queries.meant(request.user, act, look)
    else:
        meant = queries.Meant(form.ids()[: rules.MOST], more=0, left_out=0)
    if not meant.ids:
        messages.info(request, _nothing(meant.left_out))
        return redirect(_register(look.address))
    return _page(request, act, meant, look=look)


@require_POST
@office(access.may_record)
def confirm(request: SignedIn) -> HttpResponse:
    """Do what was shown. The same page sent twice does it once."""
    act = request.POST.get("act", "")
    form = ConfirmForm(request.POST, act=act)
    if not form.is_valid():
        if set(form.errors) == {"reason"}:
            meant = queries.Meant(form.cleaned_data["picked"], more=0, left_out=0)
            return _page(request, act, meant, look=_look(form.cleaned_data["look"]), form=form)
        messages.warning(request, _("This page is too old. Choose the rows again."))
        return redirect("ledger:register")
    told = form.cleaned_data
    if "again" in request.POST:
        meant = queries.Meant(told["picked"], more=0, left_out=0)
        return _page(request, act, meant, look=_look(told["look"]), also=doubts.ticked(request.POST))
    left_out = doubts.left_out(request.POST)
    picked = [pk for pk in told["picked"] if pk not in left_out]
    try:
        found = actions.act_on_many(
            act, picked, key=told["key"], by=request.user, at=timezone.now(),
            reason=told.get("reason", ""), seen_at=told["seen_at"],
        )  # fmt: skip
    except actions.NotNow as error:
        messages.warning(request, str(error))
        return redirect(_register(told["look"]))
    for activity, why in found.refused[:5]:
        messages.warning(request, _("“%(title)s”: %(reason)s") % {"title": activity.title, "reason": why})
    try:
        queries.done(request.user, told["key"])
    except queries.NothingDone:
        messages.info(request, _nothing(len(found.refused)))
        return redirect(_register(told["look"]))
    return redirect(f"{reverse('ledger:bulk_done', args=[told['key']])}?{_safe(told['look'])}")


@require_GET
@office(access.may_record)
def done(request: SignedIn, key: UUID) -> HttpResponse:
    return render(request, "ledger/bulk_done.html", _done_page(request, _done(request, key)))


@require_POST
@office(access.may_record)
def undo(request: SignedIn, key: UUID) -> HttpResponse:
    """Take the whole act back."""
    found = _done(request, key)
    form = ReasonForm(request.POST)
    if rules.UNDONE_BY.get(found.act) in rules.NEED_A_REASON and not form.is_valid():
        return render(request, "ledger/bulk_done.html", _done_page(request, found, form=form), status=422)
    reason = request.POST.get("reason", "")
    try:
        count = actions.undo(found, by=request.user, at=timezone.now(), reason=reason)
    except actions.NotNow as error:
        messages.warning(request, str(error))
    else:
        told = ngettext(
            "%(count)s activity is as it was before.", "%(count)s activities are as they were before.", count
        )
        messages.success(request, told % {"count": count})
    return redirect("ledger:bulk_done", key)


def _page(
    request: SignedIn, act: str, meant: queries.Meant, *, look: looks.Look, form: ConfirmForm | None = None,
    also: Collection[int] | None = None,
) -> HttpResponse:  # fmt: skip
    """also: of what looks like another record what is ticked"""
    at = timezone.now()
    found = queries.sorted_out(request.user, act, meant.ids)
    starting = {
        "act": act, "picked": ",".join(str(activity.pk) for activity in found.fit), "key": uuid4(),
        "seen_at": at.isoformat(), "look": look.address,
    }  # fmt: skip
    doubtful = None
    if act == rules.ACCEPT:
        doubtful = doubts.of_accepting(found.fit, also=also)
    elif act == rules.SUBMIT:
        doubtful = doubts.of_sending(request.user, found.fit, also=also)
    taken = [activity for activity in found.fit if not doubtful or activity.pk not in doubtful.left_out]
    accepting = act == rules.ACCEPT and taken
    context = {
        "act": act,
        "title": _counted(ACTS[act].confirm, len(taken)) if taken else str(ACTS[act].label),
        "label": ACTS[act].label,
        "icon": ACTS[act].icon,
        "doubts": doubtful,
        "taken": taken[:SHOWN],
        "taken_count": len(taken),
        "fit_count": len(found.fit),
        "refused": found.refused[:SHOWN],
        "refused_count": len(found.refused),
        "not_with": len(found.refused) + meant.left_out,
        "meant": meant,
        "changes": actions.effect_of_accepting(taken, by=request.user, at=at) if accepting else None,
        "form": form or ConfirmForm(initial=starting, act=act),
        "back": _register(look.address),
    }
    return render(request, "ledger/bulk.html", context, status=422 if form else 200)


def _done_page(request: SignedIn, found: queries.Done, *, form: ReasonForm | None = None) -> dict[str, Any]:
    opposite = rules.UNDONE_BY.get(found.act, "")
    undoable = queries.undoable(request.user, found) if opposite else 0
    return {
        "done": found,
        "title": _counted(ACTS[found.act].done, len(found.ids)),
        "icon": ACTS[found.act].icon,
        "rows": queries.with_quantities(queries.activities_visible_to(request.user).filter(pk__in=found.ids[:SHOWN])),
        "undoable": undoable,
        "undo_label": _counted(ACTS[opposite].confirm, undoable) if undoable else "",
        "needs_reason": opposite in rules.NEED_A_REASON,
        "form": form or ReasonForm(),
        "back": _register(_safe(request.GET.urlencode())),
    }


def _done(request: SignedIn, key: UUID) -> queries.Done:
    try:
        return queries.done(request.user, key)
    except queries.NothingDone:
        raise Http404 from None


def _look(address: str) -> looks.Look:
    """The register as it was shown at an address."""
    return looks.read(dict(QueryDict(address).lists()), queries.names().lists)


def _counted(text: Any, count: int) -> str:
    return str(text % {"count": count, "number": quantities.written(count)})


def _nothing(left_out: int) -> str:
    if left_out:
        return _("Nothing was done: this cannot be done with any of these rows now.")
    return _("Tick the rows first, or choose all that match.")


def _register(address: str) -> str:
    return f"{reverse('ledger:register')}?{address}" if address else reverse("ledger:register")


def _safe(address: str) -> str:
    """The parts of an address, written anew: what a form brings back is not put into a header as it came."""
    return QueryDict(address[:3000]).urlencode()
