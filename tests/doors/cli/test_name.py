"""`lantoa name`: whose installation this is."""

import json

import pytest
from django.test import Client
from wagtail.models import ModelLogEntry

from lantoa.base import actions
from lantoa.doors.cli.main import main
from tests.doors.items import publish

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def prepared(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("lantoa.doors.cli.main.prepare_database", lambda: False)
    monkeypatch.setenv("LANTOA_LANG", "en")


def renamed() -> int:
    return len(ModelLogEntry.objects.filter(action="base.name"))


def test_a_province_is_named_anew_and_twice_does_no_harm(khach: Client, capsys: pytest.CaptureFixture[str]) -> None:
    publish("Tin")
    actions.name_installation("Tỉnh Đắc Lắc", "")
    for _ in range(2):
        assert main(["name", " Tỉnh  Đắk Lắk ", "--json"]) == 0
        assert json.loads(capsys.readouterr().out) == {"name_vi": "Tỉnh Đắk Lắk", "name_en": "Dak Lak Province"}
    assert renamed() == 1
    assert "Tỉnh Đắk Lắk" in khach.get("/vi/").content.decode()
    assert main(["name", "Tỉnh Đắk Lắk", "--english", "Daklak"]) == 0
    assert main(["name"]) == 0
    assert capsys.readouterr().out.splitlines() == ["Tỉnh Đắk Lắk · Daklak"] * 2


@pytest.mark.parametrize("words", [["name", " "], ["name", "T" * 121], ["name", "--english", "Dak Lak"]])
def test_what_is_no_name_is_refused(words: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    assert main(words) == 2
    assert capsys.readouterr().err
    assert renamed() == 0


def test_the_sample_keeps_its_name(capsys: pytest.CaptureFixture[str]) -> None:
    actions.mark_sample({})
    assert main(["name", "Tỉnh Đắk Lắk"]) == 1
    assert "lantoa demo --remove" in capsys.readouterr().err
