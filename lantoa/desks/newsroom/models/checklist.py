"""What must be in order before an item is public: points that a named person ticks, and points that are counted."""

import hashlib
import json
from collections.abc import Callable, Iterable
from functools import cache
from typing import Any

from django.conf import settings
from django.core.serializers.json import DjangoJSONEncoder
from django.db import models
from django.utils import timezone
from django.utils.html import strip_tags
from django.utils.translation import gettext_lazy as _
from wagtail.models import Page

from lantoa.core.people.models import Named
from lantoa.core.vocabulary.models import Sourced, Valid
from lantoa.desks.media.models import MediaDocument, MediaImage
from lantoa.desks.newsroom.blocks import files_in
from lantoa.desks.newsroom.models.content import KEPT, ContentPage, Origin
from lantoa.desks.newsroom.models.scripts import could_be


def pictures_of(page: ContentPage) -> list[tuple[MediaImage, str]]:
    """Every picture of an item with the alternative text that readers get there."""
    if (known := getattr(page, "known_pictures", None)) is not None:
        return known  # type: ignore[no-any-return] # read for many at once, see queries.many
    lead = [(page.picture, page.picture_words)] if page.picture else []
    blocks = [block.value for block in page.body if block.block_type == "picture"]
    shown = [(value["picture"], value["alternative_text"]) for value in blocks if value["picture"]]
    return lead + [(picture, text or picture.description) for picture, text in shown]


def _have_alternative_text(page: ContentPage) -> bool:
    return all(text.strip() for _picture, text in pictures_of(page))


def _have_credit(page: ContentPage) -> bool:
    return all(picture.credit.strip() for picture, _text in pictures_of(page))


def _has_sources(page: ContentPage) -> bool:
    return bool(page.sources.all())


def _has_agency(page: ContentPage) -> bool:
    # The one question for the day that a page asks itself: Wagtail calls this without a clock.
    today = timezone.localdate()  # noqa: TID251
    until = page.agency.valid_until if page.agency_id else today
    return until is None or until > today


def _is_translated(page: ContentPage) -> bool:
    """By its letters: a version begins with the text that is to be translated, and could go out like that."""
    # As it is kept: to be read as blocks, each picture in between would be asked for.
    body = [row["value"] for row in page.body.raw_data if row["type"] in {"heading", "text"}]
    parts = [page.title, page.standfirst, strip_tags(" ".join(body))]
    return all(could_be(page.language or page.locale.language_code, part) for part in parts)


# Counted points, by the word in `ChecklistPoint.check`.
CHECKS: dict[str, Callable[[ContentPage], bool]] = {
    "alternative_text": _have_alternative_text,
    "credit": _have_credit,
    "sources": _has_sources,
    "agency": _has_agency,
    "translated": _is_translated,
}


class PointManager(models.Manager["ChecklistPoint"]):
    """Which points concern an item, and which of them are open."""

    def of(self, page: ContentPage) -> "list[ChecklistPoint]":
        today = timezone.localdate()  # noqa: TID251 as above
        return [point for point in self.order_by("position", "code") if point.concerns(page, today)]

    def open_of(self, page: ContentPage) -> "list[ChecklistPoint]":
        """As the newest revision stands: not ticked for this very text, or counted and not fulfilled."""
        said = page.get_latest_revision_as_object()
        points = self.of(said)
        held, _fallen = ticks_of(page, digests_of_files([said])[said.pk])
        ticked = {tick.point_id for tick in held}
        return [point for point in points if not (point.holds(said) if point.check_name else point.pk in ticked)]


class ChecklistPoint(Named, Sourced, Valid):
    """One point (điểm kiểm tra). Offices add, change and end them.

    kinds:      of items that it concerns; empty: all
    translated: concerns versions that were translated alone
    check_name: counted by this word of CHECKS; empty: a person ticks it
    """

    kinds = models.JSONField(default=list, blank=True)
    translated = models.BooleanField(default=False)
    check_name = models.CharField(max_length=40, blank=True)
    position = models.PositiveIntegerField(default=0)

    objects = PointManager()

    class Meta:
        ordering = ["position", "code"]

    def __str__(self) -> str:
        return self.name

    def concerns(self, page: ContentPage, today: Any) -> bool:
        is_kind = not self.kinds or page.KIND in self.kinds
        is_version = not self.translated or page.origin != Origin.ORIGINAL
        return is_kind and is_version and self.is_valid_on(today)

    def holds(self, page: ContentPage) -> bool:
        return CHECKS[self.check_name](page)


