"""From a number on paper to its trace: who finds it, what stands in it, and what visitors read of it."""

from collections.abc import Callable, Iterator
from datetime import date
from typing import Any

import pytest
from django.contrib.auth.models import AnonymousUser
from django.db.models import Model
from django.test import Client
from django.urls import reverse
from django.utils import translation

from lantoa.core.documents import actions as documents
from lantoa.core.ledger import actions as ledger
from lantoa.core.ledger import queries as ledger_queries
from lantoa.core.ledger.drafts import Draft
from lantoa.core.people.models import User
from lantoa.core.reports import actions, queries, rendering
from lantoa.core.reports.models import FrozenFigure, Report
from lantoa.core.vocabulary import actions as vocabulary
from lantoa.core.vocabulary.models import Indicator
from tests.core.reports.conftest import AT, Correct, Record, Write
from tests.factories import Province

pytestmark = pytest.mark.django_db
Browser = Callable[[User], Client]


@pytest.fixture(autouse=True)
def english() -> Iterator[None]:
    with translation.override("en"):
        yield


@pytest.fixture
def internal(province: Province) -> Callable[[int], Model]:
    """`internal(31)`: an accepted delegation of commune_a that is not public."""

    def recorded(delegations: int) -> Model:
        draft = Draft(
            kind="delegation", agency="xa-an-binh", title="Đoàn nội bộ", occurred_from=date(2026, 5, 4),
            occurred_on=date(2026, 5, 4), dimensions={"direction": "in", "purpose": "security"},
            quantities={"delegations": (delegations * 1000, "")}, is_public=False,
        )  # fmt: skip
        made = ledger.submit(ledger.save_draft(draft, by=province.an, at=AT), by=province.an, at=AT)
        return ledger.accept(made, by=province.lan, at=AT)

    return recorded


def issued(report: Report, lan: User, *, number: str = "05", is_public: bool = True) -> FrozenFigure:
    actions.freeze(report, by=lan, at=AT)
    actions.issue(report, number=number, on=date(2026, 12, 7), is_public=is_public, by=lan, at=AT)
    return queries.figure_for(lan, report.figures.earliest("pk").public_id)


def text_of(browser: Client, address: str, status: int = 200, **query: str) -> str:
    answer = browser.get(address, query)
    assert answer.status_code == status, answer
    return answer.content.decode()


def english_browser(client_of: Browser, user: User) -> Client:
    browser = client_of(user)
    browser.cookies["lantoa_language"] = "en"
    return browser


# -- finding ---------------------------------------------------------------------------------------


def find(browser: Client, text: str) -> Any:
    return browser.get(reverse("reports:find"), {"q": text})


def test_a_number_as_it_stands_on_paper_opens_its_trace(
    record: Record, write: Write, province: Province, client_of: Browser
) -> None:
    record("delegation", delegations=181, direction="in", purpose="trade")
    record("talk", attendances=120)
    figure = issued(write("Đón [[delegations_in]] đoàn, [[talk_attendances]] lượt."), province.lan)
    second = figure.report.figures.latest("pk")
    browser = client_of(province.binh)

    for text in (figure.public_id, figure.public_id.lower(), "[1]", "181"):
        assert find(browser, text).url == reverse("reports:trace", args=[figure.public_id]), text
    for text in ("[2]", "120"):
        assert find(browser, text).url == reverse("reports:trace", args=[second.public_id]), text


def test_a_number_of_several_documents_is_listed_newest_first(
    record: Record, write: Write, province: Province, client_of: Browser
) -> None:
    record("delegation", delegations=181, direction="in", purpose="trade")
    older = issued(write("Đón [[delegations_in]] đoàn.", title="Báo cáo cũ"), province.lan, number="04")
    record("delegation", delegations=3, direction="in", purpose="trade")
    newer = issued(write("Đón [[delegations_in]] đoàn.", title="Báo cáo mới"), province.lan, number="05")
    browser = english_browser(client_of, province.lan)

    shown = find(browser, "[1]").content.decode()
    places = [shown.index(f'href="{reverse("reports:trace", args=[each.public_id])}"') for each in (newer, older)]

    assert places == sorted(places)
    assert "2 figures can be meant" in shown
    assert [hit.frozen for hit in queries.search(province.lan, "1").figures] == [newer, older]
    assert find(browser, "184").url == reverse("reports:trace", args=[newer.public_id])


