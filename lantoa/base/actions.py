"""Writing what concerns the installation as a whole: whose it is, what is alive, how long things are kept."""

from collections.abc import Iterable
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from django.db import transaction
from django.db.models import F
from wagtail.log_actions import log

from lantoa.base import yaml_text
from lantoa.base.models import Heartbeat, Installation, Retention, TimeStamp
from lantoa.base.time_stamps import NotStamped, TimeStamper

# The ticker does other things too, and an authority may take its time.
_MOST_STAMPS_AT_ONCE = 5
LONGEST_NAME = Installation._meta.get_field("name_vi").max_length or 0
_LONGEST_PAUSE = timedelta(days=1)
_RETENTION = Path(__file__).parent / "seed" / "retention.yaml"


def name_installation(name_vi: str, name_en: str) -> Installation:
    """Say whose installation this is; nothing else of the row changes."""
    installation, _ = Installation.objects.update_or_create(pk=1, defaults={"name_vi": name_vi, "name_en": name_en})
    return installation


@transaction.atomic
def rename_installation(name_vi: str, name_en: str, *, by: Any, at: datetime) -> Installation:
    """After its first day: a province may be merged, or its name misspelt. by: a User"""
    before = Installation.current()
    installation = name_installation(name_vi, name_en)
    if (before.name_vi, before.name_en) != (name_vi, name_en):
        log(installation, "base.name", user=by, timestamp=at, data={"from": before.name_vi, "to": name_vi})
    return installation


def mark_sample(mark: dict[str, Any]) -> Installation:
    """Say that everything recorded so far is the sample's. mark: counts to compare with later, see Installation"""
    installation, _ = Installation.objects.update_or_create(pk=1, defaults={"is_sample": True, "sample_mark": mark})
    return installation


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
