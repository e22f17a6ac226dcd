"""What the editors of a home are told of what they chose; nothing of it holds them up."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone
from wagtail.test.utils.form_data import inline_formset, nested_form_data

from lantoa.core.people.models import User
from lantoa.desks.newsroom.models import ContentPage, ProvinceProfile
from lantoa.doors.portal.models import HomeDoor, HomeFigure, HomeKitPart, HomeLead, HomePage, SectionPage
from tests.doors.items import publish, withdraw
from tests.write_guard import raw_writes

pytestmark = pytest.mark.django_db

Sign = Callable[[User], Client]


def _home(language: str = "vi") -> HomePage:
    found: HomePage = HomePage.objects.get(locale__language_code=language)
    return found


def _fill(**parts: list[Any]) -> HomePage:
    home = _home()
    for name, rows in parts.items():
        setattr(home, name, rows)
    home.save_revision()
    return home


def _draft(title: str, **fields: Any) -> Any:
    item = publish(title, **fields)
    with raw_writes("as a draft that nobody published"):
        ContentPage.objects.filter(pk=item.pk).update(live=False, listed_at=None, first_published_at=None)
    item.refresh_from_db()
    return item


def _told(client: Client, home: HomePage) -> list[str]:
    page = client.get(f"/admin/pages/{home.pk}/edit/").text
    return [part.partition("</p>")[0] for part in page.split('<p class="told">')[1:]]


def test_nothing_is_told_of_what_readers_see(lan: User, client_of: Sign) -> None:
    item, profile = publish("Chợ biên giới"), publish("Tỉnh trong vài trang", model=ProvinceProfile)
    door = SectionPage.objects.filter(locale__language_code="vi").first()
    home = _fill(leads=[HomeLead(item=item)], kit=[HomeKitPart(item=profile)], doors=[HomeDoor(title="A", target=door)])
    assert _told(client_of(lan), home) == []
    assert _told(client_of(lan), _home("en")) == []


def test_what_readers_do_not_see_is_told_with_what_they_see_instead(lan: User, client_of: Sign) -> None:
    waits, planned, gone = _draft("Bài nháp"), _draft("Bài hẹn giờ"), publish("Bài đã đăng")
    profile, landing = _draft("Tỉnh trong vài trang", model=ProvinceProfile), _draft("Đầu tư")
    withdraw(gone, "Sai số liệu.")
    at = timezone.now() + timedelta(days=2)
    revision = planned.save_revision()
    with raw_writes("approved for a moment"):
        type(revision).objects.filter(pk=revision.pk).update(approved_go_live_at=at)
    home = _fill(
        leads=[HomeLead(item=item) for item in (waits, planned, gone)],
        kit=[HomeKitPart(item=profile)],
        doors=[HomeDoor(title="A", target=landing), HomeDoor(title="B", target=gone)],
        figures=[HomeFigure(indicator="nothing_of_that_name", period="2026")],
    )
    instead = "Ở chỗ đó bạn đọc thấy một trong những bài mới nhất."
    assert _told(client_of(lan), home) == [
        "“Đầu tư” chưa công khai. Bạn đọc không thấy cửa này.",
        "“Bài đã đăng” đã được rút. Cửa này đang dẫn tới trang nêu lý do rút bài.",
        f"“Bài nháp” chưa công khai. {instead}",
        f"“Bài hẹn giờ” sẽ công khai vào {timezone.localtime(at):%d/%m/%Y %H:%M}. {instead}",
        f"“Bài đã đăng” đã được rút. {instead}",
        "“Tỉnh trong vài trang” chưa công khai. Bạn đọc không thấy bài này trong bộ tài liệu thông tin.",
        "Số liệu nothing_of_that_name của kỳ 2026 không công khai. Bạn đọc không thấy số liệu này.",
    ]


def test_an_item_of_another_language_is_told_and_named_once(lan: User, client_of: Sign) -> None:
    item = publish("Border market", language="en")
    home = _fill(leads=[HomeLead(item=item)], doors=[HomeDoor(title="A", target=item)])
    said = "“Border market” viết bằng ngôn ngữ khác: English. Bạn đọc thấy nguyên như vậy."
    assert _told(client_of(lan), home) == [said]


def _posted(home: HomePage, **fields: Any) -> dict[str, Any]:
    empty = {name: inline_formset([]) for name in ("doors", "leads", "figures", "kit")}
    form = {"title": home.title, "slug": home.slug, "sentence": "", "comments": inline_formset([]), **empty, **fields}
    data: dict[str, Any] = nested_form_data(form)
    return data


def test_whoever_publishes_a_home_is_told_on_the_page_that_follows(lan: User, client_of: Sign) -> None:
    home, item, client = _home(), _draft("Bài nháp"), client_of(lan)
    leads = inline_formset([{"item": item.pk}])
    page = client.post(
        f"/admin/pages/{home.pk}/edit/", {**_posted(home, leads=leads), "action-publish": "1"}, follow=True
    )
    assert page.text.count("“Bài nháp” chưa công khai.") == 1
    assert [lead.item_id for lead in _home().leads.all()] == [item.pk]


def test_a_period_that_cannot_be_read_is_refused_where_it_is_typed(lan: User, client_of: Sign) -> None:
    home, client = _home(), client_of(lan)
    figures = inline_formset([{"indicator": "talks", "period": "quý 9"}])
    page = client.post(f"/admin/pages/{home.pk}/edit/", {**_posted(home, figures=figures), "action-publish": "1"})
    assert "quý 9" in page.context["form"].formsets["figures"].errors[0]["period"][0]
