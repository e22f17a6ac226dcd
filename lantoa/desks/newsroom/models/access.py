"""What Wagtail asks of a page: what this person may do with it. Answered from the posts held today, never from groups.

Nobody publishes with a button: what is approved by another person is published by that approval (see `Review`). And
nobody takes a page away that readers have seen: it is withdrawn under its banner, or moved and redirected.
"""

from typing import TYPE_CHECKING, Any

from wagtail.models import Page, PagePermissionTester

from lantoa.core.people import rules as people
from lantoa.core.people.models import Role

if TYPE_CHECKING:
    from lantoa.desks.newsroom.models.content import ContentPage

WRITERS = (Role.EDITOR, Role.TRANSLATOR, Role.PRESS_OFFICER)


def is_steward(user: Any) -> bool:
    """Answers for the whole portal: its sections, and every agency's items."""
    return bool(user.is_active) and (people.is_secretariat(user) or bool(user.is_superuser))


def writes_for(user: Any, agency: str | None) -> bool:
    return is_steward(user) or agency in people.agencies_held(user, *WRITERS)


def reviews_for(user: Any, agency: str | None) -> bool:
    return is_steward(user) or agency in people.agencies_held(user, Role.REVIEWER)


class _Permissions(PagePermissionTester):
    """What is true of every page of ours."""

    def __init__(self, user: Any, page: Page) -> None:
        self.user, self.page, self.page_is_root = user, page, page.depth == 1
        # The stock answers look here for what groups give; they give nothing.
        self.permissions: set[str] = set()

    def can_edit(self) -> bool:
        raise NotImplementedError

    def can_publish(self) -> bool:
        return False

    def can_publish_subpage(self) -> bool:
        return False

    def can_unpublish(self) -> bool:
        return False

    def can_set_view_restrictions(self) -> bool:
        """The portal is public; passwords for single pages are not offered."""
        return False

    def can_delete(self, ignore_bulk: bool = False) -> bool:
        """A draft that no reader ever saw, with nothing under it."""
        return self.can_edit() and self.page.first_published_at is None and not self.page.live and self.page.is_leaf()

    def can_reorder_children(self) -> bool:
        return is_steward(self.user)

    def can_lock(self) -> bool:
        return self.can_edit()

    def can_unlock(self) -> bool:
        return self.can_edit() and (self.user_has_lock() or is_steward(self.user))

    def can_view_revisions(self) -> bool:
        return self.can_edit()


class ItemPermissions(_Permissions):
    """Of an item: its agency's editors write, its reviewers read and judge, the secretariat does either."""

    page: "ContentPage"

    def can_edit(self) -> bool:
        agency = self.page.agency_id
        return writes_for(self.user, agency) or reviews_for(self.user, agency)

    def can_add_subpage(self) -> bool:
        return False

    def can_submit_for_moderation(self) -> bool:
        return writes_for(self.user, self.page.agency_id) and bool(super().can_submit_for_moderation())

    def can_unschedule(self) -> bool:
        return reviews_for(self.user, self.page.agency_id)

    def can_move(self) -> bool:
        """What readers know moves by the secretariat alone; its old address leads to the new one."""
        return is_steward(self.user) or (self.can_edit() and self.page.first_published_at is None)

    def can_move_to(self, destination: Page) -> bool:
        is_possible = self.page != destination and not destination.is_descendant_of(self.page)
        return is_possible and self.can_move() and bool(self.page.specific.can_move_to(destination))

    def can_copy_to(self, destination: Page, recursive: bool = False) -> bool:
        """In its language; of another one it would be a version that nobody finds."""
        return destination.locale_id == self.page.locale_id and bool(super().can_copy_to(destination, recursive))


class ShelfPermissions(_Permissions):
    """Of a page that only leads to others: the secretariat keeps it, editors put items under it."""

    def can_edit(self) -> bool:
        return not self.page_is_root and is_steward(self.user)

    def can_publish(self) -> bool:
        """A choice among what was approved, so no second pair of eyes."""
        return self.can_edit()

    def can_publish_subpage(self) -> bool:
        return is_steward(self.user) and not self._holds_items()

    def can_add_subpage(self) -> bool:
        classes = self.page.specific_class.creatable_subpage_models()
        if not any(each.can_create_at(self.page) for each in classes):
            return False
        return is_steward(self.user) or (self._holds_items() and bool(people.agencies_held(self.user, *WRITERS)))

    def can_submit_for_moderation(self) -> bool:
        return False

    def can_unschedule(self) -> bool:
        return self.can_edit()

    def can_move(self) -> bool:
        return False

    def can_move_to(self, destination: Page) -> bool:
        return False

    def can_copy(self) -> bool:
        return False

    def _holds_items(self) -> bool:
        return bool(getattr(self.page.specific_class, "HOLDS_ITEMS", False))
