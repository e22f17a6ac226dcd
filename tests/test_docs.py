"""The documentation names what exists, and what exists is documented."""

import argparse
import re
from importlib import import_module
from pathlib import Path

import pytest
from django.apps import apps

from lantoa.doors.cli.main import COMMANDS, build_parser
from tests.databases import PROJECT
from tools.vocabulary_page import PAGE, page

DOCS = sorted([*PROJECT.glob("*.md"), *(PROJECT / "docs").rglob("*.md"), *(PROJECT / "lantoa").rglob("README.md")])
ROOMS = sorted(
    path.parent for floor in ("core", "desks") for path in (PROJECT / "lantoa" / floor).glob("*/__init__.py")
)

# Read by make, not by the settings.
SETTINGS_OF_MAKE = {"PORT"}


def _room_name(room: Path) -> str:
    return room.name


@pytest.mark.parametrize("room", ROOMS, ids=_room_name)
def test_a_room_says_what_it_is_what_it_owns_and_what_it_offers(room: Path) -> None:
    title, blank, sentence, *rest = (room / "README.md").read_text(encoding="utf-8").splitlines()
    assert (title, blank) == (f"# {room.name}", "")
    assert sentence.endswith(".")

    package = ".".join(room.relative_to(PROJECT).parts)
    owned = {model._meta.db_table for model in apps.get_app_config(room.name).get_models()}
    tables = set(re.findall(r"`(\w+)`", _line(rest, "Tables:")))
    assert tables == owned

    functions = re.findall(r"`([\w.]+)`", _line(rest, "Functions:"))
    assert len(functions) in ({3, 4, 5, 6} if list(room.glob("actions*")) else {0, 3, 4, 5, 6})
    assert [name for name in functions if not _exists(package, name)] == []


def _line(lines: list[str], start: str) -> str:
    return next((line for line in lines if line.startswith(start)), "")


def _exists(package: str, name: str) -> bool:
    """`actions.accept` is a function of a module of the room, `Installation.current` one of a model."""
    module, _, rest = name.partition(".")
    try:
        found: object = import_module(f"{package}.{module}")
    except ModuleNotFoundError:
        found, rest = import_module(f"{package}.models"), name
    for part in rest.split("."):
        found = getattr(found, part, None)
    return callable(found)


def test_every_command_is_documented() -> None:
    documented = (PROJECT / "docs/howto/command-line.md").read_text(encoding="utf-8")
    for words in _commands(build_parser(), "lantoa"):
        assert f"`{words}" in documented, words


def test_every_command_module_exists() -> None:
    assert [name for name in COMMANDS if not (PROJECT / f"lantoa/doors/cli/{name}.py").exists()] == []


def _commands(parser: argparse.ArgumentParser, words: str) -> list[str]:
    inner = [action for action in parser._actions if isinstance(action, argparse._SubParsersAction)]
    if not inner:
        return [words]
    return [one for name, sub in inner[0].choices.items() for one in _commands(sub, f"{words} {name}")]


def test_settings_and_their_page_name_the_same_variables() -> None:
    page = (PROJECT / "docs/howto/settings.md").read_text(encoding="utf-8")
    documented = set(re.findall(r"^\| `(\w+)` \|", page, re.MULTILINE))
    read = {
        name
        for file in (PROJECT / "lantoa").rglob("*.py")
        for name in re.findall(r"\b(LANTOA_[A-Z_]+|DATABASE_URL)\b", file.read_text(encoding="utf-8"))
    }
    assert documented == read | SETTINGS_OF_MAKE


def test_the_page_of_the_vocabulary_is_what_make_docs_writes() -> None:
    assert PAGE.read_text(encoding="utf-8") == page(), "make docs"


@pytest.mark.parametrize("file", DOCS, ids=lambda file: file.relative_to(PROJECT).as_posix())
def test_links_lead_somewhere(file: Path) -> None:
    links = re.findall(r"\]\(([^)#\s]+)[^)]*\)", file.read_text(encoding="utf-8"))
    near = [link for link in links if not re.match(r"[a-z]+:", link)]
    assert [link for link in near if not (file.parent / link).exists()] == []
