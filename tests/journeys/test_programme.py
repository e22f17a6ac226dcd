"""A plan is written and signed, its task is worked on and declared done, and the next plan is made from it."""

import re
from collections.abc import Callable
from datetime import date

from playwright.sync_api import Page

from tests.journeys.conftest import DESK, PHONE, Site

Windows = Callable[..., Page]
Shots = Callable[[Page, str], None]


def test_from_a_plan_to_the_next_one(site: Site, sign_in: Windows, shots: Shots) -> None:
    year = date.today().year
    secretary = sign_in("lan", DESK)
    secretary.goto("/office/programme/")
    shots(secretary, "programme")
    secretary.locator("main a[href$='/plans/new/']").click()
    secretary.fill("[name=name_vi]", f"Kế hoạch tuyên truyền vùng biên năm {year}")
    secretary.fill("[name=term]", str(year))
    secretary.select_option("[name=parent]", "chuong-trinh-2026-2030")
    send(secretary, r"/office/plans/[\w-]+/$")
    plan = secretary.url.removeprefix(site.url)

    secretary.locator("main a[href$='/tasks/new/']").first.click()
    secretary.fill("[name=name_vi]", "Nói chuyện ở mọi ấp")
    secretary.select_option("[name=lead_agency]", "xa-suoi-may")
    secretary.fill("[name=product]", "Báo cáo các buổi nói chuyện")
    send(secretary, plan)
    secretary.locator("main a[href$='/sign/']").click()
    secretary.fill("[name=number]", "77/KH-UBND")
    send(secretary, plan)
    assert "77/KH-UBND" in secretary.locator("main").inner_text()
    shots(secretary, "plan")

    # The officer names the task, and it is in progress once that is accepted.
    officer = sign_in("an", PHONE)
    officer.goto("/office/activities/new/talk/")
    for name, text in (("title", "Nói chuyện tại ấp 2"), ("attendances", "45")):
        officer.fill(f"[name={name}]", text)
    officer.locator("[name=topic]").first.select_option("border")
    officer.locator("details.confirm summary").first.click()
    task = officer.locator("[name=task] option", has_text="Nói chuyện ở mọi ấp").get_attribute("value")
    officer.locator("[name=task]").select_option(task)
    officer.locator("[name=submit]").click()
    officer.wait_for_url(re.compile(r"/activities/\d+/$"))
    record = officer.url.removeprefix(site.url)
    secretary.goto(record)
    secretary.locator(f"form[action='{record}accept/'] button").click()
    officer.goto(f"/office/tasks/{task}/")
    assert officer.locator("main [data-tone=waiting]").first.is_visible()
    shots(officer, "task-phone")

    officer.locator("main a[href$='/done/']").click()
    officer.fill("[name=product]", "Báo cáo số 12 của xã")
    send(officer, f"/office/tasks/{task}/$")
    assert "Báo cáo số 12 của xã" in officer.locator("main").inner_text()
    officer.goto("/office/tasks/")
    shots(officer, "tasks-phone")

    secretary.goto(plan)
    secretary.locator("main a[href$='/copy/']").click()
    send(secretary, r"/office/plans/ke-hoach-\d+[\w-]*/$")
    assert f"Kế hoạch tuyên truyền vùng biên năm {year + 1}" in secretary.locator("h1").inner_text()


def send(page: Page, arrives: str) -> None:
    page.locator("main form button[type=submit]").first.click()
    page.wait_for_url(re.compile(arrives))
