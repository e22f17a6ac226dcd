"""Who may do what with an item on the office's own screens; of Wagtail's pages see `models/access.py`."""

from typing import TYPE_CHECKING

from wagtail.models import WorkflowState

from lantoa.core.people import rules as people
from lantoa.core.people.models import Role, User
from lantoa.desks.newsroom.models import ContentPage
from lantoa.desks.newsroom.models.access import WRITERS, is_steward, reviews_for, writes_for

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser


def works_here(user: "User | AnonymousUser") -> bool:
    """Writes, reviews or reads drafts of any agency."""
    if not isinstance(user, User):
        return False
    return is_steward(user) or people.holds(user, Role.LEADER, Role.REVIEWER, *WRITERS)


def may_write(user: "User | AnonymousUser") -> bool:
    """New items: the secretariat, and whoever writes for an agency."""
    return isinstance(user, User) and (is_steward(user) or people.holds(user, *WRITERS))


def keeps_facts(user: "User | AnonymousUser") -> bool:
    """Says of facts that they are still right: the agency that answers for them, and the secretariat."""
    return isinstance(user, User) and (is_steward(user) or people.holds(user, Role.REVIEWER, *WRITERS))


def may_bring_in(user: "User | AnonymousUser") -> bool:
    """What another portal published: the secretariat, and editors for their own agencies."""
    return isinstance(user, User) and (is_steward(user) or people.holds(user, Role.EDITOR))


def may_withdraw(user: User, page: ContentPage) -> bool:
    """What is wrong must go at once, so one reviewer is enough; the reason is public and the log says who."""
    return page.live and not page.is_withdrawn and reviews_for(user, page.agency_id)


def may_begin_version(user: User, page: ContentPage) -> bool:
    """In another language, by whoever writes for its agency."""
    return not page.is_withdrawn and writes_for(user, page.agency_id)


def may_restore(user: User, page: ContentPage) -> bool:
    return page.is_withdrawn and reviews_for(user, page.agency_id)


def may_recall(user: User, page: ContentPage) -> bool:
    """Take out of review: who sent it or made it, and the secretariat; a reviewer returns it with a reason."""
    state = page.current_workflow_state
    if state is None or state.status != WorkflowState.STATUS_IN_PROGRESS:
        return False
    is_its_own = user.pk in {state.requested_by_id, page.owner_id} and writes_or_reviews(user, page)
    return is_its_own or is_steward(user)


def may_announce_correction(user: User, page: ContentPage) -> bool:
    return page.live and not page.is_withdrawn and writes_or_reviews(user, page)


def may_tick(user: User, page: ContentPage) -> bool:
    return writes_or_reviews(user, page)


def writes_or_reviews(user: User, page: ContentPage) -> bool:
    return writes_for(user, page.agency_id) or reviews_for(user, page.agency_id)


def may_edit_rules(user: "User | AnonymousUser") -> bool:
    """Limits and the checklist, as all words of an installation."""
    return people.holds(user, Role.ADMINISTRATOR)


def reads_all(user: User) -> bool:
    """Drafts of every agency, and how long things take."""
    return is_steward(user) or people.holds(user, Role.LEADER)


def reads_times(user: "User | AnonymousUser") -> bool:
    return isinstance(user, User) and reads_all(user)
