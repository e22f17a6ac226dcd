"""What a copy of a database says of itself, read inside the copy's own snapshot."""

from collections.abc import Callable
from typing import Any

# The tables of an older version are asked too; each has been there from the first one on.
_COUNTS = {
    "activities": "SELECT count(*) FROM ledger_activity",
    "entries": "SELECT count(*) FROM ledger_entry",
    "evidence": "SELECT count(*) FROM ledger_evidence",
    "reviews": "SELECT count(*) FROM reports_report",
    "accounts": "SELECT count(*) FROM people_user",
}
GENESIS = (0, "0" * 64)

Ask = Callable[[str], list[tuple[Any, ...]]]


def of(ask: Ask) -> dict[str, Any]:
    """name, is_sample, counts, head_seq, head_hash and the applied migrations. ask: gives the rows of a statement"""
    named = ask("SELECT name_vi, is_sample FROM base_installation") or [("", False)]
    head = (ask("SELECT head_seq, head_hash FROM ledger_head") or [GENESIS])[0]
    return {
        "name": named[0][0],
        "is_sample": bool(named[0][1]),
        "counts": {name: ask(question)[0][0] for name, question in _COUNTS.items()},
        "head_seq": head[0],
        "head_hash": head[1],
        "migrations": [f"{app}.{name}" for app, name in ask("SELECT app, name FROM django_migrations ORDER BY id")],
    }
