"""The steering committee on any day: all staff read it, the secretariat and administrators write it."""

from collections.abc import Iterator
from typing import Any

from django.contrib import messages
from django.db import transaction
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from lantoa.base.spreadsheets import BOM, csv_text
from lantoa.core.people import actions, queries, rules
from lantoa.core.people.forms.committee import DayForm, MemberForm, PaperForm, TermEndForm
from lantoa.core.people.models import CommitteeMember, CommitteePaper
from lantoa.core.people.views.guards import SignedIn, handed_out, office


@require_GET
@office()
def committee(request: SignedIn) -> HttpResponse:
    """Who is in it on a day, who was, and its papers."""
    today = timezone.localdate()
    form = DayForm(request.GET.get("on", ""), today=today)
    context = {
        "form": form,
        "shown": queries.committee(form.day),
        "day": form.day,
        "is_today": form.day == today,
        "may_manage": rules.is_secretariat(request.user),
    }
    return render(request, "people/committee.html", context)


@require_GET
@office()
def committee_file(request: SignedIn) -> HttpResponse:
    """The members of that day as CSV."""
    day = DayForm(request.GET.get("on", ""), today=timezone.localdate()).day
    members = queries.committee(day).members
    actions.took_away(
        "committee", form="csv", count=len(members), filters=f"on={day}", by=request.user, at=timezone.now()
    )
    response = HttpResponse(BOM + csv_text(_cells(members)), content_type="text/csv; charset=utf-8")
    response.headers["Content-Disposition"] = f'attachment; filename="committee-{day.isoformat()}.csv"'
    return response


@require_http_methods(["GET", "POST"])
@office(rules.is_secretariat)
def member_new(request: SignedIn) -> HttpResponse:
    """A seat taken; `after` names the row whose term ends that day."""
    number = request.GET.get("after", "")
    after = _member(int(number)) if number.isdecimal() and len(number) < 10 else None
    start = {"seat": after.seat, "agency": after.agency_id, "position": after.position} if after else {
        "seat": CommitteeMember.Seat.MEMBER
    }  # fmt: skip
    form = MemberForm(request.POST or None, initial=start, today=timezone.localdate())
    if form.is_bound and form.is_valid():
        try:
            actions.add_member(**form.cleaned_data, after=after, by=request.user, at=timezone.now())
        except actions.NotPossible as error:
            form.add_error("since", str(error))
        else:
            messages.success(request, _("Saved."))
            return redirect("people:committee")
    context = {"form": form, "after": after}
    return render(request, "people/committee_form.html", context, status=422 if form.is_bound else 200)


@require_http_methods(["GET", "POST"])
@office(rules.is_secretariat)
def member(request: SignedIn, pk: int) -> HttpResponse:
    """Mend a row; below it what else can be done with the term."""
    shown = _member(pk)
    form = MemberForm(request.POST or None, member=shown, today=timezone.localdate())
    if form.is_bound and form.is_valid():
        try:
            actions.edit_member(shown, **form.cleaned_data, by=request.user, at=timezone.now())
        except actions.NotPossible as error:
            form.add_error("since", str(error))
        else:
            messages.success(request, _("Saved."))
            return redirect("people:committee")
    end = TermEndForm(initial={"on": timezone.localdate()}, prefix="end")
    return _page(request, shown, form, end, status=422 if form.is_bound else 200)


@require_POST
@office(rules.is_secretariat)
def member_end(request: SignedIn, pk: int) -> HttpResponse:
    shown, end = _member(pk), TermEndForm(request.POST, prefix="end")
    form = MemberForm(member=shown, today=timezone.localdate())
    if not end.is_valid():
        return _page(request, shown, form, end, status=422)
    try:
        actions.end_member(shown, **end.cleaned_data, by=request.user, at=timezone.now())
    except actions.NotPossible as error:
        if shown.until:  # by another page: this one has no form for an end any more
            messages.error(request, str(error))
            return redirect("people:committee_member", pk)
        end.add_error("on", str(error))
        return _page(request, shown, form, end, status=422)
    messages.success(request, _("The term has an end now; the row stays."))
    return redirect("people:committee")


@require_POST
@office(rules.is_secretariat)
def member_resume(request: SignedIn, pk: int) -> HttpResponse:
    """Take an end back."""
    try:
        actions.resume_member(_member(pk), by=request.user, at=timezone.now())
    except actions.NotPossible as error:
        messages.error(request, str(error))
        return redirect("people:committee_member", pk)
    messages.success(request, _("The term goes on."))
    return redirect("people:committee")


