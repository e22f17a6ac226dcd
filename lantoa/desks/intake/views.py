"""Items from elsewhere: send a file, look at what it says, choose, bring in, read the report; undo."""

from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from lantoa.core.people.views.guards import SignedIn, office
from lantoa.desks.intake import actions, queries, tasks
from lantoa.desks.intake.drafts import BadSource, Item, Wishes
from lantoa.desks.intake.forms import FileForm, WishesForm
from lantoa.desks.intake.models import ContentImport, Gap
from lantoa.desks.newsroom.rules import access
from lantoa.desks.newsroom.views.many import Within, look_through

PAGE = 50
# How soon a page that shows progress looks again.
_AGAIN_SECONDS = 5


@require_http_methods(["GET", "POST"])
@office(access.may_bring_in)
def imports(request: SignedIn) -> HttpResponse:
    """The file, or the address; and what was brought in before."""
    form = FileForm(request.POST, request.FILES) if request.method == "POST" else FileForm()
    if form.is_bound and form.is_valid():
        sent = form.cleaned_data
        try:
            made = actions.keep(sent["content"], file_name=sent["name"], by=request.user, at=timezone.now())
        except BadSource as error:
            form.add_error("file" if sent.get("file") else "address", str(error))
        else:
            return redirect("intake:batch", made.pk)
    page = Paginator(queries.imports_seen_by(request.user), PAGE).get_page(request.GET.get("page"))
    return render(request, "intake/imports.html", {"form": form, "page": page}, status=422 if form.is_bound else 200)


@require_GET
@office(access.may_bring_in)
def batch(request: SignedIn, pk: int) -> HttpResponse:
    """What a file says, as long as nothing is decided; then how far it is, then the report."""
    shown = _visible(request, pk)
    if shown.state == ContentImport.State.WAITING:
        return _preview(request, shown)
    items = queries.items_of(shown)
    context = {
        "batch": shown, "page": Paginator(items, PAGE).get_page(request.GET.get("page")), "here": items.count(),
        "may_undo": queries.untouched(shown).exists(),
    }  # fmt: skip
    response = render(request, "intake/batch.html", context)
    if shown.state == ContentImport.State.RUNNING:
        response.headers["Refresh"] = str(_AGAIN_SECONDS)
    return response


@require_GET
@office(access.may_bring_in)
def many(request: SignedIn, pk: int) -> HttpResponse:
    """The drafts of this import alone, to look through, send, approve or delete."""
    shown = _visible(request, pk)
    url = reverse("intake:many", args=[pk])
    return look_through(request, Within(queries.pages_of(shown), url, "intake/many.html", {"batch": shown}))


def _preview(request: SignedIn, shown: ContentImport, form: WishesForm | None = None) -> HttpResponse:
    try:
        items = actions.kept_items(shown)
    except actions.NotNow as error:
        messages.info(request, str(error))
        return redirect("intake:imports")
    form = form or _wishes_form(request, shown, items)
    plan = actions.planned(shown, items)
    languages = sorted({item.language for item in items if item.language})
    context = {
        "batch": shown, "form": form, "plan": plan, "languages": languages, "is_chosen": shown.section_id is not None,
        "page": Paginator(plan.new, PAGE).get_page(request.GET.get("page")), "count": len(items),
        "gap_counts": _gap_counts(plan.new),
    }  # fmt: skip
    return render(request, "intake/preview.html", context, status=422 if form.is_bound else 200)


def _wishes_form(request: SignedIn, shown: ContentImport, items: list[Item]) -> WishesForm:
    wishes = Wishes.from_json(shown.wishes)
    initial: dict[str, Any] = {"kinds": wishes.kinds, "statuses": wishes.statuses}
    initial |= {"section": str(shown.section_id or ""), "agency": shown.agency_id or ""}
    form = WishesForm(
        request.POST if request.method == "POST" else None, initial=initial, items=items,
        sections=list(queries.sections()), agencies=queries.agencies_for(request.user),
    )  # fmt: skip
    for number, name in enumerate(form.categories):
        form.initial[f"topic-{number}"] = wishes.topics.get(name, "")
    return form


def _gap_counts(items: list[Item]) -> list[tuple[str, int]]:
    counts = dict.fromkeys(Gap.values, 0)
    for item in items:
        for kind, _which in item.gaps:
            counts[kind] += 1
    return [(str(Gap(kind).label), count) for kind, count in counts.items() if count]


@require_POST
@office(access.may_bring_in)
def choose(request: SignedIn, pk: int) -> HttpResponse:
    shown = _visible(request, pk, ContentImport.State.WAITING)
    try:
        form = _wishes_form(request, shown, actions.kept_items(shown))
    except actions.NotNow as error:
        messages.info(request, str(error))
        return redirect("intake:imports")
    if not form.is_valid():
        return _preview(request, shown, form)
    told = form.cleaned_data
    actions.choose(shown, section=told["section"], agency=told["agency"], wishes=form.wishes)
    return redirect("intake:batch", pk)


@require_POST
@office(access.may_bring_in)
def begin(request: SignedIn, pk: int) -> HttpResponse:
    shown = _visible(request, pk)
    try:
        actions.begin(shown, by=request.user, at=timezone.now(), leave_out=bool(request.POST.get("leave_out")))
    except actions.NotNow as error:
        messages.error(request, str(error))
    else:
        tasks.bring.enqueue(pk, timezone.now().isoformat())
    return redirect("intake:batch", pk)


@require_POST
@office(access.may_bring_in)
def go_on(request: SignedIn, pk: int) -> HttpResponse:
    """Where the machine stopped in between."""
    _visible(request, pk, ContentImport.State.RUNNING)
    tasks.bring.enqueue(pk, timezone.now().isoformat())
    return redirect("intake:batch", pk)


@require_POST
@office(access.may_bring_in)
def undo(request: SignedIn, pk: int) -> HttpResponse:
    shown = _visible(request, pk)
    try:
        count = actions.undo(shown, by=request.user, at=timezone.now())
    except actions.NotNow as error:
        messages.error(request, str(error))
    else:
        said = ngettext("%(count)s draft was taken away.", "%(count)s drafts were taken away.", count)
        messages.success(request, said % {"count": count})
    return redirect("intake:batch", pk)


@require_POST
@office(access.may_bring_in)
def drop(request: SignedIn, pk: int) -> HttpResponse:
    actions.drop(_visible(request, pk, ContentImport.State.WAITING))
    messages.success(request, _("The file is forgotten. Nothing of it was brought in."))
    return redirect("intake:imports")


def _visible(request: SignedIn, pk: int, state: str = "") -> ContentImport:
    """raises: Http404, also where it is no longer in this state"""
    try:
        found = queries.import_for(request.user, pk)
    except (ContentImport.DoesNotExist, OverflowError):
        raise Http404 from None
    if state and found.state != state:
        raise Http404
    return found
