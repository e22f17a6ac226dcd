"""From a number on paper to what it is made of: the search box of the office, and the trace of one figure."""

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET

from lantoa.core.ledger import queries as ledger
from lantoa.core.people import rules as people
from lantoa.core.people.views.guards import SignedIn, office
from lantoa.core.reports import queries
from lantoa.core.reports.models import FrozenFigure

PAGE = 50
MOST_LETTERS = 200


@require_GET
@office()
def find(request: SignedIn) -> HttpResponse:
    """One answer opens at once; several stand in a list, the newest review first."""
    text = request.GET.get("q", "").strip()[:MOST_LETTERS]
    found = queries.search(request.user, text)
    if len(found.figures) + len(found.reviews) == 1:
        return (
            redirect("reports:trace", found.figures[0].frozen.public_id)
            if found.figures
            else redirect("reports:report", found.reviews[0].pk)
        )
    return render(request, "reports/find.html", {"text": text, "found": found})


@require_GET
def trace(request: HttpRequest, public_id: str) -> HttpResponse:
    """One frozen figure. A visitor is led to its public page, if it has one; else to sign in, and then here."""
    if not request.user.is_authenticated:
        try:
            shown = queries.public_figure(public_id)
        except FrozenFigure.DoesNotExist:
            pass
        else:
            name = "office:trace_en" if shown.report.language == "en" else "office:trace"
            return redirect(name, shown.public_id)
    answer: HttpResponse = _trace(request, public_id)
    return answer


@office()
def _trace(request: SignedIn, public_id: str) -> HttpResponse:
    """What it means, the records behind it, who accepted them, and what changed since."""
    try:
        frozen = queries.figure_for(request.user, public_id)
    except FrozenFigure.DoesNotExist:
        # Mistyped from paper, or of an address that was cut short: what can be meant stands beside the sentence.
        meant = queries.search(request.user, public_id[:MOST_LETTERS])
        return render(request, "reports/find.html", {"text": public_id, "found": meant}, status=404)
    following = queries.following(frozen)
    wanted = {name[2:]: str(request.GET.get(name)) for name in request.GET if name.startswith("f_")}
    found = queries.trace(frozen, only=ledger.only_shown_to(request.user), wanted=wanted)
    paginator = Paginator(found.entries, PAGE)
    if not wanted:
        paginator.count = found.explanation.entry_count  # known from who accepted them
    page = paginator.get_page(request.GET.get("page"))
    sees_all = people.sees_everything(request.user)
    context = {
        "frozen": frozen,
        "trace": found,
        "following": following,
        "following_stated": queries.stated(following) if following else None,
        "explanation": found.explanation,
        "page": page,
        "tables": ledger.with_parts(found.explanation, wanted.get(found.explanation.main.dimension)),
        "rows": ledger.with_duties(found.told(ledger.with_documents(page, request.user))),
        "narrowed": wanted,
        "sees_all": sees_all,
    }
    return render(request, "reports/trace.html", context)
