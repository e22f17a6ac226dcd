"""The steering committee: who is in it on any day, terms that follow each other, its papers."""

from collections.abc import Callable
from datetime import UTC, date, datetime
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import IntegrityError, transaction
from django.test import Client
from django.urls import reverse
from wagtail.models import ModelLogEntry

from lantoa.core.people import actions, queries
from lantoa.core.people.models import CommitteeMember, CommitteePaper, User
from tests.factories import Province
from tests.pdfs import hostile, pdf
from tests.write_guard import raw_writes

pytestmark = pytest.mark.django_db
Browser = Callable[[User], Client]
AT = datetime(2026, 3, 1, 5, tzinfo=UTC)
FIRST, SECOND = date(2020, 1, 6), date(2025, 3, 10)


def address(name: str, *args: int) -> str:
    return reverse(f"people:committee{name}", args=args)


def paper(number: str = "05/QĐ-UBND", on: date = FIRST) -> CommitteePaper:
    return actions.add_paper(kind="set_up", number=number, signed_on=on, issuer="UBND tỉnh", title="Thành lập")


def head(**more: Any) -> CommitteeMember:
    facts = {"seat": "head", "full_name": "Trịnh Công Vĩnh", "position": "Phó Chủ tịch UBND tỉnh", "since": FIRST}
    return actions.add_member(**{**facts, **more})


def seats(day: date) -> list[tuple[str, str]]:
    return [(row.seat, row.who) for row in queries.committee(day).members]


def logged() -> list[tuple[str, Any]]:
    lines = ModelLogEntry.objects.filter(action__startswith="people.member").order_by("pk")
    return list(lines.values_list("action", "data"))


def test_on_any_day_it_says_who_was_in_it_in_the_order_of_a_decision(province: Province) -> None:
    actions.add_member(seat="member", position="Giám đốc Sở Tài chính", since=FIRST)
    actions.add_member(seat="standing_agency", agency=province.commune_a, since=SECOND)
    first = head()
    head(full_name="Hoàng Nhật Minh", since=SECOND, after=first)

    assert seats(date(2020, 1, 5)) == []
    assert seats(date(2025, 3, 9)) == [("head", "Trịnh Công Vĩnh"), ("member", "Giám đốc Sở Tài chính")]
    assert seats(SECOND) == [
        ("head", "Hoàng Nhật Minh"), ("standing_agency", "UBND xã An Bình"), ("member", "Giám đốc Sở Tài chính"),
    ]  # fmt: skip
    assert [row.full_name for row in queries.committee(SECOND).earlier] == ["Trịnh Công Vĩnh"]
    assert {row.seat for row in queries.committee(date(2025, 3, 9)).later} == {"head", "standing_agency"}


def test_a_seat_that_one_alone_holds_is_never_held_twice(province: Province) -> None:
    first = head()
    with pytest.raises(actions.NotPossible, match="Trịnh Công Vĩnh"):
        head(full_name="Hoàng Nhật Minh", since=SECOND)
    actions.end_member(first, on=SECOND, reason="Nghỉ hưu")
    with pytest.raises(actions.NotPossible):
        head(full_name="Hoàng Nhật Minh", since=date(2025, 3, 9))
    second = head(full_name="Hoàng Nhật Minh", since=SECOND)
    with pytest.raises(actions.NotPossible, match="Hoàng Nhật Minh"):
        actions.resume_member(first, by=province.lan, at=AT)
    with raw_writes("past the actions"), pytest.raises(IntegrityError), transaction.atomic():
        CommitteeMember.objects.create(seat="head", position="x", since=FIRST)
    with raw_writes("past the actions"), pytest.raises(IntegrityError), transaction.atomic():
        CommitteeMember.objects.filter(pk=second.pk).update(position="")


def test_what_was_decided_on_an_older_page_neither_moves_an_end_nor_meets_a_fault(province: Province) -> None:
    who: Any = {"by": province.lan, "at": AT}
    first = head()
    older = queries.committee_member(first.pk)
    assert older is not None
    head(full_name="Hoàng Nhật Minh", since=SECOND, after=first)
    with pytest.raises(actions.NotPossible, match="10/03/2025"):
        actions.end_member(older, on=date(2026, 1, 1), reason="Nghỉ hưu", **who)
    with pytest.raises(actions.NotPossible):
        head(seat="deputy", since=date(2026, 1, 1), after=older)
    facts = {name: getattr(older, name) for name in ("seat", "full_name", "position", "agency", "paper")}
    with pytest.raises(actions.NotPossible):
        actions.edit_member(older, **facts, since=date(2025, 6, 1), **who)
    assert [who for _, who in seats(date(2025, 6, 1))] == ["Hoàng Nhật Minh"]


