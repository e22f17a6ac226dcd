"""Figures: all of them for a period, one with where it comes from, and single entries of the ledger."""

from dataclasses import replace
from datetime import date
from typing import Any
from urllib.parse import urlencode

from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from lantoa.base import periods, quantities
from lantoa.base.periods import BadPeriod, Period
from lantoa.base.templatetags.lantoa import day
from lantoa.core.ledger import queries
from lantoa.core.ledger.drafts import Words
from lantoa.core.ledger.models import DIMENSIONS
from lantoa.core.people import queries as people
from lantoa.core.people.models import Agency, Named, Place
from lantoa.core.people.queries import Series
from lantoa.core.people.rules import reporting_agencies, sees_everything
from lantoa.core.people.views.guards import SignedIn, office
from lantoa.core.programme import queries as programme
from lantoa.core.vocabulary import queries as vocabulary
from lantoa.core.vocabulary.models import Dimension

PAGE = 50
# Records that the page of the ledger names, of those that are not as they were posted.
MOST_NAMED = 20
# What the address keeps from one page of figures to the next.
_KEPT = ("period", "agency", "place", "series", "as_of")


@require_GET
@office()
def figures(request: SignedIn) -> HttpResponse:
    """Every indicator in one period, beside its target and the same period a year before."""
    period, error = _period(request)
    scope = _scope(request)
    definitions = vocabulary.current_definitions(period.last_day)
    series, place, reach, named = _series(request), _place(request), people.Reach(), queries.names()
    asked = [queries.in_place(item, place.code) if place else item for item in definitions]
    asks = [queries.Ask(item, when, _codes(scope), series) for when in (period, _compared(period)[1]) for item in asked]
    asks = queries.settled(asks, reach)
    agency, has_targets = _target_scope(scope, place)
    found, targets = queries.with_targets(asks, definitions if has_targets else [], period, agency=agency, reach=reach)
    now, before = found[: len(definitions)], found[len(definitions) :]
    rows: list[dict[str, Any]] = []
    for value, earlier in zip(now, before, strict=True):
        exact, longer = queries.of_period(targets.get(value.definition.indicator_id, []), period)
        rows.append({"figure": value, "before": earlier, "target": exact, "longer": longer})
    heard = [row for row in rows if _is_heard(row)]
    context = {
        "rows": heard,
        "compared_label": _compared(period)[0],
        "silent": [row["figure"] for row in rows if not _is_heard(row)],
        "period": period,
        "error": error,
        "seq": now[0].as_of_seq if now else 0,
        **_filters(request, scope, place, series, reach, named),
    }
    return render(request, "ledger/figures.html", context, status=422 if error else 200)


@require_GET
@office()
def figure(request: SignedIn, code: str) -> HttpResponse:
    """One figure: value, unit, period, as-of, where it comes from, and the entries themselves."""
    period, error = _period(request)
    try:
        definition = vocabulary.definition(code, on=period.last_day)
    except vocabulary.UnknownIndicator:
        raise Http404 from None
    scope, place, series = _scope(request), _place(request), _series(request)
    if place:
        definition = queries.in_place(definition, place.code)
    as_of, reach, named = _number(request, "as_of"), people.Reach(), queries.names()
    whens = (period, _compared(period)[1])
    ask, earlier = queries.settled([queries.Ask(definition, when, _codes(scope), series) for when in whens], reach)
    agency, has_targets = _target_scope(scope, place)
    asks = [replace(ask, as_of_seq=as_of), replace(earlier, as_of_seq=as_of), ask]
    (then, before, now), targets = queries.with_targets(
        asks, [definition] if has_targets else [], period, agency=agency, as_of_seq=as_of, reach=reach
    )
    if as_of is not None and as_of > now.as_of_seq:
        as_of, then = None, now
    target, longer = queries.of_period(targets.get(code, []), period)
    known: dict[str, Any] = {"as_of_seq": then.as_of_seq, **ask.whose}
    corrected = queries.Corrected(since=as_of or 0, as_of_seq=_number(request, "until") or now.as_of_seq)
    explanation = queries.explain(ask.definition, period, known=then, named=named, corrected=corrected, **known)
    records = _records(request, explanation, known)
    context: dict[str, Any] = {
        "definition": definition,
        "period": period,
        "error": error,
        "explanation": explanation,
        "corrected_before": explanation.corrections[0].seq - 1 if explanation.corrections else 0,
        "figure": explanation.figure,
        "now": now,
        "as_of": as_of,
        "as_of_unknown": request.GET.get("as_of", "") if as_of is None else "",
        "before": before,
        "target": target,
        "longer": longer,
        "has_targets": has_targets,
        "compared_label": _compared(period)[0],
        **records,
        **_reporting(request, period),
        **_filters(request, scope, place, series, reach, named),
    }
    return render(request, "ledger/figure.html", context, status=422 if error else 200)


