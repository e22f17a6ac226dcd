"""Recording an activity: choose its kind, fill what that kind asks, send it; meanwhile it is kept as a draft."""

from contextlib import suppress
from functools import partial
from typing import Any

from django.contrib import messages
from django.db import transaction
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from lantoa.core.ledger import actions, queries
from lantoa.core.ledger.actions import parts
from lantoa.core.ledger.drafts import Words, draft_of
from lantoa.core.ledger.forms import (
    ActivityForm,
    EvidenceForm,
    ReasonForm,
    another_like,
    repeated_values,
    starting_values,
)
from lantoa.core.ledger.models import Activity
from lantoa.core.ledger.rules import access
from lantoa.core.ledger.rules.looks import LONGEST_SEARCH
from lantoa.core.ledger.views.parts import with_files
from lantoa.core.ledger.views.register import add_evidence, photo_settings
from lantoa.core.people import rules as people
from lantoa.core.people.views.guards import SignedIn, office
from lantoa.core.vocabulary import queries as vocabulary

# How many kinds of one's agency stand on top of all.
LAST_KINDS = 6


@require_GET
@office(access.may_record)
def new(request: SignedIn) -> HttpResponse:
    """Which kind: those of one's agency first, then all under their headings, or those with some words."""
    wanted = request.GET.get("q", "").strip()[:LONGEST_SEARCH]
    headings = vocabulary.kinds_to_choose(timezone.localdate(), q=wanted)
    kinds = {kind.code: kind for heading in headings for kind in heading.kinds}
    last = [] if wanted else queries.kinds_recorded_last(request.user, most=LAST_KINDS)
    context = {
        "wanted": wanted,
        "last": [kinds[code] for code in last if code in kinds],
        "headings": [
            (heading.group, [(kind, vocabulary.words_of(kind)) for kind in heading.kinds]) for heading in headings
        ],
    }
    return render(request, "ledger/new.html", context)


@require_http_methods(["GET", "POST"])
@office(access.may_record)
@with_files
def record(request: SignedIn, evidence: EvidenceForm, kind: str) -> HttpResponse:
    """A new activity of one kind; `?like=7` starts from the answers of another one."""
    form, repeated_from = new_form(request, kind)
    keep = reverse("ledger:keep_new", args=[kind])
    return _answer(request, form, evidence, None, keep=keep, repeated_from=repeated_from)


@require_http_methods(["GET", "POST"])
@office(access.may_record)
@with_files
def edit(request: SignedIn, evidence: EvidenceForm, pk: int) -> HttpResponse:
    """A draft or a returned activity."""
    shown = visible(request, pk)
    if not access.may_edit(request.user, shown):
        messages.warning(request, _("It was submitted or accepted in the meantime and can no longer be edited here."))
        return redirect("ledger:activity", shown.pk)
    by = queries.returned_by(queries.history(shown)) if shown.return_reason else None
    keep = reverse("ledger:keep", args=[pk])
    return _answer(request, edit_form(request, shown), evidence, shown, keep=keep, returned_by=by)


@require_http_methods(["GET", "POST"])
@office(people.is_secretariat)
@with_files
def correct(request: SignedIn, evidence: EvidenceForm, pk: int) -> HttpResponse:
    """An accepted activity with better content: its entry is reversed and a new one posted."""
    shown = visible(request, pk)
    if not access.may_correct(request.user, shown):
        messages.warning(request, _("Only an accepted activity can be corrected or reversed."))
        return redirect("ledger:activity", shown.pk)
    form = edit_form(request, shown)
    reason = ReasonForm(request.POST or None, prefix="correct")
    checked = [form.is_valid(), reason.is_valid(), evidence.is_valid()]
    if request.method == "POST" and all(checked) and form.draft:
        why = reason.cleaned_data["reason"]
        try:
            actions.correct(shown, form.draft, by=request.user, at=timezone.now(), reason=why, evidence=evidence.pieces)
            transaction.on_commit(partial(parts.discard, evidence.parts))
            messages.success(request, _("Corrected. Frozen reviews keep what they said and list this change."))
        except actions.NotNow as error:
            messages.warning(request, str(error))
        return redirect("ledger:activity", shown.pk)
    return _page(request, form, evidence, activity=shown, reason_form=reason)


