"""From a reader's line to the public answer, with nothing of the reader left in public or for ever."""

import re
import time
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from django.conf import settings
from django.test import Client
from django.urls import reverse
from django.utils.translation import gettext, override

from lantoa.core.people.models import User
from lantoa.core.programme.rules.working_days import WorkingDays
from lantoa.desks.answers import actions, queries, rules
from lantoa.desks.answers.forms import opened
from lantoa.desks.answers.models import AnswerTime, Remark, Satisfaction
from lantoa.desks.newsroom.models import Article, Correction
from lantoa.doors.portal import actions as portal
from tests.desks import content
from tests.factories import Province
from tests.write_guard import raw_writes

pytestmark = pytest.mark.django_db
AT = datetime(2026, 3, 2, 5, tzinfo=UTC)  # a Monday
TODAY = date(2026, 3, 2)
WORDS = "Ngày khai mạc ghi sai: phải là mồng 8."


def _received(**fields: Any) -> Remark:
    return actions.receive(
        **{"kind": "error", "text": WORDS, "page": None, "language": "vi", "at": AT, "today": TODAY, **fields}
    )


def _sending(**fields: Any) -> dict[str, Any]:
    return {"kind": "error", "text": WORDS, "opened": opened(time.time() - 60), **fields}


def _signed(seconds_ago: float) -> str:
    """The moment as the form signed it so long ago."""
    with pytest.MonkeyPatch.context() as patch:
        moment = time.time() - seconds_ago
        patch.setattr("django.core.signing.time.time", lambda: moment)
        return opened(moment)


# -- from outside ----------------------------------------------------------------------------------


def test_reader_sends_an_error_about_a_page_and_gets_a_number(khach: Client, province: Province) -> None:
    page = content.add(Article, province.committee, title="Khai mạc")

    answer = khach.post("/vi/remark/", _sending(opened=_signed(60), about=page.pk, email="doc@example.org"))

    made = Remark.objects.get()
    assert (answer.status_code, answer["Location"]) == (302, f"/vi/remarks/{made.number}/")
    assert (made.kind, made.text, made.page_id, made.language) == ("error", WORDS, page.pk, "vi")
    assert not answer.cookies
    told = khach.get(answer["Location"]).content.decode()
    assert made.number in told
    assert WORDS not in told


@pytest.mark.parametrize("about", ["0", "99999999", "x", "-1", "1" * 30])
def test_remark_about_nothing_that_is_public_is_taken_in_without_a_page(about: str, khach: Client) -> None:
    khach.post("/vi/remark/", _sending(opened=_signed(60), about=about[:12]))

    assert [remark.page for remark in Remark.objects.all()] == [None]


def test_remark_about_a_draft_does_not_say_its_title(khach: Client, province: Province) -> None:
    page = content.add(Article, province.committee, title="Bí mật", live=False)

    assert "Bí mật" not in khach.get(f"/vi/remark/?about={page.pk}").content.decode()


@pytest.mark.parametrize(
    ("sent", "seconds"),
    [({"text": "ngắn"}, 60), ({"website": "http://x"}, 60), ({}, 1), ({}, 25 * 3600), ({"kind": "reply"}, 60)],
    ids=["too short", "a program", "too quick", "too old", "nobody replies"],
)
def test_sending_that_cannot_be_taken_in_keeps_what_was_written(
    sent: dict[str, str], seconds: float, khach: Client
) -> None:
    text = sent.get("text", WORDS)

    answer = khach.post("/vi/remark/", _sending(opened=_signed(seconds), **sent))

    assert answer.status_code == 422
    assert text in answer.content.decode()
    assert not Remark.objects.exists()


def test_form_with_a_forged_moment_is_refused(khach: Client) -> None:
    assert khach.post("/vi/remark/", _sending(opened="1700000000")).status_code == 422
    assert not Remark.objects.exists()