def test_a_document_is_found_by_its_number_and_code(
    record: Record, write: Write, province: Province, client_of: Browser
) -> None:
    head: dict[str, Any] = {"body": "ỦY BAN NHÂN DÂN TỈNH", "code": "BC-UBND", "place": "", "profile": "nd30",
            "parent_body": "", "addressees": [], "recipients": [], "signing": [], "signer": ""}  # fmt: skip
    documents.write_letterhead(province.committee, by=province.lan, at=AT, **head)
    record("delegation", delegations=181, direction="in", purpose="trade")
    figure = issued(write("Đón [[delegations_in]] đoàn."), province.lan)
    browser = client_of(province.an)

    for text in ("05/BC-UBND", "5/bc-ubnd"):
        assert find(browser, text).url == reverse("reports:report", args=[figure.report_id])
    assert find(browser, "05/BC-UBND [1]").url == reverse("reports:trace", args=[figure.public_id])
    for text in ("05/KH-UBND", "15/BC-UBND", "0/BC-UBND", "05/BC-UBND [2]"):
        assert find(browser, text).status_code == 200, text


def test_an_unknown_number_is_answered_with_what_to_do(write: Write, province: Province, client_of: Browser) -> None:
    write("Đón [[delegations_in]] đoàn.")
    browser = english_browser(client_of, province.lan)
    assert "What can be typed" in find(browser, "").content.decode()
    shown = find(browser, "F-22222<").content.decode()
    assert "No frozen figure is “F-22222&lt;”" in shown
    assert "Add the number of the document" in shown


def test_a_number_one_sign_away_is_offered_and_not_opened(write: Write, province: Province, client_of: Browser) -> None:
    figure = issued(write("Đón [[delegations_in]] đoàn."), province.lan).public_id
    address, browser = reverse("reports:trace", args=[figure]), english_browser(client_of, province.binh)
    assert address not in find(browser, "F-O0123").content.decode()
    misread = ("0" + figure[3:], figure[2:6], figure[2] + figure[2:], figure[2:5] + figure[6] + figure[5])
    for signs in misread:
        if f"F-{signs}" != figure:  # two equal signs that changed places
            shown = find(browser, f"F-{signs}").content.decode()
            assert ("Perhaps one sign was misread" in shown, address in shown) == (True, True), signs
    # The same from the address bar, with what the QR code of a torn page still said.
    shown = text_of(browser, reverse("reports:trace", args=[figure[:6]]), status=404)
    assert (f"No frozen figure is “{figure[:6]}”" in shown, address in shown) == (True, True)


def test_a_number_that_only_the_ledger_of_today_knows_leads_to_the_figure_it_became(
    record: Record, correct: Correct, write: Write, province: Province, client_of: Browser
) -> None:
    talk = record("talk", attendances=182)
    record("delegation", delegations=5, direction="in", purpose="investment", country="KH")
    figure = issued(write("[[talk_attendances]] lượt, [[investment_delegation_share]]."), province.lan)
    share = figure.report.figures.latest("pk")
    correct(talk, attendances=181)
    record("delegation", delegations=1, direction="in", purpose="trade", country="KH")
    browser = english_browser(client_of, province.leader)

    for text, row, then in (("181", figure, "182"), ("5/6", share, "5/5")):
        shown = find(browser, text).content.decode()
        assert f"the review states {then}, known now: {text}" in shown
        assert reverse("reports:trace", args=[row.public_id]) in shown
    assert find(browser, "182").url == reverse("reports:trace", args=[figure.public_id])
    assert "known now" not in find(browser, "183").content.decode()


