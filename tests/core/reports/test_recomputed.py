"""What a frozen review says, in every file, against plain SQL written by hand over the tables of the ledger.

The statements below share nothing with the queries of Lan Tỏa: another reader of the same tables wrote them. They are
asked after more was accepted, corrected and reversed, up to the entry that the review was frozen at.
"""

import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime
from decimal import Decimal
from io import BytesIO
from typing import Any, cast

import openpyxl
import pytest
from django.db import connection
from pypdf import PdfReader

from lantoa.core.documents.queries import reading_docx, reading_pdf
from lantoa.core.documents.queries.formatting import W
from lantoa.core.documents.queries.package import opened
from lantoa.core.documents.rules.statement import Chart, FigureLine, Statement, Table, text_of
from lantoa.core.ledger import actions as ledger
from lantoa.core.ledger import drafts
from lantoa.core.ledger.drafts import Draft
from lantoa.core.ledger.models import Activity
from lantoa.core.reports import actions, queries, rendering
from lantoa.core.reports.models import Report
from tests.core.reports.conftest import AT, Write
from tests.factories import Province

pytestmark = [pytest.mark.django_db, pytest.mark.on_both]
FROZEN_AT = datetime(2026, 12, 3, 3, tzinfo=UTC)
TODAY = date(2026, 12, 3)

# Entries that stood when the entry `seq` was the newest: no reversal, none reversed by then, no part of another.
STANDING = """
    WITH standing AS (
        SELECT e.* FROM ledger_entry e
        WHERE e.seq <= %(seq)s AND e.sign = 1 AND NOT e.is_subset
          AND e.seq NOT IN (SELECT r.reverses_id FROM ledger_entry r WHERE r.sign = -1 AND r.seq <= %(seq)s)
          AND (%(agency)s = '' OR e.agency_id = %(agency)s OR EXISTS (
              SELECT 1 FROM ledger_participation p WHERE p.entry_id = e.seq AND p.agency_id = %(agency)s))
    ), inside AS (
        SELECT * FROM standing WHERE occurred_from >= %(since)s AND occurred_on < %(until)s
    )
"""
SUM = """SELECT SUM(l.quantity) / 1000.0, COUNT(*) FROM inside e JOIN ledger_line l ON l.entry_id = e.seq
         WHERE l.measure_id = '{measure}' AND {where}"""
DELEGATIONS = SUM.format(measure="delegations", where="e.kind_id = 'delegation' AND e.direction = 'in'")
BY_HAND = {
    "delegations_in": DELEGATIONS,
    "talk_attendances": SUM.format(measure="attendances", where="e.kind_id = 'talk'"),
    "activities": "SELECT COUNT(*), COUNT(*) FROM inside",
    "delegation_countries": """SELECT COUNT(DISTINCT country), COUNT(*) FROM inside
                               WHERE kind_id = 'delegation' AND direction = 'in' AND country <> ''""",
    "panel_clusters": """SELECT SUM(l.quantity) / 1000.0, COUNT(*) FROM standing e
                         JOIN ledger_line l ON l.entry_id = e.seq
                         WHERE e.kind_id = 'panel_cluster' AND l.measure_id = 'clusters' AND e.occurred_on < %(until)s
                      """,
    "press_partners": """SELECT SUM(quantity) / 1000.0, COUNT(*) FROM (
                             SELECT l.quantity, ROW_NUMBER() OVER (
                                 PARTITION BY e.agency_id ORDER BY e.occurred_on DESC, e.seq DESC) AS place
                             FROM inside e JOIN ledger_line l ON l.entry_id = e.seq
                             WHERE e.kind_id = 'press_cooperation' AND l.measure_id = 'press_partners'
                         ) AS newest WHERE place = 1""",
}
INVESTMENT = DELEGATIONS + " AND e.purpose = 'investment'"
PERIODS = {
    "2024": ("2024-01-01", "2025-01-01"),
    "2025": ("2025-01-01", "2026-01-01"),
    "2026": ("2026-01-01", "2027-01-01"),
    "2024..2026": ("2024-01-01", "2027-01-01"),
    "2023": ("2023-01-01", "2024-01-01"),
    "2021..2023": ("2021-01-01", "2024-01-01"),
}
BEFORE = {"2024": "2023", "2025": "2024", "2026": "2025", "2024..2026": "2021..2023"}
AGENCIES = {"": "", "UBND xã An Bình": "xa-an-binh"}
TOPICS = """SELECT COALESCE(t.name_vi, 'không ghi'), SUM(l.quantity) / 1000.0
            FROM inside e JOIN ledger_line l ON l.entry_id = e.seq
            LEFT JOIN vocabulary_term t ON t.dimension = 'topic' AND t.code = e.topic
            WHERE e.kind_id = 'talk' AND l.measure_id = 'attendances' GROUP BY t.name_vi"""
