"""Journeys: a real server over a copy of the sample's database, a real browser, and what no page may ever do.

The test process itself never touches the database: what the server did is asked on the command line.
"""

import json
import os
import shutil
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, sync_playwright

from tests import databases
from tests.databases import CACHE, PROJECT

PHONE = {"width": 360, "height": 740}
DESKTOP = {"width": 1440, "height": 900}
_CHROMIUM = ("chromium", "chromium-browser", "google-chrome")
_QUIET = [
    "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
    "--disable-component-update", "--disable-sync",
]  # fmt: skip


# -- the server ------------------------------------------------------------------------------------


@dataclass
class Site:
    """A running installation: `address` without the last slash, `environment` for commands beside it."""

    address: str
    environment: dict[str, str]

    def lantoa(self, *words: str) -> Any:
        """What `lantoa WORDS --json` prints; an exit code other than 0 fails the test."""
        command = [sys.executable, "-m", "lantoa", *words, "--json"]
        done = subprocess.run(
            command, env=self.environment, cwd=PROJECT, capture_output=True, text=True, check=False, timeout=60
        )
        assert done.returncode == 0, done.stderr
        return json.loads(done.stdout)


@pytest.fixture(scope="session")
def sample(tmp_path_factory: pytest.TempPathFactory) -> Iterator[dict[str, str]]:
    """The environment of an installation that holds the sample province; every journey gets a copy of it."""
    environment = _environment(tmp_path_factory.mktemp("sample"), "journey_sample")
    done = subprocess.run(
        [sys.executable, "-m", "lantoa", "demo"],
        env=environment,
        cwd=PROJECT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    yield environment
    if databases.is_postgres():
        databases.drop(_name_in(environment))


@pytest.fixture
def site(sample: dict[str, str], tmp_path: Path) -> Iterator[Site]:
    """A server of this test alone, over a copy of the sample."""
    folder = tmp_path / "data"
    shutil.copytree(sample["LANTOA_DATA"], folder, symlinks=True)
    environment = _environment(folder, f"journey_{os.urandom(4).hex()}", like=sample)
    port = free_port()
    address = environment["LANTOA_URL"] = f"http://localhost:{port}"
    server = [
        "granian", "--interface", "wsgi", "--host", "127.0.0.1", "--port", str(port), "--no-ws", "--workers", "1",
        "--blocking-threads", "1", "--log-level", "warning", "lantoa.wsgi:application",
    ]  # fmt: skip
    process = subprocess.Popen([sys.executable, "-m", *server], env=environment, cwd=PROJECT)
    try:
        wait_for(address, process)
        yield Site(address, environment)
    finally:
        process.terminate()
        process.wait(20)
        if databases.is_postgres():
            databases.drop(_name_in(environment))


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def wait_for(address: str, process: "subprocess.Popen[Any]", *, seconds: float = 60) -> None:
    """Until the address answers; fails when the process ends or the time is over."""
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        assert process.poll() is None, f"the server ended with {process.returncode}"
        try:
            urllib.request.urlopen(address, timeout=5).close()
            return
        except urllib.error.HTTPError as error:
            error.close()
            return
        except OSError:
            time.sleep(0.1)
    raise AssertionError(f"{address} does not answer")


def _environment(folder: Path, database: str, *, like: dict[str, str] | None = None) -> dict[str, str]:
    """On PostgreSQL a database of that name is made, a copy of the one in `like`, else empty but migrated."""
    if not (folder / "cache").exists():
        (folder / "cache").symlink_to(CACHE)
    environment = {
        **os.environ,
        "DJANGO_SETTINGS_MODULE": "lantoa.settings",
        "LANTOA_DATA": str(folder),
        "LANTOA_LANG": "vi",
    }
    if databases.is_postgres():
        name = f"{database}_{os.getpid()}"
        environment["DATABASE_URL"] = databases.url_of(name)
        databases.make(name, template=_name_in(like) if like else "")
    return environment


def _name_in(environment: dict[str, str]) -> str:
    return urlsplit(environment["DATABASE_URL"]).path.strip("/")


# -- the browser -----------------------------------------------------------------------------------


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    path = next((found for name in _CHROMIUM if (found := shutil.which(name))), None)
    if path is None:
        if os.environ.get("CI"):
            pytest.fail("No chromium on this machine: apt-get install chromium")
        pytest.skip("no chromium on this machine, so no journey was walked: apt-get install chromium")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=_QUIET)
        yield browser
        browser.close()