class Tick(models.Model):
    """Who says that a point is in order, of which text. Another text asks anew, and another file in it does.

    digest: of what the revision said, see `digest_of`
    files:  of the pictures and documents in it, see `digests_of_files`; "": it leads to none, or nobody kept them yet
    """

    page = models.ForeignKey(ContentPage, models.CASCADE, related_name="ticks")
    point = models.ForeignKey(ChecklistPoint, models.PROTECT, related_name="ticks")
    digest = models.CharField(max_length=64)
    files = models.CharField(max_length=64, blank=True)
    ticked_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    ticked_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["page", "point", "digest"], name="point_ticked_once")]

    def __str__(self) -> str:
        return f"{self.point}: {self.ticked_by}"

    def holds_for(self, files: str) -> bool:
        """files: those of the text as they are now"""
        return self.files in {"", files}


class Medium(models.TextChoices):
    """What a time limit is for."""

    ONLINE = "online", _("Online")
    TRANSLATED = "translated", _("Online, to be translated first")
    PRINT = "print", _("Printed")
    FACTS = "facts", _("Facts to be looked at again: how long before")


class Limit(Named, Sourced, Valid):
    """How soon after the event an item must be out (thời hạn đưa tin).

    kinds:   codes of the kinds of information that it binds; none for FACTS
    minutes: from the moment of the event to publication; FACTS: so long before its day a fact is asked for
    """

    medium = models.CharField(max_length=12, choices=Medium.choices)
    kinds = models.JSONField(default=list)
    minutes = models.PositiveIntegerField()
    position = models.PositiveIntegerField(default=0)

    class Meta:
        ordering = ["position", "code"]

    def __str__(self) -> str:
        return self.name


@cache
def _frame() -> set[str]:
    """What every page has, apart from its title, and what is said of the page rather than in it."""
    return {field.name for field in Page._meta.get_fields()} - {"title"} | KEPT


def digest_of(page: ContentPage) -> str:
    """Of what its newest revision says, apart from where it stands and when it was saved."""
    revision = page.get_latest_revision()
    return digest_of_text(revision.content if revision else page.serializable_data())


def digest_of_text(content: dict[str, Any]) -> str:
    """Of what a revision keeps."""
    said = {name: _said(value) for name, value in content.items() if name not in _frame()}
    return hashlib.sha256(json.dumps(said, sort_keys=True, cls=DjangoJSONEncoder).encode()).hexdigest()


def digests_of_files(texts: Iterable[ContentPage]) -> dict[int, str]:
    """By the number of the page, of the very files that a text leads to, whatever is said of them; at most two
    questions for any number of texts.
    """
    named = {said.pk: _files_named(said) for said in texts}
    images = _as_stored(MediaImage, {key for pictures, _documents in named.values() for key in pictures})
    papers = _as_stored(MediaDocument, {key for _pictures, documents in named.values() for key in documents})
    found = {}
    for key, (pictures, documents) in named.items():
        stored = [images.get(each, "") for each in sorted(pictures)] + [
            papers.get(each, "") for each in sorted(documents)
        ]
        found[key] = hashlib.sha256("\n".join(stored).encode()).hexdigest() if stored else ""
    return found


def _files_named(said: ContentPage) -> tuple[set[int], set[int]]:
    pictures, documents = files_in(said.body)
    if said.picture_id:
        pictures.add(said.picture_id)
    if taken_away := getattr(said, "file_id", None):  # of a publication
        documents.add(taken_away)
    return pictures, documents


def _as_stored(kind: type[Any], keys: set[int]) -> dict[int, str]:
    rows = kind._default_manager.filter(pk__in=keys).values_list("pk", "file", "file_hash") if keys else ()
    return {key: f"{kind.__name__} {key} {file} {digest}" for key, file, digest in rows}


def ticks_of(page: ContentPage, files: str) -> "tuple[list[Tick], list[Tick]]":
    """Those of its newest text: that hold, and that fell because a file in it is another one. files: as it is now"""
    ticks = Tick.objects.filter(page=page.pk, digest=digest_of(page)).select_related("ticked_by")
    held = [tick for tick in ticks if tick.holds_for(files)]
    return held, [tick for tick in ticks if tick not in held]


def _said(value: Any) -> Any:
    """Children without their numbers, which saving gives them."""
    if not isinstance(value, list) or not all(isinstance(row, dict) and "pk" in row for row in value):
        return value
    return [{name: cell for name, cell in row.items() if name not in {"pk", "page"}} for row in value]
