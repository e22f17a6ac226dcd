"""Files of a review list public records alone; with the number and the sum of the others they make up each figure."""

import io
import json
from dataclasses import asdict, replace
from datetime import UTC, date, datetime
from decimal import Decimal

import docx as python_docx
import openpyxl
import pytest
from pypdf import PdfReader

from lantoa.core.documents.rules import statement
from lantoa.core.documents.rules.statement import Hidden
from lantoa.core.ledger import actions as ledger
from lantoa.core.ledger.drafts import Draft
from lantoa.core.reports import actions, queries, rendering
from lantoa.core.reports.models import FrozenDocument, Report
from tests.core.reports.conftest import Record, Write
from tests.factories import Province
from tests.write_guard import raw_writes

pytestmark = pytest.mark.django_db
AT = datetime(2026, 12, 3, 3, tzinfo=UTC)
TODAY = date(2026, 12, 3)


def internal(province: Province, delegations: int, *, country: str = "LA") -> None:
    """Of commune_b, on a day of its own, so that it is found wherever it is listed."""
    draft = Draft(
        kind="delegation", agency=province.commune_b.code, title="Đoàn nội bộ", occurred_from=date(2026, 5, 19),
        occurred_on=date(2026, 5, 19), quantities={"delegations": (delegations * 1000, "")}, is_public=False,
        dimensions={"direction": "in", "purpose": "trade", "country": country},
    )  # fmt: skip
    made = ledger.submit(ledger.save_draft(draft, by=province.binh, at=AT), by=province.binh, at=AT)
    ledger.accept(made, by=province.lan, at=AT)


def recorded(record: Record, province: Province) -> None:
    record("delegation", delegations=150, direction="in", purpose="trade", country="LA")
    internal(province, 30)
    internal(province, 1)


@pytest.fixture
def frozen(province: Province, record: Record, write: Write) -> Report:
    recorded(record, province)
    return actions.freeze(write("Đón [[delegations_in]] đoàn."), by=province.lan, at=AT)


def test_public_rows_and_the_sum_of_the_others_are_the_figure(frozen: Report) -> None:
    said = rendering.stated(queries.report(frozen.pk))
    (line,) = said.figures
    ((same, rows, hidden),) = said.behind()
    assert same == line
    assert hidden == Hidden(line.id, 2, "31")
    assert [(row.seq, row.quantity) for row in rows] == [(1, "150")]
    assert len(rows) + hidden.row_count == line.row_count == 3
    assert Decimal(rows[0].quantity) + Decimal(hidden.quantity) == Decimal(line.value or 0) == 181


def test_no_file_lists_an_internal_record_and_every_file_says_how_many_there_are(frozen: Report) -> None:
    made = {suffix: rendering.file(queries.report(frozen.pk), suffix, today=TODAY) for suffix in rendering.FORMATS}
    words = {
        "docx": _docx(made["docx"]),
        "pdf": "\n".join(page.extract_text() for page in PdfReader(io.BytesIO(made["pdf"])).pages),
        "xlsx": _xlsx(made["xlsx"]),
        "json": made["json"].decode(),
    }
    for suffix, text in words.items():
        assert "03/02/2026" in text or "2026-02-03" in text, suffix
        assert "/office/entries/1/" in text or suffix in {"pdf", "docx"}, suffix
        for secret in ("19/05/2026", "2026-05-19", "Bình Minh", "/office/entries/2/", "/office/entries/3/"):
            assert secret not in text, (suffix, secret)
    for suffix in ("docx", "pdf", "xlsx"):
        assert "2 bút toán không công khai" in " ".join(words[suffix].split()), suffix
    assert json.loads(words["json"])["hidden"] == [asdict(Hidden(frozen.figures.get().public_id, 2, "31"))]
    for suffix in ("html", "csv"):
        assert "19/05/2026" not in made[suffix].decode()


