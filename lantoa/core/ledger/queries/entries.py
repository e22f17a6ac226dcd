"""The entries behind a figure."""

from collections.abc import Iterable, Mapping
from datetime import date
from decimal import Decimal
from typing import Any

from django.db.models import Exists, F, OuterRef, Prefetch, Q, QuerySet, Value, prefetch_related_objects
from django.db.models.functions import Coalesce

from lantoa.base import quantities
from lantoa.base.periods import Period
from lantoa.core.ledger.models import DIMENSIONS, Entry, Line, Participation, Reason
from lantoa.core.ledger.queries import specs
from lantoa.core.ledger.queries.figures import Figure, asked_of, head_seq, numbers_of, scope_of, single
from lantoa.core.ledger.queries.specs import Scope, Spec
from lantoa.core.ledger.queries.sums import entries_of, newest_lines, taken_back
from lantoa.core.people.models import Agency
from lantoa.core.people.queries import Series
from lantoa.core.vocabulary.models import IndicatorVersion, KindMeasure

# So many of a list are asked for in one query.
_AT_ONCE = 1_000


class UnknownEntry(LookupError):
    """The ledger has no entry with this seq."""


def entries(
    definition: IndicatorVersion,
    period: Period,
    *,
    as_of_seq: int | None = None,
    agencies: Iterable[Agency] | None = None,
    series: Series = Series.AS_IT_IS,
) -> "QuerySet[Entry]":
    """The standing entries behind a figure, by date; their number is its row_count, their lines add up to it.

    Those of a median by their size.
    """
    spec, scope = asked_of(definition, period, as_of_seq, agencies, series)
    found = standing(_touching(spec, scope), as_of_seq=scope.as_of_seq)
    if spec.agg == "distinct":
        blank = Q(**{spec.of: None}) if spec.of in specs.OWN_DIMENSIONS else Q(**{spec.of: ""})
        found = found.exclude(blank)
    elif spec.agg == "last":
        found = found.filter(seq__in=newest_lines(spec, scope).values("entry"))
    elif spec.agg == "median":
        return found.order_by("lines__quantity", "occurred_on", "seq")
    return found.order_by("occurred_on", "seq")


def narrowed(
    definition: IndicatorVersion, period: Period, wanted: Mapping[str, str], **scope: Any
) -> "QuerySet[Entry]":
    """The entries behind a figure, or those of one cell of its tables.

    wanted: dimension, "agency", "year" or "number" of a pair -> code; unknown names are ignored
    """
    number = numbers_of(definition).get(wanted.get("number", ""), definition)
    found = entries(number, period, **scope)
    for name, code in wanted.items():
        if name == "year":
            found = found.filter(occurred_on__year=int(code)) if _is_year(code) else found
        elif name in specs.OWN_DIMENSIONS:
            found = found.filter(**{f"{name}": code or None})
        elif name in DIMENSIONS:
            found = found.filter(**{name: code})
    return found


def added_by(seqs: list[int], figure: Figure, **scope: Any) -> dict[str, dict[int, int]]:
    """Number of a pair -> seq -> the thousandths that it adds; nothing of what is no pair."""
    questions: dict[str, Any] = {}
    for number, each in numbers_of(figure.definition).items():
        if not number:
            return {}
        found = entries(each, figure.period, **{**scope, "as_of_seq": figure.as_of_seq})
        adds: Any = F("lines__quantity") if single(each).measure else Value(quantities.THOUSANDTHS)
        rows = found.order_by().annotate(by_number=Value(number), adds=adds)
        questions[number] = rows.values_list("by_number", "pk", "adds")
    added: dict[str, dict[int, int]] = {number: {} for number in questions}
    for start in range(0, len(seqs), _AT_ONCE):
        batch = [rows.filter(pk__in=seqs[start : start + _AT_ONCE]) for rows in questions.values()]
        for number, seq, quantity in batch[0].union(*batch[1:], all=True):
            added[number][seq] = quantity
    return added


def quantity_in(entry: Entry, definition: IndicatorVersion) -> Decimal | None:
    """What one entry adds to a figure; None where the figure counts entries or values."""
    measure = single(definition).measure
    return next(
        (quantities.to_decimal(line.quantity) for line in entry.lines.all() if line.measure_id == measure), None
    )


def standing(source: "QuerySet[Entry]", *, as_of_seq: int) -> "QuerySet[Entry]":
    """Of these entries those that are no reversal and were not reversed up to `as_of_seq`."""
    return source.filter(~taken_back("pk", as_of_seq), sign=1)


def spanning(
    definition: IndicatorVersion,
    period: Period,
    *,
    as_of_seq: int | None = None,
    agencies: Iterable[Agency] | None = None,
    series: Series = Series.AS_IT_IS,
) -> "QuerySet[Entry]":
    """Standing entries that overlap the period and are longer than it: listed apart, never counted in part."""
    spec, scope = asked_of(definition, period, as_of_seq, agencies, series)
    if spec.agg == "stock":
        return Entry.objects.none()
    # Two stretches of an index; said as "overlaps and does not lie in it", databases look at every entry of the period.
    since, until = scope.period.since, scope.period.until
    into = Q(occurred_on__gte=since, occurred_on__lt=until, occurred_from__lt=since)
    beyond = Q(occurred_on__gte=until, occurred_from__lt=until)
    found = standing(_matching(spec, scope).filter(into | beyond), as_of_seq=scope.as_of_seq)
    # An order that no index has: for the first few of it, PostgreSQL would look at every entry in the order of days.
    return found.order_by(Coalesce("occurred_on", "occurred_from"), "seq")