@pytest.mark.parametrize("count", [1, 3])
def test_a_number_that_no_review_states_asks_alike_for_one_review_and_for_three(
    count: int, record: Record, correct: Correct, write: Write, province: Province, client_of: Browser,
    count_queries: Callable[[], Any],
) -> None:  # fmt: skip
    talk = record("talk", attendances=182)
    for _each in range(count):
        issued(write("Có [[talk_attendances]] lượt."), province.lan)
    correct(talk, attendances=181)
    browser = english_browser(client_of, province.lan)
    with count_queries() as counted:
        shown = find(browser, "181").content.decode()
    assert shown.count("the review states 182, known now: 181") == count
    assert len(counted) == 8


@pytest.mark.parametrize("count", [1, 3])
def test_the_list_of_what_can_be_meant_asks_alike_for_one_and_for_three(
    count: int, write: Write, province: Province, client_of: Browser, count_queries: Callable[[], Any]
) -> None:
    for _each in range(count + 1):
        issued(write("Đón [[delegations_in]] đoàn."), province.lan)
    browser = client_of(province.lan)
    with count_queries() as counted:
        assert find(browser, "[1]").status_code == 200
    assert len(counted) == 5


# -- the figure ------------------------------------------------------------------------------------


def test_a_figure_of_a_replaced_review_says_so_and_leads_to_what_the_newer_version_states(
    record: Record, correct: Correct, write: Write, province: Province, client_of: Browser
) -> None:
    talk = record("talk", attendances=182)
    report = write("Có [[talk_attendances]] lượt, đón [[delegations_in]] đoàn.")
    old = issued(report, province.lan)
    dropped, browser = report.figures.latest("pk"), english_browser(client_of, province.binh)
    address = reverse("reports:trace", args=[old.public_id])
    correct(talk, attendances=181)
    newer = actions.new_version(report, by=province.lan, at=AT)
    assert "replaced by a newer version" not in text_of(browser, address), "a draft is nobody's business"

    section = newer.sections.get()
    actions.edit_section(section, heading=section.heading, body="Có [[talk_attendances]] lượt.", by=province.lan, at=AT)
    follower = issued(newer, province.lan)
    shown = text_of(browser, address)
    assert "This review was replaced by a newer version" in shown
    assert "The newer version states 181 attendances." in shown
    assert reverse("reports:trace", args=[follower.public_id]) in shown
    shown = text_of(browser, reverse("reports:trace", args=[dropped.public_id]))
    assert "The newer version does not state this figure." in shown
    assert "replaced by a newer version" not in text_of(browser, reverse("reports:trace", args=[follower.public_id]))


def test_the_table_of_a_figure_names_what_it_is_broken_down_by(
    record: Record, write: Write, province: Province, client_of: Browser
) -> None:
    record("talk", attendances=120, topic="sea_islands", place="xa-an-binh")
    figure = issued(write("Có [[sea_talk_attendances]] lượt."), province.lan)
    assert figure.definition.disaggregations == ["place"]
    browser = english_browser(client_of, province.lan)
    for address in (
        reverse("reports:trace", args=[figure.public_id]),
        reverse("ledger:figure", args=["sea_talk_attendances"]),
    ):
        assert '<th scope="col">Place</th>' in text_of(browser, address), address


def test_each_number_of_a_pair_opens_its_records_as_of_the_review(
    record: Record, correct: Correct, write: Write, province: Province, client_of: Browser
) -> None:
    first = record("delegation", delegations=5, direction="in", purpose="investment", country="KH")
    record("delegation", delegations=2, direction="in", purpose="trade", country="LA")
    figure = issued(write("[[investment_delegation_share]] đoàn."), province.lan)
    correct(first, delegations=4)
    office, visitors = (reverse(name, args=[figure.public_id]) for name in ("reports:trace", "office:trace_en"))
    for browser, address, word in (
        (english_browser(client_of, province.lan), office, "f_number"), (Client(), visitors, "number")
    ):  # fmt: skip
        shown, of_first = text_of(browser, address), text_of(browser, address, 200, **{word: "num"})
        assert shown.index("The first number: 5") < shown.index("The second number: 7")
        assert [("5/5" in text, "0/2" in text) for text in (shown, of_first)] == [(True, True), (True, False)]
        assert "Only one part of the table is shown." in of_first


