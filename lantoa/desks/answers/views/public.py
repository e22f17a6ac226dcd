"""What readers see: the form, the public log, three faces. No cookie, no session, no address kept."""

import time
from typing import Any

from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseForbidden
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import get_language
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from lantoa.desks.answers import actions, queries
from lantoa.desks.answers.forms import RemarkForm, opened
from lantoa.desks.answers.models import Remark, RemarkKind, Satisfaction

PAGE = 50


# The token of Django's own check needs a cookie for every reader. What could be forged here is a remark by nobody;
# the browser says itself when another site sends it.
@never_cache
@csrf_exempt
@require_http_methods(["GET", "POST"])
def remark(request: HttpRequest) -> HttpResponse:
    """The form, about the page `?about=`; sent, the number under which the answer will stand."""
    if _is_from_elsewhere(request):
        return HttpResponseForbidden()
    page = queries.page_spoken_of(request.POST.get("about") or request.GET.get("about", ""))
    start: dict[str, Any] = {"about": page.pk if page else "", "opened": opened(time.time()), "kind": _kind(request)}
    form = RemarkForm(request.POST if request.method == "POST" else None, initial=start)
    status = 200
    if form.is_bound:
        if form.is_valid():
            sent = {name: form.cleaned_data[name] for name in ("kind", "text", "sender", "email")}
            try:
                made = actions.receive(
                    **sent, page=page, language=get_language() or "vi", at=timezone.now(), today=timezone.localdate()
                )
            except actions.TooMany as error:
                form.add_error(None, str(error))
            else:
                return redirect("answers:received", made.number)
        # What was opened too long ago is opened now; nothing of what was written is lost.
        form.data = {**form.data.dict(), "opened": start["opened"]}  # type: ignore[attr-defined] # a QueryDict
        status = 422
    return render(request, "answers/remark.html", {**_place(request), "form": form, "about": page}, status=status)


@require_safe
def received(request: HttpRequest, number: str) -> HttpResponse:
    """Where the answer to one remark will stand, and stands once given."""
    try:
        found = queries.remark_numbered(number)
    except Remark.DoesNotExist:
        raise Http404 from None
    return render(request, "answers/received.html", {**_place(request), "remark": found})


@require_safe
def log(request: HttpRequest) -> HttpResponse:
    """Everything that was sent and what became of it; the words of readers are never in it."""
    page = Paginator(queries.log(), PAGE).get_page(request.GET.get("page"))
    faces = queries.faces(today=timezone.localdate())
    context = {**_place(request), "page_of_log": page, "times": queries.answer_times(), "faces": faces}
    return render(request, "answers/log.html", context)


@csrf_exempt
@require_POST
def press(request: HttpRequest) -> HttpResponse:
    """One tap on a face."""
    choice = request.POST.get("choice", "")
    if _is_from_elsewhere(request):
        return HttpResponseForbidden()
    if choice not in Satisfaction.Choice:
        raise Http404
    actions.press(choice, language=get_language() or "vi", on=timezone.localdate())
    return redirect("answers:thanks")


@require_safe
def thanks(request: HttpRequest) -> HttpResponse:
    return render(
        request, "answers/thanks.html", {**_place(request), "faces": queries.faces(today=timezone.localdate())}
    )


def _place(request: HttpRequest) -> dict[str, str]:
    """For the frame of the portal: what stands in every language at the same place."""
    return {"fixed_address": request.path_info}


def _is_from_elsewhere(request: HttpRequest) -> bool:
    return request.method == "POST" and request.headers.get("Sec-Fetch-Site", "none") not in {"same-origin", "none"}


def _kind(request: HttpRequest) -> str:
    wanted = request.GET.get("kind", "")
    return wanted if wanted in RemarkKind else RemarkKind.ERROR
