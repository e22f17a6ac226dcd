"""Writes docs/indicators.md from the seed files: `make docs`. A test compares the two."""

from pathlib import Path
from typing import Any

import yaml

PROJECT = Path(__file__).resolve().parent.parent
SEED = PROJECT / "lantoa/core/vocabulary/seed"
PAGE = PROJECT / "docs/indicators.md"

_HEAD = """# What can be recorded, and what is counted

Rows of the database, not code: law and practice change them, and [administrators do](howto/vocabulary.md). A new \
installation begins with the rows below (`lantoa/core/vocabulary/seed/`); a newer version brings along what is missing \
and what nobody changed. This page is written by `make docs`.

No legal source below was held against the official text by us; the screens say so until somebody ticks that they did.

## Kinds of activity

| code | kind | what belongs to it, what does not, and when it is counted | measures (the first counts the activity \
itself) | sorted by |
|---|---|---|---|---|
"""
_MEASURES = """
## Measures

A *flow* adds up over time, a *stock* stands until it is taken away, of a *reading* only the newest counts.

| code | measure | unit | nature | what counts as one |
|---|---|---|---|---|
"""
_WORDS = """
## Words

What records are sorted by. Languages and countries are left out: their names say what they are.

| code | word | what it means |
|---|---|---|
"""
_INDICATORS = """
## Indicators

| code | indicator | what it counts | source |
|---|---|---|---|
"""
_UNANSWERED = """
## What reviews ask for and no line of the ledger can answer

| figure | why it is not an indicator | where it comes from |
|---|---|---|
"""
_NOT_OF_THE_LEDGER = [
    (
        "Growth of recognition and reputation in foreign media (20 % a year)",
        "no published method says how to measure it, and a number without one would be invented",
        "a survey from outside; nothing here is counted as reputation",
    ),
]


def page() -> str:
    """The whole page."""
    kinds, measures = map(_kind, _rows("kinds")), map(_measure, _rows("measures"))
    return "".join(
        [
            _HEAD,
            *kinds,
            _MEASURES,
            *measures,
            _WORDS,
            *_words(),
            _INDICATORS,
            *map(_indicator, _rows("indicators")),
            _unanswered(),
        ]
    )


def _words() -> list[str]:
    terms = yaml.safe_load((SEED / "terms.yaml").read_text(encoding="utf-8"))
    return [
        f"| `{dimension}/{row['code']}` | {row['name_vi']} · {row['name_en']} | {row['definition_en']} |\n"
        for dimension, rows in terms.items()
        for row in rows
        if dimension not in {"language", "country"}
    ]


def _rows(name: str) -> list[dict[str, Any]]:
    rows: list[dict[str, Any]] = yaml.safe_load((SEED / f"{name}.yaml").read_text(encoding="utf-8"))
    return rows


def _kind(row: dict[str, Any]) -> str:
    measures = ", ".join(f"`{item['code']}`" for item in sorted(row["measures"], key=_is_not_main))
    sorted_by = ", ".join(
        f"{item['code']} (needed)" if item.get("required") else item["code"] for item in row.get("dimensions", [])
    )
    told = f"| `{row['code']}` | {row['name_vi']} · {row['name_en']} | {row['definition_en']} "
    return f"{told}| {measures} | {sorted_by} |\n"


def _unanswered() -> str:
    return _UNANSWERED + "".join(f"| {' | '.join(row)} |\n" for row in _NOT_OF_THE_LEDGER)


def _is_not_main(item: dict[str, Any]) -> bool:
    return not item.get("is_main")


def _measure(row: dict[str, Any]) -> str:
    names = f"{row['name_vi']} · {row['name_en']} | {row['unit_vi']} · {row['unit_en']}"
    return f"| `{row['code']}` | {names} | {row.get('nature', 'flow')} | {row['definition_en']} |\n"


def _indicator(row: dict[str, Any]) -> str:
    source = row.get("source", "practice of provincial reviews")
    return f"| `{row['code']}` | {row['name_vi']} · {row['name_en']} | {row['definition_en']} | {source} |\n"


if __name__ == "__main__":
    PAGE.write_text(page(), encoding="utf-8")
