"""What recorded numbers mean stays: units and main measures do not change under them; names may, and it is said."""

from datetime import UTC, date, datetime
from pathlib import Path
from shutil import copytree
from typing import Any

import pytest
import yaml
from django.test import Client

from lantoa.core.ledger import actions as ledger
from lantoa.core.ledger.drafts import Draft
from lantoa.core.vocabulary import actions
from lantoa.core.vocabulary.models import Kind, KindGroup, KindMeasure, Measure, Term
from tests.factories import Province
from tests.write_guard import raw_writes

pytestmark = pytest.mark.django_db
OFFICE = "/office/words/"
AT = datetime(2026, 3, 1, 5, tzinfo=UTC)


@pytest.fixture
def recorded(province: Province) -> None:
    """One talk with 120 attendances, submitted."""
    day = date(2026, 2, 3)
    talk = Draft(
        kind="talk", agency=province.commune_a.code, title="Nói chuyện về biển, đảo", occurred_from=day,
        occurred_on=day, dimensions={"topic": "border"}, quantities={"talks": (1000, ""), "attendances": (120000, "")},
    )  # fmt: skip
    ledger.submit(ledger.save_draft(talk, by=province.an, at=AT), by=province.an, at=AT)


def _form(measure: Measure, **other: str) -> dict[str, str]:
    names = ("name_vi", "name_en", "unit_vi", "unit_en", "basis", "source")
    return {name: getattr(measure, name) for name in names} | other


@pytest.mark.usefixtures("recorded")
def test_the_unit_of_a_measure_that_records_count_in_stays(quan: Client) -> None:
    measure = Measure.objects.get(code="attendances")
    path = f"{OFFICE}measures/attendances/edit/"
    shown = quan.get(path).text
    assert "1 bản ghi đọc theo tên này" in shown
    assert shown.count("readonly") == 2

    refused = quan.post(path, _form(measure, unit_vi="nghìn lượt"))

    assert refused.status_code == 422
    assert "1 bản ghi tính bằng “lượt người”" in refused.text
    assert quan.post(path, _form(measure, name_vi="Số người nghe")).status_code == 302
    measure.refresh_from_db()
    assert (measure.name_vi, measure.unit_vi) == ("Số người nghe", "lượt người")


@pytest.mark.usefixtures("recorded")
@pytest.mark.parametrize(("field", "value"), [("unit_en", "x"), ("nature", "stock"), ("whole", False)])
def test_how_a_measure_behaves_stays_once_it_is_recorded(province: Province, field: str, value: Any) -> None:
    used, unused = Measure.objects.get(code="attendances"), Measure.objects.get(code="trainees")
    with pytest.raises(actions.CannotChange, match="1 "):
        actions.mend(used, {field: value}, by=province.administrator, at=AT)
    assert getattr(actions.mend(unused, {field: value}, by=province.administrator, at=AT), field) == value


@pytest.mark.usefixtures("recorded")
def test_the_measure_that_counts_a_kind_stays_once_it_is_recorded(province: Province) -> None:
    main = KindMeasure.objects.get(kind="talk", is_main=True)
    with pytest.raises(actions.CannotChange, match="1 "):
        actions.mend(main, {"is_main": False}, by=province.administrator, at=AT)


@pytest.mark.usefixtures("recorded")
@pytest.mark.parametrize("path", ["kinds/talk/edit/", "words/topic/border/edit/"])
def test_a_name_that_records_read_by_says_how_many_before_it_is_mended(path: str, quan: Client) -> None:
    assert "1 bản ghi đọc theo tên này" in quan.get(OFFICE + path).text
    other = path.replace("talk", "training_class").replace("border", "policy")
    assert "đọc theo tên này" not in quan.get(OFFICE + other).text


