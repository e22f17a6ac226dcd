"""Indicators and kinds as others ask for them."""

from datetime import date

from django.db.models import Q, QuerySet

from lantoa.base.folding import fold
from lantoa.core.vocabulary.models import IndicatorVersion, Kind


class UnknownIndicator(LookupError):
    """No indicator has this code; `near` is the most similar one, or ""."""

    def __init__(self, code: str, near: str = "") -> None:
        super().__init__(code)
        self.code, self.near = code, near


def current_definitions() -> list[IndicatorVersion]:
    """The newest version of every indicator, in the order of the vocabulary; one query."""
    newest: dict[str, IndicatorVersion] = {}
    for version in IndicatorVersion.objects.select_related("indicator").order_by("indicator__position", "version"):
        newest[version.indicator_id] = version
    return list(newest.values())


def definition(code: str, version: int | None = None) -> IndicatorVersion:
    """The newest version of an indicator, or the one asked for.

    raises: UnknownIndicator
    """
    found = IndicatorVersion.objects.select_related("indicator").filter(indicator=code)
    row = (found.filter(version=version) if version else found).order_by("-version").first()
    if row is None:
        known = IndicatorVersion.objects.values_list("indicator_id", flat=True).distinct()
        raise UnknownIndicator(code, _nearest(code, list(known)))
    return row


def kinds_on(day: date) -> "QuerySet[Kind]":
    """The kinds that can be recorded on a day."""
    return Kind.objects.filter(
        Q(valid_from=None) | Q(valid_from__lte=day), Q(valid_until=None) | Q(valid_until__gt=day)
    )


def _nearest(code: str, known: list[str]) -> str:
    # slow import: only for a mistyped code
    from difflib import get_close_matches

    return next(iter(get_close_matches(fold(code), known, n=1, cutoff=0.5)), "")
