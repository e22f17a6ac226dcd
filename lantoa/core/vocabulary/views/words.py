"""Measures, and the values of the dimensions."""

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods

from lantoa.core.people.views.guards import SignedIn, office
from lantoa.core.vocabulary import actions, queries
from lantoa.core.vocabulary.forms import MeasureForm, NewMeasureForm, TermForm
from lantoa.core.vocabulary.models import Dimension, Measure, Term
from lantoa.core.vocabulary.rules import access
from lantoa.core.vocabulary.views import pages


@require_GET
@office()
def measures(request: SignedIn) -> HttpResponse:
    context = pages.page(request, "measures")
    return render(request, "vocabulary/measures.html", {**context, "rows": queries.measures(context["wanted"])})


@require_GET
@office()
def measure(request: SignedIn, code: str) -> HttpResponse:
    shown = pages.row_of(Measure, code=code)
    context = pages.page(
        request, "measures", row=shown, table="measures", is_valid=shown.is_valid_on(timezone.localdate()),
        kinds=queries.kinds_asking_for(shown), versions=queries.versions(shown), history=queries.history(shown),
    )  # fmt: skip
    return render(request, "vocabulary/measure.html", context)


@require_http_methods(["GET", "POST"])
@office(access.may_edit)
def measure_new(request: SignedIn) -> HttpResponse:
    form = NewMeasureForm(request.POST or None, taken=set(Measure.objects.values_list("code", flat=True)))
    if request.method == "POST" and form.is_valid():
        made = actions.add(Measure(**form.cleaned_data), by=request.user, at=timezone.now())
        return redirect("vocabulary:measure", made.code)
    context = pages.page(request, "measures", form=form)
    return render(request, "vocabulary/measure_form.html", context, status=422 if form.is_bound else 200)


@require_http_methods(["GET", "POST"])
@office(access.may_edit)
def measure_edit(request: SignedIn, code: str) -> HttpResponse:
    shown = pages.row_of(Measure, code=code)
    read_by = queries.record_count(shown)
    initial = {name: getattr(shown, name) for name in MeasureForm.base_fields}
    form = MeasureForm(request.POST or None, initial=initial, is_used=read_by > 0)
    if done := pages.mended(request, shown, form):
        return done
    context = pages.page(request, "measures", form=form, row=shown, read_by=read_by)
    return render(request, "vocabulary/measure_form.html", context, status=422 if form.is_bound else 200)


@require_GET
@office()
def words(request: SignedIn, dimension: str) -> HttpResponse:
    """The values of one dimension, in the order of lists."""
    named = _dimension(dimension)
    context = pages.page(request, "words", dimension=named)
    counts = queries.term_counts()
    dimensions = [(item, item.label, counts.get(item.value, 0)) for item in Dimension]
    rows = queries.terms(dimension, context["wanted"])
    return render(request, "vocabulary/words.html", {**context, "rows": rows, "dimensions": dimensions})


@require_GET
@office()
def word(request: SignedIn, dimension: str, code: str) -> HttpResponse:
    shown = pages.row_of(Term, dimension=dimension, code=code)
    context = pages.page(
        request, "words", row=shown, table="words", dimension=Dimension(dimension),
        is_valid=shown.is_valid_on(timezone.localdate()), versions=queries.versions(shown),
        history=queries.history(shown),
    )  # fmt: skip
    return render(request, "vocabulary/word.html", context)


@require_http_methods(["GET", "POST"])
@office(access.may_edit)
def word_new(request: SignedIn, dimension: str) -> HttpResponse:
    named = _dimension(dimension)
    taken = set(Term.objects.filter(dimension=dimension).values_list("code", flat=True))
    form = TermForm(request.POST or None, taken=taken)
    if request.method == "POST" and form.is_valid():
        made = actions.add(Term(dimension=dimension, **form.cleaned_data), by=request.user, at=timezone.now())
        return redirect("vocabulary:word", dimension, made.code)
    context = pages.page(request, "words", form=form, dimension=named)
    return render(request, "vocabulary/word_form.html", context, status=422 if form.is_bound else 200)


@require_http_methods(["GET", "POST"])
@office(access.may_edit)
def word_edit(request: SignedIn, dimension: str, code: str) -> HttpResponse:
    shown = pages.row_of(Term, dimension=dimension, code=code)
    names = [name for name in TermForm.base_fields if name != "code"]
    form = TermForm(request.POST or None, initial={name: getattr(shown, name) for name in names})
    del form.fields["code"]
    if done := pages.mended(request, shown, form):
        return done
    context = pages.page(
        request, "words", form=form, row=shown, dimension=Dimension(dimension), read_by=queries.record_count(shown)
    )
    return render(request, "vocabulary/word_form.html", context, status=422 if form.is_bound else 200)


def _dimension(code: str) -> Dimension:
    """raises: Http404"""
    if code not in Dimension.values:
        raise Http404
    return Dimension(code)
