"""What a reader gets: the way in, homes, sections, items, what is not there; how little each asks of the database."""

import re
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from lantoa.core.people.models import User
from lantoa.desks.media import tasks as media
from lantoa.desks.newsroom.models import (
    Article,
    ContentPage,
    Correction,
    Event,
    InvestmentProject,
    LandingPage,
    Origin,
    PressRelease,
    Source,
)
from lantoa.doors.portal import actions, pictures
from lantoa.doors.portal.models import HomeFigure, HomePage, SectionPage
from lantoa.doors.portal.queries.shelf import ON_A_PAGE
from tests.desks import content
from tests.desks.content import AT
from tests.doors.items import agency, publish, version_of, withdraw
from tests.write_guard import raw_writes

pytestmark = pytest.mark.django_db
Counting = Callable[[], Any]
BODY = [
    {"type": "heading", "value": "Cầu hữu nghị"},
    {"type": "text", "value": "<p>Hai bờ nối nhau.</p>"},
    {"type": "quote", "value": {"text": "Đường chợ gần hơn.", "speaker": "Nguyễn Văn An"}},
]


def close(language: str) -> None:
    with raw_writes("as an editor takes a home from the net"):
        HomePage.objects.filter(locale__language_code=language).update(live=False)


# -- the way in ------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("accepted", "way"),
    [
        ("", "/vi/"),
        ("en-GB,en;q=0.9", "/en/"),
        ("de,fr;q=0.8,en;q=0.1", "/en/"),
        ("ko", "/en/"),
        ("th-TH,th;q=0.9", "/en/"),
        ("*", "/vi/"),
        ("x" * 5000, "/vi/"),
    ],
)
def test_root_leads_to_the_best_open_language(khach: Client, accepted: str, way: str) -> None:
    response = khach.get("/", headers={"accept-language": accepted})
    assert (response.status_code, response.headers["Location"]) == (302, way)
    assert "Accept-Language" in response.headers["Vary"]
    assert not response.cookies


def test_root_leads_to_a_language_that_is_open(khach: Client) -> None:
    close("vi")
    assert khach.get("/").headers["Location"] == "/en/"
    close("en")
    assert khach.get("/").status_code == 404


def test_a_closed_language_says_what_can_be_read(khach: Client) -> None:
    """Wagtail itself would show the Vietnamese home."""
    response = khach.get("/fr/")
    assert response.status_code == 404
    assert '<html lang="fr">' in response.text
    assert 'href="/en/" hreflang="en" lang="en">English</a>' in response.text


def test_language_may_be_written_as_its_tag(khach: Client) -> None:
    actions.open_language("zh-hans")
    moved = khach.get("/zh-Hans/search/?q=a%20b")
    assert (moved.status_code, moved.headers["Location"]) == (301, "/zh-hans/search/?q=a%20b")
    assert khach.get("/EN/").headers["Location"] == "/en/"
    assert khach.get("/EN/a%3Fb%25/%C4%91/").headers["Location"] == "/en/a%3Fb%25/%C4%91/"
    assert khach.get("/Abc/").status_code == 404


def test_a_language_opens_with_its_home(khach: Client) -> None:
    actions.open_language("fr")
    response = khach.get("/fr/")
    assert response.status_code == 200
    assert "Actualités" in response.text


def test_drafts_and_what_is_below_nothing_are_not_there(khach: Client) -> None:
    shown, draft = publish("Đã đăng"), publish("Bản nháp", live=False)
    assert khach.get(shown.url_path).status_code == 200
    assert khach.get(draft.url_path).status_code == 404
    assert khach.get("/vi/khong-co/" + shown.slug + "/").status_code == 404


def test_a_public_page_sets_nothing_and_reads_nothing(khach: Client, lan: User, client_of: Any) -> None:
    item = publish("Mở cửa khẩu", body=BODY)
    for address in ("/vi/", "/vi/tin-tuc/", item.url_path, "/vi/privacy/", "/vi/nowhere/"):
        seen, signed_in = khach.get(address), client_of(lan).get(address)
        assert not seen.cookies
        assert seen.headers.get("Vary", "") in {"", "Accept-Encoding"}, address
        assert seen.text == signed_in.text
        assert not [bad for bad in (" style=", "<style", " onclick=", "<script>", "<script src") if bad in seen.text]


# -- home ------------------------------------------------------------------------------------------


