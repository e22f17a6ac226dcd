"""Layout profiles: read by everybody, followed by an administrator's new version."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_GET, require_http_methods

from lantoa.core.documents import actions, queries
from lantoa.core.documents.forms import LayoutForm
from lantoa.core.documents.models import LayoutProfile
from lantoa.core.documents.rendering import page
from lantoa.core.documents.rules import access, names
from lantoa.core.documents.rules.profiles import BadProfile, Profile, Span
from lantoa.core.people.views.guards import SignedIn, office


@require_GET
@office()
def layouts(request: SignedIn) -> HttpResponse:
    """Every version, those in force marked."""
    in_force = {row.pk for row in queries.layouts_in_force(on=timezone.localdate())}
    rows = [(row, row.pk in in_force) for row in queries.profiles()]
    return render(request, "documents/layouts.html", {"rows": rows})


@require_GET
@office()
def layout(request: SignedIn, pk: int) -> HttpResponse:
    """The numbers of one version, each with its clause."""
    row = _fetched(pk)
    profile = queries.read_profile(row)
    context = {
        "row": row,
        "profile": profile,
        "spaces": _spaces(profile),
        "looks": [(names.ELEMENTS[name], look, _range(look.size)) for name, look in profile.looks.items()],
        "number_form": profile.number_form.format(number="05", code="BC-UBND"),
        "in_force": row == queries.profile_in_force(row.code, on=timezone.localdate()),
        "may_change": access.changes_profiles(request.user),
    }
    return render(request, "documents/layout.html", context)


@require_GET
@cache_control(private=True, max_age=86_400)  # a version is never edited, only followed
@office()
def stylesheet(request: SignedIn, pk: int) -> HttpResponse:
    """The page of one version: what a document on the screen takes its margins and sizes from."""
    return HttpResponse(page.stylesheet(queries.read_profile(_fetched(pk))), content_type="text/css; charset=utf-8")


@require_http_methods(["GET", "POST"])
@office(access.changes_profiles)
def change(request: SignedIn, pk: int) -> HttpResponse:
    """The next version, beginning with the numbers of this one."""
    row, today = _fetched(pk), timezone.localdate()
    form = LayoutForm(request.POST or None, row=row, initial={"source": row.source, "valid_from": today})
    if form.is_bound and form.is_valid():
        try:
            made = actions.follow(
                row, numbers=form.numbers(), source=form.cleaned_data["source"],
                is_verified=form.cleaned_data["is_verified"], valid_from=form.cleaned_data["valid_from"], today=today,
                by=request.user, at=timezone.now(),
            )  # fmt: skip
        except (actions.NotPossible, BadProfile) as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, _("The new version was added. Older documents keep their layout."))
            return redirect("documents:layout", made.pk)
    return render(request, "documents/layout_form.html", {"row": row, "form": form}, status=422 if form.errors else 200)


def _spaces(profile: Profile) -> list[tuple[Any, Span, str]]:
    margins = [(names.SIDES[side], span, f"{_range(span)} mm") for side, span in profile.margins.items()]
    others = [
        (names.SPACES[name], span, _range(span))
        for name, span in (
            ("first_line", profile.first_line),
            ("paragraph_gap", profile.paragraph_gap),
            ("line_spacing", profile.line_spacing),
        )
    ]
    return [*margins, *others]


def _range(span: Span) -> str:
    return names.span(span.least, span.most)


def _fetched(pk: int) -> LayoutProfile:
    try:
        return queries.profile_row(pk)
    except LayoutProfile.DoesNotExist:
        raise Http404 from None
