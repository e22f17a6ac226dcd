"""Coming in by a link: it is used once, by the form alone, and a second step stays in force."""

from typing import Any

import pytest
from django.core.cache import cache
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from lantoa.base.models import Installation
from lantoa.core.people import actions as people
from lantoa.core.people.models import Role, User
from tests.doors.office.test_signin import code_of, switch_on

pytestmark = pytest.mark.django_db
PASSWORD = "bon tu khong thanh cau"
NEW = {"password1": PASSWORD, "password2": PASSWORD}


@pytest.fixture
def browser() -> Client:
    client = Client()
    client.cookies["lantoa_language"] = "en"
    return client


@pytest.fixture
def link(province: Any) -> people.Link:
    return people.invite(
        "thu", "Đặng Anh Thư", province.commune_a, Role.FOCAL_POINT, since=timezone.localdate(), by=province.lan,
        at=timezone.now(),
    )  # fmt: skip


def door(link: people.Link) -> str:
    return reverse("office:join", args=[link.token])


def test_opening_a_link_uses_nothing_and_the_form_signs_in(link: people.Link, browser: Client) -> None:
    for _ in range(3):  # a messenger fetches it for its preview
        assert "Welcome, Đặng Anh Thư" in browser.get(door(link)).text
        assert browser.head(door(link)).status_code == 200
    assert browser.post(door(link), NEW).headers["Location"] == reverse("office:home")
    assert "Đặng Anh Thư" in browser.get(reverse("office:home")).text
    again = Client().get(door(link))
    assert (again.status_code, "Đặng Anh Thư" in again.text) == (404, False)


@pytest.mark.parametrize(
    ("one", "two", "said"),
    [
        ("ngan", "ngan", "too short"),
        ("password1234", "password1234", "too common"),
        (PASSWORD, "bon tu khong thanh bai", "The two passwords are not the same."),
        ("Đặng Anh Thư", "Đặng Anh Thư", "too similar"),
    ],
)
def test_a_poor_password_leaves_the_link_as_it_is(
    one: str, two: str, said: str, link: people.Link, browser: Client
) -> None:
    page = browser.post(door(link), {"password1": one, "password2": two})
    assert (page.status_code, said in page.text) == (422, True)
    assert browser.post(door(link), NEW).status_code == 302


def test_a_recovered_password_does_not_pass_the_second_step(link: people.Link, browser: Client, province: Any) -> None:
    browser.post(door(link), NEW)
    secret, _codes = switch_on(browser)
    account = User.objects.get(username="thu")
    recovery = people.give_link(account, by=province.lan, at=timezone.now())
    elsewhere = Client()
    cache.clear()
    assert (
        "A new password for Đặng Anh Thư"
        in elsewhere.get(door(recovery), headers={"cookie": "lantoa_language=en"}).text
    )
    answer = elsewhere.post(
        door(recovery), {"password1": "nam tu khac hoan toan", "password2": "nam tu khac hoan toan"}
    )
    assert answer.headers["Location"] == reverse("mfa_authenticate")
    assert elsewhere.get(reverse("office:home")).status_code == 302
    assert browser.get(reverse("office:home")).status_code == 302, "the new password ends the sessions of the old"
    done = elsewhere.post(reverse("mfa_authenticate"), {"code": code_of(secret)})
    assert done.headers["Location"] == reverse("mfa_trust")
    assert elsewhere.post(reverse("mfa_trust"), {"action": "skip"}).headers["Location"] == reverse("office:home")


def test_a_remembered_device_is_asked_for_the_password_alone(link: people.Link, browser: Client) -> None:
    browser.post(door(link), NEW)
    secret, _codes = switch_on(browser)
    browser.post(reverse("account_logout"))
    cache.clear()
    sign_in = {"login": "thu", "password": PASSWORD}
    browser.post(reverse("account_login"), sign_in)
    browser.post(reverse("mfa_authenticate"), {"code": code_of(secret)})
    browser.post(reverse("mfa_trust"), {"action": "trust"})
    browser.post(reverse("account_logout"))
    assert browser.post(reverse("account_login"), sign_in).headers["Location"] == reverse("office:home")
    stranger = Client()
    assert stranger.post(reverse("account_login"), sign_in).headers["Location"] == reverse("mfa_authenticate")


def test_guessing_links_is_slowed_and_good_ones_still_open(link: people.Link, browser: Client) -> None:
    answers = [browser.get(reverse("office:join", args=[f"guess-{n}"])).status_code for n in range(25)]
    assert (answers[0], answers[-1]) == (404, 429)
    assert browser.get(door(link)).status_code == 200


def test_setting_up_makes_the_administrator_and_names_the_installation(browser: Client) -> None:
    link = people.open_set_up(at=timezone.now())
    assert link
    page = reverse("office:set_up", args=[link.token])
    assert browser.get(door(link)).headers["Location"] == page
    said = {**NEW, "province": "Tỉnh Thuận Biên", "agency": "Sở Văn hóa", "full_name": "Đỗ Quân", "username": "quan"}
    assert browser.post(page, {**said, "username": "qu an"}).status_code == 422
    assert browser.post(page, said).headers["Location"] == reverse("office:home")
    assert Installation.current().name_vi == "Tỉnh Thuận Biên"
    assert browser.get(reverse("people:accounts")).status_code == 200
    assert Client().get(page).status_code == 404


def test_signing_out_elsewhere_keeps_this_one(link: people.Link, browser: Client) -> None:
    browser.post(door(link), NEW)
    elsewhere = Client()
    elsewhere.post(reverse("account_login"), {"login": "thu", "password": PASSWORD})
    assert elsewhere.get(reverse("office:home")).status_code == 200
    page = browser.post(reverse("office:end_sessions"), follow=True)
    assert "Everywhere else you are signed out now." in page.text
    assert elsewhere.get(reverse("office:home")).status_code == 302


@pytest.mark.parametrize(("proxies", "limited"), [(0, True), (1, False)])
def test_behind_a_proxy_each_address_has_its_own_limit(
    proxies: int, limited: bool, browser: Client, settings: Any
) -> None:
    settings.ALLAUTH_TRUSTED_PROXY_COUNT = proxies
    guess = reverse("office:join", args=["guess"])
    answers = [
        browser.get(guess, headers={"x-forwarded-for": f"6.6.6.6, 198.51.100.{n}"}).status_code for n in range(25)
    ]
    assert (429 in answers) is limited
