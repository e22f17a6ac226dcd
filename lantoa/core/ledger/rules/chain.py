"""The hash chain: each entry's hash covers its content and the hash before it.

The text that is hashed is JSON with sorted keys, no spaces, UTF-8, so that anyone can recompute it:
`sha256(previous_hash + "\\n" + text)`.
"""

import hashlib
import json
from collections.abc import Iterable
from typing import Any

from lantoa.core.ledger.models import DIMENSIONS, Activity, Entry, Line

GENESIS = "0" * 64


def sha256(text: str) -> str:
    return hashlib.sha256(text.encode("utf-8")).hexdigest()


def canonical(value: Any) -> str:
    return json.dumps(value, sort_keys=True, separators=(",", ":"), ensure_ascii=False)


def entry_hash(entry: Entry, *, lines: Iterable[Line], participants: Iterable[str]) -> str:
    """The hash of an entry that carries its `previous_hash`; order of lines and participants does not matter."""
    content = {
        "seq": entry.seq,
        "sign": entry.sign,
        "reverses": entry.reverses_id,
        "posted_at": int(entry.posted_at.timestamp() * 1000),
        "posted_by": entry.posted_by_id,
        "document": entry.document,
        "document_digest": entry.document_digest,
        "kind": entry.kind_id,
        "agency": entry.agency_id,
        "from": entry.occurred_from.isoformat(),
        "on": entry.occurred_on.isoformat(),
        "place": entry.place_id or "",
        "programme": entry.programme_id or "",
        "task": entry.task_id or "",
        "subset": entry.is_subset,
        "public": entry.is_public,
        "dimensions": {name: value for name in DIMENSIONS if (value := getattr(entry, name))},
        "lines": sorted([line.measure_id, line.quantity, line.qualifier] for line in lines),
        "participants": sorted(participants),
    }
    return sha256(f"{entry.previous_hash}\n{canonical(content)}")


def document_digest(activity: Activity, *, evidence: Iterable[str]) -> str:
    """The digest of what the ledger does not hold itself: the words of a document and its evidence."""
    return sha256(canonical([activity.title, activity.note, activity.source, sorted(evidence)]))


def rows_digest(hashes: Iterable[str]) -> str:
    """The digest of the rows behind a figure: the hashes of its standing entries in the order of seq."""
    return sha256("\n".join(hashes))