PLACES = """SELECT COALESCE(p.name_vi, 'không ghi'), SUM(l.quantity) / 1000.0
            FROM inside e JOIN ledger_line l ON l.entry_id = e.seq LEFT JOIN people_place p ON p.code = e.place_id
            WHERE e.kind_id = 'talk' AND l.measure_id = 'attendances' GROUP BY p.name_vi"""

PROSE = """Đón [[delegations_in]] đoàn, cùng kỳ [[delegations_in@last_year]] đoàn, từ [[delegation_countries]] nước;
[[investment_delegation_share]] là đoàn tìm hiểu đầu tư, riêng An Bình [[delegations_in#xa-an-binh]].
Có [[panel_clusters]] cụm pa-nô, [[press_partners]] cơ quan báo chí, [[activities]] bản ghi,
[[talk_attendances@2024..2026]] lượt người từ năm 2024.""".replace("\n", " ")
SHOWN = """[[table:delegations_in,talk_attendances]]
[[bars:talk_attendances@2024..2026]]
[[share:talk_attendances/topic]]
[[map:talk_attendances]]"""
ASKED = {
    ("delegations_in", "2026", ""), ("delegations_in", "2025", ""), ("delegations_in", "2026", "UBND xã An Bình"),
    ("delegation_countries", "2026", ""), ("investment_delegation_share", "2026", ""), ("panel_clusters", "2026", ""),
    ("press_partners", "2026", ""), ("activities", "2026", ""), ("talk_attendances", "2024..2026", ""),
    ("talk_attendances", "2026", ""), ("talk_attendances", "2025", ""), ("talk_attendances", "2024", ""),
}  # fmt: skip


def test_every_frozen_figure_is_what_plain_sql_adds_up(province: Province, frozen: Report) -> None:
    said = rendering.stated(frozen)
    assert {(line.code, line.period, line.agency) for line in said.figures} == ASKED
    for line in said.figures:
        assert told(line) == by_hand(line, seq=said.as_of_seq), line.code
        earlier, rows = by_hand(line, seq=said.as_of_seq, period=BEFORE[line.period])
        compared = printed(earlier) if rows else ""
        is_term = line.period == "2024..2026"
        assert (line.before, line.year_before) == ((compared, "") if is_term else ("", compared)), line.code
    # What came later did move these figures: the comparison above could have failed.
    moved = {line.code for line in said.figures if told(line) != by_hand(line, seq=newest())}
    assert moved >= set(BY_HAND) - {"delegation_countries"}


def test_every_cell_of_its_tables_and_pictures_is_what_plain_sql_adds_up(frozen: Report) -> None:
    said = rendering.stated(frozen)
    _prose, table, bars, share, places = said.sections[0].blocks
    assert isinstance(table, Table)
    assert [[text_of(cell) for cell in row[2:4]] for row in table.rows] == [
        [text(code, year, said.as_of_seq) for year in ("2026", "2025")]
        for code in ("delegations_in", "talk_attendances")
    ]
    assert isinstance(bars, Chart)
    years = [(year, text("talk_attendances", year, said.as_of_seq)) for year in ("2024", "2025", "2026")]
    assert [tuple(text_of(cell) for cell in row) for row in bars.table.rows] == years
    assert [(label, printed(exactly(value))) for label, value in bars.values[0][1]] == years
    for chart, sql in ((share, TOPICS), (places, PLACES)):
        assert isinstance(chart, Chart)
        expected = parts(sql, said.as_of_seq)
        assert len(expected) > 2
        *rows, together = [tuple(text_of(cell) for cell in row[:2]) for row in chart.table.rows]
        assert sorted(rows) == expected
        assert together[1] == text("talk_attendances", "2026", said.as_of_seq)


def test_the_word_file_says_them(frozen: Report) -> None:
    said, content = rendering.stated(frozen), rendering.file(frozen, "docx", today=TODAY)
    wanted = expected_texts(said)
    found = [(each.figure, each.text) for each in reading_docx.figures_in(content).printed]
    assert {figure for figure, _text in found} == set(wanted)
    assert all(text == wanted[figure] for figure, text in found)
    package = opened(content)
    rows = {
        tuple("".join(cell.itertext()).strip() for cell in row.iter(f"{W}tc"))[:2]
        for row in package.xml(package.main).iter(f"{W}tr")
    }
    for sql in (TOPICS, PLACES):
        assert set(parts(sql, said.as_of_seq)) <= rows


