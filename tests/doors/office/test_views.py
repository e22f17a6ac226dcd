"""The office's own pages: first page, language, design, errors; and what stands around every page."""

from collections.abc import Callable
from datetime import UTC, date, datetime
from typing import Any

import pytest
from django.conf import settings
from django.test import Client, RequestFactory
from django.urls import reverse
from django.views.defaults import server_error

from lantoa.base import actions as base
from lantoa.core.ledger import actions as ledger
from lantoa.core.ledger.drafts import Draft
from lantoa.core.ledger.models import Activity
from lantoa.core.people import actions as people
from lantoa.core.people.models import Agency, User
from lantoa.doors.office import home
from tests.factories import Province

pytestmark = pytest.mark.django_db
AT = datetime(2026, 3, 1, 5, tzinfo=UTC)
DAY = date(2026, 2, 20)
SignIn = Callable[[User], Client]


def talk(agency: Agency, by: User, title: str = "Nói chuyện về biển, đảo") -> Activity:
    draft = Draft(
        kind="talk", agency=agency.code, title=title, occurred_from=DAY, occurred_on=DAY,
        quantities={"talks": (1000, ""), "attendances": (120_000, "")},
    )  # fmt: skip
    return ledger.save_draft(draft, by=by, at=AT)


@pytest.fixture
def leader(province: Province) -> User:
    return province.leader


# -- language --------------------------------------------------------------------------------------


def test_language_is_kept_in_its_own_cookie(khach: Client) -> None:
    response = khach.post(reverse("office:language"), {"language": "en", "next": "/?a=1"})
    cookie = response.cookies["lantoa_language"]
    assert response.headers["Location"] == "/?a=1"
    assert (cookie.value, cookie["samesite"], cookie["httponly"], cookie["max-age"]) == ("en", "Lax", True, 31_536_000)
    assert "Sign in" in khach.get(reverse("account_login")).text


@pytest.mark.parametrize("back", ["https://example.org/", "//example.org/", "javascript:alert(1)", ""])
def test_language_never_leads_outside(khach: Client, back: str) -> None:
    response = khach.post(reverse("office:language"), {"language": "en", "next": back})
    assert response.headers["Location"] == "/"


def test_language_refuses_what_the_office_does_not_speak(khach: Client) -> None:
    assert not khach.post(reverse("office:language"), {"language": "xx"}).cookies
    assert khach.get(reverse("office:language")).status_code == 405


# -- the first page --------------------------------------------------------------------------------


def test_home_asks_the_secretariat_to_accept(
    commune_a: Agency, an: User, lan: User, client_of: SignIn, count_queries: Callable[[], Any]
) -> None:
    ledger.submit(talk(commune_a, an), by=an, at=AT)
    client = client_of(lan)
    page = client.get(reverse("office:home")).text
    assert "Nói chuyện về biển, đảo" in page
    with count_queries() as one:
        client.get(reverse("office:home"))
    for number in range(2):
        ledger.submit(talk(commune_a, an, f"Buổi {number}"), by=an, at=AT)
    with count_queries() as three:
        client.get(reverse("office:home"))
    assert len(one) == len(three)


def test_home_shows_a_focal_point_its_own_alone(
    commune_a: Agency, an: User, binh: User, lan: User, client_of: SignIn
) -> None:
    activity = ledger.submit(talk(commune_a, an), by=an, at=AT)
    ledger.return_for_repair(activity, by=lan, at=AT, reason="Thiếu danh sách")
    page = client_of(an).get(reverse("office:home")).text
    assert "Nói chuyện về biển, đảo" in page
    assert "Thiếu danh sách" in page
    assert "Nói chuyện về biển, đảo" not in client_of(binh).get(reverse("office:home")).text


def test_home_needs_stop_at_six_and_count_all(commune_a: Agency, an: User, lan: User) -> None:
    for number in range(8):
        ledger.submit(talk(commune_a, an, f"Buổi {number}"), by=an, at=AT)
    (needs,) = home.needs_today(lan)
    assert (needs.state, len(needs.rows), needs.count) == ("submitted", 6, 8)


@pytest.mark.parametrize("who", ["an", "lan"])
def test_home_offers_what_one_recorded_last(who: str, commune_a: Agency, leader: User, province: Province) -> None:
    user = getattr(province, who)
    before = home.quick_entry(user, today=DAY)
    assert (before.kinds[0].code != "talk", before.is_first) == (True, who == "an")

    talk(commune_a, user)

    after = home.quick_entry(user, today=DAY)
    assert (after.kinds[0].code, len(after.kinds), after.is_first) == ("talk", home.QUICK, False)
    others = [kind for kind in before.kinds if kind.code != "talk"]
    assert list(after.kinds[1:]) == others[: home.QUICK - 1]
    assert home.quick_entry(leader, today=DAY).kinds == []


