"""Where the office reads what readers sent, and answers."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from lantoa.core.people import rules as people
from lantoa.core.people.views.guards import SignedIn, office
from lantoa.desks.answers import actions, queries, rules
from lantoa.desks.answers.forms import AnswerForm, AnswerTimeForm, DismissForm
from lantoa.desks.answers.models import AnswerTime, Remark

PAGE = 50
_STATES = ("open", "done")


@require_http_methods(["GET", "POST"])
@office(rules.may_read)
def remarks(request: SignedIn) -> HttpResponse:
    """What is open, the earliest due first, unless `?state=` says otherwise; several can be dismissed at once."""
    state = request.GET.get("state", "open")
    found = queries.remarks_for(request.user, state=state if state in _STATES else "")
    page = Paginator(found, PAGE).get_page(request.GET.get("page"))
    may_answer = rules.may_answer(request.user)
    if request.method == "POST" and not may_answer:
        return HttpResponse(status=403)
    form = DismissForm(None, [])
    if request.method == "POST":
        form = DismissForm(request.POST, queries.open_remarks(request.user).values_list("pk", "number"))
    if form.is_valid():
        picked, summary = form.cleaned_data["pick"], form.cleaned_data["summary"]
        count = actions.dismiss(picked, summary=summary, by=request.user, at=timezone.now())
        said = ngettext("%(count)s remark stands in the log as no matter of this portal.",
                        "%(count)s remarks stand in the log as no matter of this portal.", count)  # fmt: skip
        messages.success(request, said % {"count": count})
        return redirect("remarks:list")
    context = {
        "page": page,
        "state": state,
        "form": form if may_answer and state == "open" else None,
        "picked": request.POST.getlist("pick"),
        "today": timezone.localdate(),
        "may_set_times": people.is_secretariat(request.user),
    }
    return render(request, "answers/remarks.html", context, status=422 if form.is_bound else 200)


@require_http_methods(["GET", "POST"])
@office(rules.may_read)
def remark(request: SignedIn, pk: int) -> HttpResponse:
    """One remark with the form of its answer; answered, it can be answered better."""
    try:
        shown = queries.remark_for(request.user, pk)
    except Remark.DoesNotExist:
        raise Http404 from None
    may_answer = rules.may_answer(request.user)
    form = AnswerForm(
        request.POST if request.method == "POST" and may_answer else None,
        initial={"outcome": shown.outcome, "summary": shown.summary, "text": shown.answer, "before": shown.told},
    )
    if request.method == "POST" and not may_answer:
        return HttpResponse(status=403)
    if form.is_valid():
        try:
            actions.answer(shown, **form.cleaned_data, by=request.user, at=timezone.now())
        except actions.AnsweredMeanwhile as error:
            form.add_error(None, str(error))
            # Whoever read the other answer may replace it.
            form.data = {**form.data.dict(), "before": shown.told}  # type: ignore[attr-defined] # a QueryDict
        except actions.NotNow as error:
            form.add_error("outcome" if isinstance(error, actions.NotMended) else "text", str(error))
        else:
            messages.success(request, _("Answered. It stands in the public log now."))
            return redirect("remarks:remark", shown.pk) if shown.email else redirect("remarks:list")
    address = request.build_absolute_uri(f"/{shown.language}/remarks/{shown.number}/")
    context = {
        "remark": shown, "form": form, "may_answer": may_answer, "today": timezone.localdate(), "address": address,
        "works_on_it": queries.works_on_page(request.user, shown),
        "letter": rules.letter(shown, address) if shown.email and not shown.is_open else "",
    }  # fmt: skip
    return render(request, "answers/remark_office.html", context, status=422 if form.is_bound else 200)


@require_http_methods(["GET", "POST"])
@office(people.is_secretariat)
def times(request: SignedIn) -> HttpResponse:
    """Within how many working days each kind is answered."""
    rows = [(row, _time_form(request, row)) for row in queries.answer_times()]
    changed = [(row, form) for row, form in rows if form.is_bound]
    if changed and all(form.is_valid() for _, form in changed):
        for row, form in changed:
            actions.set_answer_time(row, form.cleaned_data["working_days"], by=request.user, at=timezone.now())
        messages.success(request, _("Saved. It holds for what comes in from now on."))
        return redirect("remarks:times")
    return render(request, "answers/times.html", {"rows": rows}, status=422 if changed else 200)


def _time_form(request: SignedIn, row: AnswerTime) -> AnswerTimeForm:
    data = request.POST if request.method == "POST" else None
    return AnswerTimeForm(data, initial={"working_days": row.working_days}, prefix=row.kind)
