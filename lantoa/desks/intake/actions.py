"""Writing: a file is kept, its items become drafts piece by piece, and what nobody touched can be taken away again."""

import json
import secrets
import uuid
from collections.abc import Callable, Collection
from datetime import datetime
from pathlib import Path

from django.conf import settings
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from wagtail.contrib.redirects.models import Redirect
from wagtail.log_actions import log
from wagtail.models import Page

from lantoa.core.people.models import Agency, User
from lantoa.desks.intake import drafts, queries
from lantoa.desks.intake.drafts import Item, Plan, Wishes
from lantoa.desks.intake.models import ContentImport, ImportedItem
from lantoa.desks.newsroom.models import Article, ContentPage, Origin, Source

# In one transaction: about two seconds, while others wait with their writing.
PIECE = 40
# Of the keys that versions of one item share.
_NAMESPACE = uuid.UUID("7a0a1f0e-6a3b-4f0e-9b83-0d6e5d1f4c52")


class NotNow(Exception):
    """The state of the import does not allow it; the message says why."""


def keep(content: bytes, *, file_name: str, by: User, at: datetime) -> ContentImport:
    """Read a file and keep what it says until somebody decides; nothing of it is an item yet.

    raises: drafts.BadSource
    """
    source = drafts.read(content)
    items = drafts.items_of(source, now=at)
    if not items:
        raise drafts.BadSource(_("There is no post and no page in this file."))
    name = f"intake-{secrets.token_hex(12)}.json"
    folder = _folder()
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    path = folder / name
    path.touch(mode=0o600)
    path.write_text(json.dumps([item.as_json() for item in items]), encoding="utf-8")
    return ContentImport.objects.create(
        file_name=file_name[-200:], form=source.form, site_title=source.title[:300], site_url=source.link[:1000],
        wishes=Wishes().as_json(), kept=name, imported_by=by, imported_at=at,
    )  # fmt: skip


def kept_items(batch: ContentImport) -> list[Item]:
    """raises: NotNow, once they were brought in or are older than a day"""
    try:
        told = json.loads((_folder() / batch.kept).read_text(encoding="utf-8")) if batch.kept else None
    except FileNotFoundError:
        told = None
    if told is None:
        raise NotNow(_("What was read from this file is no longer kept. Send the file again."))
    return [Item(**row) for row in told]


def planned(batch: ContentImport, items: list[Item]) -> Plan:
    """What would become of the items as things stand now."""
    languages: Collection[str] = queries.sections_like(batch.section) if batch.section else ()
    known = queries.known_of(item.digest for item in items)
    return drafts.plan(items, Wishes.from_json(batch.wishes), known=known, languages=languages)


def choose(batch: ContentImport, *, section: Page, agency: Agency, wishes: Wishes) -> None:
    """Where to, for whom, and which."""
    batch.section, batch.agency, batch.wishes = section, agency, wishes.as_json()
    batch.save(update_fields=["section", "agency", "wishes"])


@transaction.atomic
def begin(batch: ContentImport, *, by: User, at: datetime, leave_out: bool = False) -> ContentImport:
    """Decide for it; what comes then is brought in by `bring_some`.

    leave_out: those that cannot come stay outside, with the reason in the report
    raises: NotNow
    """
    batch = _locked(batch.pk)
    if batch.state != ContentImport.State.WAITING or batch.section is None or batch.agency is None:
        raise NotNow(_("This import was decided already."))
    plan = planned(batch, kept_items(batch))
    if plan.problems and not leave_out:
        raise NotNow(_("Some items cannot come. Leave them out, or repair the file and send it again."))
    if not plan.new:
        raise NotNow(_("Nothing of it is new: everything was brought in before, or was not chosen."))
    batch.state, batch.item_count, batch.left_out = ContentImport.State.RUNNING, len(plan.new), plan.told()
    batch.imported_by, batch.imported_at = by, at
    batch.save(update_fields=["state", "item_count", "left_out", "imported_by", "imported_at"])
    log(batch, "intake.bring", user=by, timestamp=at, data={"count": batch.item_count, "agency": batch.agency_id})
    return batch


def bring(batch: ContentImport, *, at: datetime, told: Callable[[int], None] | None = None) -> ContentImport:
    """Bring in what was decided, piece by piece; what was interrupted goes on where it stood.

    told: hears how many are here
    raises: NotNow
    """
    items = kept_items(batch) if batch.state == ContentImport.State.RUNNING else []
    while _bring_piece(batch.pk, items, at=at):
        if told:
            told(batch.items.count())
    batch.refresh_from_db()
    return batch


