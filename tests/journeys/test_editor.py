"""Wagtail's editor in a browser: all Vietnamese, what scripts show too, and no call to another host."""

import re
from collections.abc import Callable

import polib
import pytest
from playwright.sync_api import FilePayload, Locator, Page, expect

from lantoa.desks.newsroom.models import ITEM_TYPES
from tests.journeys.axe import violations
from tests.journeys.conftest import DESK, PHONE
from tests.pdfs import pdf
from tools import library_messages, messages

Windows = Callable[..., Page]

_WORD = re.compile(r"[^\W\d_]+")
# Names: of the product, of formats, of a language.
NAMES = {"lan", "alt", "avif", "gif", "jpg", "jpeg", "png", "webp", "mb", "pdf", "english"}
READ = """() => {
    const spoken = document.querySelectorAll('[aria-label], [title], [placeholder], [alt], input[type=submit]')
    const said = [...spoken].flatMap(node => [
        ...['aria-label', 'title', 'placeholder', 'alt'].map(name => node.getAttribute(name)),
        node.type == 'submit' && node.value,
    ])
    return [document.title, document.body.innerText, ...said].filter(Boolean).join('\\n')
}"""


def _words(texts: list[str]) -> set[str]:
    return {word.lower() for text in texts for word in _WORD.findall(re.sub(r"%\(\w+\)\w|<[^>]*>|\{\w*\}", " ", text))}


def _english() -> set[str]:
    """Every word of an English message that no Vietnamese one holds."""
    files = [library_messages.catalogue_of("vi", domain) for domain in library_messages.DOMAINS]
    entries = [entry for file in (*files, messages.catalogue_of("vi")) for entry in polib.pofile(str(file))]
    english = _words([text for entry in entries for text in (entry.msgid, entry.msgid_plural)])
    return english - _words([text for entry in entries for text in (entry.msgstr, *entry.msgstr_plural.values())])


@pytest.mark.before_release(
    "test_library_languages.py: every text of the packages is Vietnamese; test_newsroom.py: an item in the editor"
)
def test_the_editor_is_vietnamese_and_calls_nobody(sign_in: Windows) -> None:
    english = _english()
    assert {"pages", "draft", "choose", "actions", "search"} <= english

    def read(page: Page) -> None:
        page.wait_for_selector("body.ready")  # what scripts say is said by then
        found = _words([page.evaluate(READ)])
        assert "trang" in found  # a page that says nothing proves nothing
        assert found & english <= NAMES, page.url

    page = sign_in("quan-tri", DESK)
    for path in (
        "/admin/", "/admin/images/", "/admin/images/add/", "/admin/images/multiple/add/", "/admin/documents/",
        "/admin/documents/add/", "/admin/documents/multiple/add/", "/admin/collections/", "/admin/redirects/",
        "/admin/reports/locked/", "/admin/reports/aging-pages/", "/admin/sites/",
    ):  # fmt: skip
        page.goto(path)
        read(page)

    page.goto("/admin/pages/")
    page.get_by_role("link", name="Xem trang con của “Trang chủ”").click()
    page.wait_for_url(re.compile(r"/admin/pages/\d+/$"))
    read(page)
    page.get_by_role("link", name="Tin tức").first.click()
    page.wait_for_url("**/edit/")
    section = re.findall(r"/admin/pages/(\d+)/edit/", page.url)[0]
    for panel in ("status", "checks"):
        page.locator(f"[data-side-panel-toggle={panel}]").click()
        read(page)
    page.goto(f"/admin/pages/add/newsroom/article/{section}/")
    read(page)
    page.get_by_role("textbox", name=re.compile("^Tiêu đề")).first.fill("Đoàn khách thăm tỉnh")
    read(page)

    _hold_forms_against_axe(page, section)
    _hold_choosers_against_axe(page, section)
    for path in ("/admin/images/add/", "/admin/images/multiple/add/", "/admin/documents/add/"):
        page.goto(path)
        look(page, path)

    phone = sign_in("lan", PHONE)
    for path in ("/admin/", "/admin/images/", "/admin/documents/add/"):
        phone.goto(path)
        read(phone)
        assert phone.evaluate("document.documentElement.scrollWidth <= innerWidth"), path


@pytest.mark.parametrize("size", [DESK, PHONE], ids=["desk", "phone"])
def test_messages_previews_and_checks_can_be_read(sign_in: Windows, size: dict[str, int]) -> None:
    page = sign_in("quan-tri", size)
    page.goto("/admin/pages/")
    page.get_by_role("link", name="Xem trang con của “Trang chủ”").click()
    page.get_by_role("link", name="Tin tức").first.click()
    page.wait_for_url("**/edit/")
    new = page.url.replace("/edit/", "/").replace("/pages/", "/pages/add/newsroom/article/")
    page.goto(new)
    save = page.locator("footer button", has_text="Lưu bản nháp")
    _look_after(page, save, "error")
    page.locator("#id_title").fill("Đoàn khách thăm tỉnh")
    page.locator("#id_standfirst").fill("Đoàn thăm tỉnh hai ngày.")
    page.locator(".c-sf-add-button").first.click()
    page.get_by_role("option", name="Lời văn").click()
    page.get_by_role("textbox", name="Lời văn").press_sequentially("Đoàn thăm chợ.")
    expect(page.locator("[name=body-0-value]")).to_have_value(re.compile("Đoàn thăm chợ"))  # it follows a moment later
    page.get_by_role("tab", name="Cho ai, do ai").click()
    page.locator("#id_agency").select_option(index=1)
    if size == PHONE:
        _say_when_by_its_own_calendar(page)
    expect(save).to_be_in_viewport()
    _look_after(page, save, "success")
    expect(page.locator("#id_event_at")).to_have_value("2026-11-20T14:30" if size == PHONE else "")
    page.locator("[data-side-panel-toggle=status]").click()
    look(page, "the state")
    page.locator("[data-side-panel-toggle=status]").click()
    _read_the_checks(page, new=new)
    page.goto(page.url)
    page.locator("header [data-w-dropdown-target=toggle]").first.click()
    expect(page.get_by_role("link", name="Lịch sử").last).to_be_visible()
    look(page, "the menu of the page")
    page.keyboard.press("Escape")
    page.locator("footer [data-w-dropdown-target=toggle]").click()
    look(page, "the open foot")
    _look_after(page, page.locator("footer [name=action-submit]"), "warning")


