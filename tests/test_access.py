"""Who may open what: every address of ours, singly, for every role. What has no row here fails.

Columns: khach (a visitor), an (focal point of the agency whose records these are), binh (focal point of another
agency), lan (secretariat), leader, administrator, auditor (reads all that was sent), editor (as translators, reviewers
and press officers: no agency's records). What they get:
ok = let in (a page, a file, a form that came back, a redirect to a page inside) · login = sent to sign in
403, 404, 405 = refused
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, date, datetime
from functools import cached_property
from typing import Any
from uuid import UUID

import pytest
from django.core.files.base import ContentFile
from django.db import transaction
from django.http import HttpResponseBase
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, reverse

from lantoa.base.periods import parse, year
from lantoa.core.ledger import actions as ledger
from lantoa.core.ledger.drafts import Draft
from lantoa.core.ledger.models import Activity, Evidence, SavedView
from lantoa.core.programme import actions as programme
from lantoa.core.programme.models import CalendarDay, ReportingPeriod, Submission
from lantoa.core.reports import actions as reports
from lantoa.core.reports.models import Report
from tests.core.documents import access as of_documents
from tests.core.documents.access import Documents
from tests.core.ledger import access as of_imports
from tests.core.ledger.access import Imports
from tests.core.people import access as of_accounts
from tests.core.people.access import Accounts
from tests.core.programme import access as of_plans
from tests.core.reports import access as of_drafts
from tests.core.vocabulary import access as of_words
from tests.desks import access as of_desks
from tests.desks.intake import access as of_imported
from tests.desks.newsroom import access as of_newsroom
from tests.doors import access as of_machines
from tests.english import english_in
from tests.factories import Province

pytestmark = pytest.mark.django_db
AT = datetime(2026, 3, 1, 5, tzinfo=UTC)

ROLES = ("khach", "an", "binh", "lan", "leader", "administrator", "auditor", "editor")

# Addresses of libraries are governed as a whole: each prefix with what a visitor gets at its door.
LIBRARIES = {"accounts/": "ok", "admin/": "login", "documents/": "404"}

# Those that anybody may open without signing in.
PUBLIC = {
    "office:language", "office:join", "office:set_up", "office:heads", "office:heads_en",
    "office:heads_feed", "office:trace", "office:trace_en",
    # Leads a visitor to the public page of an open figure.
    "reports:trace",
    *of_desks.PUBLIC,
    *of_machines.PUBLIC,
    *of_newsroom.PUBLIC,
}  # fmt: skip

# name, what stands in its address (an attribute of World), then one word per role for GET and for POST
# ("-": the method is not offered to anybody)
ROWS = [
    # No ticker runs here.
    ("office:health", "", "503 503 503 503 503 503 503 503", "-"),
    ("office:heads", "", "ok ok ok ok ok ok ok ok", "-"),
    ("office:heads_en", "", "ok ok ok ok ok ok ok ok", "-"),
    ("office:heads_feed", "", "ok ok ok ok ok ok ok ok", "-"),
    ("office:trace", "opened_figure", "ok ok ok ok ok ok ok ok", "-"),
    ("office:trace_en", "opened_figure", "ok ok ok ok ok ok ok ok", "-"),
    # Not public: whoever is signed in passes from there to the office's own page.
    ("office:trace", "printed_figure", "login login login login login login login login", "-"),
    ("office:home", "", "login ok ok ok ok ok ok ok", "-"),
    ("office:language", "", "-", "ok ok ok ok ok ok ok ok"),
    ("office:guide", "", "login ok ok ok ok ok ok ok", "-"),
    ("office:design", "", "login ok ok ok ok ok ok ok", "-"),
    *of_words.ROWS,
    *of_plans.ROWS,
    *of_drafts.ROWS,
    ("reports:list", "", "login ok ok ok ok ok ok ok", "-"),
    ("reports:new", "", "login 403 403 ok 403 ok 403 403", "-"),
    ("reports:begin", "press-report", "login 403 403 ok 403 ok 403 403", "login 403 403 ok 403 ok 403 403"),
    ("reports:find", "", "login ok ok ok ok ok ok ok", "-"),
    ("reports:trace", "printed_figure", "login ok ok ok ok ok ok ok", "-"),
    ("reports:trace", "opened_figure", "ok ok ok ok ok ok ok ok", "-"),
    ("reports:report", "review", "login 404 404 ok ok ok ok 404", "-"),
    ("reports:report", "frozen", "login ok ok ok ok ok ok ok", "-"),
    ("reports:edit", "review", "login 403 403 ok 403 ok 403 403", "login 403 403 ok 403 ok 403 403"),
    ("reports:discard", "review", "-", "login 403 403 ok 403 ok 403 403"),
    ("reports:freeze", "review", "login 403 403 ok 403 ok 403 403", "login 403 403 ok 403 ok 403 403"),
    ("reports:new_version", "frozen", "-", "login 403 403 ok 403 ok 403 403"),
    ("reports:download", "draft_docx", "login 404 404 ok ok ok ok 404", "-"),
    ("reports:download", "draft_html", "login 404 404 404 404 404 404 404", "-"),
    ("reports:download", "frozen_docx", "login ok ok ok ok ok ok ok", "-"),
    ("reports:issue", "frozen", "-", "login 403 403 ok 403 ok 403 403"),
    ("reports:returned", "", "login ok ok ok ok ok ok ok", "login ok ok ok ok ok ok ok"),
    ("reports:section_add", "review", "-", "login 403 403 ok 403 ok 403 403"),
    ("reports:section", "section", "login 403 403 ok 403 ok 403 403", "login 403 403 ok 403 ok 403 403"),
    ("reports:section_preview", "section", "-", "login 403 403 ok 403 ok 403 403"),
    ("reports:section_move", "section", "-", "login 403 403 ok 403 ok 403 403"),
    ("reports:section_remove", "section", "-", "login 403 403 ok 403 ok 403 403"),
    ("ledger:register", "", "login ok ok ok ok ok ok ok", "-"),
    ("ledger:new", "", "login ok ok ok 403 ok 403 403", "-"),
    ("ledger:record", "talk", "login ok ok ok 403 ok 403 403", "login ok ok ok 403 ok 403 403"),
    ("ledger:keep_new", "talk", "-", "login ok ok ok 403 ok 403 403"),
    ("ledger:activity", "draft", "login ok 404 ok 404 ok 404 404", "-"),
    ("ledger:activity", "submitted", "login ok 404 ok ok ok ok 404", "-"),
    ("ledger:preview", "draft", "login ok 404 ok 404 ok 404 404", "-"),
    ("ledger:preview", "submitted", "login ok 404 ok ok ok ok 404", "-"),
    ("ledger:edit", "draft", "login ok 404 ok 403 ok 403 403", "login ok 404 ok 403 ok 403 403"),
    ("ledger:keep", "draft", "-", "login ok 404 ok 403 ok 403 403"),
    ("ledger:merge", "submitted", "-", "login 403 403 404 403 404 403 403"),
    ("ledger:separate", "submitted", "-", "login 403 403 ok 403 ok 403 403"),
    ("ledger:different", "submitted", "-", "login 404 404 404 403 404 403 403"),
    ("ledger:submit", "draft", "-", "login ok 404 ok 404 ok 404 404"),
    ("ledger:withdraw", "submitted", "-", "login ok 404 ok 404 ok 404 404"),
    ("ledger:delete", "draft", "-", "login ok 404 404 404 404 404 404"),
    ("ledger:delete", "accepted", "-", "login 404 404 404 404 404 404 404"),
    ("ledger:accept", "submitted", "-", "login 403 403 ok 403 ok 403 403"),
    ("ledger:return", "submitted", "-", "login 403 404 ok 403 ok 403 404"),
    ("ledger:look_through", "submitted", "-", "login 403 404 403 403 403 403 404"),
    ("ledger:export", "csv", "login ok ok ok ok ok ok ok", "-"),
    ("ledger:export", "xlsx", "login ok ok ok ok ok ok ok", "-"),
    ("ledger:bulk", "", "-", "login ok ok ok 403 ok 403 403"),
    ("ledger:bulk_confirm", "", "-", "login ok ok ok 403 ok 403 403"),
    ("ledger:bulk_done", "accepted_at_once", "login 404 404 ok 403 404 403 403", "-"),
    ("ledger:bulk_undo", "accepted_at_once", "-", "login 404 404 ok 403 404 403 403"),
    ("ledger:save_view", "", "-", "login ok ok ok ok ok ok ok"),
    ("ledger:drop_view", "view", "-", "login ok 404 404 404 404 404 404"),
    ("ledger:news", "", "login ok ok ok 403 ok 403 403", "login ok ok ok 403 ok 403 403"),
    ("ledger:prechecks", "", "login 403 403 ok 403 ok 403 403", "login 403 403 ok 403 ok 403 403"),
    ("ledger:correct", "accepted", "login 403 403 ok 403 ok 403 403", "login 403 403 ok 403 ok 403 403"),
    ("ledger:reverse", "accepted", "-", "login 403 403 ok 403 ok 403 403"),
    ("ledger:attach", "draft", "-", "login ok 404 ok 404 ok 404 404"),
    ("ledger:redact", "accepted", "-", "login 403 403 ok 403 ok 403 403"),
    ("ledger:parts", "", "-", "login ok ok ok 403 ok 403 403"),
    ("ledger:part", "00000000-0000-4000-8000-000000000000", "login 404 404 404 403 404 403 403", "-"),
    ("ledger:evidence", "evidence", "login ok 404 ok 404 ok 404 404", "-"),
    ("ledger:figures", "", "login ok ok ok ok ok ok ok", "-"),
    ("ledger:figure", "delegations_in", "login ok ok ok ok ok ok ok", "-"),
    ("ledger:plan", "own_plan", "login ok ok ok ok ok ok ok", "-"),
    ("ledger:task", "own_task", "login ok ok ok ok ok ok ok", "-"),
    ("ledger:tasks", "", "login ok ok ok ok ok ok ok", "-"),
    ("ledger:entry", "entry", "login ok 404 ok ok ok ok 404", "-"),
    ("ledger:head", "", "login ok ok ok ok ok ok ok", "-"),
    ("ledger:submission", "submission", "login ok 404 ok ok ok ok 404", "-"),
    ("ledger:submission_submit", "submission", "-", "login ok 404 ok 404 ok 404 404"),
    ("ledger:submission_drafts", "submission", "-", "login ok 404 404 404 404 404 404"),
    ("ledger:submission_nothing", "submission", "-", "login ok 404 ok 404 ok 404 404"),
    ("ledger:submission_withdraw", "reported", "-", "login ok 404 404 404 404 404 404"),
    ("ledger:submission_withdraw", "reported_on_behalf", "-", "login ok 404 ok 404 ok 404 404"),
    ("ledger:submission_accept", "reported", "-", "login 403 403 ok 403 ok 403 403"),
    ("ledger:submission_look", "reported", "-", "login 403 404 403 403 403 403 404"),
    ("ledger:submission_return", "reported", "-", "login 403 404 ok 403 ok 403 404"),
    ("ledger:submission_nothing_of_many", "period", "-", "login 403 403 ok 403 ok 403 403"),
    ("ledger:submission_close", "period", "login 403 403 ok 403 ok 403 403", "login 403 403 ok 403 ok 403 403"),
    *of_accounts.ROWS,
    *of_imports.ROWS,
    *of_documents.ROWS,
    *of_desks.ROWS,
    *of_machines.ROWS,
    *of_newsroom.ROWS,
    *of_imported.ROWS,
]


@dataclass
class World(
    Accounts,
    Imports,
    Documents,
    of_plans.Plans,
    of_drafts.Drafts,
    of_words.VocabularyWorld,
    of_desks.Desks,
    of_machines.Items,
    of_newsroom.NewsroomWorld,
    of_imported.Intake,
):
    """Things of commune_a to put into addresses, made only when a row asks for them."""

    province: Province

    @cached_property
    def draft(self) -> Activity:
        return self._written()

    def _written(self) -> Activity:
        draft = Draft(
            kind="talk", agency=self.province.commune_a.code, title="Nói chuyện", occurred_from=date(2026, 2, 3),
            occurred_on=date(2026, 2, 3), quantities={"talks": (1000, ""), "attendances": (120000, "")},
        )  # fmt: skip
        return ledger.save_draft(draft, by=self.province.an, at=AT)

    @cached_property
    def submitted(self) -> Activity:
        return ledger.submit(self.draft, by=self.province.an, at=AT)

    @cached_property
    def accepted(self) -> Activity:
        return ledger.accept(self.submitted, by=self.province.lan, at=AT)

    @property
    def entry(self) -> int | None:
        return self.accepted.entry_id

    @cached_property
    def accepted_at_once(self) -> UUID:
        """The key of an act of Lan on many."""
        key = UUID(int=6)
        ledger.act_on_many("accept", [self.submitted.pk], key=key, by=self.province.lan, at=AT)
        return key

    @cached_property
    def view(self) -> SavedView:
        return ledger.save_view("Của An", "state=draft", owner=self.province.an)

    @cached_property
    def evidence(self) -> Evidence:
        photo = ContentFile(b"%PDF-1.4 a small file")
        # Of a draft of its own: the other one may be accepted by now.
        return ledger.attach(
            self._written(), photo, name="anh.pdf", media_type="application/pdf", by=self.province.an, at=AT
        )

    @cached_property
    def review(self) -> Report:
        sections = [("1. Kết quả", "Có [[talk_attendances]] lượt người.")]
        return reports.create("Báo cáo", period=year(2026), by=self.province.lan, at=AT, sections=sections)

    @cached_property
    def section(self) -> tuple[int, int]:
        return self.review.pk, self.review.sections.get().pk

    @cached_property
    def frozen(self) -> Report:
        self.accepted  # noqa: B018 something to count
        return reports.freeze(self.review, by=self.province.lan, at=AT)

    @property
    def draft_docx(self) -> tuple[int, str]:
        return self.review.pk, "docx"

    @property
    def draft_html(self) -> tuple[int, str]:
        return self.review.pk, "html"

    @property
    def frozen_docx(self) -> tuple[int, str]:
        return self.frozen.pk, "docx"

    @cached_property
    def planned(self) -> ReportingPeriod:
        """Quarter I, in which both communes report."""
        return programme.plan_period(
            window=parse("2026-Q1"), cutoff_at=AT, dues={"commune": date(2026, 4, 5)}, by=self.province.lan, at=AT
        )

    @cached_property
    def period(self) -> ReportingPeriod:
        return programme.open_period(self.planned, by=self.province.lan, at=AT)

    @cached_property
    def submission(self) -> Submission:
        return self.period.submissions.get(agency=self.province.commune_a)

    @cached_property
    def reported(self) -> Submission:
        return programme.submit_report(self.submission, by=self.province.an, at=AT)

    @cached_property
    def reported_on_behalf(self) -> Submission:
        return programme.submit_report(self.submission, by=self.province.lan, at=AT, is_on_behalf=True)

    @property
    def holiday(self) -> int:
        return CalendarDay.objects.earliest("day").pk

    @property
    def printed_figure(self) -> str:
        return self.frozen.figures.get().public_id

    @cached_property
    def opened_figure(self) -> str:
        reports.issue(self.frozen, number="05", on=None, is_public=True, by=self.province.lan, at=AT)
        return self.printed_figure


def _client(province: Province, role: str, client_of: Callable[..., Client]) -> Client:
    client = Client() if role == "khach" else client_of(getattr(province, role))
    client.raise_request_exception = False
    return client


def _path(name: str, given: str, world: World) -> str:
    if not given:
        return reverse(name)
    value: Any = getattr(world, given, given)
    parts = value if isinstance(value, tuple) else (getattr(value, "pk", value),)
    return reverse(name, args=parts)


def _outcome(response: HttpResponseBase) -> str:
    if response.status_code == 302 and response.headers["Location"].startswith("/accounts/login/"):
        return "login"
    return "ok" if response.status_code in {200, 302, 400, 422} else str(response.status_code)


def _ask(client: Client, method: str, path: str) -> Any:
    """One request whose writes are taken back, so that every role meets the same world."""
    with transaction.atomic():
        response = getattr(client, method)(path)
        if response.streaming:
            b"".join(response.streaming_content)  # read to its end, a file is closed
        transaction.set_rollback(True)
    return response


def _addresses() -> list[tuple[str, str]]:
    """(path pattern, name with namespace) of every address but those of libraries."""
    found: list[tuple[str, str]] = []

    def walk(resolver: URLResolver, before: str, names: list[str]) -> None:
        for pattern in resolver.url_patterns:
            path = before + str(pattern.pattern)
            if isinstance(pattern, URLResolver):
                walk(pattern, path, names + ([pattern.namespace] if pattern.namespace else []))
            elif isinstance(pattern, URLPattern):
                found.append((path, ":".join([*names, pattern.name or ""])))

    walk(get_resolver(), "", [])
    return [(path, name) for path, name in found if not path.removeprefix("^").startswith(tuple(LIBRARIES))]


def test_every_address_of_ours_has_a_row_and_every_row_an_address() -> None:
    assert {name for _, name in _addresses()} == {name for name, *_ in ROWS}


def test_only_what_is_named_public_lets_a_visitor_in() -> None:
    open_to_visitors = {name for name, _, *words in ROWS if any(word.split()[0] == "ok" for word in words)}
    assert open_to_visitors == PUBLIC


@pytest.mark.parametrize(
    ("name", "given", "get", "post"), ROWS, ids=[f"{name} {given}".strip() for name, given, *_ in ROWS]
)
def test_every_role_gets_what_the_table_says(
    name: str, given: str, get: str, post: str, province: Province, client_of: Callable[..., Client]
) -> None:
    path = _path(name, given, World(province))
    clients = {role: _client(province, role, client_of) for role in ROLES}

    for method, words in (("get", get), ("post", post)):
        if words == "-":  # refused before anybody looks who asks
            assert {_outcome(_ask(clients[role], method, path)) for role in ("khach", "lan")} == {"405"}, method
            continue
        expected = dict(zip(ROLES, words.split(), strict=True))
        answers = {role: _ask(client, method, path) for role, client in clients.items()}
        found = {role: _outcome(answer) for role, answer in answers.items()}
        assert found == expected, method
        # What is open is Vietnamese throughout.
        pages = [answers[role] for role in ("lan", "an") if not name.endswith("_en")]
        assert [english for page in pages for english in english_in(page)] == []


@pytest.mark.parametrize("prefix", LIBRARIES)
def test_libraries_stand_behind_their_own_doors(prefix: str, khach: Client) -> None:
    path = {"accounts/": "/accounts/login/"}.get(prefix, f"/{prefix}")
    assert _final(khach, path) == LIBRARIES[prefix]


@pytest.mark.parametrize("role", ROLES)
def test_wagtails_editor_is_open_to_who_makes_content(
    role: str, province: Province, client_of: Callable[..., Client]
) -> None:
    found = _final(_client(province, role, client_of), reverse("wagtailadmin_home"))
    assert found == {"khach": "login", "administrator": "ok", "lan": "ok", "editor": "ok"}.get(role, "403")


def _final(client: Client, path: str) -> str:
    """Wagtail sends to its own sign-in first, which sends on or refuses."""
    response = client.get(path, follow=True)
    if path != "/accounts/login/" and response.request["PATH_INFO"] == "/accounts/login/":
        return "login"
    return _outcome(response)
