"""The house keeps its direction: what import-linter and ruff cannot see is asked here.

An exception is a line in one of the tables at the top, with its reason.
"""

import ast
import subprocess
from collections.abc import Iterator
from functools import cache
from importlib import import_module
from pathlib import Path

import pytest
from django.apps import apps
from django.core.management import call_command
from django.db import models
from wagtail.models import Page

from lantoa.base import append_only
from lantoa.core.vocabulary.models import Kind
from tests.databases import PROJECT
from tests.write_guard import WriteOutsideActions, raw_writes

PACKAGE = PROJECT / "lantoa"

# From the ground up; a key points to its own room or to one named before it.
ROOMS = [
    "base", "people", "documents", "vocabulary", "programme", "ledger", "reports",
    "media", "newsroom", "intake", "channels", "watch", "answers", "contests", "office", "portal", "api",
]  # fmt: skip

MOST_LINES_OF_FILE = 400
LONG_FILES: dict[str, str] = {}

MOST_LINES_OF_FUNCTION = 60
LONG_FUNCTIONS: dict[str, str] = {}

MOST_TABLES_OF_ROOM = 12

# Modules of base that one room alone uses.
LONELY_BASE_MODULES = {
    "apps": "Django reads it",
    "models": "the row that says whose installation this is",
    "actions": "the write side of base's own rows",
    "database": "makes the database before any room runs; the command line and the tests call it",
    "rfc3161": "the authority behind time_stamps, loaded only where one is named",
    "selects": "the renderer of every form, named by a setting",
}

# The files of a room of core or desks; templates, static, migrations and seed hold no code that is imported.
FILES_OF_ROOMS = {
    "apps", "urls", "wagtail_hooks", "templatetags", "views", "forms", "tasks", "actions", "queries", "rules", "models",
    "blocks",
}  # fmt: skip
MORE_FILES = {
    "ledger.drafts": "a form, a workbook row and the command line are read by the same code, which writes nothing",
    "ledger.workbooks": "Excel is a way in beside forms",
    "intake.drafts": "an export is read for the screen and the command line by the same code, which writes nothing",
    "documents.rendering": "a statement becomes a file",
    "reports.rendering": "a review becomes HTML for the preview, for freezing and for the file to take away",
}

# Tables whose rows an overridden save() or delete() of ours may touch.
WORK_IN_SAVE: dict[str, str] = {}

# Doors that own pages (a home, a section) read and write them in these files; what desks own they ask for.
FILES_OF_DOORS_WITH_TABLES = {"actions", "queries"}


def _python_files(*folders: str) -> list[Path]:
    found = [file for folder in folders for file in (PROJECT / folder).rglob("*.py") if "migrations" not in file.parts]
    assert len(found) > 20
    return sorted(found)


def _name(file: Path) -> str:
    return file.relative_to(PROJECT).as_posix()


@cache
def _parsed(file: Path) -> ast.Module:
    return ast.parse(file.read_text(encoding="utf-8"))


def _our_models() -> list[type[models.Model]]:
    return [
        model
        for config in apps.get_app_configs()
        if config.name.startswith("lantoa.")
        for model in config.get_models(include_auto_created=True)
    ]


def _is_declared_by_library(model: type[models.Model], name: str) -> bool:
    return any(
        name in {field.name for field in base._meta.local_fields + base._meta.local_many_to_many}
        for base in model.__mro__
        if not base.__module__.startswith("lantoa.") and getattr(base, "_meta", None) and issubclass(base, models.Model)
    )


def _our_keys() -> Iterator[tuple[type[models.Model], "models.ForeignKey[models.Model, models.Model]"]]:
    for model in _our_models():
        for field in [*model._meta.local_fields, *model._meta.local_many_to_many]:
            if isinstance(field, models.ForeignKey | models.ManyToManyField) and not _is_declared_by_library(
                model, field.name
            ):
                yield model, field  # type: ignore[misc] # both have remote_field and related_model


# -- tables ----------------------------------------------------------------------------------------


def test_a_key_points_to_its_own_room_or_a_lower_one() -> None:
    up = [
        f"{model.__name__}.{field.name} -> {field.related_model._meta.label}"
        for model, field in _our_keys()
        if field.related_model._meta.app_label in ROOMS
        and ROOMS.index(field.related_model._meta.app_label) > ROOMS.index(model._meta.app_label)
    ]
    assert up == []


def test_a_key_to_another_room_adds_nothing_to_its_models() -> None:
    named = [
        f"{model.__name__}.{field.name}: related_name={field.remote_field.related_name!r}"
        for model, field in _our_keys()
        if field.related_model._meta.app_label != model._meta.app_label
        and not field.remote_field.hidden
        and not getattr(field.remote_field, "parent_link", False)  # a page is a row of Wagtail's table too
    ]
    assert named == []


def test_a_key_of_the_ledger_protects_what_it_points_to() -> None:
    ledger = import_module("lantoa.core.ledger.models")
    loose = [
        f"{model.__name__}.{field.name}"
        for model, field in _our_keys()
        if model in ledger.APPEND_ONLY and field.remote_field.on_delete is not models.PROTECT
    ]
    assert loose == []


def test_rooms_stay_small() -> None:
    counts = {
        config.label: sum(1 for model in config.get_models() if not issubclass(model, Page))
        for config in apps.get_app_configs()
        if config.name.startswith("lantoa.")
    }
    assert {room: count for room, count in counts.items() if count > MOST_TABLES_OF_ROOM} == {}
    assert set(counts) <= set(ROOMS)


@pytest.mark.django_db
def test_every_append_only_table_has_its_triggers() -> None:
    rooms = [config.models_module for config in apps.get_app_configs() if hasattr(config.models_module, "APPEND_ONLY")]
    assert len(rooms) >= 2
    for room in rooms:
        assert append_only.missing(getattr(room, "APPEND_ONLY"), using="default") == []  # noqa: B009 not in the type


