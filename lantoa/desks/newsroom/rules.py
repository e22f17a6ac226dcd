"""Who may do what with an item outside Wagtail's own pages, and what an item counts."""

from datetime import date
from typing import TYPE_CHECKING

from lantoa.base.quantities import THOUSANDTHS
from lantoa.core.ledger.drafts import Draft
from lantoa.core.people import rules as people
from lantoa.core.people.models import Role, User
from lantoa.desks.newsroom.models import ContentPage, ItemKind, Origin, pictures_of
from lantoa.desks.newsroom.models.access import WRITERS, is_steward, reviews_for, writes_for

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser

# How the ledger names what is published here.
ACTIVITY_KIND = "media_items"
CHANNEL = "portal"

_NEWS = {ItemKind.ARTICLE, ItemKind.EVENT, ItemKind.PRESS_RELEASE}
# A door for one audience tells nothing of its own.
_UNCOUNTED = {ItemKind.LANDING}
_HOME = "vi"


def works_here(user: "User | AnonymousUser") -> bool:
    """Writes, reviews or reads drafts of any agency."""
    if not isinstance(user, User):
        return False
    return is_steward(user) or people.holds(user, Role.LEADER, Role.REVIEWER, *WRITERS)


def may_withdraw(user: User, page: ContentPage) -> bool:
    """What is wrong must go at once, so one reviewer is enough; the reason is public and the log says who."""
    return page.live and not page.is_withdrawn and reviews_for(user, page.agency_id)


def may_restore(user: User, page: ContentPage) -> bool:
    return page.is_withdrawn and reviews_for(user, page.agency_id)


def may_announce_correction(user: User, page: ContentPage) -> bool:
    return page.live and not page.is_withdrawn and writes_or_reviews(user, page)


def may_tick(user: User, page: ContentPage) -> bool:
    return writes_or_reviews(user, page)


def writes_or_reviews(user: User, page: ContentPage) -> bool:
    return writes_for(user, page.agency_id) or reviews_for(user, page.agency_id)


def is_counted(page: ContentPage) -> bool:
    return page.KIND not in _UNCOUNTED


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
