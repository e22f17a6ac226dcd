"""The portal of the sample as readers meet it: in nine languages, without accents, on a phone; and what they leave."""

from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from django.conf import settings
from playwright.sync_api import Page

from tests import databases, installations
from tests.installations import Installation
from tests.journeys.axe import violations
from tests.journeys.conftest import DESK, PHONE, Site

Windows = Callable[..., Page]
LANGUAGES = [code for code, _ in settings.LANGUAGES]
# Under every language.
FIXED = ["", "search/?q=song", "figures/", "channels/", "remarks/", "remark/", "contact/", "counting/", "privacy/",
         "accessibility/", "embed/", "nowhere/", "satisfaction/thanks/"]  # fmt: skip
_ITEMS_AND_SECTIONS = """
import django; django.setup()
from lantoa.desks.newsroom.models import ContentPage
from lantoa.doors.portal.models import SectionPage
found = {(page.language, page.kind): page.url_path for page in ContentPage.objects.live().order_by("pk")}
withdrawn = [page.url_path for page in ContentPage.objects.exclude(withdrawn_at=None)]
print("\\n".join([*found.values(), *withdrawn, *(page.url_path for page in SectionPage.objects.live())]))
"""
# A wide screen enlarged four times, as WCAG asks.
NARROWEST = {"width": 320, "height": 740}
# What stands out of the window, whether it can be scrolled to or is cut off; rows that a thumb pushes may.
_CUT_OFF = """() => [...document.body.querySelectorAll("*")]
    .filter(node => node.checkVisibility() && !node.closest(".chips, .visually-hidden"))
    .filter(node => node.getBoundingClientRect().right > innerWidth + 1 || node.getBoundingClientRect().left < -1)
    .map(node => `${node.tagName} ${node.className}`).slice(0, 3)"""
# As a reader sets the letters of a phone.
_TWICE_AS_LARGE = "() => { document.documentElement.style.fontSize = '212.5%' }"
# HTML, styles, scripts and fonts as they travel to a first visit, before pictures.
MOST_BYTES = 60_000
_WEIGHT = """() => [...performance.getEntriesByType("navigation"), ...performance.getEntriesByType("resource")]
    .filter(entry => entry.entryType === "navigation" || /[.](css|js|woff2)$/.test(entry.name))
    .reduce((sum, entry) => sum + entry.encodedBodySize, 0)"""


_FEED = """<?xml version="1.0" encoding="UTF-8"?><rss version="2.0"><channel><title>Tin cũ</title>
<link>https://tin-cu.example/</link><description>Tin</description><item><title>Hội thi hát ru</title>
<link>https://tin-cu.example/hat-ru</link><guid>https://tin-cu.example/hat-ru</guid>
<pubDate>Tue, 03 Mar 2026 08:00:00 +0700</pubDate><description>&lt;p&gt;Ba mươi người dự thi.&lt;/p&gt;</description>
</item></channel></rss>""".encode()


@pytest.fixture
def sample() -> Installation:
    """With its portal."""
    return installations.sample_with_portal()


def test_portal_is_accessible_in_nine_languages(site: Site, open_page: Callable[..., Page], faults: Any) -> None:
    """`make test` looks at every template in Vietnamese and at one page in each language; `make test-all` at all."""
    items = site.python("-c", _ITEMS_AND_SECTIONS).split()
    assert {path.split("/")[1] for path in items} == set(LANGUAGES)
    paths = [f"/{language}/{path}" for language in LANGUAGES for path in FIXED] + items
    if not databases.ALL:
        homes = {f"/{language}/" for language in LANGUAGES[::2]}
        some = homes | {next(path for path in items if path.startswith(f"/{code}/")) for code in LANGUAGES[1::2]}
        paths = [path for path in paths if path.startswith("/vi/") or path in some]
    faults.expects("404")

    assert list(_problems(open_page, paths)) == []


