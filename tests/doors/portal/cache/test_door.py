import gzip
import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest

from lantoa.doors.portal.cache.answers import FRESH_SECONDS, STALE_SECONDS
from lantoa.doors.portal.cache.closing import Closing
from lantoa.doors.portal.cache.door import ERROR_SECONDS, MicroCache
from lantoa.doors.portal.cache.shared import Shared
from lantoa.doors.portal.cache.shelves import Folder, Memory

PAGE = "Trang nhất. " * 100


@dataclass
class Site:
    """What stands behind the cache: answers with `text`, and remembers what it was asked."""

    text: str = PAGE
    status: str = "200 OK"
    headers: list[tuple[str, str]] = field(default_factory=lambda: [("Content-Type", "text/html; charset=utf-8")])
    asked: list[dict[str, Any]] = field(default_factory=list)
    while_drawing: Callable[[], object] = lambda: None
    is_streamed: bool = False
    closed_count: int = 0

    def __call__(self, environ: dict[str, Any], start_response: Callable[..., object]) -> Iterator[bytes]:
        self.asked.append(environ)
        body = self.text.encode()
        self.while_drawing()
        length = [] if self.is_streamed else [("Content-Length", str(len(body)))]
        start_response(self.status, self.headers + length)
        return self._parts(body)

    def _parts(self, body: bytes) -> Iterator[bytes]:
        try:
            yield body[:10]
            yield body[10:]
        finally:
            self.closed_count += 1


@dataclass
class Reply:
    status: int
    headers: dict[str, str]
    body: bytes

    @property
    def text(self) -> str:
        return (gzip.decompress(self.body) if "content-encoding" in self.headers else self.body).decode()


class Browser:
    def __init__(self, site: Site, folder: Path) -> None:
        self.counted: list[str] = []
        self.shared = Shared(folder)
        self.cache = MicroCache(
            site, shared=self.shared, memory=Memory(10**6), folder=Folder(folder / "pages", 10**6),
            closing=Closing(folder / "notice"), count=lambda what, environ: self.counted.append(what),
        )  # fmt: skip

    def get(self, path: str = "/vi/", query: str = "", method: str = "GET", **headers: str) -> Reply:
        environ = {
            "REQUEST_METHOD": method, "PATH_INFO": path, "QUERY_STRING": query, "HTTP_HOST": "localhost",
            "wsgi.url_scheme": "http", **headers,
        }  # fmt: skip
        told: list[Any] = []
        result = self.cache(environ, lambda *words: told.append(words))
        body = b"".join(result)
        if hasattr(result, "close"):
            result.close()
        ((status, pairs),) = told
        assert "X-Lantoa-Counted" not in dict(pairs)
        return Reply(int(status[:3]), {name.lower(): value for name, value in pairs}, body)


@pytest.fixture
def site() -> Site:
    return Site()


@pytest.fixture
def browser(site: Site, tmp_path: Path) -> Browser:
    return Browser(site, tmp_path)


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> list[float]:
    """clock[0] += 5 makes it five seconds later."""
    now = [1000.0]
    monkeypatch.setattr("lantoa.doors.portal.cache.door.time.monotonic", lambda: now[0])
    return now


def test_a_second_reader_gets_the_finished_page(site: Site, browser: Browser) -> None:
    first, second = browser.get(), browser.get(HTTP_ACCEPT_ENCODING="br, gzip")

    assert len(site.asked) == 1
    assert site.closed_count == 1
    assert (first.status, first.text) == (second.status, second.text) == (200, PAGE)
    assert second.headers == {
        "content-type": "text/html; charset=utf-8", "etag": first.headers["etag"], "vary": "Accept-Encoding",
        "cache-control": "public, max-age=0, must-revalidate", "content-encoding": "gzip",
        "content-length": str(len(second.body)), "age": "0",
    }  # fmt: skip
    assert len(second.body) < len(first.body)


