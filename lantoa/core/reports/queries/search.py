"""From what stands on paper to the trace: by the number of a figure, of a document, or by what is printed."""

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db.models import Count, OuterRef, Q, QuerySet, Subquery

from lantoa.core.ledger.queries import Figure
from lantoa.core.people.models import User
from lantoa.core.reports.models import FrozenFigure, Report
from lantoa.core.reports.queries.reviews import visible_to
from lantoa.core.reports.queries.tracing import stated
from lantoa.core.reports.rules import wanted
from lantoa.core.reports.rules.wanted import Wanted

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser

MOST = 50


@dataclass(frozen=True)
class Hit:
    """place: its line in the annex, which stands in small brackets behind it in Word and PDF"""

    frozen: FrozenFigure
    place: int

    @property
    def figure(self) -> Figure:
        return stated(self.frozen)


@dataclass(frozen=True)
class Found:
    """figures: of the newest review first; reviews: of a document that was named without a figure"""

    figures: list[Hit]
    reviews: list[Report]


def search(user: "User | AnonymousUser", text: str) -> Found:
    """What a person may read of what the text can mean; two queries at most."""
    meant = wanted.read(text)
    reviews = visible_to(user).exclude(state=Report.State.DRAFT).order_by("-frozen_at", "-pk")
    if meant.document:
        reviews = _numbered(reviews, *meant.document)
        if meant.place is None:
            return Found([], list(reviews.select_related("agency")[:MOST]))
    figures = _figures(meant).filter(report__in=reviews.order_by().values("pk")) if _asks(meant) else ()
    return Found([Hit(row, row.place) for row in figures[:MOST]], [])  # type: ignore[attr-defined] # annotated


def _asks(meant: Wanted) -> bool:
    return bool(meant.id or meant.place is not None or meant.values or meant.pair)


def _figures(meant: Wanted) -> "QuerySet[FrozenFigure]":
    """Any of the ways in which it can be meant. Figures are kept in the order of their annex."""
    before = FrozenFigure.objects.order_by().filter(report=OuterRef("report"), pk__lte=OuterRef("pk"))
    place = before.values("report").annotate(count=Count("pk")).values("count")
    condition = Q(public_id=meant.id) if meant.id else Q(pk=None)
    if meant.place is not None:
        condition |= Q(place=meant.place)
    if meant.values:
        condition |= Q(value__in=meant.values)
    if meant.pair:
        condition |= Q(numerator=meant.pair[0], denominator=meant.pair[1])
    found = FrozenFigure.objects.annotate(place=Subquery(place)).filter(condition)
    return found.select_related("report", "definition__indicator", "agency").order_by(
        "-report__frozen_at", "-report_id", "pk"
    )


def _numbered(reviews: "QuerySet[Report]", number: str, code: str) -> "QuerySet[Report]":
    """By the number that the clerk noted, and the code that stands in the kept head of the document."""
    kept = f'"code":{json.dumps(code, ensure_ascii=False)}'
    return reviews.filter(document_number__regex=rf"^0*{number}$", document__statement__icontains=kept)
