"""Files in pieces: announced with POST, sent with PUT (RFC 9110, Content-Range), asked with GET where to go on.

`Content-Range: bytes 0-262143/700000`; the answer is `{"offset": 262144}`, a piece out of place gets 409 with the same.
"""

import re
from functools import wraps
from typing import Any
from uuid import UUID

from django.db import transaction
from django.http import Http404, HttpResponse, JsonResponse
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST

from lantoa.core.ledger.actions import parts
from lantoa.core.ledger.forms import EvidenceForm
from lantoa.core.ledger.rules import access
from lantoa.core.people.views.guards import SignedIn, View, office

_RANGE = re.compile(r"bytes (\d{1,12})-(\d{1,12})/(\d{1,12})")


def with_files(view: View) -> View:
    """The view gets the form of the files, read before its transaction begins: a photo takes a second, a PDF up to ten,
    and on SQLite nobody else could write meanwhile.
    """

    @transaction.non_atomic_requests
    @wraps(view)
    def wrapped(request: SignedIn, *args: Any, **kwargs: Any) -> HttpResponse:
        evidence = EvidenceForm(request.POST or None, request.FILES or None, owner=request.user, at=timezone.now())
        evidence.is_valid()
        if request.method != "POST":
            return view(request, evidence, *args, **kwargs)
        with transaction.atomic():
            return view(request, evidence, *args, **kwargs)

    return wrapped


@require_POST
@office(access.may_record)
def begin(request: SignedIn) -> HttpResponse:
    size = request.POST.get("size", "")
    name = request.POST.get("name", "")
    try:
        part = parts.begin(
            name, int(size) if size.isdecimal() and len(size) < 13 else 0, by=request.user, at=timezone.now()
        )
    except parts.TooMuch as error:
        return JsonResponse({"message": str(error)}, status=422)
    return JsonResponse({"token": str(part.token), "address": reverse("ledger:part", args=[part.token])})


# Not POST: the middleware would hold a transaction, on SQLite the write lock, while a slow phone sends.
@require_http_methods(["GET", "PUT", "DELETE"])
@office(access.may_record)
def part(request: SignedIn, token: UUID) -> HttpResponse:
    try:
        found = parts.find(token, by=request.user, at=timezone.now())
    except parts.PartGone:
        raise Http404 from None
    if request.method == "DELETE":
        parts.discard([found])
        return HttpResponse(status=204)
    if request.method == "GET":
        return JsonResponse({"offset": found.offset})
    told = _RANGE.fullmatch(request.headers.get("Content-Range", ""))
    if told is None or int(told[3]) != found.size_bytes or int(told[2]) - int(told[1]) + 1 != len(request.body):
        return JsonResponse({"offset": found.offset}, status=400)
    try:
        return JsonResponse({"offset": parts.append(found, request.body, start=int(told[1]))})
    except parts.NotHere as error:
        return JsonResponse({"offset": error.offset}, status=409)
    except parts.TooMuch as error:
        return JsonResponse({"message": str(error)}, status=422)
