"""An Excel of ten years of habits taken in: asked once how it is read, mended on the page, kept for the next year."""

from collections.abc import Callable
from pathlib import Path

from playwright.sync_api import Page

from tests.core.ledger.workbooks.habits import old_habits
from tests.journeys.conftest import DESK, PHONE, Site

Windows = Callable[..., Page]
Shots = Callable[[Page, str], None]


def test_a_workbook_of_ten_years_of_habits_is_taken_in(
    site: Site, sign_in: Windows, shots: Shots, tmp_path: Path
) -> None:
    before = site.lantoa("figure", "talk_attendances", "--period", "2025")
    workbook = old_habits(tmp_path / "so-theo-doi.xlsx", wrong_number="nhiều người")
    officer = sign_in("an", DESK)
    officer.goto("/office/imports/")
    shots(officer, "imports")
    officer.set_input_files("input[type=file]", workbook)
    officer.locator("form[enctype] button[type=submit]").click()
    officer.wait_for_url("**/imports/mapping/**")
    officer.select_option("select[name=kind]", "talk")
    officer.locator("button[name=look]").first.click()
    officer.wait_for_load_state()
    assert officer.input_value("select[name=column_4]") == "attendances"
    officer.select_option("select[name=column_6]", "")  # the table names agencies that are not of the sample
    officer.fill("input[name=name]", "Sổ theo dõi của xã")
    shots(officer, "import-mapping")
    officer.locator("button[name=go]").click()
    officer.wait_for_url("**/imports/preview/**")
    shots(officer, "import-repairs")
    officer.fill("input[name^='cell ']", "120")
    officer.locator("button[name=mend]").click()
    officer.wait_for_load_state()
    shots(officer, "import-preview")
    officer.locator("main form button.button-primary").click()
    officer.wait_for_url("**/imports/*/")

    secretary = sign_in("lan", DESK)
    secretary.goto(officer.url)
    secretary.locator("form[action*='/accept/'] button").click()
    after = site.lantoa("figure", "talk_attendances", "--period", "2025")
    assert after["value"] - (before["value"] or 0) == 1000 + 200 + 300 + 120


def test_a_table_is_pasted_without_scripts_on_a_phone(sign_in: Windows, shots: Shots) -> None:
    officer = sign_in("an", PHONE, java_script_enabled=False)
    officer.goto("/office/imports/")
    officer.fill("textarea[name=table]", "Nội dung\tThời gian\tSố người\nHọp dân ấp 3\t5/3/2025\t1.000\n")
    officer.locator("form:has(textarea) button[type=submit]").click()
    officer.wait_for_url("**/imports/mapping/**")
    officer.select_option("select[name=kind]", "talk")
    officer.locator("button[name=look]").first.click()
    officer.locator("button[name=go]").click()
    officer.wait_for_url("**/imports/preview/**")
    assert "1.000" in officer.locator("main").inner_text()