def new_form(request: SignedIn, kind: str) -> tuple[ActivityForm, Activity | None]:
    """The form of a kind, and the activity from which some answers are taken."""
    words = Words.load(timezone.localdate())
    if kind not in words.kinds:
        raise Http404
    like = request.GET.get("like", "")
    if like.isdecimal() and len(like) < 18:
        source = visible(request, int(like))
        return _form(request, words, kind, initial=another_like(source) if source.kind_id == kind else {}), source
    last = queries.last_of_kind(request.user, kind)
    initial = repeated_values(last, words.dimensions_of(kind))
    return _form(request, words, kind, initial={name: value for name, value in initial.items() if value}), last


def edit_form(request: SignedIn, shown: Activity) -> ActivityForm:
    return _form(request, Words.load(timezone.localdate()), shown.kind_id, initial=starting_values(shown), edited=shown)


def visible(request: SignedIn, pk: int) -> Activity:
    try:
        return queries.activity_for(request.user, pk)
    except Activity.DoesNotExist:
        raise Http404 from None


def _form(
    request: SignedIn, words: Words, kind: str, *, initial: dict[str, Any], edited: Activity | None = None
) -> ActivityForm:
    agencies = queries.agencies_to_record_for(request.user, today=timezone.localdate())
    if edited and edited.agency not in agencies:  # merged since: its records stay its own
        agencies.append(edited.agency)
    return ActivityForm(
        request.POST or None,
        words=words,
        kind=kind,
        agencies=agencies,
        today=timezone.localdate(),
        kept=draft_of(edited) if edited else None,
        home=request.user.current_posts[0].agency_id,
        initial=initial,
    )


def _answer(
    request: SignedIn, form: ActivityForm, evidence: EvidenceForm, shown: Activity | None, **more: Any
) -> HttpResponse:
    """The form, or what became of it: sent where all is well, kept as a draft in any case where that was asked."""
    if request.method == "POST" and (form.is_valid() or "draft" in request.POST) and evidence.is_valid() and form.draft:
        try:
            made = actions.save_draft(
                form.draft, by=request.user, at=timezone.now(), activity=shown, unfinished=form.unfinished,
                form_key=form.cleaned_data.get("form_key"), version=form.cleaned_data.get("version"),
            )  # fmt: skip
        except actions.Changed as error:
            form.read_version(error.activity.version)
            return _page(request, form, evidence, activity=shown, changed=form.differences(error.activity), **more)
        except actions.NotNow as error:
            messages.warning(request, str(error))
            return redirect("ledger:activity", shown.pk) if shown else redirect("ledger:register")
        return _finish(request, made, evidence)
    return _page(request, form, evidence, activity=shown, **more)


def _finish(request: SignedIn, made: Activity, evidence: EvidenceForm) -> HttpResponse:
    try:
        with suppress(actions.AlreadyRecorded):  # a second tap on "send" carries the same photo
            add_evidence(evidence, made, request)
        if "submit" in request.POST:
            actions.submit(made, by=request.user, at=timezone.now())
    except actions.NotNow as error:  # the form of long ago, sent again
        messages.warning(request, str(error))
        return redirect("ledger:activity", made.pk)
    if "submit" in request.POST:
        messages.success(request, _("Sent. The secretariat will accept it or return it with a reason."))
    else:
        messages.success(request, _("Saved as a draft. It is not sent yet."))
    return redirect("ledger:activity", made.pk)


def _page(request: SignedIn, form: ActivityForm, evidence: EvidenceForm, **more: Any) -> HttpResponse:
    wrong = form.is_bound and (bool(form.errors) or bool(evidence.errors))
    reason = more.get("reason_form")
    wrong = wrong or bool(reason and reason.is_bound and reason.errors)
    context = {
        "form": form, "evidence_form": evidence, "places": form.words.choices("place").offered,
        "today": form.today, **photo_settings(), **more,
    }  # fmt: skip
    status = 409 if "changed" in more else 422 if wrong else 200
    return render(request, "ledger/record.html", context, status=status)
