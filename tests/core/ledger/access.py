"""Who may open what of imports: rows for the table of `tests/test_access.py`."""

from dataclasses import dataclass
from datetime import UTC, date, datetime
from functools import cached_property

from django.core.files.base import ContentFile

from lantoa.core.ledger import actions as ledger
from lantoa.core.ledger.drafts import Draft
from lantoa.core.ledger.models import ImportBatch
from lantoa.core.ledger.workbooks import pasted, uploads
from tests.factories import Province

AT = datetime(2026, 3, 1, 5, tzinfo=UTC)

ROWS = [
    ("ledger:imports", "", "login ok ok ok 403 ok 403 403", "login ok ok ok 403 ok 403 403"),
    ("ledger:template", "talk", "login ok ok ok 403 ok 403 403", "-"),
    ("ledger:import_preview", "upload", "login ok ok ok 403 ok 403 403", "login ok ok ok 403 ok 403 403"),
    ("ledger:import_mapping", "pasted", "login ok ok ok 403 ok 403 403", "login ok ok ok 403 ok 403 403"),
    ("ledger:import_records", "", "login ok ok ok 403 ok 403 403", "-"),
    ("ledger:import_left_out", "batch", "login ok 404 ok 403 ok 403 403", "-"),
    ("ledger:import_batch", "batch", "login ok 404 ok 403 ok 403 403", "-"),
    ("ledger:import_accept", "batch", "-", "login 403 403 ok 403 ok 403 403"),
    ("ledger:import_corrections", "batch", "-", "login 403 403 ok 403 ok 403 403"),
    ("ledger:import_undo", "batch", "-", "login ok 404 ok 403 ok 403 403"),
]


@dataclass
class Imports:
    """Uploads and an import of commune_a to put into addresses."""

    province: Province

    @cached_property
    def upload(self) -> str:
        """A workbook that An sent and has not confirmed."""
        file = ContentFile(b"no workbook")
        agency = self.province.commune_a.code
        return uploads.keep(file, file_name="so.xlsx", agency=agency, user_id=self.province.an.pk, at=AT)

    @cached_property
    def pasted(self) -> str:
        """A table that An pasted and has not said how to read."""
        file = ContentFile(pasted.kept(html="", text="Nội dung\tNgày\nHọp\t3/2/2026\n"))
        agency = self.province.commune_a.code
        return uploads.keep(file, file_name="bảng", agency=agency, user_id=self.province.an.pk, at=AT)

    @cached_property
    def batch(self) -> ImportBatch:
        agency = self.province.commune_a.code
        origin = ledger.Origin("so.xlsx", file_sha256="a" * 64, rows_sha256="b" * 64, kind="talk", agency=agency)
        draft = Draft(
            kind="talk", agency=agency, title="Nói chuyện", occurred_from=date(2026, 2, 3),
            occurred_on=date(2026, 2, 3), quantities={"talks": (1000, ""), "attendances": (120000, "")},
        )  # fmt: skip
        return ledger.import_drafts([draft], origin, by=self.province.an, at=AT, left_out=[["S", 4, "no day", "Họp"]])
