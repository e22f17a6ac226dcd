"""What a person finds in the library, and the same as Wagtail's policy for pictures and documents."""

from collections.abc import Iterable
from typing import Any

from django.db.models import Q, QuerySet
from wagtail.documents.permissions import permission_policy as of_documents
from wagtail.images.permissions import permission_policy as of_images
from wagtail.models import Collection
from wagtail.permission_policies.collections import CollectionOwnershipPermissionPolicy

from lantoa.core.people.models import User
from lantoa.desks.media import rules
from lantoa.desks.media.models import MediaImage


class LibraryPolicy(CollectionOwnershipPermissionPolicy):
    """Wagtail asks rows of groups, folder by folder; posts begin and end by their dates, and the library is one."""

    def _check_perm(self, user: Any, actions: Iterable[str], collection: Collection | None = None) -> bool:
        return rules.may(user, actions)

    def _collections_with_perm(self, user: Any, actions: Iterable[str]) -> "QuerySet[Collection]":
        found: QuerySet[Collection] = Collection.objects.all()
        return found if rules.may(user, actions) else found.none()

    def _users_with_perm_filter(self, actions: Iterable[str], collection: Collection | None = None) -> Q:
        roles = rules.roles_that_may(actions)
        return Q(is_active=True, pk__in=User.objects.filter(posts__role__in=roles).values("pk"))


def install() -> None:
    """Called once, when the room is ready: Wagtail has no setting for its policies, and hands out these two objects."""
    for policy in (of_images, of_documents):
        policy.__class__ = LibraryPolicy


def picture_of(key: int) -> MediaImage | None:
    found: MediaImage | None = MediaImage.objects.filter(pk=key).first()
    return found
