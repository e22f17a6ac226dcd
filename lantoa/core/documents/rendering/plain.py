"""The figures of a Statement for machines: JSON, which also travels inside the PDF, and CSV.

A small sample of the JSON:

    {"format": 2, "title": "Kết quả ...", "as_of_seq": 4812, "head_hash": "5f70...", "figures": [
        {"id": "F-4TB8K", "code": "delegations_in", "version": 1, "text": "181", "value": "181", "unit": "đoàn", ...}]}
"""

import csv
import json
from dataclasses import asdict, fields
from io import StringIO
from typing import Any

from lantoa.base import spreadsheets
from lantoa.core.documents.rules.statement import FigureLine, Statement

_ABOUT = (
    "format", "type_name", "title", "language", "period", "version", "as_of_seq", "head_hash", "frozen_at",
    "report_url", "head_url", "is_sample",
)  # fmt: skip


def figures(statement: Statement) -> dict[str, Any]:
    """What the document is and every figure of it, without the rows."""
    return {
        **{name: getattr(statement, name) for name in _ABOUT},
        "figures": [asdict(line) for line in statement.figures],
    }


def figures_json(statement: Statement) -> bytes:
    return _written(figures(statement))


def whole_json(statement: Statement) -> bytes:
    """The figures and the rows behind them; of those that are not public, how many there are and what they add."""
    behind = {name: [asdict(each) for each in getattr(statement, name)] for name in ("rows", "hidden")}
    return _written({**figures(statement), **behind})


def _written(content: dict[str, Any]) -> bytes:
    return json.dumps(content, ensure_ascii=False, indent=1).encode() + b"\n"


def figures_csv(statement: Statement) -> bytes:
    """One column a field, under its name in the JSON; nothing that a spreadsheet would take for a formula."""
    target = StringIO()
    target.write(spreadsheets.BOM)
    writer = csv.writer(target)
    names = [each.name for each in fields(FigureLine)]
    writer.writerow(names)
    for line in statement.figures:
        writer.writerow([_cell(getattr(line, name)) for name in names])
    return target.getvalue().encode()


def _cell(value: Any) -> Any:
    if value is None:
        return ""
    if isinstance(value, bool):
        return int(value)
    return spreadsheets.defused(value) if isinstance(value, str) else value
