from pathlib import Path
from typing import Any

import pytest

from lantoa.doors.cli.main import main


@pytest.mark.django_db
def test_notice_closes_and_opens_and_twice_does_no_harm(
    settings: Any, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    settings.NOTICE_FILE = tmp_path / "notice"
    for _ in range(2):
        assert main(["notice", "on"]) == 0
        assert settings.NOTICE_FILE.exists()
    assert "lantoa notice off" in capsys.readouterr().out
    for _ in range(2):
        assert main(["notice", "off"]) == 0
        assert not settings.NOTICE_FILE.exists()
