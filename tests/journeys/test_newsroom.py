"""An item on its whole way: written, sent, approved by another person, read, corrected, withdrawn; one to its hour."""

import re
from collections.abc import Callable
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from playwright.sync_api import Page, expect

from tests.journeys.conftest import DESK, PHONE, Site
from tests.journeys.reading import views_reach_the_open_figures_and_a_review

Windows = Callable[..., Page]
Shots = Callable[[Page, str], None]
TITLE = "Khai trương chợ biên giới mùa xuân"
PLANNED = "Mời doanh nghiệp dự hội chợ nông sản"


def _press(editor: Page, button: str) -> None:
    """A button of the editor's menu; what was typed is kept by it."""
    editor.locator("footer [data-w-dropdown-target=toggle]").click()
    editor.locator(f"footer button{button}").click()
    editor.wait_for_url(re.compile(r"/admin/pages/\d+/$|/admin/$|/office/newsroom/\d+/$"))


def _open_item(page: Page, title: str = TITLE) -> None:
    page.goto("/office/newsroom/")
    page.get_by_role("link", name=title).first.click()
    page.wait_for_url(re.compile(r"/office/newsroom/\d+/$"))


def _tick_all(page: Page) -> None:
    """After each tick one stands at that point: the next is two keys away, and not the whole page."""
    open_points = page.get_by_role("button", name=re.compile("^Đạt"))
    open_points.first.focus()
    while open_points.count():
        expect(open_points.first).to_be_focused()
        with page.expect_navigation():
            page.keyboard.press("Enter")
        page.keyboard.press("Tab")
        page.keyboard.press("Tab")


def _approve(page: Page, title: str = TITLE) -> None:
    _open_item(page, title)
    page.get_by_role("link", name="Mở trong trình soạn thảo").click()
    _press(page, "[data-workflow-action-name=approve]")


def _write(editor: Page, section: str, title: str) -> None:
    editor.goto(f"/admin/pages/add/newsroom/article/{section}/")
    editor.locator("#id_title").fill(title)
    editor.locator("#id_standfirst").fill("Chợ mở cửa ngày 2 tháng 12.")
    editor.locator(".c-sf-add-button").first.click()
    editor.get_by_role("option", name="Lời văn").click()
    # A browser sends such spaces otherwise than they were typed: who approves saves nothing.
    editor.locator("[contenteditable=true][role=textbox]").press_sequentially("Chợ  họp hai phiên. ")
    editor.get_by_role("tab", name="Cho ai, do ai").click()
    editor.locator("#id_agency").select_option(index=1)
    editor.locator("#id_sources-ADD").click()
    editor.locator("#id_sources-0-text").fill("UBND tỉnh")


def _plan(editor: Page, minutes: int) -> None:
    """The moment of publication, in the dialog of the editor's side panel."""
    moment = datetime.now(tz=ZoneInfo("Asia/Ho_Chi_Minh")) + timedelta(minutes=minutes)
    opener = editor.locator("[data-a11y-dialog-show=schedule-publishing-dialog]")
    # After a refusal it is open already.
    if not editor.locator("#id_go_live_at").is_visible():
        if not opener.first.is_visible():
            editor.locator("[data-side-panel-toggle=status]").click()
        opener.first.click()
    editor.locator("#id_go_live_at").fill(f"{moment:%d/%m/%Y %H:%M}")
    # By the keyboard: the calendar stands over the button.
    editor.locator("#schedule-publishing-dialog button[type=submit]").press("Enter")
    editor.wait_for_load_state()


