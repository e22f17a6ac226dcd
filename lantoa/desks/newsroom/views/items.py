"""The list of items with all their languages, and one item: its checklist, its hints, what was wrong with it."""

from collections.abc import Callable
from datetime import datetime
from typing import Any
from urllib.parse import urlencode

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.db.models import Q
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from lantoa.core.people.views.guards import SignedIn, office
from lantoa.desks.newsroom import actions
from lantoa.desks.newsroom.actions.checking import SIGNING
from lantoa.desks.newsroom.blocks import texts_of
from lantoa.desks.newsroom.forms import NAMES, CorrectionForm, ReasonForm, WithdrawForm
from lantoa.desks.newsroom.models import ChecklistPoint, ContentPage, ItemKind
from lantoa.desks.newsroom.models.access import reviews_for
from lantoa.desks.newsroom.queries import desk as queries
from lantoa.desks.newsroom.queries import experts, facts, following
from lantoa.desks.newsroom.rules import access, plain
from lantoa.desks.newsroom.rules.standing import Standing

PAGE = 25
_FILTERS = ("q", "standing", "kind", "agency", "language", "only", "month")


@require_GET
@office(access.works_here)
def items(request: SignedIn) -> HttpResponse:
    now = timezone.now()
    chosen = {name: request.GET.get(name, "").strip()[:80] for name in _FILTERS}
    matching = _matching(request, chosen, now)
    page = Paginator(queries.rows_matching(request.user, matching), PAGE).get_page(request.GET.get("page"))
    context = {
        "page": page,
        "rows": queries.as_rows(page.object_list, request.user, now=now),
        "chosen": chosen,
        "is_filtered": any(chosen.values()),
        "tabs": _tabs(chosen),
        "standings": Standing.choices,
        "kinds": ItemKind.choices,
        "agencies": queries.agencies_seen_by(request.user),
        "reads_times": access.reads_times(request.user),
        "may_bring": access.may_bring_in(request.user),
        "may_write": access.may_write(request.user),
        "keeps_facts": (keeps_facts := access.keeps_facts(request.user)),
        "facts_due": len(facts.facts_due(request.user, today=timezone.localdate(now))) if keeps_facts else 0,
    }
    return render(request, "newsroom/items.html", context)


def _matching(request: SignedIn, chosen: dict[str, str], now: datetime) -> Any:
    found = queries.with_standing(queries.items_seen_by(request.user))
    if chosen["only"] == "waiting":
        found = queries.waiting_for(request.user).order_by()
    elif chosen["only"] == "late":
        found = found.filter(queries.late(queries.limits(), now=now))
    if chosen["standing"] in Standing.values:
        found = found.filter(queries.STANDINGS[Standing(chosen["standing"])])
    if chosen["q"]:
        found = found.filter(Q(title__icontains=chosen["q"]) | Q(draft_title__icontains=chosen["q"]))
    if chosen["month"]:
        found = _of_month(found, chosen["month"])
    exact = {name: chosen[name] for name in ("kind", "agency", "language") if chosen[name]}
    return found.filter(**exact)


def _of_month(found: Any, month: str) -> Any:
    """Published in it, with a moment of the event: what a figure of `times` was counted from."""
    try:
        first = datetime.strptime(month, "%Y-%m")  # noqa: DTZ007 a month has no zone
    except ValueError:
        return found.none()
    zone = timezone.get_current_timezone()
    since = first.replace(tzinfo=zone)
    until = first.replace(year=first.year + 1, month=1) if first.month == 12 else first.replace(month=first.month + 1)
    return found.filter(
        event_at__isnull=False, first_published_at__gte=since, first_published_at__lt=until.replace(tzinfo=zone)
    )


def _tabs(chosen: dict[str, str]) -> list[dict[str, Any]]:
    words = [("", _("All items")), ("waiting", _("Waits for me")), ("late", _("Out too late"))]
    return [
        {"word": word, "is_here": chosen["only"] == code, "query": urlencode({"only": code} if code else {})}
        for code, word in words
    ]


@require_GET
@office(access.works_here)
def item(request: SignedIn, pk: int) -> HttpResponse:
    return _page_of(request, visible(request, pk))


