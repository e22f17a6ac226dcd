"""The board of a period: filters in the address, acting on many, the reminder to paste, the list to print."""

from typing import Any
from urllib.parse import urlencode

from django.conf import settings
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_http_methods

from lantoa.core.people import rules as people
from lantoa.core.people.models import Agency
from lantoa.core.people.views.guards import SignedIn, office
from lantoa.core.programme import actions, queries
from lantoa.core.programme.forms.periods import ChangedExtensionForm, ExtensionForm, ReasonForm
from lantoa.core.programme.models import ReportingPeriod, Submission
from lantoa.core.programme.rules import nudges
from lantoa.core.programme.views.pages import readable
from lantoa.core.programme.views.periods import fetched

# The tiles on top: what they count, and of what.
_TILES = {"reported": "", "on_time": "reported", "nil": "", "late": "", "returned": "", "submitted": ""}


@require_http_methods(["GET"])
@office(people.sees_everything)
def period(request: SignedIn, pk: int) -> HttpResponse:
    return _page(request, fetched(request, pk))


@require_http_methods(["POST"])
@office(people.is_secretariat)
def act(request: SignedIn, pk: int) -> HttpResponse:
    """What is done with the chosen reports: accept, return, more time, take out. Without a choice nothing happens."""
    shown = fetched(request, pk)
    rows, form = picked(request, shown), _form_of(request)
    if form is not None and not form.is_valid():
        return _page(request, shown, ticked={row.pk for row in rows}, wrong=form, status=422)
    if not rows:
        return redirect(back(request, pk))
    if do := _DONE.get(request.POST.get("do", "")):
        try:
            messages.success(request, do(rows, form, {"by": request.user, "at": timezone.now()}))
        except actions.NotNow as error:
            messages.warning(request, str(error))
    return redirect(back(request, pk))


@require_GET
@office(people.is_secretariat)
def nudge(request: SignedIn, pk: int) -> HttpResponse:
    """A reminder to all who are late, ready to paste into Zalo or an e-mail; and one for each."""
    shown = fetched(request, pk)
    late, site = queries.board(shown, now=timezone.now()).late, settings.PUBLIC_URL
    context = {
        "period": shown,
        "late": late,
        "to_all": nudges.to_all(shown, late, link=site + reverse("programme:periods")),
        # One tap leads the agency to its own report, after signing in where it must.
        "to_each": [
            (row, nudges.to_one(shown, row, link=site + reverse("ledger:submission", args=[row.submission.pk])))
            for row in late
        ],
    }
    return render(request, "programme/period_nudge.html", context)


@require_GET
@office(people.sees_everything)
def printed(request: SignedIn, pk: int) -> HttpResponse:
    """The whole list on paper, as the filters narrow it."""
    shown = fetched(request, pk)
    board = queries.board(shown, now=timezone.now())
    chosen = _chosen(request)
    context = {
        "period": shown, "board": board, "rows": board.narrowed(**chosen), "unknown": _unknown(chosen),
        "now": timezone.now(),
    }  # fmt: skip
    return render(request, "programme/period_print.html", context)


def picked(request: SignedIn, shown: ReportingPeriod) -> list[Submission]:
    """The reports that were ticked; without any the person is told to tick."""
    ids = {int(value) for value in request.POST.getlist("pick") if value.isdecimal() and len(value) < 16}
    rows = [row for row in shown.submissions.select_related("agency") if row.pk in ids]
    if not rows:
        messages.info(request, _("Choose at least one agency."))
    return rows


def back(request: SignedIn, pk: int) -> str:
    """The board as it was narrowed."""
    kept = {name: value for name, value in _chosen(request).items() if value}
    return reverse("programme:period", args=[pk], query=kept or None)


def _page(
    request: SignedIn, shown: ReportingPeriod, *, ticked: set[int] | None = None, wrong: Any = None, status: int = 200
) -> HttpResponse:
    now, days = timezone.now(), queries.working_days()
    board, chosen = queries.board(shown, now=now), _chosen(request)
    today = timezone.localdate(now)
    dues = [(row, Agency.Level(row.level).label) for row in shown.dues.all()]
    context = {
        "period": shown,
        "board": board,
        "rows": board.narrowed(**chosen),
        "chosen": chosen,
        "is_filtered": any(chosen.values()),
        "unknown": _unknown(chosen),
        "filters": _filters(board, chosen),
        "levels": [(level, Agency.Level(level).label) for level in board.levels],
        "tiles": [_tile(board, show, of) for show, of in _TILES.items()],
        "dues": [(row, label, days.between(today, row.due_on)) for row, label in dues],
        "tight": [(row, label) for row, label in dues if not days.has_gap(shown.cutoff_on, row.due_on)],
        "unknown_year": "" if days.knows(shown.cutoff_on.year) else shown.cutoff_on.year,
        "picked": ticked or set(),
        "any_extended": any(row.submission.extended_until for row in board.rows),
        "may_act": people.is_secretariat(request.user),
        "query": urlencode({name: value for name, value in chosen.items() if value}),
        "reopen_form": ReasonForm(prefix="reopen"),
        **_forms(wrong),
    }
    return render(request, "programme/period.html", context, status=status)


