"""Journeys: a real server over a copy of the sample's database, a real browser, and what no page may ever do.

The test process itself never touches the database: what the server did is asked on the command line.
"""

import functools
import itertools
import os
import shutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from PIL import Image
from playwright.sync_api import Browser, Locator, Page, sync_playwright

from lantoa.doors.office.middleware import LANGUAGE_COOKIE
from tests import installations
from tests.installations import Installation
from tests.journeys.axe import violations
from tests.journeys.loaded import Loaded
from tests.journeys.servers import Site as Site
from tests.journeys.servers import wait_for

PHONE = {"width": 360, "height": 740}
DESK = {"width": 1440, "height": 900}
# The same engine; the first has no windows to keep and takes two thirds of the time.
_CHROMIUM = ("chromium-headless-shell", "chromium", "chromium-browser", "google-chrome")
_QUIET = [
    "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
    "--disable-component-update", "--disable-sync",
]  # fmt: skip


# -- the server ------------------------------------------------------------------------------------


@pytest.fixture(scope="session")
def loaded(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Loaded]:
    loaded = Loaded(tmp_path_factory.mktemp("journeys") / "data")
    yield loaded
    loaded.end()


@pytest.fixture
def sample() -> Installation:
    return installations.sample()


@pytest.fixture
def place(sample: Installation, loaded: Loaded) -> Iterator[Installation]:
    """A copy of the sample, of this test alone, where all of this process lie one after the other."""
    copy = sample.copy(loaded.folder, database=loaded.database)
    yield copy
    copy.remove()


@pytest.fixture
def site(place: Installation, loaded: Loaded) -> Iterator[Site]:
    """A server over a copy of the sample."""
    loaded.load(place.environment)
    loaded.serve()
    try:
        wait_for(loaded.url, loaded)
        yield Site.of(place, loaded.url, loaded)
    finally:
        loaded.stop()


# -- the browser -----------------------------------------------------------------------------------


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    path = next((found for name in _CHROMIUM if (found := shutil.which(name))), None)
    if path is None:
        if os.environ.get("CI"):
            pytest.fail("No Chromium on this machine: apt-get install chromium-headless-shell")
        pytest.skip("no Chromium on this machine, so no journey was walked: apt-get install chromium-headless-shell")
    for kind, name in itertools.product((Locator, Page), ("click", "press", "tap")):
        _arrive(kind, name)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=_QUIET)
        yield browser
        browser.close()


def _arrive(kind: Any, name: str) -> None:
    """Lets what a person does end when the page that it opens is there.

    Playwright ends it when that page begins to arrive: whoever counts rows then counts those of half a page.
    """
    begin = getattr(kind, name)

    @functools.wraps(begin)
    def done(self: Locator | Page, *args: Any, **kwargs: Any) -> None:
        begin(self, *args, **kwargs)
        page = self if isinstance(self, Page) else self.page
        if not page.is_closed():
            page.wait_for_load_state()

    setattr(kind, name, done)


@dataclass
class Faults:
    """What a page did that no page may do."""

    home: str
    found: list[str] = field(default_factory=list)
    expected: list[str] = field(default_factory=list)

    def expects(self, reason: str) -> None:
        """From now on requests may fail for this reason: the journey takes the network away."""
        self.expected.append(reason)

    def watch(self, page: Page) -> None:
        page.on("pageerror", lambda error: self.found.append(f"script: {error}"))
        page.on("console", lambda said: self._listen(said.text) if said.type == "error" else None)
        page.on("requestfailed", lambda request: self._look_into(request.url, request.failure or ""))
        page.on("request", lambda request: self._look_at(request.url))

    def _listen(self, text: str) -> None:
        if not any(
            each in text for each in ("status of 4", *self.expected)
        ):  # a form that came back or a page that is refused is an answer, not a fault
            self.found.append(f"console: {text}")

    def _look_into(self, url: str, reason: str) -> None:
        if not any(
            each in reason for each in ("ERR_ABORTED", *self.expected)
        ):  # a page that was left while it loaded, or a download
            self.found.append(f"failed: {url} {reason}")

    def _look_at(self, url: str) -> None:
        if not url.startswith((self.home, "data:", "blob:")):
            self.found.append(f"asked another host: {url}")


@pytest.fixture
def faults(site: Site) -> Faults:
    return Faults(site.url)


@pytest.fixture
def open_page(browser: Browser, site: Site, faults: Faults) -> Iterator[Callable[..., Page]]:
    """`open_page(PHONE, java_script_enabled=False)`: a fresh browser without cookies, nowhere yet.

    Errors in scripts, refused scripts or styles, failed requests and calls to other hosts fail the test at its end.
    """
    contexts = []

    def opened(size: Any = DESK, **more: Any) -> Page:
        context = browser.new_context(
            viewport=size, locale="vi-VN", timezone_id="Asia/Ho_Chi_Minh", base_url=site.url, has_touch=size == PHONE,
            **more,
        )  # fmt: skip
        context.set_default_timeout(20_000)
        contexts.append(context)
        page = context.new_page()
        faults.watch(page)
        return page

    yield opened
    for context in contexts:
        context.close()
    assert faults.found == []


@pytest.fixture
def sign_in(open_page: Callable[..., Page], site: Site) -> Callable[..., Page]:
    """`sign_in("an", PHONE)`: a browser in which a person of the sample is signed in; `sign_in(None)`: a visitor."""

    def signed_in(username: str | None, size: Any = DESK, *, language: str = "", **more: Any) -> Page:
        page = open_page(size, **more)
        if language:
            page.context.add_cookies([{"name": LANGUAGE_COOKIE, "value": language, "url": site.url}])
        if username is None:
            page.goto("/")
            return page
        session = site.python("-m", "tests.journeys.signed_in", username)
        page.context.add_cookies([{"name": settings.SESSION_COOKIE_NAME, "value": session, "url": site.url}])
        page.goto("/office/")
        return page

    return signed_in


@pytest.fixture
def shots() -> Callable[[Page, str], None]:
    """`shots(page, "figure")`: the page fits its screen and axe finds nothing; then a picture for the README.

    Pictures are kept where LANTOA_PICTURES names a folder (`make pictures`).
    """

    def shot(page: Page, name: str) -> None:
        wide = page.evaluate(_TOO_WIDE)
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), f"{name}: {wide}"
        assert violations(page) == [], name
        if folder := os.environ.get("LANTOA_PICTURES"):
            body = BytesIO(page.screenshot())
            # 256 colours: a third of the size, and nobody sees it.
            Image.open(body).convert("RGB").quantize(256).save(Path(folder) / f"{name}.png", optimize=True)

    return shot


_TOO_WIDE = """() => [...document.querySelectorAll('body *')]
    .filter(node => node.getBoundingClientRect().right > innerWidth + 1)
    .map(node => node.tagName + '.' + node.className).slice(0, 5)"""
