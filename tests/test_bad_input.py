"""Whatever stands in an address or a form, the answer is a page and never a crash."""

import time
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import transaction
from django.http import HttpResponseBase
from django.test import Client

from lantoa.desks.answers import forms as remark_forms
from tests.factories import Province
from tests.test_access import ROWS, World, _path

pytestmark = pytest.mark.django_db

# Digits that `isdigit` takes and `int` refuses, numbers beyond every column, days beyond the calendar, what no
# database keeps, and what a template or a pattern could trip over.
NASTY = [
    "²", "-1", "9" * 5000, "9999-12-31..9999-12-31", "a\0b", "\ud800", "[[x@]]", "'\"<script>", "vi\nSet-Cookie: x",
]  # fmt: skip

READ_THE_QUERY = {
    "ledger:register", "ledger:figures", "ledger:figure", "ledger:imports", "ledger:import_preview",
    "ledger:import_batch", "reports:list", "reports:trace", "reports:section", "office:design",
    "programme:periods", "programme:period", "programme:period_new", "programme:period_print",
    "programme:period_calendar",
    "ledger:export", "ledger:bulk_done", "ledger:news", "office:heads", "office:heads_en", "office:heads_feed",
    "api:items", "api:search", "portal_search", "portal_suggest", "portal_misses", "portal_figures", "counters",
    "machines:rss", "machines:atom", "machines:json", "machines:calendar", "machines:embed", "maps:news",
    "newsroom:items", "newsroom:links", "newsroom:times", "remarks:list", "answers:remark", "answers:log",
    "answers:thanks", "channels:views", "channels:views_file", "official:official", "official:json", "wagtail_serve",
}  # fmt: skip
QUERY = [
    "page", "period", "agency", "as_of", "f_year", "f_agency", "f_place", "f_purpose", "f_x", "state", "kind", "q",
    "year", "lang", "next", "show", "level", "regime", "window", "free",
    "lang", "next", "since", "until", "sort", "size", "column", "place", "topic", "evidence", "before",
    "language", "section", "about", "what", "by", "item", "only", "standing", "month",
]  # fmt: skip
TALK = {
    "title": "Nói chuyện", "occurred_on": "2026-02-03", "attendances": "40", "topic": "sea_islands",
    "agency": "xa-an-binh", "submit": "1", "occurred_from": "", "place": "", "talks": "", "task": "",
    "attendances_qualifier": "", "coordinating": "", "note": "", "source": "", "form_key": "", "is_subset": "",
}  # fmt: skip
REVIEW = {"title": "Báo cáo", "period": "2026", "agency": "", "language": "vi"}
SECTION = {"heading": "1. Kết quả", "body": "Có 5.", "seen": "", "insert": "", "bind": "", "q": ""}
PERIOD = {
    "name": "Quý I", "cutoff_on": "2026-03-31", "goes_up_on": "", "due_commune": "2026-04-05", "due_province": "",
}  # fmt: skip
# What each form sends when it is filled well; an address without a row sends nothing.
FORMS = {
    "office:language": {"language": "vi", "next": "/office/"},
    "ledger:record": TALK, "ledger:edit": TALK, "ledger:correct": {**TALK, "correct-reason": "x"},
    "ledger:return": {"return-reason": "x", "next": ""}, "ledger:reverse": {"reverse-reason": "x", "next": ""},
    "ledger:import_undo": {"reason": "x"}, "ledger:imports": {"agency": "xa-an-binh"},
    "ledger:bulk": {"act": "accept", "pick": "1", "everything": "on", "look": "q=noi"},
    "ledger:bulk_confirm": {
        "act": "return", "picked": "1,2", "key": "00000000-0000-0000-0000-000000000007", "look": "q=noi", "reason": "x",
        "seen_at": "2026-03-01T05:00:00+00:00",
    },
    "ledger:bulk_undo": {"reason": "x"}, "ledger:save_view": {"name": "x", "look": "q=noi", "shared": "on"},
    "ledger:look_through": {"note": "x"}, "ledger:prechecks": {"looker": "x"}, "ledger:news": {"read": "1"},
    "reports:begin": REVIEW, "reports:edit": REVIEW, "reports:section_add": {"heading": "x"},
    "reports:section": SECTION, "reports:section_preview": SECTION, "reports:section_move": {"to": "up"},
    "reports:freeze": {"accept": "on"},
    "ledger:submission_nothing_of_many": {"pick": "1"},
    "ledger:submission_submit": {"drafts": "1"}, "ledger:submission_return": {"return-reason": "x"},
    "programme:period_edit": PERIOD, "programme:period_reopen": {"reopen-reason": "x"},
    "programme:period_act": {"do": "extend", "pick": "1", "extend-until": "2026-10-12", "extend-reason": "x"},
    "programme:period_add": {"agencies": "ubnd-tinh", "due_on": "2026-10-12"},
    "programme:period_calendar": {
        "day": "2026-12-26", "is_working": "on", "name_vi": "x", "name_en": "", "source": "", "is_verified": "",
    },
}  # fmt: skip
FILES = {
    "ledger:record": "evidence",
    "ledger:edit": "evidence",
    "ledger:attach": "evidence",
    "ledger:correct": "evidence",
    "ledger:imports": "file",
}
PASSWORDS = {"password1": "bon tu khong thanh cau", "password2": "bon tu khong thanh cau"}
INVITATION = {
    "full_name": "Lê Văn Ba", "username": "levanba", "agency": "xa-an-binh", "role": "focal_point",
    "since": "2026-02-03", "last_day": "",
}  # fmt: skip
# Of accounts, which the administrator keeps.
READ_THE_QUERY |= {"people:accounts", "people:audit", "people:audit_file"}
READ_THE_QUERY |= {"people:committee", "people:committee_file", "people:committee_member_new"}
QUERY += ["role", "person", "action", "since", "until", "on", "after"]
MEMBER = {
    "seat": "member", "full_name": "", "position": "Giám đốc", "agency": "xa-an-binh", "since": "2026-02-03",
    "paper": "1",
}  # fmt: skip
PAPER = {
    "kind": "other", "number": "9/KL", "signed_on": "2026-02-03", "issuer": "x", "title": "x", "link": "", "until": "",
}  # fmt: skip
FORMS |= {
    "people:invite": INVITATION, "people:account_name": {"full_name": "Lê Văn Ba", "username": "levanba"},
    "people:account_post": {f"post-{name}": value for name, value in INVITATION.items()},
    "people:account_end_post": {"last_day": "2026-02-03"}, "people:account_erase": {"erase-confirm": "an"},
    "people:committee_member_new": MEMBER, "people:committee_member": MEMBER,
    "people:committee_member_end": {"end-on": "2026-02-03", "end-paper": "", "end-reason": "x"},
    "people:committee_paper_new": PAPER, "people:committee_paper": PAPER,
    "people:account_second_steps": {"leader": "2026-02-03"}, "office:join": PASSWORDS,
    "office:set_up": {**PASSWORDS, "province": "A", "agency": "B", "full_name": "C", "username": "d"},
}  # fmt: skip
OFFICIAL = {
    "kind": "portal", "name": "Cổng", "address": "https://song-xanh.example/", "agency": "ubnd-tinh",
    "languages": "vi", "checked_on": "2026-02-03", "since": "", "until": "",
}  # fmt: skip
# Of the desks: what readers send, and what the newsroom answers.
FORMS |= {
    "answers:remark": {
        "kind": "question", "text": "Lễ hội mở cửa lúc mấy giờ?", "sender": "", "email": "", "about": "1",
        "opened": remark_forms.opened(time.time() - 60), "website": "",
    },
    "answers:press": {"choice": "good"},
    "remarks:remark": {"outcome": "answered", "summary": "Hỏi giờ mở cửa", "text": "Tám giờ."},
    "remarks:times": {"question-working_days": "5"},
    "newsroom:check": {"point": "1", "open": ""}, "newsroom:correct": {"text": "Sai số."},
    "newsroom:withdraw": {"reason_vi": "Sai."},
    "newsroom:reason": {"reason": "Sai."},
    "newsroom:follow": {"correction": "1"},
    "channels:official_new": OFFICIAL, "channels:official_edit": OFFICIAL,
}  # fmt: skip
OF_ADMINISTRATORS = ("people:account", "people:audit", "people:invite")
CONTENTS = [
    b"",
    b"x",
    b"PK\x03\x04",
    b"%PDF-",
    b"%PDF-1.7\n1 0 obj\n<< /Type /Catalog /Pages 1 0 R >>\nendobj\ntrailer\n<< /Root 1 0 R >>\n%%EOF\n",
    b"\xff\xd8\xff\xe0",
    b"\x89PNG\r\n\x1a\n" + b"\0" * 40,
    b"RIFF\0\0\0\0WEBP",
]
# Where a focal point and the secretariat are asked other things, or see other rows.
BOTH_ROLES = {"ledger:figures", "ledger:figure", "ledger:record", "reports:trace"}
# What a library answers for its own reasons stands beside ours.
FINE = {200, 302, 400, 403, 404, 405, 409, 410, 422, 429}


