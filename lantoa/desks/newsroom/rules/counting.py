"""What a published item counts: one record of the register."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, datetime, timedelta

from django.utils import timezone

from lantoa.base.quantities import THOUSANDTHS
from lantoa.core.ledger.drafts import Draft
from lantoa.desks.newsroom.models import ContentPage, ItemKind, Origin, pictures_of

# How the ledger names what is published here.
ACTIVITY_KIND = "media_items"
CHANNEL = "portal"
TIMED_KIND = "first_foreign_version"
# Of what is counted once for all versions of an item.
EVERY_LANGUAGE = ""

_NEWS = {ItemKind.ARTICLE, ItemKind.EVENT, ItemKind.PRESS_RELEASE}
# A door for one audience tells nothing of its own.
_UNCOUNTED = {ItemKind.LANDING}
_HOME = "vi"


def is_counted(page: ContentPage) -> bool:
    """What readers had before on another portal was news then; brought here it is none."""
    return page.KIND not in _UNCOUNTED and page.published_elsewhere_at is None


def record_of(page: ContentPage, *, occurred_on: date) -> Draft:
    """What the register says of a published item: one line, by language, channel and kind of information."""
    return Draft(
        kind=ACTIVITY_KIND,
        agency=page.agency_id,
        title=page.title[:300],
        occurred_from=occurred_on,
        occurred_on=occurred_on,
        place=page.place_id,
        programme=page.task.programme_id if page.task else None,
        task=page.task_id,
        dimensions=_dimensions(page),
        quantities={code: (count * THOUSANDTHS, "") for code, count in _counts(page).items() if count},
    )


def time_of(versions: Sequence[ContentPage]) -> Draft | None:
    """What the register says of how soon an item was there for foreign readers; None where nothing is to be said.

    versions: those of one item that are out, the first published first; where a version does not say when it happened,
              the Vietnamese one does. What came out before its event tells of no time, nor what came from elsewhere.
    """
    first = next((page for page in versions if page.language != _HOME), None)
    if first is None or not all(map(is_counted, versions)) or (out := first.first_published_at) is None:
        return None
    told = [first.event_at, *(page.event_at for page in versions if page.language == _HOME)]
    happened: datetime | None = next(filter(None, told), None)
    if happened is None or out < happened:
        return None
    tenths = round((out - happened) / timedelta(minutes=6))
    record = record_of(first, occurred_on=timezone.localtime(out).date())
    quantities = {"first_foreign_versions": THOUSANDTHS, "hours_to_foreign_version": tenths * THOUSANDTHS // 10}
    return replace(
        record, kind=TIMED_KIND, place=None, quantities={code: (amount, "") for code, amount in quantities.items()}
    )


def counts_the_same(one: Draft, other: Draft) -> bool:
    """Whether two records differ in no more than their words."""
    return _counted(one) == _counted(other)


def _counted(draft: Draft) -> tuple[object, ...]:
    return (
        draft.agency, draft.occurred_on, draft.place, draft.programme, draft.task, draft.dimensions, draft.quantities,
    )  # fmt: skip


def _dimensions(page: ContentPage) -> dict[str, str]:
    told = {"channel": CHANNEL, "language": page.language, "information_kind": page.information_kind}
    return {name: code for name, code in told.items() if code}


def _counts(page: ContentPage) -> dict[str, int]:
    is_news = page.KIND in _NEWS
    is_foreign = is_news and page.language != _HOME
    return {
        "media_rounds": 1,
        "news_items": int(is_news),
        "items_written_directly": int(is_foreign and page.origin == Origin.ORIGINAL),
        "items_translated": int(is_foreign and page.origin != Origin.ORIGINAL),
        "photos": len(pictures_of(page)),
    }