@require_POST
@office(rules.is_secretariat)
def member_remove(request: SignedIn, pk: int) -> HttpResponse:
    actions.remove_member(_member(pk), by=request.user, at=timezone.now())
    messages.success(request, _("The row was taken away."))
    return redirect("people:committee")


@require_http_methods(["GET", "POST"])
@office(rules.is_secretariat)
@transaction.non_atomic_requests
def paper_new(request: SignedIn) -> HttpResponse:
    form = PaperForm(request.POST or None, request.FILES or None)
    if form.is_bound and form.is_valid():
        _write_paper(request, form, None)
        messages.success(request, _("Saved."))
        return redirect("people:committee")
    return render(request, "people/committee_paper.html", {"form": form}, status=422 if form.is_bound else 200)


@require_http_methods(["GET", "POST"])
@office(rules.is_secretariat)
@transaction.non_atomic_requests
def paper(request: SignedIn, pk: int) -> HttpResponse:
    shown = _paper(pk)
    form = PaperForm(request.POST or None, request.FILES or None, paper=shown)
    if form.is_bound and form.is_valid():
        _write_paper(request, form, shown)
        messages.success(request, _("Saved."))
        return redirect("people:committee")
    context = {"form": form, "paper": shown, "history": queries.changes_of(shown)}
    return render(request, "people/committee_paper.html", context, status=422 if form.is_bound else 200)


@require_GET
@office()
def paper_file(request: SignedIn, pk: int) -> Any:
    """The file itself, for whoever works here."""
    shown = _paper(pk)
    if not shown.file:
        raise Http404
    try:
        return handed_out(shown.file.open(), media_type="application/pdf", name=shown.file_name)
    except FileNotFoundError:  # a database restored without its files
        raise Http404 from None


@require_POST
@office(rules.is_secretariat)
def paper_file_drop(request: SignedIn, pk: int) -> HttpResponse:
    actions.drop_paper_file(_paper(pk), by=request.user, at=timezone.now())
    messages.success(request, _("The file is gone for good; the paper stays."))
    return redirect("people:committee_paper", pk)


@require_POST
@office(rules.is_secretariat)
def paper_remove(request: SignedIn, pk: int) -> HttpResponse:
    try:
        actions.remove_paper(_paper(pk), by=request.user, at=timezone.now())
    except actions.NotPossible as error:
        messages.error(request, str(error))
        return redirect("people:committee_paper", pk)
    messages.success(request, _("The paper was taken away."))
    return redirect("people:committee")


def _page(
    request: SignedIn, shown: CommitteeMember, form: MemberForm, end: TermEndForm, *, status: int
) -> HttpResponse:
    context = {"form": form, "member": shown, "end_form": end, "history": queries.changes_of(shown)}
    return render(request, "people/committee_form.html", context, status=status)


def _cells(members: list[CommitteeMember]) -> Iterator[list[object]]:
    yield [
        pgettext("committee", "Seat"), _("Full name"), _("Position in public office"), _("Agency"), _("Since"),
        pgettext("committee", "No longer from"), _("Appointed by"),
    ]  # fmt: skip
    for row in members:
        yield [
            row.get_seat_display(), row.full_name, row.position, str(row.agency or ""), row.since, row.until,
            str(row.paper or ""),
        ]  # fmt: skip


def _member(pk: int) -> CommitteeMember:
    """raises: Http404"""
    found = queries.committee_member(pk)
    if found is None:
        raise Http404
    return found


def _write_paper(request: SignedIn, form: PaperForm, shown: CommitteePaper | None) -> None:
    """In one transaction, begun after the file was read: a PDF takes up to ten seconds."""
    told: dict[str, Any] = {**form.cleaned_data, "by": request.user, "at": timezone.now()}
    file = told.pop("file")
    with transaction.atomic():
        written = actions.edit_paper(shown, **told) if shown else actions.add_paper(**told)
        if file:
            actions.keep_paper_file(written, file, by=request.user, at=told["at"])


def _paper(pk: int) -> CommitteePaper:
    """raises: Http404"""
    found = queries.committee_paper(pk)
    if found is None:
        raise Http404
    return found
