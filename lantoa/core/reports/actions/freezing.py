"""Freezing a review for ever with everything it states, and saying in public what the ledger was."""

import hashlib
from collections.abc import Sequence
from datetime import date, datetime, timedelta
from decimal import Decimal

from django.db import transaction
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from wagtail.log_actions import log

from lantoa.base import quantities
from lantoa.core.documents import actions as drawn
from lantoa.core.documents import queries as documents
from lantoa.core.documents.rules.statement import canonical
from lantoa.core.ledger import queries as ledger
from lantoa.core.ledger.models import Head
from lantoa.core.ledger.rules import chain
from lantoa.core.people.models import User
from lantoa.core.reports import queries, rendering
from lantoa.core.reports.actions.drafts import locked
from lantoa.core.reports.models import Comment, DailyHead, FrozenCompleteness, FrozenDocument, FrozenFigure, Report
from lantoa.core.reports.queries import Problem, Reading, Unbound
from lantoa.core.reports.rules.wanted import ALPHABET, ID_LENGTH
from lantoa.core.vocabulary import actions as vocabulary
from lantoa.core.vocabulary import queries as vocabulary_queries


class NotFrozen(Exception):
    """It is still a draft; the message says what to do first."""


class CannotFreeze(Exception):
    """The review is not ready.

    problems: tokens that cannot be printed; unbound: numbers bound to no figure; comments: those nobody answered
    """

    def __init__(
        self, message: str, *, problems: Sequence[Problem] = (), unbound: Sequence[Unbound] = (),
        comments: Sequence[Comment] = (),
    ) -> None:  # fmt: skip
        super().__init__(message)
        self.problems, self.unbound, self.comments = list(problems), list(unbound), list(comments)


@transaction.atomic
def freeze(
    report: Report, *, by: User, at: datetime, accept_unbound: bool = False, accept_comments: bool = False
) -> Report:
    """Fix a review for ever at the head of the ledger (chốt báo cáo); twice does no harm.

    The ledger's head is locked, so every figure is asked at one seq and nothing can be posted in between.
    accept_unbound: freeze although numbers are bound to no figure; they are listed in the annex and in the audit log
    accept_comments: freeze although comments are not answered; they stay with the draft that this was
    raises: CannotFreeze
    """
    report = locked(report)
    if not report.is_draft:
        return report
    head = _locked_head()
    reading, words = _read(report, seq=head.head_seq)
    _refuse(reading, accept_unbound=accept_unbound)
    if not accept_comments:
        _refuse_comments(queries.open_comments(report))
    report.state, report.frozen_by, report.frozen_at = Report.State.FROZEN, by, at
    report.as_of_seq, report.head_hash = head.head_seq, head.head_hash
    report.save(update_fields=["state", "frozen_by", "frozen_at", "as_of_seq", "head_hash"])
    figures = _freeze_figures(report, reading, words)
    _freeze_completeness(report, reading)
    letterhead = rendering.letterhead_for(report, by)
    outlines = drawn.keep_drawn_outlines(at=at) if reading.has_map else ""
    stated = rendering.frozen(reading, figures, letterhead=letterhead, outlines=outlines)
    layout = documents.profile(letterhead.profile, on=timezone.localtime(at).date())
    html, text = rendering.sheet(report, stated, layout), canonical(stated)
    FrozenDocument.objects.create(
        report=report, html=html, sha256=chain.sha256(html), statement=text, statement_sha256=chain.sha256(text)
    )
    vocabulary.mark_used(row.definition for row in figures.values())
    if report.replaces_id:
        Report.objects.filter(pk=report.replaces_id).update(state=Report.State.REPLACED)
    typed = [item.finding.text for item in reading.unbound]
    log(report, "reports.freeze", user=by, timestamp=at, data={"seq": head.head_seq, "unbound": typed})
    return report


@transaction.atomic
def issue(report: Report, *, number: str, on: date | None, by: User, at: datetime, is_public: bool = False) -> Report:
    """Note the number and the day that the records clerk gave the signed document; no figure moves.

    is_public: whether its public figures open without signing in
    raises: NotFrozen
    """
    report = locked(report)
    if report.is_draft:
        raise NotFrozen(_("Freeze the review first: number and day belong to what is signed."))
    if (report.document_number, report.dated_on, report.is_public) != (number, on, is_public):
        report.document_number, report.dated_on, report.is_public = number, on, is_public
        report.save(update_fields=["document_number", "dated_on", "is_public"])
        data = {"number": number, "on": on.isoformat() if on else "", "is_public": is_public}
        log(report, "reports.issue", user=by, timestamp=at, data=data)
    return report


