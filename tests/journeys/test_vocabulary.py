"""An administrator defines an indicator on a screen, looks at its value, saves it, and it counts."""

from collections.abc import Callable

from playwright.sync_api import Page

from tests.journeys.conftest import DESK, PHONE, Site

Windows = Callable[..., Page]
Shots = Callable[[Page, str], None]


def test_an_indicator_is_defined_looked_at_and_counts(site: Site, sign_in: Windows, shots: Shots) -> None:
    page = sign_in("quan-tri", DESK)
    page.goto("/office/words/")
    shots(page, "vocabulary")
    page.goto("/office/words/indicators/new/")
    assert page.locator("[data-second]").is_hidden()
    page.check("input[name=is_pair]")
    assert page.locator("select[name=second-what]").is_visible()
    page.uncheck("input[name=is_pair]")
    page.select_option("select[name=first-what]", "delegation:delegations")
    page.locator("summary", has_text="Vào hay ra").first.click()
    page.locator("input[name=first-where][value='direction:in']").check()
    for name, text in (
        ("name_vi", "Đoàn vào được đếm lại"),
        ("name_en", "Inbound counted again"),
        ("definition_vi", "Số đoàn vào trong kỳ, đếm lại để kiểm tra."),
        ("definition_en", "Inbound delegations of the period, counted again as a check."),
    ):
        page.fill(f"[name={name}]", text)
    shots(page, "definition")

    page.locator("button[formaction]").click()
    page.wait_for_selector("#result")
    shown = page.locator("#result .figure-value").inner_text()
    shots(page, "definition-value")
    page.locator("form[data-definition] button.button-primary").click()
    page.wait_for_url("**/indicators/inbound_counted_again/")
    shots(page, "indicator")

    page.goto("/office/figures/inbound_counted_again/")
    assert page.locator("main .figure-value").first.inner_text() == shown
    known = site.lantoa("figure", "delegations_in", "--period", str(page.evaluate("new Date().getFullYear()")))
    assert known["value"] > 0
    assert shown.replace(".", "") == str(known["value"])

    phone = sign_in("an", PHONE)
    phone.goto("/office/words/indicators/inbound_counted_again/")
    shots(phone, "indicator-phone")
    assert phone.locator("a[href$='/define/']").count() == 0
