"""One activity with what can be done with it now."""

from collections.abc import Collection
from functools import partial
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from lantoa.base import quantities
from lantoa.core.ledger import actions, queries
from lantoa.core.ledger.actions import parts
from lantoa.core.ledger.drafts import Words, draft_of, event_of
from lantoa.core.ledger.forms import EvidenceForm, ReasonForm, RedactForm
from lantoa.core.ledger.forms.register import NoteForm
from lantoa.core.ledger.models import DIMENSIONS, Activity, Evidence
from lantoa.core.ledger.rules import access, bulk
from lantoa.core.ledger.views.parts import with_files
from lantoa.core.people import rules as people
from lantoa.core.people.views.guards import SignedIn, handed_out, office
from lantoa.core.vocabulary.models import Dimension

# Icon and tone of what the audit log tells.
_MARKS = {
    "lantoa.create": ("notebook-pen", ""),
    "lantoa.edit": ("pencil-line", ""),
    "lantoa.submit": ("send", "waiting"),
    "lantoa.withdraw": ("undo-2", ""),
    "lantoa.return": ("undo-2", "late"),
    "lantoa.look": ("eye", "waiting"),
    "lantoa.accept": ("circle-check", "ok"),
    "lantoa.unaccept": ("undo-2", ""),
    "lantoa.unreturn": ("undo-2", ""),
    "lantoa.correct": ("file-pen-line", "ok"),
    "lantoa.reverse": ("ban", "wrong"),
    "lantoa.evidence": ("paperclip", ""),
    "lantoa.redact": ("eye-off", ""),
    "lantoa.merge": ("combine", ""),
    "lantoa.merged": ("combine", ""),
    "lantoa.separate": ("split", ""),
    "lantoa.different": ("split", ""),
}


@require_GET
@office()
def activity(request: SignedIn, pk: int) -> HttpResponse:
    return render(request, "ledger/activity.html", activity_page(request, _visible(request, pk)))


def activity_page(request: SignedIn, shown: Activity, **more: Any) -> dict[str, Any]:
    """What the page of one activity shows; also used when one of its small forms came back with an error."""
    words = Words.load()
    looked_through = queries.agencies_looked_through(request.user)
    history = queries.history(shown)
    alike, merged = _alike(request, shown, looked_through), queries.merged_into(shown)
    sorted_by = [
        (Dimension(name).label, words.name(name, getattr(shown, name))) for name in DIMENSIONS if getattr(shown, name)
    ]
    return {
        "activity": shown,
        "quantities": [(row, quantities.to_decimal(row.quantity)) for row in shown.quantities.all()],
        "sorted_by": sorted_by,
        "history": [(line, *_MARKS.get(line.action, ("dot", ""))) for line in history],
        "returned_by": queries.returned_by(history),
        "entries": queries.entries_of_document(shown),
        "may_edit": access.may_edit(request.user, shown),
        "may_delete": access.may_delete(request.user, shown),
        "may_withdraw": access.may_withdraw(request.user, shown),
        "may_record": access.may_record(request.user),
        "alike": alike,
        "mergeable": _mergeable(request, shown, alike, looked_through),
        "merged": merged,
        "different": queries.found_different(shown) if access.may_judge(request.user, shown) else [],
        "may_separate": _may_separate(request, shown, merged, looked_through),
        "may_judge": access.may_judge(request.user, shown),
        "may_look_through": bulk.may_look_through(shown, looked_through),
        "may_return": bulk.may_return(request.user, shown, looked_through),
        "has_news": bool(shown.news) and shown.agency_id in people.reporting_agencies(request.user),
        "note_form": NoteForm(),
        "may_correct": access.may_correct(request.user, shown),
        "return_form": ReasonForm(prefix="return"),
        "reverse_form": ReasonForm(prefix="reverse"),
        "evidence_form": EvidenceForm(),
        "redact_form": RedactForm(prefix="redact", activity=shown) if people.is_secretariat(request.user) else None,
        **photo_settings(),
        **more,
    }