def test_an_item_is_written_approved_counted_corrected_and_withdrawn(
    sign_in: Windows, open_page: Windows, shots: Shots, site: Site
) -> None:
    lan, other, reader = sign_in("lan", DESK), sign_in("quan-tri", DESK), sign_in(None, PHONE)
    lan.goto("/admin/pages/")
    lan.get_by_role("link", name="Xem trang con của “Trang chủ”").click()
    lan.get_by_role("link", name="Tin tức").first.click()
    lan.wait_for_url("**/edit/")
    section = re.findall(r"/admin/pages/(\d+)/edit/", lan.url)[0]
    _write(lan, section, TITLE)
    _press(lan, "[name=action-submit]")
    expect(lan.locator("body")).to_contain_text("Còn điểm kiểm tra chưa xác nhận")

    _open_item(lan)
    shots(lan, "newsroom-item")
    _tick_all(lan)
    other.goto("/office/")
    expect(other.get_by_role("heading", name="Tin, bài cần duyệt hoặc cần sửa")).to_be_visible()
    _approve(other)
    _open_item(lan)
    expect(lan.locator("main")).to_contain_text("Đã đăng")
    address = lan.get_by_role("link", name="Xem như bạn đọc").get_attribute("href") or ""
    reader.goto(address)
    expect(reader.locator("main")).to_contain_text("ngày 2 tháng 12")
    views_reach_the_open_figures_and_a_review(site, open_page, lan, address)

    _open_item(lan)
    lan.get_by_text("Bài có chỗ sai: đính chính").click()
    lan.get_by_label("Sai ở đâu, đúng là thế nào").fill("Chợ mở cửa ngày 3, không phải ngày 2.")
    lan.get_by_role("button", name="Ghi đính chính").click()
    expect(lan.locator("main")).to_contain_text("Đính chính đang chờ bản đã sửa")
    expect(lan.locator(".messages")).to_be_focused()
    lan.get_by_role("link", name="Mở trong trình soạn thảo").click()
    lan.locator("#id_standfirst").fill("Chợ mở cửa ngày 3 tháng 12.")
    _press(lan, "[name=action-submit]")
    _open_item(lan)
    _tick_all(lan)
    _approve(other)
    reader.goto(address)
    expect(reader.locator("main")).to_contain_text("Chợ mở cửa ngày 3, không phải ngày 2.")

    _open_item(lan)
    lan.locator("summary", has_text="Rút bài").click()
    lan.get_by_label("Lý do (Tiếng Việt), bạn đọc nào cũng thấy").fill("Phiên chợ hoãn sang năm sau.")
    lan.get_by_role("button", name="Rút bài").click()
    expect(lan.locator("main")).to_contain_text("Đã rút")
    reader.goto(address)
    expect(reader.locator("main")).to_contain_text("Phiên chợ hoãn sang năm sau.")
    reader.goto("/vi/tin-tuc/")
    expect(reader.locator("main")).not_to_contain_text(TITLE)
    _walk_to_its_hour(lan, other, reader, site, section)


def _walk_to_its_hour(lan: Page, other: Page, reader: Page, site: Site, section: str) -> None:
    """Too near a moment is refused; approved, it waits, and is public when its moment has come."""
    _write(lan, section, PLANNED)
    _plan(lan, minutes=1)
    expect(lan.locator("body")).to_contain_text("cách lúc này ít nhất 3 phút")
    _plan(lan, minutes=10)
    _press(lan, "[name=action-submit]")
    _open_item(lan, PLANNED)
    _tick_all(lan)
    _approve(other, PLANNED)
    _open_item(lan, PLANNED)
    expect(lan.locator("main")).to_contain_text("Đã hẹn giờ")
    for minutes, is_public in ((5, False), (11, True)):
        site.python("-m", "tests.journeys.later", str(minutes))
        reader.goto("/vi/tin-tuc/")
        assert (PLANNED in reader.locator("main").inner_text()) == is_public
        assert (PLANNED in reader.request.get("/vi/feeds/feed.json").text()) == is_public


def test_what_is_typed_into_a_draft_outlasts_the_sign_in_and_days_stay_as_they_were_typed(sign_in: Windows) -> None:
    page = sign_in("lan", DESK)
    page.goto("/office/newsroom/write/")
    new = page.locator("main a[href*='/newsroom/event/']").first.get_attribute("href") or ""
    page.goto(new)
    page.locator("#id_title").fill("Hội chợ nông sản")
    page.get_by_role("tab", name="Cho ai, do ai").click()
    page.locator("#id_agency").select_option(index=1)
    page.get_by_role("tab", name="Nội dung").click()
    save = page.locator("footer button.action-save")
    for begins, ends in (("31/02/2027 08:00", "mai"), ("28/02/2027 08:00", "28/02/2027 17:00")):
        page.locator("#id_starts_at").fill(begins)
        page.locator("#id_ends_at").fill(ends)
        page.locator("#id_ends_at").press("Tab")
        save.press("Enter")
        page.wait_for_load_state()
        expect(page.locator("#id_starts_at")).to_have_value(begins)
        expect(page.locator("#id_ends_at")).to_have_value(ends)
    page.wait_for_url(re.compile(r"/admin/pages/\d+/edit/$"))
    draft = page.url

    expect(page.locator("form .kept")).to_have_count(0)
    page.wait_for_timeout(2500)  # it looks every two seconds, first at what Wagtail drew
    page.context.clear_cookies(name="sessionid")
    page.locator("#id_standfirst").fill("Câu gõ khi phiên đã hết.")
    save.press("Enter")
    page.wait_for_url("**/accounts/login/**")
    page.fill("input[name=login]", "lan")
    page.fill("input[name=password]", "lantoa-mau-2026")
    page.press("input[name=password]", "Enter")
    page.wait_for_url(draft)
    expect(page.locator("#id_standfirst")).to_have_value("")
    page.locator("form .kept button").first.click()
    expect(page.locator("#id_standfirst")).to_have_value("Câu gõ khi phiên đã hết.")
    expect(page.locator("form .kept")).to_have_count(0)
    assert page.evaluate("Object.keys(localStorage).filter(key => key.startsWith('lantoa.kept.')).length") == 0