def test_home_shows_what_the_editors_chose_and_the_newest_beside(khach: Client) -> None:
    old = publish("Bài cũ được chọn", at=AT - timedelta(days=90))
    for number in range(4):
        publish(f"Bài mới {number}", at=AT + timedelta(days=number))
    home = HomePage.objects.get(locale__language_code="vi")
    home.sentence = "Nơi dòng sông gặp biên giới"
    home.leads.create(item=old, sort_order=0)
    home.save()
    text = khach.get("/vi/").text
    assert '<h1 id="sentence">Nơi dòng sông gặp biên giới</h1>' in text
    assert [title for title in ("Bài cũ được chọn", "Bài mới 3", "Bài mới 2", "Bài mới 1") if title in text] == [
        "Bài cũ được chọn", "Bài mới 3", "Bài mới 2",
    ]  # fmt: skip


def test_home_leaves_out_what_was_withdrawn_after_it_was_chosen(khach: Client) -> None:
    item = publish("Bài sẽ gỡ")
    home = HomePage.objects.get(locale__language_code="vi")
    home.leads.create(item=item, sort_order=0)
    assert "Bài sẽ gỡ" in khach.get("/vi/").text
    withdraw(item, "Số liệu sai.")
    assert "Bài sẽ gỡ" not in khach.get("/vi/").text


def test_home_counts_its_figures_and_leaves_out_what_cannot_be_counted(khach: Client) -> None:
    home = HomePage.objects.get(locale__language_code="vi")
    home.figures = [
        HomeFigure(indicator=code, period=period)
        for code, period in (("talk_attendances", "2026"), ("khong-co", "2026"), ("talks", "bao giờ"))
    ]
    home.save()
    text = khach.get("/vi/").text
    assert text.count('class="numbers-value"') == 1
    assert "năm 2026" in text


@pytest.mark.parametrize("count", [1, 3])
def test_home_asks_a_fixed_number_of_questions(khach: Client, count: int, count_queries: Counting) -> None:
    for number in range(count):
        publish(f"Bài {number}", picture=content.picture())
        publish(f"Hội {number}", model=Event, starts_at=AT + timedelta(days=9000), ends_at=AT + timedelta(days=9001))
    khach.get("/vi/")
    with count_queries() as queries:
        khach.get("/vi/")
    assert len(queries) == 10


# -- sections --------------------------------------------------------------------------------------


@pytest.mark.parametrize("count", [1, 3])
def test_section_asks_a_fixed_number_of_questions(khach: Client, count: int, count_queries: Counting) -> None:
    for number in range(count):
        publish(f"Bài {number}", picture=content.picture())
    khach.get("/vi/tin-tuc/")
    with count_queries() as queries:
        khach.get("/vi/tin-tuc/")
    assert len(queries) == 6


def test_section_lists_the_newest_first_and_turns_its_pages(khach: Client) -> None:
    for number in range(14):
        publish(f"Bài số {number:02}", at=AT + timedelta(days=number))
    first, second = khach.get("/vi/tin-tuc/").text, khach.get("/vi/tin-tuc/?page=2").text
    assert "Bài số 13" in first
    assert "Bài số 01" not in first
    assert 'rel="next" href="?page=2"' in first
    assert "Bài số 01" in second
    assert 'rel="prev" href="?"' in second
    assert 'rel="next"' not in second


def test_section_is_narrowed_by_topic_year_and_month(khach: Client) -> None:
    publish("Biên giới xanh", topic="border", at=AT)
    publish("Chuyện năm cũ", at=AT - timedelta(days=400))
    by_topic = khach.get("/vi/tin-tuc/?topic=border").text
    assert "Biên giới xanh" in by_topic
    assert "Chuyện năm cũ" not in by_topic
    assert "Chuyện năm cũ" in khach.get("/vi/tin-tuc/?year=2025").text
    assert "Biên giới xanh" in khach.get("/vi/tin-tuc/?year=2026&month=3").text
    assert "Show everything" in khach.get("/en/news/?year=2026&month=4").text


@pytest.mark.parametrize("query", ["page=0", "page=x", "page=99999", "year=20260", "month=13&year=2026", "topic=%00"])
def test_section_takes_any_query(khach: Client, query: str) -> None:
    publish("Còn đây")
    assert khach.get(f"/vi/tin-tuc/?{query}").status_code in {200, 400}


