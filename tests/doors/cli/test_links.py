"""Other sites are asked one by one, and what is no clear "gone" is left to people."""

import threading
import time
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest

from lantoa.base import outgoing
from lantoa.desks.newsroom.models import LinkFault
from lantoa.doors.cli.links import Asker


class Site(BaseHTTPRequestHandler):
    def do_GET(self) -> None:
        self.send_response(int(self.path.strip("/")))
        self.end_headers()

    def log_message(self, *_: object) -> None:
        pass


@pytest.fixture
def site(monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    """On this machine; only a test can reach it: it replaces the judgement itself, there is no switch."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), Site)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    monkeypatch.setattr(outgoing, "_is_public", lambda address: address == "127.0.0.1")
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    thread.join()
    server.server_close()


@pytest.mark.parametrize(
    ("status", "fault"),
    [(200, None), (301, None), (403, None), (429, None), (500, None), (404, LinkFault.GONE), (410, LinkFault.GONE)],
)
def test_only_a_clear_answer_counts(status: int, fault: LinkFault | None, site: str) -> None:
    assert Asker().fault(f"{site}/{status}") == fault


def test_who_does_not_answer_or_is_inside_is_silent() -> None:
    for address in ("http://127.0.0.1:1/", "http://10.1.2.3/", "https://user:pass@example.org/", "http://[::1"):
        assert Asker().fault(address) == LinkFault.SILENT


def test_the_same_site_is_given_time(site: str) -> None:
    asker = Asker(pause_seconds=0.2)
    started = time.monotonic()
    for _ in range(3):
        asker.fault(f"{site}/200")
    assert time.monotonic() - started >= 0.4
