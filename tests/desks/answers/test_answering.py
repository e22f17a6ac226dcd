"""What is sent or answered twice, by two at once, by letter too, or by a program."""

import time
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from lantoa.core.people.models import User
from lantoa.desks.answers import actions, rules
from lantoa.desks.answers.forms import opened
from lantoa.desks.answers.models import Remark
from tests.factories import Province

pytestmark = pytest.mark.django_db
AT = datetime(2026, 3, 2, 5, tzinfo=UTC)
WORDS = "Ngày khai mạc ghi sai: phải là mồng 8."


def _received(**fields: Any) -> Remark:
    return actions.receive(
        **{
            "kind": "error",
            "text": WORDS,
            "page": None,
            "language": "vi",
            "at": AT,
            "today": date(2026, 3, 2),
            **fields,
        }
    )


def _signed() -> str:
    """The moment as the form signed it a minute ago."""
    with pytest.MonkeyPatch.context() as patch:
        moment = time.time() - 60
        patch.setattr("django.core.signing.time.time", lambda: moment)
        return opened(moment)


def test_what_was_sent_twice_is_one_remark(khach: Client) -> None:
    sent = {"kind": "error", "text": WORDS, "opened": _signed()}
    first, second = (khach.post("/vi/remark/", sent)["Location"] for _ in range(2))
    assert first == second
    assert _received(at=AT, text="Khác hẳn câu kia.") != _received(
        at=AT, text="Khác hẳn câu kia.", email="a@example.org"
    )

    late = AT + rules.AT_ONCE + timedelta(seconds=1)
    early = _received(at=AT, text="Hỏi lại sau.")
    assert _received(at=late, text="Hỏi lại sau.") != early


def test_two_officers_who_answer_at_once_do_not_replace_each_other_unseen(
    province: Province, client_of: Callable[[User], Client]
) -> None:
    made = _received()
    url = reverse("remarks:remark", args=[made.pk])
    sent = {"outcome": "answered", "summary": "Hỏi giờ", "before": made.told}
    assert client_of(province.lan).post(url, {**sent, "text": "Tám giờ."}).status_code == 302
    assert client_of(province.lan).post(url, {**sent, "text": "Tám giờ."}).status_code == 302  # the same, twice

    refused = client_of(province.lan).post(url, {**sent, "text": "Chín giờ."})

    assert refused.status_code == 422
    page = refused.content.decode()
    assert "Tám giờ." in page
    assert "Chín giờ." in page
    made.refresh_from_db()
    assert made.answer == "Tám giờ."
    again = {**sent, "before": refused.context["form"]["before"].value(), "text": "Chín giờ."}
    assert client_of(province.lan).post(url, again).status_code == 302
    made.refresh_from_db()
    assert made.answer == "Chín giờ."


def test_who_asked_for_an_email_is_not_forgotten_after_the_answer(
    lan: User, client_of: Callable[[User], Client]
) -> None:
    made = _received(email="hoa&bcc=x@example.org", language="en")
    url = reverse("remarks:remark", args=[made.pk])
    assert "mailto:hoa%26bcc%3Dx@example.org?" not in client_of(lan).get(url).content.decode()

    answer = client_of(lan).post(url, {"outcome": "answered", "summary": "Giờ mở cửa?", "text": "Tám giờ."})

    assert answer["Location"] == url
    page = client_of(lan).get(url).content.decode()
    assert f"mailto:hoa%26bcc%3Dx@example.org?subject={made.number}%3A%20Gi" in page
    assert f"/en/remarks/{made.number}/" in page


def test_many_remarks_of_a_program_are_closed_at_once(
    province: Province, client_of: Callable[[User], Client], khach: Client
) -> None:
    spam = [_received(text=f"Mua ngay, giảm giá {number}") for number in range(3)]
    kept, url = _received(), reverse("remarks:list")
    picked = [str(remark.pk) for remark in spam]
    assert client_of(province.leader).post(url, {"pick": picked, "summary": "Thư rác"}).status_code == 403
    assert "Mua ngay, giảm giá 2" in client_of(province.lan).get(url).content.decode()
    for wrong in ({"summary": "Thư rác"}, {"pick": picked}, {"pick": [*picked, "0"], "summary": "x"}):
        assert client_of(province.lan).post(url, wrong).status_code == 422

    actions.answer(spam[0], "answered", summary="Hỏi", text="Đáp", by=province.lan, at=AT)
    assert actions.dismiss([remark.pk for remark in spam], summary="Thư rác", by=province.lan, at=AT) == 2

    assert [remark.outcome for remark in Remark.objects.order_by("pk")] == [
        "answered", "not_answered", "not_answered", "",
    ]  # fmt: skip
    assert client_of(province.lan).post(url, {"pick": [kept.pk], "summary": "Thư rác"}).status_code == 302
    assert "Thư rác" in khach.get("/vi/remarks/").content.decode()
