"""Which pages a person works on, and the same as Wagtail's policy for pages.

An agency's pages are no subtree (agencies times languages), and posts begin and end by their dates: groups with rows
for pages could say neither. Wagtail has no setting for its policy and makes it in several places, so its class is
given our answers; `install` is called once, when the room is ready.
"""

from collections.abc import Iterable
from typing import Any

from django.db.models import Q, QuerySet
from wagtail.models import GroupPagePermission, Page
from wagtail.permission_policies.pages import PagePermissionPolicy

from lantoa.core.people import rules as people
from lantoa.core.people.models import Role, User
from lantoa.desks.newsroom.models import ContentPage
from lantoa.desks.newsroom.models.access import WRITERS, is_steward
from lantoa.desks.newsroom.queries.lists import public

_READERS = (*WRITERS, Role.REVIEWER)
_STEWARDS = (Role.SECRETARIAT, Role.ADMINISTRATOR)


def pages_edited_by(user: Any) -> "QuerySet[Page]":
    """The items of the agencies a person writes or reviews for; every page for the secretariat."""
    if is_steward(user):
        return _all_pages()
    own = ContentPage.objects.filter(agency__in=people.agencies_held(user, *_READERS))
    return _all_pages().filter(pk__in=own.values("pk"))


def pages_explored_by(user: Any) -> "QuerySet[Page]":
    """What stands in lists of the admin: those, and the homes and sections under which they stand."""
    if is_steward(user):
        return _all_pages()
    agencies = people.agencies_held(user, *_READERS)
    if not agencies:
        return _all_pages().none()
    others = ContentPage.objects.exclude(agency__in=agencies)
    return _all_pages().exclude(pk__in=others.values("pk"))


def pages_chosen_by(user: Any) -> "QuerySet[Page]":
    """What a link may lead to: those, and whatever the public may open."""
    return _all_pages().filter(Q(pk__in=pages_explored_by(user).values("pk")) | Q(pk__in=public().values("pk")))


def item_hidden_from(user: Any, numbers: Iterable[int]) -> ContentPage | None:
    """One of these that no list and no choice shows; None: there is none."""
    items: QuerySet[ContentPage] = ContentPage.objects.filter(pk__in=numbers)
    return items.exclude(pk__in=pages_chosen_by(user).values("pk")).first()


def _all_pages() -> "QuerySet[Page]":
    found: QuerySet[Page] = Page.objects.all()
    return found


class _OfficePolicy:
    """The answers that Wagtail's policy for pages gives here."""

    def get_all_permissions_for_user(self, user: Any) -> "QuerySet[GroupPagePermission]":
        nothing: QuerySet[GroupPagePermission] = GroupPagePermission.objects.none()
        return nothing

    def user_has_any_permission(self, user: Any, actions: Iterable[str]) -> bool:
        return bool(_offered(user) & set(actions))

    def user_has_any_permission_for_instance(self, user: Any, actions: Iterable[str], instance: Page) -> bool:
        may = instance.permissions_for_user(user)
        asked = {
            "add": may.can_add_subpage, "change": may.can_edit, "delete": may.can_delete, "publish": may.can_publish,
            "lock": may.can_lock, "unlock": may.can_unlock,
        }  # fmt: skip
        return any(asked[action]() for action in actions if action in asked)

    def instances_user_has_any_permission_for(self, user: Any, actions: Iterable[str]) -> "QuerySet[Page]":
        return pages_edited_by(user) if _offered(user) & set(actions) else _all_pages().none()

    def users_with_any_permission(self, actions: Iterable[str], include_superusers: bool = True) -> "QuerySet[User]":
        roles = _STEWARDS if set(actions) <= {"publish", "bulk_delete"} else (*_READERS, *_STEWARDS)
        who = Q(pk__in=User.objects.filter(posts__role__in=roles).values("pk"))
        return User.objects.filter(who | Q(is_superuser=True) if include_superusers else who, is_active=True)

    def users_with_any_permission_for_instance(
        self, actions: Iterable[str], instance: Page, include_superusers: bool = True
    ) -> "QuerySet[User]":
        everybody = self.users_with_any_permission(actions, include_superusers)
        return everybody.filter(
            pk__in=[user.pk for user in everybody if instance.permissions_for_user(user).can_edit()]
        )

    def instances_with_direct_explore_permission(self, user: Any) -> "QuerySet[Page]":
        return _all_pages().filter(depth=1) if _offered(user) else _all_pages().none()

    def explorable_instances(self, user: Any) -> "QuerySet[Page]":
        return pages_explored_by(user)


def _offered(user: Any) -> set[str]:
    """What a person may do with any page at all."""
    if is_steward(user):
        return {"add", "change", "delete", "publish", "lock", "unlock", "bulk_delete"}
    if people.agencies_held(user, *WRITERS):
        return {"add", "change", "delete", "lock", "unlock"}
    return {"change", "lock", "unlock"} if people.agencies_held(user, Role.REVIEWER) else set()


def install() -> None:
    for name, answer in vars(_OfficePolicy).items():
        if not name.startswith("__"):
            # A name that Wagtail no longer asks for would be an answer that nobody hears.
            assert hasattr(PagePermissionPolicy, name), name
            setattr(PagePermissionPolicy, name, answer)
