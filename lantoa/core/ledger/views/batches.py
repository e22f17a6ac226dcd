"""What one import brought: its activities, accepting the rest, undoing it, and the rows that were left out."""

from io import BytesIO
from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_POST

from lantoa.base import queries as base
from lantoa.core.ledger import actions, queries
from lantoa.core.ledger.forms.activity import ReasonForm
from lantoa.core.ledger.models import ImportBatch
from lantoa.core.ledger.queries import imports as import_queries
from lantoa.core.ledger.rules import access
from lantoa.core.ledger.rules import imports as rules
from lantoa.core.ledger.views import doubts
from lantoa.core.ledger.views.imports import PAGE, XLSX
from lantoa.core.ledger.workbooks.template import write_left_out
from lantoa.core.people import actions as people_actions
from lantoa.core.people import rules as people
from lantoa.core.people.views.guards import SignedIn, office


@require_GET
@office(access.may_record)
def import_batch(request: SignedIn, pk: int) -> HttpResponse:
    return render(request, "ledger/import_batch.html", _batch_page(request, _visible(request, pk)))


@require_POST
@office(access.may_record)
def import_undo(request: SignedIn, pk: int) -> HttpResponse:
    batch = _visible(request, pk)
    context = _batch_page(request, batch, reason_form=ReasonForm(request.POST))
    if not context["may_undo"]:
        messages.warning(request, _("It was undone already, or some of it was accepted: ask the secretariat."))
        return redirect("ledger:import_batch", batch.pk)
    form, reason = context["reason_form"], ""
    if context["effect"].reversed:
        if not form.is_valid():
            return render(request, "ledger/import_batch.html", context, status=422)
        reason = form.cleaned_data["reason"]
    try:
        done = actions.undo_import(batch, by=request.user, at=timezone.now(), reason=reason)
    except actions.NotNow as error:  # some of it was accepted just now
        messages.warning(request, str(error))
        return redirect("ledger:import_batch", batch.pk)
    messages.success(
        request,
        _("Undone. Activities deleted: %(deleted)s; entries reversed: %(reversed)s.")
        % {"deleted": done.deleted, "reversed": done.reversed},
    )
    return redirect("ledger:import_batch", batch.pk)


@require_GET
@office(access.may_record)
def import_left_out(request: SignedIn, pk: int) -> HttpResponse:
    """The rows that were not taken in, as a workbook, each with the reason, while they are kept."""
    batch = _visible(request, pk)
    if not batch.left_out:
        raise Http404
    book = BytesIO()
    write_left_out(batch.left_out, book)
    people_actions.took_away("left_out", form="xlsx", count=len(batch.left_out), by=request.user, at=timezone.now())
    name = f"lantoa-left-out-{batch.pk}.xlsx"
    return HttpResponse(
        book.getvalue(), content_type=XLSX, headers={"Content-Disposition": f'attachment; filename="{name}"'}
    )


@require_POST
@office(people.is_secretariat)
def import_corrections(request: SignedIn, pk: int) -> HttpResponse:
    """Answer the corrections that an import asks for: all of them under one reason, or none."""
    batch, form = _visible(request, pk), ReasonForm(request.POST, prefix="answer")
    if not form.is_valid():
        return render(request, "ledger/import_batch.html", _batch_page(request, batch, answer_form=form), status=422)
    reason = form.cleaned_data["reason"]
    try:
        if "decline" in request.POST:
            actions.decline_proposals(batch, by=request.user, at=timezone.now(), reason=reason)
            messages.success(request, _("Declined. The agency reads your sentence with the import."))
        else:
            count = actions.confirm_proposals(batch, by=request.user, at=timezone.now(), reason=reason)
            done = ngettext(
                "%(count)s accepted record was corrected.", "%(count)s accepted records were corrected.", count
            )
            messages.success(request, done % {"count": count})
    except actions.NotNow as error:
        messages.warning(request, str(error))
    return redirect("ledger:import_batch", batch.pk)


@require_POST
@office(people.is_secretariat)
def import_accept(request: SignedIn, pk: int) -> HttpResponse:
    """Accept what of an import is submitted, after its page showed what that adds; where in doubt, after a look."""
    batch = _visible(request, pk)
    if "doubtful" not in request.POST or "again" in request.POST:
        found = doubts.of_accepting(list(import_queries.to_accept(batch)), also=doubts.ticked(request.POST))
        if found.ids:
            return render(request, "ledger/import_batch.html", _batch_page(request, batch, doubtful=found))
    meant = batch.activities.exclude(pk__in=doubts.left_out(request.POST))
    count = actions.accept_many(meant, by=request.user, at=timezone.now())
    done = ngettext("%(count)s activity was accepted.", "%(count)s activities were accepted.", count)
    messages.success(request, done % {"count": count})
    return redirect("ledger:import_batch", batch.pk)


def _batch_page(
    request: SignedIn, batch: ImportBatch, *, reason_form: ReasonForm | None = None,
    answer_form: ReasonForm | None = None, doubtful: doubts.Doubts | None = None,
) -> dict[str, Any]:  # fmt: skip
    effect = queries.undo_effect(batch)
    states = queries.states_of(batch)
    asked = import_queries.asked_by(batch)
    activities = queries.with_quantities(queries.activities_visible_to(request.user).filter(batch=batch))
    waiting = dict(states).get("submitted", 0) if people.is_secretariat(request.user) else 0
    left_out = doubtful.left_out if doubtful else frozenset()
    return {
        "batch": batch,
        "left_out_until": batch.imported_at + base.kept("left_out") if batch.left_out else None,
        "asked_until": batch.imported_at + base.kept("proposals") if asked else None,
        "states": states,
        "asked": asked,
        "may_answer": people.is_secretariat(request.user),
        "answer_form": answer_form or ReasonForm(prefix="answer"),
        "effect": effect,
        "takes": import_queries.undo_sums(batch) if effect.reversed else [],
        "waiting": waiting,
        "accepting": waiting - len(left_out),
        "adds": import_queries.accept_sums(batch, without=left_out) if waiting else [],
        "doubts": doubtful,
        "most_compared": queries.MOST_COMPARED,
        "may_undo": rules.may_undo(request.user, batch, is_accepted=bool(effect.reversed)),
        "reason_form": reason_form or ReasonForm(),
        "page": Paginator(activities, PAGE).get_page(request.GET.get("page")),
    }


def _visible(request: SignedIn, pk: int) -> ImportBatch:
    try:
        return queries.import_for(request.user, pk)
    except ImportBatch.DoesNotExist:
        raise Http404 from None
