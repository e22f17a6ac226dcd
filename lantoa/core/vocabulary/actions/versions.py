"""Keeping what kinds, measures, words and definitions said: each change is a version, none is changed or deleted."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.db import models

from lantoa.core.people.models import User
from lantoa.core.vocabulary.models import IndicatorVersion, Kind, KindGroup, KindMeasure, Measure, Term, WordVersion
from lantoa.core.vocabulary.queries.versions import newest_versions, word_of

_SAID = ["name_vi", "name_en", "definition_vi", "definition_en"]
_FROM = ["basis", "source", "is_verified", "valid_from", "valid_until"]
COLUMNS: dict[type[models.Model], list[str]] = {
    Kind: [*_SAID, "hint_vi", "hint_en", "dimensions", *_FROM],
    Measure: [*_SAID, "unit_vi", "unit_en", "unit_en_one", "nature", "whole", *_FROM],
    Term: [*_SAID, *_FROM],
    KindGroup: ["name_vi", "name_en", "valid_from", "valid_until"],
    IndicatorVersion: [
        *_SAID, "unit_vi", "unit_en", "unit_en_one", "spec", "disaggregations", "higher_is_better", "basis", "source",
        "is_verified", "valid_from",
    ],
}  # fmt: skip


def keep_versions(rows: Iterable[models.Model], *, by: User | None = None, at: datetime | None = None) -> None:
    """Add a version of each row that says otherwise than its newest one; twice does no harm.

    rows: kinds, what they ask for, headings, measures, words and definitions; others are passed over. They are read
          again and locked, so that two changes at once become two versions.
    by, at: None where the seed wrote it
    """
    keys: dict[type[models.Model], set[Any]] = {}
    for row in rows:
        if isinstance(row, KindMeasure):
            keys.setdefault(Kind, set()).add(row.kind.pk)
        elif type(row) in COLUMNS:
            keys.setdefault(type(row), set()).add(row.pk)
    said: dict[str, dict[str, Any]] = {}
    for model, pks in keys.items():
        locked: list[Any] = list(model._default_manager.select_for_update().filter(pk__in=pks).order_by("pk"))
        asked = _asked([row.code for row in locked]) if model is Kind else {}
        for row in locked:
            said[word_of(row)] = {name: _plain(getattr(row, name)) for name in COLUMNS[model]}
            if model is Kind:
                said[word_of(row)]["measures"] = asked.get(row.code, [])
    newest = newest_versions(said)
    WordVersion.objects.bulk_create(
        WordVersion(
            word=word, version=newest[word].version + 1 if word in newest else 1, values=values,
            created_by=by, created_at=at,
        )
        for word, values in said.items()
        if word not in newest or newest[word].values != values
    )  # fmt: skip


def _asked(kinds: list[str]) -> dict[str, list[dict[str, Any]]]:
    """kind -> what its form asks to count, by code: their order means nothing."""
    found: dict[str, list[dict[str, Any]]] = {}
    for row in KindMeasure.objects.filter(kind__in=kinds).order_by("measure"):
        item = {"code": row.measure_id, "is_main": row.is_main, "required": row.required, "until": row.valid_until}
        found.setdefault(row.kind_id, []).append({name: _plain(value) for name, value in item.items()})
    return found


def _plain(value: Any) -> Any:
    return value.isoformat() if hasattr(value, "isoformat") else value