def changes_since(
    definition: IndicatorVersion,
    period: Period,
    seq: int,
    *,
    as_of_seq: int | None = None,
    agencies: Iterable[Agency] | None = None,
    series: Series = Series.AS_IT_IS,
) -> "QuerySet[Entry]":
    """Entries and reversals posted after `seq` that this figure covers, in the order of posting."""
    spec, scope = asked_of(definition, period, as_of_seq, agencies, series)
    return _touching(spec, scope).filter(seq__gt=seq).select_related("reason", "posted_by").order_by("seq")


def corrections(
    definition: IndicatorVersion,
    period: Period,
    seq: int,
    *,
    as_of_seq: int | None = None,
    agencies: Iterable[Agency] | None = None,
    series: Series = Series.AS_IT_IS,
) -> "QuerySet[Entry]":
    """Of the changes after `seq` those that carry a reason: reversals and what replaced them; of a pair, in either."""
    scope: Any = {"as_of_seq": as_of_seq, "agencies": agencies, "series": series}
    changed = [changes_since(each, period, seq, **scope) for each in numbers_of(definition).values()]
    found = changed[0]
    if changed[1:]:
        either = Q(*(("pk__in", rows.order_by().values("pk")) for rows in changed), _connector=Q.OR)
        found = Entry.objects.filter(either).select_related("reason", "posted_by").order_by("seq")
    return found.filter(pk__in=Reason.objects.values("entry"))  # asked so, databases begin with these: they are few


def entry(seq: int) -> Entry:
    """raises: UnknownEntry"""
    found = (
        with_lines(
            Entry.objects.select_related(
                "agency", "kind", "place", "task", "posted_by", "reverses", "reversal", "reason"
            )
        )
        .prefetch_related(Prefetch("participations", Participation.objects.select_related("agency")))
        .filter(seq=seq)
        .first()
    )
    if found is None:
        raise UnknownEntry(seq)
    return found


def internal_among(seqs: Iterable[int]) -> set[int]:
    """Those of these entries that are not public."""
    return set(Entry.objects.filter(seq__in=list(seqs), is_public=False).values_list("seq", flat=True))


def entries_listed(
    definition: IndicatorVersion | None,
    *,
    period: Period | None,
    agencies: Iterable[Agency] | None,
    as_of_seq: int | None,
) -> "QuerySet[Entry]":
    """Standing entries, narrowed by what is given, with their lines; by date."""
    always = period or Period(date.min, date.max)
    seq = head_seq() if as_of_seq is None else as_of_seq
    if definition is not None:
        found = entries(definition, always, as_of_seq=seq, agencies=agencies)
    else:
        scope = scope_of(always, seq, agencies, Series.AS_IT_IS)
        found = standing(_touching(Spec("count"), scope), as_of_seq=seq)
    return found.prefetch_related("lines").order_by("occurred_on", "seq")


def with_lines(found: "QuerySet[Entry]") -> "QuerySet[Entry]":
    """Entries with their lines and measures; each line knows whether it counts the activity itself."""
    main = KindMeasure.objects.filter(is_main=True, kind=OuterRef("kind"), measure=OuterRef("measure"))
    lines = Line.objects.select_related("measure").annotate(is_main=Exists(main)).order_by("pk")
    return found.prefetch_related(Prefetch("lines", lines))


def with_measures(found: list[Entry]) -> list[Entry]:
    """The same entries; what `measures_of` says of them is read at once."""
    prefetch_related_objects(found, "lines")
    return found


def reversal_of(entry: Entry) -> int | None:
    """The seq of the entry that took this one back, if any."""
    return getattr(getattr(entry, "reversal", None), "seq", None)


def reason_of(entry: Entry) -> str:
    return getattr(getattr(entry, "reason", None), "text", "")


def measures_of(entry: Entry) -> dict[str, Any]:
    """The quantities of an entry as Decimal by measure code."""
    return {line.measure_id: quantities.to_decimal(line.quantity) for line in entry.lines.all()}


def _matching(spec: Spec, scope: Scope) -> "QuerySet[Entry]":
    found: QuerySet[Entry] = Entry.objects.filter(
        specs.on_entries(spec, scope.series), specs.of_agencies(scope.agencies), seq__lte=scope.as_of_seq
    )
    return found.filter(lines__measure=spec.measure) if spec.measure else found


def _touching(spec: Spec, scope: Scope) -> "QuerySet[Entry]":
    found: QuerySet[Entry] = entries_of(spec, scope)
    return found.filter(lines__measure=spec.measure) if spec.measure else found


def _is_year(text: str) -> bool:
    """One that the calendar of the databases has."""
    return len(text) == 4 and text.isdecimal() and int(text) > 0
