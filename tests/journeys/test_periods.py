"""A period from its opening to its closing, with agencies that are late, that had nothing, and that must mend."""

import re
from collections.abc import Callable
from datetime import date, timedelta

from playwright.sync_api import Page, expect

from tests.journeys.conftest import DESK, PHONE

Windows = Callable[..., Page]
Shots = Callable[[Page, str], None]
TITLE = "Rà soát cụm pa-nô"


def test_a_period_from_opening_to_closing(sign_in: Windows, shots: Shots) -> None:
    secretary = sign_in("lan", DESK)
    board = open_a_period(secretary, shots)
    late = tile(secretary, "Quá hạn")
    assert late > 10

    officer = sign_in("an", PHONE)
    officer.get_by_role("link", name=re.compile(f"Báo cáo của tôi: {TITLE}")).click()
    officer.get_by_role("button", name="Không phát sinh").click()
    expect(officer.locator("main")).to_contain_text("Đã gửi: kỳ này không phát sinh.")
    shots(officer, "report-phone")

    other = sign_in("binh", DESK)
    other.goto("/office/programme/periods/")
    other.get_by_role("link", name=re.compile(f"Báo cáo của tôi: {TITLE}")).click()
    report = other.url
    other.get_by_role("button", name="Gửi báo cáo").click()

    secretary.goto(board)
    assert (tile(secretary, "Quá hạn"), tile(secretary, "Không phát sinh")) == (late - 2, 1)
    return_and_accept(secretary, board)
    other.goto(report)
    expect(other.locator("main")).to_contain_text("Thiếu ảnh cụm pa-nô")

    secretary.get_by_role("link", name="Nhắc đơn vị quá hạn").click()
    expect(secretary.locator("#to-all")).to_contain_text("Sở Ngoại vụ (quá hạn 4 ngày)")
    assert "UBND xã Suối Mây" not in secretary.locator("#to-all").inner_text()
    shots(secretary, "nudge")

    secretary.goto(board)
    secretary.get_by_role("link", name="Khóa kỳ").click()
    shots(secretary, "close-period")
    secretary.get_by_role("button", name="Khóa kỳ báo cáo").click()
    expect(secretary.locator("main")).to_contain_text("Đã trả lại")
    shots(secretary, "period-closed")
    other.goto(report)
    expect(other.locator("main")).to_contain_text("Kỳ báo cáo đã khóa lúc")
    assert other.get_by_role("button", name="Gửi báo cáo").count() == 0


def open_a_period(page: Page, shots: Shots) -> str:
    """About a window in which nobody recorded anything, due four days ago. Returns the address of its board."""
    day = {name: (date.today() - timedelta(days=ago)).isoformat() for name, ago in (("cutoff_on", 9), ("due", 4))}
    page.goto("/office/programme/periods/")
    page.get_by_role("link", name="Lập kỳ báo cáo").click()
    page.get_by_role("link", name="Kỳ báo cáo riêng").click()
    given = {
        "name": TITLE, "since": "2012-02-01", "last_day": "2012-02-29", "cutoff_on": day["cutoff_on"],
        "due_commune": day["due"], "due_department": day["due"],
    }  # fmt: skip
    for name, value in given.items():
        page.fill(f"[name={name}]", value)
    shots(page, "period-form")
    page.get_by_role("button", name="Lập và mở kỳ").click()
    expect(page.get_by_role("heading", level=1)).to_have_text(TITLE)
    shots(page, "period-board")
    return page.url


def return_and_accept(page: Page, board: str) -> None:
    """Returns what the department sent, with a reason, and accepts the commune's."""
    page.goto(f"{board}?show=submitted")
    page.get_by_label("Chọn Sở Ngoại vụ").check()
    page.get_by_text("Trả lại báo cáo đã chọn").click()
    page.fill("[name=return-reason]", "Thiếu ảnh cụm pa-nô")
    page.get_by_role("button", name="Trả lại", exact=True).click()
    page.goto(f"{board}?show=submitted")
    page.get_by_label("Chọn tất cả đang hiện").check()
    page.locator("button[name=do][value=accept]").click()
    page.goto(board)


def tile(page: Page, label: str) -> int:
    """The number of a tile on top of the board."""
    return int(page.locator(".stat", has_text=label).first.locator(".figure-value").inner_text())