def _page_of(request: SignedIn, shown: ContentPage, **refused: forms.Form) -> HttpResponse:
    """refused: a form of this page under its name, as it was sent, with what is wrong in it"""
    said = queries.newest_text(shown)
    may_restore = access.may_restore(request.user, shown)
    others = queries.other_versions(shown)
    told = following.corrections_told_to(shown) if others else []
    elsewhere = following.left_open(shown, told)
    (row,) = queries.as_rows([shown], request.user, now=timezone.now())
    context = {
        "item": shown,
        "said": said,
        "standing": row.standing,
        "clock": row.clock,
        "row": row,
        "points": queries.points_of(shown, said),
        "hints": plain.hints([said.title, said.standfirst, *texts_of(said.body)], shown.language),
        "has_hints_for": shown.language in {"vi", "en"},
        "corrections": shown.corrections.all(),
        "pending": getattr(shown, "pending_correction", None),
        "withdrawn_elsewhere": [] if shown.is_withdrawn else [other for other in others if other.is_withdrawn],
        "returned": queries.return_of(shown) if row.standing == Standing.RETURNED else None,
        "elsewhere": elsewhere,
        "settled": [each for each in told if each.is_settled],
        "record": queries.record_of(shown),
        "experts": _experts(shown, said),
        "beginnings": _beginnings(request, shown, row),
        "unschedule": _unschedule(request, shown, row.standing),
        "fault": queries.fault_of(shown) if row.standing == Standing.STUCK else None,
        "may_tick": access.may_tick(request.user, shown),
        "is_approved": row.standing in {Standing.SCHEDULED, Standing.STUCK}
        or (shown.live and shown.latest_revision_id == shown.live_revision_id),
        "signing": SIGNING,
        "may_edit": access.writes_or_reviews(request.user, shown),
        "may_recall": row.standing == Standing.REVIEW and access.may_recall(request.user, shown),
        "may_correct": access.may_announce_correction(request.user, shown),
        "may_withdraw": access.may_withdraw(request.user, shown),
        "may_restore": may_restore,
        "withdraw_form": WithdrawForm(page=shown, versions=_withdrawn_with(request, others)),
        "reason_form": ReasonForm(page=shown) if may_restore else None,
        "correction_form": _correction_form(shown, elsewhere),
        **refused,
    }
    return render(request, "newsroom/item.html", context, status=422 if refused else 200)


def _correction_form(shown: ContentPage, open_ones: list[following.Told]) -> CorrectionForm:
    """With what waits already: a second sentence is written beside it, and never over it."""
    pending = getattr(shown, "pending_correction", None)
    carried = list(pending.carries.values_list("pk", flat=True)) if pending and open_ones else []
    return CorrectionForm(
        open_ones=open_ones,
        initial={"text": pending.text, **({"carries": carried} if carried else {})} if pending else {},
    )


def _experts(shown: ContentPage, said: ContentPage) -> dict[str, int]:
    """Whose link opens it is asked where there is one before its end."""
    now = timezone.now()
    counts = experts.counts_of(shown, now=now)
    return {**counts, "links_open": experts.opening(shown, said, now=now)} if counts["links_open"] else counts


def _unschedule(request: SignedIn, shown: ContentPage, standing: Standing) -> str:
    """Where the moment of an approved text is taken back; "" where there is none, or another person has to."""
    if standing not in {Standing.SCHEDULED, Standing.STUCK} or not reviews_for(request.user, shown.agency_id):
        return ""
    planned = shown.scheduled_revision
    return reverse("wagtailadmin_pages:revisions_unschedule", args=[shown.pk, planned.pk]) if planned else ""


def _beginnings(request: SignedIn, shown: ContentPage, row: Any) -> list[tuple[str, str]]:
    """The languages in which it is not; whether the portal has its section there is asked when one begins."""
    if not access.may_begin_version(request.user, shown):
        return []
    return [(cell.language, NAMES[cell.language]) for cell in row.cells if not cell.page]


@require_POST
@office(access.works_here)
def check(request: SignedIn, pk: int) -> HttpResponse:
    """Tick a point, or open it again."""
    shown = allowed(request, pk, access.may_tick)
    try:
        point = queries.point(int(request.POST.get("point", "0")))
    except (ValueError, OverflowError, ChecklistPoint.DoesNotExist):
        return redirect("newsroom:item", pk)
    try:
        if request.POST.get("open"):
            actions.untick(shown.specific, point, by=request.user, at=timezone.now())
        elif request.POST.get("read") == queries.reading_of(shown, queries.newest_text(shown)):
            actions.tick(shown.specific, point, by=request.user, at=timezone.now())
        else:
            messages.warning(request, _("The text or a file in it changed since you opened this page. Read it again."))
            return redirect("newsroom:item", pk)
    except actions.NotNow as error:
        messages.error(request, str(error))
        return redirect("newsroom:item", pk)
    # Where the next point is: whoever ticks a whole list does not begin anew at the top of the page each time.
    return redirect(f"{reverse('newsroom:item', args=[pk])}#point-{point.pk}")