def test_a_measure_ends_and_is_not_asked_for_any_more(quan: Client, an: Client) -> None:
    measure = Measure.objects.get(code="attendances")
    form = "/office/activities/new/talk/"
    assert 'name="attendances"' in an.get(form).text
    kind = "/office/words/kinds/event/"
    said = quan.post(f"{OFFICE}measures/{measure.pk}/end/", {"on": "2026-01-01"}, follow=True).text
    assert "Số đo này không còn được hỏi" in said
    assert 'name="attendances"' not in an.get(form).text
    assert "số đo thôi dùng từ 01/01/2026" in an.get(kind).text
    assert 'value="attendances"' not in quan.get("/office/words/kinds/talk/").text
    new = "/office/words/indicators/new/"
    assert 'value="talk:attendances"' not in quan.get(new).text
    assert 'value="talk:attendances" selected' in quan.get("/office/words/indicators/talk_attendances/define/").text
    assert an.get("/office/figures/talk_attendances/").status_code == 200
    quan.post(f"{OFFICE}measures/{measure.pk}/end/", {"do": "again"})
    assert 'name="attendances"' in an.get(form).text


@pytest.mark.parametrize(
    ("model", "code", "path"),
    [
        (Measure, "attendances", "measures"),
        (Kind, "talk", "kinds"),
        (Term, "border", "words/topic"),
        (KindGroup, "", "headings"),
    ],
)
def test_what_has_not_begun_is_not_said_to_be_over(model: Any, code: str, path: str, quan: Client) -> None:
    row = model.objects.get(code=code) if code else model.objects.first()
    with raw_writes("no form gives what records read by a later first day"):
        model.objects.filter(pk=row.pk).update(valid_from=date(2100, 1, 2))
    text = quan.get(f"/office/words/{path}/{row.code}/").text
    assert "từ ngày 02/01/2100" in text
    assert "không còn" not in text
    assert "Đưa vào sử dụng lại" not in text


def test_the_measure_that_counts_a_kind_ends_only_after_the_kind(province: Province, quan: Client) -> None:
    measure, talk = Measure.objects.get(code="talks"), Kind.objects.get(code="talk")
    said = quan.post(f"{OFFICE}measures/{measure.pk}/end/", {"on": "2026-01-01"}, follow=True).text
    assert "đếm chính hoạt động của: Buổi nói chuyện" in said
    form = quan.post(OFFICE + "measures/talks/edit/", _form(measure, valid_until="2026-01-01"))
    assert (form.status_code, "đếm chính hoạt động của" in form.text) == (422, True)
    assert form.context["form"].errors.keys() == {"valid_until"}
    actions.end(talk, on=date(2026, 1, 1), by=province.administrator, at=AT)
    actions.end(measure, on=date(2026, 1, 1), by=province.administrator, at=AT)
    with pytest.raises(actions.CannotChange, match="Số buổi nói chuyện"):
        actions.take_up_again(talk, by=province.administrator, at=AT)
    actions.take_up_again(measure, by=province.administrator, at=AT)
    assert actions.take_up_again(talk, by=province.administrator, at=AT).valid_until is None


def test_the_form_says_beside_the_field_what_counts_and_what_each_word_means(an: Client) -> None:
    page = an.get("/office/activities/new/delegation/").text
    kind, members = Kind.objects.get(code="delegation"), Measure.objects.get(code="members")
    for text in (kind.definition_vi, members.definition_vi, "Đoàn của tỉnh ra nước ngoài", "Mỗi mục nghĩa là gì"):
        assert text in page, text
    # One small mark for each choice that has meanings, and each says of which it speaks.
    assert page.count("field-meanings-mark") == page.count("Mỗi mục nghĩa là gì: ") > 1


@pytest.mark.usefixtures("recorded")
def test_a_newer_seed_leaves_the_unit_that_records_count_in(tmp_path: Path) -> None:
    copytree(actions.SEED, tmp_path, dirs_exist_ok=True)
    file = tmp_path / "measures.yaml"
    rows = yaml.safe_load(file.read_text(encoding="utf-8"))
    for row in rows:
        row["unit_vi"] = "nghìn"
    file.write_text(yaml.safe_dump(rows, allow_unicode=True), encoding="utf-8")

    actions.seed(tmp_path)

    units = dict(Measure.objects.values_list("code", "unit_vi"))
    assert (units["attendances"], units["trainees"]) == ("lượt người", "nghìn")