def test_mistakes_are_mended_ended_taken_back_and_taken_away_with_no_name_in_the_log(province: Province) -> None:
    who: Any = {"by": province.lan, "at": AT}
    row = head(agency=province.commune_a, **who)
    facts = {name: getattr(row, name) for name in ("seat", "since", "full_name", "position", "agency", "paper")}
    for _ in range(2):
        actions.edit_member(row, **{**facts, "full_name": "Trịnh Công Vinh"}, **who)
    with pytest.raises(actions.NotPossible):
        actions.end_member(row, on=FIRST, reason="x", **who)
    actions.end_member(row, on=SECOND, reason="Nghỉ hưu", **who)
    with pytest.raises(actions.NotPossible):
        actions.edit_member(row, **{**facts, "since": SECOND}, **who)
    row.refresh_from_db()
    for _ in range(2):
        actions.resume_member(row, **who)
    assert (row.until, row.end_reason) == (None, "")
    actions.remove_member(row, **who)

    said = {"seat": "head", "agency": "xa-an-binh"}
    assert logged() == [
        ("people.member_add", said), ("people.member_edit", {**said, "changed": ["full_name"]}),
        ("people.member_end", {**said, "on": "2025-03-10"}), ("people.member_resume", said),
        ("people.member_remove", said),
    ]  # fmt: skip
    assert not ModelLogEntry.objects.filter(label__contains="Vĩnh").exists()


def test_a_paper_that_appoints_somebody_stays(province: Province) -> None:
    who: Any = {"by": province.lan, "at": AT}
    one, other = paper(), paper("06/QĐ-UBND")
    row = head(paper=one)
    with pytest.raises(actions.NotPossible):
        actions.remove_paper(one, **who)
    actions.remove_paper(other, **who)
    for _ in range(2):
        actions.edit_paper(one, until=SECOND, **who)
    now = queries.committee(SECOND)
    assert (now.papers, now.old_papers) == ([], [one])
    assert queries.committee(date(2025, 3, 9)).papers == [one]
    assert ModelLogEntry.objects.filter(action="people.paper_edit").count() == 1
    assert row.paper == one


def test_names_are_removed_when_they_were_kept_long_enough_and_the_rest_stays() -> None:
    old, young = head(), actions.add_member(seat="member", full_name="Tô Vân Anh", position="Giám đốc", since=FIRST)
    actions.end_member(old, on=date(2021, 1, 1), reason="Ông Vĩnh nghỉ hưu")
    assert [actions.forget_members(ended_before=date(2024, 1, 1)) for _ in range(2)] == [1, 0]
    assert seats(date(2020, 6, 1)) == [("head", "Phó Chủ tịch UBND tỉnh"), ("member", young.full_name)]
    assert [row.end_reason for row in queries.committee(SECOND).earlier] == [""]


def test_the_secretariat_writes_it_and_everybody_here_reads_it(province: Province, client_of: Browser) -> None:
    lan, an = client_of(province.lan), client_of(province.an)
    said = {"kind": "set_up", "number": "05/QĐ-UBND", "signed_on": "2020-01-06", "issuer": "UBND tỉnh", "title": "Lập"}
    assert lan.post(address("_paper_new"), said).status_code == 302
    assert lan.post(address("_paper_new"), said).status_code == 422  # it is here already
    cited = str(CommitteePaper.objects.get().pk)
    facts = {"seat": "head", "full_name": "Trịnh Công Vĩnh", "position": "Phó Chủ tịch", "since": "06/01/2020"}
    assert lan.post(address("_member_new"), {**facts, "position": ""}).status_code == 422
    assert lan.post(address("_member_new"), {**facts, "paper": cited}).status_code == 302
    standing = {"seat": "standing_agency", "full_name": "Ai đó", "since": "2020-01-06"}
    assert lan.post(address("_member_new"), standing).status_code == 422
    assert lan.post(address("_member_new"), {**standing, "agency": "xa-an-binh"}).status_code == 302
    first = CommitteeMember.objects.get(seat="head")
    assert "Phó Chủ tịch" in lan.get(address("_member", first.pk)).text
    follows = address("_member_new") + f"?after={first.pk}"
    assert "Trịnh Công Vĩnh" in lan.get(follows).text
    assert lan.post(follows, {**facts, "full_name": "Hoàng Nhật Minh", "since": "2025-03-10"}).status_code == 302
    assert lan.post(address("_member_new"), facts).status_code == 422  # somebody is head

    read = an.get(address("")).text
    assert "Hoàng Nhật Minh" in read
    assert "/committee/members/" not in read
    before = an.get(address(""), {"on": "9/3/2025"}).text
    assert "Trịnh Công Vĩnh" in before
    assert "Whose term begins later" not in before
    assert an.get(address(""), {"on": "hôm kia"}).status_code == 200
    file = an.get(address("_file"), {"on": "2025-03-09"}).text.splitlines()
    assert file[1:] == [
        "Trưởng ban,Trịnh Công Vĩnh,Phó Chủ tịch,,2020-01-06,2025-03-10,05/QĐ-UBND",
        "Cơ quan thường trực,,,UBND xã An Bình,2020-01-06,,",
    ]
    assert ModelLogEntry.objects.filter(action="people.take_away", data__what="committee").count() == 1


