"""Keeping a draft while somebody writes it: the form's script asks here every few seconds."""

from django.core.cache import cache
from django.http import HttpResponse, JsonResponse
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from lantoa.core.ledger import actions, queries
from lantoa.core.ledger.drafts import Draft, event_of
from lantoa.core.ledger.forms import ActivityForm
from lantoa.core.ledger.models import Activity
from lantoa.core.ledger.rules import access
from lantoa.core.ledger.views.writing import edit_form, new_form, visible
from lantoa.core.people.views.guards import SignedIn, office

# One who types without a pause is saved 20 times a minute; three windows at once are no abuse.
MOST_IN_A_MINUTE = 60
WAIT_SECONDS = 15


@require_POST
@office(access.may_record)
def keep_new(request: SignedIn, kind: str) -> HttpResponse:
    """A form that was opened for a new activity; nothing is made before something was written."""
    form, _repeated_from = new_form(request, kind)
    form.is_valid()
    return _keep(request, form, None) if form.is_bound and form.has_answers() else JsonResponse({})


@require_POST
@office(access.may_record)
def keep(request: SignedIn, pk: int) -> HttpResponse:
    shown = visible(request, pk)
    if not access.may_edit(request.user, shown):
        return _gone(_("It was submitted or accepted in the meantime and can no longer be edited here."), shown)
    form = edit_form(request, shown)
    form.is_valid()
    return _keep(request, form, shown) if form.is_bound else JsonResponse({})


def _keep(request: SignedIn, form: ActivityForm, shown: Activity | None) -> HttpResponse:
    if _is_too_often(request.user.pk):
        return JsonResponse({"wait_seconds": WAIT_SECONDS}, status=429)
    assert form.draft, "validated above"
    try:
        made = actions.save_draft(
            form.draft, by=request.user, at=timezone.now(), activity=shown, unfinished=form.unfinished,
            form_key=form.cleaned_data.get("form_key"), version=form.cleaned_data.get("version"),
        )  # fmt: skip
    except actions.Changed as error:
        theirs = [{"label": label, "value": value} for label, value in form.differences(error.activity)]
        where = reverse("ledger:edit", args=[error.activity.pk])
        return JsonResponse({"version": error.activity.version, "theirs": theirs, "edit": where}, status=409)
    except actions.NotNow as error:
        return _gone(str(error), shown)
    if not made.is_editable:
        return _gone(_("This form was sent already."), made)
    return JsonResponse(
        {
            "version": made.version,
            "form": f"activity.{made.pk}",
            "keep": reverse("ledger:keep", args=[made.pk]),
            "edit": reverse("ledger:edit", args=[made.pk]),
            "alike": _alike(request, form.draft, made.pk) if form.cleaned_data.get("title") else "",
        }
    )


def _gone(message: str, activity: Activity | None) -> JsonResponse:
    """It can no longer be written here; the script keeps what was typed and says where to look."""
    where = reverse("ledger:activity", args=[activity.pk]) if activity else reverse("ledger:register")
    return JsonResponse({"message": message, "url": where}, status=410)


def _alike(request: SignedIn, draft: Draft, pk: int) -> str:
    found = queries.duplicates_for(request.user, event_of(draft), without=pk)
    return render_to_string("ledger/alike.html", {"alike": found}, request=request) if found else ""


def _is_too_often(user_id: int) -> bool:
    name = f"keeping-{user_id}-{timezone.now():%H%M}"
    count: int = cache.get(name, 0) + 1
    cache.set(name, count, timeout=120)
    return count > MOST_IN_A_MINUTE
