"""Accepted rows go out as a workbook and come back changed: asked, answered with one reason, seen beside the review."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import openpyxl
from playwright.sync_api import Page, expect

from tests.journeys.conftest import DESK, PHONE, Site

Windows = Callable[..., Page]
Shots = Callable[[Page, str], None]
FIGURE = ("figure", "training_trainees", "--period", "2014..2018")
REVIEW = "/office/reports/1/"
REASON = "Đếm lại danh sách ký tên"


def test_a_figure_changed_in_a_workbook_is_corrected_under_one_reason(
    site: Site, sign_in: Windows, shots: Shots, tmp_path: Path
) -> None:
    before = site.lantoa(*FIGURE)["value"]
    officer = sign_in("binh", PHONE)
    workbook = download(officer, tmp_path)
    was, becomes = change_the_only_one(workbook)
    officer.set_input_files("input[type=file]", workbook)
    officer.get_by_role("button", name="Đọc tệp").click()
    officer.wait_for_url("**/imports/preview/**")
    cells = officer.locator("[aria-labelledby=proposed] tbody tr td").all_inner_texts()
    assert cells[-2:] == [str(was), str(becomes)]
    shots(officer, "corrections-asked-phone")
    officer.get_by_role("button", name="Gửi ban thư ký").click()
    expect(officer.locator("[aria-labelledby=asked]")).to_be_visible()

    secretary = sign_in("lan", DESK)
    secretary.goto("/office/imports/")
    secretary.locator("[aria-labelledby=waiting] a").click()
    secretary.fill("[name=answer-reason]", REASON)
    shots(secretary, "corrections-answer")
    secretary.get_by_role("button", name="Đính chính tất cả").click()
    expect(secretary.locator("main .alert[data-tone=ok]").last).to_contain_text(REASON)

    assert site.lantoa(*FIGURE)["value"] == before + becomes - was
    secretary.goto(REVIEW)
    drift = secretary.locator("[aria-labelledby=since] .alert", has_text="Học viên các lớp tập huấn")
    shots(secretary, "corrections-review")
    drift.get_by_role("link", name="Bản ghi nào, vì sao").click()
    expect(secretary.locator("[aria-labelledby=changes]")).to_contain_text(REASON)
    officer.reload()
    expect(officer.locator("main")).to_contain_text(REASON)


def download(page: Page, folder: Path) -> Path:
    """The training classes of 2017, of which the department had one."""
    page.goto("/office/imports/")
    page.select_option("#records_kind", "training_class")
    page.fill("#records_period", "2017")
    with page.expect_download() as taken:
        page.get_by_role("button", name="Tải các bản ghi về").click()
    path = folder / "records.xlsx"
    taken.value.save_as(path)
    return path


def change_the_only_one(path: Path) -> tuple[int, int]:
    """Seven trainees more. returns: (how many there were, how many there are now)"""
    book = openpyxl.load_workbook(path)
    sheet: Any = book.worksheets[0]
    places = {str(cell.value).rpartition(":")[2]: number for number, cell in enumerate(sheet[1], start=1)}
    cell = sheet.cell(3, places["trainees"])
    was = int(str(cell.value))
    cell.value = was + 7
    book.save(path)
    return was, was + 7