def test_a_reader_who_has_it_hears_that_it_is_unchanged(browser: Browser) -> None:
    etag = browser.get().headers["etag"]
    again = browser.get(HTTP_IF_NONE_MATCH=f'W/"other", {etag}')
    assert (again.status, again.body) == (304, b"")
    assert "content-length" not in again.headers
    assert browser.get(HTTP_IF_NONE_MATCH='W/"other"').status == 200


def test_head_gets_the_headers_of_the_page_alone(site: Site, browser: Browser) -> None:
    head = browser.get(method="HEAD")
    assert (head.status, head.body, head.headers["content-length"]) == (200, b"", str(len(PAGE.encode())))
    assert browser.get().text == PAGE
    assert [environ["REQUEST_METHOD"] for environ in site.asked] == ["GET"]


@pytest.mark.parametrize("accepted", ["", "identity", "br", "gzip;q=0", "br;q=1, gzip; q=0.0, deflate"])
def test_a_reader_who_takes_no_gzip_gets_plain_text(browser: Browser, accepted: str) -> None:
    reply = browser.get(HTTP_ACCEPT_ENCODING=accepted)
    assert "content-encoding" not in reply.headers
    assert reply.body.decode() == PAGE


def test_drawn_for_everybody_it_knows_nothing_of_the_one_who_asked(site: Site, browser: Browser) -> None:
    browser.get(query="utm_source=zalo&page=2", HTTP_COOKIE="theme=dark", HTTP_ACCEPT_ENCODING="gzip")
    (environ,) = site.asked
    assert environ["QUERY_STRING"] == "page=2"
    assert environ["wsgi.input"].read() == b""
    assert {"HTTP_COOKIE", "HTTP_ACCEPT_ENCODING"} & environ.keys() == set()


@pytest.mark.parametrize(
    "header",
    [
        ("Set-Cookie", "a=1"),
        ("Cache-Control", "private"),
        ("Cache-Control", "no-store"),
        ("Vary", "Accept-Language"),
        ("Vary", "*"),
    ],
)
def test_what_may_be_nobody_elses_is_not_kept(site: Site, browser: Browser, header: tuple[str, str]) -> None:
    site.headers.append(header)
    replies = [browser.get(), browser.get(HTTP_COOKIE="theme=dark")]
    assert [reply.headers[header[0].lower()] for reply in replies] == [header[1]] * 2
    assert len(site.asked) == 2
    # It does not wait for others: Django gets the request as it came.
    assert site.asked[1]["HTTP_COOKIE"] == "theme=dark"


@pytest.mark.parametrize(("status", "times"), [("404 Not Found", 1), ("301 Moved Permanently", 1), ("302 Found", 2)])
def test_of_other_answers_only_lasting_ones_are_kept(site: Site, browser: Browser, status: str, times: int) -> None:
    site.status = status
    assert [browser.get().status, browser.get().status] == [int(status[:3])] * 2
    assert len(site.asked) == times


def test_a_long_answer_is_handed_on_as_it_comes(site: Site, browser: Browser) -> None:
    site.is_streamed = True
    assert browser.get().text == PAGE
    assert browser.get().text == PAGE
    assert (len(site.asked), site.closed_count) == (2, 2)


def test_addresses_of_the_office_go_past_the_cache(site: Site, browser: Browser) -> None:
    for _ in range(2):
        assert browser.get("/office/").text == PAGE
    assert len(site.asked) == 2


# -- time ------------------------------------------------------------------------------------------


def test_a_stale_page_is_handed_out_while_it_is_drawn_anew(site: Site, browser: Browser, clock: list[float]) -> None:
    browser.get()
    clock[0] += FRESH_SECONDS + 1
    site.text = "Mới. " * 100
    gate = threading.Event()
    site.while_drawing = gate.wait

    replies = [browser.get() for _ in range(5)]
    gate.set()

    assert [reply.text for reply in replies] == [PAGE] * 5
    assert [reply.headers["age"] for reply in replies] == ["11"] * 5
    deadline = time.perf_counter() + 10
    while browser.get().text != site.text:
        assert time.perf_counter() < deadline
        time.sleep(0.01)
    assert len(site.asked) == 2


