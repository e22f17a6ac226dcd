"""`lantoa report`: what it prints, and its exit codes."""

import json
from collections.abc import Iterator
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import docx as python_docx
import pytest
from django.utils import translation

from lantoa.base.periods import Period
from lantoa.core.documents import actions as document_actions
from lantoa.core.documents import queries as documents
from lantoa.core.documents.rendering import docx
from lantoa.core.ledger import actions as ledger
from lantoa.core.ledger.drafts import Draft
from lantoa.core.ledger.models import Activity
from lantoa.core.reports import actions
from lantoa.core.reports.models import Report
from lantoa.doors.cli.main import main
from tests.core.documents import statements
from tests.core.documents.clerks import GOOD, saved, template
from tests.factories import Province

pytestmark = pytest.mark.django_db
AT = datetime(2026, 12, 1, 3, tzinfo=UTC)
YEAR = Period(date(2026, 1, 1), date(2027, 1, 1))


@pytest.fixture(autouse=True)
def english(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setenv("LANTOA_LANG", "en")
    with translation.override("en"):
        yield


@pytest.fixture
def visit(province: Province) -> Activity:
    """An accepted delegation that stands for 139."""
    day = date(2026, 2, 3)
    draft = Draft(
        kind="delegation", agency=province.commune_a.code, title="Đoàn", occurred_from=day, occurred_on=day,
        dimensions={"direction": "in", "purpose": "trade"}, quantities={"delegations": (139000, "")},
    )  # fmt: skip
    made = ledger.submit(ledger.save_draft(draft, by=province.an, at=AT), by=province.an, at=AT)
    return ledger.accept(made, by=province.lan, at=AT)


def review(province: Province, body: str) -> Report:
    return actions.create("Báo cáo", period=YEAR, by=province.lan, at=AT, sections=[("I. Kết quả", body)])


def run(capsys: pytest.CaptureFixture[str], *words: str, code: int = 0) -> Any:
    """The JSON document that a command prints, or its sentence where it fails."""
    assert main(["report", *words, "--json"]) == code
    content = json.loads(capsys.readouterr().out)
    return content["error"] if isinstance(content, dict) and "error" in content else content


def test_from_list_to_check(capsys: pytest.CaptureFixture[str], province: Province, visit: Activity) -> None:
    report = review(province, "Đón [[delegations_in]] đoàn.")
    assert [(row["id"], row["state"]) for row in run(capsys, "list")] == [(report.pk, "draft")]
    assert "nothing to check" in run(capsys, "check", str(report.pk), code=2)
    assert run(capsys, "check") == []
    frozen = run(capsys, "freeze", str(report.pk), "--by", "lan")
    (figure,) = frozen["figures"]
    assert (frozen["state"], frozen["as_of_seq"], frozen["frozen_by"]) == ("frozen", 1, "lan")
    assert (figure["value"], figure["unit"], figure["rows"], figure["as_of_seq"]) == (139, "delegations", 1, 1)
    assert "frozen already" in run(capsys, "freeze", str(report.pk), code=1)
    ledger.reverse(visit, by=province.lan, at=AT, reason="Ghi trùng")
    (checked,) = run(capsys, "check")
    assert (checked["holds"], checked["figures"][0]["restated"], checked["figures"][0]["now"]["value"]) == (
        True,
        True,
        0,
    )
    assert [change["reason"] for change in checked["figures"][0]["changes"]] == ["Ghi trùng"]
    traced = run(capsys, "trace", figure["id"].lower())
    assert [(entry["seq"], entry["measures"]) for entry in traced["entries"]] == [(1, {"delegations": 139})]
    assert (traced["value"], traced["now"]["value"], traced["difference"]) == (139, 0, -139)
    assert traced["from_lumps"] == {"value": 139, "entries": 1}
    row = {"code": "trade", "value": 139, "entries": 1}
    assert traced["tables"] == [{"number": None, "by": "purpose", "of_values": False, "rows": [row]}]
    for words in (["list"], ["check"], ["trace", figure["id"]]):
        assert main(["report", *words]) == 0
    out = capsys.readouterr().out
    assert "known then 139, known now 0" in out
    assert "Ghi trùng" in out


def test_the_trace_of_a_pair_says_what_each_number_is_made_of(
    capsys: pytest.CaptureFixture[str], province: Province, visit: Activity
) -> None:
    report = review(province, "Trong đó [[investment_delegation_share]].")
    (figure,) = run(capsys, "freeze", str(report.pk), "--by", "lan")["figures"]
    traced = run(capsys, "trace", figure["id"])
    assert [(table["number"], len(table["rows"])) for table in traced["tables"]] == [("num", 0), ("den", 1)]
    assert main(["report", "trace", figure["id"]]) == 0
    assert "0/139\n" in capsys.readouterr().out


def test_a_review_that_is_not_ready_says_why(capsys: pytest.CaptureFixture[str], province: Province) -> None:
    report = review(province, "Kỷ niệm 30 năm, [[delegation_in]].")
    assert "Did you mean “delegations_in”?" in run(capsys, "freeze", str(report.pk), code=1)
    actions.edit_section(report.sections.get(), by=province.lan, at=AT, heading="I", body="Kỷ niệm 30 năm.")
    assert "“30”" in run(capsys, "freeze", str(report.pk), code=1)
    assert run(capsys, "freeze", str(report.pk), "--accept-unbound")["frozen_by"] == "operator"


def test_a_focal_point_does_not_freeze_here_either(capsys: pytest.CaptureFixture[str], province: Province) -> None:
    report = review(province, "Không có số.")
    assert "may not freeze" in run(capsys, "freeze", str(report.pk), "--by", "an", code=1)
    assert Report.objects.get().is_draft


def test_what_does_not_exist_is_bad_input(capsys: pytest.CaptureFixture[str], province: Province) -> None:
    assert "no review 7" in run(capsys, "freeze", "7", code=2)
    assert "no review 7" in run(capsys, "check", "7", code=2)
    assert "F-00000" in run(capsys, "trace", "F-00000", code=2)
    assert "No account" in run(capsys, "freeze", str(review(province, "x").pk), "--by", "nobody", code=2)


def test_a_figure_that_cannot_be_had_again_is_exit_code_1(
    capsys: pytest.CaptureFixture[str], province: Province, visit: Activity, monkeypatch: pytest.MonkeyPatch
) -> None:
    actions.freeze(review(province, "Đón [[delegations_in]] đoàn."), by=province.lan, at=AT)
    monkeypatch.setattr("lantoa.core.reports.queries.tracing.rows_digest", lambda ask, seq: "0" * 64)
    (checked,) = run(capsys, "check", code=1)
    assert (checked["holds"], checked["figures"][0]["holds"]) == (False, False)
    assert main(["report", "check"]) == 1
    assert "DOES NOT HOLD" in capsys.readouterr().out


def test_a_change_after_midnight_bears_the_day_of_this_place(
    capsys: pytest.CaptureFixture[str], province: Province, visit: Activity
) -> None:
    """22 hours in UTC is five in the morning of the next day here."""
    report = actions.freeze(review(province, "[[delegations_in]]"), by=province.lan, at=AT)
    late = datetime(2026, 12, 31, 22, tzinfo=UTC)
    ledger.reverse(visit, by=province.lan, at=late, reason="nhầm")
    assert main(["report", "check", str(report.pk)]) == 0
    assert "\t2027-01-01\tlan\tnhầm" in capsys.readouterr().out


def test_a_report_begins_as_its_form_proposes(province: Province, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["report", "new", "press-report", "--json"]) == 0
    made = json.loads(capsys.readouterr().out)
    assert (made["state"], made["agency"]) == ("draft", None)
    assert made["period"].endswith("-12-14")
    assert (
        main(["report", "new", "blank", "--title", "Báo cáo quý", "--period", "2026-Q3", "--agency", "xa-an-binh"]) == 0
    )
    assert capsys.readouterr().out.endswith("\t2026-Q3\tBáo cáo quý\n")


@pytest.mark.parametrize(
    "words",
    [
        ["yearly"],
        ["press-report", "--period", "2026-Q9"],
        ["press-report", "--agency", "nobody"],
        ["press-report", "--programme", "nothing"],
        ["blank", "--by", "nobody"],
    ],
)
def test_a_report_that_cannot_begin_says_why(
    words: list[str], province: Province, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["report", "new", *words]) == 2
    assert len(capsys.readouterr().err) > 20
    assert not Report.objects.exists()


def test_a_review_goes_into_a_file_and_comes_back(
    capsys: pytest.CaptureFixture[str], province: Province, visit: Activity, tmp_path: Path
) -> None:
    report = review(province, "Đón [[delegations_in]] đoàn.")
    assert main(["report", "export", str(report.pk), "--format", "json", "-o", str(tmp_path / "x.json")]) == 1
    run(capsys, "freeze", str(report.pk))
    for suffix, start in [
        ("docx", b"PK"),
        ("pdf", b"%PDF-"),
        ("html", b"<!"),
        ("csv", b"\xef\xbb\xbf"),
        ("json", b"{"),
    ]:
        file = tmp_path / f"x.{suffix}"
        assert main(["report", "export", str(report.pk), "--format", suffix, "-o", str(file)]) == 0
        assert file.read_bytes().startswith(start), suffix
    capsys.readouterr()
    for suffix in ("docx", "pdf"):
        assert run(capsys, "verify", str(tmp_path / f"x.{suffix}"))["as_issued"] is True
    again = ["report", "export", str(report.pk), "--format", "docx", "-o", str(tmp_path / "x.docx")]
    assert (main(again), main([*again, "--force"])) == (1, 0)
    capsys.readouterr()
    assert run(capsys, *again[1:], "--force")["bytes"] == (tmp_path / "x.docx").stat().st_size


def test_a_review_goes_into_a_template_of_its_agency(
    capsys: pytest.CaptureFixture[str], province: Province, visit: Activity, tmp_path: Path
) -> None:
    document_actions.take_template(
        province.committee, name="Mẫu của tỉnh", content=saved(template(*GOOD)), by=province.lan, at=AT
    )
    report, file = review(province, "Đón [[delegations_in]] đoàn."), tmp_path / "x.docx"
    run(capsys, "freeze", str(report.pk), "--by", "lan")
    words = ["report", "export", str(report.pk), "-o", str(file), "--template"]
    assert main([*words, "Mẫu khác", "--format", "docx"]) == 2
    assert "“Mẫu của tỉnh”" in capsys.readouterr().err
    assert main([*words, "Mẫu của tỉnh", "--format", "pdf"]) == 2
    assert main([*words, "Mẫu của tỉnh", "--format", "docx"]) == 0
    assert python_docx.Document(str(file)).sections[0].header.paragraphs[0].text.startswith("Tệp mẫu của")


@pytest.mark.parametrize("words", [["export", "99", "--format", "docx", "-o", "x"], ["verify", "none.docx"]])
def test_a_file_that_cannot_be_says_why(
    words: list[str], province: Province, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["report", *words]) == 2
    assert len(capsys.readouterr().err) > 10


def test_a_file_of_somebody_else_is_no_review_of_ours(
    province: Province, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    (tmp_path / "x.docx").write_bytes(docx.render(statements.small(), documents.profile("nd30", on=date(2026, 12, 3))))
    assert main(["report", "verify", str(tmp_path / "x.docx")]) == 2
    assert "No figure in this file" in capsys.readouterr().err
