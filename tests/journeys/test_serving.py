"""The public pages as `lantoa up` serves them: to many at once, new text at once, every view counted."""

import subprocess
import sys
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor

import pytest
import requests

from tests import installations
from tests.databases import PROJECT
from tests.installations import Installation
from tests.journeys.servers import Site, free_port, wait_for

_READER = {"User-Agent": "Mozilla/5.0 (X11; Linux x86_64; rv:128.0) Gecko/20100101 Firefox/128.0"}
_PUBLISH = """
import django; django.setup()
from django.db import transaction
from lantoa.doors.portal.models import HomePage
with transaction.atomic():
    home = HomePage.objects.get(locale__language_code="vi")
    home.title = home.draft_title = "Mùa hoa bên sông"
    home.save_revision().publish()
"""


@pytest.fixture
def sample() -> Installation:
    """With its portal: else the ticker would fill it beside the readers."""
    return installations.sample_with_portal()


@pytest.fixture
def portal(place: Installation) -> Iterator[Site]:
    port = free_port()
    site = Site.of(place, f"http://localhost:{port}")
    command = [sys.executable, "-m", "lantoa", "up", "--port", str(port), "--no-sample"]
    process = subprocess.Popen(command, env=site.environment, cwd=PROJECT, stdout=subprocess.DEVNULL)
    try:
        wait_for(f"{site.url}/vi/", process)
        yield site
    finally:
        process.terminate()
        process.wait(30)


def _read(url: str) -> str:
    session = requests.Session()
    session.trust_env = False
    answer = session.get(url, headers=_READER, timeout=30)
    assert answer.status_code == 200
    text: str = answer.text
    return text


def test_many_readers_get_one_page_then_the_new_one_then_the_notice_and_all_are_counted(portal: Site) -> None:
    address, count = f"{portal.url}/vi/", 200
    with ThreadPoolExecutor(count) as readers:
        pages = list(readers.map(_read, [address] * count))
    assert len(set(pages)) == 1
    assert "Mùa hoa bên sông" not in pages[0]

    portal.python("-c", _PUBLISH)
    time.sleep(2)
    with ThreadPoolExecutor(20) as readers:  # of both processes
        again = list(readers.map(_read, [address] * 40))
    assert all("Mùa hoa bên sông" in page for page in again)

    deadline = time.monotonic() + 30
    while (told := requests.get(f"{portal.url}/vi/counters.json", timeout=10).json())["views_total"] != count + 40:
        assert time.monotonic() < deadline, told
        time.sleep(0.5)
    assert told["readers_now"] == told["views_today"] == count + 40
    _close_and_open(portal)


def _close_and_open(portal: Site) -> None:
    assert portal.run("notice", "on").returncode == 0
    time.sleep(1.1)
    closed = requests.get(f"{portal.url}/vi/", timeout=10)
    assert (closed.status_code, closed.headers["Retry-After"]) == (503, "300")
    assert "Cổng đang tạm đóng" in closed.text
    assert requests.get(f"{portal.url}/accounts/login/", timeout=10).status_code == 200

    assert portal.run("notice", "off").returncode == 0
    time.sleep(1.1)
    assert requests.get(f"{portal.url}/vi/", timeout=10).status_code == 200
