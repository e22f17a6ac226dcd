"""The outline a new review begins with, from outline.yaml: headings, and lines for figures."""

from collections.abc import Sequence
from functools import cache
from pathlib import Path
from typing import Any

from django.utils import translation

from lantoa.base import yaml_text
from lantoa.core.reports.rules import tokens
from lantoa.core.vocabulary.models import IndicatorVersion

_FILE = Path(__file__).parent.parent / "outline.yaml"


def starter(language: str, definitions: Sequence[IndicatorVersion]) -> list[tuple[str, str]]:
    """(heading, body) of each section in the language of the review.

    definitions: those that get a line, in the order in which the lines should stand
    """
    with translation.override(language):
        return [
            (row[f"heading_{language}"], "\n".join(_line(item) for item in definitions if _place(item) is row))
            for row in rows()
        ]


@cache
def rows() -> list[dict[str, Any]]:
    """The sections as outline.yaml has them."""
    found: list[dict[str, Any]] = yaml_text.read(_FILE)
    return found


def _place(definition: IndicatorVersion) -> dict[str, Any]:
    """The first section that takes one of the kinds of a figure, else the one for the rest."""
    kind = definition.spec.get("den", definition.spec).get("kind", [])
    kinds = {kind} if isinstance(kind, str) else set(kind)
    named = (row for row in rows() if kinds & set(row.get("kinds", [])))
    return next(named, None) or next(row for row in rows() if row.get("rest"))


def _line(definition: IndicatorVersion) -> str:
    return f"- {definition.name}: {tokens.written(definition.indicator_id)} {definition.unit}."
