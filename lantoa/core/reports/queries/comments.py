"""Reading comments: whose draft a person may comment, what was said of each paragraph, who is invited."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from django.db.models import Q, QuerySet

from lantoa.core.people import rules as people
from lantoa.core.people.models import Post, User
from lantoa.core.reports.models import Comment, Report, ReportReader, Section
from lantoa.core.reports.queries.reviews import visible_to, with_parts
from lantoa.core.reports.rules import access, anchors

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser


@dataclass(frozen=True)
class Paragraph:
    """One paragraph of a draft as written now, with what was said of it. position: among those of its section"""

    section: Section
    position: int
    text: str
    comments: list[Comment]

    @property
    def mark(self) -> str:
        return anchors.mark(self.text)

    @property
    def open_count(self) -> int:
        return sum(1 for comment in self.comments if comment.is_open)


def report_to_comment(user: "User | AnonymousUser", pk: int, *, today: date) -> Report:
    """A review whose comments this person may read: whoever reads drafts, and whoever is invited to this one.

    raises: Report.DoesNotExist
    """
    found = visible_to(user, today=today)
    if not access.may_read_drafts(user):
        found = found.filter(pk__in=ReportReader.objects.filter(person=user.pk, until__gte=today).values("report"))
    return with_parts(found).get(pk=pk)


def comments_of(report: Report, *, state: str = "") -> list[Comment]:
    """In the order of the text, those whose paragraph is gone last. state: open, answered or "" for all"""
    found = Comment.objects.filter(report=report).select_related("author", "agency", "answered_by", "section")
    if state:
        found = found.filter(state=Comment.State.OPEN) if state == "open" else found.exclude(state=Comment.State.OPEN)
    return sorted(found, key=_in_the_text)


def open_comments(report: Report) -> list[Comment]:
    return comments_of(report, state="open")


def comment_of(report: Report, pk: int) -> Comment:
    """raises: Comment.DoesNotExist"""
    found = Comment.objects.select_related("author", "agency", "answered_by", "section", "report")
    return found.get(pk=pk, report=report)


def paragraphs(report: Report) -> list[Paragraph]:
    """Every paragraph of a draft, with its comments; one query beside the sections."""
    said: dict[tuple[int | None, int | None], list[Comment]] = defaultdict(list)
    for comment in comments_of(report):
        said[comment.section_id, comment.position].append(comment)
    return [
        Paragraph(section, position, text, said[section.pk, position])
        for section in report.sections.all()
        for position, text in enumerate(anchors.paragraphs(section.body))
    ]


def changed(report: Report, found: Sequence[Comment]) -> set[int]:
    """The ids of those whose paragraph has other words now, or none any more."""
    now: dict[tuple[int | None, int | None], str] = {
        (section.pk, position): anchors.mark(text)
        for section in report.sections.all()
        for position, text in enumerate(anchors.paragraphs(section.body))
    }
    return {comment.pk for comment in found if now.get((comment.section_id, comment.position)) != comment.mark}


def readers_of(report: Report) -> "QuerySet[ReportReader]":
    return (
        ReportReader.objects.filter(report=report).select_related("person", "invited_by").order_by("person__full_name")
    )


def people_to_invite(*, today: date) -> list[tuple[int, str]]:
    """(id, name and agencies) of who works here and does not read drafts anyway, by name; one query."""
    held = Post.objects.filter(Q(until=None) | Q(until__gt=today), since__lte=today, user__is_active=True)
    posts: dict[User, list[Post]] = defaultdict(list)
    for post in held.select_related("user", "agency").order_by("user__full_name", "user_id", "agency"):
        posts[post.user].append(post)
    return [
        (person.pk, f"{person} · {', '.join(dict.fromkeys(post.agency.name for post in own))}")
        for person, own in posts.items()
        if not {post.role for post in own} & {role.value for role in people.SEE_EVERYTHING}
    ]


def _in_the_text(comment: Comment) -> tuple[bool, int, int, int]:
    section = comment.section
    if section is None or comment.position is None:
        return True, section.position if section else 0, 0, comment.pk
    return False, section.position, comment.position, comment.pk