def test_the_pdf_says_them_on_paper_and_in_its_attachment(frozen: Report) -> None:
    said, content = rendering.stated(frozen), rendering.file(frozen, "pdf", today=TODAY)
    returned, wanted = reading_pdf.figures_in(content), expected_texts(said)
    assert {each.figure for each in returned.printed} == set(wanted)
    assert all(each.text == wanted[each.figure] for each in returned.printed)
    for line in said.figures:
        attached = (returned.attached or {})[line.id]
        number, rows = by_hand(line, seq=said.as_of_seq)
        if isinstance(number, tuple):
            assert (Decimal(attached["numerator"]), Decimal(attached["denominator"])) == number
        else:
            assert Decimal(attached["value"]) == number
        assert attached["row_count"] == rows
    words = re.sub(r"\s+", " ", " ".join(page.extract_text() for page in PdfReader(BytesIO(content)).pages))
    for sql in (TOPICS, PLACES):
        assert all(f"{name} {number} " in words for name, number in parts(sql, said.as_of_seq))


def test_the_workbook_says_them_as_numbers(frozen: Report) -> None:
    said = rendering.stated(frozen)
    book = openpyxl.load_workbook(BytesIO(rendering.file(frozen, "xlsx", today=TODAY)))
    sheet = book["Số liệu"]
    for row, line in enumerate(said.figures, 2):
        number, rows = by_hand(line, seq=said.as_of_seq)
        share = number if isinstance(number, tuple) else ("", "")
        value = round(number[0] / number[1], 3) if isinstance(number, tuple) else number
        found = ["" if (cell := sheet.cell(row, column).value) is None else exactly(cell) for column in (6, 8, 9, 14)]
        assert (sheet.cell(row, 1).value, found) == (line.id, [exactly(value), *share, rows])
    tables = [each for each in book.worksheets if each.title.startswith("Bảng")]
    for each, sql in zip(tables[2:], (TOPICS, PLACES), strict=True):
        rows_of = [(str(row[0].value), printed(exactly(row[1].value))) for row in each.iter_rows(min_row=4)
                   if row[1].value is not None]  # fmt: skip
        assert sorted(rows_of[:-1]) == parts(sql, said.as_of_seq)


# -- the ledger, and the review ------------------------------------------------------------------


@pytest.fixture
def frozen(province: Province, write: Write) -> Report:
    """Frozen after corrections and reversals; afterwards more of every kind, with dates before the freezing."""
    before = list(_accepted(province, _facts(1)))
    _corrected(province, before[0], delegations=5000)
    _corrected(province, before[5], attendances=64_000)
    for gone in (before[1], before[6], before[11]):
        ledger.reverse(gone, by=province.lan, at=AT, reason="Ghi nhầm")
    report = actions.freeze(write(f"{PROSE}\n{SHOWN}"), by=province.lan, at=FROZEN_AT)
    _corrected(province, before[3], delegations=9000)
    ledger.reverse(before[4], by=province.lan, at=FROZEN_AT, reason="Trùng")
    list(_accepted(province, _facts(3)))
    return queries.report(report.pk)


