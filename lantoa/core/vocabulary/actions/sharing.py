"""Taking over words of another installation."""

from datetime import datetime
from typing import Any

from django.db import models, transaction

from lantoa.core.people.models import User
from lantoa.core.vocabulary.actions.editing import log_many
from lantoa.core.vocabulary.actions.versions import keep_versions
from lantoa.core.vocabulary.models import (
    Basis,
    Indicator,
    IndicatorVersion,
    Kind,
    KindGroup,
    KindMeasure,
    Measure,
    Sourced,
    Term,
)
from lantoa.core.vocabulary.queries.sharing import Shared


class NotWhole(ValueError):
    """The file has problems; nothing was taken over."""


@transaction.atomic
def take_over(shared: Shared, *, by: User, at: datetime) -> int:
    """Add everything that is new, at the end of its list and marked with where it comes from; the rest stays.

    returns: how many words, measures, kinds and indicators were added
    raises:  NotWhole
    """
    if shared.problems:
        raise NotWhole
    for row in shared.new:
        if isinstance(row, Sourced):
            _mark(row, shared.origin)
    _place(shared.terms)
    _place(shared.headings)
    _place(shared.kinds)
    Term.objects.bulk_create(shared.terms)
    Measure.objects.bulk_create(shared.measures)
    KindGroup.objects.bulk_create(shared.headings)
    Kind.objects.bulk_create(shared.kinds)
    KindMeasure.objects.bulk_create(shared.asked)
    # Internal until somebody here decides otherwise: what another office shows its visitors binds nobody.
    indicators = [version.indicator for version in shared.indicators]
    for indicator in indicators:
        indicator.is_public = False
    _place(indicators)
    Indicator.objects.bulk_create(indicators)
    for version in shared.indicators:
        version.created_by, version.created_at = by, at
    IndicatorVersion.objects.bulk_create(shared.indicators)
    keep_versions(shared.new, by=by, at=at)
    rows = [*shared.terms, *shared.measures, *shared.headings, *shared.kinds, *indicators]
    log_many(rows, by=by, at=at, source=shared.origin)
    return len(shared.new)


def _mark(row: Sourced, origin: str) -> None:
    """A legal text is named as it was, but nobody here has opened it."""
    row.is_verified = False
    if row.basis != Basis.LAW:
        row.basis, row.source = Basis.SHARED, origin


def _place(rows: "list[Any]") -> None:
    if rows:
        last = type(rows[0])._default_manager.aggregate(last=models.Max("position"))["last"] or 0
        for position, row in enumerate(rows, last + 1):
            row.position = position
