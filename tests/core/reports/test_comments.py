"""Comments on a draft: who is let in, how they stay with their paragraphs, and what becomes of them."""

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import load_workbook

from lantoa.core.people.models import User
from lantoa.core.reports import actions, queries
from lantoa.core.reports.models import Comment, Report, ReportReader, Section
from lantoa.core.reports.rules import anchors
from tests.core.reports.conftest import AT
from tests.factories import Province

Write = Callable[..., Report]
SignIn = Callable[[User], Client]
State = Comment.State
FAR = date(2199, 1, 1)

pytestmark = pytest.mark.django_db


@pytest.fixture
def draft(write: Write) -> Report:
    return write("Mở đầu.\n- Đón [[delegations_in]] đoàn.\n- Mở lớp.")


def _section(report: Report) -> Section:
    return Section.objects.select_related("report").get(report=report)


def _say(report: Report, by: User, text: str = "Nên nói rõ hơn", *, position: int = 1) -> Comment:
    section = _section(report)
    seen = anchors.mark(anchors.paragraphs(section.body)[position])
    return actions.comment(section, position=position, seen=seen, text=text, by=by, at=AT)


def _rewrite(report: Report, body: str, by: User) -> None:
    section = _section(report)
    actions.edit_section(section, heading=section.heading, body=body, by=by, at=AT)


# -- a comment and its paragraph -------------------------------------------------------------------


def test_a_comment_keeps_what_its_paragraph_printed_and_who_said_it(draft: Report, province: Province) -> None:
    comment = _say(draft, province.leader, "  Nên nói rõ hơn ")
    assert (comment.quote, comment.text, comment.position, comment.heading) == (
        "Đón 0 đoàn.", "Nên nói rõ hơn", 1, "1. Kết quả"
    )  # fmt: skip
    assert (comment.who, comment.state) == ("Phạm Thu Hà, UBND tỉnh Sông Xanh", "open")


@pytest.mark.parametrize(
    ("body", "position", "is_changed"),
    [
        ("Thêm một đoạn.\nMở đầu.\n- Thêm.\n- Đón [[delegations_in]] đoàn.\n- Mở lớp.", 3, False),
        ("- Đón [[delegations_in]] đoàn.", 0, False),
        ("Mở đầu.\n- Mở lớp.\nCuối cùng.\n- Đón [[delegations_in]] đoàn.", 3, False),
        ("Mở đầu.\n- Đón [[delegations_in]] đoàn khách.\n- Mở lớp.", 1, True),
        ("Thêm.\nMở đầu.\n- Tiếp và đón [[delegations_in]] đoàn.\n- Mở lớp.", 2, True),
        ("Mở đầu.\n- Mở lớp.", None, True),
        ("", None, True),
    ],
)
def test_a_comment_stays_with_its_paragraph(
    body: str, position: int | None, is_changed: bool, draft: Report, province: Province
) -> None:
    comment = _say(draft, province.leader)
    _rewrite(draft, body, province.lan)
    comment.refresh_from_db()
    assert comment.position == position
    assert (comment.pk in queries.changed(Report.objects.get(pk=draft.pk), [comment])) == is_changed


@given(st.lists(st.sampled_from("abcdef"), max_size=8), st.lists(st.sampled_from("abcdefgh"), max_size=8))
def test_every_paragraph_goes_to_one_place_and_no_two_to_the_same(before: list[str], after: list[str]) -> None:
    places = anchors.followed(before, after)
    found = [place for place in places.values() if place is not None]
    assert sorted(places) == list(range(len(before)))
    assert len(found) == len(set(found))
    assert set(found) <= set(range(len(after)))
    assert anchors.followed(before, before) == {at: at for at in range(len(before))}
    for at, place in places.items():
        if before.count(before[at]) == after.count(before[at]) == 1:
            assert place == after.index(before[at])


def test_a_removed_section_leaves_its_comments_with_its_heading(draft: Report, province: Province) -> None:
    comment = _say(draft, province.leader)
    actions.remove_section(_section(draft), by=province.lan, at=AT)
    comment.refresh_from_db()
    assert (comment.section, comment.position, comment.heading) == (None, None, "1. Kết quả")
    assert queries.comments_of(Report.objects.get(pk=draft.pk)) == [comment]


def test_a_paragraph_that_changed_while_somebody_wrote_is_read_again(draft: Report, province: Province) -> None:
    section = _section(draft)
    with pytest.raises(actions.ChangedMeanwhile):
        actions.comment(section, position=1, seen=anchors.mark("Chữ cũ"), text="Ý", by=province.leader, at=AT)
    with pytest.raises(actions.NotAnswered):
        _say(draft, province.leader, "  ")
    assert not Comment.objects.exists()


