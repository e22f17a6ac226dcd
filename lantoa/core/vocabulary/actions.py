"""Writing the vocabulary."""

from collections.abc import Iterable
from pathlib import Path
from typing import Any

import yaml
from django.db import transaction

from lantoa.core.vocabulary.models import Indicator, IndicatorVersion, Kind, KindMeasure, Measure, Term

SEED = Path(__file__).parent / "seed"


@transaction.atomic
def seed(folder: Path = SEED) -> None:
    """Add the rows of the seed files that are not there yet; rows that exist are left as people edited them.

    A definition of an indicator with a higher `version` than any known is added as a new version.
    """
    for row in _rows(folder, "terms"):
        Term.objects.get_or_create(dimension=row.pop("dimension"), code=row.pop("code"), defaults=row)
    for row in _rows(folder, "measures"):
        Measure.objects.get_or_create(code=row.pop("code"), defaults=row)
    for row in _rows(folder, "kinds"):
        measures = row.pop("measures")
        kind, created = Kind.objects.get_or_create(code=row.pop("code"), defaults=row)
        if created:
            KindMeasure.objects.bulk_create(
                KindMeasure(kind=kind, measure_id=item.pop("code"), position=position, **item)
                for position, item in enumerate(measures)
            )
    for row in _rows(folder, "indicators"):
        indicator, _ = Indicator.objects.get_or_create(
            code=row.pop("code"), defaults={"position": row.pop("position"), "is_public": row.pop("is_public", True)}
        )
        row.pop("is_public", None)
        IndicatorVersion.objects.get_or_create(indicator=indicator, version=row.pop("version", 1), defaults=row)


def mark_used(definitions: Iterable[IndicatorVersion]) -> None:
    """Fix these definitions for ever: a review states figures by them; a change needs a new version."""
    IndicatorVersion.objects.filter(pk__in=[row.pk for row in definitions], is_used=False).update(is_used=True)


def _rows(folder: Path, name: str) -> list[dict[str, Any]]:
    rows = yaml.safe_load((folder / f"{name}.yaml").read_text(encoding="utf-8"))
    if name == "terms":
        return [
            {"dimension": dimension, "position": position, **row}
            for dimension, items in rows.items()
            for position, row in enumerate(items)
        ]
    return [{"position": position, **row} if name != "measures" else row for position, row in enumerate(rows)]
