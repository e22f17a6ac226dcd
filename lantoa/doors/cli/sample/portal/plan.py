"""The plan of the content: what items there are, and what is said of each in which language.

A body is written as people write mail: paragraphs between empty lines, `## ` before a heading, `* ` before the points
of a list, `> ` before words quoted, with who said them after a long dash.
"""

from dataclasses import dataclass
from html import escape
from pathlib import Path
from typing import Any

from lantoa.base import yaml_text

FOLDER = Path(__file__).parent
PICTURES = FOLDER.parent / "pictures"


@dataclass(frozen=True)
class Item:
    """One item: `said` as in items.yaml, `texts` by language."""

    code: str
    said: dict[str, Any]
    texts: dict[str, dict[str, Any]]


@dataclass(frozen=True)
class Plan:
    items: list[Item]
    # The first page and the sections of each language.
    homes: dict[str, dict[str, Any]]
    pictures: dict[str, Any]
    channels: list[dict[str, Any]]


def read() -> Plan:
    """All of it. raises: KeyError where a text belongs to no item"""
    texts = {file.stem: yaml_text.read(file) for file in sorted((FOLDER / "texts").glob("*.yaml"))}
    homes = {language: said.pop("home") for language, said in texts.items()}
    items = [
        Item(code, said, {language: texts[language].pop(code) for language in texts if code in texts[language]})
        for code, said in yaml_text.read(FOLDER / "items.yaml").items()
    ]
    if left := {language: sorted(said) for language, said in texts.items() if said}:
        raise KeyError(left)
    return Plan(items, homes, yaml_text.read(PICTURES / "pictures.yaml"), yaml_text.read(FOLDER / "channels.yaml"))


def blocks(text: str) -> list[dict[str, Any]]:
    """A body as the newsroom stores it."""
    found: list[dict[str, Any]] = []
    for part in text.strip().split("\n\n"):
        lines = part.strip().splitlines()
        if part.startswith("## "):
            found.append({"type": "heading", "value": part.removeprefix("## ").strip()})
        elif part.startswith("> "):
            words, _, speaker = part.removeprefix("> ").replace("\n", " ").rpartition(" — ")
            found.append({"type": "quote", "value": {"text": words, "speaker": speaker}})
        elif part.startswith("* "):
            points = "".join(f"<li>{escape(line.removeprefix('* '), quote=False)}</li>" for line in lines)
            found.append({"type": "text", "value": f"<ul>{points}</ul>"})
        else:
            found.append({"type": "text", "value": f"<p>{escape(' '.join(lines), quote=False)}</p>"})
    return found
