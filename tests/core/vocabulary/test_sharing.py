"""The whole vocabulary as a file, and files of others: all that is new, or all that is wrong."""

from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from lantoa.base import yaml_text
from lantoa.core.vocabulary import queries
from lantoa.core.vocabulary.models import (
    Indicator,
    IndicatorVersion,
    Kind,
    KindGroup,
    KindMeasure,
    Measure,
    Term,
    WordVersion,
)
from tests.write_guard import raw_writes

pytestmark = pytest.mark.django_db
OFFICE = "/office/words/"
NAMES = {"name_vi": "Thả diều", "name_en": "Kite flying", "basis": "office", "source": ""}
DEFINED = {
    **NAMES, "definition_vi": "Số lần thả diều.", "definition_en": "Kite flights.", "first-way": "sum",
    "first-what": "kite_flying:events",
}  # fmt: skip


def test_an_exported_vocabulary_is_read_as_all_the_same(an: Client) -> None:
    sent = an.get(OFFICE + "export/")
    assert sent.headers["Content-Disposition"].startswith('attachment; filename="vocabulary-20')
    shared = queries.read(sent.content.decode())
    assert (shared.problems, shared.new, shared.other) == ([], [], [])
    models = (Kind, KindGroup, Measure, Term, Indicator)
    assert shared.same_count == sum(model._default_manager.count() for model in models)


def test_what_another_installation_made_is_taken_over_with_its_name(quan: Client, an: Client) -> None:
    quan.post(OFFICE + "kinds/new/", {**NAMES, "hint_vi": "Gợi ý", "hint_en": "Hint", "icon": "globe"})
    quan.post(OFFICE + "kinds/kite_flying/measures/", {"measure": "events"})
    quan.post(OFFICE + "words/topic/new/", NAMES)
    quan.post(OFFICE + "indicators/new/", DEFINED)
    text = an.get(OFFICE + "export/").content.decode().replace("from: ", "from: Tỉnh Núi Biếc # ", 1)
    with raw_writes("as if it had never been here"):
        IndicatorVersion.objects.filter(indicator="kite_flying").delete()
        Indicator.objects.filter(code="kite_flying").delete()
        Kind.objects.filter(code="kite_flying").delete()
        Term.objects.filter(code="kite_flying").delete()

    shown = quan.post(OFFICE + "import/", {"file": SimpleUploadedFile("v.yaml", text.encode())})
    assert [row.code for row in shown.context["shared"].new[:2]] == ["kite_flying", "kite_flying"]
    assert not Kind.objects.filter(code="kite_flying").exists()
    assert quan.post(OFFICE + "import/", {"text": text, "do": "take"}).status_code == 302

    kind, made = Kind.objects.get(code="kite_flying"), queries.definition("kite_flying")
    assert (kind.basis, kind.source, kind.measures.get().measure_id) == ("shared", "Tỉnh Núi Biếc", "events")
    assert (made.basis, made.source, made.spec["kind"]) == ("shared", "Tỉnh Núi Biếc", "kite_flying")
    assert "Tỉnh Núi Biếc" in an.get(OFFICE + "kinds/kite_flying/").text
    assert quan.post(OFFICE + "import/", {"text": text}).context["shared"].new == []


def test_another_installation_gets_everything_in_one_go(quan: Client, an: Client) -> None:
    quan.post(OFFICE + "headings/new/", {**NAMES, "valid_until": "2030-01-01"})
    quan.post(OFFICE + "kinds/new/", {**NAMES, "hint_vi": "h", "hint_en": "h", "icon": "globe", "group": "kite_flying"})
    asked = KindMeasure.objects.get(kind="talk", measure="attendances")
    quan.post(f"{OFFICE}kinds/talk/measures/{asked.pk}/", {"do": "stop"})
    ended = Indicator.objects.get(code="delegations_in")
    quan.post(f"{OFFICE}indicators/{ended.pk}/end/", {"on": "2026-12-31"})
    text = an.get(OFFICE + "export/").content.decode()
    with raw_writes("an installation without words"):
        for model in (IndicatorVersion, Indicator, KindMeasure, Kind, KindGroup, Measure, Term):
            model._default_manager.all().delete()

    shown = quan.post(OFFICE + "import/", {"text": text})
    assert [name for name, _rows in shown.context["shared"].lists] == [
        "Từ phân loại",
        "Số đo",
        "Nhóm",
        "Loại",
        "Chỉ tiêu",
    ]
    assert quan.post(OFFICE + "import/", {"text": text, "do": "take"}).status_code == 302

    kind = Kind.objects.get(code="kite_flying")  # it asks for nothing yet
    assert kind.group is not None
    assert (kind.group.name_vi, str(kind.group.valid_until)) == ("Thả diều", "2030-01-01")
    assert str(Indicator.objects.get(code="delegations_in").valid_until) == "2026-12-31"
    assert KindMeasure.objects.get(kind="talk", measure="attendances").valid_until is not None
    again = an.get(OFFICE + "export/").content.decode()
    assert [_without_source(text)[name] for name in ("terms", "measures", "headings", "kinds", "indicators")] == [
        _without_source(again)[name] for name in ("terms", "measures", "headings", "kinds", "indicators")
    ]