def _problems(open_page: Callable[..., Page], paths: list[str]) -> Iterator[Any]:
    for number, path in enumerate(paths):
        page = open_page(PHONE)  # a first visit: what is kept from the page before would be weighed as well
        page.emulate_media(color_scheme="dark" if number % 2 else "light")
        page.set_viewport_size(DESK if number % 3 == 0 else PHONE)  # type: ignore[arg-type] # width and height
        answer = page.goto(path)
        assert answer
        if answer.status != (404 if "nowhere" in path else 200):
            yield path, answer.status
        yield from ((path, *violation) for violation in violations(page))
        page.set_viewport_size(NARROWEST)  # type: ignore[arg-type] # as above
        if cut := page.evaluate(_CUT_OFF):
            yield path, f"too wide: {cut}"
        page.set_viewport_size(PHONE)  # type: ignore[arg-type] # as above
        page.evaluate(_TWICE_AS_LARGE)
        if cut := page.evaluate(_CUT_OFF):
            yield path, f"too wide for large letters: {cut}"
        if (weight := page.evaluate(_WEIGHT)) > MOST_BYTES:
            yield path, f"{weight} bytes"
        page.context.close()


def test_a_home_is_printed_in_black(site: Site, open_page: Callable[..., Page]) -> None:
    """White words stand on a picture and on a colour, which a printer leaves out."""
    page = open_page(DESK)
    page.goto("/vi/")
    page.emulate_media(media="print", color_scheme="dark")
    for words in (".hero h1", ".doors-title", ".doors-note", ".numbers-value", ".numbers-label"):
        assert page.locator(words).first.evaluate("node => getComputedStyle(node).color") == "rgb(0, 0, 0)", words


def test_panels_of_the_top_line_open_inside_the_window(site: Site, open_page: Callable[..., Page]) -> None:
    page = open_page(PHONE)
    for width in (320, 360, 390, 700):
        page.set_viewport_size({"width": width, "height": 740})
        for opener in (".top-languages", ".top-menu"):
            for path in ("/vi/", "/fr/"):
                page.goto(path)
                page.locator(f"{opener} > summary").click()
                panel = page.locator(f"{opener} > .top-panel").bounding_box()
                assert panel
                assert page.evaluate(_CUT_OFF) == [], (width, path, opener)
                assert 0 <= panel["x"] <= panel["x"] + panel["width"] <= width


def test_reader_finds_an_item_without_accents_and_asks_and_the_office_answers(
    site: Site, open_page: Callable[..., Page], sign_in: Windows, shots: Callable[[Page, str], None]
) -> None:
    reader = open_page(DESK)
    reader.goto("/vi/")
    shots(reader, "portal")
    reader.set_viewport_size(PHONE)  # type: ignore[arg-type] # width and height
    reader.goto("/km/")
    shots(reader, "portal-phone")
    reader.goto("/vi/search/?q=cho+bien")
    shots(reader, "portal-search")
    reader.locator("main a[href^='/vi/']").filter(has_text="chợ").first.click()
    title = reader.locator("h1").inner_text()
    shots(reader, "portal-item")
    reader.get_by_role("link", name="Báo lỗi, hỏi, phản hồi").first.click()
    assert title in reader.locator("main").inner_text()
    reader.get_by_label("Đặt câu hỏi").check()
    reader.get_by_label("Nội dung").fill("Chợ mở cửa lúc mấy giờ vào ngày lễ?")
    reader.wait_for_timeout(3100)  # a form that is sent sooner was filled in by a program
    reader.get_by_role("button", name="Gửi").click()
    number = reader.locator("h1").inner_text()
    assert number.startswith("R-")
    assert reader.context.cookies() == []

    office = sign_in("lan")
    office.goto("/office/answers/")
    office.get_by_role("link").filter(has_text=number).click()
    office.get_by_label("Kết quả xử lý").select_option("answered")
    office.get_by_label("Ý kiến nói về điều gì").fill("Giờ mở cửa của chợ ngày lễ")
    office.locator("[name=text]").fill("Ngày lễ chợ mở từ 6 giờ sáng.")
    assert violations(office) == []
    office.get_by_role("button", name="Trả lời công khai").click()
    office.locator(".messages [data-tone=ok]").first.wait_for()

    reader.goto(f"/vi/remarks/{number}/?page=2")
    assert "Ngày lễ chợ mở từ 6 giờ sáng." in reader.locator("main").inner_text()
    assert violations(reader) == []


