"""An item becomes public: its place in the lists, its corrections, and its one line in the ledger."""

import uuid
from datetime import datetime

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from wagtail.log_actions import log
from wagtail.models import Revision, TaskState

from lantoa.core.ledger import actions as ledger
from lantoa.core.ledger.drafts import Draft, draft_of
from lantoa.core.people.models import User
from lantoa.core.vocabulary.models import Kind
from lantoa.desks.newsroom.actions import finding
from lantoa.desks.newsroom.actions.checking import carry_signature
from lantoa.desks.newsroom.models import ContentPage, Correction, Origin, PendingCorrection, Posting, PressRelease
from lantoa.desks.newsroom.rules.counting import (
    CHANNEL,
    EVERY_LANGUAGE,
    TIMED_KIND,
    counts_the_same,
    is_counted,
    record_of,
    time_of,
)

# Of the keys by which the register knows that a publication was recorded already.
_NAMESPACE = uuid.UUID("5f1c53a2-6a0e-4d55-9c1f-6d0a3c0f2b71")


def approve(page: ContentPage, *, by: User | None, at: datetime) -> None:
    """Publish the newest text, which another person approved; one that is embargoed waits for its hour."""
    revision = page.get_latest_revision()
    if isinstance(page, PressRelease):
        _keep_embargo(revision, at=at)
    # Nobody holds Wagtail's permission to publish; who may approve was asked before.
    revision.publish(user=by, skip_permission_checks=True)


def _keep_embargo(revision: Revision, *, at: datetime) -> None:
    said = revision.as_object()
    if (hour := said.embargo_until) and hour > at and (said.go_live_at is None or said.go_live_at < hour):
        revision.content["go_live_at"] = hour.isoformat()
        revision.save(update_fields=["content"])


@transaction.atomic
def published(page: ContentPage, *, revision: Revision | None, at: datetime) -> None:
    """What belongs to a publication; called inside its transaction, and twice does no harm.

    A withdrawn item stays withdrawn, whatever text it has now.
    """
    by = _who_answers(page, revision)
    if revision and page.origin == Origin.MACHINE_ASSISTED:
        carry_signature(page, revision)
    if not page.is_withdrawn:
        if page.listed_at is None:
            page.listed_at = page.published_elsewhere_at or page.first_published_at or at
            # Wagtail saved the page a moment ago; all that hears of a save would do its work a second time.
            ContentPage.objects.filter(pk=page.pk).update(listed_at=page.listed_at)
            finding.refresh(page.pk)
        post(page, by=by, at=at)
    _tell_correction(page, at=at)


@transaction.atomic
def unpublished(page: ContentPage, *, at: datetime) -> None:
    """It is out of the public by another way than ours (Wagtail's commands): then it counts no more."""
    page.listed_at = None
    page.save(update_fields=["listed_at"], clean=False)
    take_back(page, by=_who_answers(page, None), at=at, reason=_("The page was taken off the portal."))


def post(page: ContentPage, *, by: User | None, at: datetime) -> None:
    """Record the item in the register as accepted, once; correct that record when what is counted changed.

    by: None: made by a program for nobody; then nothing is counted
    """
    if by is None or not is_counted(page):
        return
    record = record_of(page, occurred_on=timezone.localtime(page.listed_at or at).date())
    otherwise = _("The item was published anew, otherwise.")
    _record(_posting_of(page, page.language), record, by=by, at=at, reason=otherwise)
    _time(page, by=by, at=at, reason=otherwise)


def take_back(page: ContentPage, *, by: User | None, at: datetime, reason: str) -> None:
    """Reverse what was counted of the item, if it still stands."""
    if by is not None:
        _record(_posting_of(page, page.language), None, by=by, at=at, reason=reason)
        _time(page, by=by, at=at, reason=reason)


def _record(posting: Posting, record: Draft | None, *, by: User, at: datetime, reason: str) -> None:
    """What the register says: this and nothing else. record: None for nothing; reason: of what stood there"""
    standing = posting.activity if posting.activity and posting.activity.is_standing else None
    if record is None:
        if standing:
            ledger.reverse(standing, by=by, at=at, reason=reason)
    elif standing is None:
        posting.number += 1
        activity = ledger.save_draft(record, by=by, at=at, form_key=_form_key(posting))
        ledger.submit(activity, by=by, at=at)
        posting.activity = ledger.accept(activity, by=by, at=at)
        posting.save()
    elif not counts_the_same(draft_of(standing), record):
        ledger.correct(standing, record, by=by, at=at, reason=reason)


def _time(page: ContentPage, *, by: User, at: datetime, reason: str) -> None:
    """How soon the item was there in a foreign language: once for all its versions, as they are out now."""
    if not Kind.objects.filter(code=TIMED_KIND).exists():  # an office that threw the kind away times nothing
        return
    posting = _posting_of(page, EVERY_LANGUAGE)
    versions = ContentPage.objects.filter(translation_key=page.translation_key, listed_at__isnull=False)
    record = time_of([version.specific for version in versions.order_by("first_published_at", "pk")])
    _record(posting, record, by=by, at=at, reason=reason)


def _posting_of(page: ContentPage, language: str) -> Posting:
    posting, _made = Posting.objects.select_for_update().get_or_create(
        translation_key=page.translation_key, language=language, channel=CHANNEL
    )
    return posting


def _form_key(posting: Posting) -> uuid.UUID:
    said = (posting.translation_key, posting.language, posting.channel, posting.number)
    return uuid.uuid5(_NAMESPACE, "/".join(map(str, said)))


def _tell_correction(page: ContentPage, *, at: datetime) -> None:
    pending = PendingCorrection.objects.filter(page=page.pk).first()
    if pending:
        made = Correction.objects.create(page=page, text=pending.text, corrected_by=pending.written_by, corrected_at=at)
        made.carries.set(pending.carries.all())
        pending.delete()
        log(page, "newsroom.correct", user=pending.written_by, timestamp=at)
        finding.refresh(page.pk)


def _who_answers(page: ContentPage, revision: Revision | None) -> User | None:
    """Who approved this text; where nobody had to, who wrote it."""
    states = TaskState.objects.filter(revision=revision, status=TaskState.STATUS_APPROVED) if revision else ()
    approved = [state.finished_by for state in states if state.finished_by]
    found: User | None = (approved[-1] if approved else None) or (revision and revision.user) or page.owner
    return found
