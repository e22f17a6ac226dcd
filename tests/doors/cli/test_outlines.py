"""`lantoa outlines FILE`."""

import json
from pathlib import Path
from typing import Any

import pytest

from lantoa.core.documents.queries import outlines
from lantoa.doors.cli.main import main
from lantoa.doors.cli.sample import state
from tests.factories import Province

pytestmark = pytest.mark.django_db


def test_outlines_are_taken_in_and_compared_with_the_communes(
    province: Province, settings: Any, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    settings.DATA, settings.MEDIA_ROOT = tmp_path, tmp_path / "media"
    assert main(["outlines", str(state.OUTLINES), "--json"]) == 0
    told = json.loads(capsys.readouterr().out)
    assert told["outlines"] == 12
    assert "xa-an-binh" in told["communes_without"]
    assert "xa-suoi-may" in told["unknown_codes"]
    assert outlines.place().read_bytes() == state.OUTLINES.read_bytes()


def test_a_file_that_is_no_map_is_refused(settings: Any, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    settings.DATA, settings.MEDIA_ROOT = tmp_path, tmp_path / "media"
    (tmp_path / "bad.geojson").write_text("{}")
    for name in ("bad.geojson", "missing.geojson"):
        assert main(["outlines", str(tmp_path / name)]) == 2
        assert name in capsys.readouterr().err
    assert not outlines.place().exists()
