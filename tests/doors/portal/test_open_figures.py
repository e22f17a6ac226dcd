"""A public figure opens what it is made of: the rows shown and those that are not public add up to it."""

import re
from collections.abc import Callable
from datetime import UTC, date, datetime
from typing import Any

import pytest
from django.conf import settings
from django.test import Client
from django.utils.translation import gettext, override

from lantoa.core.ledger import actions as ledger
from lantoa.core.ledger.drafts import Draft
from lantoa.core.vocabulary import actions as vocabulary
from lantoa.core.vocabulary.models import Indicator, IndicatorVersion
from lantoa.doors.portal import actions as portal
from lantoa.doors.portal.models import HomeFigure, HomePage
from tests.factories import Province
from tests.write_guard import raw_writes

pytestmark = pytest.mark.django_db
AT = datetime(2026, 3, 1, 5, tzinfo=UTC)
ADDRESS = "/en/figures/talk_attendances/2026/"
# French has accents too.
OF_VIETNAMESE_ALONE = re.compile("[ăđơưảãạằắẳẵặầấẩẫậẻẽẹềếểễệỉĩịỏõọồốổỗộờớởỡợủũụừứửữựỳỷỹỵ]", re.IGNORECASE)


@pytest.fixture
def opened(province: Province) -> Province:
    """Two talks in public and one that is not: 120 + 80 and 11."""
    for people, is_public in ((120, True), (80, True), (11, False)):
        _talk(province, people, is_public=is_public)
    home = HomePage.objects.get(locale__language_code="en")
    HomeFigure.objects.create(page=home, indicator="talk_attendances", period="2026")
    return province


def _talk(province: Province, people: int, *, is_public: bool = True, topic: str = "policy") -> None:
    draft = Draft(
        kind="talk", agency=province.commune_a.code, title=f"Nói chuyện kín {people}", occurred_from=date(2026, 2, 3),
        occurred_on=date(2026, 2, 3), quantities={"talks": (1000, ""), "attendances": (people * 1000, "")},
        is_public=is_public, dimensions={"topic": topic},
    )  # fmt: skip
    activity = ledger.submit(ledger.save_draft(draft, by=province.an, at=AT), by=province.an, at=AT)
    ledger.accept(activity, by=province.lan, at=AT)


def test_open_figure_adds_up_from_shown_and_hidden_rows_and_says_no_title(opened: Province, khach: Client) -> None:
    text = khach.get(ADDRESS).content.decode()

    assert "211" in text
    assert "2 records shown (200) + 1 record not public (11) = <strong>211 attendances</strong>" in text
    assert text.count("· accepted") == 2
    assert "Nói chuyện kín" not in text
    assert "Nguyễn Thị Lan" not in text
    assert not khach.get(ADDRESS).cookies


def test_home_and_page_of_figures_lead_to_it(opened: Province, khach: Client) -> None:
    for path in ("/en/", "/en/figures/"):
        assert f'href="{ADDRESS}"' in khach.get(path).content.decode(), path
    assert ADDRESS.replace("/en/", "/vi/") not in khach.get("/vi/figures/").content.decode()


@pytest.mark.parametrize(
    "address",
    ["/en/figures/talk_attendances/2025/", "/en/figures/training_classes/2026/", "/en/figures/nothing/2026/",
     "/en/figures/talk_attendances/x/"],
)  # fmt: skip
def test_figure_that_no_home_shows_is_not_there(address: str, opened: Province, khach: Client) -> None:
    assert khach.get(ADDRESS).status_code == 200
    assert khach.get(address).status_code == 404


def test_figure_closes_with_its_indicator(opened: Province, khach: Client) -> None:
    vocabulary.keep_internal(Indicator.objects.get(code="talk_attendances"), by=opened.administrator, at=AT)

    assert khach.get(ADDRESS).status_code == 404
    assert ADDRESS not in khach.get("/en/figures/").content.decode()


def test_figure_on_a_home_that_is_no_longer_public_is_closed(opened: Province, khach: Client) -> None:
    HomePage.objects.filter(locale__language_code="en").update(live=False)

    assert khach.get(ADDRESS).status_code == 404


def test_page_of_a_figure_asks_as_often_for_five_rows_as_for_three(
    opened: Province, khach: Client, count_queries: Callable[[], Any]
) -> None:
    khach.get(ADDRESS)
    counts = []
    for more in (0, 2):
        for _ in range(more):
            _talk(opened, 5)
        with count_queries() as queries:
            assert khach.get(ADDRESS).status_code == 200
        counts.append(len(queries))

    assert counts[0] == counts[1] <= 15


def _unmarked(page: str) -> str:
    """What stands in the middle of a page in its own language: without what says that it is of another."""
    main = page[page.index("<main") : page.index("</main>")]
    return re.sub(r'<(\w+)[^>]* lang="(?:en|vi)"[^>]*>.*?</\1>|<[^>]+>', " ", main, flags=re.DOTALL)


