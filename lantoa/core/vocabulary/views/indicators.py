"""Indicators: the list, one with all its versions, defining it anew, mending its name."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from lantoa.core.people.views.guards import SignedIn, office
from lantoa.core.vocabulary import actions, queries
from lantoa.core.vocabulary.forms import DefinitionForm, MendForm
from lantoa.core.vocabulary.models import Indicator, IndicatorVersion
from lantoa.core.vocabulary.queries.catalogue import Catalogue
from lantoa.core.vocabulary.rules import access, specs
from lantoa.core.vocabulary.views import pages

# Groups of the list: all, those a legal text asks for, those visitors never see, those that are not offered any more.
SHOWN = ("", "law", "internal", "ended")


@require_GET
@office()
def indicators(request: SignedIn) -> HttpResponse:
    context = pages.page(request, "indicators")
    found = queries.indicators(context["wanted"], today=context["today"])
    groups = {
        "": [row for row in found if not row.is_ended],
        "law": [row for row in found if not row.is_ended and row.definition.basis == "law"],
        "internal": [row for row in found if not row.is_ended and not row.definition.indicator.is_public],
        "ended": [row for row in found if row.is_ended],
    }
    shown = request.GET.get("show", "")
    shown = shown if shown in SHOWN else ""
    counts = {name or "all": len(rows) for name, rows in groups.items()}
    return render(
        request, "vocabulary/indicators.html", {**context, "rows": groups[shown], "shown": shown, "counts": counts}
    )


@require_GET
@office()
def indicator(request: SignedIn, code: str) -> HttpResponse:
    """What it counts in plain words, its versions, where it is used, what happened to it."""
    shown = pages.row_of(Indicator, code=code)
    words = queries.catalogue()
    versions = list(shown.versions.select_related("created_by").order_by("-version"))
    context = pages.page(
        request,
        "indicators",
        row=shown,
        table="indicators",
        versions=[(version, said_in_words(version, words)) for version in versions],
        newest=versions[0],
        is_valid=shown.valid_until is None or shown.valid_until > timezone.localdate(),
        uses=[*queries.uses(*versions), *queries.uses(shown)],
        opened_count=queries.opened_count(versions),
        history=queries.history(shown),
    )
    return render(request, "vocabulary/indicator.html", context)


@require_POST
@office(access.may_edit)
def indicator_visitors(request: SignedIn, code: str) -> HttpResponse:
    """Open its figures to visitors, or keep them inside."""
    shown = pages.row_of(Indicator, code=code)
    if request.POST.get("do") == "open":
        actions.open_to_visitors(shown, by=request.user, at=timezone.now())
        messages.success(request, _("Open: visitors see this figure wherever it is shown in public."))
    else:
        actions.keep_internal(shown, by=request.user, at=timezone.now())
        messages.success(request, _("Internal: visitors see this figure nowhere any more."))
    return redirect("vocabulary:indicator", code)


@require_http_methods(["GET", "POST"])
@office(access.may_edit)
def indicator_new(request: SignedIn) -> HttpResponse:
    form = definition_form(request, None)
    if request.method == "POST" and form.is_valid() and form.definition:
        made = actions.define(
            form.cleaned_data["code"], form.definition, by=request.user, at=timezone.now(),
            is_public=form.cleaned_data["is_public"],
        )  # fmt: skip
        pages.saved(request)
        return redirect("vocabulary:indicator", made.indicator_id)
    return definition_page(request, form, None)


@require_http_methods(["GET", "POST"])
@office(access.may_edit)
def indicator_define(request: SignedIn, code: str) -> HttpResponse:
    """A next version; the ones before it stay."""
    shown = pages.row_of(Indicator, code=code)
    form = definition_form(request, shown)
    if request.method == "POST" and form.is_valid() and form.definition:
        actions.define(code, form.definition, by=request.user, at=timezone.now())
        pages.saved(request)
        return redirect("vocabulary:indicator", code)
    return definition_page(request, form, shown)


@require_http_methods(["GET", "POST"])
@office(access.may_edit)
def indicator_mend(request: SignedIn, code: str) -> HttpResponse:
    """Mend name and source of the newest version; what it counts stays."""
    shown = pages.row_of(Indicator, code=code)
    newest = queries.definition(code)
    form = MendForm(request.POST or None, initial={name: getattr(newest, name) for name in MendForm.base_fields})
    if request.method == "POST" and form.is_valid():
        actions.mend(newest, form.cleaned_data, by=request.user, at=timezone.now())
        pages.saved(request)
        return redirect("vocabulary:indicator", code)
    context = pages.page(request, "indicators", form=form, row=shown, newest=newest)
    return render(request, "vocabulary/mend.html", context, status=422 if form.is_bound else 200)


def definition_form(request: SignedIn, indicator: Indicator | None) -> DefinitionForm:
    """The form as it was sent, or as the newest version fills it."""
    of = indicator.versions.order_by("-version").first() if indicator else None
    taken = set(Indicator.objects.values_list("code", flat=True)) if indicator is None else set[str]()
    data = request.POST if request.method == "POST" else None
    return DefinitionForm(data, words=queries.catalogue(), today=timezone.localdate(), of=of, taken=taken)


def definition_page(
    request: SignedIn, form: DefinitionForm, indicator: Indicator | None, **preview: Any
) -> HttpResponse:
    """The form, and above it what its definition would count if that was asked."""
    address = reverse("vocabulary:indicator_define", args=[indicator.code]) if indicator else None
    context = pages.page(
        request,
        "indicators",
        form=form,
        row=indicator,
        name=queries.definition(indicator.code).name if indicator else "",
        address=address or reverse("vocabulary:indicator_new"),
        **preview,
    )
    return render(
        request, "vocabulary/indicator_form.html", context, status=422 if form.is_bound and not form.is_valid() else 200
    )


def said_in_words(version: IndicatorVersion, words: Catalogue) -> list[tuple[str, list[list[str]]]]:
    """(language, sentences of each part) in both languages of the office."""
    said = []
    for language in ("vi", "en"):
        with translation.override(language):
            said.append((language, [words.in_words(part) for part in specs.parts(version.spec)]))
    return said