def test_a_page_that_was_stale_too_long_is_drawn_first(site: Site, browser: Browser, clock: list[float]) -> None:
    browser.get()
    clock[0] += FRESH_SECONDS + STALE_SECONDS
    site.text = "Mới. " * 100
    assert browser.get().text == site.text


def test_what_another_process_drew_is_taken(site: Site, browser: Browser, tmp_path: Path) -> None:
    browser.get()
    other = Browser(site, tmp_path)
    assert other.get().text == PAGE
    assert len(site.asked) == 1


def test_an_answer_says_itself_how_long_it_is_fresh(site: Site, browser: Browser, clock: list[float]) -> None:
    site.headers.append(("Cache-Control", "public, s-maxage=2"))
    browser.get()
    clock[0] += 1
    browser.get()
    clock[0] += 2 + STALE_SECONDS
    browser.get()
    assert len(site.asked) == 2


# -- purging ---------------------------------------------------------------------------------------


def test_purged_in_one_process_it_is_drawn_anew_in_all(site: Site, browser: Browser, tmp_path: Path) -> None:
    other = Browser(site, tmp_path)
    assert [browser.get().text, other.get().text] == [PAGE] * 2
    site.text = "Mới. " * 100

    Shared(tmp_path).purge()

    assert [browser.get().text, other.get().text] == [site.text] * 2
    assert len(site.asked) == 2


def test_purged_while_it_is_drawn_it_is_not_kept(site: Site, browser: Browser) -> None:
    site.while_drawing = browser.shared.purge
    browser.get()
    site.while_drawing, site.text = (lambda: None), "Mới. " * 100
    assert browser.get().text == site.text


# -- errors ----------------------------------------------------------------------------------------


def test_instead_of_an_error_the_last_good_page_is_shown_for_a_while(
    site: Site, browser: Browser, clock: list[float]
) -> None:
    browser.get()
    site.status, site.text = "500 Internal Server Error", "Hỏng"

    clock[0] += FRESH_SECONDS + STALE_SECONDS
    assert (browser.get().status, browser.get().text) == (200, PAGE)
    assert len(site.asked) == 2  # not tried again for every reader
    clock[0] += 2
    assert browser.get().status == 200
    assert len(site.asked) == 3

    clock[0] += ERROR_SECONDS
    assert browser.get().status == 500


def test_instead_of_an_error_nothing_purged_is_shown(site: Site, browser: Browser) -> None:
    browser.get()
    site.status = "500 Internal Server Error"
    browser.shared.purge()
    assert browser.get().status == 500
    site.status = "200 OK"
    assert browser.get().status == 200


# -- counting --------------------------------------------------------------------------------------


def test_every_answer_that_counts_is_told_whoever_gave_it(site: Site, browser: Browser) -> None:
    site.headers.append(("X-Lantoa-Counted", "view:7:vi:web"))
    browser.get()
    etag = browser.get().headers["etag"]
    browser.get(HTTP_IF_NONE_MATCH=etag)
    browser.get(query="unknown=1")
    assert browser.counted == ["view:7:vi:web"] * 4
    site.headers.append(("Cache-Control", "private"))
    browser.get("/en/")
    browser.get("/en/")
    assert browser.counted == ["view:7:vi:web"] * 6


# -- closed ----------------------------------------------------------------------------------------


def test_closed_it_says_so_in_nine_languages_while_the_office_works(
    site: Site, browser: Browser, tmp_path: Path, clock: list[float]
) -> None:
    browser.get()
    (tmp_path / "notice").touch()
    clock[0] += 1

    notice = browser.get()
    assert (notice.status, notice.headers["retry-after"]) == (503, "300")
    assert notice.text.count("<section lang=") == 9
    assert browser.get(method="HEAD").body == b""
    assert browser.get("/office/").text == PAGE

    (tmp_path / "notice").unlink()
    clock[0] += 1
    assert browser.get().text == PAGE
