"""A deputy chair is asked where a number comes from: from the paper, on a phone; and a visitor scans its code."""

import re
from collections.abc import Callable
from urllib.parse import urlsplit

from playwright.sync_api import Page

from tests.journeys.conftest import DESK, PHONE, Site

Windows = Callable[..., Page]
Shots = Callable[[Page, str], None]


def test_from_a_number_on_paper_to_its_trace(site: Site, sign_in: Windows, open_page: Windows, shots: Shots) -> None:
    review = next(row["id"] for row in site.lantoa("report", "list") if row["state"] == "frozen")
    figure = site.lantoa("report", "check", str(review))[0]["figures"][0]
    number = figure["id"]

    visitor = open_page(PHONE, java_script_enabled=False)
    visitor.goto(f"/office/reports/figures/{number}/")
    assert urlsplit(visitor.url).path == "/accounts/login/"

    secretary = sign_in("lan", DESK)
    secretary.goto(f"/office/reports/{review}/")
    secretary.fill("[name=number]", "05")
    secretary.check("[name=is_public]")
    secretary.locator("form[action$='/issue/'] button").click()
    secretary.locator(".messages [data-tone=ok]").first.wait_for()
    secretary.locator(".bar [name=q]").fill("F-22222")
    secretary.keyboard.press("Enter")
    secretary.get_by_text("F-22222").first.wait_for()
    shots(secretary, "find-unknown")

    visitor.context.clear_cookies()  # the form to sign in has one of its own
    visitor.goto(f"/office/reports/figures/{number}/")
    assert urlsplit(visitor.url).path == f"/figures/{number}/"
    assert visitor.context.cookies() == []
    assert visitor.locator("h1").inner_text()
    scanner = open_page(PHONE)
    scanner.goto(visitor.url)
    shots(scanner, "trace-public-phone")

    # Signing in once leads straight to where the paper pointed.
    leader = open_page(PHONE)
    visitor.get_by_role("link", name=re.compile("Đăng nhập|Sign in")).click()
    leader.goto(visitor.url)
    leader.fill("input[name=login]", "minh")
    leader.fill("input[name=password]", "lantoa-mau-2026")
    leader.press("input[name=password]", "Enter")
    leader.wait_for_url(f"**/office/reports/figures/{number}/")

    leader.locator(".find-door").click()
    leader.fill("main [name=q]", "[1]")
    leader.keyboard.press("Enter")
    leader.wait_for_url(f"**/office/reports/figures/{number}/")
    leader.locator(".find-door").click()
    leader.fill("main [name=q]", number[2:].lower())
    leader.keyboard.press("Enter")
    leader.wait_for_url(f"**/office/reports/figures/{number}/")
    shots(leader, "trace-phone")
