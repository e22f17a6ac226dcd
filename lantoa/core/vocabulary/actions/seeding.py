"""Bringing a database up to the vocabulary of this version, beside what people made of it.

For every row the seed keeps what it last wrote (`Seeded`). A field that still says so follows the seed; one that says
something else was changed by a person and stays. A row that is gone is not made again.
"""

from collections.abc import Iterable
from datetime import date
from pathlib import Path
from typing import Any

from django.db import models, transaction

from lantoa.base import yaml_text
from lantoa.core.vocabulary.actions.versions import COLUMNS, keep_versions
from lantoa.core.vocabulary.models import (
    MEANING,
    MEANING_OF_NUMBERS,
    Basis,
    Indicator,
    IndicatorVersion,
    Kind,
    KindGroup,
    KindMeasure,
    Measure,
    Seeded,
    Term,
)
from lantoa.core.vocabulary.queries.lists import record_count

SEED = Path(__file__).parent.parent / "seed"
_MEANING = [name for name in MEANING if name not in {"indicator", "version", "is_used"}]


@transaction.atomic
def seed(folder: Path = SEED) -> None:
    """Add what is missing, bring along what nobody changed, leave alone the rest; twice does no harm.

    A definition that a frozen figure used stays; what the seed says now becomes its next version.
    """
    merging = _Merging()
    merging.table(Term, "term", ["dimension", "code"], _terms(folder))
    merging.table(Measure, "measure", ["code"], _rows(folder, "measures"))
    merging.table(KindGroup, "kind_group", ["code"], _ranked(yaml_text.read(folder / "groups.yaml")))
    known_groups = set(KindGroup.objects.values_list("code", flat=True))
    kinds = [(row.pop("measures"), _grouped(row, known_groups)) for row in _ranked(_rows(folder, "kinds"))]
    merging.table(Kind, "kind", ["code"], [row for _, row in kinds])
    known_kinds = set(Kind.objects.values_list("code", flat=True))
    merging.table(
        KindMeasure,
        "kind_measure",
        ["kind", "measure"],
        [
            {"kind": row["code"], "measure": item["code"], **_asking(item, position)}
            for measures, row in kinds
            if row["code"] in known_kinds
            for position, item in enumerate(measures)
        ],
    )
    indicators = list(_ranked(_rows(folder, "indicators")))
    places: list[dict[str, Any]] = [
        {name: row.pop(name) for name in ("position", "is_public") if name in row} for row in indicators
    ]
    merging.table(
        Indicator,
        "indicator",
        ["code"],
        [{"code": row["code"], **place} for row, place in zip(indicators, places, strict=True)],
    )
    merging.definitions(indicators)
    merging.remember()
    # Of every row, also of those that stood there before versions were kept.
    keep_versions([row for model in COLUMNS for row in model._default_manager.all()])


