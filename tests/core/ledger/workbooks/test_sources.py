"""Files that are no .xlsx: old Excel, Word tables, pasted tables; what is in them, and that hostile ones stay small."""

import subprocess
import sys
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from lantoa.core.ledger import workbooks
from lantoa.core.ledger.drafts import Words
from lantoa.core.ledger.workbooks import native, pasted, sources
from lantoa.core.ledger.workbooks.columns import columns_of
from lantoa.core.ledger.workbooks.reader import Workbook
from tests.core.ledger.workbooks.making import HEAD, packed
from tests.core.ledger.workbooks.old_excel import xls
from tests.factories import Province

W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'


def opened(tmp_path: Path, content: bytes) -> Workbook:
    path = tmp_path / "x"
    path.write_bytes(content)
    return sources.read(path)


def cells(book: Workbook) -> list[tuple[str, list[tuple[int, dict[int, object]]], list[str]]]:
    return [(sheet.name, [(row.number, dict(row.cells)) for row in sheet.rows], sheet.merged) for sheet in book.sheets]


# -- old Excel -------------------------------------------------------------------------------------


def test_an_old_workbook_is_read_exact_to_the_digit(tmp_path: Path) -> None:
    book = opened(tmp_path, xls([["Nội dung", "Ngày"], ["Hội nghị", ("day", 43526)], [None, 18.9, 1000, "1.000"]]))
    assert cells(book) == [
        (
            "S",
            [
                (1, {0: "Nội dung", 1: "Ngày"}),
                (2, {0: "Hội nghị", 1: date(2019, 3, 2)}),
                (3, {1: Decimal("18.9"), 2: Decimal(1000), 3: "1.000"}),
            ],
            [],
        )
    ]
    assert [notice.message[:14] for notice in book.notices] == ["In this format"]


@pytest.mark.django_db
def test_an_old_workbook_with_the_columns_of_the_template_is_imported_like_any_other(
    tmp_path: Path, province: Province
) -> None:
    path = tmp_path / "x.xls"
    columns = {column.code: column.heading_vi for column in columns_of("talk", Words.load())}
    head = [columns[code] for code in ("title", "occurred_on", "talks", "attendances")]
    path.write_bytes(xls([head, ["Nói chuyện", ("day", 43526), 1, "hơn 1.000"]]))
    reading = workbooks.read(path, file_name="x.xls", agency="xa-an-binh", agencies=None, today=date(2026, 11, 22))
    assert reading.problems == []
    assert [(row.row, row.draft.title, row.draft.occurred_on, row.draft.quantities) for row in reading.rows] == [
        (2, "Nói chuyện", date(2019, 3, 2), {"talks": (1000, ""), "attendances": (1_000_000, "over")})
    ]


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (xls([["a"]], protected=True), "password"),
        (xls([["a"]], last_cell=(1, 200)), "beyond column CV"),
        (xls([["a"]])[:-3000], "old format"),
        (xls([["a"]])[:512] + bytes(2000), "old format|unreasonable"),
    ],
)
def test_a_bad_old_workbook_is_refused_with_a_sentence(tmp_path: Path, content: bytes, words: str) -> None:
    with pytest.raises(workbooks.BadWorkbook, match=words) as raised:
        opened(tmp_path, content)
    assert str(raised.value).endswith(".")


