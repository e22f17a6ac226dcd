"""A review from its first word to the signed file that comes back, and the two truths after a correction."""

import io
import re
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from playwright.sync_api import Locator, Page, expect
from pypdf import PdfReader, PdfWriter

from tests.core.documents.sheets import HAS_WRITER, through_libreoffice
from tests.core.documents.signing import signed
from tests.journeys.conftest import DESK

Windows = Callable[..., Page]
Shots = Callable[[Page, str], None]


def test_from_an_empty_review_to_the_signed_file_that_comes_back(
    sign_in: Windows, shots: Shots, tmp_path: Path
) -> None:
    page = sign_in("lan", DESK)
    page.goto("/office/reports/new/")
    page.get_by_role("link", name="Báo cáo khác").click()
    page.get_by_label("Tiêu đề").fill("Kết quả nói chuyện, tập huấn giai đoạn 2014 - 2018")
    page.get_by_label("Kỳ báo cáo").fill("2014 - 2018")
    page.get_by_role("button", name="Bắt đầu viết").click()
    page.wait_for_url(re.compile(r"/reports/\d+/$"))
    review = page.url
    page.get_by_text("Thêm một mục").click()
    page.get_by_label("Tiêu đề của mục mới").fill("I. Kết quả")
    page.get_by_role("button", name="Thêm", exact=True).click()
    page.wait_for_url("**/sections/*/")
    expect(page.locator("#checks-box")).to_be_in_viewport(ratio=1)
    written_with_figures_found_by_search(page)
    shots(page, "review-figures-inserted")
    assert page.evaluate("document.documentElement.scrollHeight") < 3 * DESK["height"]
    page.locator("#sheet").evaluate("sheet => sheet.scrollIntoView({block: 'end'})")
    expect(page.get_by_role("button", name="Lưu", exact=True)).to_be_in_viewport(ratio=1)
    page.get_by_role("button", name="Lưu", exact=True).click()

    page.goto(f"{review}freeze/")
    page.get_by_role("button", name="Chốt báo cáo", exact=True).click()
    page.wait_for_url(review)
    page.fill("[name=number]", "7")
    page.fill("[name=on]", "2026-01-15")
    page.get_by_role("button", name="Ghi lại").click()
    expect(page.locator("main")).to_contain_text("Đã ghi")

    issued = taken_away(page, "PDF")
    words = "".join(sheet.extract_text() for sheet in PdfReader(io.BytesIO(issued)).pages)
    assert "07" in words
    assert "ngày 15 tháng 01 năm 2026" in words
    with ThreadPoolExecutor() as outside:  # the signer wants an event loop of its own, as Playwright does
        back = outside.submit(signed, with_a_page_for_signatures(issued)).result()
    returned(page, "da-ky.pdf", back)
    expect(verdict(page)).to_contain_text("đúng như đã chốt")
    assert page.locator("main tbody tr").count() == 2
    shots(page, "review-returned")

    page.goto(review)
    word = taken_away(page, "Word")
    if HAS_WRITER:
        word = through_libreoffice(word, tmp_path)
    returned(page, "da-luu.docx", word)
    expect(verdict(page)).to_contain_text("đúng như đã chốt")


