"""What editors may add to a home: an information kit to take along, and the latest answers to readers."""

import re
from collections.abc import Callable
from datetime import timedelta
from typing import Any
from unittest.mock import Mock

import pytest
from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from django.db import IntegrityError, transaction
from django.test import Client
from django.utils import timezone

from lantoa.core.people.models import User
from lantoa.desks.answers import actions as answers
from lantoa.desks.media.models import MediaDocument
from lantoa.desks.newsroom.models import Event, ProfileFact, ProvinceProfile, Publication
from lantoa.doors.portal.models import HomeKitPart, HomeLead, HomePage, SectionPage
from tests.desks import content
from tests.desks.content import AT
from tests.doors.items import publish, withdraw
from tests.write_guard import raw_writes

pytestmark = pytest.mark.django_db


def home() -> HomePage:
    found: HomePage = HomePage.objects.get(locale__language_code="en")
    return found


def fill(*parts: HomeKitPart) -> None:
    page = home()
    page.kit = list(parts)
    page.save()


def document(title: str) -> MediaDocument:
    made: MediaDocument = MediaDocument.objects.create(
        title=title, licence="CC0 1.0", file=ContentFile(b"%PDF-1.7 x", name="kit.pdf"), file_size=10
    )
    return made


def told(lan: User, summary: str, *, outcome: str = "answered", language: str = "en", days: int = 0) -> None:
    """A question that came in and was answered."""
    at = AT + timedelta(days=days)
    remark = answers.receive("question", "?", page=None, language=language, at=at, today=at.date())
    answers.answer(remark, outcome, summary=summary, text=f"Because {summary}.", by=lan, at=at)


# -- the kit ---------------------------------------------------------------------------------------


def test_kit_offers_items_files_and_pictures_and_names_the_press_desk(khach: Client) -> None:
    profile = publish("The province in short", model=ProvinceProfile, language="en")
    guide = publish("Pocket guide", model=Publication, language="en", file=document("Guide"))
    sheet, picture = document("Fact sheet"), content.picture()
    with raw_writes("as an editor names the contact"):
        SectionPage.objects.filter(code="press", locale__language_code="en").update(contact_phone="0000 000 014")
    fill(HomeKitPart(item=profile), HomeKitPart(item=guide), HomeKitPart(file=sheet), HomeKitPart(picture=picture))

    text = khach.get("/en/").text
    for said in (
        "Information kit", f'href="{profile.url_path}"', f'href="{guide.file.url}"', f'href="{sheet.url}"',
        "Licence: CC0 1.0", "Picture: Lan Tỏa", "Licence: CC BY 4.0", "JPEG, 900 × 600", "On duty for the press",
        'href="tel:0000000014"',
    ):  # fmt: skip
        assert said in text, said
    assert b"".join(khach.get(sheet.url).streaming_content).startswith(b"%PDF")  # type: ignore[attr-defined] # a file
    assert "Information kit" not in khach.get("/vi/").text


def test_kit_leaves_out_what_was_withdrawn_and_goes_with_its_last_part(khach: Client) -> None:
    profile = publish("The province in short", model=ProvinceProfile, language="en")
    fill(HomeKitPart(item=profile))
    assert "Information kit" in khach.get("/en/").text

    withdraw(profile, "Wrong.")
    assert "Information kit" not in khach.get("/en/").text


def test_picture_of_the_kit_whose_file_is_lost_breaks_nothing(khach: Client) -> None:
    picture = content.picture()
    picture.file.storage.delete(picture.file.name)
    fill(HomeKitPart(picture=picture))

    response = khach.get("/en/")
    assert response.status_code == 200
    assert "Licence: CC BY 4.0" in response.text
    assert "Download the picture" not in response.text


def test_picture_of_the_kit_is_described_in_the_language_of_the_home(khach: Client) -> None:
    """Without words of its own it is described as in the library, and says that this is Vietnamese."""
    picture = content.picture()
    fill(HomeKitPart(picture=picture, picture_text="Rubber hills at dawn"))
    page = khach.get("/en/").text
    assert page.count("Rubber hills at dawn") == 2
    assert picture.default_alt_text not in page

    fill(HomeKitPart(picture=picture))
    page = khach.get("/en/").text
    assert f'lang="vi">: {picture.default_alt_text}</span>' in page
    assert re.search(f'<div lang="vi"><picture>[^/]*<img [^>]*alt="{picture.default_alt_text}"', page.replace("/", ""))


def test_part_of_the_kit_is_one_thing() -> None:
    picture, file = content.picture(), document("Fact sheet")
    for part in (HomeKitPart(page=home()), HomeKitPart(page=home(), picture=picture, file=file)):
        with pytest.raises(ValidationError, match=r"Choose one thing|chỉ chọn một"):
            part.clean()
        with pytest.raises(IntegrityError), transaction.atomic():
            part.save()


