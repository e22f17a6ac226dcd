"""Workbooks: the template an agency fills in, and reading what comes back without trusting it.

`sources` tells what a file is; `container` opens it under limits; `reader` (.xlsx), `native` (.xls, .xlsb, .ods),
`documents` (.docx) and `pasted` give its cells, `letters` makes old Vietnamese letters new. `columns` and `layout`
say which column is what, `rows` turns rows into drafts, `comparison` holds them against the register, `template`
writes the empty one, `uploads` keeps a file between preview and confirmation.
"""

from collections.abc import Collection
from datetime import date
from pathlib import Path

from lantoa.core.ledger.drafts import Words
from lantoa.core.ledger.workbooks import rows, sources
from lantoa.core.ledger.workbooks.comparison import Comparison, compare, take_in
from lantoa.core.ledger.workbooks.container import MAX_FILE_BYTES, BadWorkbook, refuse_size
from lantoa.core.ledger.workbooks.rows import DraftRow, Progress, Reading, Remark, totals
from lantoa.core.ledger.workbooks.template import write as write_template

__all__ = [
    "MAX_FILE_BYTES", "SUFFIXES", "BadWorkbook", "Comparison", "DraftRow", "Progress", "Reading", "Remark", "compare",
    "read", "refuse_size", "take_in", "totals", "write_template",
]  # fmt: skip


# What a file chooser offers; what a file is, its content says.
SUFFIXES = ".xlsx,.xls,.xlsb,.ods,.docx"


def read(
    path: Path,
    *,
    file_name: str,
    agency: str,
    agencies: Collection[str] | None,
    today: date,
    words: Words | None = None,
    progress: Progress | None = None,
) -> Reading:
    """Read a filled workbook into drafts, with every problem at once; writes nothing.

    agency:   code of the agency that leads where a row names none
    agencies: codes that a row may name; None: any
    raises:   BadWorkbook if the file cannot be read at all
    """
    workbook = sources.read(path)
    return rows.read(
        workbook, words or Words.load(), file_name=file_name, agency=agency, agencies=agencies, today=today,
        progress=progress,
    )  # fmt: skip
