"""Headings: where kinds of activity stand together when one is chosen."""

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods

from lantoa.core.people.views.guards import SignedIn, office
from lantoa.core.vocabulary import actions, queries
from lantoa.core.vocabulary.forms import HeadingForm
from lantoa.core.vocabulary.models import KindGroup
from lantoa.core.vocabulary.rules import access
from lantoa.core.vocabulary.views import pages


@require_GET
@office()
def headings(request: SignedIn) -> HttpResponse:
    context = pages.page(request, "headings")
    return render(request, "vocabulary/headings.html", {**context, "rows": queries.headings(context["wanted"])})


@require_GET
@office()
def heading(request: SignedIn, code: str) -> HttpResponse:
    """One heading with its kinds, and what happened to it."""
    shown = pages.row_of(KindGroup, code=code)
    context = pages.page(
        request, "headings", row=shown, table="headings", kinds=list(shown.kinds.all()),
        is_valid=shown.is_valid_on(timezone.localdate()), versions=queries.versions(shown),
        history=queries.history(shown),
    )  # fmt: skip
    return render(request, "vocabulary/heading.html", context)


@require_http_methods(["GET", "POST"])
@office(access.may_edit)
def heading_new(request: SignedIn) -> HttpResponse:
    form = HeadingForm(request.POST or None, taken=set(KindGroup.objects.values_list("code", flat=True)))
    if request.method == "POST" and form.is_valid():
        made = actions.add(KindGroup(**form.cleaned_data), by=request.user, at=timezone.now())
        return redirect("vocabulary:heading", made.code)
    context = pages.page(request, "headings", form=form)
    return render(request, "vocabulary/heading_form.html", context, status=422 if form.is_bound else 200)


@require_http_methods(["GET", "POST"])
@office(access.may_edit)
def heading_edit(request: SignedIn, code: str) -> HttpResponse:
    shown = pages.row_of(KindGroup, code=code)
    names = [name for name in HeadingForm.base_fields if name != "code"]
    form = HeadingForm(request.POST or None, initial={name: getattr(shown, name) for name in names})
    del form.fields["code"]
    if done := pages.mended(request, shown, form):
        return done
    context = pages.page(request, "headings", form=form, row=shown)
    return render(request, "vocabulary/heading_form.html", context, status=422 if form.is_bound else 200)
