"""An administrator sends a map of the communes, looks at it, and puts it in use."""

from collections.abc import Callable

from playwright.sync_api import Page

from lantoa.doors.cli.sample import state
from tests.journeys.conftest import PHONE, Site

Windows = Callable[..., Page]
Shots = Callable[[Page, str], None]


def test_a_map_is_sent_looked_at_and_put_in_use(site: Site, sign_in: Windows, shots: Shots) -> None:
    page = sign_in("quan-tri", PHONE)
    page.goto("/office/documents/outlines/")
    page.locator("details.confirm summary").click()
    page.locator("form[action$='/remove/'] button").click()
    page.locator(".messages [data-tone=ok]").first.wait_for()
    assert page.locator("main svg path[d*=Z]").count() == 0
    files = {"name": "xa.geojson", "mimeType": "application/geo+json", "buffer": b'{"features": []}'}
    page.set_input_files("[name=file]", files)  # type: ignore[arg-type] # name, type and bytes
    page.locator("form[enctype] button").click()
    page.locator("[aria-invalid=true]").wait_for()
    shots(page, "map-refused-phone")
    page.set_input_files("[name=file]", state.OUTLINES)
    page.locator("form[enctype] button").click()
    page.locator("form[action$='/use/'] button").wait_for()
    shots(page, "map-waiting-phone")
    page.locator("form[action$='/use/'] button").click()
    page.locator(".messages [data-tone=ok]").first.wait_for()
    assert page.locator("main .outlines path").count() == 12
    assert page.locator("form[action$='/use/']").count() == 0