@require_POST
@office()
def submit(request: SignedIn, pk: int) -> HttpResponse:
    shown = _visible(request, pk)
    if not access.may_record_for(request.user, shown.agency_id):
        raise Http404
    return _done(request, shown, lambda: actions.submit(shown, by=request.user, at=timezone.now()), _("Submitted."))


@require_POST
@office()
def withdraw(request: SignedIn, pk: int) -> HttpResponse:
    shown = _visible(request, pk)
    if not access.may_record_for(request.user, shown.agency_id):
        raise Http404
    done = _("Taken back: it is a draft again.")
    return _done(request, shown, lambda: actions.withdraw(shown, by=request.user, at=timezone.now()), done)


@require_POST
@office()
def delete(request: SignedIn, pk: int) -> HttpResponse:
    shown = _visible(request, pk)
    if not access.may_delete(request.user, shown):
        raise Http404
    try:
        actions.delete_draft(shown, by=request.user, at=timezone.now())
    except actions.NotNow as error:
        messages.warning(request, str(error))
        return redirect("ledger:register")
    messages.success(request, _("“%(title)s” was deleted.") % {"title": shown.title})
    return redirect("ledger:register")


@require_POST
@office(people.is_secretariat)
def accept(request: SignedIn, pk: int) -> HttpResponse:
    shown = _visible(request, pk)
    done = _("Accepted: it counts from now on.")
    return _done(request, shown, lambda: actions.accept(shown, by=request.user, at=timezone.now()), done)


@require_POST
@office()
def return_for_repair(request: SignedIn, pk: int) -> HttpResponse:
    """By the secretariat, or before it by the agency that looks through what this one sends."""
    shown = _visible(request, pk)
    if not bulk.may_return(request.user, shown, queries.agencies_looked_through(request.user)):
        raise PermissionDenied
    form = ReasonForm(request.POST, prefix="return")
    if not form.is_valid():
        return render(request, "ledger/activity.html", activity_page(request, shown, return_form=form), status=422)
    reason = form.cleaned_data["reason"]
    done = _("Returned to %(agency)s.") % {"agency": shown.agency.name}
    return _done(
        request,
        shown,
        lambda: actions.return_for_repair(shown, by=request.user, at=timezone.now(), reason=reason),
        done,
    )


@require_POST
@office(people.is_secretariat)
def reverse(request: SignedIn, pk: int) -> HttpResponse:
    shown = _visible(request, pk)
    form = ReasonForm(request.POST, prefix="reverse")
    if not form.is_valid():
        return render(request, "ledger/activity.html", activity_page(request, shown, reverse_form=form), status=422)
    reason = form.cleaned_data["reason"]
    done = _("Reversed: it no longer counts. Frozen reviews keep what they said and list this change.")
    return _done(
        request, shown, lambda: actions.reverse(shown, by=request.user, at=timezone.now(), reason=reason), done
    )


@require_POST
@office()
@with_files
def attach(request: SignedIn, evidence: EvidenceForm, pk: int) -> HttpResponse:
    shown = _visible(request, pk)
    if not access.may_record_for(request.user, shown.agency_id):
        raise Http404
    if not evidence.is_valid() or not evidence.pieces:
        page = activity_page(request, shown, evidence_form=evidence)
        return render(request, "ledger/activity.html", page, status=422)
    try:
        add_evidence(evidence, shown, request)
        messages.success(request, _("The file was added."))
    except (actions.AlreadyRecorded, actions.NotNow) as error:
        messages.info(request, str(error))
    return redirect("ledger:activity", shown.pk)


