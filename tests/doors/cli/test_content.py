"""`lantoa content import|undo`: what another portal published becomes drafts."""

import json
from pathlib import Path
from typing import Any

import pytest

from lantoa.desks.intake.models import ContentImport
from lantoa.desks.newsroom.models import Article
from lantoa.doors.cli.main import main
from tests.desks import content
from tests.desks.intake.files import post, wordpress
from tests.factories import Province

pytestmark = pytest.mark.django_db


@pytest.fixture
def file(tmp_path: Path, province: Province, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("LANTOA_LANG", "en")
    content.section("vi", Article)
    path = tmp_path / "cu.xml"
    first = post(1, "Khai hội", "<p>Vui. [bang a='1']</p>", categories=["Lễ hội"])
    path.write_bytes(wordpress(first, post(2, "Nháp", status="draft")))
    return path


def run(*words: object) -> int:
    return main(["content", *map(str, words)])


def told(capsys: pytest.CaptureFixture[str]) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(capsys.readouterr().out)
    return found


def test_a_dry_run_says_everything_and_writes_nothing(file: Path, capsys: pytest.CaptureFixture[str]) -> None:
    where = ("--section", "tin-tuc", "--agency", "xa-an-binh")
    assert run("import", file, *where, "--dry-run", "--json") == 0
    assert told(capsys) == {
        "file": str(file), "import": None, "dry_run": True, "refused": "", "drafts": 1,
        "items": [{
            "item": 1, "title": "Khai hội", "address": "https://cu.song-xanh.example/2017/05/bai-1/",
            "published_at": "2017-05-03T02:11:00+00:00", "language": None,
            "gaps": [["shortcode", "bang"], ["standfirst", ""]],
        }],
        "known": [], "problems": [],
        "left_out": [{"item": 2, "title": "Nháp", "why": "Draft there, which was not chosen."}],
    }  # fmt: skip
    assert not Article.objects.exists()
    assert not ContentImport.objects.exists()


def test_an_import_is_made_once_and_undone(file: Path, capsys: pytest.CaptureFixture[str]) -> None:
    words = ("import", file, "--section", "tin-tuc", "--agency", "xa-an-binh", "--topic", "Lễ hội=image", "--json")
    assert run(*words) == 0
    number = told(capsys)["import"]
    assert [(page.title, page.topic, page.live) for page in Article.objects.all()] == [("Khai hội", "image", False)]
    assert run(*words) == 2
    assert told(capsys)["refused"].startswith("Nothing of it is new")
    assert run("undo", number, "--json") == 0
    assert told(capsys) == {"import": number, "removed": 1}
    assert run("undo", number) == 1
    assert run("undo", 999999) == 2


def test_items_that_cannot_come_stop_it_unless_they_are_left_out(
    file: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file.write_bytes(wordpress(post(1, "Khai hội"), post(2, "")))
    words = ("import", file, "--section", "tin-tuc", "--agency", "xa-an-binh", "--json")
    assert run(*words) == 2
    found = told(capsys)
    assert [(row["item"], row["message"]) for row in found["problems"]] == [(2, "It has no title.")]
    assert not Article.objects.exists()
    assert run(*words, "--skip-bad") == 0
    assert Article.objects.get().title == "Khai hội"


@pytest.mark.parametrize(
    ("words", "says"),
    [
        (("--section", "khong-co", "--agency", "xa-an-binh"), "tin-tuc (vi)"),
        (("--section", "tin-tuc", "--agency", "khong-co"), "khong-co"),
        (("--section", "tin-tuc", "--agency", "xa-an-binh", "--topic", "Lễ hội"), "CATEGORY=CODE"),
        (("--section", "tin-tuc", "--agency", "xa-an-binh", "--status", "trash"), "trash"),
        (("--section", "tin-tuc", "--agency", "xa-an-binh", "--by", "khong-co"), "khong-co"),
    ],
)
def test_what_is_not_there_is_said_with_what_is(
    words: tuple[str, ...], says: str, file: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run("import", file, *words) == 2
    assert says in capsys.readouterr().err


def test_a_person_brings_in_for_the_own_agency_alone(file: Path, capsys: pytest.CaptureFixture[str]) -> None:
    where = ("--section", "tin-tuc", "--dry-run")
    assert run("import", file, *where, "--agency", "xa-an-binh", "--by", "thao") == 1
    assert run("import", file, *where, "--agency", "ubnd-tinh", "--by", "thao") == 0


@pytest.mark.parametrize("source", ["http://127.0.0.1/feed", "khong-co.xml"])
def test_what_cannot_be_opened_is_refused(source: str, file: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run("import", source, "--section", "tin-tuc", "--agency", "xa-an-binh") == 2
    assert capsys.readouterr().err.count("\n") == 1


def test_a_file_that_is_no_feed_is_refused_in_words_and_in_json(file: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file.write_text("<html/>", encoding="utf-8")
    words = ("import", file, "--section", "tin-tuc", "--agency", "xa-an-binh")
    assert run(*words) == 2
    assert "a web page and no feed" in capsys.readouterr().err
    assert run(*words, "--json") == 2
    assert told(capsys)["drafts"] == 0