def test_section_of_several_kinds_lists_what_stands_under_it(khach: Client) -> None:
    visit = SectionPage.objects.get(code="visit", locale__language_code="vi")
    item = publish("Mùa nước nổi")
    assert "Mùa nước nổi" not in khach.get(visit.url_path).text
    item.move(visit, pos="last-child")
    assert "Mùa nước nổi" in khach.get(visit.url_path).text


def test_events_that_come_stand_before_those_that_were(khach: Client) -> None:
    publish("Hội đã qua", model=Event, starts_at=AT - timedelta(days=900), ends_at=AT - timedelta(days=899))
    publish("Hội sắp tới", model=Event, starts_at=AT + timedelta(days=9000), ends_at=AT + timedelta(days=9001))
    text = khach.get("/vi/su-kien/").text
    assert 0 < text.index("Hội sắp tới") < text.index("Hội đã qua")
    assert 'href="/vi/calendar.ics"' in text


def test_events_that_come_are_leafed_through_and_none_is_out_of_reach(khach: Client, count_queries: Counting) -> None:
    soon = timezone.now() + timedelta(days=1)
    for number in range(ON_A_PAGE + 3):
        begins = soon + timedelta(days=number)
        publish(f"Hội chợ {number:02}", model=Event, starts_at=begins, ends_at=begins)
    publish("Đã qua", model=Event, starts_at=AT, ends_at=AT)

    first, second, beyond = (khach.get(f"/vi/su-kien/{query}").text for query in ("", "?coming=2", "?coming=3"))
    assert _events_of(first) == [*(f"Hội chợ {number:02}" for number in range(ON_A_PAGE)), "Đã qua"]
    assert 'rel="next" href="?coming=2"' in first
    assert _events_of(second) == [f"Hội chợ {number:02}" for number in range(ON_A_PAGE, ON_A_PAGE + 3)]
    assert 'rel="prev" href="?"' in second
    assert 'rel="next"' not in second
    assert _events_of(beyond) == []
    assert "Chưa có nội dung nào theo lựa chọn này." in beyond
    with count_queries() as queries:
        khach.get("/vi/su-kien/")
    assert len(queries) <= 9


def _events_of(text: str) -> list[str]:
    return re.findall(r"<h[23]><a [^>]*>(Hội chợ \d\d|Đã qua)</a>", text)


def test_event_leads_to_its_file_for_a_calendar(khach: Client) -> None:
    event = publish("Hội chợ", model=Event)
    link = f"/vi/calendar/{event.pk}.ics"
    assert f'href="{link}"' in khach.get(event.url_path).text
    assert khach.get(link).headers["Content-Type"].startswith("text/calendar")


def test_section_offers_filters_once_it_fills_more_than_a_page(khach: Client) -> None:
    for number in range(ON_A_PAGE):
        publish(f"Bài {number}")
    short = khach.get("/vi/tin-tuc/").text
    publish("Bài cuối", topic="border")
    assert "?topic=border" not in short
    assert "?topic=border" in khach.get("/vi/tin-tuc/").text


def test_item_names_its_other_languages_the_original_first(khach: Client) -> None:
    item = publish("Cầu hữu nghị")
    english = version_of(item, "en", "Friendship bridge", origin=Origin.MACHINE_ASSISTED)
    for language in ("ko", "ja"):
        actions.open_language(language)
        version_of(item, language, "友好の橋", origin=Origin.MACHINE_ASSISTED)
    text = khach.get(english.url_path).text
    listed = text[text.index('<ul class="item-languages"') :].partition("</ul>")[0]
    assert re.findall(r'<li>|lang="([^"]+)">|<small>([^<]+)', listed) == [
        ("", ""), ("vi", ""), ("", ""), ("ko", ""), ("ja", ""), ("", "machine translation, not yet checked"),
    ]  # fmt: skip


def test_landing_page_leads_to_its_section_and_to_what_stands_there(khach: Client) -> None:
    shelf = content.section("en", InvestmentProject)
    shown = {"live": True, "standfirst": "-", "listed_at": AT, "first_published_at": AT, "locale": shelf.locale}
    landing = shelf.add_child(instance=LandingPage(title="Invest here", slug="here", agency=agency(), **shown))
    publish("Fruit factory", model=InvestmentProject, language="en")
    publish("Another way in", model=LandingPage, language="en")

    main = khach.get(landing.url_path).text.partition("<main")[2]
    assert f'<a class="button" href="{shelf.url_path}">' in main
    assert "Fruit factory" in main.partition("More on this")[2].partition("<footer")[0]
    assert "Another way in" not in main


