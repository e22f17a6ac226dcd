"""A draft goes round: a member is invited, comments on a phone, is answered in part, and the table is printed."""

from collections.abc import Callable

from playwright.sync_api import Page, expect

from tests.journeys.conftest import DESK, PHONE

Windows = Callable[..., Page]
Shots = Callable[[Page, str], None]


def test_a_draft_goes_round(sign_in: Windows, shots: Shots) -> None:
    secretary = sign_in("lan", DESK)
    secretary.goto("/office/reports/")
    secretary.get_by_role("link", name="(dự thảo)").click()
    secretary.wait_for_url("**/office/reports/*/")
    draft = secretary.url
    secretary.goto(f"{draft}readers/")
    secretary.get_by_label("Ai").select_option(label="Lý Quốc An · UBND xã Suối Mây")
    secretary.get_by_role("button", name="Mời", exact=True).click()
    expect(secretary.locator("main")).to_contain_text("Đã mời.")
    shots(secretary, "readers")

    member = sign_in("an", PHONE)
    member.goto("/office/reports/")
    expect(member.locator("main")).to_contain_text("Bạn được mời góp ý dự thảo này.")
    member.goto(draft)
    shots(member, "draft-to-comment-phone")
    member.locator("[data-beside]").first.click()
    member.locator("dialog textarea").fill("Nên nêu số xã đã có đầu mối.")
    member.locator("dialog").get_by_role("button", name="Gửi ý kiến").click()
    expect(member.locator("main")).to_contain_text("Đã gửi ý kiến tới người soạn thảo.")

    secretary.goto(f"{draft}comments/?state=open")
    said = secretary.get_by_role("article").filter(has_text="Nên nêu số xã đã có đầu mối.")
    said.get_by_role("link", name="Trả lời").click()
    secretary.get_by_label("Tiếp thu một phần").check()
    secretary.get_by_label("Trả lời, giải trình").fill("Chỉ nêu số xã biên giới.")
    shots(secretary, "answer-a-comment")
    secretary.get_by_role("button", name="Trả lời, giải trình").click()
    expect(secretary.locator("main")).to_contain_text("Chỉ nêu số xã biên giới.")

    secretary.get_by_role("link", name="Bảng tổng hợp").click()
    secretary.emulate_media(media="print")
    row = secretary.get_by_role("row").filter(has_text="Lý Quốc An")
    expect(row).to_contain_text("Tiếp thu một phần")
    expect(row).to_contain_text("Chỉ nêu số xã biên giới.")
    secretary.emulate_media(media="screen")
    shots(secretary, "table-of-comments")

    member.goto(f"{draft}comments/")
    expect(member.locator("main")).to_contain_text("Chỉ nêu số xã biên giới.")
    shots(member, "comments-phone")