def _chosen(request: SignedIn) -> dict[str, str]:
    return {name: readable(request.GET.get(name, "")) for name in ("show", "level")}


def _unknown(chosen: dict[str, str]) -> list[str]:
    """What the filters say and is not known; it stays, and lets nothing through."""
    known = {"show": queries.SHOWN, "level": Agency.Level.values}
    return [value for name, value in chosen.items() if value and value not in known[name]]


def _filters(board: queries.Board, chosen: dict[str, str]) -> list[dict[str, Any]]:
    """A chip for each filter that finds something; all but the chosen state of the address stays."""
    found = []
    for show, (word, _wanted) in queries.SHOWN.items():
        count = len(board.narrowed(show=show, level=chosen["level"]))
        if count or show == chosen["show"]:
            is_set = show == chosen["show"]
            kept = {"show": "" if is_set else show, "level": chosen["level"]}
            query = urlencode({name: value for name, value in kept.items() if value})
            found.append({"word": word, "count": count, "is_set": is_set, "query": query})
    return found


def _tile(board: queries.Board, show: str, of: str) -> dict[str, Any]:
    """A count that opens its rows; of: what it is a part of."""
    count = board.count(show)
    whole = {"reported": board.completeness.expected_count, "on_time": board.count(of) if of else 0}.get(show)
    return {
        "label": queries.SHOWN[show][0],
        "value": count if whole is None else f"{count}/{whole}",
        "query": urlencode({"show": show}),
    }


def _form_of(request: SignedIn) -> Any:
    do = request.POST.get("do", "")
    return _FORMS[do](request.POST, prefix=do, use_required_attribute=False) if do in _FORMS else None


def _forms(wrong: Any) -> dict[str, Any]:
    # All stand in one form with the table: a browser must not demand the fields of what was not pressed.
    found = {f"{do}_form": form(prefix=do, use_required_attribute=False) for do, form in _FORMS.items()}
    return found | ({f"{wrong.prefix}_form": wrong} if wrong else {})


def _accept(rows: list[Submission], _form: Any, person: dict[str, Any]) -> str:
    count = actions.accept_reports(rows, **person)
    return ngettext("%(count)s report accepted.", "%(count)s reports accepted.", count) % {"count": count}


def _return(rows: list[Submission], form: Any, person: dict[str, Any]) -> str:
    count = actions.return_reports(rows, reason=form.cleaned_data["reason"], **person)
    return ngettext("%(count)s report returned.", "%(count)s reports returned.", count) % {"count": count}


def _extend(rows: list[Submission], form: Any, person: dict[str, Any]) -> str:
    count = actions.extend(rows, **form.cleaned_data, **person)
    return ngettext(
        "%(count)s agency has more time now.", "%(count)s agencies have more time now.", count
    ) % {"count": count}  # fmt: skip


def _change_extension(rows: list[Submission], form: Any, person: dict[str, Any]) -> str:
    count = actions.change_extension(rows, **form.cleaned_data, **person)
    if not count:
        raise actions.NotNow(_("None of the chosen agencies that still owe a report was given more time."))
    return ngettext(
        "Changed for %(count)s agency, which reads the reason on its first page.",
        "Changed for %(count)s agencies, which read the reason on their first page.",
        count,
    ) % {"count": count}


def _take_out(rows: list[Submission], form: Any, person: dict[str, Any]) -> str:
    count = actions.take_out_many(rows, reason=form.cleaned_data["reason"], **person)
    return ngettext(
        "%(count)s agency was taken out of this period.", "%(count)s agencies were taken out of this period.", count
    ) % {"count": count}  # fmt: skip


# What the buttons below the table do, and the forms of those that ask for something.
_DONE = {
    "accept": _accept, "return": _return, "extend": _extend, "change_extension": _change_extension,
    "take_out": _take_out,
}  # fmt: skip
_FORMS: dict[str, Any] = {
    "extend": ExtensionForm, "change_extension": ChangedExtensionForm, "return": ReasonForm, "take_out": ReasonForm,
}  # fmt: skip
