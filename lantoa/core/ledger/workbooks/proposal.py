"""How a table is to be read before anybody was asked: as it was kept for tables of this form, else a guess."""

from lantoa.core.ledger.drafts import Words
from lantoa.core.ledger.models import ImportBatch
from lantoa.core.ledger.queries import imports as import_queries
from lantoa.core.ledger.workbooks import guessing, headings
from lantoa.core.ledger.workbooks.mapping import ColumnMapping, fingerprint
from lantoa.core.ledger.workbooks.reader import Workbook


def propose(
    workbook: Workbook, words: Words, *, agency: str, file_name: str, kind: str = ""
) -> tuple[ColumnMapping, ImportBatch | None]:
    """The mapping, and the import it is known from. kind: what a person said each row tells of"""
    guessed = guessing.guess(workbook, words, file_name=file_name, kind=kind)
    named = headings.texts(workbook.sheets[guessed.shape.sheet], guessed.shape.first, guessed.shape.last)
    kept = import_queries.read_before(agency, fingerprint(named))
    if kept and kept.mapping and kind in {"", kept.kind_id}:
        return ColumnMapping.from_json(kept.mapping).on(guessed.shape, guessed.year), kept
    return guessed, None