# -- what others may not see -----------------------------------------------------------------------


def test_rows_shown_and_rows_not_public_make_up_the_figure(
    record: Record, internal: Callable[[int], Model], write: Write, province: Province, client_of: Browser
) -> None:
    record("delegation", delegations=150, direction="in", purpose="trade")
    internal(31)
    figure = issued(write("Đón [[delegations_in]] đoàn."), province.lan, is_public=False)
    address = reverse("reports:trace", args=[figure.public_id])

    for user in (province.lan, province.an):
        shown = text_of(english_browser(client_of, user), address)
        assert ("record not public" in shown, "Đoàn nội bộ" in shown) == (False, True), user
    shown = text_of(english_browser(client_of, province.binh), address)
    assert "1 record shown (150) + 1 record not public (31) = <strong>181 delegations</strong>" in shown
    assert "1 record that is not public" in shown
    assert ("#1<" in shown, "#2<" in shown) == (True, False)


def test_what_was_posted_since_and_is_not_public_is_counted_alone(
    record: Record, internal: Callable[[int], Model], correct: Correct, write: Write, province: Province,
    client_of: Browser,
) -> None:  # fmt: skip
    record("delegation", delegations=150, direction="in", purpose="trade")
    secret = internal(31)
    figure = issued(write("Đón [[delegations_in]] đoàn."), province.lan)
    correct(secret, delegations=30)
    address = reverse("reports:trace", args=[figure.public_id])

    assert "Đếm lại danh sách ký nhận" in text_of(english_browser(client_of, province.lan), address)
    for shown in (
        text_of(english_browser(client_of, province.binh), address),
        text_of(Client(), reverse("office:trace_en", args=[figure.public_id])),
    ):
        assert "Đếm lại danh sách ký nhận" not in shown
        assert "2 more entries belong to records that are not public." in shown


@pytest.mark.parametrize(
    "code", ["delegations_in", "activities", "delegation_countries", "investment_delegation_share", "panel_clusters"]
)
def test_the_parts_of_a_visitor_are_the_whole(
    code: str, record: Record, internal: Callable[[int], Model], write: Write, province: Province
) -> None:
    record("delegation", delegations=150, direction="in", purpose="trade", country="KH")
    record("talk", attendances=120, agency="xa-binh-minh")
    internal(31)
    figure = issued(write(f"Có [[{code}]]."), province.lan)
    for reader in (province.lan, province.binh, AnonymousUser()):
        found = queries.trace(figure, only=ledger_queries.only_shown_to(reader))
        explanation = found.explanation
        assert explanation.entry_count == found.entries.count()
        assert explanation.entry_count + explanation.hidden_count == figure.row_count
        numbers = [found.stated.numerator, found.stated.denominator] if found.stated.is_ratio else [found.stated.value]
        for table, number in zip(explanation.tables, numbers, strict=True):
            rows = sum(row.total for row in table.rows)
            assert rows + table.hidden_value == (found.stated.row_count if table.of_values else number)


# -- visitors --------------------------------------------------------------------------------------


