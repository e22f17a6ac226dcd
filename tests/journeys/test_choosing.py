"""Choosing a kind among dozens: typed without accents, taken with the keyboard, and the same without scripts."""

from collections.abc import Callable

from playwright.sync_api import Page, expect

from tests.journeys.conftest import DESK, PHONE

Windows = Callable[..., Page]
Shots = Callable[[Page, str], None]
NEW = "/office/activities/new/"
KINDS = "[data-words] a:visible"


def test_a_kind_is_found_by_letters_without_accents_and_taken_by_keys(sign_in: Windows, shots: Shots) -> None:
    officer = sign_in("an", DESK)
    officer.goto(NEW)
    everything = officer.locator(KINDS).count()
    assert everything > 20
    expect(officer.locator("main [name=q]")).to_be_focused()

    officer.keyboard.type("tap huan")
    several = officer.locator(KINDS)
    assert 1 < several.count() < everything
    shots(officer, "choosing")
    officer.keyboard.press("Enter")  # more than one is left: nothing is taken
    assert officer.url.endswith(NEW)
    officer.keyboard.press("ArrowDown")
    expect(several.first).to_be_focused()
    officer.keyboard.press("Enter")
    officer.wait_for_url("**/new/training_class/")

    officer.goto(NEW)
    officer.keyboard.type("LỚP TẬP HUẤN")
    expect(officer.locator(KINDS)).to_have_count(1)
    officer.keyboard.press("Enter")
    officer.wait_for_url("**/new/training_class/")

    officer.goto(NEW)
    officer.keyboard.type("khong co loai nao")
    expect(officer.locator("[data-kinds-none]")).to_be_visible()
    officer.fill("main [name=q]", "")
    assert officer.locator(KINDS).count() == everything


def test_a_kind_is_found_without_scripts(sign_in: Windows, shots: Shots) -> None:
    officer = sign_in("an", PHONE, java_script_enabled=False)
    officer.goto(NEW)
    everything = officer.locator(KINDS).count()
    officer.fill("main [name=q]", "tap huan")
    officer.get_by_role("button", name="Tìm").click()
    officer.wait_for_url("**q=tap**")
    assert 1 < officer.locator(KINDS).count() < everything
    officer.locator(KINDS).first.click()
    officer.wait_for_url("**/new/training_class/")