class _Merging:
    """One run over the seed. now: what it says, by name; before: what it said when it was last run."""

    def __init__(self) -> None:
        self.before: dict[str, dict[str, Any]] = dict(Seeded.objects.values_list("name", "values"))
        self.now: dict[str, dict[str, Any]] = {}

    def table(self, model: type[models.Model], table: str, key: list[str], rows: Iterable[dict[str, Any]]) -> None:
        """Merge the rows of one table; key: the columns that tell them apart."""
        columns = [model._meta.get_field(name).attname for name in key]  # type: ignore[union-attr] # our own columns
        present = {tuple(getattr(row, name) for name in columns): row for row in model._default_manager.all()}
        mains = {row.kind_id for row in present.values() if isinstance(row, KindMeasure) and row.is_main}
        new, changed, touched = [], [], set()
        for said in rows:
            codes = tuple(said[name] for name in key)
            wanted = {field: value for field, value in said.items() if field not in key}
            name = "/".join([table, *codes])
            if (row := present.get(codes)) is not None:
                if fields := self._take_over(row, name, wanted):
                    changed.append(row)
                    touched |= fields
            elif name not in self.before:
                made = model(**dict(zip(columns, codes, strict=True)), **wanted)
                if isinstance(made, KindMeasure) and made.kind_id in mains:
                    made.is_main = False  # people chose another
                new.append(made)
            self.now[name] = {field: _plain(value) for field, value in wanted.items()}
        model._default_manager.bulk_create(new)
        if changed:
            model._default_manager.bulk_update(changed, sorted(touched))

    def definitions(self, rows: list[dict[str, Any]]) -> None:
        """Merge what indicators mean: into the newest version, or beside it as the next one."""
        newest: dict[str, IndicatorVersion] = {}
        for version in IndicatorVersion.objects.order_by("version"):
            newest[version.indicator_id] = version
        known = set(Indicator.objects.values_list("code", flat=True))
        for wanted in rows:
            code = wanted.pop("code")
            name, row = f"definition/{code}", newest.get(code)
            if row is not None:
                self._define(row, name, wanted)
            elif code in known and name not in self.before:
                IndicatorVersion.objects.create(indicator_id=code, **wanted)
            self.now[name] = {field: _plain(value) for field, value in wanted.items()}

    def remember(self) -> None:
        """Keep what the seed said now for the next time."""
        said = [Seeded(name=name, values=values) for name, values in self.now.items()]
        fresh = [row for row in said if self.before.get(row.name) != row.values]
        Seeded.objects.bulk_create(fresh, update_conflicts=True, unique_fields=["name"], update_fields=["values"])

    def _define(self, row: IndicatorVersion, name: str, wanted: dict[str, Any]) -> None:
        before = self.before.get(name, {})
        means_other = any(field in before and before[field] != _plain(wanted[field]) for field in _MEANING)
        is_own = row.created_at is not None or any(getattr(row, field) != before.get(field) for field in _MEANING)
        follows = means_other and not is_own
        if follows and row.is_used:
            named = {field: value for field, value in wanted.items() if _is_free(row, field, before, value)}
            kept = {field.name: getattr(row, field.name) for field in row._meta.fields if field.name in wanted}
            fixed = {field: wanted[field] for field in _MEANING}
            IndicatorVersion.objects.create(
                indicator_id=row.indicator_id, version=row.version + 1, **{**kept, **named, **fixed}
            )
            return
        free = wanted if follows else {field: value for field, value in wanted.items() if field not in _MEANING}
        if fields := self._take_over(row, name, free):
            row.save(update_fields=sorted(fields))

    def _take_over(self, row: models.Model, name: str, wanted: dict[str, Any]) -> set[str]:
        """Give the row what the seed says where people have not said otherwise. returns: the fields that changed"""
        before = self.before.get(name, {})
        fields = {field for field, value in wanted.items() if _is_free(row, field, before, value)}
        for field in fields:
            setattr(row, field, wanted[field])
        return fields


def mark_used(definitions: Iterable[IndicatorVersion]) -> None:
    """Fix these definitions for ever: a review states figures by them; a change needs a new version."""
    IndicatorVersion.objects.filter(pk__in=[row.pk for row in definitions], is_used=False).update(is_used=True)


def _is_free(row: models.Model, field: str, before: dict[str, Any], wanted: object) -> bool:
    """The field says other than the seed, and nobody but the seed gave it its value.

    Databases of before the first screens hold no memory: there only what is empty is filled and the order taken over.
    """
    current = getattr(row, field)
    if current == wanted or (isinstance(row, KindMeasure) and field == "is_main"):
        return False
    if isinstance(row, Measure) and field in MEANING_OF_NUMBERS[Measure] and record_count(row):
        return False  # what is recorded counts in the old unit
    return before[field] == _plain(current) if field in before else current in ("", None, []) or field == "position"


def _plain(value: Any) -> Any:
    return value.isoformat() if isinstance(value, date) else value


def _asking(item: dict[str, Any], position: int) -> dict[str, Any]:
    return {"is_main": item.get("is_main", False), "required": item.get("required", True), "position": position}


def _terms(folder: Path) -> list[dict[str, Any]]:
    read = yaml_text.read(folder / "terms.yaml")
    return [_with_basis({"dimension": dimension, **row}) for dimension, rows in read.items() for row in _ranked(rows)]


def _grouped(row: dict[str, Any], groups: set[str]) -> dict[str, Any]:
    """The column that holds the heading; one that people threw away is not named again."""
    group = row.pop("group", None)
    return {**row, "group_id": group if group in groups else None}


def _rows(folder: Path, name: str) -> list[dict[str, Any]]:
    return [_with_basis(row) for row in yaml_text.read(folder / f"{name}.yaml")]


def _ranked(rows: Iterable[dict[str, Any]]) -> Iterable[dict[str, Any]]:
    """The order of the file is the order of lists."""
    return ({"position": position, **row} for position, row in enumerate(rows))


def _with_basis(row: dict[str, Any]) -> dict[str, Any]:
    """What names no legal text comes from what provinces report."""
    return {"basis": Basis.LAW.value if row.get("source") else Basis.PRACTICE.value, **row}