def _docx(content: bytes) -> str:
    document = python_docx.Document(io.BytesIO(content))
    rows = [" ".join(cell.text for cell in row.cells) for table in document.tables for row in table.rows]
    assert any(row.endswith("2 bút toán không công khai   31") for row in rows), rows
    return "\n".join(rows + [link.target_ref for link in document.part.rels.values() if link.is_external])


def _xlsx(content: bytes) -> str:
    sheet = openpyxl.load_workbook(io.BytesIO(content))["Bút toán"]
    cells = [cell for row in sheet.iter_rows() for cell in row]
    assert [cell.value for cell in sheet["G"]] == ["Số lượng", 150, 31]
    links = [cell.hyperlink.target or "" for cell in cells if cell.hyperlink]
    return "\n".join(
        [f"{cell.value:%d/%m/%Y}" if isinstance(cell.value, datetime) else str(cell.value) for cell in cells] + links
    )


def test_files_come_back_and_hold_and_are_the_same_twice(frozen: Report) -> None:
    report = queries.report(frozen.pk)
    for suffix in ("docx", "pdf"):
        content = rendering.file(report, suffix, today=TODAY)
        assert queries.returned(content).is_as_issued
        assert rendering.file(report, suffix, today=TODAY) == content
    assert queries.check(report).holds


def test_a_figure_of_internal_records_alone_says_their_number(province: Province, write: Write) -> None:
    internal(province, 31)
    report = actions.freeze(write("Đón [[delegations_in]] đoàn."), by=province.lan, at=AT)
    said = rendering.stated(queries.report(report.pk))
    assert [(rows, hidden) for _line, rows, hidden in said.behind()] == [([], Hidden(said.figures[0].id, 1, "31"))]
    for suffix in ("docx", "pdf", "xlsx"):
        assert rendering.file(queries.report(report.pk), suffix, today=TODAY)


def test_of_different_values_only_the_number_of_records_is_told(
    province: Province, record: Record, write: Write
) -> None:
    recorded(record, province)
    internal(province, 4, country="TH")
    report = actions.freeze(write("Có [[delegation_countries]] nước."), by=province.lan, at=AT)
    said = rendering.stated(queries.report(report.pk))
    assert [(each.row_count, each.quantity) for each in said.hidden] == [(3, "")]


def test_of_a_pair_every_record_says_what_it_adds_to_both_numbers(
    record: Record, write: Write, province: Province
) -> None:
    record("delegation", delegations=3, direction="in", purpose="trade")
    record("delegation", delegations=1, direction="in", purpose="investment")
    report = actions.freeze(write("Tìm hiểu đầu tư [[investment_delegation_share]] đoàn."), by=province.lan, at=AT)
    said = rendering.stated(queries.report(report.pk))
    assert [row.quantity for _line, rows, _hidden in said.behind() for row in rows] == ["0/3", "1/1"]
    for suffix in ("docx", "pdf", "xlsx"):
        assert rendering.file(queries.report(report.pk), suffix, today=TODAY)


def test_a_review_frozen_with_every_row_goes_out_without_the_internal_ones(frozen: Report) -> None:
    """As earlier versions kept it: format 1, all three entries listed, nothing said of internal ones."""
    kept = json.loads(frozen.document.statement)
    row = kept["rows"][0]
    kept |= {"format": 1, "rows": [row, row | {"seq": 2, "quantity": "30"}, row | {"seq": 3, "quantity": "1"}]}
    del kept["hidden"]
    with raw_writes("a statement of an earlier version"):
        report = queries.report(frozen.pk)
        report.document = FrozenDocument(html="", statement=json.dumps(kept))
    said = rendering.stated(report)
    assert [each.seq for each in said.rows] == [1]
    assert said.hidden == (Hidden(said.figures[0].id, 2, ""),)


def test_a_statement_is_read_back_as_it_was_written(frozen: Report) -> None:
    kept = statement.read(json.loads(frozen.document.statement))
    assert kept.hidden
    assert statement.read(json.loads(statement.canonical(kept))) == kept
    assert statement.canonical(kept) == frozen.document.statement
    assert statement.canonical(replace(kept, hidden=())) != frozen.document.statement