def test_sending_from_another_site_is_refused(khach: Client) -> None:
    sent = _sending(opened=_signed(60))
    assert khach.post("/vi/remark/", sent, headers={"Sec-Fetch-Site": "cross-site"}).status_code == 403
    assert khach.post("/vi/remark/", sent, headers={"Sec-Fetch-Site": "same-origin"}).status_code == 302


def test_more_than_an_office_can_read_is_put_off_and_stays_written(
    khach: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(rules, "MOST_AT_ONCE", 1)
    assert khach.post("/vi/remark/", _sending(opened=_signed(60), text="Xin cho biết giờ mở cửa.")).status_code == 302

    answer = khach.post("/vi/remark/", _sending(opened=_signed(60)))

    assert answer.status_code == 422
    assert WORDS in answer.content.decode()
    assert Remark.objects.count() == 1


# -- the office ------------------------------------------------------------------------------------


def test_due_day_counts_working_days_alone() -> None:
    calendar = WorkingDays({date(2026, 3, 4): False, date(2026, 3, 7): True})

    assert rules.due_on(date(2026, 3, 2), 3, calendar) == date(2026, 3, 6)
    assert rules.due_on(date(2026, 3, 2), 4, calendar) == date(2026, 3, 7)
    assert rules.due_on(date(2026, 3, 6), 1, WorkingDays()) == date(2026, 3, 9)


def test_answer_stands_in_the_public_log_without_the_readers_words(
    lan: User, client_of: Callable[[User], Client], khach: Client
) -> None:
    made = _received(sender="Bà Hoa", email="hoa@example.org")
    sent = {"outcome": "corrected", "summary": "Ngày khai mạc ghi sai", "text": "Đã sửa thành mồng 8."}

    assert client_of(lan).post(reverse("remarks:remark", args=[made.pk]), sent).status_code == 302

    log = khach.get("/vi/remarks/").content.decode()
    assert "Ngày khai mạc ghi sai" in log
    assert "Đã sửa thành mồng 8." in log
    for secret in (WORDS, "Bà Hoa", "hoa@example.org"):
        assert secret not in log
        assert secret not in khach.get(f"/vi/remarks/{made.number}/").content.decode()


def test_answer_that_says_nothing_is_refused_where_one_is_owed(lan: User) -> None:
    with pytest.raises(actions.NotNow):
        actions.answer(_received(), "answered", summary="Hỏi giờ", text=" ", by=lan, at=AT)


def test_answering_twice_keeps_the_first_moment_and_the_newer_words(lan: User) -> None:
    made = _received()
    actions.answer(made, "answered", summary="Hỏi", text="Một", by=lan, at=AT)

    better = actions.answer(made, "answered", summary="Hỏi", text="Hai", by=lan, at=AT + timedelta(days=1))

    assert (better.answer, better.answered_at) == ("Hai", AT)


def test_focal_point_reads_no_remarks_and_a_leader_answers_none(
    province: Province, client_of: Callable[[User], Client]
) -> None:
    made = _received()
    path = reverse("remarks:remark", args=[made.pk])

    assert WORDS in client_of(province.lan).get(path).content.decode()
    assert client_of(province.an).get(path).status_code == 403
    assert WORDS in client_of(province.leader).get(path).content.decode()
    sent = {"outcome": "corrected", "summary": "x", "text": ""}
    assert client_of(province.leader).post(path, sent).status_code == 403
    assert Remark.objects.get().is_open


def test_open_remarks_stand_on_the_first_page_of_who_answers(
    province: Province, client_of: Callable[[User], Client]
) -> None:
    made = _received()

    assert made.number in client_of(province.lan).get("/office/").content.decode()
    assert made.number not in client_of(province.an).get("/office/").content.decode()


def test_words_of_readers_go_when_their_time_is_over_and_the_answer_stays(lan: User) -> None:
    old, young, unanswered = (_received(sender="Hoa", email="hoa@example.org", language=code) for code in "abc")
    actions.answer(old, "answered", summary="Hỏi", text="Đáp", by=lan, at=AT)
    actions.answer(young, "answered", summary="Hỏi", text="Đáp", by=lan, at=AT + timedelta(days=2))

    assert actions.forget(at=AT + timedelta(days=91), kept=timedelta(days=90)) == 1

    kept = {remark.pk: (remark.text, remark.sender, remark.email, remark.answer) for remark in Remark.objects.all()}
    assert kept[old.pk] == ("", "", "", "Đáp")
    assert kept[young.pk] == (WORDS, "Hoa", "hoa@example.org", "Đáp")
    assert kept[unanswered.pk][0] == WORDS
    assert actions.forget(at=AT + timedelta(days=366), kept=timedelta(days=90)) == 2
    assert set(Remark.objects.values_list("text", "sender", "email")) == {("", "", "")}


def test_times_to_answer_are_changed_by_the_secretariat_and_hold_from_then_on(
    lan: User, client_of: Callable[[User], Client]
) -> None:
    before = _received()
    sent = {f"{kind}-working_days": days for kind, days in (("error", 1), ("question", 5), ("reply", 5))}

    assert client_of(lan).post(reverse("remarks:times"), {**sent, "error-working_days": "0"}).status_code == 422
    assert client_of(lan).post(reverse("remarks:times"), sent).status_code == 302

    assert AnswerTime.objects.get(kind="error").working_days == 1
    assert (before.due_on, _received(text="Hỏi sau khi đổi hạn.").due_on) == (date(2026, 3, 5), date(2026, 3, 3))


@pytest.mark.parametrize("path", ["/vi/remarks/", "/office/answers/"])
def test_lists_ask_as_often_for_three_as_for_one(
    path: str, province: Province, client_of: Callable[[User], Client], count_queries: Callable[[], Any]
) -> None:
    page = content.add(Article, province.committee, title="Khai mạc")
    client = client_of(province.lan) if path.startswith("/office") else Client()
    counts = []
    _received(page=page)
    client.get(path)  # Wagtail keeps where its sites begin
    for more in (0, 2):
        for _ in range(more):
            _received(page=page)
        with count_queries() as queries_asked:
            assert client.get(path).status_code == 200
        counts.append(len(queries_asked))

    assert counts[0] == counts[1] <= 15


# -- faces -----------------------------------------------------------------------------------------


@pytest.mark.usefixtures("nothing_noted")
def test_taps_are_counted_by_day_and_language_and_by_nothing_else(khach: Client) -> None:
    for language, choice in (("en", "good"), ("en", "good"), ("vi", "not")):
        answer = khach.post(f"/{language}/satisfaction/", {"choice": choice})
        assert answer.status_code == 302
        assert not answer.cookies

    assert khach.post("/vi/satisfaction/", {"choice": "great"}).status_code == 404
    assert not Satisfaction.objects.exists()  # a tap waits for nobody who writes
    assert actions.count_presses() == 3
    khach.post("/en/satisfaction/", {"choice": "good"})
    assert actions.count_presses() == 1
    assert set(Satisfaction.objects.values_list("language", "choice", "count")) == {("en", "good", 3), ("vi", "not", 1)}
    assert {field.name for field in Satisfaction._meta.get_fields()} == {"id", "day", "language", "choice", "count"}


def test_small_numbers_of_taps_are_not_shown() -> None:
    with raw_writes("many presses at once"):
        for choice, count in (("good", 40), ("partly", 12)):
            Satisfaction.objects.create(day=TODAY, language="vi", choice=choice, count=count)
        assert [count for *_, count in queries.faces(today=TODAY).shown] == [40, 12, 0]
        Satisfaction.objects.create(day=TODAY, language="vi", choice="not", count=4)

    assert [count for *_, count in queries.faces(today=TODAY).shown] == [None, None, None]
    assert queries.faces(today=TODAY + timedelta(days=365)).total == 0


# -- in nine languages -----------------------------------------------------------------------------


@pytest.mark.parametrize("code", [code for code, _ in settings.LANGUAGES if code not in {"vi", "en"}])
def test_form_tells_what_is_missing_in_the_language_of_its_reader(khach: Client, code: str) -> None:
    portal.open_language(code)
    told = khach.post(f"/{code}/remark/", _sending(text="Sai.", email="doc")).text
    nothing = khach.post(f"/{code}/remark/", _sending(text="")).text

    for said in ("Cần ít nhất", "Ensure this value", "Nhập địa chỉ", "Enter a valid", "This field", "bắt buộc"):
        assert said not in told + nothing
    with override(code):
        assert gettext("Enter a valid email address.") in told
        assert gettext("This field is required.") in nothing


def test_pages_for_readers_name_their_versions(khach: Client) -> None:
    made = _received()
    for path in ("remark/", "remarks/", f"remarks/{made.number}/", "satisfaction/thanks/"):
        page = khach.get(f"/vi/{path}?about=7").text
        assert f'rel="canonical" href="http://localhost:8000/vi/{path}"' in page
        assert f'hreflang="en" href="http://localhost:8000/en/{path}"' in page
        assert f'<a href="/en/{path}" hreflang="en" lang="en">English</a>' in page


def test_log_says_in_which_language_each_answer_is(khach: Client, lan: User, province: Province) -> None:
    made = _received(language="en", page=content.add(Article, province.committee, title="Khai mạc"))
    actions.answer(made, outcome="answered", summary="The day", text="On the 8th.", by=lan, at=AT)

    page = khach.get("/vi/remarks/").text
    assert re.search(r'<div class="[^"]*" lang="en"><p><strong>The day</strong></p><p>On the 8th.</p></div>', page)
    assert re.search(r'<p lang="vi"><a href="[^"]*">Khai mạc</a></p>', page)


def test_log_never_tells_of_a_correction_that_no_reader_finds(
    lan: User, client_of: Callable[[User], Client], province: Province
) -> None:
    page = content.add(Article, province.committee, title="Khai mạc")
    made = _received(page=page, at=AT)
    url, said = reverse("remarks:remark", args=[made.pk]), {"outcome": "corrected", "summary": "Ngày sai"}
    client = client_of(lan)

    refused = client.post(url, said)
    Article.objects.filter(pk=page.pk).update(last_published_at=AT + timedelta(hours=1))
    taken = client.post(url, said)

    assert (refused.status_code, taken.status_code) == (422, 302)
    assert list(refused.context["form"].errors) == ["outcome"]
    made.refresh_from_db()
    assert made.outcome == "corrected"


def test_nothing_is_chosen_before_somebody_chooses(lan: User, client_of: Callable[[User], Client]) -> None:
    url = reverse("remarks:remark", args=[_received().pk])

    refused = client_of(lan).post(url, {"outcome": "", "summary": "Ngày sai", "text": "Đã sửa."})

    assert (refused.status_code, list(refused.context["form"].errors)) == (422, ["outcome"])
    assert Remark.objects.get().is_open


@pytest.mark.parametrize("how", ["withdrawn", "corrected"])
def test_page_that_was_withdrawn_or_corrected_since_is_mended(how: str, lan: User, province: Province) -> None:
    page = content.add(Article, province.committee, title="Khai mạc")
    made, later = _received(page=page), AT + timedelta(hours=1)
    with raw_writes("what the newsroom's actions leave, without their way through review"):
        if how == "withdrawn":
            Article.objects.filter(pk=page.pk).update(withdrawn_at=later, withdrawn_reason="Sai", listed_at=None)
        else:
            Correction.objects.create(page=page, text="Mồng 8", corrected_by=lan, corrected_at=later)

    assert actions.answer(made, "corrected", summary="Ngày", text="", by=lan, at=later).outcome == "corrected"


def test_officer_reads_in_which_language_to_answer_and_finds_the_item(
    lan: User, client_of: Callable[[User], Client], province: Province
) -> None:
    portal.open_language("ko")
    page = content.add(Article, province.committee, title="장날", language="ko")
    made = _received(page=page, language="ko")

    shown = client_of(lan).get(reverse("remarks:remark", args=[made.pk])).content.decode()

    assert "한국어" in shown
    assert reverse("newsroom:item", args=[page.pk]) in shown