@pytest.mark.django_db
def test_models_and_migrations_agree() -> None:
    call_command("makemigrations", check=True, dry_run=True, verbosity=0)


def test_django_finds_nothing_to_complain_about() -> None:
    call_command("check", fail_level="WARNING")


def test_no_work_is_done_in_save_or_delete() -> None:
    found = [
        f"{_name(file)}: {node.name}"
        for file in _python_files("lantoa")
        if "models" in (file.stem, file.parent.name)
        for node in ast.walk(_parsed(file))
        if isinstance(node, ast.FunctionDef) and node.name in {"save", "delete", "full_clean"}
    ]
    assert sorted(found) == sorted(WORK_IN_SAVE)


# -- writes ----------------------------------------------------------------------------------------


@pytest.mark.django_db
def test_a_write_outside_actions_is_refused() -> None:
    with pytest.raises(WriteOutsideActions, match="vocabulary_kind"):
        Kind.objects.update(icon="x")


@pytest.mark.django_db
def test_a_test_may_write_when_it_says_why() -> None:
    with raw_writes("shows the way"):
        assert Kind.objects.update(icon="x") == Kind.objects.count() > 0


# -- files -----------------------------------------------------------------------------------------


def test_files_are_short() -> None:
    long = {
        _name(file): length
        for file in _python_files("lantoa", "tests")
        if (length := _length(file)) > MOST_LINES_OF_FILE
    }
    assert long.keys() == LONG_FILES.keys(), long


def _length(file: Path) -> int:
    return len(file.read_text(encoding="utf-8").splitlines())


def test_functions_are_short() -> None:
    long = {
        f"{_name(file)}:{node.name}": length
        for file in _python_files("lantoa", "tests")
        for node in ast.walk(_parsed(file))
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
        and (length := (node.end_lineno or 0) - node.lineno + 1) > MOST_LINES_OF_FUNCTION
    }
    assert long.keys() == LONG_FUNCTIONS.keys(), long


def test_rooms_have_the_same_files() -> None:
    other = {
        f"{room.name}.{path.stem}"
        for room in [*_rooms("core"), *_rooms("desks")]
        for path in room.iterdir()
        if (path.suffix == ".py" or (path / "__init__.py").exists())
        and path.stem not in FILES_OF_ROOMS | {"__init__", "migrations"}
    }
    assert other == MORE_FILES.keys()


def _rooms(floor: str) -> list[Path]:
    found = [path.parent for path in (PACKAGE / floor).glob("*/__init__.py")]
    assert found
    return found


def test_a_module_of_base_serves_two_rooms_or_more() -> None:
    users: dict[str, set[str]] = {}
    for file in _python_files("lantoa"):
        room = ".".join(file.relative_to(PACKAGE).parts[:2])
        for node in ast.walk(_parsed(file)):
            if isinstance(node, ast.ImportFrom) and (node.module or "").startswith("lantoa.base"):
                module = (node.module or "").removeprefix("lantoa.base").strip(".").split(".")[0]
                for name in [module] if module else [alias.name for alias in node.names]:
                    users.setdefault(name, set()).add(room)
    modules = {file.stem for file in (PACKAGE / "base").glob("*.py")} - {"__init__"}
    lonely = {module for module in modules if len(users.get(module, set()) - {f"base.{module}.py"}) < 2}
    assert lonely <= LONELY_BASE_MODULES.keys()


def test_doors_ask_queries_and_never_tables() -> None:
    found = {
        f"{_name(file)}:{node.lineno}"
        for file in _python_files("lantoa/doors", "lantoa/core")
        if file.is_relative_to(PACKAGE / "doors") and not FILES_OF_DOORS_WITH_TABLES & {file.stem, file.parent.name}
        for node in ast.walk(_parsed(file))
        if isinstance(node, ast.Attribute) and node.attr in {"objects", "_default_manager", "_base_manager"}
    }
    assert found == set()


# -- what must not be in the project ---------------------------------------------------------------

# Put together here, so that this file does not hold them itself.
FORBIDDEN = [
    "py" + "pi.org", "python" + "hosted.org", "registry.npm" + "js.org", "deb.debian" + ".org",
    "/wo" + "rk/", "/ro" + "ot/", "/ho" + "me/",
]  # fmt: skip
LOCK_FILES = {"uv.lock", "package-lock.json", "yarn.lock", "poetry.lock"}


def _tracked() -> list[Path]:
    listed = subprocess.run(["git", "ls-files", "-z"], cwd=PROJECT, capture_output=True, text=True, check=True).stdout
    return [PROJECT / name for name in listed.split("\0") if name and (PROJECT / name).is_file()]


def test_nothing_of_one_machine_is_in_the_project() -> None:
    found = []
    for file in _tracked():
        text = file.read_bytes().decode("utf-8", errors="ignore")
        found += [
            f"{_name(file)}: {word}" for word in FORBIDDEN if any(_stands_alone(text, at) for at in _places(text, word))
        ]
    assert found == []
    assert {file.name for file in _tracked()} & LOCK_FILES == set()


def _places(text: str, word: str) -> Iterator[int]:
    at = text.find(word)
    while at >= 0:
        yield at
        at = text.find(word, at + 1)


def _stands_alone(text: str, at: int) -> bool:
    """`office/home/` is an address of ours and home in quotes Wagtail's; a path of a machine begins with its slash."""
    end = text.find("/", at + 1) + 1
    if text[at - 1 : at] == text[end : end + 1] == "'":
        return False
    return text[at] != "/" or at == 0 or not (text[at - 1].isalnum() or text[at - 1] in "._-}")
