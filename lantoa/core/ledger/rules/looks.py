"""How the register is looked at: filters, order, columns and page size, as its address says them.

    ?q=bien+dao&state=submitted&state=returned&agency=so-ngoai-vu&period=2026-Q3&sort=-sent&column=kind&column=day

One value may stand several times (either of them), different filters hold together. A value that is not known (a task
that was deleted, an address typed by hand) stays a filter and lets nothing through: left out, it would turn a narrow
page, file or act on all rows into one of everything. What only shapes the list is left out where it means nothing.
"""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from urllib.parse import urlencode

from lantoa.base import periods
from lantoa.base.periods import BadPeriod, Period
from lantoa.core.ledger.models import DIMENSIONS, Activity

CODED = ("state", "kind", "agency", "place", "programme", "task", *DIMENSIONS)
FLAGS = ("evidence", "imported", "looked")
YES, NO = "yes", "no"

COLUMNS = (
    "kind", "agency", "day", "place", "counted", "state", "sent", "programme", "task", *DIMENSIONS, "evidence",
    "looked", "source", "number",
)  # fmt: skip
USUAL_COLUMNS = ("kind", "agency", "day", "counted", "state")
SORTS = ("day", "title", "kind", "agency", "state", "sent")
USUAL_SORT = "-day"
SIZES = (25, 50, 100, 200)
USUAL_SIZE = 50
LONGEST_SEARCH = 200
_MOST_VALUES = 40  # of one filter
_LONGEST_UNKNOWN = 100


@dataclass(frozen=True)
class Look:
    """chosen: filter -> its values, filters without one left out; sort: a name of SORTS, with "-" for descending

    unknown: (filter, what was written for it and is none of its values, no period, no day)
    """

    chosen: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    q: str = ""
    period: Period | None = None
    since: date | None = None
    until: date | None = None
    sort: str = USUAL_SORT
    columns: tuple[str, ...] = USUAL_COLUMNS
    size: int = USUAL_SIZE
    unknown: tuple[tuple[str, str], ...] = ()

    def filters(self) -> list[tuple[str, str]]:
        """Every set filter singly, as (name, value of the address), those with an unknown value first."""
        pairs = [*self.unknown, ("q", self.q)] if self.q else [*self.unknown]
        pairs += [(name, value) for name in (*CODED, *FLAGS) for value in self.chosen.get(name, ())]
        if self.period:
            pairs.append(("period", self.period.code()))
        pairs += [(name, day.isoformat()) for name, day in (("since", self.since), ("until", self.until)) if day]
        return pairs

    @property
    def unread(self) -> str:
        """What was written as a period and is none."""
        return dict(self.unknown).get("period", "")

    @property
    def is_empty(self) -> bool:
        """Does a filter have nothing but what is not known."""
        return any(name not in self.chosen for name, _ in self.unknown)

    @property
    def is_filtered(self) -> bool:
        return bool(self.filters())

    @property
    def address(self) -> str:
        """The query of the address; empty where everything is as usual."""
        return urlencode([*self.filters(), *self._shape()])

    def without(self, name: str, value: str) -> "Look":
        """The same with one filter taken away."""
        if (name, value) in self.unknown:
            return replace(self, unknown=tuple(pair for pair in self.unknown if pair != (name, value)))
        if name in self.chosen:
            rest = tuple(code for code in self.chosen[name] if code != value)
            others = {other: codes for other, codes in self.chosen.items() if other != name}
            return replace(self, chosen={**others, name: rest} if rest else others)
        empty: dict[str, str] = {"q": ""}
        return replace(self, **{name: empty.get(name)})  # type: ignore[arg-type] # "" or None, as the field has it

    def without_filters(self) -> "Look":
        return Look(sort=self.sort, columns=self.columns, size=self.size)

    def sorted_by(self, name: str) -> "Look":
        """Pressed once, a heading sorts downwards where new comes first, else upwards; pressed again, the other way."""
        first = f"-{name}" if name in {"day", "sent"} else name
        other = name if first.startswith("-") else f"-{name}"
        return replace(self, sort=other if self.sort == first else first)

    def _shape(self) -> Iterator[tuple[str, str]]:
        if self.sort != USUAL_SORT:
            yield "sort", self.sort
        if self.columns != USUAL_COLUMNS:
            yield from (("column", name) for name in self.columns)
        if self.size != USUAL_SIZE:
            yield "size", str(self.size)


def read(address: Mapping[str, list[str]], known: Mapping[str, Collection[str]]) -> Look:
    """A Look from the parts of an address.

    known: filter -> the codes that exist; a filter without an entry takes nothing
    """
    codes = {"state": Activity.State.values, **known}
    chosen = {name: _kept(address.get(name, []), codes.get(name, ())) for name in CODED}
    chosen |= {name: _kept(address.get(name, []), (YES, NO))[:1] for name in FLAGS}
    period, since, until = (
        _period(_last(address, "period")),
        _day(_last(address, "since")),
        _day(_last(address, "until")),
    )
    unknown = [
        (name, value)
        for name in (*CODED, *FLAGS)
        for value in _unknown(address.get(name, []), (YES, NO) if name in FLAGS else codes.get(name, ()))
    ]
    for name, found in (("period", period), ("since", since), ("until", until)):
        unknown += [] if found else [(name, value) for value in _unknown([_last(address, name)], ())]
    columns = tuple(name for name in COLUMNS if name in address.get("column", []))
    sort = _last(address, "sort")
    size = _last(address, "size")
    return Look(
        chosen={name: values for name, values in chosen.items() if values},
        q=" ".join(_last(address, "q").split())[:LONGEST_SEARCH],
        period=period,
        since=since,
        until=until,
        sort=sort if sort.removeprefix("-") in SORTS else USUAL_SORT,
        columns=columns or USUAL_COLUMNS,
        size=int(size) if size in {str(each) for each in SIZES} else USUAL_SIZE,
        unknown=tuple(unknown),
    )


def _last(address: Mapping[str, list[str]], name: str) -> str:
    """As Django does: of several values of a single filter the last one counts."""
    return (address.get(name) or [""])[-1].strip()


def _kept(values: list[str], known: Collection[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(value for value in values if value in known))[:_MOST_VALUES]


def _unknown(values: list[str], known: Collection[str]) -> tuple[str, ...]:
    """Cut short; characters that no page and no file can hold are left out."""
    written = (value for value in values if value not in known)
    cut = ("".join(letter for letter in value if letter.isprintable())[:_LONGEST_UNKNOWN].strip() for value in written)
    return tuple(dict.fromkeys(filter(None, cut)))[:_MOST_VALUES]


def _period(text: str) -> Period | None:
    try:
        return periods.parse(text) if text else None
    except BadPeriod:
        return None


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None