def _without_source(text: str) -> Any:
    """What is taken over says from whom."""
    return yaml_text.read(
        "\n".join(line for line in text.splitlines() if " basis: " not in line and " source: " not in line)
    )


def test_all_versions_of_a_word_and_of_every_word_are_had_as_a_file(quan: Client, an: Client) -> None:
    page = an.get(OFFICE + "headings/training/").text
    assert '/office/words/versions/?word=heading/training"' in page
    quan.post(OFFICE + "headings/training/edit/", {"name_vi": "Tuyên truyền miệng", "name_en": "Talks"})
    sent = an.get(OFFICE + "versions/?word=heading/training")
    assert 'filename="versions-heading-training-20' in sent.headers["Content-Disposition"]
    rows = yaml_text.read(sent.content.decode())["words"]["heading/training"]
    assert [(row["version"], row["name_vi"], "since" in row) for row in rows] == [
        (1, "Tập huấn, tuyên truyền miệng", False), (2, "Tuyên truyền miệng", True),
    ]  # fmt: skip
    assert "Tuyên truyền miệng" in an.get(OFFICE + "headings/training/").text
    quan.post(OFFICE + "indicators/talk_attendances/mend/", NAMES)
    named = yaml_text.read(an.get(OFFICE + "versions/?word=definition/talk_attendances").content.decode())["words"]
    assert [row["name_vi"] for row in named["definition/talk_attendances.v1"]][1:] == ["Thả diều"]
    everything = yaml_text.read(an.get(OFFICE + "versions/").content.decode())["words"]
    assert sum(map(len, everything.values())) == WordVersion.objects.count()
    assert an.get(OFFICE + "versions/?word=heading/none").status_code == 404


BAD_FILES = [
    ("a: [", ["Không đọc được dòng 1"]),
    ("- a", ["không phải tệp danh mục"]),
    ("x: &a 1\ny: *a", ["Không đọc tham chiếu"]),
    (
        """lantoa_vocabulary: 1
terms: {nothing: [], topic: [{name_vi: Không mã}, {code: Có Dấu, name_vi: a, name_en: b}]}
measures: [{code: m, name_vi: m, name_en: m, unit_vi: a, unit_en: b, nature: wave}]
kinds: [{code: k, name_vi: k, name_en: k, colour: red, group: none, measures: [{code: none, is_main: true}]}]
indicators:
  - {code: i, name_vi: i, name_en: i, definition_vi: d, definition_en: d, unit_vi: u, unit_en: u, spec: {agg: sum}}
  - {code: j, name_vi: i, name_en: i, definition_vi: d, definition_en: d, unit_vi: u, unit_en: u,
     spec: {agg: sum, kind: talk, measure: copies, where: {topic: none}}}
""",
        ["Không có mục phân loại này", "Mỗi dòng cần một mã riêng", "code:", "nature:", "colour",
         "Không có số đo “none”", "Không có nhóm “none”",
         "Không đọc được “spec”", "không hỏi số đo", "“none” không phải giá trị"],
    ),
]  # fmt: skip


@pytest.mark.parametrize(("text", "said"), BAD_FILES)
def test_a_bad_file_is_refused_with_everything_that_is_wrong(text: str, said: list[str], quan: Client) -> None:
    counts = [model._default_manager.count() for model in (Kind, Measure, Term, Indicator)]
    page = quan.post(OFFICE + "import/", {"text": text, "do": "take"})
    assert page.status_code == 422
    assert [sentence for sentence in said if sentence not in page.text] == []
    assert [model._default_manager.count() for model in (Kind, Measure, Term, Indicator)] == counts


def test_the_field_of_the_file_is_not_called_optional(quan: Client) -> None:
    assert "không bắt buộc" not in quan.get(OFFICE + "import/").text


@pytest.mark.parametrize("content", [b"", b"\xff\xfe\x00", b"a" * 1_000_001], ids=["nothing", "no text", "large"])
def test_what_is_no_vocabulary_file_is_refused_kindly(content: bytes, quan: Client) -> None:
    page = quan.post(OFFICE + "import/", {"file": SimpleUploadedFile("v.yaml", content)})
    assert page.status_code == 422
