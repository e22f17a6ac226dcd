"""The page on which an administrator says whose installation this is."""

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from wagtail.models import ModelLogEntry

from lantoa.base import actions
from lantoa.base.models import Installation
from lantoa.core.people.models import User
from tests.factories import Province

pytestmark = pytest.mark.django_db
Browser = Callable[[User], Client]
FIRST = {"vi": "Tỉnh Đắk Lắk", "en": "", "ko": "닥락성"}


def page() -> str:
    return reverse("people:installation")


def logged() -> list[ModelLogEntry]:
    return list(ModelLogEntry.objects.filter(action="base.name").order_by("-pk"))


def test_an_administrator_names_it_in_every_language_and_the_log_keeps_both(
    province: Province, client_of: Browser
) -> None:
    browser = client_of(province.administrator)
    assert browser.get(page()).context["form"]["vi"].value() == ""  # nobody named it yet
    assert browser.post(page(), FIRST).status_code == 302
    assert browser.post(page(), FIRST | {"ko": " 다클락 \u202e 성 ", "ru": "Провинция Дак-Лак"}).status_code == 302
    assert browser.post(page(), FIRST | {"ko": "다클락 성", "ru": "Провинция Дак-Лак"}).status_code == 302
    assert Installation.current().given == {"vi": "Tỉnh Đắk Lắk", "ko": "다클락 성", "ru": "Провинция Дак-Лак"}
    newest, first = logged()
    assert first.data == {"from": {"vi": "", "ko": ""}, "to": {"vi": "Tỉnh Đắk Lắk", "ko": "닥락성"}}
    assert newest.data == {
        "from": {"ko": "닥락성", "ru": ""}, "to": {"ko": "다클락 성", "ru": "Провинция Дак-Лак"},
    }  # fmt: skip
    assert newest.user == province.administrator
    told = client_of(province.auditor).get(reverse("people:audit")).content.decode()
    assert "ko: 닥락성 → 다클락 성 · ru: – → Провинция Дак-Лак" in told


def test_what_stood_before_is_filled_in_and_saved_by_the_same_button(province: Province, client_of: Browser) -> None:
    browser = client_of(province.administrator)
    browser.post(page(), FIRST)
    browser.post(page(), FIRST | {"ko": "다클락성", "en": "Daklak"})
    newest, _first = logged()
    shown = browser.get(page(), {"before": newest.pk})
    assert Installation.current().given["ko"] == "다클락성"  # looking changes nothing
    values = {bound.name: bound.value() for bound in shown.context["form"]}
    assert values == {**dict.fromkeys(values, ""), **FIRST}
    browser.post(page(), values)
    assert Installation.current().given == {"vi": "Tỉnh Đắk Lắk", "ko": "닥락성"}
    for unknown in ("0", "x", ""):
        assert browser.get(page(), {"before": unknown}).status_code == 404


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"vi": ""}, "vi"),
        ({"vi": "\u200b"}, "vi"),
        ({"ko": "ㅏ" * 121}, "ko"),
        ({"ru": "№ 1"}, "ru"),
        ({"fr": "a\0"}, "fr"),
    ],
)
def test_what_is_no_name_is_refused_beside_its_field(
    wrong: dict[str, str], field: str, province: Province, client_of: Browser
) -> None:
    answer = client_of(province.administrator).post(page(), FIRST | wrong)
    assert (answer.status_code, list(answer.context["form"].errors)) == (422, [field])
    assert not Installation.objects.exists()


def test_it_says_what_readers_see_where_no_name_is_given(province: Province, client_of: Browser) -> None:
    browser = client_of(province.administrator)
    actions.name_installation("Tỉnh Đắk Lắk", "")
    helped = {bound.name: str(bound.help_text) for bound in browser.get(page()).context["form"]}
    assert '<span lang="ko">닥락성</span>' in helped["ko"]
    assert '<span lang="en">Dak Lak Province</span>' in helped["en"]
    assert helped["vi"] == ""
    actions.name_installation("Báo Đắk Lắk", "<i>Newspaper")
    helped = {bound.name: str(bound.help_text) for bound in browser.get(page()).context["form"]}
    assert '<span lang="en">&lt;i&gt;Newspaper</span>' in helped["ko"]
    assert '<span lang="vi">Báo Đắk Lắk</span>' in helped["en"]


def test_the_sample_keeps_its_name(province: Province, client_of: Browser) -> None:
    actions.name_installation("Tỉnh mẫu", "")
    actions.mark_sample({})
    browser = client_of(province.administrator)
    assert '<input type="text" name="vi"' not in browser.get(page()).content.decode()
    answer = browser.post(page(), FIRST)
    assert answer.status_code == 422
    assert "lantoa demo --remove" in answer.content.decode()
    assert Installation.current().name_vi == "Tỉnh mẫu"


def test_only_administrators_are_led_there(province: Province, client_of: Browser) -> None:
    for person, is_led in ((province.administrator, True), (province.lan, False), (province.an, False)):
        for view in ("people:agencies", "people:places", "people:committee"):
            assert (page() in client_of(person).get(reverse(view)).content.decode()) == is_led


def test_it_costs_the_same_with_more_changes(
    province: Province, client_of: Browser, count_queries: Callable[[], Any]
) -> None:
    browser, counts = client_of(province.administrator), []
    for name in ("Tỉnh A", "Tỉnh B", "Tỉnh C"):
        browser.post(page(), {"vi": name})
        browser.get(page())  # the message is shown once
        with count_queries() as queries:
            browser.get(page())
        counts.append(len(queries))
    assert counts[0] == counts[-1] <= 15