@transaction.atomic
def state_head(*, at: datetime) -> DailyHead | None:
    """Say for ever what the ledger was at the end of yesterday; once a day, and not before the first entry.

    returns: the line, None if there is nothing to say
    """
    midnight = timezone.localtime(at).replace(hour=0, minute=0, second=0, microsecond=0)
    day = (midnight - timedelta(hours=1)).date()
    newest = ledger.entry_before(midnight)
    if newest is None or DailyHead.objects.filter(day__gte=day).exists():
        return None
    pages = queries.pages_to_state(before=midnight)
    stated = {"head_seq": newest.seq, "head_hash": newest.hash, "pages": pages, "stated_at": at}
    return DailyHead.objects.get_or_create(day=day, defaults=stated)[0]


def _refuse(reading: Reading, *, accept_unbound: bool) -> None:
    """raises: CannotFreeze"""
    if reading.problems:
        count = len(reading.problems)
        raise CannotFreeze(
            ngettext(
                "%(count)s figure in the text cannot be printed: repair it first.",
                "%(count)s figures in the text cannot be printed: repair them first.", count,
            ) % {"count": count},
            problems=reading.problems,
        )  # fmt: skip
    if reading.unbound and not accept_unbound:
        count = len(reading.unbound)
        raise CannotFreeze(
            ngettext(
                "%(count)s number is bound to no figure: bind it, or confirm that it is none.",
                "%(count)s numbers are bound to no figure: bind them, or confirm that they are none.", count,
            ) % {"count": count},
            unbound=reading.unbound,
        )  # fmt: skip


def _refuse_comments(comments: Sequence[Comment]) -> None:
    """raises: CannotFreeze"""
    if count := len(comments):
        raise CannotFreeze(
            ngettext(
                "%(count)s comment is not answered: answer it, or confirm that it stays open.",
                "%(count)s comments are not answered: answer them, or confirm that they stay open.", count,
            ) % {"count": count},
            comments=comments,
        )  # fmt: skip


def _read(report: Report, *, seq: int) -> tuple[Reading, list[dict[str, int]]]:
    """What it states, and for each figure the versions of the words that it was read with.

    A word that somebody mends between the two would be pinned as nobody read it, so both are read again.
    """
    while True:
        kept = vocabulary_queries.version_count()
        reading = queries.preview(report, as_of_seq=seq)
        words = vocabulary_queries.words_behind(reading.settled[key].definition for key in reading.figures)
        if vocabulary_queries.version_count() == kept:
            return reading, words


def _freeze_figures(report: Report, reading: Reading, behind: list[dict[str, int]]) -> dict[str, FrozenFigure]:
    """The rows of all figures, by their key in the reading. behind: the versions of the words of each"""
    taken: set[str] = set()
    rows = {}
    for (key, figure), words in zip(reading.figures.items(), behind, strict=True):
        ask, settled = reading.asks[key], reading.settled[key]
        rows[key] = FrozenFigure(
            report=report,
            public_id=_public_id(f"{report.head_hash}\n{report.pk}\n{key}", taken),
            token=key,
            definition=figure.definition,
            since=figure.period.since,
            until=figure.period.until,
            agency_id=next(iter(ask.agencies), None) if ask.agencies else None,
            asked_spec=settled.definition.spec,
            asked_agencies=None if settled.agencies is None else sorted(settled.agencies),
            words=words,
            as_of_seq=reading.as_of_seq,
            value=None if figure.is_ratio else _thousandths(figure.value),
            numerator=_thousandths(figure.numerator),
            denominator=_thousandths(figure.denominator),
            row_count=figure.row_count,
            approximate=figure.approximate,
            rows_digest=queries.rows_digest(settled, seq=reading.as_of_seq),
        )
    FrozenFigure.objects.bulk_create(rows.values())
    return rows


def _freeze_completeness(report: Report, reading: Reading) -> None:
    with translation.override(report.language):
        FrozenCompleteness.objects.bulk_create(
            FrozenCompleteness(
                report=report, token=token, period=found.period, facts=found.facts(), sentence=found.sentence()
            )
            for token, found in reading.completeness.items()
        )


def _thousandths(value: Decimal | None) -> int | None:
    return None if value is None else int(value * quantities.THOUSANDTHS)


def _public_id(seed: str, taken: set[str]) -> str:
    """ "F-4TB8K", made of what the figure is, so that the same review gets the same ones; unique."""
    for attempt in range(1000):
        number = int.from_bytes(hashlib.sha256(f"{seed}\n{attempt}".encode()).digest()[:8])
        letters = []
        for _place in range(ID_LENGTH):
            number, index = divmod(number, len(ALPHABET))
            letters.append(ALPHABET[index])
        public_id = "F-" + "".join(letters)
        if public_id not in taken and not FrozenFigure.objects.filter(public_id=public_id).exists():
            taken.add(public_id)
            return public_id
    raise AssertionError("24 million ids are used up")


def _locked_head() -> Head:
    """No posting can commit until this transaction ends; an unsaved zero one while nothing was posted."""
    return Head.objects.select_for_update().filter(pk=1).first() or Head(pk=1)
