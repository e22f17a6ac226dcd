"""What stands around every page: whose portal it is, its sections, the same page in other languages."""

from dataclasses import dataclass
from datetime import datetime
from functools import cache
from typing import Any
from uuid import UUID

from django.conf import settings
from django.db import connection
from django.db.models import Case, CharField, DateTimeField, F, Q, QuerySet, UUIDField, Value, When
from django.db.models.functions import Cast

from lantoa.base.models import Installation
from lantoa.base.statements import Statement, answers, slot
from lantoa.desks.newsroom.models import ContentPage, Origin
from lantoa.doors.portal.models import HomePage, NoticeText, SectionPage

_NAMES = dict(settings.LANGUAGES)
_ORDER = {code: place for place, (code, _) in enumerate(settings.LANGUAGES)}
_NOTHING = Value("", output_field=CharField())
# In which a notice is told where nobody wrote it in the reader's language.
_OTHERWISE = ("en", "vi")
MACHINE_MADE, WITHDRAWN = "machine_made", "withdrawn"


@dataclass(frozen=True)
class Link:
    title: str
    address: str


@dataclass(frozen=True)
class Version:
    """A language that the portal is open in. address: of this page in it, else "" ; home: of its first page

    state: how this version was made (Origin), MACHINE_MADE until a person signs it, or WITHDRAWN; "" for other pages
    """

    language: str
    name: str
    home: str
    address: str = ""
    state: str = ""
    is_here: bool = False

    @property
    def tag(self) -> str:
        """As the attribute `lang` wants it (RFC 5646): zh-Hans."""
        return tag_of(self.language)


@dataclass(frozen=True)
class Told:
    """A notice. tag: of the language it is written in, which need not be that of the page"""

    text: str
    tag: str


@dataclass(frozen=True)
class Frame:
    """home: "" as long as this language is closed; versions: all open languages, this one too

    notices: what is told on every page just now
    """

    language: str
    installation: Installation
    home: str
    sections: list[Link]
    versions: list[Version]
    notices: list[Told]

    @property
    def tag(self) -> str:
        return tag_of(self.language)

    @property
    def readable(self) -> list[Version]:
        """The languages in which this page can be read; where it is withdrawn it says no more than that."""
        return [version for version in self.versions if version.address and version.state != WITHDRAWN]

    @property
    def first_home(self) -> str:
        return self.home or (self.versions[0].home if self.versions else "/")


def tag_of(language: str) -> str:
    first, dash, script = language.partition("-")
    return f"{first}{dash}{script.title()}"


def frame_of(language: str, key: UUID | None = None, *, now: datetime, address: str = "") -> Frame:
    """Two queries, whatever the size of the tree.

    key:     the translation key of the page shown; None for one that is no page of the tree
    address: of such a page, which then stands in every language at the same place (/vi/privacy/, /en/privacy/)
    """
    rows = _rows(language, key, now)
    homes = {row[4]: row[2] for row in rows if row[0] == "home"}
    same = {row[4]: (row[2], row[5]) for row in rows if row[0] == "version"}
    if address:
        rest = address.partition("/")[2].partition("/")[2]
        same = {code: (f"/{code}/{rest}", "") for code in homes}
    versions = [
        Version(code, _NAMES.get(code, code), home, *same.get(code, ("", "")), is_here=code == language)
        for code, home in sorted(homes.items(), key=lambda pair: _ORDER.get(pair[0], len(_ORDER)))
    ]
    sections = sorted((row[3], Link(row[1], row[2])) for row in rows if row[0] == "section" and row[4] == language)
    return Frame(
        language, Installation.current(), homes.get(language, ""), [link for _, link in sections], versions,
        _told(language, [(row[2], row[4], row[1]) for row in rows if row[0] == "notice"]),
    )  # fmt: skip


def _told(language: str, texts: list[tuple[str, str, str]]) -> list[Told]:
    """Each notice once: in the reader's language, else in English, else in Vietnamese.

    texts: (notice, language, text)
    """
    by_notice: dict[str, dict[str, str]] = {}
    for notice, code, text in texts:
        by_notice.setdefault(notice, {})[code] = text
    chosen = [(found, next(code for code in (language, *_OTHERWISE) if code in found)) for found in by_notice.values()]
    return [Told(found[code], tag_of(code)) for found, code in chosen]


def _rows(language: str, key: UUID | None, now: datetime) -> list[tuple[Any, ...]]:
    """Each part finds its rows by an index of its own; as one condition with OR, PostgreSQL would read every page."""
    values = {
        "language": language,
        "key": UUIDField().get_db_prep_value(key, connection),
        "now": DateTimeField().get_db_prep_value(now, connection),
    }
    around, versions = _statements()
    return answers([(statement, values) for statement in (around + versions if key else around)])


@cache
def _statements() -> tuple[list[Statement], list[Statement]]:
    """What is asked for on every page, and what besides for a page of the tree."""
    made = Case(
        When(withdrawn_at__isnull=False, then=Value(WITHDRAWN)),
        When(origin=Origin.MACHINE_ASSISTED, signed_at=None, then=Value(MACHINE_MADE)),
        default=F("origin"), output_field=CharField(),
    )  # fmt: skip
    same = Q(translation_key=slot("key"))
    around = [
        _as("home", HomePage.objects.live()),
        _as("section", SectionPage.objects.live().filter(show_in_menus=True, locale__language_code=slot("language"))),
        _notices(),
    ]
    versions = [
        _as("version", ContentPage.objects.live().filter(same), made),
        _as("version", HomePage.objects.live().filter(same)),
        _as("version", SectionPage.objects.live().filter(same)),
    ]
    return [Statement.of(each) for each in around], [Statement.of(each) for each in versions]


def _notices() -> "QuerySet[Any, Any]":
    """In the columns of the others: the number of the notice stands where they have their place in the tree."""
    now = slot("now", DateTimeField())
    texts = NoticeText.objects.filter(
        notice__since__lte=now, notice__until__gt=now, notice__ended_at=None,
        language__in=[slot("language"), *_OTHERWISE],
    )  # fmt: skip
    named = texts.annotate(
        what=Value("notice", output_field=CharField()), number=Cast("notice_id", CharField()), path=_NOTHING,
        state=_NOTHING,
    )  # fmt: skip
    rows: QuerySet[Any, Any] = named.values_list("what", "text", "number", "path", "language", "state")
    return rows


def _as(what: str, pages: "QuerySet[Any]", state: Any = _NOTHING) -> "QuerySet[Any, Any]":
    named = pages.order_by().annotate(what=Value(what, output_field=CharField()), state=state)
    rows: QuerySet[Any, Any] = named.values_list("what", "title", "url_path", "path", "locale__language_code", "state")
    return rows
