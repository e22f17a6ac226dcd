"""What the small pages share: one form, one sentence about what it does, one button."""

from collections.abc import Callable
from typing import Any

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from lantoa.core.people import rules as people
from lantoa.core.people.models import Agency, User
from lantoa.core.people.views.guards import SignedIn
from lantoa.core.programme import actions, queries
from lantoa.core.programme.models import Programme, Target, Task


def sent(request: HttpRequest) -> Any:
    """The data of a form, or None; a form without fields sends nothing and is sent all the same."""
    return request.POST if request.method == "POST" else None


def readable(text: str) -> str:
    """What an address says, cut short; characters that no page and no database can hold are left out."""
    return "".join(letter for letter in text if letter.isprintable())[:100].strip()


def form_page(
    request: HttpRequest, form: forms.Form, *, title: str, back: tuple[str, str], button: str, lead: str = "",
    icon: str = "check", is_dangerous: bool = False,
) -> HttpResponse:  # fmt: skip
    """back: (address, name) of the page this one belongs to"""
    context = {
        "form": form, "title": title, "lead": lead, "back": back[0], "back_name": back[1], "button": button,
        "icon_name": icon, "is_dangerous": is_dangerous,
    }  # fmt: skip
    return render(request, "programme/form.html", context, status=422 if form.is_bound else 200)


def act_page(
    request: HttpRequest, form: forms.Form, act: Callable[[], Any], *, said: str, to: str, **page: Any
) -> HttpResponse:
    """Do it once the form is filled in, say so and go on to an address; else the form, with why not now.

    page: as `form_page`
    """
    if form.is_valid():
        try:
            act()
        except actions.NotNow as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, said)
            return redirect(to)
    return form_page(request, form, **page)


def back_to(shown: Programme | Task) -> tuple[str, str]:
    """The page of a programme or task is one floor up, where its figures are."""
    view = "ledger:plan" if isinstance(shown, Programme) else "ledger:task"
    return reverse(view, args=[shown.code]), shown.name


def plans_for_all(user: User) -> bool:
    return people.is_secretariat(user)


def own_agencies(user: User) -> list[Agency]:
    """For whom this person may plan."""
    return queries.agencies_to_plan_for(None if people.is_secretariat(user) else people.reporting_agencies(user))


def editable(request: SignedIn, code: str) -> Programme:
    try:
        return queries.programme_to_edit(request.user, code)
    except Programme.DoesNotExist:
        raise Http404 from None


def editable_task(request: SignedIn, code: str) -> Task:
    try:
        return queries.task_to_edit(request.user, code)
    except Task.DoesNotExist:
        raise Http404 from None


def any_target(pk: int) -> Target:
    try:
        return queries.target_for(pk)
    except Target.DoesNotExist:
        raise Http404 from None