@dataclass
class Faults:
    """What a page did that no page may do."""

    home: str
    found: list[str] = field(default_factory=list)

    def watch(self, page: Page) -> None:
        page.on("pageerror", lambda error: self.found.append(f"script: {error}"))
        page.on("console", lambda said: self.found.append(f"console: {said.text}") if said.type == "error" else None)
        page.on("requestfailed", lambda request: self.found.append(f"failed: {request.url} {request.failure}"))
        page.on("request", lambda request: self._look_at(request.url))

    def _look_at(self, url: str) -> None:
        if not url.startswith((self.home, "data:", "blob:")):
            self.found.append(f"asked another host: {url}")


Open = Callable[..., Page]


@pytest.fixture
def open_page(browser: Browser, site: Site, tmp_path: Path) -> Iterator[Open]:
    """`open_page(PHONE, scripts=False)`: a fresh browser without cookies, on the front page of the site.

    Errors in scripts, refused scripts or styles, failed requests and calls to other hosts fail the test at its end.
    """
    faults = Faults(site.address)
    contexts = []

    def opened(viewport: dict[str, int] = DESKTOP, *, scripts: bool = True, **more: Any) -> Page:
        size: Any = viewport
        context = browser.new_context(
            viewport=size, java_script_enabled=scripts, locale="vi-VN", timezone_id="Asia/Ho_Chi_Minh",
            base_url=site.address, has_touch=viewport == PHONE, accept_downloads=True, **more,
        )  # fmt: skip
        context.set_default_timeout(10_000)
        contexts.append(context)
        page = context.new_page()
        faults.watch(page)
        page.goto("/")
        return page

    yield opened
    for context in contexts:
        context.close()
    assert faults.found == []


@pytest.fixture
def phone(open_page: Open) -> Page:
    return open_page(PHONE)


@pytest.fixture
def desktop(open_page: Open) -> Page:
    return open_page(DESKTOP)


# -- what one does on a page -----------------------------------------------------------------------


def sign_in(page: Page, username: str) -> None:
    """As one of the sample's people."""
    from lantoa.doors.cli.demo import SIGN_INS  # leaf: the sample is optional

    password = {name: password for name, password, _ in SIGN_INS}[username]
    page.goto("/accounts/login/?next=/office/")
    page.locator("input[name=login]").fill(username)
    page.locator("input[name=password]").fill(password)
    page.locator("main form button[type=submit]").first.click()
    page.wait_for_url("**/office/")


def assert_fits(page: Page) -> None:
    """Nothing makes the page wider than the screen."""
    wide = page.evaluate(
        """() => [...document.querySelectorAll('body *')].filter(e => e.getBoundingClientRect().right >
        document.documentElement.clientWidth + 1).map(e => e.tagName + '.' + e.className).slice(0, 5)"""
    )
    assert page.evaluate("document.documentElement.scrollWidth <= document.documentElement.clientWidth"), wide


def assert_accessible(page: Page) -> None:
    """axe finds nothing."""
    found = Axe().run(page)
    assert found.violations_count == 0, found.generate_report()


def take_picture(page: Page, name: str) -> None:
    """For the README, when `make pictures` asks for it (LANTOA_PICTURES names the folder)."""
    if folder := os.environ.get("LANTOA_PICTURES"):
        page.screenshot(path=Path(folder) / f"{name}.png")
