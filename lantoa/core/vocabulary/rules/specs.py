"""The closed grammar of what an indicator counts.

spec: {"agg": "sum"|"count"|"distinct"|"stock"|"last"|"ratio", "kind": code or list, "measure": code,
       "where": {dimension: code or list}, "of": dimension, "num": spec, "den": spec}
"""

from dataclasses import dataclass
from typing import Any

from lantoa.core.vocabulary.models import Dimension, Measure

AGGREGATES = {"sum", "count", "distinct", "stock", "last", "ratio"}
OWN_DIMENSIONS = ["agency", "place", "programme", "task"]
DIMENSIONS = {*Dimension.values, *OWN_DIMENSIONS}

# What may be done with a measure: a stock is never summed, a reading is only ever read last.
NATURE_OF = {"sum": Measure.Nature.FLOW, "stock": Measure.Nature.STOCK, "last": Measure.Nature.READING}


class BadSpec(ValueError):
    """The definition of an indicator does not follow the grammar; the message says where."""


@dataclass(frozen=True)
class Spec:
    """A parsed definition without ratios; tuples, so that it can be a key."""

    agg: str
    kinds: tuple[str, ...] = ()
    measure: str = ""
    where: tuple[tuple[str, tuple[str, ...]], ...] = ()
    of: str = ""


def parts(spec: dict[str, Any]) -> list[Spec]:
    """One Spec, or two for a ratio (numerator, denominator).

    raises: BadSpec
    """
    if spec.get("agg") == "ratio":
        if set(spec) != {"agg", "num", "den"}:
            raise BadSpec("a ratio has num and den and nothing else")
        return [_one(spec["num"]), _one(spec["den"])]
    return [_one(spec)]


def _one(spec: dict[str, Any]) -> Spec:
    unknown = set(spec) - {"agg", "kind", "measure", "where", "of"}
    agg = spec.get("agg", "")
    if unknown or agg not in AGGREGATES - {"ratio"}:
        raise BadSpec(f"unknown part {sorted(unknown) or agg!r}")
    if agg in {"sum", "stock", "last"} and not spec.get("measure"):
        raise BadSpec(f"{agg} needs a measure")
    where = {name: codes_of(value) for name, value in spec.get("where", {}).items()}
    if bad := set(where) - DIMENSIONS:
        raise BadSpec(f"unknown dimension {sorted(bad)}")
    if (agg == "distinct") != bool(spec.get("of")) and agg != "last":
        raise BadSpec("distinct, and it alone, counts the values of a dimension: give it “of”")
    if spec.get("of") and spec["of"] not in DIMENSIONS:
        raise BadSpec(f"unknown dimension {spec['of']!r}")
    return Spec(
        agg, codes_of(spec.get("kind", [])), spec.get("measure", ""), tuple(sorted(where.items())), spec.get("of", "")
    )


def codes_of(value: str | list[str]) -> tuple[str, ...]:
    """One code or several, as a definition writes them."""
    return (value,) if isinstance(value, str) else tuple(value)