@require_POST
@office(access.works_here)
def correct(request: SignedIn, pk: int) -> HttpResponse:
    shown = allowed(request, pk, access.may_announce_correction)
    open_ones = following.left_open(shown, following.corrections_told_to(shown))
    form = CorrectionForm(request.POST, open_ones=open_ones)
    if not form.is_valid():
        return _page_of(request, shown, correction_form=form)
    said = form.cleaned_data
    return _done(
        request, pk, lambda: actions.announce_correction(shown, **said, by=request.user, at=timezone.now()),
        _("Written down. Now change the text and send it for review: with its approval readers see both."),
    )  # fmt: skip


@require_POST
@office(access.works_here)
def drop_correction(request: SignedIn, pk: int) -> HttpResponse:
    shown = allowed(request, pk, access.may_announce_correction)
    return _done(
        request, pk, lambda: actions.drop_correction(shown, by=request.user, at=timezone.now()),
        _("Taken back. No reader saw it."),
    )  # fmt: skip


@require_POST
@office(access.works_here)
def follow(request: SignedIn, pk: int) -> HttpResponse:
    """A correction of another language asks nothing of this one; or it does after all."""
    shown = allowed(request, pk, access.may_announce_correction)
    key = request.POST.get("correction", "")
    if key.isascii() and key.isdecimal() and len(key) < 19:
        act, done = actions.settle_correction, _("Noted: this version has it right, and nothing more is asked of it.")
        if request.POST.get("open"):
            act, done = actions.reopen_correction, _("Open again: this version is still to be mended.")
        act(shown, int(key), by=request.user, at=timezone.now())
        messages.success(request, done)
    return redirect("newsroom:item", pk)


@require_POST
@office(access.works_here)
def withdraw(request: SignedIn, pk: int) -> HttpResponse:
    shown = allowed(request, pk, access.may_withdraw)
    versions = queries.other_versions(shown)
    others = [version for version in versions if not version.is_withdrawn]
    # Whatever another reviewer withdrew in between holds nobody up.
    gone = [version for version in versions if access.may_restore(request.user, version)]
    form = WithdrawForm(request.POST, page=shown, versions=[*_withdrawn_with(request, others), *gone])
    if not form.is_valid():
        return _page_of(request, shown, withdraw_form=form)
    also = [version for version in others if version.pk in form.cleaned_data["also"]]
    reasons = form.cleaned_data["reasons"]
    done = _("Withdrawn. It stands in no list any more and is not counted; its address shows the reason.")
    if staying := [NAMES[version.language] for version in others if version not in also]:
        done += " " + _("Still public: %(languages)s.") % {"languages": ", ".join(staying)}
    return _done(
        request, pk,
        lambda: actions.withdraw_all([shown, *also], by=request.user, at=timezone.now(), reasons=reasons), done,
    )  # fmt: skip


def _withdrawn_with(request: SignedIn, others: list[ContentPage]) -> list[ContentPage]:
    return [version for version in others if access.may_withdraw(request.user, version)]


@require_POST
@office(access.works_here)
def reason(request: SignedIn, pk: int) -> HttpResponse:
    """The reason of a withdrawal in the language of the page."""
    shown = allowed(request, pk, access.may_restore)
    form = ReasonForm(request.POST, page=shown)
    if not form.is_valid():
        return _page_of(request, shown, reason_form=form)
    text = form.cleaned_data["reason"]
    return _done(
        request, pk, lambda: actions.say_reason(shown, by=request.user, at=timezone.now(), reason=text),
        _("Saved. Readers of this page see this sentence now."),
    )  # fmt: skip


@require_POST
@office(access.works_here)
def restore(request: SignedIn, pk: int) -> HttpResponse:
    shown = allowed(request, pk, access.may_restore)
    return _done(
        request, pk, lambda: actions.restore(shown, by=request.user, at=timezone.now()),
        _("It is back where it stood, and counted again."),
    )  # fmt: skip


def _done(request: HttpRequest, pk: int, act: Callable[[], Any], said: str) -> HttpResponse:
    try:
        act()
    except actions.NotNow as error:
        messages.error(request, str(error))
    else:
        messages.success(request, said)
    return redirect("newsroom:item", pk)


def visible(request: SignedIn, pk: int) -> ContentPage:
    try:
        return queries.item_for(request.user, pk)
    except ContentPage.DoesNotExist:
        raise Http404 from None


def allowed(request: SignedIn, pk: int, rule: Callable[..., bool]) -> ContentPage:
    """raises: Http404, if it cannot be seen; PermissionDenied, if it can and no more"""
    shown = visible(request, pk)
    if not rule(request.user, shown):
        raise PermissionDenied
    return shown