# -- answers ---------------------------------------------------------------------------------------


@pytest.mark.parametrize("state", [State.PARTLY, State.DECLINED])
def test_what_is_not_taken_over_says_why(state: Comment.State, draft: Report, province: Province) -> None:
    comment = _say(draft, province.leader)
    with pytest.raises(actions.NotAnswered, match="lý do"):
        actions.answer(comment, state, reason=" ", by=province.lan, at=AT)
    answered = actions.answer(comment, state, reason="Đã có ở mục II", by=province.lan, at=AT)
    assert (answered.state, answered.answer, answered.answered_by, answered.answered_at) == (
        state, "Đã có ở mục II", province.lan, AT
    )  # fmt: skip


def test_an_answer_needs_no_words_where_all_is_accepted_and_is_final_for_the_author(
    draft: Report, province: Province
) -> None:
    comment = actions.answer(_say(draft, province.leader), State.ACCEPTED, reason="", by=province.lan, at=AT)
    assert comment.state == "accepted"
    with pytest.raises(actions.NotAnswered):
        actions.take_back(comment, by=province.leader, at=AT)
    with pytest.raises(actions.NotAnswered):
        actions.answer(comment, State.OPEN, reason="", by=province.lan, at=AT)


def test_freezing_asks_about_open_comments_and_a_new_version_begins_without_them(
    draft: Report, province: Province
) -> None:
    comment = _say(draft, province.leader)
    with pytest.raises(actions.CannotFreeze) as refused:
        actions.freeze(draft, by=province.lan, at=AT)
    assert refused.value.comments == [comment]
    frozen = actions.freeze(draft, by=province.lan, at=AT, accept_comments=True)
    follower = actions.new_version(frozen, by=province.lan, at=AT)
    assert (queries.comments_of(frozen), queries.comments_of(follower)) == ([comment], [])
    with pytest.raises(actions.NotDraft):
        _say(frozen, province.leader)
    assert actions.answer(comment, State.ACCEPTED, reason="", by=province.lan, at=AT).state == "accepted"


# -- who -------------------------------------------------------------------------------------------


def test_an_invitation_opens_one_draft_until_its_day(draft: Report, write: Write, province: Province) -> None:
    other, last = write("Khác."), date(2026, 12, 5)

    def seen(day: date | None) -> list[Report]:
        return list(queries.visible_to(province.an, today=day))

    assert seen(last) == []
    reader = actions.invite(draft, province.an, until=last, by=province.lan, at=AT)
    assert (seen(last), seen(last + timedelta(days=1)), seen(None)) == ([draft], [], [])
    assert list(queries.visible_to(province.binh, today=last)) == []
    assert other not in seen(last)
    actions.invite(draft, province.an, until=FAR, by=province.lan, at=AT)
    assert ReportReader.objects.get().until == FAR
    actions.end_invitation(reader, by=province.lan, at=AT)
    assert seen(last) == []


def test_the_comments_of_a_frozen_review_are_not_for_everybody(draft: Report, province: Province) -> None:
    actions.invite(draft, province.an, until=FAR, by=province.lan, at=AT)
    _say(draft, province.an)
    frozen = actions.freeze(draft, by=province.lan, at=AT, accept_comments=True)
    for person in (province.an, province.leader, province.lan):
        assert queries.report_to_comment(person, frozen.pk, today=AT.date()) == frozen
    assert queries.report_for(province.binh, frozen.pk) == frozen
    with pytest.raises(Report.DoesNotExist):
        queries.report_to_comment(province.binh, frozen.pk, today=AT.date())


def test_only_those_who_do_not_read_drafts_anyway_are_offered(province: Province) -> None:
    offered = [name for _pk, name in queries.people_to_invite(today=AT.date())]
    assert offered == [
        "Hồ Phương Thảo · UBND tỉnh Sông Xanh", "Lê Thanh Bình · UBND xã Bình Minh", "Trần Văn An · UBND xã An Bình"
    ]  # fmt: skip


# -- screens ---------------------------------------------------------------------------------------