def test_an_end_says_why_or_by_which_paper(province: Province, client_of: Browser) -> None:
    lan, row = client_of(province.lan), head()
    path = address("_member_end", row.pk)
    assert lan.post(path, {"end-on": "2025-03-10"}).status_code == 422
    assert lan.post(path, {"end-on": "2020-01-06", "end-reason": "Nghỉ hưu"}).status_code == 422
    assert lan.post(path, {"end-on": "2025-03-10", "end-reason": "Nghỉ hưu"}).status_code == 302
    again = lan.post(path, {"end-on": "2026-01-01", "end-reason": "Chuyển công tác"}, follow=True).text
    assert "đã kết thúc ngày 10/03/2025 rồi" in again
    assert "Nghỉ hưu" in lan.get(address("")).text
    assert lan.post(address("_member_resume", row.pk)).status_code == 302
    row.refresh_from_db()
    assert row.until is None


def test_the_page_asks_the_same_number_of_questions_for_one_member_and_for_three(
    province: Province, client_of: Browser, count_queries: Callable[[], Any]
) -> None:
    lan, counts = client_of(province.lan), []
    head(agency=province.commune_a, paper=paper())
    for number in range(2):
        lan.get(address(""))
        with count_queries() as found:
            lan.get(address(""))
        counts.append(len(found))
        actions.add_member(seat="member", position=f"Ủy viên {number}", agency=province.commune_b, since=FIRST)
        actions.add_member(seat="deputy", position="x", since=FIRST, paper=paper(f"{number}/QĐ"))
    assert counts[0] == counts[1] <= 15


def test_a_paper_carries_a_file_that_everybody_here_reads_and_the_secretariat_deletes(
    province: Province, client_of: Browser, django_capture_on_commit_callbacks: Any
) -> None:
    lan, an = client_of(province.lan), client_of(province.an)
    said = {"kind": "set_up", "number": "05/QĐ-UBND", "signed_on": "2025-03-10", "issuer": "UBND tỉnh", "title": "Lập"}
    for name, content in (("a.pdf", b"MZ"), ("a.pdf", b"%PDF-1.7 broken"), ("a.pdf", pdf(password="bi-mat"))):
        wrong = lan.post(address("_paper_new"), {**said, "file": SimpleUploadedFile(name, content)})
        assert (wrong.status_code, list(wrong.context["form"].errors)) == (422, ["file"])
    upload = SimpleUploadedFile("quyet dinh.pdf", hostile())
    assert lan.post(address("_paper_new"), {**said, "file": upload}).status_code == 302
    row = CommitteePaper.objects.get()
    way = reverse("people:committee_paper_file", args=[row.pk])
    assert way in an.get(address("")).text
    answer = an.get(way)
    first = b"".join(answer.streaming_content)  # type: ignore[attr-defined] # a file
    assert (first[:5], b"JavaScript" in first, "quyet dinh.pdf" in answer["Content-Disposition"]) == (
        b"%PDF-", False, True,
    )  # fmt: skip
    assert "sandbox" in answer["Content-Security-Policy"]

    page = reverse("people:committee_paper", args=[row.pk])
    assert lan.post(page, {**said, "title": "Thành lập"}).status_code == 302
    before = CommitteePaper.objects.get().file
    assert before.name == row.file.name  # a form without a file leaves it
    with django_capture_on_commit_callbacks(execute=True):
        lan.post(page, {**said, "file": SimpleUploadedFile("b.pdf", pdf("Bản khác"))})
    assert not before.storage.exists(str(before.name))
    kept = CommitteePaper.objects.get().file
    drop = reverse("people:committee_paper_file_drop", args=[row.pk])
    assert an.post(drop).status_code == 403
    with django_capture_on_commit_callbacks(execute=True):
        assert lan.post(drop).status_code == 302
    assert not kept.storage.exists(str(kept.name))
    assert an.get(way).status_code == 404
    told = ModelLogEntry.objects.filter(action__startswith="people.paper_file").order_by("pk")
    assert [line.action for line in told] == [
        "people.paper_file", "people.paper_file_exchange", "people.paper_file_drop",
    ]  # fmt: skip
