"""Writing one section: its text, its figures, its checks. Everything works by one form, with a script or without."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from lantoa.core.people.views.guards import SignedIn, office
from lantoa.core.reports import actions, queries, rendering
from lantoa.core.reports.forms import HeadingForm, SectionForm
from lantoa.core.reports.models import Report, Section
from lantoa.core.reports.rules import access, tokens
from lantoa.core.reports.views.reviews import fetched, outline


@require_http_methods(["GET", "POST"])
@office(access.may_write)
def section(request: SignedIn, pk: int, section_pk: int) -> HttpResponse:
    """The editor. The buttons “insert” and “bind” stand in other columns, but send this form: no typed word is lost."""
    shown, own = _found(request, pk, section_pk)
    if request.method == "GET":
        form = SectionForm(initial={"heading": own.heading, "body": own.body, "seen": actions.mark_of(own)})
        return render(request, "reports/section.html", _page(request, shown, own, form))
    form = SectionForm(request.POST)
    if not form.is_valid():
        return render(request, "reports/section.html", _page(request, shown, own, form), status=422)
    try:
        own = _save(request, own, form)
    except actions.NotDraft as error:
        messages.error(request, str(error))
        return redirect("reports:report", pk)
    except actions.ChangedMeanwhile as error:
        form.add_error(None, str(error))
        theirs = Section.objects.get(pk=section_pk)
        # A second press of "save" is then meant.
        form.data = {**form.data.dict(), "seen": actions.mark_of(theirs)}  # type: ignore[attr-defined] # a QueryDict
        return render(request, "reports/section.html", _page(request, shown, own, form, theirs=theirs.body), status=409)
    wanted = request.POST.get("q", "").strip()
    return redirect(reverse("reports:section", args=[pk, own.pk], query={"q": wanted} if wanted else None))


@require_POST
@office(access.may_write)
def preview(request: SignedIn, pk: int, section_pk: int) -> HttpResponse:
    """The sheet and the checks of a text that is not saved yet."""
    shown, own = _found(request, pk, section_pk)
    own.heading = request.POST.get("heading", "")[:200]
    own.body = request.POST.get("body", "")[:50_000].replace("\r\n", "\n")
    reading = queries.preview(shown, sections=[own])
    return render(request, "reports/section_preview.html", _parts(shown, own, reading))


@require_POST
@office(access.may_write)
def add(request: SignedIn, pk: int) -> HttpResponse:
    shown, form = fetched(request, pk), HeadingForm(request.POST)
    if not form.is_valid():
        messages.error(request, _("A section needs a heading."))
        return redirect("reports:report", pk)
    try:
        made = actions.add_section(shown, by=request.user, at=timezone.now(), heading=form.cleaned_data["heading"])
    except actions.NotDraft as error:
        messages.error(request, str(error))
        return redirect("reports:report", pk)
    return redirect("reports:section", pk, made.pk)


@require_POST
@office(access.may_write)
def move(request: SignedIn, pk: int, section_pk: int) -> HttpResponse:
    _shown, own = _found(request, pk, section_pk)
    act = actions.move_up if request.POST.get("to") == "up" else actions.move_down
    try:
        act(own, by=request.user, at=timezone.now())
    except actions.NotDraft as error:
        messages.error(request, str(error))
    return redirect("reports:section", pk, section_pk)


@require_POST
@office(access.may_write)
def remove(request: SignedIn, pk: int, section_pk: int) -> HttpResponse:
    _shown, own = _found(request, pk, section_pk)
    try:
        actions.remove_section(own, by=request.user, at=timezone.now())
    except actions.NotDraft as error:
        messages.error(request, str(error))
    else:
        messages.success(request, _("The section “%(heading)s” was removed.") % {"heading": own.heading})
    return redirect("reports:report", pk)


def _save(request: SignedIn, own: Section, form: SectionForm) -> Section:
    """raises: NotDraft, ChangedMeanwhile"""
    person: dict[str, Any] = {"by": request.user, "at": timezone.now()}
    cleaned = form.cleaned_data
    body = cleaned["body"].replace("\r\n", "\n")
    own = actions.edit_section(own, heading=cleaned["heading"], body=body, seen=cleaned["seen"] or None, **person)
    if token := _one_token(request.POST.get("insert", "")):
        own = actions.insert(own, token=token, **person)
    start, _bar, rest = request.POST.get("bind", "").partition("|")
    number, _bar, written = rest.partition("|")
    token = _one_token(written)
    if start.isdecimal() and len(start) < 9 and number and token:
        try:
            own = actions.bind(own, start=int(start), number=number, token=token, **person)
        except actions.ChangedMeanwhile as error:
            # The text itself is saved; only the place of the number was another one.
            messages.warning(request, str(error))
    return own


def _one_token(text: str) -> str:
    """What a button carries, "" where it is not exactly one figure or list."""
    pieces = tokens.parse(text)
    return text if len(pieces) == 1 and isinstance(pieces[0], tokens.Token | tokens.Shown) else ""


def _found(request: SignedIn, pk: int, section_pk: int) -> tuple[Report, Section]:
    shown = fetched(request, pk)
    if not shown.is_draft:
        raise Http404
    own = next((item for item in shown.sections.all() if item.pk == section_pk), None)
    if own is None:
        raise Http404
    own.report = shown
    return shown, own


def _page(request: SignedIn, shown: Report, own: Section, form: SectionForm, **more: Any) -> dict[str, Any]:
    if form.is_bound:
        own.heading, own.body = form.data.get("heading", ""), form.data.get("body", "").replace("\r\n", "\n")
    reading = queries.preview(shown, sections=[own if item.pk == own.pk else item for item in shown.sections.all()])
    wanted = request.GET.get("q", "").strip()
    return {
        "report": shown,
        "form": form,
        "outline": outline(reading),
        "heading_form": HeadingForm(),
        "known": [{"known": item, "url": rendering.live_path(item.ask)} for item in reading.matching(wanted)],
        "wanted": wanted,
        "reporting_periods": queries.reporting_periods(shown),
        "findings": queries.findings_offered(shown),
        "may_write": True,
        **_parts(shown, own, reading),
        **more,
    }


def _parts(shown: Report, own: Section, reading: queries.Reading) -> dict[str, Any]:
    """What the live preview brings anew."""
    printed = next(
        item for item in rendering.preview(rendering.draft(reading), reading.sections) if item.section is own
    )
    return {
        "report": shown,
        "section": own,
        "printed": printed,
        "problems": reading.problems_in(own),
        "unbound": reading.unbound_in(own),
    }
