"""Experts of an item: links to its text, what they say, what became of it."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from lantoa.core.people.views.guards import SignedIn, office
from lantoa.desks.newsroom import actions
from lantoa.desks.newsroom.forms import ExpertLinkForm, SettleForm
from lantoa.desks.newsroom.models import ContentPage, ExpertComment, ExpertLink
from lantoa.desks.newsroom.queries import experts as queries
from lantoa.desks.newsroom.queries.desk import newest_text
from lantoa.desks.newsroom.rules import access
from lantoa.desks.newsroom.rules.experts import may_show
from lantoa.desks.newsroom.views.items import allowed, visible


@require_GET
@office(access.works_here)
def experts(request: SignedIn, pk: int) -> HttpResponse:
    """Every link of the item with its comments; open ones can be answered."""
    shown = visible(request, pk)
    return render(request, "newsroom/experts.html", _context(request, shown))


def _context(request: SignedIn, shown: ContentPage, **more: Any) -> dict[str, Any]:
    now, said = timezone.now(), newest_text(shown)
    links = list(queries.links_of(shown))
    states = queries.states_of(links, shown, said, now=now)
    return {
        "item": shown, "said": said, "links": list(zip(links, states, strict=True)),
        "newest": shown.latest_revision_id,
        "may_show": may_show(request.user, shown, said, now=now),
        "may_answer": access.writes_or_reviews(request.user, shown), **more,
    }  # fmt: skip


@never_cache
@require_http_methods(["GET", "POST"])
@office(access.works_here)
def expert_new(request: SignedIn, pk: int) -> HttpResponse:
    """A link to the newest text; the answer to the form is the only page that ever shows it."""
    shown, now = allowed(request, pk, access.writes_or_reviews), timezone.now()
    said = newest_text(shown)
    if not may_show(request.user, shown, said, now=now):
        raise PermissionDenied
    form = ExpertLinkForm(request.POST or None, initial={"days": queries.days_open()})
    if request.method == "POST" and form.is_valid():
        made = actions.show_to_expert(shown, **form.cleaned_data, by=request.user, at=now)
        address = request.build_absolute_uri(reverse("expert_reading", args=[made.token]))
        context = {"item": shown, "said": said, "link": made.link, "address": address}
        return render(request, "newsroom/expert_link.html", context)
    context = {"item": shown, "said": said, "form": form}
    return render(request, "newsroom/expert_new.html", context, status=422 if form.is_bound else 200)


@require_POST
@office(access.works_here)
def expert_revoke(request: SignedIn, pk: int, link: int) -> HttpResponse:
    shown = allowed(request, pk, access.writes_or_reviews)
    try:
        found = queries.link_of(shown, link)
    except ExpertLink.DoesNotExist:
        raise Http404 from None
    actions.revoke_expert_link(found, by=request.user, at=timezone.now())
    messages.success(request, _("The link no longer opens anything. What was said by it stays here."))
    return redirect("newsroom:experts", pk)


@require_POST
@office(access.works_here)
def expert_settle(request: SignedIn, pk: int, comment: int) -> HttpResponse:
    """Say what became of a comment."""
    shown = allowed(request, pk, access.writes_or_reviews)
    try:
        found = queries.comment_of(shown, comment)
    except ExpertComment.DoesNotExist:
        raise Http404 from None
    form = SettleForm(request.POST, prefix=f"c{found.pk}")
    if form.is_valid():
        try:
            actions.settle_comment(found, **form.cleaned_data, by=request.user, at=timezone.now())
        except actions.NotNow as error:
            form.add_error("answer", str(error))
        else:
            messages.success(request, _("Noted. The expert reads it by the link, as long as that opens."))
            return redirect("newsroom:experts", pk)
    context = _context(request, shown, refused=found.pk, refused_form=form)
    return render(request, "newsroom/experts.html", context, status=422)
