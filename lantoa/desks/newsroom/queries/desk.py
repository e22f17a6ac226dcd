"""The desk's own list: items with every language beside each other, what waits for whom, how long things take."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from statistics import median
from typing import Any

from django.conf import settings
from django.contrib.contenttypes.models import ContentType
from django.db.models import CharField, Exists, F, OuterRef, Prefetch, Q, QuerySet, Subquery
from django.db.models.functions import Cast, Coalesce
from django.utils import timezone
from wagtail.models import Page, PageLogEntry, Revision, TaskState, WorkflowState

from lantoa.base.periods import Period
from lantoa.core.people import rules as people
from lantoa.core.people.models import Agency, Role, User
from lantoa.desks.newsroom.models import (
    ChecklistPoint,
    ContentPage,
    Correction,
    Limit,
    Medium,
    Origin,
    PendingCorrection,
    Posting,
    Tick,
    digests_of_files,
    ticks_of,
)
from lantoa.desks.newsroom.models.access import WRITERS, is_steward
from lantoa.desks.newsroom.models.checklist import digest_of
from lantoa.desks.newsroom.rules.access import reads_all
from lantoa.desks.newsroom.rules.standing import NOT_PUBLISHED, Clock, Standing, clock_of, limit_of, standing_of

_LANGUAGES = [code for code, _name in settings.LANGUAGES]


@dataclass(frozen=True)
class Cell:
    """One language of an item; page: None where there is none."""

    language: str
    page: ContentPage | None
    standing: Standing | None


@dataclass(frozen=True)
class Row:
    """An item with its languages. lead: the version by which it is named"""

    lead: ContentPage
    standing: Standing
    clock: Clock | None
    cells: list[Cell]


@dataclass(frozen=True)
class Point:
    """A point of the checklist as it stands for the newest text.

    tick:    None where nobody ticked, or it is counted
    fallen:  a tick of this text that holds no more, because a file in it was exchanged
    reading: by which the text is known again, with its files, that somebody had on the screen
    """

    point: ChecklistPoint
    is_done: bool
    tick: Tick | None
    fallen: Tick | None
    reading: str


@dataclass(frozen=True)
class Times:
    """From the event to publication: of a month, or of a language. middle: the median"""

    key: str
    count: int
    middle: timedelta
    late_count: int


def items_seen_by(user: User) -> "QuerySet[ContentPage]":
    """Drafts and all: of the own agencies; everything for the secretariat and leaders."""
    found: QuerySet[ContentPage] = ContentPage.objects.all()
    if not reads_all(user):
        found = found.filter(agency__in=people.agencies_held(user, Role.REVIEWER, *WRITERS))
    return found


def item_for(user: User, pk: int) -> ContentPage:
    """raises: ContentPage.DoesNotExist, if there is none that this person may see"""
    found = with_standing(items_seen_by(user)).select_related("agency", "locale", "pending_correction")
    corrections = Prefetch("corrections", Correction.objects.select_related("corrected_by"))
    item: ContentPage = found.prefetch_related(corrections).get(pk=pk)
    return item


def with_standing(items: "QuerySet[ContentPage]") -> "QuerySet[ContentPage]":
    """With `review`, `scheduled_at`, `is_stuck` and `is_corrected`, of which `rules.standing_of` makes a word."""
    page = ContentType.objects.get_for_model(Page)
    mine = {"base_content_type": page, "object_id": Cast(OuterRef("pk"), CharField())}
    flows = WorkflowState.objects.filter(**mine, status__in=["in_progress", "needs_changes"])
    planned = Revision.objects.filter(**mine, approved_go_live_at__isnull=False)
    # Of the text that is still planned: with its publication the moment goes, and the line no longer speaks of it.
    stuck = PageLogEntry.objects.filter(
        page=OuterRef("pk"), action=NOT_PUBLISHED, revision__approved_go_live_at__isnull=False
    )
    found: QuerySet[ContentPage] = items.annotate(
        review=Subquery(flows.values("status")[:1]),
        scheduled_at=Subquery(planned.values("approved_go_live_at")[:1]),
        is_stuck=Exists(stuck),
        is_corrected=Exists(Correction.objects.filter(page=OuterRef("pk"))),
    )
    return found


_OPEN = Q(withdrawn_at=None)
_QUIET = _OPEN & Q(review=None)
STANDINGS = {
    Standing.DRAFT: _QUIET & Q(scheduled_at=None, live=False),
    Standing.REVIEW: _OPEN & Q(review="in_progress"),
    Standing.RETURNED: _OPEN & Q(review="needs_changes"),
    Standing.STUCK: _QUIET & Q(scheduled_at__isnull=False, is_stuck=True),
    Standing.SCHEDULED: _QUIET & Q(scheduled_at__isnull=False, is_stuck=False),
    Standing.PUBLIC: _QUIET & Q(scheduled_at=None, live=True, is_corrected=False),
    Standing.CORRECTED: _QUIET & Q(scheduled_at=None, live=True, is_corrected=True),
    Standing.WITHDRAWN: Q(withdrawn_at__isnull=False),
}


# Of items that are to be mended.
_RETURNS = TaskState.objects.filter(
    status=TaskState.STATUS_REJECTED, workflow_state__status=WorkflowState.STATUS_NEEDS_CHANGES
)


def waiting_for(user: User) -> "QuerySet[ContentPage]":
    """What this person may judge and had no hand in, what was returned to them (`reason`: why), and what of theirs
    could not be published at its moment; the longest waiting first.
    """
    items = with_standing(items_seen_by(user)).select_related("agency")
    saved = Revision.objects.filter(
        base_content_type=ContentType.objects.get_for_model(Page),
        object_id=Cast(OuterRef("pk"), CharField()), user=user,
    ).filter(pk__gt=Coalesce(OuterRef("live_revision"), 0))  # fmt: skip
    told = PendingCorrection.objects.filter(page=OuterRef("pk"), written_by=user)
    to_judge: Q = STANDINGS[Standing.REVIEW] & ~Q(owner=user) & ~Q(Exists(saved)) & ~Q(Exists(told))
    if not is_steward(user):
        to_judge &= Q(agency__in=people.agencies_held(user, Role.REVIEWER))
    returned = STANDINGS[Standing.RETURNED] & (Q(owner=user) | Q(Exists(saved)))
    stuck: Q = STANDINGS[Standing.STUCK]
    if not is_steward(user):
        stuck &= Q(agency__in=people.agencies_held(user, Role.REVIEWER, *WRITERS))
    said = _RETURNS.filter(workflow_state__object_id=Cast(OuterRef("pk"), CharField()))
    found: QuerySet[ContentPage] = items.filter(to_judge | returned | stuck).annotate(
        reason=Subquery(said.order_by("-pk").values("comment")[:1])
    )
    return found.order_by("latest_revision_created_at", "pk")


def late(limits: Iterable[Limit], *, now: datetime) -> Q:
    """What came out after its time, or is not out when its time is up."""
    found = Q(pk__in=[])
    for limit in limits:
        if limit.medium in {Medium.PRINT, Medium.FACTS}:
            continue
        origin = Q(origin=Origin.ORIGINAL)
        binds = Q(information_kind__in=limit.kinds) & (origin if limit.medium == Medium.ONLINE else ~origin)
        if limit.valid_from:
            binds &= Q(event_at__date__gte=limit.valid_from)
        if limit.valid_until:
            binds &= Q(event_at__date__lt=limit.valid_until)
        given = timedelta(minutes=limit.minutes)
        out = Q(first_published_at__gt=F("event_at") + given)
        found |= binds & (out | Q(first_published_at=None, event_at__lt=now - given))
    return found


def limits() -> list[Limit]:
    return list(Limit.objects.all())


def checklist() -> list[ChecklistPoint]:
    """All points, those that are over too."""
    return list(ChecklistPoint.objects.order_by("position", "code"))


def rule(kind: type[Any], pk: int) -> Any:
    """A limit or a point by its number; None if there is none."""
    return kind._default_manager.filter(pk=pk).first()


def rows_matching(user: User, matching: "QuerySet[ContentPage]") -> "QuerySet[ContentPage]":
    """Of every item with a version that matches, the version it is named by; what was last worked on first."""
    seen = items_seen_by(user)
    older = seen.filter(translation_key=OuterRef("translation_key"), pk__lt=OuterRef("pk"))
    leads = seen.filter(~Exists(older), translation_key__in=matching.values("translation_key"))
    ordered: QuerySet[ContentPage] = leads.order_by(F("latest_revision_created_at").desc(nulls_last=True), "-pk")
    return ordered


def as_rows(leads: Iterable[ContentPage], user: User, *, now: datetime) -> list[Row]:
    """With all their languages; two queries for any number."""
    leads = list(leads)
    keys = [lead.translation_key for lead in leads]
    versions: dict[Any, dict[str, ContentPage]] = {}
    for version in with_standing(items_seen_by(user)).filter(translation_key__in=keys).select_related("agency"):
        versions.setdefault(version.translation_key, {})[version.language] = version
    known = limits()
    of_leads = [(versions[lead.translation_key], lead.language) for lead in leads]
    return [_row(found[language], found, known, now) for found, language in of_leads]


def _row(lead: ContentPage, versions: dict[str, ContentPage], known: list[Limit], now: datetime) -> Row:
    cells = [
        Cell(code, versions.get(code), standing_of(versions[code]) if code in versions else None) for code in _LANGUAGES
    ]
    return Row(lead, standing_of(lead), clock_of(lead, known, now=now), cells)


def agencies_seen_by(user: User) -> list[Agency]:
    """Those that have items this person may see."""
    return list(Agency.objects.filter(code__in=items_seen_by(user).order_by().values("agency")))


def newest_text(page: ContentPage) -> ContentPage:
    """What its newest revision says, as an item of its class, to be read and never saved; one query.

    Wagtail's own way looks up all that a revision points to, which takes eleven.
    """
    revision = page.get_latest_revision()
    if revision is None:
        return page.specific  # type: ignore[no-any-return] # Wagtail has no types
    said: ContentPage = page.specific_class.from_serializable_data(revision.content, check_fks=False)
    return with_known(said, page)


def with_known(said: ContentPage, page: ContentPage) -> ContentPage:
    """With what was read of the page already: nothing of it is asked for again."""
    if said.agency_id == page.agency_id and ContentPage.agency.is_cached(page):
        said.agency = page.agency
    if said.locale_id == page.locale_id and ContentPage.locale.is_cached(page):
        said.locale = page.locale
    return said


def points_of(page: ContentPage, said: ContentPage) -> list[Point]:
    """The checklist of an item, as it stands for its newest text. said: `newest_text` of it"""
    files = digests_of_files([said])[said.pk]
    held, fallen = ({tick.point_id: tick for tick in ticks} for ticks in ticks_of(page, files))
    reading = _reading(page, files)
    return [
        Point(
            point, point.holds(said) if point.check_name else point.pk in held, held.get(point.pk),
            fallen.get(point.pk), reading,
        )
        for point in ChecklistPoint.objects.of(said)
    ]  # fmt: skip


def reading_of(page: ContentPage, said: ContentPage) -> str:
    """Of the newest text with its files: another text and another file is another reading."""
    return _reading(page, digests_of_files([said])[said.pk])


def _reading(page: ContentPage, files: str) -> str:
    return f"{digest_of(page)[:32]}{files[:32]}"


def point(pk: int) -> ChecklistPoint:
    """raises: ChecklistPoint.DoesNotExist, also for what is counted: nobody ticks that"""
    return ChecklistPoint.objects.get(pk=pk, check_name="")


def fault_of(page: ContentPage) -> PageLogEntry | None:
    """That the planned text of an item could not be published at its moment."""
    found = PageLogEntry.objects.filter(page=page.pk, action=NOT_PUBLISHED, revision__approved_go_live_at__isnull=False)
    entry: PageLogEntry | None = found.first()
    return entry


def return_of(page: ContentPage) -> TaskState | None:
    """Who returned an item that is to be mended, when and why."""
    said = _RETURNS.filter(workflow_state__object_id=str(page.pk)).select_related("finished_by")
    found: TaskState | None = said.order_by("-pk").first()
    return found


def other_versions(page: ContentPage) -> list[ContentPage]:
    """The item in other languages, where readers can open it, withdrawn ones too; in the order of the languages."""
    found = ContentPage.objects.filter(translation_key=page.translation_key, live=True).exclude(pk=page.pk)
    return sorted(found, key=lambda version: _LANGUAGES.index(version.language))


def record_of(page: ContentPage) -> int | None:
    """The record of the register that counts this version now."""
    found = Posting.objects.filter(translation_key=page.translation_key, language=page.language)
    return found.filter(activity__entry__isnull=False).values_list("activity", flat=True).first()


def times(period: Period, *, now: datetime) -> tuple[Times | None, list[Times], list[Times]]:
    """Of what was published in the period and says when it happened: all, by month, by language."""
    zone = timezone.get_current_timezone()
    since, until = (datetime.combine(day, datetime.min.time(), zone) for day in (period.since, period.until))
    found = ContentPage.objects.filter(
        event_at__isnull=False, first_published_at__gte=since, first_published_at__lt=until
    ).order_by("first_published_at")
    known = limits()
    items = list(found)
    by_month: dict[str, list[ContentPage]] = {}
    by_language: dict[str, list[ContentPage]] = {}
    for item in items:
        by_month.setdefault(timezone.localtime(item.first_published_at).strftime("%Y-%m"), []).append(item)
        by_language.setdefault(item.language, []).append(item)
    months = [_times(key, group, known, now) for key, group in by_month.items()]
    languages = [_times(code, by_language[code], known, now) for code in _LANGUAGES if code in by_language]
    return (_times("", items, known, now) if items else None), months, languages


def _times(key: str, items: list[ContentPage], known: list[Limit], now: datetime) -> Times:
    took = [(item.first_published_at - item.event_at).total_seconds() for item in items]
    clocks = [clock_of(item, known, now=now) for item in items if limit_of(item, known)]
    late_count = sum(1 for clock in clocks if clock and clock.is_over)
    return Times(key, len(items), timedelta(seconds=median(took)), late_count)