def _asked(client: Client, method: str, path: str, data: Any) -> HttpResponseBase:
    with transaction.atomic():
        response: HttpResponseBase = getattr(client, method)(path, data)
        if response.streaming:
            b"".join(response.streaming_content)  # type: ignore[attr-defined] # read to its end, closed
        transaction.set_rollback(True)
    return response


def _encoded(text: str) -> str:
    """As a browser sends it: a half of a pair has no bytes."""
    return text.encode("utf-8", "replace").decode()


def _bad_forms(name: str) -> Iterator[dict[str, Any]]:
    good = FORMS.get(name, {})
    if good:
        yield dict(good)
        yield {field: [value, value] for field, value in good.items()}
        yield from (dict.fromkeys(good, _encoded(value)) for value in NASTY)
    # Singly, so that all else is good and the value comes as far as the database.
    for field in good:
        for value in ("²", "a\0b"):
            yield {**good, field: value}
    for value in ("5|1|a\0b", "²|1|[[talks]]", "3|5|[[x\0]]", "3|5|" + "x" * 60_000, "9" * 400 + "|5|[[talks]]"):
        if "bind" in good:
            yield {**good, "bind": value}
            yield {**good, "insert": value.rpartition("|")[2]}
    for content in CONTENTS if name in FILES else []:
        yield {**good, FILES[name]: SimpleUploadedFile("a\r\nb'\"<b>.xlsx", content)}


