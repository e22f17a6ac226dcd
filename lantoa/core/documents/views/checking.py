"""Holding a document against a layout. Nothing of it is kept."""

from collections import Counter

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from lantoa.core.documents import queries
from lantoa.core.documents.forms import CheckForm
from lantoa.core.documents.queries import layout_check, reading_docx
from lantoa.core.documents.queries.package import BadDocument
from lantoa.core.people.views.guards import SignedIn, office

_TONES = {"holds": ("ok", "check"), "differs": ("wrong", "x"), "unknown": ("waiting", "circle-help")}


@require_http_methods(["GET", "POST"])
@office()
def check(request: SignedIn) -> HttpResponse:
    """The form, and below it what was found."""
    today = timezone.localdate()
    form = CheckForm(request.POST or None, request.FILES or None, layouts=queries.layouts_in_force(on=today))
    context: dict[str, object] = {"form": form}
    if request.method == "POST" and form.is_valid():
        content, code = form.cleaned_data["file"].read(), form.cleaned_data["layout"]
        try:
            results = layout_check.check(content, queries.profile(code, on=today))
            figures = reading_docx.figures_in(content).printed
        except BadDocument as error:
            form.add_error("file", str(error))
        else:
            counts = Counter(result.verdict.value for result in results)
            context |= {
                "name": form.cleaned_data["file"].name,
                "layout": queries.profile_in_force(code, on=today),
                "rows": [(result, *_TONES[result.verdict.value]) for result in _worst_first(results)],
                "counts": {verdict.value: counts[verdict.value] for verdict in layout_check.Verdict},
                "figure_count": len({each.figure for each in figures}),
            }
    return render(request, "documents/check.html", context, status=422 if form.errors else 200)


def _worst_first(results: list[layout_check.Result]) -> list[layout_check.Result]:
    order = [layout_check.Verdict.DIFFERS, layout_check.Verdict.UNKNOWN, layout_check.Verdict.HOLDS]
    return sorted(results, key=lambda result: order.index(result.verdict))
