"""`lantoa ledger verify`, alone and against a kept copy of the feed."""

import json
from collections.abc import Callable
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from django.test import Client

from lantoa.base import outgoing
from lantoa.core.ledger import actions as ledger
from lantoa.core.ledger.drafts import Draft
from lantoa.core.ledger.models import Activity
from lantoa.core.reports import actions as reports
from lantoa.doors.cli.main import main
from tests.factories import Province
from tests.write_guard import raw_writes

pytestmark = pytest.mark.django_db
AT = datetime(2026, 3, 1, 5, tzinfo=UTC)
NIGHT = datetime(2026, 3, 1, 17, 5, tzinfo=UTC)
Run = Callable[..., tuple[int, str]]


@pytest.fixture
def talk(province: Province) -> Activity:
    draft = Draft(
        "talk", "xa-an-binh", "Nói chuyện", date(2026, 2, 3), date(2026, 2, 3), quantities={"talks": (1000, "")}
    )
    made = ledger.submit(ledger.save_draft(draft, by=province.an, at=AT), by=province.an, at=AT)
    return ledger.accept(made, by=province.lan, at=AT)


@pytest.fixture
def kept(talk: Activity, khach: Client, tmp_path: Path) -> Path:
    """A copy of the feed, as `curl -o` leaves it."""
    reports.state_head(at=NIGHT)
    file = tmp_path / "dau-so.json"
    file.write_bytes(khach.get("/heads.json").content)
    return file


@pytest.fixture
def run(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Run:
    monkeypatch.setenv("LANTOA_LANG", "en")

    def run(*words: str) -> tuple[int, str]:
        code = main(words)
        said = capsys.readouterr()
        return code, said.out + said.err

    return run


def test_verify_says_what_became_of_documents_and_pages(talk: Activity, run: Run) -> None:
    assert talk.entry
    said = (
        f"The chain holds: 1 entry, head {talk.entry.hash}\n"
        "Documents: 1 as posted, 0 altered, 0 no longer there\n"
        "Frozen pages: 0 as frozen, 0 altered, 0 no longer there\n"
    )
    assert run("ledger", "verify") == (0, said)


def test_verify_against_a_kept_copy_that_fits(kept: Path, run: Run) -> None:
    code, said = run("ledger", "verify", "--against", str(kept))
    assert (code, said.splitlines()[-1]) == (0, "The one line of the kept copy fits.")


def test_verify_against_another_ledger_says_which_day(kept: Path, run: Run) -> None:
    feed = json.loads(kept.read_text(encoding="utf-8"))
    feed["items"][0]["_lantoa"]["hash"] = "ab" * 32
    kept.write_text(json.dumps(feed), encoding="utf-8")

    code, said = run("ledger", "verify", "--against", str(kept), "--json")

    assert code == 1
    assert json.loads(said)["problems"] == ["2026-03-01: entry 1 is another one than was published."]


def test_verify_names_an_altered_document(talk: Activity, run: Run) -> None:
    with raw_writes("somebody with the database in hand"):
        Activity.objects.update(title="khác")
    code, said = run("ledger", "verify", "--json")

    told = json.loads(said)
    assert (code, told["holds"], told["documents"]) == (
        1, False, {"same": 0, "altered": [f"activity {talk.pk}"], "gone": 0, "added": []},
    )  # fmt: skip


@pytest.mark.parametrize("content", [b"", b"\xff\xfe", b"{}", b"[" * 9_000_000])
def test_verify_against_what_is_no_copy_is_bad_input(content: bytes, run: Run, tmp_path: Path) -> None:
    file = tmp_path / "x.json"
    file.write_bytes(content)
    code, said = run("ledger", "verify", "--against", str(file))
    assert code == 2
    assert "no copy of the feed" in said or "no line of a ledger" in said


def test_verify_against_a_file_that_is_not_there(run: Run, tmp_path: Path) -> None:
    code, said = run("ledger", "verify", "--against", str(tmp_path / "none.json"))
    assert (code, said.strip()) == (2, f"{tmp_path / 'none.json'}: there is no such file or folder")


def test_verify_against_a_copy_on_the_web(kept: Path, run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[str] = []

    def get(url: str, *, most_bytes: int) -> bytes:
        asked.append(url)
        return kept.read_bytes()[:most_bytes]

    monkeypatch.setattr(outgoing, "get", get)
    code, said = run("ledger", "verify", "--against", "https://archive.example/heads.json")
    assert (code, said.splitlines()[-1]) == (0, "The one line of the kept copy fits.")
    assert asked == ["https://archive.example/heads.json"]


def test_verify_against_an_address_inside_the_network_is_refused(run: Run, talk: Activity) -> None:
    code, said = run("ledger", "verify", "--against", "http://127.0.0.1/heads.json")
    assert (code, "inside this network" in said) == (2, True)
