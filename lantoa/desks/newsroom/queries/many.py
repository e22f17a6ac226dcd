"""Many drafts at once: which ones, what each of them lacks, and what cannot be done with which; the same few questions
for one and for two hundred.
"""

from collections.abc import Iterable
from dataclasses import replace
from typing import Any

from django.db.models import Q, QuerySet
from django.utils import timezone

from lantoa.core.people import rules as people
from lantoa.core.people.models import Role, User
from lantoa.desks.media.models import MediaImage
from lantoa.desks.newsroom.models import ChecklistPoint, ContentPage, Tick, digests_of_files, writers_of_each
from lantoa.desks.newsroom.models.access import WRITERS, is_steward
from lantoa.desks.newsroom.models.checklist import digest_of
from lantoa.desks.newsroom.queries.desk import STANDINGS, items_seen_by, newest_text, waiting_for, with_standing
from lantoa.desks.newsroom.rules.many import MOST, Act, Judged, why_not
from lantoa.desks.newsroom.rules.standing import Standing, standing_of


def candidates(user: User, act: Act) -> "QuerySet[ContentPage]":
    """What this person may look through for it, the oldest first."""
    if act == Act.APPROVE:
        found = waiting_for(user).filter(STANDINGS[Standing.REVIEW])
    else:
        found = with_standing(items_seen_by(user)).filter(STANDINGS[Standing.DRAFT] | STANDINGS[Standing.RETURNED])
        roles = WRITERS if act == Act.SEND else (Role.REVIEWER, *WRITERS)
        if not is_steward(user):
            found = found.filter(agency__in=people.agencies_held(user, *roles))
        if act == Act.DELETE:
            found = found.filter(first_published_at=None)
    return found.order_by("latest_revision_created_at", "pk")


def matching(items: "QuerySet[ContentPage]", *, text: str, agency: str, is_from_elsewhere: bool) -> Any:
    found = items.filter(Q(title__icontains=text) | Q(draft_title__icontains=text)) if text else items
    if agency:
        found = found.filter(agency=agency)
    return found.filter(published_elsewhere_at__isnull=False) if is_from_elsewhere else found


def marked(user: User, marks: Iterable[str]) -> "QuerySet[ContentPage]":
    """The items of these marks that this person may see; see `Judged.mark`."""
    keys = {int(key) for mark in list(marks)[:MOST] if (key := mark.partition("-")[0]).isdecimal() and len(key) < 12}
    return with_standing(items_seen_by(user)).filter(pk__in=keys).order_by("latest_revision_created_at", "pk")


def judged(items: "QuerySet[ContentPage]", act: Act, user: User) -> list[Judged]:
    """Each with what stands against it."""
    pages = list(items.select_related("agency", "latest_revision", "pending_correction"))
    texts = _newest_texts(pages)
    points = list(ChecklistPoint.objects.order_by("position", "code"))
    files = digests_of_files(texts.values())
    ticks = Tick.objects.filter(page__in=[page.pk for page in pages])
    ticked = {(tick.page_id, tick.point_id, tick.digest) for tick in ticks if tick.holds_for(files[tick.page_id])}
    writers, today = writers_of_each(pages), timezone.localdate()  # noqa: TID251 as the checklist asks itself
    found = []
    for page in pages:
        said, digest = texts[page.pk], digest_of(page)
        open_points = [
            point
            for point in points
            if point.concerns(said, today)
            and not (point.holds(said) if point.check_name else (page.pk, point.pk, digest) in ticked)
        ]
        open_points.sort(key=lambda point: not point.check_name)
        item = Judged(page, said, standing_of(page), open_points)
        found.append(replace(item, why_not=why_not(act, item, user, writers=writers[page.pk])))
    return found


def _newest_texts(pages: list[ContentPage]) -> dict[int, ContentPage]:
    texts = {page.pk: newest_text(page) for page in pages}
    shown = {key: _pictures_named(said) for key, said in texts.items()}
    library = MediaImage.objects.in_bulk({picture for named in shown.values() for picture, _text in named})
    for page in pages:
        said = texts[page.pk]
        said.agency = page.agency
        # What `pictures_of` would ask for page by page.
        said.known_pictures = [
            (library[key], text or library[key].description) for key, text in shown[page.pk] if key in library
        ]
    return texts


def _pictures_named(said: ContentPage) -> list[tuple[int, str]]:
    """Of the lead and of the body: number of the picture, and the text that is said for it there."""
    lead = [(said.picture_id, said.picture_text)] if said.picture_id else []
    values = [block["value"] for block in said.body.raw_data if block["type"] == "picture"]
    return lead + [(value["picture"], value.get("alternative_text", "")) for value in values if value.get("picture")]
