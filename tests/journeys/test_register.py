"""The secretary's morning: filter what was sent, look into a row, accept what matches, take it back."""

import re
from collections.abc import Callable
from datetime import date

from playwright.sync_api import Page, expect

from tests.journeys.conftest import DESK, Site

Windows = Callable[..., Page]
Shots = Callable[[Page, str], None]


def test_filter_preview_accept_and_take_back(site: Site, sign_in: Windows, shots: Shots) -> None:
    this_year = str(date.today().year)
    figure = ("figure", "talk_attendances", "--period", this_year)
    page = sign_in("lan", DESK)
    page.goto("/office/activities/")
    page.select_option("[name=state]", "submitted")
    page.locator(".register-filters button[type=submit]").first.click()
    page.wait_for_url("**state=submitted**")
    waiting = page.locator("tr[data-row]").count()
    assert waiting > 0
    shots(page, "register")

    # Walk by keys: the first row, opened in its place, ticked, closed.
    page.keyboard.press("j")
    page.keyboard.press("o")
    expect(page.locator(".register-open .facts").first).to_be_visible()
    page.keyboard.press("x")
    assert page.locator("input[name=pick]:checked").count() == 1
    shots(page, "register-preview")
    page.keyboard.press("o")
    expect(page.locator(".register-open")).to_have_count(0)

    # All that match, with what it does to the figures before it is done.
    before = {code: site.lantoa(*figure)[code] for code in ("value", "rows")}
    page.check("[name=everything]")
    page.locator("button[name=act][value=accept]").click()
    expect(page.locator("h1")).to_contain_text(str(waiting))
    shots(page, "bulk")
    assert {code: site.lantoa(*figure)[code] for code in before} == before
    page.locator("main form button.button-primary").click()
    page.wait_for_url(re.compile(r"/bulk/[0-9a-f-]{36}/"))
    assert page.locator(".rows .state[data-tone=ok]").count() == min(waiting, 50)
    shots(page, "bulk-done")

    page.locator("details.confirm-danger summary").click()
    page.fill("[name=reason]", "Chọn nhầm bộ lọc")
    page.locator("button.button-danger").click()
    page.wait_for_load_state()
    assert {code: site.lantoa(*figure)[code] for code in before} == before
    page.goto("/office/activities/?state=submitted")
    assert page.locator("tr[data-row]").count() == waiting
    assert site.lantoa("ledger", "verify")["holds"]
