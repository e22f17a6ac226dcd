"""Comments on a draft (ý kiến góp ý): readers are invited, say what they think, and are answered.

Every function takes `by` (a User) and `at` (an aware datetime) and leaves one line in the audit log, which holds no
words of anybody.
"""

from datetime import date, datetime

from django.db import transaction
from django.utils.translation import gettext as _
from wagtail.log_actions import log

from lantoa.base.folding import normal_text
from lantoa.core.people.models import User
from lantoa.core.reports import queries, rendering
from lantoa.core.reports.actions.drafts import ChangedMeanwhile, draft_of
from lantoa.core.reports.models import Comment, Report, ReportReader, Section
from lantoa.core.reports.rules import anchors

_State = Comment.State


class NotAnswered(Exception):
    """What was written is no answer or no comment; the message says what is missing."""


@transaction.atomic
def invite(report: Report, person: User, *, until: date, by: User, at: datetime) -> ReportReader:
    """Let a person read and comment one draft until a day, that day included; again moves the day.

    raises: NotDraft
    """
    report = draft_of(report)
    given = {"until": until, "invited_by": by, "invited_at": at}
    reader, _made = ReportReader.objects.update_or_create(report=report, person=person, defaults=given)
    log(report, "reports.invite", user=by, timestamp=at, data={"person": person.pk, "until": until.isoformat()})
    return reader


@transaction.atomic
def end_invitation(reader: ReportReader, *, by: User, at: datetime) -> None:
    """From now on this person sees no draft; what was said stays."""
    log(reader.report, "reports.uninvite", user=by, timestamp=at, data={"person": reader.person_id})
    reader.delete()


@transaction.atomic
def comment(section: Section, *, position: int, seen: str, text: str, by: User, at: datetime) -> Comment:
    """Say something about one paragraph of a draft.

    position: of the paragraph among those of its section; seen: its mark when the person read it
    raises: NotDraft, NotAnswered without a word, ChangedMeanwhile if other words stand there now
    """
    report = draft_of(section.report)
    section = Section.objects.select_related("report__agency").get(pk=section.pk)
    written, text = anchors.paragraphs(section.body), normal_text(text).strip()
    if not text:
        raise NotAnswered(_("Write what you think of this paragraph."))
    if position >= len(written) or anchors.mark(written[position]) != seen:
        raise ChangedMeanwhile(_("This paragraph was changed in the meantime. Read it again; what you wrote is kept."))
    quote = rendering.printed(queries.preview(report, sections=[section]))[section.pk][position]
    made = Comment.objects.create(
        report=report, section=section, heading=section.heading, position=position, mark=seen, quote=quote, text=text,
        author=by, agency=next((post.agency for post in by.current_posts), None), created_at=at,
    )  # fmt: skip
    log(report, "reports.comment", user=by, timestamp=at, data={"comment": made.pk})
    return made


@transaction.atomic
def take_back(comment: Comment, *, by: User, at: datetime) -> None:
    """A comment that nobody answered yet. raises: NotAnswered once somebody did"""
    comment = _locked(comment)
    if not comment.is_open:
        raise NotAnswered(_("It was answered already, so it stays with its answer."))
    log(comment.report, "reports.uncomment", user=by, timestamp=at, data={"comment": comment.pk})
    comment.delete()


@transaction.atomic
def answer(comment: Comment, state: Comment.State, *, reason: str, by: User, at: datetime) -> Comment:
    """Accept it, accept it in part, or decline it; again replaces the answer, also after the freezing.

    reason: needed unless it is accepted as it is
    raises: NotAnswered
    """
    comment, reason = _locked(comment), normal_text(reason).strip()
    if state == _State.OPEN:
        raise NotAnswered(_("Choose whether the comment is accepted, accepted in part or declined."))
    if state != _State.ACCEPTED and not reason:
        raise NotAnswered(_("Say why: whoever wrote the comment reads this sentence."))
    if (comment.state, comment.answer) != (state, reason):
        comment.state, comment.answer, comment.answered_by, comment.answered_at = state, reason, by, at
        comment.save(update_fields=["state", "answer", "answered_by", "answered_at"])
        told = {"comment": comment.pk, "state": state.value}
        log(comment.report, "reports.answer", user=by, timestamp=at, data=told)
    return comment


def _locked(comment: Comment) -> Comment:
    """The row as it is now, held until the end of the transaction."""
    return Comment.objects.select_for_update(of=("self",)).select_related("report").get(pk=comment.pk)