@require_POST
@office(people.is_secretariat)
def redact(request: SignedIn, pk: int) -> HttpResponse:
    """Personal data or a secret in a file: it goes for good, whatever became of the record."""
    shown = _visible(request, pk)
    form = RedactForm(request.POST, prefix="redact", activity=shown)
    if not form.is_valid():
        return render(request, "ledger/activity.html", activity_page(request, shown, redact_form=form), status=422)
    chosen, reason = form.cleaned_data["evidence"], form.cleaned_data["reason"]
    done = _("The file is gone for good. Its digest and your reason stay.")
    return _done(
        request, shown, lambda: actions.redact(chosen, by=request.user, at=timezone.now(), reason=reason), done
    )


@require_GET
@office()
def evidence(request: SignedIn, pk: int) -> Any:
    """The file itself, through a check of who asks; never by an address that can be guessed."""
    try:
        found = queries.evidence_for(request.user, pk)
    except Evidence.DoesNotExist:
        raise Http404 from None
    if not found.file:
        raise Http404
    try:
        opened = found.file.open()
    except FileNotFoundError:  # a database restored without its files
        raise Http404 from None
    return handed_out(opened, media_type=found.media_type, name=found.name)


def _alike(request: SignedIn, shown: Activity, looked_through: Collection[str]) -> list[queries.Alike]:
    """What may be the same event: asked of who judges, of who looks through before and, until then, of its agency."""
    if access.may_judge(request.user, shown):
        return queries.duplicates_of(shown)
    if (
        bulk.may_look_through(shown, looked_through)
        or access.may_set_apart(request.user, shown)
        or access.may_edit(request.user, shown)
    ):
        return queries.duplicates_for(request.user, event_of(draft_of(shown)), without=shown.pk)
    return []


def _mergeable(
    request: SignedIn, shown: Activity, alike: list[queries.Alike], looked_through: Collection[str]
) -> set[int]:  # fmt: skip
    """Which of them this person may say to be the same event."""
    if access.may_judge(request.user, shown):
        return {one.pk for one in alike}
    if not bulk.may_look_through(shown, looked_through):
        return set()
    found = (one.activity for one in alike if one.activity and one.activity.state == Activity.State.SUBMITTED)
    return {other.pk for other in found if bulk.may_merge(request.user, shown, other, looked_through)}


def _may_separate(
    request: SignedIn, shown: Activity, merged: list[Activity], looked_through: Collection[str]
) -> bool:  # fmt: skip
    """From the page of either, as long as nothing of it is a fact."""
    kept = shown.merged_into or shown
    parts = [shown] if shown.merged_into else merged
    return (
        bool(parts)
        and not kept.is_standing
        and all(bulk.may_merge(request.user, kept, part, looked_through) for part in parts)
    )


def photo_settings() -> dict[str, int]:
    """What the script that shrinks photos reads from the page."""
    return {"photo_side": settings.PHOTO_SIDE, "photo_quality": settings.PHOTO_QUALITY}


def add_evidence(form: EvidenceForm, shown: Activity, request: SignedIn) -> None:
    """Attach what was chosen, and forget the pieces once that is certain.

    raises: AlreadyRecorded if all of it is there already
    """
    known: actions.AlreadyRecorded | None = None
    added = 0
    for piece in form.pieces:
        try:
            actions.attach(
                shown, piece.upload, name=piece.name, media_type=piece.media_type, by=request.user, at=timezone.now()
            )
            added += 1
        except actions.AlreadyRecorded as error:
            known = error
    transaction.on_commit(partial(parts.discard, form.parts))
    if known and not added:
        raise known


def _visible(request: HttpRequest, pk: int) -> Activity:
    try:
        return queries.activity_for(request.user, pk)
    except Activity.DoesNotExist:
        raise Http404 from None


def _done(request: HttpRequest, shown: Activity, act: Any, message: str) -> HttpResponse:
    """Do it and say so, or say why it cannot be done now; back to where the person came from."""
    try:
        act()
        messages.success(request, message)
    except actions.NotNow as error:
        messages.warning(request, str(error))
    if request.POST.get("next") == "inbox":
        return redirect("office:home")
    return redirect("ledger:activity", shown.pk)
