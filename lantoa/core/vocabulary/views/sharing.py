"""The whole vocabulary as a file, and taking over one of somebody else."""

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.text import slugify
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_http_methods

from lantoa.base.models import Installation
from lantoa.core.people.views.guards import SignedIn, office
from lantoa.core.vocabulary import actions, queries
from lantoa.core.vocabulary.forms import FileForm
from lantoa.core.vocabulary.rules import access
from lantoa.core.vocabulary.views import pages


@require_GET
@office()
def export(request: SignedIn) -> HttpResponse:
    today = timezone.localdate()
    return _file(queries.exported(Installation.current().name, today=today), f"vocabulary-{today.isoformat()}")


@require_GET
@office()
def versions(request: SignedIn) -> HttpResponse:
    """What one word, or every word, said at any time."""
    today, word = timezone.localdate(), request.GET.get("word", "")
    text = queries.exported_versions(Installation.current().name, today=today, word=word)
    if not text:
        raise Http404
    return _file(text, f"{slugify(f'versions {word}'.replace('/', ' '))}-{today.isoformat()}")


@require_http_methods(["GET", "POST"])
@office(access.may_edit)
def take_over(request: SignedIn) -> HttpResponse:
    """Read a file and show what it would add; a second press adds it."""
    if request.method == "GET":
        return render(request, "vocabulary/take_over.html", pages.page(request, "sharing", form=FileForm()))
    form = FileForm(request.POST, request.FILES)
    if not form.is_valid():
        return render(request, "vocabulary/take_over.html", pages.page(request, "sharing", form=form), status=422)
    text = form.cleaned_data["text"]
    shared = queries.read(text)
    if request.POST.get("do") == "take" and not shared.problems:
        count = actions.take_over(shared, by=request.user, at=timezone.now())
        added = ngettext("%(count)s row was added.", "%(count)s rows were added.", count) % {"count": count}
        messages.success(request, added)
        return redirect("vocabulary:kinds")
    context = pages.page(request, "sharing", form=FileForm(), shared=shared, text=text)
    return render(request, "vocabulary/take_over.html", context, status=422 if shared.problems else 200)


def _file(text: str, name: str) -> HttpResponse:
    response = HttpResponse(text, content_type="application/yaml; charset=utf-8")
    response.headers["Content-Disposition"] = f'attachment; filename="{name}.yaml"'
    return response
