"""Reading remarks: the public log, and what waits for an answer."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING

from django.db.models import F, QuerySet, Sum
from wagtail.models import Page

from lantoa.desks.answers import rules
from lantoa.desks.answers.models import AnswerTime, Remark, Satisfaction
from lantoa.desks.newsroom.queries import desk
from lantoa.desks.newsroom.rules import access

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser

    from lantoa.core.people.models import User

_YEAR = timedelta(days=365)


@dataclass(frozen=True)
class Faces:
    """Presses of the last twelve months. shown: (choice, its words, count or None where it is too small to show)"""

    shown: list[tuple[str, str, int | None]]
    total: int


def log() -> "QuerySet[Remark]":
    """The public log, newest first. It has no words of readers: templates show `summary` and `answer` alone."""
    return Remark.objects.defer("text", "sender", "email").select_related("page__locale")


def answered(language: str) -> "QuerySet[Remark]":
    """What readers of a language were told, the newest answer first; what was no matter of ours is left out."""
    given = log().exclude(outcome__in=["", Remark.Outcome.NOT_ANSWERED])
    return given.filter(language=language).order_by("-answered_at", "-pk")


def remark_numbered(number: str) -> Remark:
    """raises: Remark.DoesNotExist"""
    return log().get(number=number.strip().upper())


def page_spoken_of(pk: str) -> Page | None:
    """The public page that a remark is about; None for anything else."""
    if not (pk.isascii() and pk.isdecimal() and len(pk) < 10):
        return None
    found: Page | None = Page.objects.live().select_related("locale").filter(pk=int(pk)).first()
    return found


def remarks_for(user: "User | AnonymousUser", *, state: str = "") -> "QuerySet[Remark]":
    """state: "open" (the longest due first) or "done"; anything else: all"""
    found = (
        Remark.objects.select_related("page__locale", "answered_by") if rules.may_read(user) else Remark.objects.none()
    )
    if state == "open":
        return found.filter(outcome="").order_by("due_on", "pk")
    return found.exclude(outcome="") if state == "done" else found


def remark_for(user: "User | AnonymousUser", pk: int) -> Remark:
    """raises: Remark.DoesNotExist"""
    return remarks_for(user).get(pk=pk)


def works_on_page(user: "User", remark: Remark) -> bool:
    """Whether the page that it is about is an item that this person sees in the newsroom, to have it mended there."""
    return access.works_here(user) and desk.items_seen_by(user).filter(pk=remark.page_id).exists()


def open_remarks(user: "User | AnonymousUser") -> "QuerySet[Remark]":
    """What waits for this person, for the first page; none for who may not answer."""
    return remarks_for(user, state="open") if rules.may_answer(user) else Remark.objects.none()


def received_since(at: datetime) -> int:
    return Remark.objects.filter(received_at__gte=at).count()


def answer_times() -> "QuerySet[AnswerTime]":
    return AnswerTime.objects.order_by(F("working_days"), "kind")


def faces(*, today: date, languages: Iterable[str] = ()) -> Faces:
    """How readers pressed in the last twelve months, in some languages or in all; one query."""
    rows = Satisfaction.objects.filter(day__gt=today - _YEAR)
    chosen = list(languages)
    rows = rows.filter(language__in=chosen) if chosen else rows
    counted = dict(rows.order_by().values_list("choice").annotate(count=Sum("count")))
    small = any(0 < count < rules.SMALLEST_SHOWN for count in counted.values())
    # One small number could be had back from the others and their sum: then none of them is shown.
    shown = [
        (choice.value, str(choice.label), None if small else counted.get(choice, 0)) for choice in Satisfaction.Choice
    ]
    return Faces(shown, sum(counted.values()))
