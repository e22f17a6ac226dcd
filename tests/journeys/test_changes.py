"""What changes while one counts: a place becomes part of another, a duty to report gets a new version."""

import re
from collections.abc import Callable
from datetime import date

from playwright.sync_api import Page, expect

from tests.journeys.conftest import DESK, PHONE

Windows = Callable[..., Page]
Shots = Callable[[Page, str], None]
PLACES = "/office/people/place/"
REGIME = "/office/programme/periods/regimes/month/"


def test_a_place_becomes_part_of_another_and_both_series_stand(sign_in: Windows, shots: Shots) -> None:
    office = sign_in("quan-tri", PHONE)
    own, other = (figure_in(office, place) for place in ("xa-trang-may", "xa-doi-gio"))
    assert own > 0 < other

    office.goto(f"{PLACES}xa-doi-gio/")
    office.get_by_text("Kết thúc hoặc nhập vào địa bàn khác").click()
    office.fill("[name=on]", "2027-01-01")
    office.select_option("[name=into]", "xa-trang-may")
    shots(office, "place-end-phone")
    office.get_by_role("button", name="Ghi ngày kết thúc").click()
    expect(office.locator("main")).to_contain_text("Đã sáp nhập vào Xã Trảng Mây từ 01/01/2027")
    shots(office, "place-ended-phone")

    assert figure_in(office, "xa-trang-may") == own + other
    shots(office, "place-series-phone")
    office.get_by_role("link", name="Theo trước đây").click()
    assert shown_figure(office) == own
    assert figure_in(office, "xa-doi-gio") == other

    office.goto(f"{PLACES}xa-trang-may/")
    office.locator("[aria-labelledby=merged] a").click()
    office.get_by_role("button", name="Bỏ ngày kết thúc").click()
    assert figure_in(office, "xa-trang-may") == own


def test_a_duty_gets_a_new_version_and_its_periods_keep_the_old_one(sign_in: Windows, shots: Shots) -> None:
    office = sign_in("quan-tri", DESK)
    office.goto(REGIME)
    planned = office.locator("[aria-labelledby=periods] a").all_inner_texts()
    assert planned
    office.get_by_role("link", name="Thay đổi").click()
    office.fill("[name=name_vi]", "Báo cáo hằng tháng (theo quy định mới)")
    office.fill("[name=due_commune_0]", "20")
    office.fill("[name=since]", f"{date.today().year + 1}-01-01")
    shots(office, "regime-form")
    office.get_by_role("button", name="Lưu").click()

    main = office.locator("main")
    expect(main).to_contain_text("Đã lập phiên bản mới.")
    new, versions = office.url, office.locator("[aria-labelledby=versions] a")
    assert not new.endswith(REGIME)
    expect(versions).to_have_count(2)
    assert office.locator("[aria-labelledby=periods]").count() == 0
    shots(office, "regime-version")

    versions.filter(has_not_text="phiên bản này").click()
    office.wait_for_url(f"**{REGIME}")
    assert office.locator("[aria-labelledby=periods] a").all_inner_texts() == planned
    assert office.get_by_role("link", name="Thay đổi").count() == 0  # what was followed stays as it was

    office.goto(new)
    office.get_by_text("Bỏ phiên bản này").click()
    office.get_by_role("button", name="Rút lại").click()
    office.wait_for_url(f"**{REGIME}")
    expect(office.get_by_role("link", name="Thay đổi")).to_be_visible()


def figure_in(page: Page, place: str) -> int:
    """Attendances of talks in a place over all years that the sample knows."""
    page.goto(f"/office/figures/talk_attendances/?period=2014..{date.today().year}&place={place}")
    return shown_figure(page)


def shown_figure(page: Page) -> int:
    return int(re.sub(r"\D", "", page.locator("main .figure-value").first.inner_text()))  # without "about" and the dots