@pytest.mark.parametrize("code", [code for code, _ in settings.LANGUAGES])
def test_pages_of_figures_are_in_the_language_of_their_reader(opened: Province, khach: Client, code: str) -> None:
    """What no catalogue has a word for stands there in English, marked as English, and never in Vietnamese."""
    portal.open_language(code)
    home = HomePage.objects.get(locale__language_code=code)
    HomeFigure.objects.get_or_create(page=home, indicator="talk_attendances", period="2026")

    for path in ("figures/", "figures/talk_attendances/2026/"):
        page = khach.get(f"/{code}/{path}").text
        if code not in {"vi", "en"}:
            assert OF_VIETNAMESE_ALONE.findall(_unmarked(page)) == []
            assert [word for word in ("Talk", "Adds up to", "record", "twice") if word in _unmarked(page)] == []
            with override(code):
                assert gettext("Attendances at talks") in _unmarked(page)
    assert "Nói chuyện kín" not in page
    definition = "Attendances at talks in the period; a person who attends twice counts twice."
    is_foreign = code not in {"vi", "en"}
    assert (f'<p class="measure"><span lang="en">{definition}</span></p>' in page) == is_foreign
    with override(code):
        told = gettext("How it is defined, so far in English only:")
    assert (told in page) == is_foreign
    # The heads have no page in that language.
    assert ('<small lang="en">(English)</small></a>' in page) == is_foreign


def test_a_definition_in_vietnamese_alone_says_so_to_everybody_else(opened: Province, khach: Client) -> None:
    with raw_writes("an office that wrote one language"):
        IndicatorVersion.objects.filter(indicator="talk_attendances").update(definition_en="")
    page = khach.get(ADDRESS).text
    assert "How it is defined, so far in Vietnamese only:" in page
    assert '<p class="measure"><span lang="vi">' in page
    assert "so far in" not in khach.get("/vi/figures/talk_attendances/2026/").text


@pytest.mark.parametrize("code", [code for code, _ in settings.LANGUAGES if code != "vi"])
def test_what_a_catalogue_lacks_is_said_in_english(code: str) -> None:
    """Vietnamese has it, and Django would ask Vietnamese."""
    with override("vi"):
        assert gettext("Frozen") != "Frozen"
    with override(code):
        assert gettext("Frozen") == "Frozen"


# -- the records of a long one ---------------------------------------------------------------------


def _records(text: str) -> list[str]:
    """What each says before it is opened."""
    found = re.findall(r'<details class="record">\s*<summary>(.*?)</summary>', text, re.DOTALL)
    return [re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", record)).strip() for record in found]


def test_records_come_twenty_at_a_time_and_say_little_until_they_are_opened(opened: Province, khach: Client) -> None:
    for people in range(100, 140):
        _talk(opened, people)
    first, last = khach.get(ADDRESS).text, khach.get(f"{ADDRESS}?page=3").text

    assert len(_records(first)) == 20
    assert _records(first)[0] == "3 Feb 2026 An Bình Commune People&#x27;s Committee 120"
    assert len(_records(last)) == 2
    assert "Page 3 of 3" in last
    assert 'rel="next" href="?page=2#rows"' in first
    assert 'rel="next"' not in last
    assert _records(khach.get(f"{ADDRESS}?page=999999").text) == _records(last)
    for odd in ("page=0", "page=-1", "page=x", "page=%C2%B2", "part=nothing", "number=x&part="):
        assert _records(khach.get(f"{ADDRESS}?{odd}").text) == _records(first), odd


def test_each_part_of_a_figure_opens_its_records(opened: Province, khach: Client) -> None:
    for people in range(1, 23):
        _talk(opened, people, topic="border")
    text = khach.get(ADDRESS).text
    assert re.findall(r'href="\?part=([^#"]+)#rows"', text) == ["border", "policy"]
    assert len(_records(text)) == 20

    policy = khach.get(f"{ADDRESS}?part=policy").text
    assert [record.rsplit(" ", 1)[1] for record in _records(policy)] == ["120", "80"]
    assert "Show all records" in policy
    assert '<div class="is-open"><dt><a href="?part=policy#rows">Policy</a>' in policy
    border = khach.get(f"{ADDRESS}?part=border").text
    assert 'rel="next" href="?part=border&amp;page=2#rows"' in border
    assert len(_records(khach.get(f"{ADDRESS}?part=border&page=2").text)) == 2


def test_a_part_that_only_hidden_records_have_is_not_told(opened: Province, khach: Client) -> None:
    _talk(opened, 7, is_public=False, topic="border")
    assert "part=border" not in khach.get(ADDRESS).text
    assert _records(khach.get(f"{ADDRESS}?part=border").text) == _records(khach.get(ADDRESS).text)
