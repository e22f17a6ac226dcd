import os
import subprocess
import sys
from importlib.util import find_spec
from pathlib import Path

import pytest

from lantoa.doors.cli import CommandError
from lantoa.doors.cli.main import language, main
from tests import databases
from tests.databases import CACHE, PROJECT


def _lantoa(*words: str, **environment: str) -> "subprocess.CompletedProcess[str]":
    return subprocess.run(
        [sys.executable, "-m", "lantoa", *words],
        env={**os.environ, **environment},
        cwd=PROJECT,
        capture_output=True,
        text=True,
        check=False,
    )


def test_help_answers_without_loading_django() -> None:
    done = _lantoa("--help", PYTHONPROFILEIMPORTTIME="1")

    assert done.returncode == 0
    assert "serve until Ctrl-C" in done.stdout
    assert "lantoa.doors.cli.main" in done.stderr
    assert "django.db" not in done.stderr


def test_main_when_the_command_is_unknown_ends_with_2(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as ended:
        main(["dance"])

    assert ended.value.code == 2
    assert "invalid choice: 'dance'" in capsys.readouterr().err


def test_main_when_a_setting_is_wrong_says_so_without_a_traceback(tmp_path: Path) -> None:
    done = _lantoa("tick", "--once", LANTOA_DATA=str(tmp_path), LANTOA_TASKS="sometimes")

    assert done.returncode == 2
    assert done.stderr.splitlines()[-1].startswith("LANTOA_TASKS='sometimes': write inline")
    assert "Traceback" not in done.stderr


def test_tick_once_on_a_new_folder_makes_the_database_and_ends(tmp_path: Path) -> None:
    (tmp_path / "cache").symlink_to(CACHE)

    done = _lantoa("tick", "--once", LANTOA_DATA=str(tmp_path), DATABASE_URL="")

    assert done.returncode == 0
    assert (tmp_path / "lantoa.sqlite3").exists()


@pytest.mark.parametrize(
    ("environment", "expected"),
    [
        ({}, "vi"),
        ({"LANG": "C.UTF-8"}, "vi"),
        ({"LANG": "en_GB.UTF-8"}, "en"),
        ({"LANG": "en_GB.UTF-8", "LC_ALL": "vi_VN.UTF-8"}, "vi"),
        ({"LANG": "vi_VN.UTF-8", "LANTOA_LANG": "en"}, "en"),
    ],
)
def test_language_follows_the_choice_then_the_terminal(
    environment: dict[str, str], expected: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("LANTOA_LANG", "LC_ALL", "LC_MESSAGES", "LANG"):
        monkeypatch.delenv(name, raising=False)
    for name, value in environment.items():
        monkeypatch.setenv(name, value)

    assert language() == expected


def test_language_when_it_is_no_language_of_ours_says_which_are(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LANTOA_LANG", "fr")

    with pytest.raises(CommandError, match="write vi or en"):
        language()


def test_what_few_ask_for_is_not_loaded_at_a_start() -> None:
    """Every command, the one that loads most of our rooms, and the server: each adds to the one before."""
    slow = {"docx", "docxtpl", "rfc3161_client", "typst", "vl_convert"}
    waits = {
        # Every command asks whether a restoring was stopped; a server is reached by psycopg.
        "lantoa.doors.cli.keeping.switch": set() if databases.is_postgres() else {"psycopg"},
        "lantoa.doors.cli.sample.build": slow | {"cryptography", "qrcode", "xlsxwriter"},
        "lantoa.urls": slow,
    }
    code = (
        "import sys, importlib, django; django.setup()\n"
        "for name in sys.argv[1:]: importlib.import_module(name); print(*sys.modules)"
    )
    environment = {**os.environ, "DJANGO_SETTINGS_MODULE": "lantoa.settings"}
    done = subprocess.run(
        [sys.executable, "-c", code, *waits], env=environment, capture_output=True, text=True, check=True
    )

    for (loaded, late), line in zip(waits.items(), done.stdout.splitlines(), strict=True):
        assert loaded in line.split()
        assert set(line.split()) & late == set(), loaded
        assert [name for name in late if find_spec(name) is None] == []
