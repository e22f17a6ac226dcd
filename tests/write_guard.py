"""While tests run, only `actions` may write to our tables; who else tries is told the statement."""

import re
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from types import FrameType
from typing import Any

from django.apps import apps
from django.conf import settings
from django.db import connections
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.backends.signals import connection_created
from django.db.models import Model
from modelcluster.fields import ParentalKey
from wagtail.models import Page

_WRITE = re.compile(r'\s*(?:INSERT(?: OR \w+)? INTO|REPLACE INTO|UPDATE|DELETE FROM)\s+"?(\w+)', re.IGNORECASE)

# Tables that code outside our actions may write, each with its reason.
FREE_ROOMS = {"media": "Wagtail's own views edit pictures and documents"}
_DELETION = ("django", "db", "models", "deletion.py")
FREE_CALLERS = {
    "people_user": (
        ("django", "contrib", "auth"),  # the time of the last sign-in, an older password hash made new
        ("allauth", "account"),  # a person changes the own password
    ),
    # a page or a section goes, and what was brought in stays known
    "intake_importeditem": (_DELETION,),
    "intake_contentimport": (_DELETION,),
    "answers_remark": (_DELETION,),  # a page goes, and what was said of it stays
    # a draft goes, and what stood at it goes with it
    "newsroom_tick": (_DELETION,),
    "newsroom_pendingcorrection": (_DELETION,),
    "newsroom_brokenlink": (_DELETION,),
    "newsroom_expertlink": (_DELETION,),
    "newsroom_expertcomment": (_DELETION,),
}

_reasons: list[str] = []


class WriteOutsideActions(AssertionError):
    """A table of ours was written by something that is no action."""


@contextmanager
def raw_writes(reason: str) -> Iterator[None]:
    """Let a test write past the actions, for instance to show that the database itself refuses."""
    _reasons.append(reason)
    try:
        yield
    finally:
        _reasons.pop()


def install() -> None:
    """Guard every connection of this process, those open now and those of later threads."""
    connection_created.connect(_guard_new, dispatch_uid="write_guard")
    for connection in connections.all(initialized_only=True):
        _guard_new(connection=connection)


def _guard_new(*, connection: BaseDatabaseWrapper, **_: Any) -> None:
    if _guard not in connection.execute_wrappers:
        connection.execute_wrappers.append(_guard)


def _guard(execute: Callable[..., Any], sql: str, params: Any, many: bool, context: dict[str, Any]) -> Any:
    match = _WRITE.match(sql)
    if match and not _reasons and match[1] in _guarded_tables() and not _is_called_by_actions(match[1]):
        raise WriteOutsideActions(f"Only actions write to {match[1]}: {sql[:120]}")
    return execute(sql, params, many, context)


def _guarded_tables() -> set[str]:
    if not _tables:
        for config in apps.get_app_configs():
            if config.name.startswith("lantoa.") and config.label not in FREE_ROOMS:
                models = config.get_models(include_auto_created=True)
                _tables.update(model._meta.db_table for model in models if not _is_edited_as_page(model))
    return _tables


def _is_edited_as_page(model: type[Model]) -> bool:
    """Wagtail's own views edit pages, with all that is part of one (its children, its many-to-many rows)."""
    owners = {field.related_model for field in model._meta.local_fields if isinstance(field, ParentalKey)}
    owners |= {model._meta.auto_created} if model._meta.auto_created else set()
    return any(isinstance(owner, type) and issubclass(owner, Page) for owner in {model, *owners})


_tables: set[str] = set()
_package = str(settings.PACKAGE)


def _is_called_by_actions(table: str) -> bool:
    frame: FrameType | None = sys._getframe(2)
    while frame is not None:
        file = Path(frame.f_code.co_filename)
        if frame.f_code.co_filename.startswith(_package) and ("actions" in file.parts or file.stem == "actions"):
            return True
        if any(_contains(file.parts, caller) for caller in FREE_CALLERS.get(table, ())):
            return True
        if file.name == "callbacks.py" and "_pytest" in file.parts:
            return False
        frame = frame.f_back
    return False


def _contains(parts: tuple[str, ...], wanted: tuple[str, ...]) -> bool:
    return any(parts[start : start + len(wanted)] == wanted for start in range(len(parts)))
