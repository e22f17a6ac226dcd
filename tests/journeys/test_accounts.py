"""From the administrator's invitation to a signed-in officer on a phone, the second step that the role demands, the
recovery of a forgotten password, and a passkey."""

import base64
import re
import time
from collections.abc import Callable
from datetime import date

from allauth.mfa.totp.internal import auth
from playwright.sync_api import Page

from lantoa.doors.cli.demo import SIGN_INS
from tests.journeys.conftest import DESK, PHONE, Site

Windows = Callable[..., Page]
Shots = Callable[[Page, str], None]
PASSWORD = "bon tu khong thanh cau"


def test_from_an_invitation_to_a_recovered_password(
    site: Site, sign_in: Windows, open_page: Windows, shots: Shots
) -> None:
    office = sign_in("quan-tri", DESK)
    office.goto("/office/people/accounts/second-step/")
    office.fill("[name=focal_point]", date.today().isoformat())
    office.click("main form .button-primary")
    link = invited(office, shots)

    phone = open_page(PHONE)
    for _ in range(2):  # once for the preview of the messenger
        phone.goto(link)
    shots(phone, "join-phone")
    password_set(phone, PASSWORD)
    phone.wait_for_url("**/accounts/2fa/")
    shots(phone, "second-step-asked-phone")
    phone.goto("/office/activities/")
    assert phone.url.endswith("/accounts/2fa/")
    phone.click("a[href='/accounts/2fa/totp/activate/']")
    secret = phone.inner_text("#secret")
    phone.fill("[name=code]", code_of(secret))
    phone.click("main form .button-primary")
    phone.wait_for_url("**/recovery-codes/")
    phone.goto("/office/activities/new/")
    assert phone.url.endswith("/office/activities/new/")
    assert phone.goto(link).status == 404  # type: ignore[union-attr] # used

    # The password is forgotten: a link from the secretariat, and the second step is asked all the same.
    desk = sign_in("lan", DESK)
    desk.goto("/office/people/accounts/?q=bich+ngoc")
    desk.click("a.table-title")
    desk.click("form[action$='/link/'] button")
    recovery = desk.inner_text("#address")
    new_phone = open_page(PHONE)
    new_phone.goto(recovery)
    password_set(new_phone, "nam tu khac hoan toan")
    new_phone.wait_for_url("**/2fa/authenticate/")
    shots(new_phone, "second-step-phone")
    phone.goto("/office/")
    assert "/accounts/login/" in phone.url, "the new password signs the old phone out"


def test_a_passkey_signs_in_without_a_password(open_page: Windows, shots: Shots) -> None:
    page = open_page(DESK)
    page.goto("/accounts/login/?next=/office/")
    page.fill("[name=login]", "an")
    page.fill("[name=password]", SIGN_INS[0][1])
    page.press("[name=password]", "Enter")
    page.wait_for_url("**/office/")
    device = page.context.new_cdp_session(page)
    device.send("WebAuthn.enable")
    options = {
        "protocol": "ctap2", "transport": "internal", "hasResidentKey": True, "hasUserVerification": True,
        "isUserVerified": True, "automaticPresenceSimulation": True,
    }  # fmt: skip
    device.send("WebAuthn.addVirtualAuthenticator", {"options": options})
    page.goto("/accounts/2fa/webauthn/add/")
    page.fill("[name=password]", SIGN_INS[0][1])  # what changes the sign-in asks once more
    page.click("form .button-primary")
    page.wait_for_url("**/webauthn/add/")
    shots(page, "passkey-add")
    page.check("[name=passwordless]")
    page.click("[data-passkey=create] .button-primary")
    page.wait_for_url("**/recovery-codes/")
    page.goto("/accounts/2fa/webauthn/")
    shots(page, "passkeys")
    page.goto("/accounts/logout/")
    page.click("main form .button-primary")
    page.goto("/accounts/login/?next=/office/")
    page.click("#passkey button")
    page.wait_for_url("**/office/")
    assert "Lý Quốc An" in page.inner_text(".bar")


def invited(office: Page, shots: Shots) -> str:
    office.goto("/office/people/accounts/")
    shots(office, "accounts")
    office.click("a[href='/office/people/accounts/invite/']")
    office.fill("[name=full_name]", "Nguyễn Thị Bích Ngọc")
    office.select_option("[name=agency]", "xa-suoi-may")
    office.click("main form .button-primary")
    shots(office, "invitation")
    picture = office.get_attribute(".invitation-qr", "src") or ""
    assert b"<path" in base64.b64decode(picture.partition(",")[2])
    return office.inner_text("#address")


def password_set(page: Page, password: str) -> None:
    page.fill("[name=password1]", password)
    page.fill("[name=password2]", password)
    page.click("main form .button-primary")
    page.wait_for_url(re.compile("/accounts/2fa/"))


def code_of(secret: str) -> str:
    """What the app on the phone shows now."""
    return str(auth.format_hotp_value(auth.hotp_value(secret, int(time.time()) // 30)))
