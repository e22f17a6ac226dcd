"""Kinds that the program posts itself: their names may be mended, what the posting needs stays, with the reason."""

from collections.abc import Callable
from datetime import UTC, date, datetime
from typing import Any

import pytest
from django.test import Client

from lantoa.core.vocabulary import actions
from lantoa.core.vocabulary.models import Kind, KindMeasure, Measure
from lantoa.core.vocabulary.rules.kinds import DUTIES
from tests.factories import Province
from tests.write_guard import raw_writes

pytestmark = pytest.mark.django_db
AT = datetime(2026, 3, 1, 5, tzinfo=UTC)
OFFICE = "/office/words/"
CHANGES: list[Callable[[Kind, Any], Any]] = [
    lambda kind, who: actions.end(kind, on=date(2026, 4, 1), **who),
    lambda kind, who: actions.mend(kind, {"valid_from": date(2026, 4, 1)}, **who),
    lambda kind, who: actions.sort_by(kind, [{"code": "topic", "required": True}], **who),
    lambda kind, who: actions.ask_for(kind, Measure.objects.get(code="attendances"), required=True, **who),
    lambda kind, who: actions.ask_for(kind, kind.measures.all()[1].measure, required=True, **who),
    lambda kind, who: actions.stop_asking_for(kind.measures.all()[1], on=date(2026, 4, 1), **who),
    lambda kind, who: actions.end(kind.measures.all()[0].measure, on=date(2026, 4, 1), **who),
    lambda kind, who: actions.end(kind.measures.all()[1].measure, on=date(2026, 4, 1), **who),
]


@pytest.mark.parametrize("change", CHANGES)
@pytest.mark.parametrize("code", DUTIES)
def test_what_the_posting_needs_cannot_be_changed(code: str, change: Any, province: Province) -> None:
    with pytest.raises(actions.CannotChange, match="Hệ thống tự ghi"):
        change(Kind.objects.get(code=code), {"by": province.administrator, "at": AT})


def test_its_names_are_mended_and_its_page_says_who_posts_it(quan: Client, an: Client) -> None:
    address = OFFICE + "kinds/agency_report/"
    page = quan.get(address).text
    assert "Hệ thống tự ghi loại này" in page
    assert [
        text for text in ("Biểu mẫu hỏi", "Thôi không dùng", "Hỏi thêm", "Thôi hỏi", "/sorting/") if text in page
    ] == []
    assert "Hệ thống tự ghi" in an.get(OFFICE).text
    form = quan.get(address + "edit/").context["form"]
    assert [name for name in ("valid_from", "valid_until", "group") if name in form.fields] == []
    said = {name: form.initial.get(name) or "" for name in form.fields}
    assert quan.post(address + "edit/", {**said, "name_vi": "Báo cáo đến hạn"}).status_code == 302
    assert Kind.objects.get(code="agency_report").name_vi == "Báo cáo đến hạn"


def test_who_tries_by_hand_reads_why(quan: Client) -> None:
    kind, asked = Kind.objects.get(code="agency_report"), KindMeasure.objects.get(measure="reports_on_time")
    for path, sent in [
        (f"kinds/{kind.pk}/end/", {"on": "2026-12-31"}),
        ("kinds/agency_report/sorting/", {"topic": "required"}),
        ("kinds/agency_report/measures/", {"measure": "attendances"}),
        (f"kinds/agency_report/measures/{asked.pk}/", {"do": "stop"}),
    ]:
        assert "Hệ thống tự ghi mục này" in quan.post(OFFICE + path, sent, follow=True).text, path
    assert Kind.objects.get(code="agency_report").valid_until is None


def test_one_that_was_ended_before_is_taken_up_again(quan: Client, province: Province) -> None:
    with raw_writes("as it could be done before"):
        Kind.objects.filter(code="agency_report").update(valid_until=date(2026, 1, 1))
    kind = Kind.objects.get(code="agency_report")
    assert "Dùng lại" in quan.get(OFFICE + "kinds/agency_report/").text
    actions.take_up_again(kind, by=province.administrator, at=AT)
    assert Kind.objects.get(code="agency_report").valid_until is None
