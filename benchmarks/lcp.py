"""How soon a reader on a phone sees the main thing of a page, and what travels until then.

Chromium opens the portal of the sample as `lantoa up` serves it, nothing kept, over 10 Mbit/s with 40 ms of delay and
a processor four times slower; the largest contentful paint is what the browser itself reports. Each page is opened
several times and the best is written down, for everything else on the machine only adds to it.
"""

import argparse
import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from playwright.sync_api import Browser, CDPSession, Page, sync_playwright

from benchmarks import machine

BAR_MS = 1500
TEXT_BAR = 60_000
PICTURE_BAR = 300_000
_PHONE = {"viewport": {"width": 360, "height": 740}, "device_scale_factor": 3, "is_mobile": True, "has_touch": True}
_LINE = {"offline": False, "latency": 40, "downloadThroughput": 10e6 / 8, "uploadThroughput": 10e6 / 8}
_SLOWER = 4
_CHROMIUM = ("chromium-headless-shell", "chromium", "google-chrome")
_QUIET = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
          "--disable-component-update", "--disable-sync"]  # fmt: skip
_OBSERVED = """
window.largest = {at: 0};
new PerformanceObserver(list => { for (const entry of list.getEntries())
    window.largest = {at: entry.startTime, what: entry.element ? entry.element.tagName.toLowerCase() : ""}; })
    .observe({type: "largest-contentful-paint", buffered: true});
window.moved = 0;
new PerformanceObserver(list => { for (const entry of list.getEntries()) window.moved += entry.value; })
    .observe({type: "layout-shift", buffered: true});
"""
# A reader scrolls to the end, so that what waits below the first screen is counted too.
_TO_THE_END = """async () => { for (let at = 0; at < document.body.scrollHeight; at += 400) {
    scrollTo(0, at); await new Promise(done => setTimeout(done, 60)); } }"""


@dataclass(frozen=True)
class Seen:
    """moved: how far things jumped while it loaded (cumulative layout shift); bytes as they travel"""

    path: str
    lcp_ms: float
    what: str
    moved: float
    text_bytes: int
    font_bytes: int
    picture_bytes: int


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("url", help="where `lantoa up` serves the sample, for example http://localhost:8000")
    parser.add_argument("--times", type=int, default=5, help="each page is opened so often")
    parser.add_argument("--write", action="store_true", help="into docs/benchmarks.md")
    args = parser.parse_args()
    program = next(filter(None, map(shutil.which, _CHROMIUM)), None)
    if program is None:
        raise SystemExit("Chromium is missing: apt-get install chromium-headless-shell")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=program, args=_QUIET)
        seen = [_best(browser, args.url, path, times=args.times) for path in _paths(browser, args.url)]
        browser.close()
    text = _told(seen)
    print(text)
    if args.write:
        machine.write_down("lcp", text)


def _paths(browser: Browser, url: str) -> Iterator[str]:
    """Home, a section, its first item and a search in Vietnamese; home and an article where fonts are heavier."""
    page = browser.new_page()
    for language in ("vi", "lo", "km", "zh-hans"):
        yield f"/{language}/"
        page.goto(f"{url}/{language}/")
        article = page.locator(".card-lead a").first.get_attribute("href") or ""
        if language == "vi":
            yield article.rstrip("/").rpartition("/")[0] + "/"
            yield f"/{language}/search/?q=cho+bien"
        yield article
    page.close()


def _best(browser: Browser, url: str, path: str, *, times: int) -> Seen:
    return min((_opened(browser, url, path) for _ in range(times)), key=lambda seen: seen.lcp_ms)


def _opened(browser: Browser, url: str, path: str) -> Seen:
    context = browser.new_context(**_PHONE)  # type: ignore[arg-type] # the words of a phone
    page = context.new_page()
    session = context.new_cdp_session(page)
    sizes = _sizes_of(session)
    session.send("Network.emulateNetworkConditions", _LINE)
    session.send("Emulation.setCPUThrottlingRate", {"rate": _SLOWER})
    page.add_init_script(_OBSERVED)
    page.goto(url + path, wait_until="load")
    page.wait_for_timeout(700)
    largest, moved = page.evaluate("largest"), page.evaluate("moved")
    _read_to_the_end(page, session)
    context.close()
    return Seen(
        path, largest["at"], largest.get("what", ""), moved, sizes["text"], sizes["font"], sizes["picture"]
    )  # fmt: skip


def _read_to_the_end(page: Page, session: CDPSession) -> None:
    session.send("Emulation.setCPUThrottlingRate", {"rate": 1})
    page.evaluate(_TO_THE_END)
    page.wait_for_load_state("networkidle")


def _sizes_of(session: CDPSession) -> dict[str, int]:
    """Bytes as they travel, filled while the page loads: text (page, styles, scripts), fonts, pictures."""
    sizes = {"text": 0, "font": 0, "picture": 0}
    kinds: dict[str, str] = {}

    def answered(event: dict[str, Any]) -> None:
        kinds[event["requestId"]] = {"Font": "font", "Image": "picture"}.get(event["type"], "text")

    def finished(event: dict[str, Any]) -> None:
        sizes[kinds.get(event["requestId"], "text")] += int(event["encodedDataLength"])

    session.send("Network.enable")
    session.on("Network.responseReceived", answered)
    session.on("Network.loadingFinished", finished)
    return sizes


def _told(seen: list[Seen]) -> str:
    rows = "\n".join(
        f"| `{each.path}` | {each.lcp_ms:,.0f} | {each.what} | {each.moved:.3f} | {each.text_bytes / 1000:.1f} | "
        f"{each.font_bytes / 1000:.1f} | {each.picture_bytes / 1000:.0f} |"
        for each in seen
    )
    over = [each.path for each in seen if each.lcp_ms > BAR_MS or each.text_bytes + each.font_bytes > TEXT_BAR
            or each.picture_bytes > PICTURE_BAR]  # fmt: skip
    return (
        f"{machine.described()}.\n\n"
        "| page | LCP (ms) | largest | moved | text (kB) | fonts (kB) | pictures to the end (kB) |\n"
        f"|---|---:|---|---:|---:|---:|---:|\n{rows}\n\n"
        + (f"Above a bar: {', '.join(over)}." if over else "All within the bars.")
    )


if __name__ == "__main__":
    main()