def test_more_memory_or_time_than_allowed_ends_in_a_sentence(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    good = xls([["a"]])
    monkeypatch.setattr(native, "MAX_MEMORY_BYTES", 120 * 1024 * 1024)
    with pytest.raises(workbooks.BadWorkbook, match="unreasonable size"):
        opened(tmp_path, xls([["a"]], last_cell=(65_000, 99)))
    monkeypatch.undo()
    slow = tmp_path / "slow.py"
    slow.write_text("import time; time.sleep(60)")
    monkeypatch.setattr(native, "_CHILD", slow)
    monkeypatch.setattr(native, "MAX_SECONDS", -4)  # five seconds are added for the start
    with pytest.raises(workbooks.BadWorkbook, match="unreasonable size"):
        opened(tmp_path, good)


def test_an_open_document_bomb_stays_below_a_gigabyte(tmp_path: Path) -> None:
    """One cell that says it repeats in a million rows of a thousand columns."""
    content = (
        f'{HEAD}<office:document-content xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0" '
        'xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0" '
        'xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0"><office:body><office:spreadsheet>'
        '<table:table table:name="S"><table:table-row table:number-rows-repeated="1048576"><table:table-cell '
        'table:number-columns-repeated="1024" office:value-type="string"><text:p>a</text:p></table:table-cell>'
        "</table:table-row></table:table></office:spreadsheet></office:body></office:document-content>"
    )
    mime = "application/vnd.oasis.opendocument.spreadsheet"
    packed(tmp_path / "x.ods", {"mimetype": mime, "content.xml": content, "META-INF/manifest.xml": f"{HEAD}<m/>"})
    code = (
        "import resource, sys, django\n"
        "django.setup()\n"
        "from lantoa.core.ledger.workbooks import container, native\n"
        "try:\n"
        "    native.read(sys.stdin.buffer.read(), advice='')\n"
        "except container.BadWorkbook:\n"
        "    print(resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss)\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], input=(tmp_path / "x.ods").read_bytes(),
        capture_output=True, env={"DJANGO_SETTINGS_MODULE": "lantoa.settings", "PYTHONPATH": ":".join(sys.path)},
        timeout=90, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    assert int(done.stdout) * 1024 < 1024**3


# -- Word ------------------------------------------------------------------------------------------


def _docx(path: Path, body: str) -> bytes:
    packed(
        path,
        {
            "_rels/.rels": f"{HEAD}<r/>",
            "word/document.xml": f"{HEAD}<w:document {W}><w:body>{body}</w:body></w:document>",
        },
    )
    return path.read_bytes()


def _tc(text: str, properties: str = "") -> str:
    return f"<w:tc><w:tcPr>{properties}</w:tcPr><w:p><w:r><w:t>{text}</w:t></w:r></w:p></w:tc>"


def _table(*rows: str) -> str:
    return "<w:tbl>" + "".join(f"<w:tr>{row}</w:tr>" for row in rows) + "</w:tbl>"


def test_the_tables_of_a_document_become_sheets_with_their_joined_cells(tmp_path: Path) -> None:
    first = _table(
        _tc("Nội dung", '<w:vMerge w:val="restart"/>') + _tc("Số lượng", '<w:gridSpan w:val="2"/>'),
        _tc("", "<w:vMerge/>") + _tc("Lớp") + _tc("Người"),
        _tc("Tập <w:t>huấn</w:t>".replace("<w:t>", "</w:t></w:r><w:r><w:t>").replace("huấn</w:t>", "huấn")) + _tc("1"),
    )  # fmt: skip
    inner = f"<w:tc>{_table(_tc('trong ô'))}<w:p/></w:tc>"
    book = opened(tmp_path, _docx(tmp_path / "d", f"<w:p/>{first}<w:p/>{_table(_tc('A') + inner)}"))
    assert cells(book) == [
        (
            "Table 1",
            [(1, {0: "Nội dung", 1: "Số lượng"}), (2, {1: "Lớp", 2: "Người"}), (3, {0: "Tập huấn", 1: "1"})],
            ["B1:C1", "A1:A2"],
        ),
        ("Table 2", [(1, {0: "A", 1: "trong ô"})], []),
    ]


def test_a_document_without_a_table_or_with_entities_is_refused(tmp_path: Path) -> None:
    with pytest.raises(workbooks.BadWorkbook, match="holds no table"):
        opened(tmp_path, _docx(tmp_path / "d", "<w:p><w:r><w:t>Kính gửi</w:t></w:r></w:p>"))
    packed(tmp_path / "e", {"word/document.xml": '<!DOCTYPE d [<!ENTITY a "b">]><d>&a;</d>'})
    with pytest.raises(workbooks.BadWorkbook, match="document type declaration"):
        opened(tmp_path, (tmp_path / "e").read_bytes())


# -- pasted ----------------------------------------------------------------------------------------


def test_pasted_text_with_tabs_is_a_table(tmp_path: Path) -> None:
    text = 'Nội dung\tSố lượng\r\n"Hội nghị\nhai dòng"\t1.000\r\n\r\nHọp\t\r\n'
    assert cells(opened(tmp_path, pasted.kept(html="", text=text))) == [
        (
            "Pasted table",
            [(1, {0: "Nội dung", 1: "Số lượng"}), (2, {0: "Hội nghị\nhai dòng", 1: "1.000"}), (4, {0: "Họp"})],
            [],
        )
    ]


def test_pasted_html_keeps_joined_cells_and_drops_scripts(tmp_path: Path) -> None:
    html = (
        "<html><style>td{}</style><table><tr><td rowspan=2>Nội\n dung</td><td colspan=2>Số lượng</td></tr>"
        "<tr><td>Lớp<td>Người</tr><tr><td><b>Tập</b> huấn<br>xã</td><td>1</td><td>30<script>x</script></td></tr>"
        "</table>"
    )
    assert cells(opened(tmp_path, pasted.kept(html=html, text="x"))) == [
        (
            "Table 1",
            [
                (1, {0: "Nội dung", 1: "Số lượng"}),
                (2, {1: "Lớp", 2: "Người"}),
                (3, {0: "Tập huấn\nxã", 1: "1", 2: "30"}),
            ],
            ["A1:A2", "B1:C1"],
        )
    ]


@pytest.mark.parametrize(
    "paste",
    [
        pasted.kept(html="", text="chỉ một dòng chữ"),
        pasted.kept(html="<table></table>", text=""),
        pasted.kept(html="<td>", text=""),
        pasted.kept(html="<table><tr>" + "<td>1</td>" * 101, text=""),
        pasted.kept(html="<table>" + "<tr><td>1</td></tr>" * 50_001, text=""),
        pasted.kept(html="", text="a\tb\n" * 50_001),
        pasted.kept(html="", text="a\t" + "b" * 200_000),
    ],
)
def test_a_paste_that_is_no_table_is_refused_with_a_sentence(tmp_path: Path, paste: bytes) -> None:
    with pytest.raises(workbooks.BadWorkbook) as raised:
        opened(tmp_path, paste)
    assert str(raised.value).endswith(".")


def test_a_hostile_span_takes_no_memory(tmp_path: Path) -> None:
    html = "<table>" + "<tr><td rowspan=49999>a</td></tr>" * 90
    assert len(opened(tmp_path, pasted.kept(html=html, text="")).sheets[0].rows) == 90


# -- old letters -----------------------------------------------------------------------------------


def test_a_column_in_old_letters_is_converted_and_a_notice_says_so(tmp_path: Path) -> None:
    text = "Néi dung\tSố\nHéi nghÞ tuyªn truyÒn\t1\nLíp tËp huÊn\t2\n\tCa\u0301\n"
    book = opened(tmp_path, pasted.kept(html="", text=text))
    assert [row.cells for row in book.sheets[0].rows] == [
        {0: "Nội dung", 1: "Số"}, {0: "Hội nghị tuyên truyền", 1: "1"}, {0: "Lớp tập huấn", 1: "2"}, {1: "Cá"}
    ]  # fmt: skip
    assert [(notice.place, notice.message.split(" ")[0], "TCVN3" in notice.message) for notice in book.notices] == [
        (0, "3", True),
        (1, "1", False),
    ]
