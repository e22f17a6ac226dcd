"""Writing what concerns the installation as a whole: whose it is, what is alive, how long things are kept."""

from collections.abc import Iterable, Mapping
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from django.db import transaction
from django.db.models import F
from django.utils.translation import gettext as _
from wagtail.log_actions import log

from lantoa.base import yaml_text
from lantoa.base.folding import normal_text
from lantoa.base.models import Heartbeat, Installation, Retention, TimeStamp
from lantoa.base.time_stamps import NotStamped, TimeStamper

# The ticker does other things too, and an authority may take its time.
_MOST_STAMPS_AT_ONCE = 5
LONGEST_NAME = Installation._meta.get_field("name_vi").max_length or 0
_LONGEST_PAUSE = timedelta(days=1)
_RETENTION = Path(__file__).parent / "seed" / "retention.yaml"


class NotAName(ValueError):
    """No page can bear this at its head. language: whose name it was to be"""

    def __init__(self, language: str) -> None:
        self.language = language
        super().__init__(_("A name has one letter at least and %(most)s signs at most.") % {"most": LONGEST_NAME})


class SampleKeepsItsName(Exception):
    """Else invented records would stand under the name of a real province."""

    def __init__(self) -> None:
        super().__init__(_("This is the sample province. Take it away first: lantoa demo --remove"))


def name_installation(name_vi: str, name_en: str, names: Mapping[str, str] | None = None) -> Installation:
    """Say whose installation this is; nothing else of the row changes. names: in the other languages, by their codes"""
    named = {"name_vi": name_vi, "name_en": name_en, "names": dict(names or {})}
    return Installation.objects.update_or_create(pk=1, defaults=named)[0]


@transaction.atomic
def rename_installation(asked: Mapping[str, str], *, by: Any, at: datetime) -> Installation:
    """After its first day: a province may be merged, its name misspelt, or unknown in a language.

    asked:  {language: name}; those that are not named stay, an empty name is taken away
    by:     a User
    raises: NotAName, SampleKeepsItsName
    """
    before = Installation.current()
    if before.is_sample:
        raise SampleKeepsItsName
    given = before.given
    new = {language: checked_name(name, language) for language, name in asked.items()}
    changed = {language: name for language, name in new.items() if name != given.get(language, "")}
    if not changed:
        return before
    named = {language: name for language, name in {**given, **new}.items() if name}
    if "vi" not in named:
        raise NotAName("vi")
    installation = name_installation(named.pop("vi"), named.pop("en", ""), named)
    was = {language: given.get(language, "") for language in changed}
    log(installation, "base.name", user=by, timestamp=at, data={"from": was, "to": changed})
    return installation


def checked_name(written: str, language: str) -> str:
    """On one line and without signs that nobody sees; empty only in a language that can do without. raises: NotAName"""
    name = " ".join(normal_text(written).split())
    is_one = len(name) <= LONGEST_NAME and any(letter.isalpha() for letter in name)
    if not is_one and (name or language == "vi"):
        raise NotAName(language)
    return name


def mark_sample(mark: dict[str, Any]) -> Installation:
    """Say that everything recorded so far is the sample's. mark: counts to compare with later, see Installation"""
    return Installation.objects.update_or_create(pk=1, defaults={"is_sample": True, "sample_mark": mark})[0]


def beat(name: str, *, at: datetime) -> None:
    """Say that a program is alive. name: ticker, worker"""
    Heartbeat.objects.update_or_create(name=name, defaults={"seen_at": at})


@transaction.atomic
def seed_retention() -> None:
    """The rows of the product; a newer version brings its words along and leaves the days as they are."""
    for position, row in enumerate(yaml_text.read(_RETENTION)):
        words = {name: value for name, value in row.items() if name not in {"code", "days"}} | {"position": position}
        created = {**words, "days": row["days"]}
        Retention.objects.update_or_create(code=row["code"], defaults=words, create_defaults=created)


@transaction.atomic
def keep_for(row: Retention, days: int, *, by: Any, at: datetime) -> Retention:
    """Change how long something is kept. by: a User"""
    before, row.days = row.days, days
    if before != days:
        row.save(update_fields=["days"])
        log(row, "base.retention", user=by, timestamp=at, data={"what": row.code, "from": before, "to": days})
    return row


def note_removed(row: Retention, count: int, *, at: datetime) -> None:
    """Remember that a rule was applied, and how much it has removed in all."""
    Retention.objects.filter(pk=row.pk).update(applied_at=at, removed_count=F("removed_count") + count)


def ask_stamps(digests: Iterable[str], *, at: datetime) -> None:
    """Let these be stamped from outside; one that was asked for before is left alone."""
    TimeStamp.objects.bulk_create(
        (TimeStamp(digest=digest, asked_at=at, try_at=at) for digest in digests), ignore_conflicts=True
    )


def stamp_due(stamper: TimeStamper, *, at: datetime) -> int:
    """Have stamped what waits, the oldest first. If one fails it is tried again later, each time after a longer pause.

    returns: how many were stamped
    """
    due = TimeStamp.objects.filter(is_stamped=False, try_at__lte=at)[:_MOST_STAMPS_AT_ONCE]
    for count, row in enumerate(due):
        try:
            stamp = stamper.stamp(row.digest)
        except NotStamped as error:
            row.tries += 1
            row.failure, row.try_at = (
                str(error)[:200],
                at + min(timedelta(minutes=2 ** min(row.tries, 12)), _LONGEST_PAUSE),
            )
            row.save(update_fields=["tries", "failure", "try_at"])
            return count  # whoever is away now is away for the next one too
        row.is_stamped, row.token, row.stamped_at, row.failure = True, stamp.token, stamp.at, ""
        row.save(update_fields=["is_stamped", "token", "stamped_at", "failure"])
    return len(due)
