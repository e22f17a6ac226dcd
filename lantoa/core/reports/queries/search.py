"""From what stands on paper to the trace: by the number of a figure, of a document, or by what is printed."""

import json
from dataclasses import dataclass, field, replace
from decimal import Decimal
from typing import TYPE_CHECKING

from django.db.models import Count, OuterRef, Q, QuerySet, Subquery

from lantoa.core.ledger import queries as ledger
from lantoa.core.ledger.queries import Figure
from lantoa.core.people.models import User
from lantoa.core.reports.models import FrozenFigure, Report
from lantoa.core.reports.queries.reviews import visible_to
from lantoa.core.reports.queries.tracing import as_stated, ask_of, stated
from lantoa.core.reports.rules import wanted
from lantoa.core.reports.rules.wanted import Wanted

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser

MOST = 50
# Figures of the newest reviews that are asked again for a number that none of them states.
MOST_ASKED_AGAIN = 200


@dataclass(frozen=True)
class Hit:
    """place: its line in the annex, which stands in small brackets behind it in Word and PDF

    now: what is known today, where that is what was asked for and the review states something else
    """

    frozen: FrozenFigure
    place: int
    now: Figure | None = None

    @property
    def figure(self) -> Figure:
        return stated(self.frozen)


@dataclass(frozen=True)
class Found:
    """figures: of the newest review first; reviews: of a document that was named without a figure

    Where nothing is found: slips, the figures whose number is one sign away; known_now, those that no review states
    so, but the ledger would today.
    """

    figures: list[Hit] = field(default_factory=list)
    reviews: list[Report] = field(default_factory=list)
    slips: list[Hit] = field(default_factory=list)
    known_now: list[Hit] = field(default_factory=list)


def search(user: "User | AnonymousUser", text: str) -> Found:
    """What a person may read of what the text can mean; a fixed number of queries."""
    meant = wanted.read(text)
    reviews = visible_to(user).exclude(state=Report.State.DRAFT).order_by("-frozen_at", "-pk")
    if meant.document:
        reviews = _numbered(reviews, *meant.document)
        if meant.place is None:
            return Found(reviews=list(reviews.select_related("agency")[:MOST]))
    if found := _hits(reviews, _meant(meant)):
        return Found(found)
    nearly = wanted.slips(text)
    return Found(
        slips=_hits(reviews, Q(public_id__in=nearly)) if nearly else [],
        known_now=_known_now(reviews, meant) if meant.values or meant.pair else [],
    )


def _known_now(reviews: "QuerySet[Report]", meant: Wanted) -> list[Hit]:
    """A number that somebody read on a screen of today: the figures of the newest reviews, asked again."""
    standing = _hits(reviews.filter(state=Report.State.FROZEN), Q(), most=MOST_ASKED_AGAIN)
    today = ledger.figures([ask_of(hit.frozen) for hit in standing])
    return [replace(hit, now=now) for hit, now in zip(standing, today, strict=True) if _is_meant(meant, now)][:MOST]


def _is_meant(meant: Wanted, figure: Figure) -> bool:
    if figure.numerator is not None and figure.denominator is not None:
        return meant.pair == (_thousandths(figure.numerator), _thousandths(figure.denominator))
    return figure.value is not None and _thousandths(figure.value) in meant.values


def _thousandths(value: Decimal) -> int:
    return int(value * 1000)


def _hits(reviews: "QuerySet[Report]", condition: Q, *, most: int = MOST) -> list[Hit]:
    """Figures are kept in the order of their annex, which gives each its line."""
    before = FrozenFigure.objects.order_by().filter(report=OuterRef("report"), pk__lte=OuterRef("pk"))
    place = before.values("report").annotate(count=Count("pk")).values("count")
    found = FrozenFigure.objects.annotate(place=Subquery(place)).filter(condition)
    found = found.filter(report__in=reviews.order_by().values("pk")).order_by("-report__frozen_at", "-report_id", "pk")
    rows = found.select_related("report", "definition__indicator", "agency")[:most]
    return [Hit(row, row.place) for row in as_stated(rows)]


def _meant(meant: Wanted) -> Q:
    """Any of the ways in which it can be meant."""
    condition = Q(public_id=meant.id) if meant.id else Q(pk=None)
    if meant.place is not None:
        condition |= Q(place=meant.place)
    if meant.values:
        condition |= Q(value__in=meant.values)
    if meant.pair:
        condition |= Q(numerator=meant.pair[0], denominator=meant.pair[1])
    return condition


def _numbered(reviews: "QuerySet[Report]", number: str, code: str) -> "QuerySet[Report]":
    """By the number that the clerk noted, and the code that stands in the kept head of the document."""
    kept = f'"code":{json.dumps(code, ensure_ascii=False)}'
    return reviews.filter(document_number__regex=rf"^0*{number}$", document__statement__icontains=kept)
