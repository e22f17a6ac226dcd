"""How a target is written and measured."""

from decimal import Decimal

from lantoa.base import quantities
from lantoa.core.vocabulary.models import IndicatorVersion
from lantoa.core.vocabulary.rules.specs import PAIRS


def is_share(definition: IndicatorVersion) -> bool:
    """A part of a whole, or a growth: its target is written in percent and kept as a hundredth of that."""
    return definition.spec.get("agg") in PAIRS


def written(value: Decimal, definition: IndicatorVersion) -> str:
    """As the active language writes it: "60", of a share "90 %"."""
    if is_share(definition):
        return f"{quantities.written((value * 100).normalize() + 0)}\u00a0%"
    return quantities.written(value)


def unit_behind(value: Decimal, definition: IndicatorVersion) -> str:
    """What stands behind a target as written: nothing behind percent."""
    return "" if is_share(definition) else definition.unit_of(value)


def reached(actual: Decimal | None, target: Decimal) -> int | None:
    """Percent of the target, cut and not rounded, so that 99.9 is not yet all, of what shrank none.

    returns: None where nothing can be said
    """
    if actual is None or target <= 0:
        return None
    return max(int(actual * 100 / target), 0)
