"""Reading targets."""

from collections.abc import Iterable

from lantoa.base.periods import Period
from lantoa.core.programme.models import Target


def targets(indicators: Iterable[str], period: Period, *, agency: str | None = None) -> dict[str, int]:
    """Integer thousandths by indicator, for exactly this period and agency (None: the whole province); one query."""
    rows = Target.objects.filter(indicator__in=list(indicators), since=period.since, until=period.until, agency=agency)
    return dict(rows.values_list("indicator_id", "value"))