def test_a_reader_is_invited_comments_and_reads_the_answer(
    draft: Report, province: Province, client_of: SignIn
) -> None:
    lan, an = client_of(province.lan), client_of(province.an)
    person = {"person": str(province.an.pk), "until": (timezone.localdate() + timedelta(days=3)).isoformat()}
    assert "Trần Văn An" in lan.post(reverse("reports:readers", args=[draft.pk]), person, follow=True).content.decode()
    assert "Bạn được mời góp ý dự thảo này." in an.get(reverse("reports:list")).content.decode()

    section = _section(draft)
    path = reverse("reports:comment", args=[draft.pk, section.pk, 1])
    page = an.get(path)
    assert "Đón 0 đoàn." in page.content.decode()
    seen = page.context["form"].initial["seen"]
    answer = an.post(path, {"text": "Nêu cả cùng kỳ", "seen": seen})
    assert answer["Location"] == f"{reverse('reports:report', args=[draft.pk])}#at-{section.pk}-1"
    assert f'id="at-{section.pk}-1"' in an.get(reverse("reports:report", args=[draft.pk])).content.decode()

    comment = Comment.objects.get()
    path = reverse("reports:comment_answer", args=[draft.pk, comment.pk])
    assert lan.post(path, {"state": "partly", "reason": ""}).status_code == 422
    lan.post(path, {"state": "partly", "reason": "Chỉ nêu ở mục II"})
    shown = an.get(reverse("reports:comments", args=[draft.pk]), {"state": "answered"}).content.decode()
    assert "Tiếp thu một phần" in shown
    assert "Chỉ nêu ở mục II" in shown
    assert an.get(reverse("reports:comments", args=[draft.pk]), {"state": "open"}).context["comments"] == []


def test_what_was_typed_is_kept_when_the_paragraph_changed(
    draft: Report, province: Province, client_of: SignIn
) -> None:
    client, path = client_of(province.leader), reverse("reports:comment", args=[draft.pk, _section(draft).pk, 1])
    page = client.post(path, {"text": "Ý kiến dài", "seen": anchors.mark("Chữ cũ")})
    assert page.status_code == 422
    assert "Ý kiến dài" in page.content.decode()
    client.post(path, {"text": "Ý kiến dài", "seen": page.context["form"]["seen"].value()})
    assert Comment.objects.get().text == "Ý kiến dài"


def test_a_comment_is_taken_back_by_its_author_alone(draft: Report, province: Province, client_of: SignIn) -> None:
    comment = _say(draft, province.leader)
    path = reverse("reports:comment_take_back", args=[draft.pk, comment.pk])
    assert client_of(province.lan).post(path).status_code == 404
    assert client_of(province.leader).post(path).status_code == 302
    assert not Comment.objects.exists()


def test_the_freezing_page_lists_open_comments_and_takes_the_confirmation(
    draft: Report, province: Province, client_of: SignIn
) -> None:
    _say(draft, province.leader, "Chưa rõ nguồn")
    client, path = client_of(province.lan), reverse("reports:freeze", args=[draft.pk])
    assert "Chưa rõ nguồn" in client.get(path).content.decode()
    assert client.post(path).status_code == 422
    assert client.post(path, {"accept_comments": "on"}).status_code == 302
    assert Report.objects.get(pk=draft.pk).state == "frozen"


def test_the_table_is_printed_and_taken_away(
    draft: Report, province: Province, client_of: SignIn, tmp_path: Any
) -> None:
    comment = _say(draft, province.leader, "=1+1 Chưa rõ")
    actions.answer(comment, State.DECLINED, reason="Có ở phụ lục", by=province.lan, at=AT)
    client = client_of(province.leader)
    assert "Có ở phụ lục" in client.get(reverse("reports:comments_print", args=[draft.pk])).content.decode()

    def taken(form: str) -> bytes:
        answer: Any = client.get(reverse("reports:comments_export", args=[draft.pk, form]))
        return b"".join(answer.streaming_content)

    lines = taken("csv").decode().splitlines()
    assert lines[-1].endswith("'=1+1 Chưa rõ,Không tiếp thu,Có ở phụ lục")
    file = tmp_path / "comments.xlsx"
    file.write_bytes(taken("xlsx"))
    rows = list(load_workbook(file).worksheets[1].iter_rows(values_only=True))
    assert rows[1][3:] == ("=1+1 Chưa rõ", "Không tiếp thu", "Có ở phụ lục")


@pytest.mark.parametrize("name", ["report", "comments", "comments_print", "freeze"])
def test_pages_cost_the_same_however_much_was_said(
    name: str, draft: Report, province: Province, client_of: SignIn, count_queries: Callable[[], Any]
) -> None:
    def asked() -> int:
        client = client_of(province.lan)
        with count_queries() as made:
            assert client.get(reverse(f"reports:{name}", args=[draft.pk])).status_code == 200
        return len(made)

    _say(draft, province.leader)
    one = asked()
    for position, person in ((0, province.auditor), (2, province.administrator)):
        _say(draft, person, position=position)
    assert asked() == one <= 15