def test_what_the_editors_took_from_another_language_is_marked_as_that(khach: Client) -> None:
    guide = publish("Cẩm nang", model=Publication, file=document("Guide"))
    story = publish("Chợ biên giới", standfirst="Sáng sớm.")
    page = home()
    page.leads, page.kit = [HomeLead(item=story)], [HomeKitPart(item=guide)]
    page.save()
    text = khach.get("/en/").text
    for said in ("Cẩm nang</a>", "Chợ biên giới</a>"):
        assert f'" lang="vi" hreflang="vi">{said}' in text
    assert '<p class="card-text" lang="vi">Sáng sớm.</p>' in text
    assert '<span class="visually-hidden" lang="vi">: Cẩm nang' in text
    own = khach.get("/vi/").text
    assert f'<a href="{story.url_path}">Chợ biên giới</a>' in own


# -- answers ---------------------------------------------------------------------------------------


def test_home_shows_the_three_latest_answers_of_its_language(khach: Client, lan: User) -> None:
    for day, word in enumerate(("first", "second", "third", "fourth")):
        told(lan, f"{word} question", days=day)
    told(lan, "no matter of ours", outcome="not_answered", days=8)
    told(lan, "câu hỏi", language="vi", days=9)
    answers.receive("question", "still open", page=None, language="en", at=AT, today=AT.date())
    assert "fourth question" not in khach.get("/en/").text

    page = home()
    page.shows_answers = True
    page.save()
    text = khach.get("/en/").text
    shown = [word for word in ("fourth", "third", "second", "first") if f">{word} question</a>" in text]
    assert shown == ["fourth", "third", "second"]
    assert [word for word in ("no matter", "câu hỏi", "still open") if word in text] == []


def test_home_without_answers_shows_no_heading_for_them(khach: Client) -> None:
    page = home()
    page.shows_answers = True
    page.save()
    assert 'id="answers"' not in khach.get("/en/").text


# -- how little it asks ----------------------------------------------------------------------------


@pytest.mark.parametrize("count", [1, 3])
def test_home_with_both_asks_a_fixed_number_of_questions(
    khach: Client, lan: User, count: int, count_queries: Callable[[], Any]
) -> None:
    parts = []
    for number in range(count):
        guide = publish(f"Guide {number}", model=Publication, language="en", file=document(f"Guide {number}"))
        parts += [HomeKitPart(item=guide), HomeKitPart(file=document("x")), HomeKitPart(picture=content.picture())]
        told(lan, f"question {number}", days=number)
    page = home()
    page.kit, page.shows_answers = parts, True
    page.save()
    khach.get("/en/")
    with count_queries() as queries:
        khach.get("/en/")
    assert len(queries) == 13


def test_a_file_is_public_with_the_page_that_offers_it_however_long_the_worker_takes(
    khach: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Wagtail leaves it to the worker to note which files a page leads to."""
    page, first, second = publish("Sổ tay", model=Publication), document("a"), document("b")
    monkeypatch.setattr("wagtail.signal_handlers.update_reference_index_task", Mock())
    for offered, other in ((first, second), (second, first)):
        page.file = offered
        page.save_revision().publish()
        found = [khach.get(file.url) for file in (offered, other)]
        for answer in found:
            b"".join(answer)  # a file that is read to its end is closed
        assert [answer.status_code for answer in found] == [200, 404]


# -- what is coming --------------------------------------------------------------------------------


def test_event_that_runs_says_until_when_instead_of_its_first_day(khach: Client) -> None:
    now = timezone.now()
    last = now + timedelta(days=3)
    publish("Show", model=Event, language="en", starts_at=now - timedelta(days=12), ends_at=last)
    coming = publish("Fair", model=Event, language="en", starts_at=last, ends_at=last)
    dates = khach.get("/en/").text.partition('<ol class="dates">')[2].partition("</ol>")[0]

    running, later = dates.split("</li>")[:2]
    assert "Under way, until" in running
    assert f'<span class="date-day">{timezone.localtime(last).day}</span>' in running
    assert coming.title in later
    assert "Under way" not in later


def test_facts_say_when_they_are_checked_again(khach: Client) -> None:
    profile = publish("The province", model=ProvinceProfile, language="en")
    day = AT.date()
    with raw_writes("as an editor writes a fact"):
        ProfileFact.objects.create(
            page=profile, label="Area", value="6,877 km²", source="Yearbook", checked_on=day,
            review_by=day + timedelta(days=30),
        )  # fmt: skip
    assert "Yearbook, checked on 1 Mar 2026 · to be checked again by 31 Mar 2026" in khach.get(profile.url_path).text


def test_printed_page_says_its_address(khach: Client) -> None:
    assert '<p class="wrap only-print">http://localhost:8000/en/privacy/</p>' in khach.get("/en/privacy/").text
    assert "nowhere" not in khach.get("/en/nowhere/").text.partition("<main")[2]
