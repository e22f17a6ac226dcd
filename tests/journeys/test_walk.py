"""The whole walk: an officer records, the secretariat accepts, a figure counts it, a review states it, a correction
never moves the review."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

import pytest
from playwright.sync_api import Page

from tests.journeys.conftest import DESK, PHONE, Site

Windows = Callable[..., Page]
Shots = Callable[[Page, str], None]

# Keystroke-level model (Card, Moran and Newell 1983) with times for a slow typist on a phone, in seconds.
SECONDS_PER_KEY = 0.6
SECONDS_PER_TAP = 1.5
SECONDS_TO_THINK = 3.0


@dataclass
class Hand:
    """Does what a person does and counts it."""

    page: Page
    keys: int = 0
    taps: int = 0
    fields: int = 0

    def tap(self, selector: str) -> None:
        self.taps += 1
        self.page.locator(selector).first.click()

    def type(self, selector: str, text: str) -> None:
        self.fields += 1
        self.taps += 1
        self.keys += len(text)
        self.page.locator(selector).first.fill(text)

    def choose(self, selector: str, value: str) -> None:
        self.fields += 1
        self.taps += 2
        self.page.locator(selector).first.select_option(value)

    @property
    def seconds(self) -> float:
        return self.keys * SECONDS_PER_KEY + self.taps * SECONDS_PER_TAP + (self.fields + 3) * SECONDS_TO_THINK


def test_from_a_phone_to_a_review_that_never_moves(site: Site, sign_in: Windows, shots: Shots) -> None:
    year = date.today().year
    before = site.lantoa("figure", "talk_attendances", "--period", str(year))
    title = "Nói chuyện về biên giới tại ấp Suối Mây"

    officer = sign_in("an", PHONE)
    hand = Hand(officer)
    record_a_talk(hand, title, attendances="1.250", shots=shots)
    shots(officer, "sent-phone")
    assert (hand.fields, hand.seconds <= 90) == (4, True), f"{hand.keys} keys, {hand.taps} taps, {hand.seconds:.0f} s"
    address = officer.url.removeprefix(site.url)

    # Sent is not counted yet.
    assert site.lantoa("figure", "talk_attendances", "--period", str(year))["value"] == before["value"]
    secretary = sign_in("lan", DESK)
    shots(secretary, "home")
    secretary.goto(address)
    shots(secretary, "activity")
    secretary.locator(f"form[action='{address}accept/'] button").click()
    after = site.lantoa("figure", "talk_attendances", "--period", str(year))
    assert (after["value"], after["rows"]) == (before["value"] + 1250, before["rows"] + 1)

    secretary.goto(f"/office/figures/talk_attendances/?period={year}")
    assert written(after["value"]) in secretary.locator("main .figure-value").first.inner_text()
    shots(secretary, "figure")

    report = freeze_a_review(secretary, shots, year=year, value=written(after["value"]))
    before_correction = site.lantoa("report", "check", report)

    # A correction afterwards: today's figure moves, the review does not, and both stand side by side.
    entry = max(item["seq"] for item in site.lantoa("entry", "list", "--indicator", "talk_attendances"))
    site.lantoa("entry", "correct", str(entry), "--set", "attendances=1150", "--reason", "Đếm lại danh sách ký tên")
    now = site.lantoa("figure", "talk_attendances", "--period", str(year))
    then = site.lantoa("figure", "talk_attendances", "--period", str(year), "--as-of", str(after["as_of_seq"]))
    assert (now["value"], then["value"]) == (after["value"] - 100, after["value"])
    secretary.goto(f"/office/reports/{report}/")
    text = secretary.locator("main").inner_text()
    assert written(after["value"]) in text
    assert written(now["value"]) in text
    shots(secretary, "review-drift")
    secretary.locator("main a[href*='/reports/figures/F-']").last.click()
    secretary.wait_for_url(re.compile("/office/reports/figures/F-"))
    assert "Đếm lại danh sách ký tên" in secretary.locator("main").inner_text()
    shots(secretary, "trace")
    assert before_correction != site.lantoa("report", "check", report)
    assert site.lantoa("ledger", "verify")["holds"]

    # From the printed number to its records, on a phone in a meeting.
    leader = sign_in("minh", PHONE)
    leader.goto(f"/office/reports/{report}/")
    leader.locator("main a.figure, main a[href*='/figures/F-']").first.click()
    leader.wait_for_url(re.compile("/office/reports/figures/F-"))
    assert title in leader.locator("main").inner_text() or leader.locator("main a[href*='/entries/']").count() > 0
    shots(leader, "trace-phone")


def test_the_form_works_without_scripts(site: Site, sign_in: Windows) -> None:
    officer = sign_in("an", PHONE, java_script_enabled=False)
    record_a_talk(Hand(officer), "Nói chuyện tại nhà văn hóa xã", attendances="80")
    assert re.search(r"/office/activities/\d+/$", officer.url)


def test_a_returned_record_tells_the_officer_what_to_repair(site: Site, sign_in: Windows, shots: Shots) -> None:
    officer = sign_in("an", PHONE)
    record_a_talk(Hand(officer), "Nói chuyện tại trường học", attendances="60")
    address = officer.url.removeprefix(site.url)
    secretary = sign_in("lan", PHONE)
    secretary.goto(address)
    secretary.locator("details.confirm summary").first.click()
    secretary.fill("[name=return-reason]", "Thiếu danh sách ký tên")
    secretary.locator(f"form[action='{address}return/'] button[type=submit]").click()
    officer.goto("/office/")
    assert "Thiếu danh sách ký tên" in officer.locator("main").inner_text()
    shots(officer, "needs-me-phone")
    officer.goto(f"{address}edit/")
    officer.fill("[name=attendances]", "65")
    officer.locator("[name=submit]").click()
    officer.wait_for_url(re.compile(r"/activities/\d+/$"))
    assert "65" in officer.locator("main .facts").first.inner_text()


def test_errors_stand_beside_their_fields_on_a_phone(sign_in: Windows, shots: Shots) -> None:
    officer = sign_in("an", PHONE)
    officer.goto("/office/activities/new/talk/")
    officer.fill("[name=title]", "Nói chuyện")
    officer.fill("[name=attendances]", "1,000")
    officer.locator("[name=submit]").click()
    assert officer.locator("[name=attendances]").input_value() == "1,000"
    assert officer.locator(".field-error").count() >= 1
    shots(officer, "errors-phone")


@pytest.mark.parametrize("username", ["binh", None])
def test_others_see_nothing(site: Site, sign_in: Windows, username: str | None) -> None:
    page = sign_in(username)
    mine = site.lantoa("entry", "list", "--agency", "xa-suoi-may")[0]["seq"]
    answer = page.goto(f"/office/entries/{mine}/")
    assert answer
    assert answer.status == 404 if username else "/accounts/login/" in page.url


def record_a_talk(hand: Hand, title: str, *, attendances: str, shots: Shots | None = None) -> None:
    """The path of an officer who does it for the first time, from the first page on."""
    hand.tap("a[href='/office/activities/new/']")
    hand.tap("a[href='/office/activities/new/talk/']")
    hand.type("[name=title]", title)
    hand.choose("[name=topic]", "border")
    place = hand.page.locator("[name=place]").first
    if place.evaluate("node => node.tagName") == "SELECT":
        hand.choose("[name=place]", "xa-suoi-may")
    else:
        hand.type("[name=place]", "Xã Suối Mây")
    hand.type("[name=attendances]", attendances)
    if shots:
        shots(hand.page, "record-phone")
    hand.tap("button[name=submit]")
    hand.page.wait_for_url(re.compile(r"/office/activities/\d+/$"))


def freeze_a_review(page: Page, shots: Shots, *, year: int, value: str) -> str:
    """Write a review: a number typed by hand is found, bound to its figure, and frozen. returns: its id"""
    page.goto("/office/reports/new/")
    page.get_by_text("Báo cáo năm về công tác thông tin đối ngoại").click()
    page.fill("[name=title]", f"Báo cáo thử nghiệm năm {year}")
    page.fill("[name=period]", str(year))
    page.locator("main form button[type=submit]").last.click()
    page.wait_for_url(re.compile(r"/office/reports/\d+/$"))
    review = page.url
    page.locator("main a[href*='/sections/']").first.click()
    page.wait_for_url(re.compile(r"/sections/\d+/"))
    section = page.url
    page.fill("[name=body]", f"Các buổi nói chuyện có {value} lượt người dự.")
    page.locator("#section-form button[type=submit]").first.click()
    page.wait_for_load_state()
    page.goto(section)
    assert value in page.locator("#checks-box").inner_text()
    shots(page, "review-unbound")
    page.fill("[name=body]", "Các buổi nói chuyện có [[talk_attendances]] lượt người dự.")
    page.locator("#section-form button[type=submit]").first.click()
    page.wait_for_load_state()
    page.goto(review)
    shots(page, "review-draft")
    page.goto(f"{review}freeze/")
    page.locator("main form button.button-primary").click()
    page.wait_for_url(review)
    assert value in page.locator("main").inner_text()
    shots(page, "review-frozen")
    found = re.search(r"/reports/(\d+)/", review)
    assert found
    return found[1]


def written(number: int) -> str:
    return f"{number:,}".replace(",", ".")