# To send nothing at all is tried in test_access.py, by every role.
@pytest.mark.parametrize(
    ("name", "given"),
    sorted({(name, given) for name, given, *_ in ROWS if name in READ_THE_QUERY | FORMS.keys() | FILES.keys()}),
)
def test_no_address_and_no_form_crashes(
    name: str, given: str, province: Province, client_of: Callable[..., Client]
) -> None:
    path = _path(name, given, World(province))
    post = next(post for row, other, _get, post in ROWS if (row, other) == (name, given))
    tries: list[tuple[str, Any]] = []
    if name in READ_THE_QUERY:
        tries += [("get", {key: _encoded(value) for key in QUERY}) for value in NASTY]
        tries += [
            ("get", {"period": "2026", "as_of": "999999999999999", "f_year": value}) for value in ("0000", "9999")
        ]
    if post != "-":
        tries += [("post", form) for form in _bad_forms(name)]
    crashed = []
    roles = (
        ["administrator"] if name.startswith(OF_ADMINISTRATORS) else ["lan", "an"] if name in BOTH_ROLES else ["lan"]
    )
    for role in roles:
        client = client_of(getattr(province, role))
        client.raise_request_exception = False
        for method, data in tries:
            response = _asked(client, method, path, data)
            if response.status_code not in FINE:
                shown = {key: str(value)[:40] for key, value in data.items()}
                crashed.append((role, method, response.status_code, shown))
    assert crashed == []


@pytest.mark.parametrize("number", ["0", "99999999999999999999", "9223372036854775808", "9" * 400])
def test_numbers_beyond_every_column_are_not_found(
    number: str, province: Province, client_of: Callable[..., Client]
) -> None:
    client = client_of(province.lan)
    for address in ("activities", "evidence", "imports", "entries", "reports"):
        assert client.get(f"/office/{address}/{number}/").status_code == 404
    assert client.post(f"/office/activities/{number}/accept/").status_code == 404
    assert client.get(f"/office/reports/{number}/sections/{number}/").status_code == 404


@pytest.mark.parametrize("cookie", ['sessionid="abcdefgh\\000"', 'lantoa_language="\\000"', 'messages="\\000"'])
def test_a_cookie_that_no_database_can_compare_is_refused(cookie: str, khach: Client) -> None:
    khach.raise_request_exception = False
    assert khach.get("/office/", headers={"cookie": cookie}).status_code == 400


@pytest.mark.parametrize("length", [str(257 * 1024 * 1024), "9" * 30, "-1", "²"])
def test_a_flood_is_refused_before_it_is_read(length: str, khach: Client) -> None:
    answer = khach.post("/accounts/login/", {"login": "x"}, CONTENT_LENGTH=length)
    assert answer.status_code == 413
