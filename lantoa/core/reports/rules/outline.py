"""The outline a new review begins with, from outline.yaml: headings, and a line for every public figure."""

from collections.abc import Sequence
from functools import cache
from pathlib import Path
from typing import Any

import yaml
from django.utils import translation

from lantoa.core.reports.rules import tokens
from lantoa.core.vocabulary.models import IndicatorVersion

_FILE = Path(__file__).parent.parent / "outline.yaml"


def starter(language: str, definitions: Sequence[IndicatorVersion]) -> list[tuple[str, str]]:
    """(heading, body) of each section in the language of the review.

    definitions: the current ones, in the order in which their lines should stand
    """
    shown = [definition for definition in definitions if definition.indicator.is_public]
    named = {kind for row in _rows() for kind in row.get("kinds", [])}
    with translation.override(language):
        return [
            (row[f"heading_{language}"], "\n".join(_line(item) for item in shown if _belongs(item, row, named)))
            for row in _rows()
        ]


def _belongs(definition: IndicatorVersion, row: dict[str, Any], named: set[str]) -> bool:
    kinds = _kinds(definition.spec)
    return not kinds & named if row.get("rest") else bool(kinds & set(row.get("kinds", [])))


def _kinds(spec: dict[str, Any]) -> set[str]:
    kind = spec.get("den", spec).get("kind", [])
    return {kind} if isinstance(kind, str) else set(kind)


def _line(definition: IndicatorVersion) -> str:
    return f"- {definition.name}: {tokens.written(definition.indicator_id)} {definition.unit}."


@cache
def _rows() -> list[dict[str, Any]]:
    rows: list[dict[str, Any]] = yaml.safe_load(_FILE.read_text(encoding="utf-8"))
    return rows