@require_GET
@office()
def entry(request: SignedIn, seq: int) -> HttpResponse:
    """One entry as the ledger holds it, its document if this person may see it, and what became of it."""
    try:
        found = queries.entry(seq)
    except queries.UnknownEntry:
        raise Http404 from None
    scope = queries.figure_scope(request.user)
    if scope is not None and not queries.concerns(found, scope):
        raise Http404
    words = Words.load()
    sorted_by = [
        (Dimension(name).label, words.name(name, getattr(found, name))) for name in DIMENSIONS if getattr(found, name)
    ]
    document = queries.activities_visible_to(request.user).filter(pk=found.document).first()
    lines = [(line, quantities.to_decimal(line.quantity)) for line in found.lines.all()]
    report = queries.report_behind(found, request.user)
    context = {"entry": found, "lines": lines, "sorted_by": sorted_by, "document": document}
    context |= {"report": report, "is_of_duty": queries.is_of_duty(found)}
    return render(request, "ledger/entry.html", context)


@require_GET
@office()
def head(request: SignedIn) -> HttpResponse:
    """The head of the ledger; `?verify=1` recomputes the whole chain."""
    verification = queries.verify() if request.GET.get("verify") else None
    context: dict[str, Any] = {"head": queries.head(), "verification": verification}
    if verification:
        seen = queries.activities_visible_to(request.user)
        for name in ("altered", "added"):
            context[name] = seen.filter(pk__in=getattr(verification.documents, name)[:MOST_NAMED])
    return render(request, "ledger/head.html", context)


def _records(request: SignedIn, explanation: queries.Explanation, known: dict[str, Any]) -> dict[str, Any]:
    """The tables, and one page of the records behind the figure or behind the cell that was opened."""
    definition, period = explanation.figure.definition, explanation.figure.period
    wanted = {name[2:]: str(request.GET.get(name)) for name in request.GET if name.startswith("f_")}
    paginator = Paginator(queries.narrowed(definition, period, wanted, **known), PAGE)
    if not wanted:
        paginator.count = explanation.entry_count  # known from who accepted them
    page = paginator.get_page(request.GET.get("page"))
    rows = queries.with_documents(page, request.user)
    return {
        "tables": queries.with_parts(explanation, wanted.get(explanation.main.dimension)),
        "page": page,
        "rows": queries.with_duties(queries.with_shares(rows, explanation, **known)),
        "narrowed": wanted,
    }


def _is_heard(row: dict[str, Any]) -> bool:
    """Something is recorded or wanted."""
    return bool(row["figure"].row_count or row["before"].row_count or row["target"])


def _period(request: SignedIn) -> tuple[Period, str]:
    """The period asked for, else the current year; with the sentence to show if it could not be read."""
    default = periods.year(timezone.localdate().year)
    text = request.GET.get("period", "").strip()
    if not text:
        return default, ""
    try:
        return periods.parse(text), ""
    except BadPeriod as error:
        return default, str(error)


def _compared(period: Period) -> tuple[str, Period]:
    """What a period is held against: the same one a year before; of a term of several years, the term before."""
    if period.is_term:
        return _("The period before"), period.before()
    return _("A year before"), period.year_before()


