"""The screens of reviews: who gets in, writing with and without a script, the frozen sheet, the trace."""

import re
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import translation
from wagtail.models import ModelLogEntry

from lantoa.core.people.models import User
from lantoa.core.reports import actions
from lantoa.core.reports.models import FrozenDocument, Report, Section
from tests.core.reports.conftest import AT, Correct, Record, Write
from tests.factories import Province

pytestmark = pytest.mark.django_db
Browser = Callable[[User], Client]
Counting = Callable[[], Any]


@pytest.fixture(autouse=True)
def english() -> Iterator[None]:
    with translation.override("en"):
        yield


@pytest.fixture
def desk(client_of: Browser, lan: User) -> Client:
    """The secretariat's browser, in English."""
    browser = client_of(lan)
    browser.cookies["lantoa_language"] = "en"
    return browser


def page(browser: Client, name: str, *args: Any, status: int = 200, **query: str) -> str:
    answer = browser.get(reverse(f"reports:{name}", args=args), query)
    assert answer.status_code == status, answer.status_code
    return answer.content.decode()


def send(browser: Client, name: str, *args: Any, status: int = 302, **fields: Any) -> Any:
    answer = browser.post(reverse(f"reports:{name}", args=args), fields)
    assert answer.status_code == status, answer.content.decode()[:2000]
    return answer


def frozen(report: Report, lan: User) -> Report:
    return actions.freeze(report, by=lan, at=AT, accept_unbound=True)


# -- who -------------------------------------------------------------------------------------------


def test_drafts_are_for_the_secretariat_and_leaders_frozen_reviews_for_everybody_here(
    write: Write, province: Province, client_of: Browser, khach: Client
) -> None:
    draft, done = write("Bản nháp"), frozen(write("Xong: [[delegations_in]]."), province.lan)
    figure = done.figures.get().public_id
    for user, sees in [(province.lan, True), (province.leader, True), (province.an, False), (province.binh, False)]:
        browser = client_of(user)
        listed = page(browser, "list")
        addresses = [reverse("reports:report", args=[report.pk]) for report in (done, draft)]
        assert [address in listed for address in addresses] == [True, sees]
        page(browser, "report", draft.pk, status=200 if sees else 404)
        assert "Xong:" in page(browser, "report", done.pk)
        page(browser, "trace", figure)
        page(browser, "trace", figure.lower())
        page(browser, "download", done.pk, "html")
        page(browser, "download", draft.pk, "html", status=404)
    page(client_of(province.lan), "trace", "F-00000", status=404)
    closed: list[tuple[str, list[Any]]] = [
        ("list", []), ("report", [done.pk]), ("trace", [figure]), ("download", [done.pk, "html"]),
    ]  # fmt: skip
    for name, args in closed:
        assert khach.get(reverse(f"reports:{name}", args=args)).status_code == 302


def test_only_the_secretariat_writes_and_freezes(write: Write, province: Province, client_of: Browser) -> None:
    report = write("Đón [[delegations_in]] đoàn.")
    section = report.sections.get()
    of_report = ["edit", "discard", "freeze", "new_version", "section_add"]
    of_section = ["section", "section_move", "section_remove", "section_preview"]
    sendings: list[tuple[str, list[Any]]] = [
        ("begin", ["blank"]),
        *((name, [report.pk]) for name in of_report),
        *((name, [report.pk, section.pk]) for name in of_section),
    ]
    for user in (province.an, province.leader):
        for name, args in sendings:
            send(client_of(user), name, *args, status=403, heading="x", body="x")
        assert "reports:new" not in page(client_of(user), "list")
    report.refresh_from_db()
    assert report.is_draft
    assert Section.objects.get(pk=section.pk).body == "Đón [[delegations_in]] đoàn."


# -- writing ---------------------------------------------------------------------------------------


