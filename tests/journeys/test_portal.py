"""The portal of the sample as readers meet it: in nine languages, without accents, on a phone; and what they leave."""

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from playwright.sync_api import Page

from tests import databases, installations
from tests.installations import Installation
from tests.journeys.conftest import DESK, PHONE, Site
from tests.journeys.test_accessibility import violations

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
    .filter(node => node.getBoundingClientRect().right > innerWidth + 1 && !node.closest(".chips"))
    .map(node => `${node.tagName} ${node.className}`).slice(0, 3)"""
# HTML, styles, scripts and fonts as they travel to a first visit, before pictures.
MOST_BYTES = 60_000
_WEIGHT = """() => [...performance.getEntriesByType("navigation"), ...performance.getEntriesByType("resource")]
    .filter(entry => entry.entryType === "navigation" || /[.](css|js|woff2)$/.test(entry.name))
    .reduce((sum, entry) => sum + entry.encodedBodySize, 0)"""


@pytest.fixture
def place(tmp_path: Path) -> Iterator[Installation]:
    """A copy of the sample with its portal."""
    copy = installations.sample_with_portal().copy(tmp_path / "data")
    yield copy
    copy.remove()


def test_portal_is_accessible_in_nine_languages(site: Site, open_page: Callable[..., Page], faults: Any) -> None:
    """`make test` looks at every template in Vietnamese and at two in each language; `make test-all` at all in all."""
    items = site.python("-c", _ITEMS_AND_SECTIONS).split()
    assert {path.split("/")[1] for path in items} == set(LANGUAGES)
    paths = [f"/{language}/{path}" for language in LANGUAGES for path in FIXED] + items
    if not databases.ALL:
        some = {f"/{language}/" for language in LANGUAGES} | {
            next(p for p in items if p.startswith(f"/{code}/")) for code in LANGUAGES
        }
        paths = [path for path in paths if path.startswith("/vi/") or path in some]
    faults.expects("404")

    assert list(_problems(open_page(PHONE), paths)) == []


def _problems(page: Page, paths: list[str]) -> Iterator[Any]:
    for number, path in enumerate(paths):
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
        if (weight := page.evaluate(_WEIGHT)) > MOST_BYTES:
            yield path, f"{weight} bytes"


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
    office.get_by_text(number).click()
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
    page.get_by_role("link", name="Cổng thông tin đối ngoại").click()
    assert violations(page) == []
