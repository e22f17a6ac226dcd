"""No page of ours breaks a rule that axe can check, or scrolls sideways on a phone, in both languages and schemes."""

from collections.abc import Callable
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

from tests.journeys.conftest import DESK, PHONE, Site

Windows = Callable[..., Page]
PAGES = [
    "/", "/office/", "/office/activities/", "/office/activities/?kind=talk&state=draft&period=1999",
    "/office/activities/look-through/", "/office/activities/new/", "/office/activities/new/delegation/",
    "/office/figures/", "/office/figures/delegations_in/?period=2014..2018", "/office/entries/1/",
    "/office/ledger/?verify=1", "/office/reports/", "/office/reports/new/",
    "/office/reports/new/press-report/", "/office/imports/", "/office/design/",
    "/accounts/password/change/",
    "/accounts/2fa/",
]  # fmt: skip


PAGES_OF_ADMINISTRATORS = [
    "/office/people/accounts/", "/office/people/accounts/invite/", "/office/people/accounts/second-step/",
    "/office/people/accounts/2/", "/office/people/audit/", "/office/people/audit/retention/",
    "/office/sessions/end/", "/accounts/2fa/webauthn/",
]  # fmt: skip


@pytest.mark.parametrize(
    ("size", "language", "scheme"),
    [(PHONE, "vi", "light"), (PHONE, "en", "dark"), (DESK, "vi", "dark"), (DESK, "en", "light")],
)
def test_every_page_is_accessible(
    site: Site, sign_in: Windows, size: dict[str, int], language: str, scheme: str
) -> None:
    page = sign_in("lan", size, language=language, color_scheme=scheme)
    reviews = [f"/office/reports/{row['id']}/" for row in site.lantoa("report", "list")]
    found = [problem for address in [*PAGES, *reviews] for problem in problems(page, address)]
    assert found == []


def test_the_pages_of_administrators_are_accessible(sign_in: Windows) -> None:
    for size, scheme in ((PHONE, "dark"), (DESK, "light")):
        page = sign_in("quan-tri", size, color_scheme=scheme)
        assert [problem for address in PAGES_OF_ADMINISTRATORS for problem in problems(page, address)] == []


def test_the_front_pages_are_accessible_to_a_visitor(sign_in: Windows) -> None:
    for size in (PHONE, DESK):
        page = sign_in(None, size)
        assert [
            problem
            for address in ("/", "/heads/", "/en/heads/", "/accounts/login/", "/join/khong-co/", "/khong-co/")
            for problem in problems(page, address)
        ] == []


def problems(page: Page, address: str) -> list[Any]:
    answer = page.goto(address)
    assert answer
    assert answer.status in {200, 404}, f"{address}: {answer.status}"
    width = page.evaluate("document.documentElement.scrollWidth - innerWidth")
    found: list[Any] = [f"{address} is {width} px too wide"] if width > 0 else []
    for violation in Axe().run(page).response["violations"]:
        nodes = [node["target"] for node in violation["nodes"][:3]]
        found.append((address, violation["id"], nodes))
    return found
