"""The register: everything one may see, narrowed and ordered as the address says."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from lantoa.base.periods import BadPeriod, parse
from lantoa.base.templatetags.lantoa import day
from lantoa.core.ledger import queries
from lantoa.core.ledger.forms.register import ViewForm
from lantoa.core.ledger.models import Activity
from lantoa.core.ledger.rules import access, looks, saved
from lantoa.core.ledger.rules.looks import Look
from lantoa.core.ledger.views import bulk
from lantoa.core.ledger.views.cells import LABELS, Cells
from lantoa.core.people.views.guards import SignedIn, office
from lantoa.core.vocabulary.models import Dimension

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

# In sight; the others open below.
FIRST = ("state", "kind", "agency")


@dataclass(frozen=True)
class Filter:
    """A filter to be set. options: (code, name); chosen: how many of them are set already"""

    name: str
    label: "StrOrPromise"
    options: Sequence[tuple[str, "StrOrPromise"]]
    chosen: int
    value: str = ""


@dataclass(frozen=True)
class Chip:
    """A set filter, and the address without it. count: where nothing matches, how many there would be without it"""

    label: str
    url: str
    count: int = 0


@dataclass(frozen=True)
class Heading:
    """The head of a column. url: sorts by it; order: "ascending" or "descending" where it is sorted by it"""

    name: str
    label: "StrOrPromise"
    url: str = ""
    order: str = ""


@require_GET
@office()
def register(request: SignedIn) -> HttpResponse:
    names = queries.names()
    look = looks.read(dict(request.GET.lists()), names.lists)
    if "" in (value for _name, values in request.GET.lists() for value in values):
        return redirect(_address(look))  # as a form sends it, with every empty field
    visible = queries.activities_visible_to(request.user)
    views = list(queries.views_of(request.user))
    page = queries.listed(visible, look, names, number=request.GET.get("page"))
    cells = Cells(look.columns, names)
    context = {
        "look": look,
        "page": page,
        "rows": [(row, cells.tick(row), cells.of(row)) for row in page.object_list],
        "headings": headings(look),
        "first_filters": [_filter(name, look, names) for name in FIRST],
        "more_filters": [_filter(name, look, names) for name in (*looks.CODED, *looks.FLAGS) if name not in FIRST],
        "kept": [(name, code) for name, code in look.filters() if name in looks.CODED],
        "columns": [(name, LABELS[name], name in look.columns) for name in looks.COLUMNS],
        "sizes": looks.SIZES,
        "chips": [_chip(look, name, value, names) for name, value in look.filters()],
        "unknown": [_words(name, value, look, names) for name, value in look.unknown],
        "ways_out": [_way(look, way, names) for way in _ways_out(visible, look, page.paginator.count)],
        "plain": look.without_filters().address,
        "problem": _problem(look),
        "may_record": access.may_record(request.user),
        "acts": bulk.offered(request),
        "views": views,
        "shown_view": next((v for v in views if v.address == look.address and saved.may_drop(request.user, v)), None),
        "view_form": ViewForm(initial={"look": look.address}, may_share=saved.may_share(request.user)),
        "may_share": saved.may_share(request.user),
    }
    return render(request, "ledger/register.html", context)


@require_GET
@office()
def preview(request: SignedIn, pk: int) -> HttpResponse:
    """What a row of the register opens in its place: a piece of a page."""
    try:
        shown = queries.activity_for(request.user, pk)
    except Activity.DoesNotExist:
        raise Http404 from None
    names = queries.names()
    sorted_by = [
        (label, names.name(name, getattr(shown, name))) for name, label in Dimension.choices if getattr(shown, name)
    ]
    return render(request, "ledger/preview.html", {"activity": shown, "sorted_by": sorted_by})


def headings(look: Look) -> list[Heading]:
    return [_heading(look, name) for name in ("title", *look.columns)]


def described(look: Look, names: queries.Names) -> list[str]:
    """Every set filter as a person says it."""
    return [_words(name, value, look, names) for name, value in look.filters()]


def _heading(look: Look, name: str) -> Heading:
    if name not in looks.SORTS:
        return Heading(name, LABELS[name])
    order = {name: "ascending", f"-{name}": "descending"}.get(look.sort, "")
    return Heading(name, LABELS[name], _address(look.sorted_by(name)), order)


def _filter(name: str, look: Look, names: queries.Names) -> Filter:
    chosen = look.chosen.get(name, ())
    if name in looks.FLAGS:
        options: list[tuple[str, StrOrPromise]] = [(looks.YES, _("Yes")), (looks.NO, _("No"))]
        return Filter(name, LABELS[name], options, 0, chosen[0] if chosen else "")
    every = Activity.State.choices if name == "state" else names.of(name).items()
    return Filter(name, LABELS[name], [(code, word) for code, word in every if code not in chosen], len(chosen))


def _chip(look: Look, name: str, value: str, names: queries.Names, count: int = 0) -> Chip:
    return Chip(_words(name, value, look, names), _address(look.without(name, value)), count)


def _words(name: str, value: str, look: Look, names: queries.Names) -> str:
    if (name, value) in look.unknown:
        shown = str(_("“%(value)s”, which is not known") % {"value": value})
    elif name in looks.FLAGS:
        shown = str(_("Yes") if value == looks.YES else _("No"))
    elif name == "state":
        shown = str(Activity.State(value).label)
    elif name == "period":
        shown = parse(value).label()
    elif name in {"since", "until"}:
        shown = day(date.fromisoformat(value))
    else:
        shown = names.name(name, value)
    return _("%(filter)s: %(value)s") % {"filter": LABELS[name], "value": shown}


def _ways_out(visible: Any, look: Look, count: int) -> list[tuple[str, str, int]]:
    return [] if count or not look.is_filtered else queries.ways_out(visible, look)


def _way(look: Look, way: tuple[str, str, int], names: queries.Names) -> Chip:
    name, value, count = way
    return _chip(look, name, value, names, count)


def _problem(look: Look) -> str:
    if not look.unread:
        return ""
    try:
        parse(look.unread)
    except BadPeriod as error:
        return str(error)
    return ""


def _address(look: Look) -> str:
    return f"{reverse('ledger:register')}?{look.address}" if look.address else reverse("ledger:register")
