"""Requests nobody thought of, to every address and form: each gets an answer, none a crash.

Three hundred in every test run; `make chaos` sends ten thousand (LANTOA_CHAOS_REQUESTS).
"""

import os
from collections.abc import Callable
from typing import Any
from urllib.parse import quote

import pytest
from django.test import Client
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.factories import Province
from tests.test_access import ROLES, ROWS, World, _client, _path
from tests.test_bad_input import FINE, FORMS, NASTY, QUERY, _asked, _encoded

REQUESTS = int(os.environ.get("LANTOA_CHAOS_REQUESTS", "300"))

# All but the one that says by its status what is wrong with the server: here no ticker runs.
ADDRESSES = sorted({(name, given, post != "-") for name, given, _get, post in ROWS if name != "office:health"})
# What means something here and there, and so comes further than noise does.
_KNOWN = [
    "1", "0", "2026", "2026-H1", "2014..2018", "2026-02-03", "03/02/2026", "1.000", "18,9", "> 300", "vi", "en", "up",
    "down", "on", "xa-an-binh", "ubnd-tinh", "talk", "delegation", "talks", "sea_islands", "submitted", "accepted",
    "draft", "[[talks@2026]]", "xlsx", "csv", "title", "-occurred_on", "month", "2026-13-45", "https://example.org/",
]  # fmt: skip
VALUES = st.one_of(
    st.sampled_from(_KNOWN),
    st.sampled_from(NASTY),
    st.text(max_size=40),
    st.integers().map(str),
    st.dates().map(str),
    st.decimals(allow_nan=True).map(str),
)

# Wagtail's pages through which our content is written: their fields are ours, and so would be their crashes. Its form
# for copying is left alone: that one looks for the new parent before it has judged it.
EDITOR = [
    ("wagtailadmin_home", "", False), ("wagtailadmin_explore_root", "", False),
    ("wagtailadmin_pages:edit", "written", True),
    ("wagtailadmin_pages:edit", "public_item", True), ("wagtailadmin_pages:history", "public_item", False),
    ("wagtailadmin_pages:view_draft", "written", False), ("wagtailadmin_pages:copy", "public_item", False),
    ("wagtailadmin_pages:delete", "written", True), ("wagtailadmin_pages:move", "public_item", False),
    ("wagtailadmin_pages:search", "", False), ("wagtailadmin_choose_page", "", False),
    ("wagtailimages:index", "", False), ("wagtailimages:add", "", True), ("wagtailimages_chooser:choose", "", False),
    ("wagtaildocs:index", "", False), ("wagtaildocs:add", "", True), ("wagtaildocs_chooser:choose", "", False),
    ("wagtailredirects:index", "", False), ("wagtailredirects:add", "", True),
]  # fmt: skip
WRITTEN = {
    "title": "Mở cửa khẩu", "slug": "mo-cua-khau", "standfirst": "Một câu.", "agency": "xa-an-binh", "body-count": "1",
    "body-0-type": "text", "body-0-order": "0", "body-0-deleted": "", "body-0-id": "", "body-0-value": "null",
    "sources-TOTAL_FORMS": "0", "sources-INITIAL_FORMS": "0", "comments-TOTAL_FORMS": "0",
    "comments-INITIAL_FORMS": "0", "action-submit": "1", "old_path": "/cu/", "redirect_link": "/vi/", "file": "x",
}  # fmt: skip
# What stands behind these is looked up in the tree, in folders, in rows: whatever a stranger writes there.
OPEN_ENDED = [
    "/vi/{}/", "/en/{}/{}/", "/lo/{}", "/zh-hans/figures/{}/{}/", "/documents/1/{}", "/media/pictures/{}",
    "/api/v1/items/{}", "/api/v1/{}", "/sitemaps/items-{}.xml", "/vi/calendar/{}.ics", "/vi/search/suggest/?q={}",
    "/km/feeds/rss.xml?topic={}",
    "/ja/embed/?section={}&agency={}", "/vi/news/?page={}", "/{}/", "/vi/answers/{}/", "/office/newsroom/{}/",
]  # fmt: skip


@pytest.mark.django_db
def test_no_request_crashes(province: Province, client_of: Callable[..., Client]) -> None:
    world = World(province)
    paths = {(name, given): _path(name, given, world) for name, given, _ in ADDRESSES}
    clients = {role: _client(province, role, client_of) for role in ROLES}

    paths |= {(name, given): _path(name, given, world) for name, given, _ in EDITOR}

    @settings(
        max_examples=REQUESTS, database=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large]
    )
    @given(st.data())
    def send(data: Any) -> None:
        name, given_, has_form = data.draw(st.sampled_from([*ADDRESSES, *EDITOR, *[("", "", False)] * 30]), "address")
        role = data.draw(st.sampled_from(["lan", "an", "administrator", *ROLES]), "role")
        good = FORMS.get(name, WRITTEN if name.startswith("wagtail") else {})
        if has_form and data.draw(st.booleans(), "by POST"):
            changed = data.draw(st.dictionaries(st.sampled_from([*good, *QUERY]), VALUES, max_size=4), "changed")
            left_out = data.draw(st.sets(st.sampled_from([*good, ""]), max_size=2), "left out")
            sent = {key: value for key, value in {**good, **changed}.items() if key not in left_out}
            method = "post"
        else:
            sent = data.draw(st.dictionaries(st.sampled_from(QUERY), VALUES, max_size=4), "query")
            method = "get"
        encoded = {key: _encoded(value) if isinstance(value, str) else value for key, value in sent.items()}
        path = paths[name, given_] if name else _open_ended(data)
        response = _asked(clients[role], method, path, encoded)
        # 301: the address with a slash at its end, or an older one of a page.
        assert response.status_code in FINE | {301}

    send()


def _open_ended(data: Any) -> str:
    address: str = data.draw(st.sampled_from(OPEN_ENDED), "open address")
    words = [quote(_encoded(data.draw(VALUES, "word")), safe="/") for _ in range(address.count("{}"))]
    return address.format(*words)
