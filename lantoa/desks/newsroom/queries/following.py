"""Corrections of an item in all its languages, and which of them a version has yet to follow."""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Exists, OuterRef

from lantoa.desks.newsroom.models import ContentPage, Correction, Origin
from lantoa.desks.newsroom.rules.following import followed


@dataclass(frozen=True)
class Told:
    """A correction of one language, as another one sees it. is_settled: somebody said that it asks nothing of that"""

    pk: int
    page: int
    language: str
    is_original: bool
    is_public: bool
    text: str
    corrected_at: datetime
    carries: frozenset[int]
    is_settled: bool


def corrections_told_to(page: ContentPage) -> list[Told]:
    """Those of all languages, its own too, in the order of time; one question."""
    settled = Correction.settled_on.through.objects.filter(correction=OuterRef("pk"), contentpage=page.pk)
    columns = ("pk", "page", "page__language", "page__origin", "page__live", "text", "corrected_at")
    found = Correction.objects.filter(page__translation_key=page.translation_key).annotate(is_settled=Exists(settled))
    rows = list(found.order_by("corrected_at", "pk").values_list(*columns, "is_settled", "carries"))
    carries: dict[int, set[int]] = {row[0]: set() for row in rows}
    for row in rows:
        carries[row[0]] |= {row[-1]} - {None}
    return [
        Told(key, of, language, origin == Origin.ORIGINAL, live, text, at, frozenset(carries[key]), is_settled)
        for key, of, language, origin, live, text, at, is_settled in dict.fromkeys(row[:-1] for row in rows)
    ]


def left_open(page: ContentPage, told: list[Told]) -> list[Told]:
    """What this version has not followed: it was public before, carries none of them, and nobody settled it.

    What was translated after a correction was made from the corrected text.
    """
    known = [each.pk for each in told if each.page == page.pk or each.is_settled]
    done, out = followed(known, {each.pk: each.carries for each in told}), page.first_published_at
    return [each for each in told if each.pk not in done and (out is None or each.corrected_at > out)]
