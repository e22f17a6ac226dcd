"""Notices on every page of the portal, written in the office: from when, until when, in which words."""

from datetime import timedelta
from typing import Any

from django import forms
from django.conf import settings
from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from lantoa.core.people import rules as people
from lantoa.core.people.views.guards import SignedIn, office
from lantoa.doors.portal import actions
from lantoa.doors.portal.models import Notice
from lantoa.doors.portal.queries import notices as queries
from lantoa.doors.portal.queries.frame import Told, tag_of

# How the audit log calls it.
ACTIONS = {
    "portal.notice": gettext_lazy("Notice to readers"),
    "portal.notice_change": gettext_lazy("Notice to readers changed"),
    "portal.notice_end": gettext_lazy("Notice to readers taken down"),
}
PAGE = 25
# Of these two each notice is written; where another is left empty, its readers get the English one.
NEEDED = ("vi", "en")
_MINUTE = "%Y-%m-%dT%H:%M"
_LONGEST = timedelta(days=60)


class NoticeForm(forms.Form):
    since = forms.DateTimeField(
        label=pgettext_lazy("days", "From"),
        widget=forms.DateTimeInput(format=_MINUTE, attrs={"type": "datetime-local"}),
    )
    until = forms.DateTimeField(
        label=pgettext_lazy("moment", "Until"),
        widget=forms.DateTimeInput(format=_MINUTE, attrs={"type": "datetime-local"}),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for code, name in settings.LANGUAGES:
            self.fields[f"text_{code}"] = forms.CharField(
                label=name, max_length=300, required=code in NEEDED, widget=forms.Textarea({"rows": 2, "lang": code}),
            )  # fmt: skip

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        since, until = cleaned.get("since"), cleaned.get("until")
        if since and until and until <= since:
            self.add_error("until", _("It would end before it begins."))
        elif since and until and until - since > _LONGEST:
            self.add_error(
                "until", _("At most 60 days: what stands there longer is no longer read. Write an item instead.")
            )
        return cleaned

    @property
    def texts(self) -> dict[str, str]:
        return {code: self.cleaned_data[f"text_{code}"] for code, _name in settings.LANGUAGES}

    @property
    def needed(self) -> list[forms.BoundField]:
        return [self[f"text_{code}"] for code in NEEDED]

    @property
    def others(self) -> list[forms.BoundField]:
        return [self[f"text_{code}"] for code, _name in settings.LANGUAGES if code not in NEEDED]


@require_GET
@office(people.is_secretariat)
def notices(request: SignedIn) -> HttpResponse:
    now = timezone.now()
    page = Paginator(queries.notices(), PAGE).get_page(request.GET.get("page"))
    lines = [queries.line_of(notice, now=now) for notice in page]
    is_closed = settings.NOTICE_FILE.exists()
    return render(request, "portal/notices.html", {"page": page, "lines": lines, "is_closed": is_closed})


@require_http_methods(["GET", "POST"])
@office(people.is_secretariat)
def notice_new(request: SignedIn) -> HttpResponse:
    now = timezone.localtime().replace(second=0, microsecond=0)
    return _form(request, None, {"since": now, "until": now + timedelta(hours=2)})


@require_http_methods(["GET", "POST"])
@office(people.is_secretariat)
def notice_edit(request: SignedIn, pk: int) -> HttpResponse:
    found = _found(pk)
    line = queries.line_of(found, now=timezone.now())
    if line.standing == "over":
        raise Http404
    texts = {f"text_{code}": text for code, text in line.texts.items()}
    return _form(request, found, {"since": found.since, "until": found.until, **texts})


@require_POST
@office(people.is_secretariat)
def notice_end(request: SignedIn, pk: int) -> HttpResponse:
    actions.take_down(_found(pk), by=request.user, at=timezone.now())
    messages.success(request, _("Taken down: no page says it any more."))
    return redirect("portal_notices")


def _form(request: SignedIn, notice: Notice | None, initial: dict[str, Any]) -> HttpResponse:
    """Looked at first, or put up at once: the button says which."""
    form = NoticeForm(request.POST if request.method == "POST" else None, initial=initial)
    looks = "look" in request.POST
    shown: list[Told] = []
    if form.is_valid():
        if not looks:
            times = {name: form.cleaned_data[name] for name in ("since", "until")}
            actions.tell(notice, form.texts, **times, by=request.user, at=timezone.now())
            messages.success(request, _("Saved. Every page says it within half a minute of its beginning."))
            return redirect("portal_notices")
        shown = [Told(text, tag_of(code)) for code, text in form.texts.items() if text.strip()]
    context = {"form": form, "notice": notice, "shown": shown}
    return render(request, "portal/notice_form.html", context, status=422 if form.errors else 200)


def _found(pk: int) -> Notice:
    try:
        return queries.notice(pk)
    except Notice.DoesNotExist:
        raise Http404 from None
