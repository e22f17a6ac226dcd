"""Readers of a journey: what they open is counted as a person's, and posted as after midnight."""

import re
from collections.abc import Callable
from datetime import datetime
from zoneinfo import ZoneInfo

from playwright.sync_api import Page, expect

from tests.journeys.conftest import PHONE
from tests.journeys.servers import Site

# The browser of the tests calls itself headless, which is a robot's word.
PERSON = "Mozilla/5.0 (X11; Linux x86_64; rv:128.0) Gecko/20100101 Firefox/128.0"
_AFTER_MIDNIGHT = """
import django; django.setup()
from datetime import timedelta
from django.utils import timezone
from lantoa.core.people import actions as people
from lantoa.desks.channels import actions
actions.fold(actions.FOLDER, at=timezone.now())
print(actions.post(today=timezone.localdate() + timedelta(days=1), by=people.operator(), at=timezone.now()))
"""


def views_reach_the_open_figures_and_a_review(
    site: Site, open_page: Callable[..., Page], office: Page, address: str
) -> None:
    """Six readings of an item, followed to its page, the open figures and the trace of a frozen review.

    office: in which the secretariat is signed in; address: of an item that nobody has read yet
    """
    reader = open_page(PHONE, user_agent=PERSON, java_script_enabled=False)
    for _ in range(6):
        reader.goto(address)
    reader.wait_for_timeout(700)  # a server process writes its counts twice a second
    assert site.python("-c", _AFTER_MIDNIGHT).split() == ["1"]  # one entry: one language was read
    reader.goto(f"{address}?unknown=past-the-cache")
    expect(reader.locator(".item-who")).to_contain_text(re.compile(r"6 lượt xem.*tính đến"))

    year = str(datetime.now(ZoneInfo("Asia/Ho_Chi_Minh")).year)
    _open_figure(office, "page_views", year)
    reader.goto("/vi/figures/")
    expect(reader.locator(".numbers .figure-value")).to_have_text("6")
    reader.locator(".numbers a.figure").click()
    expect(reader.locator("main")).to_contain_text("Số đo của cổng, trang, kênh")
    expect(reader.locator(".heads-list li")).to_have_count(1)
    assert reader.context.cookies() == []

    review = _frozen_review(office, year, "Cổng có [[page_views]] lượt xem.")
    expect(review.locator("main article")).to_contain_text(re.compile(r"Cổng có\s+6"))
    review.locator("main article a[href*='/figures/F-']").first.click()
    review.wait_for_url("**/figures/F-*/")
    expect(review.locator("main .figure-value").first).to_have_text("6")
    expect(review.locator('main table a.table-title[href^="/office/entries/"]')).to_contain_text(
        "lượt xem bằng Tiếng Việt"
    )


def _open_figure(editor: Page, indicator: str, period: str) -> None:
    """On the Vietnamese home, as its editor does."""
    editor.goto("/admin/pages/")
    editor.get_by_role("link", name="Trang chủ", exact=True).last.click()
    editor.wait_for_url("**/edit/")
    editor.locator("#id_figures-ADD").click()
    editor.locator("#id_figures-0-indicator").select_option(indicator)
    editor.locator("#id_figures-0-period").fill(period)
    editor.locator("footer [data-w-dropdown-target=toggle]").click()
    editor.locator("footer button[name=action-publish]").click()
    editor.wait_for_url(re.compile(r"/admin/pages/"))


def _frozen_review(writer: Page, period: str, text: str) -> Page:
    writer.goto("/office/reports/new/")
    writer.get_by_role("link", name="Báo cáo khác").click()
    writer.get_by_label("Tiêu đề").fill("Cổng thông tin trong năm")
    writer.get_by_label("Kỳ báo cáo").fill(period)
    writer.get_by_role("button", name="Bắt đầu viết").click()
    writer.wait_for_url(re.compile(r"/reports/\d+/$"))
    review = writer.url
    writer.get_by_text("Thêm một mục").click()
    writer.get_by_label("Tiêu đề của mục mới").fill("I. Cổng")
    writer.get_by_role("button", name="Thêm", exact=True).click()
    writer.wait_for_url("**/sections/*/")
    writer.fill("[name=body]", text)
    writer.get_by_role("button", name="Lưu", exact=True).click()
    writer.goto(f"{review}freeze/")
    writer.get_by_role("button", name="Chốt báo cáo", exact=True).click()
    writer.wait_for_url(review)
    return writer
