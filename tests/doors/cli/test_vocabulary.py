"""`lantoa vocabulary`: what stands here as a file that another installation takes over, and its versions."""

import pytest

from lantoa.base import yaml_text
from lantoa.core.vocabulary import queries
from lantoa.doors.cli.main import main

pytestmark = pytest.mark.django_db


def test_the_words_and_their_versions_are_printed(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["vocabulary"]) == 0
    assert queries.read(capsys.readouterr().out).problems == []
    assert main(["vocabulary", "--history", "kind/talk"]) == 0
    kept = yaml_text.read(capsys.readouterr().out)
    assert [row["version"] for row in kept["words"]["kind/talk"]] == [1]
    assert main(["vocabulary", "--history"]) == 0
    assert "definition/delegations_in.v1" in yaml_text.read(capsys.readouterr().out)["words"]


def test_a_word_that_nobody_knows_is_said(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LANTOA_LANG", "vi")
    assert main(["vocabulary", "--history", "kind/none"]) == 2
    assert "Không có mục “kind/none”" in capsys.readouterr().err
