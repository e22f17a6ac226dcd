"""What a person finds in the library, and the same as Wagtail's policy for pictures and documents."""

from collections.abc import Iterable
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.db.models import Q, QuerySet
from wagtail.documents.permissions import permission_policy as of_documents
from wagtail.images.permissions import permission_policy as of_images
from wagtail.models import Collection, Page, ReferenceIndex, Revision, WorkflowState
from wagtail.permission_policies.collections import CollectionOwnershipPermissionPolicy

from lantoa.core.people.models import User
from lantoa.desks.media import rules
from lantoa.desks.media.models import MediaDocument, MediaImage


class LibraryPolicy(CollectionOwnershipPermissionPolicy):
    """Wagtail asks rows of groups, folder by folder; posts begin and end by their dates, and the library is one."""

    def _check_perm(self, user: Any, actions: Iterable[str], collection: Collection | None = None) -> bool:
        return rules.may(user, actions)

    def user_has_any_permission_for_instance(self, user: Any, actions: Iterable[str], instance: Any) -> bool:
        """What stands on a page was approved with it: nobody deletes it, and what is said of it is not mended by who
        added it, but by those who keep the library.
        """
        asked = set(actions)
        if asked & {"change", "delete"} and uses_of(instance):
            return rules.may(user, asked & {"change", "choose"})
        return bool(super().user_has_any_permission_for_instance(user, actions, instance))

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


def document_of(key: int) -> MediaDocument | None:
    found: MediaDocument | None = MediaDocument.objects.filter(pk=key).first()
    return found


def pages_leading_to(file: MediaImage | MediaDocument) -> "QuerySet[Page]":
    """By Wagtail's index of references, which is kept for the published state: what a newer draft of a public page
    leads to is not among them. Of a page that was never public, what its draft says.
    """
    page = ContentType.objects.get_for_model(Page)
    references = ReferenceIndex.get_references_to(file).filter(base_content_type=page)
    found: QuerySet[Page] = Page.objects.filter(
        pk__in={int(pk) for pk in references.values_list("object_id", flat=True)}
    )
    return found


def keys_led_to(said: Page, kind: type[MediaImage | MediaDocument]) -> set[int]:
    """The files of a kind that a text leads to as it stands, saved or not."""
    wanted = ContentType.objects.get_for_model(kind).pk
    # Wagtail has no public way to ask this of a text that is not in its index.
    led_to = ReferenceIndex._extract_references_from_object(said)
    return {int(key) for found, key, *_ in led_to if found == wanted}


def uses_of(file: MediaImage | MediaDocument) -> list[Page]:
    """The pages on which readers have it, or will have it as it stands: public, approved for a moment, in review."""
    found = {page.pk: page for page in pages_leading_to(file).filter(live=True)}
    sent = WorkflowState.objects.filter(status="in_progress").values("current_task_state__revision")
    settled = Revision.page_revisions.filter(Q(approved_go_live_at__isnull=False) | Q(pk__in=sent))
    waiting = [(int(revision.object_id), revision) for revision in settled]
    pages = Page.objects.in_bulk({key for key, _ in waiting} - found.keys())
    for key, revision in waiting:
        # As it was sent: the index knows of public pages no next text, and of drafts what the worker came to.
        if page := pages.get(key):
            said = page.specific_class.from_serializable_data(revision.content, check_fks=False)
            if file.pk in keys_led_to(said, type(file)):
                found[key] = page
    return list(found.values())
