"""The frame around every office page: whose installation this is and where the person may go."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.conf import settings
from django.http import HttpRequest
from django.urls import NoReverseMatch, reverse
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from lantoa.base.models import Installation
from lantoa.core.ledger import queries as ledger
from lantoa.core.ledger.rules import access
from lantoa.core.people import queries
from lantoa.core.people import rules as people
from lantoa.core.people.models import Post
from lantoa.desks.answers import rules as answers
from lantoa.desks.channels import rules as channels
from lantoa.desks.newsroom.rules import access as newsroom
from lantoa.doors.office import hints

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise


@dataclass(frozen=True)
class Place:
    """A line of the menu. views: the beginnings of the view names that belong to it; keys: its shortcut."""

    view: str
    views: tuple[str, ...]
    label: "StrOrPromise"
    icon: str
    keys: str
    may: Callable[..., bool]


@dataclass(frozen=True)
class Item:
    url: str
    label: "StrOrPromise"
    icon: str
    keys: str
    is_here: bool


PLACES = [
    Place("office:home", ("office:home",), _("Home"), "house", "g h", lambda user: user.is_authenticated),
    Place("ledger:register", ("ledger:",), pgettext_lazy("menu", "Register"), "notebook-pen", "g r", people.is_staff),
    Place("ledger:figures", ("ledger:figure",), _("Figures"), "chart-column", "g f", people.is_staff),
    Place("reports:list", ("reports:",), _("Reviews"), "scroll-text", "g v", people.is_staff),
    Place("newsroom:items", ("newsroom:",), _("Newsroom"), "newspaper", "g n", newsroom.works_here),
    Place(
        "programme:programmes",
        ("programme:programme", "programme:task", "programme:target", "ledger:plan", "ledger:task"),
        _("Programme"),
        "list-checks",
        "g p",
        people.is_staff,
    ),
    Place(
        "programme:periods",
        ("programme:period", "programme:finding", "ledger:submission"),
        _("Reporting periods"),
        "calendar-clock",
        "g k",
        people.is_staff,
    ),
    Place(
        "ledger:imports",
        ("ledger:import", "ledger:template"),
        pgettext_lazy("workbook", "Import"),
        "file-up",
        "g i",
        access.may_record,
    ),
    Place(
        "ledger:head", ("ledger:head", "ledger:entr", "ledger:verify"), _("Ledger"), "link-2", "g l", people.is_staff
    ),
    Place("remarks:list", ("remarks:",), _("From readers"), "message-square", "g q", answers.may_read),
    Place("documents:check", ("documents:",), pgettext_lazy("menu", "Documents"), "stamp", "g d", people.is_staff),
    Place(
        "channels:views", ("channels:", "portal_misses"), pgettext_lazy("menu", "Views"), "eye", "g s", channels.may_see
    ),
    Place("channels:official", ("channels:official",), _("Official channels"), "radio-tower", "g c", people.is_staff),
    Place(
        "portal_notices",
        ("portal_notice",),
        _("Notices to readers"),
        "megaphone",
        "g b",
        lambda user: people.is_secretariat(user),
    ),
    Place("vocabulary:kinds", ("vocabulary:",), _("Vocabulary"), "book-a", "g w", people.is_staff),
    Place(
        "people:agencies",
        ("people:agenc", "people:place", "people:committee", "people:installation"),
        _("Agencies"),
        "building-2",
        "g a",
        people.is_staff,
    ),
    Place(
        "people:accounts",
        ("people:account", "people:invit"),
        _("Accounts"),
        "users",
        "g u",
        lambda user: people.is_secretariat(user),
    ),
    Place("people:audit", ("people:audit",), _("What happened"), "history", "g j", people.reads_audit),
]


class Frame:
    """What the base template shows, read when it is first asked for: a page without it pays nothing."""

    languages = [(code, name) for code, name in settings.LANGUAGES if code in settings.OFFICE_LANGUAGES]

    def __init__(self, request: HttpRequest) -> None:
        self.request = request

    @cached_property
    def installation(self) -> Installation:
        return Installation.current()

    @cached_property
    def menu(self) -> list[Item]:
        user = self.request.user
        allowed = [(place, url) for place in PLACES if place.may(user) and (url := _url(place.view))]
        here = self._here()
        return [Item(url, place.label, place.icon, place.keys, place is here) for place, url in allowed]

    @property
    def menu_first(self) -> list[Item]:
        """What the foot of a phone has room for; the rest opens above it."""
        return self.menu[:4]

    @property
    def menu_more(self) -> list[Item]:
        return self.menu[4:]

    @cached_property
    def help(self) -> "tuple[StrOrPromise, ...]":
        return hints.of(self._view)

    @property
    def new_record_url(self) -> str:
        return _url("ledger:new") if access.may_record(self.request.user) else ""

    @cached_property
    def lacks_second_step(self) -> bool:
        """A role of this person asks for a second step that is not set up: the own account is all that opens."""
        user = self.request.user
        return user.is_authenticated and queries.lacks_second_step(user, today=timezone.localdate())

    @cached_property
    def news_count(self) -> int:
        """How much of this person's records was returned, corrected or reversed and is not read yet."""
        return ledger.news_count(self.request.user)

    @property
    def finds(self) -> bool:
        """Whether the search box leads anywhere for this person."""
        return people.is_staff(self.request.user)

    @property
    def administers(self) -> bool:
        return people.is_administrator(self.request.user)

    @property
    def posts(self) -> list[Post]:
        return self.request.user.current_posts if self.request.user.is_authenticated else []

    @property
    def _view(self) -> str:
        match = self.request.resolver_match
        return match.view_name if match else ""

    def _here(self) -> Place | None:
        view = self._view
        fits = [
            (len(start), index) for index, place in enumerate(PLACES) for start in place.views if view.startswith(start)
        ]
        return PLACES[max(fits)[1]] if fits else None


def _url(view: str) -> str:
    """Empty while the room that answers this address is not installed."""
    try:
        return reverse(view)
    except NoReverseMatch:
        return ""
