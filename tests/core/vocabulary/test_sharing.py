"""The whole vocabulary as a file, and files of others: all that is new, or all that is wrong."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from lantoa.core.vocabulary import queries
from lantoa.core.vocabulary.models import Indicator, IndicatorVersion, Kind, Measure, Term
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
    models = (Kind, Measure, Term, Indicator)
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


BAD_FILES = [
    ("a: [", ["Không đọc được dòng 1"]),
    ("- a", ["không phải tệp danh mục"]),
    ("x: &a 1\ny: *a", ["Không đọc tham chiếu"]),
    (
        """lantoa_vocabulary: 1
terms: {nothing: [], topic: [{name_vi: Không mã}, {code: Có Dấu, name_vi: a, name_en: b}]}
measures: [{code: m, name_vi: m, name_en: m, unit_vi: a, unit_en: b, nature: wave}]
kinds: [{code: k, name_vi: k, name_en: k, colour: red, measures: [{code: none, is_main: true}]}]
indicators:
  - {code: i, name_vi: i, name_en: i, definition_vi: d, definition_en: d, unit_vi: u, unit_en: u, spec: {agg: sum}}
  - {code: j, name_vi: i, name_en: i, definition_vi: d, definition_en: d, unit_vi: u, unit_en: u,
     spec: {agg: sum, kind: talk, measure: copies, where: {topic: none}}}
""",
        ["Không có mục phân loại này", "Mỗi dòng cần một mã riêng", "code:", "nature:", "colour",
         "Không có số đo “none”",
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


@pytest.mark.parametrize("content", [b"", b"\xff\xfe\x00", b"a" * 1_000_001], ids=["nothing", "no text", "large"])
def test_what_is_no_vocabulary_file_is_refused_kindly(content: bytes, quan: Client) -> None:
    page = quan.post(OFFICE + "import/", {"file": SimpleUploadedFile("v.yaml", content)})
    assert page.status_code == 422
