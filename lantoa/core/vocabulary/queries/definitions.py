"""Indicators and kinds as others ask for them."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date

from django.db.models import F, Q, QuerySet

from lantoa.base.folding import fold
from lantoa.core.vocabulary.models import IndicatorVersion, Kind, KindGroup, Measure
from lantoa.core.vocabulary.rules.kinds import DUTIES


class UnknownIndicator(LookupError):
    """No indicator has this code; `near` is the most similar one, or ""."""

    def __init__(self, code: str, near: str = "") -> None:
        super().__init__(code)
        self.code, self.near = code, near


def current_definitions(on: date | None = None) -> list[IndicatorVersion]:
    """What every indicator means, in the order of the vocabulary; one query.

    on: the last day of the period that is counted, None for the newest. An indicator that ended before it is left out.
    """
    return [
        row
        for row in newest_definitions(on)
        if on is None or row.indicator.valid_until is None or row.indicator.valid_until > on
    ]


def newest_definitions(on: date | None = None) -> list[IndicatorVersion]:
    """The newest version of every indicator that counts periods ending on a day; of ended indicators too."""
    found: dict[str, IndicatorVersion] = {}
    for version in IndicatorVersion.objects.select_related("indicator").order_by("indicator__position", "version"):
        if version.indicator_id not in found or _counts(version, on):
            found[version.indicator_id] = version
    return list(found.values())


def definition(code: str, version: int | None = None, *, on: date | None = None) -> IndicatorVersion:
    """The version asked for, or the newest that counts periods ending on a day (None: any).

    raises: UnknownIndicator
    """
    rows = list(IndicatorVersion.objects.select_related("indicator").filter(indicator=code).order_by("-version"))
    if version:
        rows = [row for row in rows if row.version == version]
    if not rows:
        known = IndicatorVersion.objects.values_list("indicator_id", flat=True).distinct()
        raise UnknownIndicator(code, _nearest(code, list(known)))
    return _version_on(rows, on)


def definitions_on(wanted: Collection[tuple[str, date]]) -> dict[tuple[str, date], IndicatorVersion]:
    """For each indicator and last day of a period the version that counts it; one query. Unknown ones are left out."""
    rows = IndicatorVersion.objects.select_related("indicator").order_by("-version")
    versions: dict[str, list[IndicatorVersion]] = {}
    for row in rows.filter(indicator__in={code for code, _ in wanted}):
        versions.setdefault(row.indicator_id, []).append(row)
    return {(code, on): _version_on(versions[code], on) for code, on in wanted if code in versions}


def kinds_on(day: date) -> "QuerySet[Kind]":
    """The kinds that can be recorded on a day."""
    return Kind.objects.exclude(code__in=DUTIES).filter(
        Q(valid_from=None) | Q(valid_from__lte=day), Q(valid_until=None) | Q(valid_until__gt=day)
    )


@dataclass(frozen=True)
class Heading:
    """Kinds that stand together where one is chosen. group: None for those that stand under none, the last ones"""

    group: KindGroup | None
    kinds: list[Kind]


def kinds_to_choose(day: date, *, q: str = "") -> list[Heading]:
    """The kinds that can be recorded on a day under their headings; one query.

    q: words that the name, the hint or the heading contains, whatever their accents
    """
    headings: dict[str, Heading] = {}
    for kind in kinds_on(day).select_related("group").order_by(F("group__position").asc(nulls_last=True), "position"):
        if words_of(kind).find(fold(q)) >= 0:
            group = kind.group if kind.group and kind.group.is_valid_on(day) else None
            headings.setdefault(group.code if group else "", Heading(group, [])).kinds.append(kind)
    return sorted(headings.values(), key=lambda heading: heading.group is None)


def words_of(kind: Kind) -> str:
    """What a kind is searched by, folded: its names, its hints and its heading, in both languages."""
    group = (kind.group.name_vi, kind.group.name_en) if kind.group else ()
    return fold(" ".join([kind.name_vi, kind.name_en, kind.hint_vi, kind.hint_en, *group]))


def kinds_asking_for(measure: Measure) -> list[Kind]:
    return list(Kind.objects.filter(measures__measure=measure).distinct())


def _version_on(newest_first: list[IndicatorVersion], on: date | None) -> IndicatorVersion:
    """A period that is older than every version is counted by the first."""
    return next((row for row in newest_first if _counts(row, on)), newest_first[-1])


def _counts(version: IndicatorVersion, on: date | None) -> bool:
    return on is None or version.valid_from is None or version.valid_from <= on


def _nearest(code: str, known: list[str]) -> str:
    # slow import: only for a mistyped code
    from difflib import get_close_matches

    return next(iter(get_close_matches(fold(code), known, n=1, cutoff=0.5)), "")
