"""What an officer writes is not lost: without a network or a sign-in, in two windows, and while Telex composes."""

import json
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

from PIL import Image
from playwright.sync_api import Page, Request

from tests.journeys.conftest import PHONE, Site

Windows = Callable[..., Page]
Shots = Callable[[Page, str], None]
NEW = "/office/activities/new/talk/"
OUT_OF_SIGHT = "message => message.getBoundingClientRect().bottom < 0"


def test_a_draft_survives_the_network_the_sign_in_and_a_second_window(
    site: Site, sign_in: Windows, faults: Any, shots: Shots
) -> None:
    page = sign_in("an", PHONE)
    page.goto(NEW)
    assert page.locator("[data-kept]").inner_text() == ""
    compose(page, "[name=title]", ["n", "no", "noi", "nói"], then=" chuyện về biên giới")
    wait_until_saved(page)
    page.wait_for_url(re.compile(r"/activities/\d+/edit/$"))
    edit = page.url
    shots(page, "kept-phone")

    # No network: kept here, said so, and sent when it is back.
    faults.expects("ERR_INTERNET_DISCONNECTED")
    page.context.set_offline(True)
    page.fill("[name=attendances]", "12.500")
    page.locator("[data-says=offline]").wait_for()
    assert "12.500" in stored(page)["attendances"]
    shots(page, "offline-phone")
    page.context.set_offline(False)
    page.locator("[data-says=offline]").wait_for(state="hidden")
    assert page.evaluate("localStorage.length") == 0

    signed_out_while_writing(page, shots)

    # A second window of the same draft: the later one is asked.
    other = page.context.new_page()
    other.goto(edit)
    other.fill("[name=title]", "Tên từ cửa sổ khác")
    wait_until_saved(other)
    page.fill("[name=attendances]", "13.000")
    page.locator("[data-says=changed]").wait_for()
    assert "Tên từ cửa sổ khác" in page.locator("[data-theirs]").inner_text()
    shots(page, "changed-phone")
    page.locator("[data-mine]").click()
    wait_until_saved(page)

    page.locator("[name=submit]").click()
    page.wait_for_url(re.compile(r"/activities/\d+/$"))
    assert "13.000" in page.locator("main .facts").first.inner_text()
    assert page.evaluate("localStorage.length") == 0


def signed_out_while_writing(page: Page, shots: Shots) -> None:
    """The sign-in ends while one writes: after signing in again the text is back, and sent by itself."""
    page.context.clear_cookies()
    page.locator("form.form > details.confirm > summary").click()
    page.fill("[name=note]", "Ông Ba đọc lời chào")
    page.locator("[data-says=out]").wait_for()
    assert page.locator("[data-says=out]").evaluate(OUT_OF_SIGHT)
    shots(page, "signed-out-phone")
    page.locator("[data-why]", has_text="Phiên đăng nhập đã hết").click()
    assert not page.locator("[data-says=out]").evaluate(OUT_OF_SIGHT)
    page.locator("a[data-again]").click()
    page.fill("input[name=login]", "an")
    page.fill("input[name=password]", "lantoa-mau-2026")
    page.press("input[name=password]", "Enter")
    page.wait_for_url(re.compile(r"/activities/\d+/edit/$"))
    page.locator("[data-says=back]").wait_for()
    assert page.locator("[name=note]").input_value() == "Ông Ba đọc lời chào"
    assert page.locator("[name=attendances]").input_value() == "12.500"
    wait_until_saved(page)  # by itself
    assert page.evaluate("localStorage.length") == 0
    assert page.locator("[data-says=back]").is_visible()
    shots(page, "back-phone")
    page.locator("[data-discard]").click()
    assert page.locator("[name=note]").input_value() == ""
    assert page.locator("[name=attendances]").input_value() == "12.500"
    page.locator("[data-says=back]").wait_for(state="hidden")
    wait_until_saved(page)


def test_signing_out_leaves_nothing_in_the_browser(site: Site, sign_in: Windows, faults: Any) -> None:
    page = sign_in("an", PHONE)
    page.goto(NEW)
    faults.expects("ERR_INTERNET_DISCONNECTED")
    page.context.set_offline(True)
    page.fill("[name=title]", "Chưa gửi được")
    page.locator("[data-says=offline]").wait_for()
    assert page.evaluate("localStorage.length") == 1
    page.context.set_offline(False)
    page.evaluate("document.querySelector('form[data-keep]').dataset.keep = '/office/khong-co/'")
    page.goto("/accounts/logout/")
    page.locator("main form[action$='/logout/'] button").click()
    page.wait_for_url("**/accounts/login/**")
    assert page.evaluate("localStorage.length") == 0


def test_a_photo_is_shrunk_and_goes_on_after_a_lost_network_and_a_reload(
    site: Site, sign_in: Windows, faults: Any, shots: Shots, tmp_path: Path
) -> None:
    large = tmp_path / "hoi-truong.jpg"
    Image.effect_noise((4000, 3000), 120).convert("RGB").save(large, quality=97)
    page = sign_in("an", PHONE)
    page.goto(NEW)
    page.fill("[name=title]", "Nói chuyện có ảnh")
    wait_until_saved(page)
    page.locator("form.form > details.confirm > summary").click()
    faults.expects("ERR_INTERNET_DISCONNECTED")
    pieces: list[str] = []

    def cut_after_two(request: Request) -> None:
        if request.method == "PUT":
            pieces.append(request.headers["content-range"])
            if len(pieces) == 2:
                page.context.set_offline(True)

    page.on("request", cut_after_two)
    page.set_input_files("[name=evidence]:not([capture])", large)
    page.locator("[data-note]", has_text="Đang chờ có mạng").wait_for()
    shots(page, "photo-waiting-phone")
    page.remove_listener("request", cut_after_two)
    page.context.set_offline(False)
    page.reload()
    page.locator("[data-note]", has_text="Đã chuyển xong").wait_for(state="attached")
    whole = int(pieces[0].rpartition("/")[2])
    assert whole < large.stat().st_size / 2, "it was shrunk before it was sent"

    page.fill("[name=attendances]", "60")
    page.select_option("[name=topic]", "border")
    page.locator("[name=submit]").click()
    page.wait_for_url(re.compile(r"/activities/\d+/$"))
    assert "hoi-truong.jpg" in page.locator("main").inner_text()
    assert page.evaluate("localStorage.length") == 0
    shots(page, "photo-sent-phone")


def wait_until_saved(page: Page) -> None:
    page.locator("[data-kept]", has_text=re.compile("^Đã lưu")).wait_for()


def compose(page: Page, selector: str, steps: list[str], *, then: str) -> None:
    """Type as an input method does: each step is a composition that stands underlined until it is committed."""
    page.focus(selector)
    devices = page.context.new_cdp_session(page)
    for step in steps:
        devices.send("Input.imeSetComposition", {"text": step, "selectionStart": len(step), "selectionEnd": len(step)})
        page.wait_for_timeout(900)
        assert page.locator(selector).input_value() == step
    assert page.url.endswith(NEW), "nothing is sent while it composes"
    devices.send("Input.insertText", {"text": steps[-1]})
    page.keyboard.insert_text(then)
    assert page.locator(selector).input_value() == steps[-1] + then
    assert page.evaluate("document.activeElement.selectionStart") == len(steps[-1] + then)


def stored(page: Page) -> dict[str, str]:
    """What this browser keeps of the only form."""
    found: dict[str, str] = json.loads(page.evaluate("Object.values(localStorage)[0]"))["values"]
    return found
