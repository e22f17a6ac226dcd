"""Writes docs/howto/vocabulary.md from the seed files: `make docs`. A test compares the two."""

from pathlib import Path
from typing import Any

import yaml

PROJECT = Path(__file__).resolve().parent.parent
SEED = PROJECT / "lantoa/core/vocabulary/seed"
PAGE = PROJECT / "docs/howto/vocabulary.md"

_HEAD = """# The vocabulary

What can be recorded and what is counted are rows of the database, not code: law and practice change them. A new \
installation begins with the rows below (`lantoa/core/vocabulary/seed/`); `migrate` adds what is missing and leaves \
alone what people changed. This page is written by `make docs`.

## Kinds of activity

| code | kind | measures (the first counts the activity itself) | sorted by |
|---|---|---|---|
"""
_MEASURES = """
## Measures

A *flow* adds up over time, a *stock* stands until it is taken away, of a *reading* only the newest counts.

| code | measure | unit | nature |
|---|---|---|---|
"""
_INDICATORS = """
## Indicators

| code | indicator | what it counts |
|---|---|---|
"""
_FOOT = """
A definition that a frozen figure used is never changed: a new version is made beside it. How one is written: the \
docstring of `IndicatorVersion` in `lantoa/core/vocabulary/models.py`.
"""


def page() -> str:
    """The whole page."""
    kinds, measures = map(_kind, _rows("kinds")), map(_measure, _rows("measures"))
    return "".join([_HEAD, *kinds, _MEASURES, *measures, _INDICATORS, *map(_indicator, _rows("indicators")), _FOOT])


def _rows(name: str) -> list[dict[str, Any]]:
    rows: list[dict[str, Any]] = yaml.safe_load((SEED / f"{name}.yaml").read_text(encoding="utf-8"))
    return rows


def _kind(row: dict[str, Any]) -> str:
    measures = ", ".join(f"`{item['code']}`" for item in sorted(row["measures"], key=_is_not_main))
    sorted_by = ", ".join(
        f"{item['code']} (needed)" if item.get("required") else item["code"] for item in row.get("dimensions", [])
    )
    return f"| `{row['code']}` | {row['name_vi']} · {row['name_en']} | {measures} | {sorted_by} |\n"


def _is_not_main(item: dict[str, Any]) -> bool:
    return not item.get("is_main")


def _measure(row: dict[str, Any]) -> str:
    names = f"{row['name_vi']} · {row['name_en']} | {row['unit_vi']} · {row['unit_en']}"
    return f"| `{row['code']}` | {names} | {row.get('nature', 'flow')} |\n"


def _indicator(row: dict[str, Any]) -> str:
    return f"| `{row['code']}` | {row['name_vi']} · {row['name_en']} | {row['definition_en']} |\n"


if __name__ == "__main__":
    PAGE.write_text(page(), encoding="utf-8")