def test_a_visitor_reads_a_public_figure_without_cookie_names_or_documents(
    record: Record, internal: Callable[[int], Model], write: Write, province: Province, khach: Client
) -> None:
    record("delegation", delegations=150, direction="in", purpose="trade")
    internal(31)
    figure = issued(write("Đón [[delegations_in]] đoàn."), province.lan)

    printed: Any = khach.get(reverse("reports:trace", args=[figure.public_id]))
    answer = khach.get(printed.url)
    shown = answer.content.decode()

    assert printed.url == reverse("office:trace", args=[figure.public_id])
    assert answer.headers["Cache-Control"] == "public, max-age=300"
    assert "default-src 'none'" in answer.headers["Content-Security-Policy"]
    assert "Cookie" not in answer.headers.get("Vary", "")
    assert (answer.cookies, printed.cookies, khach.cookies) == ({}, {}, {})
    assert "181" in shown
    assert "1 bản ghi hiển thị (150) + 1 bản ghi không công khai (31)" in shown
    for hidden in ("Lan", "Trần Văn An", "Hoạt động delegation", "Đoàn nội bộ", "#2 ", "<script", "<form"):
        assert hidden not in shown.replace("Lan Tỏa", ""), hidden


def test_what_is_closed_and_what_there_is_not_look_alike_to_a_visitor(
    record: Record, write: Write, province: Province, khach: Client, client_of: Browser
) -> None:
    record("delegation", delegations=150, direction="in", purpose="trade")
    closed = issued(write("Đón [[delegations_in]] đoàn."), province.lan, is_public=False)
    for public_id in (closed.public_id, "F-22222", "x"):
        office = reverse("reports:trace", args=[public_id])
        for address in (
            reverse("office:trace", args=[public_id]),
            reverse("office:trace_en", args=[public_id]),
            office,
        ):
            answer: Any = khach.get(address)
            assert (answer.status_code, answer.url) == (302, f"{reverse('account_login')}?next={office}")
            assert answer.headers.get("Cache-Control", "no-store") == "no-store"
    signed_in = client_of(province.binh)
    assert signed_in.get(reverse("office:trace", args=[closed.public_id]), follow=True).status_code == 200


def test_a_figure_is_open_only_while_its_review_and_its_indicator_are(
    record: Record, write: Write, province: Province, khach: Client
) -> None:
    record("delegation", delegations=150, direction="in", purpose="trade")
    figure = issued(write("Đón [[delegations_in]] đoàn."), province.lan)
    address = reverse("office:trace", args=[figure.public_id])

    def opens() -> tuple[bool, bool]:
        return khach.get(address).status_code == 200, queries.figure_named(figure.public_id).is_public

    assert opens() == (True, True)
    indicator = Indicator.objects.get(code="delegations_in")
    vocabulary.keep_internal(indicator, by=province.administrator, at=AT)
    assert opens() == (False, False)
    vocabulary.open_to_visitors(indicator, by=province.administrator, at=AT)
    assert opens() == (True, True)
    actions.issue(figure.report, number="05", on=None, is_public=False, by=province.lan, at=AT)
    assert opens() == (False, False)


def test_files_say_of_which_figures_one_signs_in(record: Record, write: Write, province: Province) -> None:
    record("delegation", delegations=150, direction="in", purpose="trade")
    figure = issued(write("Đón [[delegations_in]] đoàn."), province.lan)
    report = queries.report(figure.report_id)
    assert [line.is_public for line in rendering.stated(report).figures] == [True]
    actions.issue(report, number="05", on=None, is_public=False, by=province.lan, at=AT)
    report.refresh_from_db()
    assert [line.is_public for line in rendering.stated(report).figures] == [False]


def test_many_records_are_read_page_by_page(
    record: Record, write: Write, province: Province, khach: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("lantoa.doors.office.traces._ON_A_PAGE", 1)
    for _each in range(2):
        record("delegation", delegations=1, direction="in", purpose="trade")
    figure = issued(write("Đón [[delegations_in]] đoàn."), province.lan)
    address = reverse("office:trace_en", args=[figure.public_id])
    assert ("#1 " in text_of(khach, address), "#2 " in text_of(khach, address)) == (True, False)
    assert "#2 " in text_of(khach, address, page="2")
    assert "#1 " in text_of(khach, address, page="x9")
