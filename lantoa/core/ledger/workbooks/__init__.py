"""Workbooks: the template an agency fills in, and reading what comes back without trusting it.

`sources` tells what a file is; `container` opens it under limits; `reader` (.xlsx), `native` (.xls, .xlsb, .ods),
`documents` (.docx) and `pasted` give its cells, `letters` makes old Vietnamese letters new. `columns` and `layout`
say which column of a template is what, `cells` and `rows` turn rows into drafts; for any other table `headings` and
`guessing` propose a `mapping`, and `foreign` reads by it what `passing` does not pass over. `comparison` holds what was
read (`reading`) against the register, `template` writes workbooks, `uploads` keeps a file between preview and
confirmation.
"""

from collections.abc import Collection
from datetime import date
from pathlib import Path

from lantoa.core.ledger.drafts import Words
from lantoa.core.ledger.workbooks import foreign, rows, sources
from lantoa.core.ledger.workbooks.comparison import (
    Change,
    Comparison,
    Doubt,
    Refusal,
    compare,
    doubtful,
    not_taken,
    take_in,
)
from lantoa.core.ledger.workbooks.container import MAX_FILE_BYTES, BadWorkbook, refuse_size
from lantoa.core.ledger.workbooks.layout import NoTemplate
from lantoa.core.ledger.workbooks.mapping import ColumnMapping
from lantoa.core.ledger.workbooks.reading import DraftRow, LeftOut, Passed, Progress, Reading, Remark, Repairs, totals
from lantoa.core.ledger.workbooks.template import write as write_template

__all__ = [
    "MAX_FILE_BYTES", "SUFFIXES", "BadWorkbook", "Change", "ColumnMapping", "Comparison", "Doubt", "DraftRow",
    "LeftOut", "NoTemplate", "Passed", "Progress", "Reading", "Refusal", "Remark", "Repairs", "compare", "doubtful",
    "not_taken", "read", "refuse_size", "sources", "take_in", "totals", "write_template",
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
    mapping: ColumnMapping | None = None,
    repairs: Repairs | None = None,
    progress: Progress | None = None,
) -> Reading:
    """Read a workbook into drafts, with every problem at once; writes nothing.

    agency:   code of the agency that leads where a row names none
    agencies: codes that a row may name; None: any
    mapping:  how a table that is no template is read
    raises:   NoTemplate if it is none and there is no mapping; BadWorkbook if the file cannot be read at all
    """
    workbook, words = sources.read(path), words or Words.load(today)
    if mapping:
        return foreign.read(
            workbook, mapping, words, file_name=file_name, agency=agency, agencies=agencies, today=today,
            repairs=repairs, progress=progress,
        )  # fmt: skip
    return rows.read(
        workbook, words, file_name=file_name, agency=agency, agencies=agencies, today=today, repairs=repairs,
        progress=progress,
    )  # fmt: skip