def _facts(times: int) -> Iterator[Draft]:
    def fact(kind: str, on: str, agency: str = "xa-an-binh", *, days: int = 0, **values: Any) -> Draft:
        last = date.fromisoformat(on)
        is_subset = values.pop("is_subset", False)
        quantities = {name: (value * 1000 * times, "") for name, value in values.items() if isinstance(value, int)}
        return Draft(
            kind=kind, agency=agency, title="Hoạt động", occurred_on=last,
            occurred_from=date.fromordinal(last.toordinal() - days), place=values.pop("place", None),
            coordinating=values.pop("coordinating", []), is_subset=is_subset,
            quantities=quantities,
            dimensions={name: value for name, value in values.items() if isinstance(value, str)},
        )  # fmt: skip

    inward: dict[str, Any] = {"direction": "in"}
    yield fact("delegation", "2026-02-03", **inward, country="la", purpose="investment", delegations=2, members=30)
    yield fact("delegation", "2026-03-04", **inward, country="kr", purpose="investment", delegations=1, members=9)
    yield fact("delegation", "2026-04-05", "xa-binh-minh", **inward, country="kr", purpose="press", delegations=4)
    yield fact("delegation", "2026-05-06", "xa-binh-minh", **inward, country="la", purpose="press", delegations=1,
               coordinating=["xa-an-binh"])  # fmt: skip
    yield fact("delegation", "2025-05-06", **inward, country="jp", purpose="press", delegations=3)
    yield fact("talk", "2026-01-01", topic="border", attendances=120, place="xa-an-binh")
    yield fact("talk", "2026-12-31", topic="border", attendances=31)
    yield fact("talk", "2026-06-30", "xa-binh-minh", topic="sea_islands", attendances=1250, place="xa-binh-minh")
    yield fact("talk", "2026-07-01", "xa-binh-minh", attendances=15)
    yield fact("talk", "2025-12-31", topic="border", attendances=77)
    yield fact("talk", "2024-08-08", topic="sea_islands", attendances=8)
    yield fact("talk", "2026-08-08", topic="border", attendances=500)
    yield fact("talk", "2026-09-09", topic="border", attendances=60, is_subset=True)
    yield fact("talk", "2026-01-02", topic="border", attendances=44, days=5)  # begun in the year before
    yield fact("delegation", "2026-10-10", direction="out", country="th", purpose="press", delegations=6)
    yield fact("panel_cluster", "2019-03-03", place="xa-an-binh", clusters=12)
    yield fact("panel_cluster", "2026-03-03", place="xa-an-binh", clusters=-2)
    yield fact("panel_cluster", "2027-03-03", place="xa-an-binh", clusters=50)
    yield fact("press_cooperation", "2026-03-01", cooperations=1, press_partners=9)
    yield fact("press_cooperation", "2026-06-01", cooperations=1, press_partners=7)
    yield fact("press_cooperation", "2026-05-01", "xa-binh-minh", cooperations=1, press_partners=4)


def _accepted(province: Province, facts: Iterator[Draft]) -> Iterator[Activity]:
    for draft in facts:
        made = ledger.submit(ledger.save_draft(draft, by=province.lan, at=AT), by=province.lan, at=AT)
        yield ledger.accept(made, by=province.lan, at=AT)


def _corrected(province: Province, activity: Activity, **values: int) -> None:
    draft = drafts.draft_of(Activity.objects.get(pk=activity.pk))
    changed = draft.quantities | {name: (value, "") for name, value in values.items()}
    ledger.correct(activity, replace(draft, quantities=changed), by=province.lan, at=AT, reason="Đếm lại")


# -- the second reader ---------------------------------------------------------------------------


def asked(sql: str, *, seq: int, period: str = "2026", agency: str = "") -> list[tuple[Any, ...]]:
    since, until = PERIODS[period]
    with connection.cursor() as cursor:
        cursor.execute(STANDING + sql, {"seq": seq, "since": since, "until": until, "agency": AGENCIES[agency]})
        return cast("list[tuple[Any, ...]]", cursor.fetchall())


def by_hand(line: FigureLine, *, seq: int, period: str = "") -> tuple[Any, int]:
    """(value, or numerator and denominator; how many rows)"""
    where: dict[str, Any] = {"seq": seq, "period": period or line.period, "agency": line.agency}
    if line.code == "investment_delegation_share":
        (numerator, _rows), (denominator, rows) = (asked(sql, **where)[0] for sql in (INVESTMENT, DELEGATIONS))
        return (exactly(numerator), exactly(denominator)), rows
    ((value, rows),) = asked(BY_HAND[line.code], **where)
    return exactly(value), rows


def told(line: FigureLine) -> tuple[Any, int]:
    if line.numerator is not None and line.denominator is not None:
        return (Decimal(line.numerator), Decimal(line.denominator)), line.row_count
    return Decimal(line.value or 0), line.row_count


def text(code: str, period: str, seq: int) -> str:
    ((value, _rows),) = asked(BY_HAND[code], seq=seq, period=period)
    return printed(exactly(value))


def parts(sql: str, seq: int) -> list[tuple[str, str]]:
    return sorted((name, printed(exactly(value))) for name, value in asked(sql, seq=seq))


def expected_texts(said: Statement) -> dict[str, str]:
    """The figure as it must stand wherever it is printed, by its id."""
    return {line.id: printed(by_hand(line, seq=said.as_of_seq)[0]) for line in said.figures}


def exactly(value: Any) -> Decimal:
    return Decimal(str(value or 0)).normalize() + 0


def printed(value: Any) -> str:
    """As Vietnamese write numbers: 1.250, and 2,5"""
    if isinstance(value, tuple):
        return "/".join(map(printed, value))
    return f"{value:,f}".replace(",", "·").replace(".", ",").replace("·", ".")


def newest() -> int:
    with connection.cursor() as cursor:
        cursor.execute("SELECT MAX(seq) FROM ledger_entry")
        return int(cursor.fetchone()[0])
