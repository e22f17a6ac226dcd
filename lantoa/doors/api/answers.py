"""What is answered: the fields of an item or a channel, each as the OpenAPI document describes it."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.conf import settings
from django.urls import reverse
from django.utils import timezone
from wagtail.models import Page

from lantoa.core.people.models import Agency
from lantoa.core.vocabulary import queries as vocabulary
from lantoa.core.vocabulary.models import Dimension
from lantoa.desks.channels.models import OfficialChannel
from lantoa.desks.media.models import MediaDocument, MediaImage
from lantoa.desks.newsroom import queries
from lantoa.desks.newsroom.models import (
    ContentPage,
    Event,
    InvestmentProject,
    Partner,
    PressRelease,
    ProfileFact,
    ProvinceProfile,
    Publication,
)

Names = dict[str, str]
_CONTACT = ("contact_name", "contact_phone", "contact_email")
_PROJECT = ("sector", "site", "capital", "stage", "answer_days")


def topic_names() -> Names:
    """In the active language. One question for a whole list."""
    return {term.code: vocabulary.said(term.name) for term in vocabulary.terms(Dimension.TOPIC)}


def line(item: ContentPage, topics: Names) -> dict[str, Any]:
    """An item in a list."""
    return {
        "id": item.pk,
        "title": item.title,
        "url": queries.address_of(item),
        "api_url": settings.PUBLIC_URL + reverse("api:item", args=[item.pk]),
        "language": item.language,
        "kind": item.kind,
        "summary": item.standfirst,
        "topic": _named(item.topic, topics),
        "agency": _agency(item.agency),
        "published_at": moment(item.listed_at),
        "updated_at": moment(queries.changed_at(item)),
        "is_machine_made": item.is_machine_made,
    }


def whole(item: ContentPage, *, versions: Iterable[Page], topics: Names) -> dict[str, Any]:
    """An item alone, with all its text. item: of its own class"""
    return {
        **line(item, topics),
        "urn": queries.urn_of(item, item.language),
        "html": queries.html_of(item),
        "text": queries.plain_of(item),
        "origin": item.origin,
        "event_at": moment(item.event_at),
        "place": {"code": item.place.code, "name": item.place.name} if item.place else None,
        "picture": _picture(item),
        "event": _event(item),
        "press_release": _fields(item, "number", *_CONTACT) if isinstance(item, PressRelease) else None,
        "publication": _publication(item) if isinstance(item, Publication) else None,
        "partner": _partner(item) if isinstance(item, Partner) else None,
        "project": _fields(item, *_PROJECT, *_CONTACT) if isinstance(item, InvestmentProject) else None,
        "facts": _facts(item) if isinstance(item, ProvinceProfile) else [],
        "sources": [
            {"text": source.text, "url": source.url, "seen_on": source.seen_on and source.seen_on.isoformat()}
            for source in item.sources.all()
        ],
        "corrections": [
            {"text": correction.text, "corrected_at": moment(correction.corrected_at)}
            for correction in item.corrections.all()
        ],
        "versions": sorted(map(_version, versions), key=lambda version: version["language"]),
    }


def channel(row: OfficialChannel) -> dict[str, Any]:
    """An address at which the office itself speaks. row: with its agency"""
    return {
        "kind": row.kind,
        "name": row.name,
        "address": row.address,
        "languages": row.languages,
        "agency": _agency(row.agency),
        "checked_on": row.checked_on.isoformat(),
        "since": row.since and row.since.isoformat(),
    }


def _version(page: Page) -> dict[str, Any]:
    language = page.locale.language_code
    return {
        "language": language,
        "title": page.title,
        "url": settings.PUBLIC_URL + queries.path_of(page, language),
        "api_url": settings.PUBLIC_URL + reverse("api:item", args=[page.pk]),
    }


def _picture(item: ContentPage) -> dict[str, Any] | None:
    """Who made it and what others may do with it; it is shown on the page of the item."""
    if item.picture is None:
        return None
    return {"alternative_text": item.picture_words, **_made(item.picture)}


def _made(file: MediaImage | MediaDocument) -> dict[str, str]:
    return {"credit": file.credit, "licence": file.licence, "ai_use": file.ai_use}


def _event(item: ContentPage) -> dict[str, Any] | None:
    if not isinstance(item, Event):
        return None
    return {
        "starts_at": moment(item.starts_at), "ends_at": moment(item.ends_at), "venue": item.venue,
        "venue_address": item.venue_address, "organiser": item.organiser, "event_url": item.event_url,
    }  # fmt: skip


def _fields(item: ContentPage | ProfileFact, *names: str) -> dict[str, Any]:
    return {name: getattr(item, name) for name in names}


def _publication(item: Publication) -> dict[str, Any]:
    file = item.file and {"url": settings.PUBLIC_URL + item.file.url, **_made(item.file)}
    return {
        **_fields(item, "publisher", "published_year", "isbn"),
        "page_count": item.pages_shown,
        "file_url": file and file["url"],
        "file": file,
    }


def _partner(item: Partner) -> dict[str, Any]:
    since = item.since and item.since.isoformat()
    return {**_fields(item, "country", "agreement", "partner_url"), "since": since}


def _facts(item: ProvinceProfile) -> list[dict[str, Any]]:
    return [
        {**_fields(fact, "label", "value", "source"), "checked_on": fact.checked_on.isoformat(),
         "review_by": fact.review_by.isoformat()}
        for fact in item.facts.all()
    ]  # fmt: skip


def _agency(agency: Agency) -> Names:
    return {"code": agency.code, "name": vocabulary.said(agency.name)}


def _named(code: str, names: Names) -> Names | None:
    return {"code": code, "name": names.get(code, code)} if code else None


def moment(at: datetime | None) -> str | None:
    """2026-03-01T12:00:00+07:00"""
    return timezone.localtime(at).isoformat(timespec="seconds") if at else None
