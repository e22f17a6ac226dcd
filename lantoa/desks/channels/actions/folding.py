"""One writer folds the files of all server processes into sums.

How far a file was read stands in the same transaction as what was read from it, so that a writer that is killed at
any moment counts nothing twice and leaves nothing out.
"""

import fcntl
import json
import logging
import os
from collections import Counter
from collections.abc import Iterable, Iterator
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

from django.db import transaction
from django.db.models import F
from django.utils import timezone

from lantoa.desks.channels import queries
from lantoa.desks.channels.actions.noting import SUFFIX, folder_mark
from lantoa.desks.channels.models import READ_CHANNELS, Minute, Spool, Tally, What
from lantoa.desks.channels.rules import Event

_log = logging.getLogger(__name__)
# A writer that was away for a day reads its files in such pieces.
_PIECE_BYTES = 1024 * 1024
_MINUTES_KEPT = timedelta(hours=1)
_DIMENSIONS = ("day", "what", "item", "language", "channel", "country_group", "is_human")


def fold(folder: Path, *, at: datetime) -> int:
    """Count what the server's processes wrote since the last time. returns: how many events"""
    if not folder.exists():
        return 0
    done = dict(Spool.objects.exclude(name="").values_list("name", "offset"))
    total = 0
    for file in sorted(folder.glob(f"*{SUFFIX}")):
        # Asked before its size: what is over now grows no more.
        over = _is_over(file)
        while file.stat().st_size > done.get(file.name, 0):
            count, offset = _fold_piece(file, at=at)
            total += count
            if offset == done.get(file.name, 0):
                break  # half a line: being written, or its writer was killed there
            done[file.name] = offset
        if over:
            file.unlink()
    _forget(folder, names=done, at=at)
    return total


@transaction.atomic
def _fold_piece(file: Path, *, at: datetime) -> tuple[int, int]:
    """returns: events counted, and how far the file was read"""
    hold()
    spool, _ = Spool.objects.get_or_create(name=file.name)
    with file.open("rb") as content:
        content.seek(spool.offset)
        piece = content.read(_PIECE_BYTES)
    whole = piece[: piece.rfind(b"\n") + 1]
    if whole:
        sums, minutes = _sums(_read(whole.splitlines(), name=file.name), today=timezone.localtime(at).date())
        _add(sums, minutes)
        spool.offset += len(whole)
        spool.save(update_fields=["offset"])
        return sum(sums.values()), spool.offset
    return 0, spool.offset


def hold() -> None:
    """Until the end of the transaction nobody else counts or posts."""
    Spool.objects.get_or_create(name="")
    Spool.objects.select_for_update().get(name="")


_Noted = tuple[datetime, list[tuple[Event, str, bool, int]]]


def _read(lines: Iterable[bytes], *, name: str) -> Iterator[_Noted]:
    for line in lines:
        try:
            written = json.loads(line)
            at = datetime.fromtimestamp(written["at"], tz=UTC)
            noted = [(Event.of(text), group, bool(human), int(count)) for text, group, human, count in written["n"]]
        except (ValueError, TypeError, LookupError, ArithmeticError, OSError):
            # Where the power went out there may be a hole in the file: it must not hold up what came after it.
            _log.warning("A line of %s cannot be read and is left out", name)
        else:
            yield at, noted


def _sums(lines: Iterable[_Noted], *, today: date) -> "tuple[Counter[tuple[Any, ...]], Counter[datetime]]":
    sums: Counter[tuple[Any, ...]] = Counter()
    minutes: Counter[datetime] = Counter()
    last, ahead = queries.posted_days(today)
    for at, noted in lines:
        # What comes after its day was posted belongs to the first day that was not: nothing posted changes.
        day = timezone.localtime(at).date()
        while day <= last or day in ahead:
            day = max(day, last) + timedelta(days=1)
        for event, group, human, count in noted:
            sums[(day, event.what, event.item, event.language, event.channel, group, human)] += count
            if human and event.what == What.VIEW and event.channel in READ_CHANNELS:
                minutes[at.replace(second=0)] += count
    return sums, minutes


def _add(sums: "Counter[tuple[Any, ...]]", minutes: "Counter[datetime]") -> None:
    rows = [dict(zip(_DIMENSIONS, key, strict=True)) for key in sums]
    Tally.objects.bulk_create((Tally(**row) for row in rows), ignore_conflicts=True, batch_size=200)
    for row, count in zip(rows, sums.values(), strict=True):
        Tally.objects.filter(**row).update(event_count=F("event_count") + count)
    Minute.objects.bulk_create((Minute(at=at) for at in minutes), ignore_conflicts=True)
    for at, count in minutes.items():
        Minute.objects.filter(at=at).update(view_count=F("view_count") + count)


def _is_over(file: Path) -> bool:
    """Its process is gone, or has begun another file: nobody holds it."""
    opened = os.open(file, os.O_RDONLY)
    try:
        fcntl.flock(opened, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    finally:
        os.close(opened)
    return True


def _forget(folder: Path, *, names: Iterable[str], at: datetime) -> None:
    """Rows of files of this folder that were removed, and minutes that nobody asks for: also of a clock set back."""
    mark = folder_mark(folder)
    gone = [name for name in names if name.startswith(mark) and not (folder / name).exists()]
    if gone:
        Spool.objects.filter(name__in=gone).delete()
    old = Minute.objects.exclude(at__range=(at - _MINUTES_KEPT, at + _MINUTES_KEPT))
    if old.exists():
        old.delete()
