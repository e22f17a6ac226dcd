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
        said = json.loads(capsys.readouterr().out)
        assert (said["name_vi"], said["name_en"], said["given"]) == ("Tỉnh Đắk Lắk", "Dak Lak Province", ["vi"])
        assert said["names"]["ko"] == {"name": "닥락성", "language": "ko"}
    assert renamed() == 1
    assert "Tỉnh Đắk Lắk" in khach.get("/vi/").content.decode()
    assert main(["name", "Tỉnh Đắk Lắk", "--english", "Daklak"]) == 0
    assert main(["name"]) == 0
    assert capsys.readouterr().out.splitlines() == ["Tỉnh Đắk Lắk · Daklak"] * 2


def test_one_language_is_named_alone_and_another_province_begins_without_names(
    capsys: pytest.CaptureFixture[str],
) -> None:
    assert main(["name", "Tỉnh Đắk Lắk", "--lang", "ko", "다클락성", "--lang", "ru", " Провинция\tДак-Лак\u202e "]) == 0
    assert main(["name", "--lang", "ko", "닥락성"]) == 0
    assert capsys.readouterr().out.splitlines()[3:] == [
        "Tỉnh Đắk Lắk · Dak Lak Province", "ko: 닥락성", "ru: Провинция Дак-Лак",
    ]  # fmt: skip
    assert main(["name", "--lang", "ru", "", "--json"]) == 0
    said = json.loads(capsys.readouterr().out)
    assert said["given"] == ["vi", "ko"]
    assert said["names"]["ru"] == {"name": "Провинция Даклак", "language": "ru"}
    # The old Korean name would stand over another province.
    assert main(["name", "Tỉnh Gia Lai", "--lang", "ja", "ザライ"]) == 0
    assert capsys.readouterr().out.splitlines() == [
        "Tỉnh Gia Lai · Gia Lai Province",
        "ja: ザライ",
        "Taken away: ko 닥락성",
    ]
    newest = ModelLogEntry.objects.filter(action="base.name").order_by("-pk").first()
    assert newest
    assert newest.data == {
        "from": {"vi": "Tỉnh Đắk Lắk", "ko": "닥락성", "ja": ""},
        "to": {"vi": "Tỉnh Gia Lai", "ko": "", "ja": "ザライ"},
    }


@pytest.mark.parametrize(
    "words",
    [["name", " "], ["name", "T" * 121], ["name", "--english", "Dak Lak"], ["name", "--lang", "ko", "!"],
     ["name", "--lang", "de", "Dak Lak"], ["name", "--lang", "ko", "T" * 121], ["name", "--lang", "vi", ""],
     ["name", "--lang", "ko", "닥락성"]],
)  # fmt: skip
def test_what_is_no_name_is_refused(words: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    assert main(words) == 2
    assert capsys.readouterr().err
    assert renamed() == 0


def test_the_sample_keeps_its_name(capsys: pytest.CaptureFixture[str]) -> None:
    actions.mark_sample({})
    assert main(["name", "Tỉnh Đắk Lắk"]) == 1
    assert "lantoa demo --remove" in capsys.readouterr().err
