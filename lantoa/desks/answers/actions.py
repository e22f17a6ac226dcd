"""Taking in what readers say, answering it, and forgetting who said it."""

import secrets
from collections import Counter
from collections.abc import Collection, Iterable, Mapping
from datetime import date, datetime, timedelta
from pathlib import Path

from django.db import transaction
from django.db.models import F, Q
from django.utils.translation import gettext as _
from wagtail.log_actions import log
from wagtail.models import Page

from lantoa.base import spools, yaml_text
from lantoa.core.people.models import User
from lantoa.core.programme import queries as programme
from lantoa.desks.answers import queries, rules
from lantoa.desks.answers.models import AnswerTime, Remark, Satisfaction
from lantoa.desks.newsroom import queries as newsroom

_SEED = Path(__file__).parent / "seed" / "answer_times.yaml"
# Without letters and digits that look alike: numbers are read out on the telephone.
_ALPHABET = "23456789ABCDEFGHJKMNPQRSTUVWXYZ"
_LETTERS = 5
_TELL_OF_THE_PAGE = {Remark.Outcome.CORRECTED, Remark.Outcome.REPLY_PUBLISHED}
_YEAR = timedelta(days=365)
PRESSES = spools.Spool(spools.FOLDER / "presses")


class TooMany(RuntimeError):
    """More was sent in the last minutes than an office can read; the message says what to do."""


class NotNow(ValueError):
    """What was asked does not fit the state of the remark; the message says why."""


class AnsweredMeanwhile(NotNow):
    """Somebody else answered since the form was opened; the message says so."""


class NotMended(NotNow):
    """The page that readers were to find changed is as it was."""


def seed() -> None:
    """The rows of the product; days that an office changed stay."""
    for row in yaml_text.read(_SEED):
        words = {name: value for name, value in row.items() if name.startswith("source")}
        AnswerTime.objects.update_or_create(kind=row["kind"], defaults=words, create_defaults=row)


@transaction.atomic
def receive(
    kind: str, text: str, *, page: Page | None, language: str, at: datetime, today: date, sender: str = "",
    email: str = "",
) -> Remark:  # fmt: skip
    """Take in a remark (tiếp nhận ý kiến). page: the public page it is about

    What was sent twice, as after a line that broke, is one remark: the public log would count a reader twice.

    raises: TooMany
    """
    given = {"kind": kind, "text": text, "sender": sender, "email": email, "page": page, "language": language}
    if same := Remark.objects.filter(**given, received_at__gte=at - rules.AT_ONCE, outcome="").first():
        return same
    if queries.received_since(at - rules.AT_ONCE) >= rules.MOST_AT_ONCE:
        raise TooMany(
            _("We are receiving many messages just now. Your text is still here: please send it in ten minutes.")
        )
    days = AnswerTime.objects.get(kind=kind).working_days
    due_on = rules.due_on(today, days, programme.working_days())
    return Remark.objects.create(**given, number=_number(), received_at=at, due_on=due_on)


@transaction.atomic
def answer(
    remark: Remark, outcome: str, *, summary: str, text: str, by: User, at: datetime, before: str = ""
) -> Remark:  # fmt: skip
    """Say in public what became of a remark; said again, the newer words replace the older, and the log keeps both.

    before: what the log told (`Remark.told`) when the answer was begun; empty: whatever it tells is replaced

    raises: NotNow, if an answer is needed and there is none; NotMended, if the log would tell of a change that no
            reader finds on the page; AnsweredMeanwhile
    """
    remark = Remark.objects.select_for_update().get(pk=remark.pk)
    if (remark.outcome, remark.summary, remark.answer) == (outcome, summary.strip(), text.strip()):
        return remark
    if before and before != remark.told:
        raise AnsweredMeanwhile(
            _("Somebody else answered this meanwhile; the log tells it as below. Send yours again to replace it.")
        )
    is_told_anew = outcome != remark.outcome and outcome in _TELL_OF_THE_PAGE
    if is_told_anew and newsroom.is_as_it_was(remark.page_id, remark.received_at):
        raise NotMended(_("The page is as it was when this came in: have the mended text published first."))
    if not text.strip() and outcome not in {Remark.Outcome.CORRECTED, Remark.Outcome.NOT_ANSWERED}:
        raise NotNow(_("Write the answer: readers see it in the log."))
    replaced = {"outcome": remark.outcome, "summary": remark.summary, "answer": remark.answer} if remark.outcome else {}
    remark.outcome, remark.summary, remark.answer = outcome, summary.strip(), text.strip()
    remark.answered_by, remark.answered_at = by, remark.answered_at or at
    remark.save(update_fields=["outcome", "summary", "answer", "answered_by", "answered_at"])
    log(remark, "answers.answer", user=by, timestamp=at, data={"outcome": outcome, "before": replaced})
    return remark


@transaction.atomic
def dismiss(numbers: Collection[int], *, summary: str, by: User, at: datetime) -> int:
    """Say of many open remarks at once that they are no matter of this portal, as of what a program sent.

    numbers: their keys; what somebody answered meanwhile is left as it is. returns: how many
    """
    found = Remark.objects.select_for_update().filter(pk__in=numbers, outcome="").order_by("pk")
    for remark in found:
        answer(remark, Remark.Outcome.NOT_ANSWERED, summary=summary, text="", by=by, at=at)
    return len(found)


def press(choice: str, *, language: str, on: date) -> None:
    """Note one press of a face (một chạm); `count_presses` counts it. Who taps never waits for whoever writes."""
    PRESSES.note({"on": on.isoformat(), "language": language, "choice": choice})


def count_presses() -> int:
    """Count what was noted since the last time. returns: how many"""
    return PRESSES.sweep(_count_noted)


def _count_noted(notes: Iterable[Mapping[str, str]]) -> None:
    for (day, language, choice), count in Counter((n["on"], n["language"], n["choice"]) for n in notes).items():
        made, is_new = Satisfaction.objects.get_or_create(
            day=date.fromisoformat(day), language=language, choice=choice, defaults={"count": count}
        )
        if not is_new:
            Satisfaction.objects.filter(pk=made.pk).update(count=F("count") + count)


def forget(*, at: datetime, kept: timedelta) -> int:
    """Remove the words, names and addresses of readers once answered so long ago; summary and answer stay.

    What nobody answered in a year is forgotten too: nobody waits for it any more.

    returns: how many
    """
    is_old = Q(answered_at__lt=at - kept) | Q(received_at__lt=at - max(kept, _YEAR))
    return Remark.objects.filter(is_old, forgotten_at=None).update(text="", sender="", email="", forgotten_at=at)


def set_answer_time(row: AnswerTime, working_days: int, *, by: User, at: datetime) -> AnswerTime:
    """Change how soon a kind is answered; what came before keeps its day."""
    before, row.working_days = row.working_days, working_days
    row.save(update_fields=["working_days"])
    log(row, "answers.time", user=by, timestamp=at, data={"kind": row.kind, "from": before, "to": working_days})
    return row


def _number() -> str:
    while True:
        number = "R-" + "".join(secrets.choice(_ALPHABET) for _ in range(_LETTERS))
        if not Remark.objects.filter(number=number).exists():
            return number
