"""What people keep about the register: saved views, who looks through for whom, news that was read."""

from uuid import uuid4

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST

from lantoa.core.ledger import actions, queries
from lantoa.core.ledger.forms.register import NoteForm, PrecheckForm, ViewForm, numbers_in
from lantoa.core.ledger.models import Activity, SavedView
from lantoa.core.ledger.rules import access, looks, saved
from lantoa.core.ledger.rules import bulk as rules
from lantoa.core.people import rules as people
from lantoa.core.people.models import Agency
from lantoa.core.people.views.guards import SignedIn, office

PAGE = 50


@require_POST
@office()
def save_view(request: SignedIn) -> HttpResponse:
    """Keep the register as it stands before one, under a name."""
    form = ViewForm(request.POST, may_share=saved.may_share(request.user))
    look = looks.read(dict(QueryDict(request.POST.get("look", "")[:2000]).lists()), queries.names().lists)
    if not form.is_valid():
        messages.warning(request, _("Give the view a name of at most 60 letters."))
        return redirect(_register(look.address))
    owner = None if form.cleaned_data.get("shared") else request.user
    try:
        view = actions.save_view(form.cleaned_data["name"], look.address, owner=owner)
        messages.success(request, _("Saved as “%(name)s”.") % {"name": view.name})
    except actions.NotNow as error:
        messages.warning(request, str(error))
    return redirect(_register(look.address))


@require_POST
@office()
def drop_view(request: SignedIn, pk: int) -> HttpResponse:
    try:
        view = queries.view_to_drop(request.user, pk)
    except SavedView.DoesNotExist:
        raise Http404 from None
    actions.drop_view(view)
    messages.success(request, _("The view “%(name)s” was taken away.") % {"name": view.name})
    return redirect("ledger:register")


@require_http_methods(["GET", "POST"])
@office(people.is_secretariat)
def prechecks(request: SignedIn) -> HttpResponse:
    """Which agencies look through what others send, and naming them."""
    now = timezone.now()
    today = timezone.localdate(now)
    form = PrecheckForm(request.POST or None, today=today)
    if request.method == "POST" and form.is_valid():
        looker = form.cleaned_data["looker"]
        chosen = form.cleaned_data["agencies"]
        count = actions.name_precheck(chosen, looker=looker, by=request.user, at=now, today=today)
        messages.success(request, _named(looker, count))
        return redirect("ledger:prechecks")
    context = {"form": form, "prechecks": form.prechecks}
    return render(request, "ledger/prechecks.html", context, status=422 if form.is_bound else 200)


@require_POST
@office()
def look_through(request: SignedIn, pk: int) -> HttpResponse:
    """Mark one activity as looked through, with a note for the secretariat."""
    try:
        shown = queries.activity_for(request.user, pk)
    except Activity.DoesNotExist:
        raise Http404 from None
    if not rules.may_look_through(shown, queries.agencies_looked_through(request.user)):
        raise PermissionDenied
    form = NoteForm(request.POST)
    note = form.cleaned_data["note"] if form.is_valid() else ""
    actions.act_on_many(rules.LOOK, [pk], key=uuid4(), by=request.user, at=timezone.now(), reason=note)
    messages.success(request, _("Marked as looked through. The secretariat sees it."))
    return redirect("ledger:activity", pk)


@require_http_methods(["GET", "POST"])
@office(access.may_record)
def news(request: SignedIn) -> HttpResponse:
    """What was returned, corrected or reversed of one's agencies, until somebody there has read it."""
    if request.method == "POST":
        ids = numbers_in(request.POST.getlist("read")[:PAGE])
        actions.read_news(ids, agencies=people.reporting_agencies(request.user))
        return redirect("ledger:news")
    page = Paginator(queries.news_of(request.user), PAGE).get_page(request.GET.get("page"))
    return render(request, "ledger/news.html", {"page": page})


def _named(looker: Agency | None, count: int) -> str:
    if not count:
        return _("It is so already.")
    if looker is None:
        told = ngettext(
            "What %(count)s agency sends comes straight to the secretariat from today on.",
            "What %(count)s agencies send comes straight to the secretariat from today on.", count,
        )  # fmt: skip
        return told % {"count": count}
    told = ngettext(
        "From today on %(agency)s looks through what %(count)s agency sends.",
        "From today on %(agency)s looks through what %(count)s agencies send.", count,
    )  # fmt: skip
    return told % {"agency": looker.name, "count": count}


def _register(address: str) -> str:
    return f"{reverse('ledger:register')}?{address}" if address else reverse("ledger:register")
