"""Corrections that a workbook asks for: accepted records that a download brought back changed.

The agency asks; the secretariat answers for the whole workbook: each becomes a correction under one reason, or none.
What nobody answers lapses after the days of its Retention.
"""

from collections.abc import Iterable
from dataclasses import asdict
from datetime import date, datetime, timedelta
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _
from wagtail.log_actions import log

from lantoa.core.ledger.actions.documents import NotNow, locked
from lantoa.core.ledger.actions.posting import correct
from lantoa.core.ledger.drafts import Draft
from lantoa.core.ledger.models import Activity, ImportBatch
from lantoa.core.people.models import User

_Asked = ImportBatch.Asked


# An accepted record, what it is to say, and the difference as (column, before, after) in the words of who asks.
Proposal = tuple[Activity, Draft, list[tuple[str, str, str]]]


def asked(proposals: Iterable[Proposal]) -> dict[str, Any]:
    """The columns of an import that asks for these corrections; nothing where it asks for none."""
    items = [
        {"activity": activity.pk, "version": activity.version, "after": asdict(after), "cells": cells}
        for activity, after, cells in proposals
    ]
    return {"proposals": items, "proposals_state": _Asked.WAITING if items else ""}


def after_of(item: dict[str, Any]) -> Draft:
    """What a record is to say, from the JSON of `asked`."""
    said = dict(item["after"])
    days = {name: date.fromisoformat(said[name]) for name in ("occurred_from", "occurred_on")}
    quantities = {code: (int(number), str(word)) for code, (number, word) in said["quantities"].items()}
    return Draft(**{**said, **days, "quantities": quantities})


@transaction.atomic
def confirm_proposals(batch: ImportBatch, *, by: User, at: datetime, reason: str) -> int:
    """Correct every record that the workbook asks to correct, all or none; twice does no harm.

    returns: how many
    raises:  NotNow without a reason, or if one of them was changed since; then nothing was corrected
    """
    batch = _held(batch)
    if batch.proposals_state != _Asked.WAITING:
        return 0
    for item in sorted(batch.proposals, key=lambda item: int(item["activity"])):
        activity = locked(Activity(pk=item["activity"]))
        if activity.version != item["version"] or not activity.is_standing:
            said = _("“%(title)s” was changed in the meantime. Nothing was corrected: decline, and ask for a new file.")
            raise NotNow(said % {"title": activity.title})
        correct(activity, after_of(item), by=by, at=at, reason=reason)
    _answer(batch, _Asked.DONE, by=by, at=at, reason=reason)
    return len(batch.proposals)


@transaction.atomic
def decline_proposals(batch: ImportBatch, *, by: User, at: datetime, reason: str) -> ImportBatch:
    """Correct nothing; the agency reads why. Twice does no harm.

    raises: NotNow without a reason
    """
    batch = _held(batch)
    if batch.proposals_state == _Asked.WAITING:
        if not reason.strip():
            raise NotNow(_("Say why: the agency reads this sentence."))
        _answer(batch, _Asked.DECLINED, by=by, at=at, reason=reason)
    return batch


def forget_proposals(*, at: datetime, kept: timedelta) -> int:
    """Let lapse what nobody answered in its days; the workbook may be sent again. Returns how many."""
    lapsed = 0
    over = ImportBatch.objects.filter(proposals_state=_Asked.WAITING, imported_at__lte=at - kept).order_by("pk")
    for pk in list(over.values_list("pk", flat=True)):
        with transaction.atomic():
            batch = _held(ImportBatch(pk=pk))
            if batch.proposals_state == _Asked.WAITING:
                _answer(batch, _Asked.EXPIRED, by=None, at=at, reason="")
                lapsed += 1
    return lapsed


def _answer(batch: ImportBatch, state: str, *, by: User | None, at: datetime, reason: str) -> None:
    """What was asked is forgotten; of which records it was asked stays."""
    batch.proposals = [{"activity": item["activity"]} for item in batch.proposals]
    batch.proposals_state, batch.proposals_reason = state, reason.strip()
    batch.proposals_answered_by, batch.proposals_answered_at = by, at
    batch.save(
        update_fields=[
            "proposals", "proposals_state", "proposals_reason", "proposals_answered_by", "proposals_answered_at",
        ]
    )  # fmt: skip
    log(batch, f"lantoa.proposals_{state}", user=by, timestamp=at, data={"count": len(batch.proposals)})


def _held(batch: ImportBatch) -> ImportBatch:
    return ImportBatch.objects.select_for_update(of=("self",)).get(pk=batch.pk)