def test_a_form_of_the_office_is_not_typed_twice_when_the_sign_in_had_ended(sign_in: Windows) -> None:
    page = sign_in("lan", PHONE)
    page.goto("/office/notices/new/")
    typed = {
        "since": "2031-01-01T08:00", "until": "2031-01-02T08:00", "text_vi": "Cổng bảo trì.", "text_en": "Maintenance.",
    }  # fmt: skip
    for name, value in typed.items():
        page.locator(f"[name={name}]").fill(value)
    page.context.clear_cookies(name="sessionid")
    page.locator("[name=text_vi]").evaluate("field => field.form.requestSubmit()")
    page.wait_for_url("**/accounts/login/**")
    expect(page.locator("body")).to_contain_text("chưa được lưu")
    page.fill("input[name=login]", "lan")
    page.fill("input[name=password]", "lantoa-mau-2026")
    page.press("input[name=password]", "Enter")
    page.wait_for_url("**/office/notices/new/")
    for name, value in typed.items():
        expect(page.locator(f"[name={name}]")).to_have_value(value)
    page.goto("/office/notices/new/")
    expect(page.locator("[name=text_vi]")).to_have_value("")
    assert page.evaluate("sessionStorage.length") == 0


def test_forms_of_the_editor_are_not_typed_twice_either(sign_in: Windows) -> None:
    """Of a picture: its fields, without the file; of a home, which has no form of ours: kept in the browser."""
    page = sign_in("lan", PHONE)
    _send_without_a_sign_in(page, "/admin/images/add/", {"title": "Chợ sớm", "description": "Người gánh cam."})
    page.wait_for_url("**/admin/images/add/")
    expect(page.locator("#id_title")).to_have_value("Chợ sớm")
    expect(page.locator("#id_description")).to_have_value("Người gánh cam.")

    page.goto("/admin/pages/")
    page.get_by_role("link", name="Trang chủ", exact=True).first.click()
    page.wait_for_url("**/edit/")
    home = page.url
    page.wait_for_timeout(2500)  # so that the form is known as it was
    _send_without_a_sign_in(page, home, {"sentence": "Nơi dòng sông đi qua ba cửa khẩu."})
    page.wait_for_url(home)
    page.locator("form .kept button").first.click()
    expect(page.locator("#id_sentence")).to_have_value("Nơi dòng sông đi qua ba cửa khẩu.")


def _send_without_a_sign_in(page: Page, address: str, typed: dict[str, str]) -> None:
    """And sign in again."""
    if page.url != address:
        page.goto(address)
    for name, value in typed.items():
        page.locator(f"#id_{name}").fill(value)
    page.context.clear_cookies(name="sessionid")
    page.locator(f"#id_{name}").evaluate("field => { field.form.noValidate = true; field.form.requestSubmit() }")
    page.wait_for_url("**/accounts/login/**")
    expect(page.locator("body")).to_contain_text("chưa được lưu")
    page.fill("input[name=login]", "lan")
    page.fill("input[name=password]", "lantoa-mau-2026")
    page.press("input[name=password]", "Enter")


def test_a_form_refused_after_a_sign_in_beside_it_is_opened_again_as_it_was(sign_in: Windows) -> None:
    page = sign_in("lan", PHONE)
    page.goto("/office/notices/new/")
    page.locator("[name=text_vi]").fill("Cổng bảo trì.")
    page.context.clear_cookies(name="sessionid")
    beside = page.context.new_page()
    beside.goto("/accounts/login/?next=/office/")
    beside.fill("input[name=login]", "lan")
    beside.fill("input[name=password]", "lantoa-mau-2026")
    beside.press("input[name=password]", "Enter")
    beside.wait_for_url("**/office/")
    page.locator("[name=text_vi]").evaluate("field => { field.form.noValidate = true; field.form.requestSubmit() }")
    page.get_by_role("link", name="Mở lại biểu mẫu").click()
    page.wait_for_url("**/office/notices/new/")
    expect(page.locator("[name=text_vi]")).to_have_value("Cổng bảo trì.")
    assert page.evaluate("sessionStorage.length") == 0
