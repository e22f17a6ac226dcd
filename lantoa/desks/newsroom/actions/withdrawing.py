"""What is wrong: taken out of review, corrected under a public note, or withdrawn under a public reason."""

from collections.abc import Iterable, Mapping
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _
from wagtail.log_actions import log
from wagtail.models import WorkflowState

from lantoa.core.people.models import User
from lantoa.desks.newsroom.actions.checking import NotNow
from lantoa.desks.newsroom.actions.publishing import post, take_back
from lantoa.desks.newsroom.models import ContentPage, Correction, PendingCorrection


@transaction.atomic
def withdraw(page: ContentPage, *, by: User, at: datetime, reason: str, language: str = "") -> ContentPage:
    """Out of every list, feed and search; the page itself stays, under a banner with this reason. Not counted any more.

    language: of the reason, if it is another one than that of the page
    raises:   NotNow without a reason, or while it is not public
    """
    page = _locked(page)
    if not reason.strip():
        raise NotNow(_("Give the reason: every reader of this page sees it."))
    if not page.live:
        raise NotNow(_("Only what is public can be withdrawn. A draft can be deleted."))
    if page.is_withdrawn:
        return page
    page.withdrawn_at, page.withdrawn_reason, page.listed_at = at, reason.strip(), None
    page.withdrawn_in = "" if language == page.language else language
    _save(page)
    take_back(page, by=by, at=at, reason=reason.strip())
    log(page, "newsroom.withdraw", user=by, timestamp=at, data={"reason": reason.strip()})
    return page


@transaction.atomic
def withdraw_all(pages: Iterable[ContentPage], *, by: User, at: datetime, reasons: Mapping[str, str]) -> None:
    """Several languages of an item, all or none, each with the reason in its own language or in one that is given.

    reasons: by language
    raises:  NotNow
    """
    # Always in this order: two who withdraw the same languages would each hold what the other waits for.
    for page in sorted(pages, key=lambda each: each.pk):
        language = reason_language(page.language, reasons)
        withdraw(page, by=by, at=at, reason=reasons.get(language, ""), language=language)


def reason_language(language: str, reasons: Mapping[str, str]) -> str:
    """In which of the languages the readers of one are told: their own, English, then the official one."""
    return next((code for code in (language, "en", "vi") if reasons.get(code, "").strip()), "")


@transaction.atomic
def say_reason(page: ContentPage, *, by: User, at: datetime, reason: str) -> ContentPage:
    """Give the reason of a withdrawal in the language of the page, or say it better; the log keeps what stood there.

    raises: NotNow without a reason, or once it was put back
    """
    page = _locked(page)
    if not reason.strip():
        raise NotNow(_("Give the reason: every reader of this page sees it."))
    if not page.is_withdrawn:
        raise NotNow(_("It is not withdrawn any more."))
    before = page.withdrawn_reason
    page.withdrawn_reason, page.withdrawn_in = reason.strip(), ""
    _save(page)
    log(page, "newsroom.reason", user=by, timestamp=at, data={"reason": page.withdrawn_reason, "before": before})
    return page


@transaction.atomic
def restore(page: ContentPage, *, by: User, at: datetime) -> ContentPage:
    """Put a withdrawn item back where it stood, and count it again; twice does no harm."""
    page = _locked(page)
    if page.is_withdrawn:
        page.withdrawn_at, page.withdrawn_reason, page.withdrawn_in = None, "", ""
        page.listed_at = page.published_elsewhere_at or page.first_published_at or at
        # Calendars and search engines that struck it out take in nothing that is older than that.
        page.last_published_at = at
        _save(page)
        post(page, by=by, at=at)
        log(page, "newsroom.restore", user=by, timestamp=at)
    return page


@transaction.atomic
def recall(page: ContentPage, *, by: User) -> None:
    """Out of review, to be changed; the text stays as it was sent. raises: NotNow, when it was judged meanwhile"""
    state = _locked(page).current_workflow_state
    if state is None or state.status != WorkflowState.STATUS_IN_PROGRESS:
        raise NotNow(_("It is no longer in review."))
    state.cancel(user=by)


@transaction.atomic
def announce_correction(
    page: ContentPage, *, text: str, by: User, at: datetime, carries: Iterable[int] = ()
) -> PendingCorrection:
    """Say what was wrong; readers see it with the corrected text, when another person has approved that.

    carries: corrections of other languages that this one carries over
    raises:  NotNow without a text, while it is not public, or while its next text is sent
    """
    page = _locked(page)
    if not text.strip():
        raise NotNow(_("Say what was wrong and what is right: readers see this sentence."))
    if not page.live or page.is_withdrawn:
        raise NotNow(_("Only what is public can be corrected. Simply change a draft."))
    _refuse_if_sent(page)
    pending, _made = PendingCorrection.objects.update_or_create(
        page=page, defaults={"text": text.strip(), "written_by": by, "written_at": at}
    )
    others = Correction.objects.filter(page__translation_key=page.translation_key).exclude(page=page.pk)
    pending.carries.set(others.filter(pk__in=list(carries)))
    log(page, "newsroom.announce_correction", user=by, timestamp=at)
    return pending


@transaction.atomic
def settle_correction(page: ContentPage, correction: int, *, by: User, at: datetime) -> None:
    """Say that a correction of another language asks nothing of this version, which never had the mistake or was
    mended with it; twice does no harm.
    """
    told = _correction_elsewhere(page, correction)
    if told and not told.settled_on.filter(pk=page.pk).exists():
        told.settled_on.add(page.pk)
        log(page, "newsroom.settle_correction", user=by, timestamp=at, data={"correction": correction})


@transaction.atomic
def reopen_correction(page: ContentPage, correction: int, *, by: User, at: datetime) -> None:
    """Take that back; twice does no harm."""
    told = _correction_elsewhere(page, correction)
    if told and told.settled_on.filter(pk=page.pk).exists():
        told.settled_on.remove(page.pk)
        log(page, "newsroom.reopen_correction", user=by, timestamp=at, data={"correction": correction})


def _correction_elsewhere(page: ContentPage, correction: int) -> Correction | None:
    others = Correction.objects.filter(page__translation_key=page.translation_key).exclude(page=page.pk)
    return others.filter(pk=correction).first()


@transaction.atomic
def drop_correction(page: ContentPage, *, by: User, at: datetime) -> None:
    """Take back a correction that nobody has read yet; twice does no harm. raises: NotNow, while it is sent"""
    page = _locked(page)
    pending = PendingCorrection.objects.filter(page=page.pk)
    if pending:
        _refuse_if_sent(page)
        pending.delete()
        log(page, "newsroom.drop_correction", user=by, timestamp=at)


def _refuse_if_sent(page: ContentPage) -> None:
    """What readers are told of a text is approved with it: a sentence written later nobody else would have read."""
    if page.workflow_in_progress or page.scheduled_revision:
        raise NotNow(
            _("Its new text is in review or waits for its moment. Take it back first: who approves it reads both.")
        )


def _locked(page: ContentPage) -> ContentPage:
    found: ContentPage = ContentPage.objects.select_for_update(of=("self",)).get(pk=page.pk).specific
    return found


def _save(page: ContentPage) -> None:
    written = ["withdrawn_at", "withdrawn_reason", "withdrawn_in", "listed_at", "last_published_at"]
    page.save(update_fields=written, clean=False)