def test_press_room_names_who_is_on_duty(khach: Client) -> None:
    with raw_writes("as an editor names the contact"):
        SectionPage.objects.filter(code="press").update(contact_name="Trần Thị Lan", contact_phone="0123")
    publish("Thông cáo", model=PressRelease, number="12/TCBC")
    for address in ("/vi/bao-chi/", "/vi/contact/"):
        assert "Trần Thị Lan" in khach.get(address).text


# -- items -----------------------------------------------------------------------------------------


def whole_article(lan: User) -> Article:
    picture = content.picture()
    body = [*BODY, {"type": "picture", "value": {"picture": picture.pk, "caption": "", "alternative_text": "Cầu"}}]
    item: Article = publish(
        "Khởi công cầu", picture=picture, body=body, topic="border", event_at=AT - timedelta(hours=3)
    )
    for number in range(3):
        publish(f"Cùng chủ đề {number}", topic="border", picture=picture)
    item.sources.add(Source(text="Biên bản hai tỉnh", url="https://example.org/"))
    item.save()
    version_of(item, "en", "Work begins", origin=Origin.MACHINE_ASSISTED)
    return item


def test_article_asks_eight_questions_at_most(khach: Client, lan: User, count_queries: Counting) -> None:
    item = whole_article(lan)
    khach.get(item.url_path)
    media.take_up_missing()
    khach.get(item.url_path)
    with count_queries() as queries:
        response = khach.get(item.url_path)
    assert response.status_code == 200
    assert len(queries) == 8


def test_article_says_who_answers_when_and_from_where(khach: Client, lan: User) -> None:
    item = whole_article(lan)
    for picture, use in pictures.shown_by(item):
        pictures.draw(picture, use)
    text = khach.get(item.url_path).text
    for said in (
        "UBND tỉnh Sông Xanh", "01/03/2026 12:00", 'href="https://example.org/"', "Biên bản hai tỉnh", "Cùng chủ đề 0",
        'hreflang="en"', "Biên giới", 'alt="Cầu"', 'type="image/avif"', 'rel="preload" as="image"', 'width="800"',
    ):  # fmt: skip
        assert said in text, said


def test_the_language_switch_leads_to_the_same_item_or_to_the_first_page(khach: Client, lan: User) -> None:
    item = whole_article(lan)
    actions.open_language("fr")
    text = khach.get(item.url_path).text
    assert '<a href="/en/news/work-begins/" hreflang="en" lang="en">English</a>' in text
    assert '<a href="/fr/" hreflang="fr"><span lang="fr">Français</span>' in text


def test_a_machine_made_version_is_labelled_until_a_person_signs(khach: Client, lan: User) -> None:
    item = whole_article(lan)
    english = ContentPage.objects.get(language="en", translation_key=item.translation_key)
    assert "no person has checked it yet" in khach.get(english.url_path).text
    with raw_writes("as the newsroom signs"):
        ContentPage.objects.filter(pk=english.pk).update(signed_at=AT, signed_by=lan)
    assert "no person has checked it yet" not in khach.get(english.url_path).text


def test_a_withdrawn_item_stays_readable_under_its_reason(khach: Client) -> None:
    item = publish("Bài đã gỡ")
    withdraw(item, "Số liệu chưa thống nhất.")
    text = khach.get(item.url_path).text
    assert "Số liệu chưa thống nhất." in text
    assert "notice-strong" in text


def test_corrections_are_shown_with_their_day(khach: Client, lan: User) -> None:
    item = publish("Bài có đính chính")
    with raw_writes("as the newsroom corrects"):
        Correction.objects.create(page=item, text="420 m, không phải 402 m.", corrected_by=lan, corrected_at=AT)
    text = khach.get(item.url_path).text
    assert "420 m, không phải 402 m." in text
    assert 'href="#corrections"' in text


def test_an_article_weighs_little(khach: Client, lan: User) -> None:
    """All text as it travels; fonts are kept by the browser, pictures are counted apart."""
    item = whole_article(lan)
    page = khach.get(item.url_path, headers={"accept-encoding": "gzip"})
    styles = ["lantoa/css/tokens.css", "lantoa/css/fonts.css", "lantoa/css/base.css", "portal/css/portal.css"]

    weight = len(page.content)
    for name in styles:
        response: Any = khach.get(f"/static/{name}", headers={"accept-encoding": "gzip"})
        weight += len(b"".join(response.streaming_content) if response.streaming else response.content)
    assert weight < 25_000