def _number(request: SignedIn, name: str) -> int | None:
    """The number of an entry that the address names."""
    text = request.GET.get(name, "")
    return int(text) if text.isdecimal() and len(text) < 16 else None


def _scope(request: SignedIn) -> list[Agency] | None:
    """The agencies whose figures are shown: what was asked for, within what this person may see."""
    allowed = queries.figure_scope(request.user)
    asked = request.GET.get("agency", "")
    if allowed is None:
        return list(Agency.objects.filter(code=asked)) or None if asked else None
    return [agency for agency in allowed if not asked or agency.code == asked] or allowed


def _place(request: SignedIn) -> Place | None:
    """The place whose figures are shown, None for all."""
    asked = request.GET.get("place", "")
    return Place.objects.filter(code=asked).first() if asked else None


def _series(request: SignedIn) -> Series:
    """With what was merged into the agency or place, unless the address asks for the series as it was."""
    return Series.AS_IT_WAS if request.GET.get("series") == Series.AS_IT_WAS.value else Series.AS_IT_IS


def _filters(
    request: SignedIn, scope: list[Agency] | None, place: Place | None, series: Series, reach: people.Reach,
    named: queries.Names,
) -> dict[str, Any]:  # fmt: skip
    allowed = queries.figure_scope(request.user)
    agencies: list[Any] = allowed or []
    if allowed is None:
        agencies = list(named.of("agency").items())
    year = timezone.localdate().year
    suggested = [
        periods.year(year),
        periods.year(year - 1),
        *(periods.parse(f"{year}-{half}") for half in ("H1", "H2")),
    ]
    agency_code = scope[0].code if scope and len(scope) == 1 else ""
    asked_in_vain = bool(request.GET.get("agency")) and request.GET["agency"] != agency_code
    kept = {name: request.GET[name] for name in _KEPT if request.GET.get(name)}
    merged: list[Named] = list(reach.merged_into([agency.code for agency in scope]) if scope else [])
    merged += people.places_merged_into([place.code]) if place else []
    other = Series.AS_IT_IS if series is Series.AS_IT_WAS else Series.AS_IT_WAS
    return {
        "agencies": agencies,
        "typed": request.GET.get("period", ""),
        "agency_unknown": request.GET.get("agency", "") if asked_in_vain else "",
        "scope": scope,
        "sees_all": allowed is None,
        "suggested": suggested,
        "agency_code": agency_code,
        "places": [(code, _place_name(name, until)) for code, name, until in named.places()],
        "place": place,
        "place_unknown": "" if place else request.GET.get("place", ""),
        "merged": merged,
        "as_it_was": series is Series.AS_IT_WAS,
        "query_other_series": urlencode({**kept, "series": other.value}),
        "query": urlencode(kept),
        "query_now": urlencode({name: value for name, value in kept.items() if name != "as_of"}),
    }


def _place_name(name: str, until: date | None) -> str:
    return _("%(name)s (until %(day)s)") % {"name": name, "day": day(until)} if until else name


def _reporting(request: SignedIn, period: Period) -> dict[str, Any]:
    """Who reported in the narrowest period around the window; for a focal point, what its own agencies did."""
    sees_all = sees_everything(request.user)
    asked = programme.submissions_around(period)
    found = list(asked if sees_all else asked.filter(agency__in=reporting_agencies(request.user)))
    if not found:
        return {}
    around = found[0].period
    if sees_all:
        return {"reporting": around, "completeness": programme.of_submissions(around, found)}
    return {"reporting": around, "own_reports": programme.of_rows(around, found, now=timezone.now()).rows}


def _target_scope(scope: list[Agency] | None, place: Place | None) -> tuple[str | None, bool]:
    """Whose targets stand beside the figures, and whether any can: several agencies, or a place, have none."""
    agency = scope[0].code if scope and len(scope) == 1 else None
    return agency, (not scope or agency is not None) and place is None


def _codes(scope: list[Agency] | None) -> frozenset[str] | None:
    return None if scope is None else frozenset(agency.code for agency in scope)


def _decimal(thousandths: int | None) -> Any:
    return None if thousandths is None else quantities.to_decimal(thousandths)
