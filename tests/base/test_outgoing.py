"""The one way out: only to public addresses, pinned, bounded in size and time, without redirects."""

import re
import socket
import threading
import time
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import pytest
from django.utils import translation

from lantoa.base import outgoing
from tests.databases import PROJECT

INSIDE = [
    "127.0.0.1", "10.1.2.3", "172.16.0.1", "192.168.1.1", "169.254.169.254", "100.64.0.1", "0.0.0.0", "224.0.0.1",
    "255.255.255.255", "::1", "::", "fe80::1%eth0", "fc00::1", "ff02::1", "::ffff:127.0.0.1", "::ffff:10.0.0.1",
    "64:ff9b::7f00:1", "2002:7f00:1::", "2001:0:7f00:1::",
]  # fmt: skip


@pytest.fixture(autouse=True)
def in_english() -> Iterator[None]:
    with translation.override("en"):
        yield


class Server(BaseHTTPRequestHandler):
    seen: list[tuple[str, str, bytes, dict[str, str]]] = []

    def do_GET(self) -> None:
        self.answer()

    def do_POST(self) -> None:
        self.answer()

    def answer(self) -> None:
        body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
        self.seen.append((self.command, self.path, body, dict(self.headers)))
        status = {"/moved": 302, "/broken": 500}.get(self.path, 200)
        self.send_response(status)
        if self.path == "/moved":
            self.send_header("Location", "/good")
        self.end_headers()
        if self.path == "/long":
            self.wfile.write(b"x" * 5000)
        elif self.path == "/slow":
            for _ in range(20):
                self.wfile.write(b"x")
                time.sleep(0.1)
        else:
            self.wfile.write(b"good")

    def log_message(self, *_: Any) -> None:
        pass


@pytest.fixture
def loopback(monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    """A server on this machine. Only a test can reach it: it replaces the judgement itself, there is no switch."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), Server)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    Server.seen.clear()
    monkeypatch.setattr(outgoing, "_is_public", lambda address: address == "127.0.0.1")
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    server.server_close()
    thread.join()


def refused(ask: Callable[[], object]) -> str:
    with pytest.raises(outgoing.Unreachable) as caught:
        ask()
    return str(caught.value)


@pytest.mark.parametrize("address", INSIDE)
def test_an_address_inside_is_never_asked(address: str, monkeypatch: pytest.MonkeyPatch) -> None:
    def resolve(*_: Any, **__: Any) -> list[Any]:
        return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (address, 80))]

    monkeypatch.setattr(socket, "getaddrinfo", resolve)
    said = refused(lambda: outgoing.get("http://tsa.example/", most_bytes=10))
    assert said == "tsa.example is an address inside this network, which is never asked"


def test_a_name_with_one_address_inside_among_public_ones_is_never_asked(monkeypatch: pytest.MonkeyPatch) -> None:
    found = [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (address, 80)) for address in ("93.184.215.14", "10.0.0.7")]
    monkeypatch.setattr(socket, "getaddrinfo", lambda *_, **__: found)
    assert "inside this network" in refused(lambda: outgoing.get("http://tsa.example/", most_bytes=10))


@pytest.mark.parametrize("address", ["93.184.215.14", "2606:2800:21f:cb07:6820:80da:af6b:8b2c"])
def test_a_public_address_may_be_asked(address: str) -> None:
    assert outgoing._is_public(address)


def test_the_connection_goes_to_the_address_that_was_judged(loopback: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """A name that stands for another address by the second look-up gains nothing: there is none."""
    looked_up: list[str] = []

    def resolve(host: str, port: int, *_: Any, **__: Any) -> list[Any]:
        looked_up.append(host)
        address = "127.0.0.1" if len(looked_up) == 1 else "10.0.0.7"
        return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (address, port))]

    connected: list[tuple[str, int]] = []

    def connect(address: tuple[str, int], timeout: float) -> socket.socket:
        connected.append(address)
        made = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
        made.settimeout(timeout)
        made.connect(address)
        return made

    monkeypatch.setattr(socket, "getaddrinfo", resolve)
    monkeypatch.setattr(socket, "create_connection", connect)
    port = int(loopback.rpartition(":")[2])

    assert outgoing.get(f"http://tsa.example:{port}/good?a=1", most_bytes=10) == b"good"
    assert (looked_up, connected) == (["tsa.example"], [("127.0.0.1", port)])
    ((method, path, _, headers),) = Server.seen
    assert (method, path, headers["Host"]) == ("GET", "/good?a=1", f"tsa.example:{port}")
    assert headers["User-Agent"].startswith("LanToa/")


def test_what_is_sent_arrives_with_its_type(loopback: str) -> None:
    assert outgoing.post(f"{loopback}/good", b"\x30\x00", media_type="application/x", most_bytes=10) == b"good"
    ((method, _, body, headers),) = Server.seen
    assert (method, body, headers["Content-Type"]) == ("POST", b"\x30\x00", "application/x")


def test_an_answer_that_is_too_long_is_not_read_to_its_end(loopback: str) -> None:
    assert refused(lambda: outgoing.get(f"{loopback}/long", most_bytes=1000)) == "the answer is longer than 1000 bytes"


def test_an_answer_that_drips_is_given_up(loopback: str) -> None:
    started = time.monotonic()
    said = refused(lambda: outgoing.get(f"{loopback}/slow", most_bytes=1000, timeout_seconds=0.5))
    assert said == "the answer takes too long"
    assert time.monotonic() - started < 1.5


@pytest.mark.parametrize(("path", "status"), [("/moved", 302), ("/broken", 500)])
def test_a_redirect_or_an_error_is_no_answer(path: str, status: int, loopback: str) -> None:
    assert refused(lambda: outgoing.get(f"{loopback}{path}", most_bytes=10)) == f"127.0.0.1 answers {status}"
    assert len(Server.seen) == 1


def test_a_status_is_asked_for_without_following_or_reading(loopback: str) -> None:
    found = {path: outgoing.status(f"{loopback}{path}") for path in ("/good", "/moved", "/broken", "/long")}
    assert found == {"/good": 200, "/moved": 302, "/broken": 500, "/long": 200}


@pytest.mark.parametrize("url", ["http://127.0.0.1:1/", "http://10.1.2.3/", "file:///etc/passwd", "http://[::1"])
def test_no_status_is_asked_of_the_inside(url: str) -> None:
    refused(lambda: outgoing.status(url))


def test_a_certificate_that_nobody_vouches_for_is_refused(loopback: str) -> None:
    said = refused(lambda: outgoing.get(loopback.replace("http:", "https:"), most_bytes=10, timeout_seconds=2))
    assert "SSL" in said


@pytest.mark.parametrize(
    "url", ["file:///etc/passwd", "ftp://example.org/", "http://", "//x", "", "http://u:p@example.org/", "http://[::1",
            "http://example.org:99999/", "http://exa mple.org/\r\nX: y"],
)  # fmt: skip
def test_what_is_no_address_of_the_web_is_refused(url: str) -> None:
    refused(lambda: outgoing.get(url, most_bytes=10))


def test_nobody_else_opens_connections() -> None:
    """Whatever asks another computer does it through this module; `up` asks only itself whether it answers."""
    ways = re.compile(
        r"^(?:import|from) (?:urllib\.request|http\.client|requests|httpx|urllib3)|create_connection", re.MULTILINE
    )
    found = {
        file.relative_to(PROJECT).as_posix()
        for file in (PROJECT / "lantoa").rglob("*.py")
        if ways.search(file.read_text(encoding="utf-8"))
    }
    assert found == {"lantoa/base/outgoing.py", "lantoa/doors/cli/up.py"}