@transaction.atomic
def _bring_piece(pk: int, items: list[Item], *, at: datetime) -> bool:
    """returns: whether there are more"""
    batch = _locked(pk)
    if batch.state != ContentImport.State.RUNNING or batch.section is None or batch.agency is None:
        return False
    # Those that are here already are known by now.
    new = planned(batch, items).new
    sections = queries.sections_like(batch.section)
    for item in new[:PIECE]:
        _bring(batch, item, sections[item.language or batch.section.locale.language_code], at=at)
    if len(new) > PIECE:
        return True
    (_folder() / batch.kept).unlink(missing_ok=True)
    batch.state, batch.kept = ContentImport.State.DONE, ""
    batch.save(update_fields=["state", "kept"])
    return False


def _bring(batch: ContentImport, item: Item, section: Page, *, at: datetime) -> None:
    wishes, language = Wishes.from_json(batch.wishes), section.locale.language_code
    key = uuid.uuid5(_NAMESPACE, f"{batch.site_url} {item.group}") if item.group else uuid.uuid4()
    versions = ContentPage.objects.filter(translation_key=key)
    if versions.filter(locale=section.locale).exists():
        key = uuid.uuid4()
    page = Article(
        title=item.title, draft_title=item.title, slug=_free_slug(item.slug or "bai", section), locale=section.locale,
        translation_key=key, standfirst=item.standfirst, body=json.dumps(item.blocks), agency=batch.agency,
        topic=wishes.topic_of(item), owner=batch.imported_by, live=False,
        origin=Origin.TRANSLATED if item.group and language != settings.LANGUAGE_CODE else Origin.ORIGINAL,
        published_elsewhere_at=datetime.fromisoformat(item.published_at) if item.published_at else None,
    )  # fmt: skip
    words = " — ".join(filter(None, [item.author, batch.site_title]))
    if words or item.address:
        seen_on = timezone.localtime(at).date()
        page.sources = [
            Source(
                text=(words or item.address)[:300],
                url=item.address if len(item.address) <= 200 else "",
                seen_on=seen_on,
            )
        ]
    # A fresh row: the one before it changed how many stand under the section.
    Page.objects.get(pk=section.pk).add_child(instance=page)
    revision = page.save_revision(user=batch.imported_by)
    ImportedItem.objects.create(
        batch=batch, page=page, revision=revision, number=item.number, digest=item.digest, title=item.title,
        address=item.address, old_path=item.old_path, author=item.author, status=item.status, gaps=item.gaps,
        link_count=item.link_count,
    )  # fmt: skip


def _free_slug(wanted: str, section: Page) -> str:
    taken = set(section.get_children().filter(slug__startswith=wanted).values_list("slug", flat=True))
    slug, number = wanted, 1
    while slug in taken:
        number += 1
        slug = f"{wanted}-{number}"
    return slug


@transaction.atomic
def undo(batch: ContentImport, *, by: User, at: datetime) -> int:
    """Take away the drafts that nobody worked on; those that somebody did stay. returns: how many went

    raises: NotNow
    """
    batch = _locked(batch.pk)
    if batch.state not in {ContentImport.State.RUNNING, ContentImport.State.DONE}:
        raise NotNow(_("There is nothing to undo."))
    going = list(queries.untouched(batch).select_related("page"))
    pages = [item.page.specific for item in going if item.page]
    # The rows first: a page that goes would leave its row behind as one that a person deleted.
    ImportedItem.objects.filter(pk__in=[item.pk for item in going]).delete()
    for page in pages:
        page.delete()
    if batch.kept:
        (_folder() / batch.kept).unlink(missing_ok=True)
    batch.state, batch.kept, batch.removed_count = ContentImport.State.UNDONE, "", len(pages)
    batch.undone_by, batch.undone_at = by, at
    batch.save(update_fields=["state", "kept", "removed_count", "undone_by", "undone_at"])
    log(batch, "intake.undo", user=by, timestamp=at, data={"count": len(pages)})
    return len(pages)


@transaction.atomic
def drop(batch: ContentImport) -> None:
    """Forget a file for which nothing was decided."""
    batch = _locked(batch.pk)
    if batch.state != ContentImport.State.WAITING:
        raise NotNow(_("This import was decided already."))
    (_folder() / batch.kept).unlink(missing_ok=True)
    batch.delete()


def lead_on(page: ContentPage) -> None:
    """Let the address under which a published item was read before lead to it, for ever; twice does no harm.

    Not earlier: until then the new address is nobody's to know.
    """
    origin = queries.origin_of(page)
    if origin and origin.old_path:
        Redirect.objects.get_or_create(
            old_path=origin.old_path, site=None, defaults={"redirect_page": page, "is_permanent": True}
        )


def _locked(pk: int) -> ContentImport:
    return ContentImport.objects.select_for_update().get(pk=pk)


def _folder() -> Path:
    """With the workbooks that wait: what is older than a day is cleared away there."""
    uploads: Path = settings.DATA / "uploads"
    return uploads