def test_home_figures_carry_the_years_before(commune_a: Agency, an: User, lan: User) -> None:
    ledger.accept(ledger.submit(talk(commune_a, an), by=an, at=AT), by=lan, at=AT)
    found = {
        stat.figure.definition.indicator_id: stat
        for stat in home.stats(home.this_period(date(2026, 11, 22)), lan) or []
    }
    assert list(found["talk_attendances"].line) == [0, 0, 0, 0, 120]


def test_home_figures_are_those_that_open_behind_them(
    commune_a: Agency, an: User, binh: User, lan: User, client_of: SignIn
) -> None:
    ledger.accept(ledger.submit(talk(commune_a, an), by=an, at=AT), by=lan, at=AT)
    stranger = people.add_user("moi", "Người Mới", password=None, posts=[])
    period = home.this_period(DAY)
    assert [bool(home.stats(period, user)) for user in (lan, an, binh, stranger)] == [True, True, False, False]


def test_home_without_a_post_says_whom_to_ask(province: Any, client_of: SignIn) -> None:
    stranger = people.add_user("moi", "Người Mới", password=None, posts=[])
    client = client_of(stranger)
    client.cookies["lantoa_language"] = "en"
    page = client.get(reverse("office:home")).text
    assert "holds no post yet" in page
    assert reverse("ledger:new") not in page


def test_home_of_who_reports_for_no_agency_promises_no_figures(
    province: Province, commune_a: Agency, an: User, lan: User, client_of: SignIn
) -> None:
    ledger.accept(ledger.submit(talk(commune_a, an), by=an, at=AT), by=lan, at=AT)
    pages = {}
    for user in (province.editor, an):
        client = client_of(user)
        client.cookies["lantoa_language"] = "en"
        pages[user] = client.get(reverse("office:home")).text
    assert "No figures of your own" in pages[province.editor]
    assert 'href="/en/figures/"' in pages[province.editor]
    assert "first activity is accepted" not in pages[province.editor]
    assert "No figures of your own" not in pages[an]


# -- the frame -------------------------------------------------------------------------------------


def test_frame_marks_where_one_is_and_hides_what_one_may_not(leader: User, an: User, client_of: SignIn) -> None:
    page = client_of(an).get(reverse("office:home")).text
    assert f'<a href="{reverse("office:home")}" data-keys="g h" aria-current="page">' in page
    assert f'href="{reverse("ledger:imports")}"' in page
    assert f'href="{reverse("ledger:imports")}"' not in client_of(leader).get(reverse("office:home")).text


def test_frame_says_that_the_records_are_invented(lan: User, client_of: SignIn) -> None:
    client = client_of(lan)
    client.cookies["lantoa_language"] = "en"
    assert "invented" not in client.get(reverse("office:home")).text
    base.mark_sample({})
    assert "invented" in client.get(reverse("office:home")).text


def test_frame_reads_the_installation_and_the_posts_once(
    lan: User, client_of: SignIn, count_queries: Callable[[], Any]
) -> None:
    client = client_of(lan)
    with count_queries() as queries:
        client.get(reverse("office:design"))
    assert len(queries) == 3  # session, user with posts, installation


@pytest.mark.parametrize("address", ["office:home", "office:design", "account_login", "mfa_index"])
def test_pages_keep_the_strict_policy(lan: User, client_of: SignIn, khach: Client, address: str) -> None:
    response = (khach if address == "account_login" else client_of(lan)).get(reverse(address))
    assert response.status_code == 200
    policy = response.headers["Content-Security-Policy"]
    assert "unsafe" not in policy
    assert not [bad for bad in (" style=", "<style", " onclick=", "<script>") if bad in response.text]


@pytest.mark.parametrize(("code", "_name"), settings.LANGUAGES)
def test_design_shows_the_type_of_every_language(lan: User, client_of: SignIn, code: str, _name: str) -> None:
    assert (
        f'<div class="design-type" lang="{code}">' in client_of(lan).get(reverse("office:design"), {"lang": code}).text
    )


# -- errors ----------------------------------------------------------------------------------------


def test_error_not_found_is_ours(khach: Client) -> None:
    response = khach.get("/office/nowhere/")
    assert response.status_code == 404
    assert "plain-card" in response.text


def test_error_of_ours_needs_nothing_of_the_request() -> None:
    response = server_error(RequestFactory().get("/"))
    assert response.status_code == 500
    assert "plain-card" in response.content.decode()


def test_error_of_an_old_form_is_ours(lan: User) -> None:
    client = Client(enforce_csrf_checks=True)
    client.force_login(lan)
    response = client.post(reverse("account_logout"))
    assert response.status_code == 403
    assert "plain-card" in response.text