def test_a_review_is_begun_written_frozen_and_read_without_a_script(desk: Client, record: Record) -> None:
    record("delegation", delegations=181, direction="in", purpose="investment")
    assert (
        "Write for example"
        in send(desk, "begin", "blank", title="Review", period="2026-13", language="vi", status=422).content.decode()
    )
    where = send(
        desk,
        "begin",
        "annual-review",
        title="Báo cáo năm 2026",
        period="6 tháng đầu năm 2026",
        language="vi",
        agency="",
    ).url
    report = Report.objects.get()
    assert (where, report.period.code()) == (reverse("reports:report", args=[report.pk]), "2026-H1")
    send(desk, "edit", report.pk, title="Báo cáo năm 2026", period="2026", language="vi", agency="")
    send(desk, "section_add", report.pk, heading="Phần thêm")
    section = Section.objects.get(heading="Phần thêm")
    form = page(desk, "section", report.pk, section.pk)
    seen = re.search(r'name="seen" value="(\w+)"', form)
    assert seen
    send(desk, "section", report.pk, section.pk, heading="Phần thêm", body="Đón 181 đoàn.\r\nTốt.", seen=seen[1])
    form = page(desk, "section", report.pk, section.pk)
    bind = re.search(r'name="bind" value="([^"]+)"', form)
    assert bind
    assert bind[1] == "4|181|[[delegations_in]]"
    send(desk, "section", report.pk, section.pk, heading="Phần thêm", body="Đón 181 đoàn.\r\nTốt.", bind=bind[1])
    assert Section.objects.get(pk=section.pk).body == "Đón [[delegations_in]] đoàn.\nTốt."
    send(
        desk,
        "section",
        report.pk,
        section.pk,
        heading="Phần thêm",
        body="Đón [[delegations_in]] đoàn.",
        insert="[[activities]]",
    )
    assert Section.objects.get(pk=section.pk).body == "Đón [[delegations_in]] đoàn. [[activities]]"
    send(desk, "section_move", report.pk, section.pk, to="up")
    send(desk, "section_remove", report.pk, report.sections.first().pk)  # type: ignore[union-attr] # there are many
    assert "as the ledger knows them now" in page(desk, "freeze", report.pk)
    send(desk, "freeze", report.pk)
    report.refresh_from_db()
    assert report.state == Report.State.FROZEN
    assert ">181<small" in page(desk, "report", report.pk)
    assert page(desk, "freeze", report.pk, status=302) == ""


def test_freezing_with_unbound_numbers_asks_first(desk: Client, write: Write) -> None:
    report = write("Kỷ niệm 30 năm.")
    refused = send(desk, "freeze", report.pk, status=422).content.decode()
    assert "1 number is bound to no figure" in refused
    assert 'name="accept_unbound"' in refused
    send(desk, "freeze", report.pk, accept_unbound="on")
    assert Report.objects.get(pk=report.pk).state == Report.State.FROZEN


def test_a_text_that_somebody_else_changed_is_shown_beside_mine(desk: Client, write: Write, lan: User) -> None:
    section = write("cũ").sections.get()
    seen = actions.mark_of(section)
    actions.edit_section(section, by=lan, at=AT, heading=section.heading, body="của người khác")
    fields: dict[str, Any] = {"heading": section.heading, "body": "của tôi", "seen": seen}
    answer = send(desk, "section", section.report_id, section.pk, status=409, **fields).content.decode()
    assert "của người khác" in answer
    assert "của tôi" in answer
    again = re.search(r'name="seen" value="(\w+)"', answer)
    assert again
    send(desk, "section", section.report_id, section.pk, **(fields | {"seen": again[1]}))
    assert Section.objects.get(pk=section.pk).body == "của tôi"


def test_the_preview_shows_a_text_that_is_not_saved_and_escapes_it(desk: Client, write: Write) -> None:
    section = write("cũ").sections.get()
    answer = send(
        desk,
        "section_preview",
        section.report_id,
        section.pk,
        status=200,
        heading="<i>",
        body="<script>x</script> 5 [[nope]]",
    ).content.decode()
    assert "&lt;script&gt;" in answer
    assert "<script" not in answer
    assert 'class="review-unbound"' in answer
    assert 'class="review-broken"' in answer
    assert Section.objects.get(pk=section.pk).body == "cũ"


def test_what_is_frozen_answers_every_late_change_with_a_sentence(desk: Client, write: Write, lan: User) -> None:
    report = frozen(write("Không có số."), lan)
    section = report.sections.get()
    page(desk, "section", report.pk, section.pk, status=404)
    send(desk, "section", report.pk, section.pk, status=404, heading="x", body="x")
    send(desk, "edit", report.pk, title="x", period="2025", language="vi")
    send(desk, "discard", report.pk)
    send(desk, "section_add", report.pk, heading="x")
    assert "is frozen and stays as it is" in page(desk, "report", report.pk)
    assert Report.objects.get(pk=report.pk).title == report.title


def test_a_draft_is_thrown_away(desk: Client, write: Write) -> None:
    report = write("x")
    send(desk, "discard", report.pk)
    assert not Report.objects.exists()
    assert "was thrown away" in page(desk, "list")


