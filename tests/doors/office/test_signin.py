"""Signing in: by password, with the second step, and never around it."""

import re
import time
from typing import Any

import pytest
from allauth.mfa.totp.internal import auth
from django.core.cache import cache
from django.test import Client
from django.urls import reverse

from lantoa.core.people import actions as people
from lantoa.core.people.models import Role, User

pytestmark = pytest.mark.django_db
PASSWORD = "bon tu khong thanh cau"


@pytest.fixture
def thu(province: Any) -> User:
    return people.add_user("thu", "Đặng Anh Thư", password=PASSWORD, posts=[(province.commune_a, Role.FOCAL_POINT)])


@pytest.fixture
def browser() -> Client:
    client = Client()
    client.cookies["lantoa_language"] = "en"
    return client


def sign_in(browser: Client, password: str = PASSWORD) -> Any:
    return browser.post(reverse("account_login"), {"login": "thu", "password": password})


def code_of(secret: str) -> str:
    """What the app on the phone shows now."""
    return str(auth.format_hotp_value(auth.hotp_value(secret, int(time.time()) // 30)))


def switch_on(browser: Client) -> tuple[str, list[str]]:
    """Turn the second step on as a person does; returns the app's key and the recovery codes."""
    activate = reverse("mfa_activate_totp")
    asked = browser.get(activate)
    if asked.status_code == 302:  # the password was typed too long ago
        browser.post(asked.headers["Location"], {"password": PASSWORD, "next": activate})
    secret = re.search(r'id="secret">(\w+)<', browser.get(activate).text)
    assert secret
    assert "This code does not fit." in browser.post(activate, {"code": "000000"}).text
    done = browser.post(activate, {"code": code_of(secret[1])}, follow=True)
    codes = re.search(r'id="codes">(.*?)</pre>', done.text, re.DOTALL)
    assert codes
    return secret[1], codes[1].split()


def test_sign_in_leads_to_the_first_page(thu: User, browser: Client) -> None:
    assert sign_in(browser).headers["Location"] == reverse("office:home")
    assert "Đặng Anh Thư" in browser.get(reverse("office:home")).text


def test_sign_in_with_a_wrong_password_teaches(thu: User, browser: Client) -> None:
    page = sign_in(browser, "khong phai").text
    assert "User name and password do not fit together." in page
    assert 'autocomplete="current-password"' in page
    assert 'autocomplete="username"' in page


def test_sign_in_shuts_the_door_after_many_tries(thu: User, browser: Client) -> None:
    pages = [sign_in(browser, "khong phai").text for _ in range(12)]
    assert "Too many tries in a row." in pages[-1]


def test_second_step_is_asked_once_it_is_on(thu: User, browser: Client) -> None:
    sign_in(browser)
    secret, _codes = switch_on(browser)
    browser.post(reverse("account_logout"))
    assert sign_in(browser).headers["Location"] == reverse("mfa_authenticate")
    assert browser.get(reverse("office:home")).status_code == 302
    assert "This code does not fit." in browser.post(reverse("mfa_authenticate"), {"code": "000000"}).text
    cache.clear()  # the app's code was used a moment ago and is refused a second time
    done = browser.post(reverse("mfa_authenticate"), {"code": code_of(secret)})
    assert done.headers["Location"] == reverse("mfa_trust")
    assert browser.post(reverse("mfa_trust"), {"action": "skip"}).headers["Location"] == reverse("office:home")


def test_second_step_takes_a_recovery_code_once(thu: User, browser: Client) -> None:
    sign_in(browser)
    _secret, codes = switch_on(browser)
    for expected in (302, 200):
        browser.post(reverse("account_logout"))
        sign_in(browser)
        assert browser.post(reverse("mfa_authenticate"), {"code": codes[0]}).status_code == expected


def test_second_step_can_be_switched_off(thu: User, browser: Client) -> None:
    sign_in(browser)
    switch_on(browser)
    assert "Switch off" in browser.get(reverse("mfa_index")).text
    assert "Two-step sign-in is off." in browser.post(reverse("mfa_deactivate_totp"), follow=True).text
    browser.post(reverse("account_logout"))
    assert sign_in(browser).headers["Location"] == reverse("office:home")


def test_admin_sends_to_the_one_sign_in(browser: Client) -> None:
    first = browser.get("/admin/")
    second = browser.get(first.headers["Location"])
    assert second.headers["Location"] == f"{reverse('account_login')}?next=/admin/"
    assert (
        browser.post("/admin/login/", {"username": "thu", "password": PASSWORD})
        .headers["Location"]
        .startswith("/accounts/")
    )
    assert browser.get("/admin/password_reset/").status_code == 302


def test_admin_is_for_administrators(province: Any, thu: User, browser: Client) -> None:
    sign_in(browser)
    assert browser.get("/admin/", follow=True).status_code == 403
    administrator = Client()
    administrator.force_login(province.administrator)
    assert administrator.get("/admin/").status_code == 200


@pytest.mark.parametrize(
    "path", ["password/reset/", "password/set/", "email/", "confirm-email/", "login/code/confirm/"]
)
def test_what_needs_mail_says_whom_to_ask(browser: Client, path: str) -> None:
    assert "with it you choose a new password" in browser.get(f"/accounts/{path}").text
    assert browser.post(f"/accounts/{path}", {"email": "a@example.org"}).status_code == 405


def test_nobody_signs_up(browser: Client) -> None:
    assert "Accounts are given, not taken" in browser.get(reverse("account_signup")).text
    browser.post(reverse("account_signup"), {"username": "la", "password1": PASSWORD})
    assert not User.objects.filter(username="la").exists()


def test_a_form_that_is_sent_too_late_leads_back_to_its_page_and_says_that_nothing_was_saved(browser: Client) -> None:
    url, page = reverse("people:agency_new"), "http://testserver/office/agencies/?page=2"
    answer = browser.post(url, headers={"Referer": page})
    assert answer.headers["Location"] == f"{reverse('account_login')}?next=/office/agencies/%3Fpage%3D2"
    assert "this was not saved" in browser.get(answer.headers["Location"]).text
    for other in ("https://elsewhere.example/office/", ""):
        answer = browser.post(url, headers={"Referer": other, "Sec-Fetch-Mode": "cors"})
        assert answer.headers["Location"] == f"{reverse('account_login')}?next=/office/"
    assert "this was not saved" not in browser.get(answer.headers["Location"]).text
    assert browser.get(url).headers["Location"] == f"{reverse('account_login')}?next={url}"