def test_office_pages_of_the_newsroom_and_of_channels_are_accessible(site: Site, sign_in: Windows) -> None:
    page = sign_in("lan")
    page.goto("/office/newsroom/")
    page.locator("main a[href^='/office/newsroom/']").filter(has_text="chợ").first.click()
    assert violations(page) == []
    page.goto("/office/views/official/new/")
    page.locator("[name=kind]").select_option("portal")
    page.locator("[name=name]").fill("Cổng thông tin đối ngoại")
    page.locator("[name=address]").fill("https://song-xanh.example/")
    page.locator("[name=agency]").select_option(index=1)
    page.locator("[name=languages][value=vi]").check()
    assert violations(page) == []
    page.get_by_role("button", name="Lưu").click()
    page.get_by_role("link", name="Cổng thông tin đối ngoại", exact=True).click()
    assert violations(page) == []


def test_an_expert_comments_on_a_draft_by_a_link_alone(
    site: Site, sign_in: Windows, open_page: Callable[..., Page]
) -> None:
    desk, expert = sign_in("lan"), open_page(PHONE, java_script_enabled=False)
    desk.goto("/office/newsroom/")
    desk.locator("main a[href^='/office/newsroom/']").filter(has_text="chợ").first.click()
    item = desk.url
    desk.goto(f"{item}experts/new/")
    desk.fill("[name=expert]", "Nhà nghiên cứu mẫu")
    desk.fill("[name=purpose]", "Xem lại tên các giống lúa")
    assert violations(desk) == []
    desk.press("[name=purpose]", "Enter")
    link = desk.locator("#address").inner_text().strip()
    assert violations(desk) == []

    answer = expert.goto(link)
    assert answer
    assert answer.headers["cache-control"] == "private, no-store, max-age=0"
    assert "Xem lại tên các giống lúa" in expert.locator("body").inner_text()
    assert expert.evaluate("document.documentElement.scrollWidth") == PHONE["width"]
    whole = expert.locator("#part-all")
    whole.locator("[name=text]").fill("Giống ở đoạn hai là nếp, không phải tẻ.")
    whole.get_by_role("button").click()
    assert "Giống ở đoạn hai là nếp" in expert.locator("#part-all").inner_text()

    desk.goto(f"{item}experts/")
    assert "Giống ở đoạn hai là nếp" in desk.locator("main").inner_text()
    assert violations(desk) == []
    desk.locator("form[action$='/revoke/'] button").click()
    closed = expert.reload()
    assert closed
    assert closed.status == 404


def test_a_notice_stands_on_every_page_and_a_feed_comes_in_as_drafts(site: Site, sign_in: Windows) -> None:
    office, reader = sign_in("lan"), sign_in(None, PHONE)
    office.goto("/office/notices/new/")
    for name, text in (("vi", "Cổng bảo trì tối thứ Bảy."), ("en", "Maintenance on Saturday evening.")):
        office.fill(f"[name=text_{name}]", text)
    now = datetime.now(tz=ZoneInfo("Asia/Ho_Chi_Minh"))
    office.fill("[name=since]", f"{now - timedelta(hours=1):%Y-%m-%dT%H:%M}")
    office.fill("[name=until]", f"{now + timedelta(hours=1):%Y-%m-%dT%H:%M}")
    assert violations(office) == []
    office.press("[name=until]", "Enter")
    office.locator(".messages [data-tone=ok]").first.wait_for()
    office.goto("/office/notices/1/")
    assert violations(office) == []
    reader.goto("/ko/")
    assert "Maintenance on Saturday evening." in reader.locator("body").inner_text()
    assert violations(reader) == []

    office.goto("/office/newsroom/imports/")
    office.set_input_files("[name=file]", {"name": "tin.xml", "mimeType": "application/rss+xml", "buffer": _FEED})
    office.locator("main form button[type=submit]").first.click()
    assert violations(office) == []
    office.locator("form[action$='/choose/'] button").click()
    assert "Hội thi hát ru" in office.locator("main").inner_text()
    assert violations(office) == []
    office.locator("form[action$='/begin/'] button").click()
    office.locator("main a[href^='/office/newsroom/']").filter(has_text="Hội thi hát ru").first.wait_for()
    assert violations(office) == []
    office.locator("main a[href$='/many/']").click()
    assert "Hội thi hát ru" in office.locator("main").inner_text()
    assert violations(office) == []
