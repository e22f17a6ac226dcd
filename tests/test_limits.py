"""What Lan Tỏa never does. These are not settings; a change that breaks one of them is refused.

What concerns rooms that are not built yet gets its test with the room.
"""

import re
from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime
from typing import Any

import pytest
from django.apps import apps
from django.conf import settings
from django.db import connection, models
from django.test import Client
from django.urls import URLResolver, get_resolver, reverse

from lantoa.base.periods import year
from lantoa.core.ledger import actions as ledger
from lantoa.core.ledger import models as ledger_models
from lantoa.core.ledger.drafts import Draft, draft_of
from lantoa.core.people.models import Agency, User
from lantoa.core.reports import actions as reports
from lantoa.doors.cli import up
from lantoa.doors.cli.main import COMMANDS
from tests.databases import PROJECT

AT = datetime(2026, 3, 1, 5, tzinfo=UTC)

# Whole words of a snake_case name, each under the promise it would break.
FORBIDDEN_NAMES = {
    "Readers are counted, never followed": {
        "ip", "remote_addr", "address_of_visitor", "user_agent", "visitor", "visitor_id", "fingerprint", "device",
        "referrer", "referer", "geolocation", "tracking",
    },
    "No profile of any person": {"journalist", "byline", "tone", "sentiment", "stance", "loyalty", "watchlist"},
    "No verdict on opinions": {"verdict", "rating", "truthfulness", "credibility"},
    "No instruction to the media, no takedown": {
        "takedown", "take_down", "mass_report", "block_request", "removal_request", "gag", "do_not_publish",
    },
}  # fmt: skip

# Pages that a visitor may open; every public page belongs here (the trace of a figure: in reports/test_traces.py).
PUBLIC_PAGES = [
    "/vi/", "/heads/", "/en/heads/", "/heads.json", "/api/v1/items", "/vi/feeds/rss.xml", "/en/feeds/feed.json",
    "/sitemap.xml", "/robots.txt",
]  # fmt: skip

# Columns of the ledger that hold text: codes and digests. Anything else must be a number, a date, a flag or a key.
CODES_OF_THE_LEDGER = {*ledger_models.DIMENSIONS, "kind", "qualifier", "document_digest", "previous_hash", "hash"}
# The codes of an entry side by side; `ledger verify` compares the two.
REPEATED_IN_LINES = "dimensions"


def _words_of(name: str) -> set[str]:
    parts = re.sub(r"(?<=[a-z])(?=[A-Z])", "_", name).lower().split("_")
    return {"_".join(parts[start:end]) for start in range(len(parts)) for end in range(start + 1, len(parts) + 1)}


def _all_names() -> Iterator[tuple[str, str]]:
    """(where, name) of every table, field, address and command; of libraries too, for they store things as well."""
    for model in apps.get_models(include_auto_created=True):
        yield model._meta.label, model.__name__
        for field in model._meta.local_fields:
            yield f"{model._meta.label}.{field.name}", field.name
    for name in filter(None, _address_names(get_resolver())):
        yield f"address {name}", name
    for name in COMMANDS:
        yield f"command {name}", name


def _address_names(resolver: URLResolver) -> Iterator[str]:
    for pattern in resolver.url_patterns:
        if isinstance(pattern, URLResolver):
            yield from _address_names(pattern)
        else:
            yield pattern.name or ""


@pytest.mark.parametrize("promise", FORBIDDEN_NAMES)
def test_nothing_is_named_after_what_is_never_done(promise: str) -> None:
    names = list(_all_names())
    assert len(names) > 300
    assert [where for where, name in names if _words_of(name) & FORBIDDEN_NAMES[promise]] == []


def test_no_table_can_store_an_internet_address() -> None:
    found = [
        f"{model._meta.label}.{field.name}"
        for model in apps.get_models(include_auto_created=True)
        for field in model._meta.local_fields
        if isinstance(field, models.GenericIPAddressField)
    ]
    assert found == []


@pytest.mark.django_db
@pytest.mark.parametrize("page", PUBLIC_PAGES)
def test_a_public_page_sets_no_cookie_and_speaks_to_nobody_else(page: str, khach: Client) -> None:
    response = khach.get(page)

    assert response.status_code == 200
    assert "Set-Cookie" not in response.headers
    assert response.cookies == {}
    policy = response.headers["Content-Security-Policy"]
    sources = {word for part in policy.split(";") for word in part.split()[1:]}
    assert sources <= {"'self'", "'none'", "data:"}
    assert response.headers["Referrer-Policy"] == "same-origin"


@pytest.mark.django_db
def test_the_choice_of_a_language_is_all_that_its_cookie_holds(khach: Client) -> None:
    response = khach.post(reverse("office:language"), {"language": "en"})

    assert [(cookie.key, cookie.value) for cookie in response.cookies.values()] == [("lantoa_language", "en")]