def test_after_a_correction_both_truths_stand_side_by_side(sign_in: Windows, shots: Shots) -> None:
    page = sign_in("lan", DESK)
    page.goto("/office/reports/")
    page.get_by_role("link", name="Báo cáo tổng kết thực hiện Đề án").click()
    page.wait_for_url(re.compile(r"/reports/\d+/$"))
    old, sheet = page.url, page.locator("main article")
    frozen = sheet.inner_text()
    line = page.locator("main article tr", has_text="Học viên các lớp tập huấn")
    line.locator("a[href*='/figures/F-']").first.click()
    page.wait_for_url("**/figures/F-*/")
    known_then = number_in(page.locator("main .figure-value").first)

    page.locator("main table a[href*='/entries/']").first.click()
    page.locator("main dl a[href*='/activities/']").first.click()
    page.get_by_role("link", name="Đính chính").click()
    page.fill("[name=trainees]", "1")
    page.fill("[name=correct-reason]", "Danh sách học viên chỉ có một người ký nhận")
    page.get_by_role("button", name="Đính chính").click()
    expect(page.locator("main")).to_contain_text("Đã đính chính.")

    # The sheet does not move; what is known now stands beside it, with the records and the reason.
    page.goto(old)
    assert sheet.inner_text() == frozen
    drift = page.locator("main .alert", has_text="Học viên các lớp tập huấn")
    expect(drift).to_contain_text(f"khi ấy biết: {known_then}")
    known_now = number_in(drift.get_by_text("nay biết").locator("strong").last)
    assert known_now != known_then
    shots(page, "review-two-truths")

    # A newer version states what is known now; the older one stays, and each leads to the other.
    page.get_by_role("button", name="Phiên bản mới").click()
    page.wait_for_url(re.compile(r"/reports/\d+/$"))
    new = page.url
    page.goto(f"{new}freeze/")
    if page.locator("[name=accept_unbound]").count():
        page.check("[name=accept_unbound]")
    page.get_by_role("button", name="Chốt báo cáo", exact=True).click()
    page.wait_for_url(new)
    expect(sheet).to_contain_text(re.compile(rf"với ≈\s{re.escape(known_now)}"))
    expect(page.locator("main")).to_contain_text("Hôm nay in lại, số liệu nào cũng vẫn như vậy.")
    shots(page, "review-newer-version")
    page.get_by_role("link", name="Phiên bản trước").click()
    page.wait_for_url(old)
    assert sheet.inner_text() == frozen
    expect(page.locator("main aside")).to_contain_text(f"khi ấy biết: {known_then}")
    page.get_by_role("link", name="Đọc phiên bản mới hơn").click()
    page.wait_for_url(new)


def written_with_figures_found_by_search(page: Page) -> None:
    """Two figures and a table, each found by words without accents."""
    body = page.locator("[name=body]")
    for before, words, code in (
        ("Các buổi nói chuyện có", "luot nguoi du cac buoi noi chuyen", "talk_attendances"),
        (" lượt người dự; các lớp tập huấn có", "hoc vien cac lop", "training_trainees"),
    ):
        body.press_sequentially(before)
        page.get_by_label("Tìm số liệu").fill(words)
        page.locator("li.review-known:visible").filter(has_text=code).get_by_role("button", name="Chèn").click()
    body.press_sequentially(" học viên.")
    said = re.compile(r"có [\d.]+ lượt người dự; các lớp tập huấn có ≈\s[\d.]+ học viên")
    expect(page.locator("#sheet")).to_contain_text(said)


def taken_away(page: Page, name: str) -> bytes:
    with page.expect_download() as download:
        page.get_by_role("link", name=name).click()
    return download.value.path().read_bytes()


def with_a_page_for_signatures(content: bytes) -> bytes:
    """As a clerk scans the signed last page and puts it behind."""
    writer = PdfWriter(clone_from=io.BytesIO(content))
    writer.add_blank_page(width=595, height=842)
    made = io.BytesIO()
    writer.write(made)
    return made.getvalue()


def returned(page: Page, name: str, content: bytes) -> None:
    page.get_by_role("link", name="Kiểm tra tệp nhận lại").click()
    sent = {"name": name, "mimeType": "application/octet-stream", "buffer": content}
    page.locator("[name=file]").set_input_files(sent)  # type: ignore[arg-type] # a file that is on no disk
    page.get_by_role("button", name="Kiểm tra").click()
    page.wait_for_load_state()


def verdict(page: Page) -> Locator:
    return page.locator("main .alert").first


def number_in(place: Locator) -> str:
    """As printed, without the sign of an approximate one."""
    found = re.search(r"\d[\d.]*", place.inner_text())
    assert found
    return found[0]
