"""Every page of the access table: nothing that axe can find, no sideways scroll at 360 pixels, light enough to load.

Pages are found as a person finds them, by links from the first page on; a page that no link leads to is named here.
"""

import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from typing import Any
from urllib.parse import urljoin, urlsplit

import pytest
from django.urls import Resolver404, resolve
from playwright.sync_api import Page

from lantoa.doors.office.middleware import LANGUAGE_COOKIE
from tests import databases
from tests.journeys.axe import violations
from tests.journeys.conftest import DESK, PHONE, Site
from tests.test_access import ROLES, ROWS

Windows = Callable[..., Page]

# HTML, styles and scripts of a page as they travel, before fonts (fetched once) and pictures.
MOST_BYTES = 100_000

# Where links begin; the last ones stand where the sample has no link to them: nothing of it is wrong or done.
BEGINNINGS = [
    "/office/activities/?state=accepted", "/office/activities/?state=draft", "/office/", "/accounts/2fa/",
    "/office/activities/?kind=talk&state=draft&period=1999", "/office/ledger/?verify=1", "/office/design/",
    "/office/programme/plans/ke-hoach-2026/delete/", "/office/programme/tasks/kh2026-quy-che/reopen/",
    "/office/programme/tasks/kh2026-bo-anh/delete/",
]  # fmt: skip
EXAMPLES = 3  # so many pages of a kind are searched for links, each found on another page; the first is looked at

# What is looked at as a focal point sees it; two of them only such a person reaches by a link.
OF_FOCAL_POINTS = {
    "office:home", "ledger:register", "ledger:activity", "ledger:submission", "ledger:record", "ledger:edit",
    "ledger:news", "programme:periods",
}  # fmt: skip

# What the walk does not look at.
FILES = {
    "ledger:export", "ledger:template", "ledger:evidence", "ledger:import_records", "ledger:import_left_out",
    "ledger:part", "office:heads_feed", "people:audit_file", "people:committee_file",
    "people:committee_paper_file", "reports:download",
    "vocabulary:export", "vocabulary:versions", "documents:letterhead_sheet", "documents:template",
    "documents:template_begin", "documents:template_try",
    "reports:comments_export", "documents:layout_css", "media:picture", "counters", "official:json", "portal_suggest",
    "maps:index", "maps:shelves", "maps:items", "maps:news", "maps:robots", "maps:icon", "maps:touch_icon",
    "maps:touch_icon_of_old", "machines:rss", "machines:atom",
    "machines:json", "machines:calendar", "machines:event", "api:items", "api:item", "api:search", "api:openapi",
    "api:channels",
    "channels:views_file", "expert_file",
}  # fmt: skip
SEEN_ELSEWHERE = {
    "ledger:preview": "a piece of a page, in test_register.py",
    "ledger:bulk_done": "after an act on many, in test_register.py",
    "ledger:import_preview": "after an upload, in test_old_workbook.py",
    "ledger:import_mapping": "after an upload, in test_old_workbook.py",
    "office:join": "by a link, in test_accounts.py",
    "office:set_up": "by a link, in test_accounts.py",
    "office:trace": "as a visitor, once a review was opened",
    "office:trace_en": "as a visitor, once a review was opened",
}

# Of the portal, and what its readers leave for the office: in test_portal.py.
SEEN_ELSEWHERE |= dict.fromkeys(
    [
        "portal_search", "wagtail_serve", "machines:embed", "answers:thanks", "answers:received", "remarks:remark",
        "newsroom:item", "channels:official_edit", "newsroom:experts", "newsroom:expert_new", "expert_reading",
        "portal_notice_edit", "intake:batch", "intake:many",
    ],
    "in test_portal.py",
)  # fmt: skip

# The sample holds no row of these, so no link leads to them and nothing looks at them here.
WITHOUT_A_ROW = {"programme:finding_delete"}


@pytest.mark.parametrize("username", ["lan", "quan-tri", "an"])
def test_every_page_of_a_role_is_accessible_and_light(username: str, site: Site, sign_in: Windows) -> None:
    """`make test` opens each and looks at every second one; `make test-all` at all, in both languages."""
    page, wanted = sign_in(username, DESK), looked_at_by(username)
    assert len(wanted) > 5
    reviews = [f"/office/reports/{row['id']}/" for row in site.lantoa("report", "list")] if username == "lan" else []
    found = pages_by_links(page, site.url, [*BEGINNINGS, *reviews], wanted)
    assert wanted - found.keys() == set()
    paths = [found[name] for name in sorted(wanted)]
    assert list(problems_of(page, site.url, paths if databases.ALL else paths[::2])) == []