# -- reading ---------------------------------------------------------------------------------------


def test_the_frozen_page_lists_what_is_known_now_beside_an_unchanged_sheet(
    desk: Client, write: Write, record: Record, correct: Correct, lan: User
) -> None:
    first = record("delegation", delegations=139, direction="in", purpose="trade")
    report = frozen(write("Đón [[delegations_in]] đoàn."), lan)
    assert "Every figure would be printed the same today." in page(desk, "report", report.pk)
    correct(first, delegations=141)
    shown = page(desk, "report", report.pk)
    assert FrozenDocument.objects.get(report=report).html in shown
    assert "known then: <strong>139</strong> · known now: <strong>141</strong> delegations, 2 entries since" in shown
    trace = page(desk, "trace", report.figures.get().public_id)
    assert "Đếm lại danh sách ký nhận" in trace
    assert "Entry 2 reverses entry 1" in trace
    assert "141 delegations (+2)" in trace
    assert reverse("ledger:entry", args=[1]) in trace
    send(desk, "new_version", report.pk)
    follower = Report.objects.get(replaces=report)
    assert "A new version is being written" in page(desk, "report", report.pk)
    frozen(follower, lan)
    assert "Read the newer version" in page(desk, "report", report.pk)


def test_a_trace_shows_others_that_a_record_exists_and_not_what_its_document_says(
    write: Write, record: Record, province: Province, client_of: Browser
) -> None:
    record("delegation", delegations=24, direction="in", purpose="trade")
    report = frozen(write("Đón [[delegations_in]] đoàn."), province.lan)
    figure = report.figures.get().public_id
    for user, sees in [(province.lan, True), (province.an, True), (province.binh, False)]:
        shown = page(client_of(user), "trace", figure)
        assert ("Hoạt động delegation" in shown, reverse("ledger:entry", args=[1]) in shown) == (sees, sees)
        assert "24" in shown


def test_the_file_to_take_away_runs_nothing_and_asks_for_nothing(desk: Client, write: Write, lan: User) -> None:
    report = frozen(write("Đón [[delegations_in]] đoàn."), lan)
    answer = desk.get(reverse("reports:download", args=[report.pk, "html"]))
    assert answer["Content-Disposition"] == f'attachment; filename="review-{report.pk}-2026.html"'
    assert answer["Content-Security-Policy"].startswith("sandbox; default-src 'none'")
    text = answer.content.decode()
    document = FrozenDocument.objects.get(report=report)
    assert document.html in text
    assert document.sha256 in text.replace("<wbr>", "")
    assert not re.search(r"<script|<link|<img|url\(|@import", text)
    line = ModelLogEntry.objects.get(action="people.take_away", user=lan)
    assert line.data == {"what": "review", "form": "html", "count": "1", "filters": f"review={report.pk}"}


def test_an_altered_sheet_is_not_shown(desk: Client, write: Write, lan: User, monkeypatch: pytest.MonkeyPatch) -> None:
    report = frozen(write("Không có số."), lan)
    for view in ("frozen", "files"):
        monkeypatch.setattr(f"lantoa.core.reports.views.{view}.document_holds", lambda report: False)
    assert "is not the one that was frozen" in page(desk, "report", report.pk)
    page(desk, "download", report.pk, "html", status=404)


def test_pages_ask_the_same_number_of_questions_for_one_thing_and_for_three(
    desk: Client, write: Write, record: Record, lan: User, count_queries: Counting
) -> None:
    def questions(name: str, *args: Any) -> int:
        with count_queries() as asked:
            page(desk, name, *args)
        return len(asked)

    record("delegation", delegations=1, direction="in", purpose="trade")
    short, long = write("[[delegations_in]]"), write(*["[[delegations_in]] [[talk_attendances]] 7"] * 3)
    one = questions("list")
    assert questions("report", short.pk) == questions("report", long.pk)
    assert questions("section", short.pk, short.sections.all()[0].pk) == questions(
        "section", long.pk, long.sections.all()[0].pk
    )
    done = frozen(short, lan)
    before = questions("trace", done.figures.get().public_id)
    for _again in range(2):
        record("delegation", delegations=1, direction="in", purpose="trade", agency="xa-binh-minh")
    many = frozen(write("[[delegations_in]]"), lan)
    assert questions("trace", many.figures.get().public_id) == before
    assert questions("list") == one
    assert questions("report", done.pk) >= questions("report", many.pk)