def test_the_server_keeps_no_access_log() -> None:
    server = up.programs("127.0.0.1", 8000, ["http://localhost:8000"])[0]
    assert "--no-access-log" in server.command
    assert "access" not in str(settings.LOGGING)


def test_our_scripts_and_pages_call_no_other_host_and_leave_no_mark() -> None:
    files = [
        file
        for pattern in ("*.js", "*.css", "*.html")
        for file in (PROJECT / "lantoa").rglob(pattern)
        if "node_modules" not in file.parts
    ]
    assert len(files) > 20
    outside = re.compile(
        r"document\.cookie|sendBeacon|indexedDB|serviceWorker"
        r"|(?:src|srcset|action|poster)=[\"']?https?:|url\([\"']?https?:|@import\s+[\"']https?:|<link[^>]+href=[\"']https?:"
        r"|(?:fetch|open|import)\([\"']https?:"
    )
    assert [f"{file.name}: {found[0]}" for file in files if (found := outside.search(file.read_text("utf-8")))] == []


def test_the_editor_tells_nobody_outside_that_it_is_used() -> None:
    assert settings.WAGTAIL_ENABLE_UPDATE_CHECK is False
    assert settings.WAGTAIL_ENABLE_WHATS_NEW_BANNER is False
    assert settings.WAGTAIL_GRAVATAR_PROVIDER_URL is None


# -- the ledger ------------------------------------------------------------------------------------


def test_the_ledger_has_no_place_for_free_text() -> None:
    text = [
        field
        for model in ledger_models.APPEND_ONLY
        for field in model._meta.local_fields
        if isinstance(field, models.CharField | models.TextField | models.JSONField | models.FileField)
    ]
    assert {field.name for field in text} <= {*CODES_OF_THE_LEDGER, REPEATED_IN_LINES}
    long = [field.name for field in text if (field.max_length or 999) > 64]
    assert long == [REPEATED_IN_LINES]


@pytest.mark.django_db
def test_nothing_a_person_wrote_reaches_the_ledger(an: User, lan: User, commune_a: Agency) -> None:
    draft = Draft(
        kind="talk", agency=commune_a.code, title="Ông Vũ Đại Khai nói chuyện", note="điện thoại 0900 000 000",
        source="sổ tay của anh Sáu", occurred_from=date(2026, 2, 3), occurred_on=date(2026, 2, 3),
        quantities={"talks": (1000, ""), "attendances": (120000, "")},
    )  # fmt: skip
    made = ledger.accept(ledger.submit(ledger.save_draft(draft, by=an, at=AT), by=an, at=AT), by=lan, at=AT)
    ledger.reverse(made, by=lan, at=AT, reason="Bà Tám báo nhầm ngày")

    rows = [row for model in ledger_models.APPEND_ONLY for row in _rows_of(model)]
    assert len(rows) >= 6
    everything = " ".join(str(value) for row in rows for value in row)
    assert [word for word in ("Khai", "0900", "Sáu", "Tám", "nhầm") if word in everything] == []


def _rows_of(model: type[models.Model]) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT * FROM {model._meta.db_table}")
        return list(cursor.fetchall())


@pytest.mark.django_db
def test_a_frozen_review_prints_the_head_of_the_ledger_and_never_moves(an: User, lan: User, commune_a: Agency) -> None:
    draft = Draft(
        kind="talk", agency=commune_a.code, title="Nói chuyện", occurred_from=date(2026, 2, 3),
        occurred_on=date(2026, 2, 3), quantities={"talks": (1000, ""), "attendances": (120000, "")},
    )  # fmt: skip
    made = ledger.accept(ledger.submit(ledger.save_draft(draft, by=an, at=AT), by=an, at=AT), by=lan, at=AT)
    sections = [("1. Kết quả", "Có [[talk_attendances]] lượt người.")]
    review = reports.create("Báo cáo", period=year(2026), by=lan, at=AT, sections=sections)
    frozen = reports.freeze(review, by=lan, at=AT)
    text = frozen.document.html

    ledger.correct(
        made,
        Draft(**{**vars(draft_of(made)), "quantities": {"talks": (1000, ""), "attendances": (90000, "")}}),
        by=lan,
        at=AT,
        reason="Đếm lại",
    )

    assert frozen.head_hash in text.replace("<wbr>", "")  # the places where a line may break
    frozen.refresh_from_db()
    assert frozen.document.html == text
    assert frozen.figures.get().value == 120000


@pytest.mark.django_db
def test_who_did_what_is_asked_of_one_log_alone(client_of: Callable[[User], Client], an: User) -> None:
    """The page of one's own work shows no trail of what one looked at: reading writes nothing."""
    client = client_of(an)
    client.get(reverse("office:home"))
    before = _all_counts()
    for name in ("office:home", "ledger:register", "ledger:figures", "reports:list"):
        assert client.get(reverse(name)).status_code == 200
    assert _all_counts() == before


def _all_counts() -> dict[str, int]:
    return {model._meta.label: model._base_manager.count() for model in apps.get_models(include_auto_created=True)}
