"""Recording an activity: choose its kind, fill what that kind asks, send it."""

from contextlib import suppress
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from lantoa.core.ledger import actions, queries
from lantoa.core.ledger.drafts import Words, draft_of
from lantoa.core.ledger.forms import ActivityForm, EvidenceForm, ReasonForm, repeated_values, starting_values
from lantoa.core.ledger.models import Activity
from lantoa.core.ledger.rules import access
from lantoa.core.ledger.views.register import add_evidence
from lantoa.core.people import rules as people
from lantoa.core.people.views.guards import SignedIn, office
from lantoa.core.vocabulary import queries as vocabulary


@require_GET
@office(access.may_record)
def new(request: SignedIn) -> HttpResponse:
    return render(request, "ledger/new.html", {"kinds": vocabulary.kinds_on(timezone.localdate())})


@require_http_methods(["GET", "POST"])
@office(access.may_record)
def record(request: SignedIn, kind: str) -> HttpResponse:
    """A new activity of one kind."""
    words = Words.load()
    if kind not in words.kinds:
        raise Http404
    last = queries.last_of_kind(request.user, kind)
    initial = repeated_values(last, words.dimensions_of(kind))
    form = _form(request, words, kind, initial={name: value for name, value in initial.items() if value})
    evidence = EvidenceForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid() and evidence.is_valid() and form.draft:
        made = actions.save_draft(
            form.draft, by=request.user, at=timezone.now(), form_key=form.cleaned_data.get("form_key")
        )
        return _finish(request, made, evidence)
    return _page(request, form, evidence, repeated_from=last)


@require_http_methods(["GET", "POST"])
@office(access.may_record)
def edit(request: SignedIn, pk: int) -> HttpResponse:
    """A draft or a returned activity."""
    shown = _visible(request, pk)
    if not access.may_edit(request.user, shown):
        messages.warning(request, _("It was submitted or accepted in the meantime and can no longer be edited here."))
        return redirect("ledger:activity", shown.pk)
    words = Words.load()
    form = _form(request, words, shown.kind_id, initial=starting_values(shown), edited=shown)
    evidence = EvidenceForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid() and evidence.is_valid() and form.draft:
        try:
            actions.save_draft(form.draft, by=request.user, at=timezone.now(), activity=shown)
        except actions.NotNow as error:
            messages.warning(request, str(error))
            return redirect("ledger:activity", shown.pk)
        return _finish(request, shown, evidence)
    return _page(request, form, evidence, activity=shown)


@require_http_methods(["GET", "POST"])
@office(people.is_secretariat)
def correct(request: SignedIn, pk: int) -> HttpResponse:
    """An accepted activity with better content: its entry is reversed and a new one posted."""
    shown = _visible(request, pk)
    if not access.may_correct(request.user, shown):
        messages.warning(request, _("Only an accepted activity can be corrected or reversed."))
        return redirect("ledger:activity", shown.pk)
    form = _form(request, Words.load(), shown.kind_id, initial=starting_values(shown), edited=shown)
    reason = ReasonForm(request.POST or None, prefix="correct")
    if request.method == "POST" and form.is_valid() and reason.is_valid() and form.draft:
        why = reason.cleaned_data["reason"]
        try:
            actions.correct(shown, form.draft, by=request.user, at=timezone.now(), reason=why)
            messages.success(request, _("Corrected. Frozen reviews keep what they said and list this change."))
        except actions.NotNow as error:
            messages.warning(request, str(error))
        return redirect("ledger:activity", shown.pk)
    return _page(request, form, None, activity=shown, reason_form=reason)


def _form(
    request: SignedIn, words: Words, kind: str, *, initial: dict[str, Any], edited: Activity | None = None
) -> ActivityForm:
    agencies = queries.agencies_to_record_for(request.user)
    if edited and edited.agency not in agencies:  # merged since: its records stay its own
        agencies.append(edited.agency)
    return ActivityForm(
        request.POST or None,
        words=words,
        kind=kind,
        agencies=agencies,
        today=timezone.localdate(),
        kept=draft_of(edited) if edited else None,
        initial=initial,
    )


def _finish(request: SignedIn, made: Activity, evidence: EvidenceForm) -> HttpResponse:
    # A second tap on "send" carries the same photo.
    with suppress(actions.AlreadyRecorded):
        add_evidence(evidence, made, request)
    if "submit" in request.POST:
        try:
            actions.submit(made, by=request.user, at=timezone.now())
        except actions.NotNow as error:  # the form of long ago, sent again
            messages.warning(request, str(error))
            return redirect("ledger:activity", made.pk)
        messages.success(request, _("Sent. The secretariat will accept it or return it with a reason."))
    else:
        messages.success(request, _("Saved as a draft. It is not sent yet."))
    return redirect("ledger:activity", made.pk)


def _page(request: SignedIn, form: ActivityForm, evidence: EvidenceForm | None, **more: Any) -> HttpResponse:
    wrong = form.is_bound and (bool(form.errors) or bool(evidence and evidence.errors))
    reason = more.get("reason_form")
    wrong = wrong or bool(reason and reason.is_bound and reason.errors)
    context = {"form": form, "evidence_form": evidence, "places": form.words.choices("place").offered, **more}
    return render(request, "ledger/record.html", context, status=422 if wrong else 200)


def _visible(request: SignedIn, pk: int) -> Activity:
    try:
        return queries.activity_for(request.user, pk)
    except Activity.DoesNotExist:
        raise Http404 from None
