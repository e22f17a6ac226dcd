"""What an administrator does to limits and points of the checklist: add, mend, let another rule begin on a day.

Nothing is deleted: a limit that is over still says what was too late under it, a point what was ticked.
"""

import re
from datetime import date, datetime
from typing import Any, TypeVar

from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext as _
from wagtail.log_actions import log

from lantoa.base.folding import fold
from lantoa.core.people.models import User
from lantoa.desks.newsroom.actions.checking import NotNow
from lantoa.desks.newsroom.models import ChecklistPoint, Limit

Rule = TypeVar("Rule", Limit, ChecklistPoint)
_LONGEST_CODE = 50


@transaction.atomic
def add_rule(row: Rule, *, by: User, at: datetime) -> Rule:
    """Save a new row at the end of its list; its code is made of its name."""
    kind = type(row)
    last = kind._default_manager.aggregate(last=Max("position"))["last"]
    row.position = 0 if last is None else last + 1
    row.code = _free_code(kind, row.name_en or row.name_vi)
    row.save(force_insert=True)
    log(row, "newsroom.rule_add", user=by, timestamp=at)
    return row


@transaction.atomic
def mend_rule(row: Rule, values: dict[str, Any], *, by: User, at: datetime) -> Rule:
    """Give a row other values, for all that it binds or ever bound. What stands there already writes nothing."""
    row = type(row)._default_manager.select_for_update(of=("self",)).get(pk=row.pk)
    changes = {name: [getattr(row, name), value] for name, value in values.items() if getattr(row, name) != value}
    if changes:
        for name in changes:
            setattr(row, name, values[name])
        row.save(update_fields=list(changes))
        said = {name: [_plain(each) for each in pair] for name, pair in changes.items()}
        log(row, "newsroom.rule_mend", user=by, timestamp=at, data={"changes": said})
    return row


@transaction.atomic
def succeed_rule(row: Rule, values: dict[str, Any], *, on: date, by: User, at: datetime) -> Rule:
    """From a day on another rule holds: this row ends on it, and a new one with these values begins.

    raises: NotNow, if this one is over by then or has not begun
    """
    row = type(row)._default_manager.select_for_update(of=("self",)).get(pk=row.pk)
    if not row.is_valid_on(on) or row.valid_from == on:
        raise NotNow(_("On that day this rule does not hold: choose a day between its beginning and its end."))
    kept = {"code": _free_code(type(row), re.sub(r"-\d+$", "", row.code)), "position": row.position}
    if hasattr(row, "check_name"):
        kept["check_name"] = row.check_name
    made = type(row)._default_manager.create(**{**values, "valid_from": on, "valid_until": row.valid_until, **kept})
    mend_rule(row, {"valid_until": on}, by=by, at=at)
    log(made, "newsroom.rule_add", user=by, timestamp=at, data={"after": row.code})
    return made


def _free_code(kind: type[Limit] | type[ChecklistPoint], name: str) -> str:
    start = re.sub(r"[^a-z0-9]+", "-", fold(name)).strip("-")[:_LONGEST_CODE] or "rule"
    taken = set(kind._default_manager.filter(code__startswith=start).values_list("code", flat=True))
    numbers = range(2, len(taken) + 3)
    return start if start not in taken else next(f"{start}-{n}" for n in numbers if f"{start}-{n}" not in taken)


def _plain(value: object) -> Any:
    """As the log keeps it."""
    return value if isinstance(value, str | int | list | None) else str(value)