def test_the_front_pages_are_accessible_to_a_visitor(site: Site, sign_in: Windows) -> None:
    public = open_a_review(site, sign_in)
    front = ["/vi/", "/accounts/login/", "/join/khong-co/", "/khong-co/", *public]
    assert list(problems_of(sign_in(None), site.url, front)) == []


def open_a_review(site: Site, sign_in: Windows) -> list[str]:
    """The public addresses of one of its figures."""
    review = next(row["id"] for row in site.lantoa("report", "list") if row["state"] == "frozen")
    page = sign_in("lan", DESK)
    page.goto(f"/office/reports/{review}/")
    page.check("[name=is_public]")
    page.locator("form[action$='/issue/'] button").click()
    page.locator(".messages [data-tone=ok]").first.wait_for()
    figure = site.lantoa("report", "check", str(review))[0]["figures"][0]["id"]
    return [f"/figures/{figure}/", f"/en/figures/{figure}/"]


def looked_at_by(username: str) -> set[str]:
    """Names of addresses: each once, those that look otherwise to a focal point twice."""
    if username == "an":
        return OF_FOCAL_POINTS
    role = {"lan": "lan", "quan-tri": "administrator"}[username]
    rest = opened_by(role) - FILES - SEEN_ELSEWHERE.keys() - WITHOUT_A_ROW - {"ledger:edit", "ledger:news"}
    return rest if role == "lan" else rest - opened_by("lan")


def opened_by(role: str) -> set[str]:
    """Names of the addresses that a role may GET."""
    place = ROLES.index(role)
    return {name for name, _, get, _ in ROWS if get != "-" and get.split()[place] == "ok"}


def pages_by_links(page: Page, home: str, beginnings: list[str], wanted: set[str]) -> dict[str, str]:
    """Our addresses that links lead to, until all that is wanted is found: name -> the first one."""
    found: dict[str, str] = {}
    searched: dict[str, set[str]] = defaultdict(set)
    waiting = [(name_of(path), path) for path in beginnings]
    while waiting and wanted - found.keys():
        name, path = waiting.pop(0)
        if path in searched[name] or len(searched[name]) >= EXAMPLES:
            continue
        searched[name].add(path)
        answer = page.request.get(home + path)
        if answer.ok:
            found.setdefault(name, path)
            links = [urljoin(path, link.replace("&amp;", "&")) for link in _LINK.findall(answer.text())]
            first = {name: link for link in reversed(links) if link.startswith("/") and (name := name_of(link))}
            waiting += first.items()
    return found


def name_of(path: str) -> str:
    """Of a page of ours, else empty."""
    try:
        name = resolve(urlsplit(path).path).view_name
    except Resolver404:
        return ""
    return "" if name.startswith("wagtail") or name in FILES else name


def problems_of(page: Page, home: str, paths: Iterable[str]) -> Iterator[Any]:
    """Each page in Vietnamese on a light desk or in English on a dark phone, in turns, and axe looks at it.

    `make test-all` opens each in both.
    """
    faces = (("vi", "light", DESK), ("en", "dark", PHONE))
    for number, path in enumerate(paths):
        for language, scheme, size in faces if databases.ALL else faces[number % 2 :][:1]:
            page.context.add_cookies([{"name": LANGUAGE_COOKIE, "value": language, "url": home}])
            page.emulate_media(color_scheme=scheme)  # type: ignore[arg-type] # one of its words
            page.set_viewport_size(size)  # type: ignore[arg-type] # width and height
            answer = page.goto(path)
            assert answer
            if answer.status not in {200, 404}:
                yield path, answer.status
            if (language == "en") == bool(number % 2):
                yield from ((path, *violation) for violation in violations(page))
            page.set_viewport_size(PHONE)  # type: ignore[arg-type]
            if width := page.evaluate("document.documentElement.scrollWidth - innerWidth"):
                yield path, language, f"{width} px too wide"
            if (weight := page.evaluate(_WEIGHT)) > MOST_BYTES:
                yield path, f"{weight} bytes"


_LINK = re.compile(r'<a [^>]*href="([^"#]+)')
_WEIGHT = """() => [...performance.getEntriesByType("navigation"), ...performance.getEntriesByType("resource")]
    .filter(entry => entry.entryType === "navigation" || /[.](css|js)$/.test(entry.name))
    .reduce((sum, entry) => sum + entry.encodedBodySize, 0)"""