def _say_when_by_its_own_calendar(page: Page) -> None:
    """Another day has another list of places and tasks: these say that they are not it yet."""
    page.locator("#id_event_at").fill("2026-11-20T14:30")  # as such a field takes it, and no other
    expect(page.get_by_text("Danh sách vẫn theo ngày và đơn vị trước.")).to_have_count(2)


def _read_the_checks(page: Page, *, new: str) -> None:
    """No number says that all is well before they ran; a form that cannot be shown yet is not looked at."""
    written = page.url
    for address, ran in ((new, False), (written, True)):
        page.goto(address)
        page.locator("[data-side-panel-toggle=checks]").click()
        words, number = page.locator("[data-content-word-count]"), page.locator(".office-checks h2")
        expect(words).to_have_text(re.compile(r"^\d+$") if ran else "–", timeout=20_000)
        expect(number).to_have_text(re.compile(r"Cần xem lại\s*0" if ran else r"Cần xem lại\s*$"))
        expect(page.get_by_text("Chưa kiểm tra:")).to_be_visible(visible=not ran)
    page.locator("[data-side-panel-toggle=preview]").click()
    for size in page.locator(".w-preview__sizes label").all():
        size.click()
        assert size.evaluate("label => getComputedStyle(label).color") != "rgb(255, 255, 255)"
    # Wagtail's axe runs in it, and two that run at once disturb each other.
    page.locator("#w-preview-iframe").evaluate("frame => frame.remove()")
    look(page, "the preview")
    page.locator("[data-side-panel-toggle=checks]").click()
    look(page, "the checks")
    page.locator("[data-side-panel-toggle=checks]").click()


def _look_after(page: Page, button: Locator, kind: str) -> None:
    """kind: of the message that is shown then"""
    button.click()
    page.locator(f".messages .{kind}").first.wait_for()
    look(page, kind)
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), kind


def look(page: Page, at: str) -> None:
    page.wait_for_selector("body.ready")
    # Wagtail's own check, of what readers are told about a page and not of the editor.
    assert [found for found in violations(page) if found[0] != "empty-meta-description"] == [], at


def _hold_forms_against_axe(page: Page, section: str) -> None:
    for kind in ITEM_TYPES:
        page.goto(f"/admin/pages/add/newsroom/{kind._meta.model_name}/{section}/")
        look(page, kind.__name__)
    page.locator("[data-streamfield-stream-container] button").first.click()
    page.get_by_role("option", name="Lời văn").click()
    page.get_by_role("textbox", name="Lời văn").wait_for()
    look(page, "a paragraph")
    _open_chooser(page, page.locator("[data-chooser-action-choose]").first, "Chọn ảnh")
    look(page, "the chooser of pictures")


def _hold_choosers_against_axe(page: Page, section: str) -> None:
    """Of documents: empty, with the form of a new one, and with that one in it."""
    page.goto(f"/admin/pages/add/newsroom/publication/{section}/")
    _open_chooser(page, page.get_by_role("button", name="Chọn tài liệu").first, "Chọn tài liệu")
    look(page, "the chooser of documents")
    page.get_by_role("tab", name="Tải lên").click()
    form = page.get_by_role("tabpanel", name="Tải lên")
    form.get_by_role("textbox", name="Tiêu đề").fill("Sách giới thiệu")
    look(page, "the chooser of documents, a new one")
    book = FilePayload(name="sach.pdf", mimeType="application/pdf", buffer=pdf("Sách"))
    form.locator("[type=file]").set_input_files(book)
    form.get_by_role("textbox", name="Giấy phép").fill("CC BY 4.0")
    form.get_by_role("button", name="Tải lên").click()
    page.locator(".modal").wait_for(state="detached")
    look(page, "a document that was chosen")
    page.goto(f"/admin/pages/add/newsroom/publication/{section}/")
    _open_chooser(page, page.get_by_role("button", name="Chọn tài liệu").first, "Chọn tài liệu")
    page.get_by_role("dialog").get_by_text("Sách giới thiệu").first.wait_for()
    look(page, "the chooser of documents with one in it")


def _open_chooser(page: Page, button: Locator, name: str) -> None:
    button.click()
    page.get_by_role("dialog", name=name).locator("input").first.wait_for()
    # It fades in: half drawn, nothing stands out from its ground.
    page.locator(".modal.in").evaluate("modal => Promise.all(modal.getAnimations().map(each => each.finished))")
