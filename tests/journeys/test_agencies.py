"""Two agencies become one: the administrator sees what it means, the figures show both series, the review stays."""

from collections.abc import Callable

from playwright.sync_api import Page

from tests.journeys.conftest import PHONE, Site

Windows = Callable[..., Page]
Shots = Callable[[Page, str], None]
FIGURE = "/office/figures/delegations_in/?period=2014..2018&agency=so-cong-thuong"


def test_a_merger_from_the_preview_to_both_series_and_back(site: Site, sign_in: Windows, shots: Shots) -> None:
    asked = ("figure", "delegations_in", "--period", "2014..2018", "--agency")
    own, other = (site.lantoa(*asked, agency)["value"] for agency in ("so-cong-thuong", "so-ngoai-vu"))
    assert own > 0 < other
    office = sign_in("quan-tri", PHONE)

    office.goto("/office/people/agencies/?q=ngoai+vu")
    shots(office, "agencies-phone")
    office.get_by_role("link", name="Sở Ngoại vụ").click()
    office.get_by_role("link", name="Sáp nhập vào đơn vị khác").click()
    office.locator("select[name=into]").select_option("so-cong-thuong")
    office.locator("input[name=on]").fill("2019-01-01")
    office.locator("form[method=get] button").click()
    assert "Vũ Thanh Bình" in office.locator("main").inner_text()
    shots(office, "merger-phone")
    assert site.lantoa(*asked, "so-cong-thuong")["value"] == own
    office.locator("main form[method=post] button").click()

    joined = site.lantoa(*asked, "so-cong-thuong")["value"]
    assert own < joined <= own + other, "what both took part in counts once"
    office.goto(FIGURE)
    assert office.locator("main .figure-value").first.inner_text() == f"{joined:g}"
    office.locator(".tabs a:not([aria-current])").click()
    assert office.locator("main .figure-value").first.inner_text() == f"{own:g}"
    assert "Sở Ngoại vụ" in office.locator("main").inner_text()
    shots(office, "series-phone")
    assert site.lantoa(*asked, "so-cong-thuong", "--as-it-was")["value"] == own
    site.lantoa("report", "check")  # ends with another exit code if a frozen figure moved

    office.goto("/office/people/agency/so-ngoai-vu/")
    office.locator("form[action$='/unmerge/'] button").click()
    assert site.lantoa(*asked, "so-cong-thuong")["value"] == own
