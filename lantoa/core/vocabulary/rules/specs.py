"""The closed grammar of what an indicator counts.

spec: {"agg": "sum"|"count"|"distinct"|"stock"|"last"|"median"|"ratio", "kind": code or list, "measure": code,
       "where": {dimension: code or list}, "of": dimension, "num": spec, "den": spec}
      or {"agg": "growth", "num": spec, "years_back": 1}: a number beside that of the same days a year before
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from lantoa.core.vocabulary.models import Dimension, Measure

AGGREGATES = {"sum", "count", "distinct", "stock", "last", "median"}
_SHAPES: dict[str, type] = {"agg": str, "measure": str, "where": dict, "of": str}
# Of two numbers, both of which are always shown.
PAIRS = {"ratio", "growth"}
MOST_YEARS_BACK = 20
OWN_DIMENSIONS = ["agency", "place", "programme", "task"]
DIMENSIONS = {*Dimension.values, *OWN_DIMENSIONS}

# What may be done with a measure: a stock is never summed; a reading is read last, or in the middle of all.
NATURE_OF = {
    "sum": Measure.Nature.FLOW, "stock": Measure.Nature.STOCK, "last": Measure.Nature.READING,
    "median": Measure.Nature.READING,
}  # fmt: skip


class BadSpec(ValueError):
    """The definition of an indicator does not follow the grammar; the message says where."""


@dataclass(frozen=True)
class Spec:
    """A parsed definition of one number; tuples, so that it can be a key.

    years_back: it counts the same days so many years before
    """

    agg: str
    kinds: tuple[str, ...] = ()
    measure: str = ""
    where: tuple[tuple[str, tuple[str, ...]], ...] = ()
    of: str = ""
    years_back: int = 0


def parts(spec: dict[str, Any]) -> list[Spec]:
    """One Spec, or two for a pair (numerator, denominator).

    raises: BadSpec
    """
    return [_one(part) for part in numbers(spec).values()]


def numbers(spec: dict[str, Any]) -> dict[str, dict[str, Any]]:
    """The definition itself under ""; of a pair those of its two numbers, under "num" and "den".

    raises: BadSpec
    """
    if not isinstance(spec, dict):
        raise BadSpec(_("it has names and values, such as “agg” and “kind”"))
    if spec.get("agg") == "ratio":
        if set(spec) != {"agg", "num", "den"}:
            raise BadSpec(_("a “ratio” has “num” and “den” and nothing else"))
        return {"num": spec["num"], "den": spec["den"]}
    if spec.get("agg") == "growth":
        is_whole = set(spec) == {"agg", "num", "years_back"} and isinstance(spec["num"], dict)
        if not is_whole or not spec["years_back"] or "years_back" in spec["num"]:
            raise BadSpec(_("a “growth” has “num” and “years_back” and nothing else"))
        return {"num": spec["num"], "den": {**spec["num"], "years_back": spec["years_back"]}}
    return {"": spec}


def main_number(spec: dict[str, Any]) -> str:
    """The number whose records are those of the figure: what a share is of, what grew; "" where there is one."""
    return {"ratio": "den", "growth": "num"}.get(spec["agg"], "")


def main(spec: dict[str, Any]) -> Spec:
    return _one(numbers(spec)[main_number(spec)])


def has_parts(spec: dict[str, Any]) -> bool:
    """Whether what it is made of can be shown by a dimension; of a growth, each of its numbers."""
    return main(spec).agg in {"sum", "count", "stock", "median"} and spec["agg"] != "ratio"


def changed(spec: dict[str, Any], change: Callable[[dict[str, Any]], dict[str, Any]]) -> dict[str, Any]:
    """The definition with each of its numbers changed."""
    if spec.get("agg") in PAIRS:
        return {**spec, **{part: change(spec[part]) for part in ("num", "den") if part in spec}}
    return change(spec)


def _one(spec: Any) -> Spec:
    if not isinstance(spec, dict) or any(not isinstance(spec.get(name, of()), of) for name, of in _SHAPES.items()):
        raise BadSpec(_("“agg”, “measure” and “of” are codes, “where” has names and values"))
    unknown = set(spec) - {"agg", "kind", "measure", "where", "of", "years_back"}
    agg, years_back = spec.get("agg", ""), spec.get("years_back", 0)
    if unknown or agg not in AGGREGATES:
        raise BadSpec(_("unknown: %(names)s") % {"names": ", ".join(sorted(map(str, unknown))) or agg})
    if type(years_back) is not int or not 0 <= years_back <= MOST_YEARS_BACK:
        raise BadSpec(_("“years_back” is a number from 1 to %(most)s") % {"most": MOST_YEARS_BACK})
    if agg in NATURE_OF and not spec.get("measure"):
        raise BadSpec(_("“%(agg)s” needs a measure") % {"agg": agg})
    if agg not in NATURE_OF and "measure" in spec:
        raise BadSpec(_("“%(agg)s” counts records and has no measure") % {"agg": agg})
    where = {name: codes_of(value) for name, value in spec.get("where", {}).items()}
    if bad := set(where) - DIMENSIONS:
        raise BadSpec(_("nothing is sorted by %(names)s") % {"names": ", ".join(sorted(map(str, bad)))})
    if (agg == "distinct") != bool(spec.get("of")) and agg != "last":
        raise BadSpec(_("“distinct”, and it alone, counts different values: “of” says which"))
    if spec.get("of") and spec["of"] not in DIMENSIONS:
        raise BadSpec(_("nothing is sorted by %(names)s") % {"names": spec["of"]})
    return Spec(
        agg, codes_of(spec.get("kind", [])), spec.get("measure", ""), tuple(sorted(where.items())), spec.get("of", ""),
        years_back,
    )  # fmt: skip


def codes_of(value: Any) -> tuple[str, ...]:
    """One code or several, as a definition writes them. raises: BadSpec"""
    codes = [value] if isinstance(value, str) else value
    if not isinstance(codes, list) or not all(isinstance(code, str) for code in codes):
        raise BadSpec(_("“kind”, and each value in “where”, is a code or a list of codes"))
    return tuple(codes)
