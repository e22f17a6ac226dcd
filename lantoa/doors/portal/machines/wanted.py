"""Which items a feed or an embedded list holds: of one language, narrowed by its query."""

from dataclasses import dataclass
from datetime import datetime
from urllib.parse import urlencode
from uuid import uuid5

from django.conf import settings
from django.core.exceptions import ObjectDoesNotExist
from django.http import Http404, HttpRequest
from django.utils import timezone
from django.utils.translation import gettext as _

from lantoa.base.models import Installation
from lantoa.core.people import queries as people
from lantoa.core.people.models import Agency
from lantoa.core.vocabulary import queries as vocabulary
from lantoa.core.vocabulary.models import Dimension
from lantoa.desks.media import rules as media
from lantoa.desks.newsroom import queries as newsroom
from lantoa.desks.newsroom.models import ContentPage, ItemKind
from lantoa.doors.portal.models import HomePage, SectionPage
from lantoa.doors.portal.queries import sections

ON_A_FEED = 30


@dataclass(frozen=True)
class Wanted:
    """What was asked for; kind, section, topic: None or "" for all

    line: the agency that was asked for and what it became part of since, one after the other; empty for all
    """

    language: str
    home: HomePage
    kind: str
    topic: str
    section: SectionPage | None
    line: list[Agency]
    topic_names: dict[str, str]
    installation: Installation

    @property
    def title(self) -> str:
        """Song Xanh Province · Events"""
        narrowed = [
            self.line[-1].name if self.line else "",
            self.section.title if self.section else "",
            str(ItemKind(self.kind).label) if self.kind else "",
            self.topic_names.get(self.topic, ""),
        ]
        return " · ".join([self.installation.name, *(name for name in narrowed if name)])

    @property
    def description(self) -> str:
        return _("What %(name)s publishes, newest first.") % {"name": self.installation.name}

    @property
    def query(self) -> str:
        asked = {
            "agency": self.line[0].code if self.line else "",
            "kind": self.kind,
            "section": self.section.slug if self.section else "",
            "topic": self.topic,
        }
        return urlencode({name: value for name, value in asked.items() if value})

    @property
    def address(self) -> str:
        """Of the page that a person opens for it."""
        return settings.PUBLIC_URL + newsroom.path_of(self.section or self.home, self.language)

    @property
    def urn(self) -> str:
        """The same for ever, wherever the portal moves; a section may be renamed."""
        section = self.section.translation_key if self.section else ""
        agency = self.line[0].code if self.line else ""
        words = f"{self.language} agency={agency} kind={self.kind} section={section} topic={self.topic}"
        return f"urn:uuid:{uuid5(self.home.translation_key, words)}"

    @property
    def began_at(self) -> datetime | None:
        return self.home.first_published_at or self.home.latest_revision_created_at  # type: ignore[no-any-return]

    def items(self, count: int = ON_A_FEED) -> list[ContentPage]:
        """The newest, with who answers for them and their pictures: four questions, two more for each merger."""
        found = sections.items_of(self.section, self.language) if self.section else newsroom.listed(self.language)
        fits = {name: value for name, value in (("kind", self.kind), ("topic", self.topic)) if value}
        found = found.filter(**fits).select_related("picture", "agency")
        rows = [item for part in newsroom.of_line(self.line) for item in newsroom.cut(found.filter(part), 0, count)]
        newest = sorted(rows, key=lambda item: (item.listed_at, item.pk), reverse=True)[:count]
        newsroom.with_shared_pictures(newest)
        return newest


def told(item: ContentPage) -> str:
    """What an item says of itself in a list, and that a machine translated it, where no person has looked yet."""
    made = _("machine translation, not yet checked") if item.is_machine_made else ""
    return f"{item.standfirst} ({made})" if made else item.standfirst


def told_with_picture(item: ContentPage) -> str:
    """The same where its picture is handed out without our page: that a machine made that one too."""
    made = media.made(item.picture) if item.picture else ""
    return f"{told(item)} ({_('Picture: %(credit)s') % {'credit': made}})" if made else told(item)


def read(request: HttpRequest) -> Wanted:
    """raises: Http404, if there is no such language, agency, kind, topic or section"""
    asked = {name: request.GET.get(name, "") for name in ("agency", "kind", "section", "topic")}
    language = request.LANGUAGE_CODE
    names = {term.code: vocabulary.said(term.name) for term in vocabulary.terms(Dimension.TOPIC)}
    if (asked["kind"] and asked["kind"] not in ItemKind.values) or (asked["topic"] and asked["topic"] not in names):
        raise Http404
    try:
        home = sections.home_of(language)
        section = sections.section_of(home, asked["section"]) if asked["section"] else None
        agency = people.agency(asked["agency"]) if asked["agency"] else None
        line = people.line_of(agency, today=timezone.localdate()) if agency else []
    except (ObjectDoesNotExist, people.UnknownAgency):
        raise Http404 from None
    return Wanted(language, home, asked["kind"], asked["topic"], section, line, names, Installation.current())
