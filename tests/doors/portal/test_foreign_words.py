"""What no catalogue knows is shown in English or Vietnamese, and says so."""

import pytest
from django.test import Client
from django.utils.translation import gettext, override

from lantoa.base import actions as base
from lantoa.base.models import Installation
from lantoa.core.people.models import Agency
from lantoa.core.people.queries.administrative import provinces
from lantoa.core.vocabulary.models import Term
from lantoa.core.vocabulary.templatetags.words import in_words, name_of, written_in
from lantoa.doors.portal import actions
from tests.doors.items import publish
from tests.write_guard import raw_writes

pytestmark = pytest.mark.django_db
READERS = ("zh-hans", "ko", "ja", "lo", "km", "fr", "ru")


@pytest.mark.parametrize("language", READERS)
def test_every_province_has_a_name_in_every_language(language: str) -> None:
    """Whoever sets up gives the Vietnamese name alone."""
    for unit in provinces():
        named = Installation(name_vi=unit.name_vi, name_en="")
        with override("en"):
            assert named.name == unit.name_en
        with override(language):
            assert named.name != unit.name_en
            assert "<span" not in name_of(named)


def test_a_given_english_name_comes_first_and_an_unknown_one_is_not_invented() -> None:
    with override("en"):
        assert Installation(name_vi="Tỉnh Đắk Lắk", name_en="Daklak").name == "Daklak"
        assert Installation(name_vi="Đắk Lắk", name_en="").name == "Đắk Lắk"
        assert in_words("Đắk Lắk") == '<span lang="vi">Đắk Lắk</span>'
    with override("ja"):
        assert Installation(name_vi="Tỉnh Đắk Lắk", name_en="").name == "ダクラク省"


def test_a_name_in_the_readers_language_comes_before_all_and_what_falls_back_is_marked() -> None:
    named = Installation(name_vi="Báo Đắk Lắk", name_en="Dak Lak Newspaper", names={"ko": "닥락 신문"})
    bare = Installation(name_vi="Báo Đắk Lắk", name_en="")
    for language, said, marked in (
        ("vi", "Báo Đắk Lắk", "Báo Đắk Lắk"), ("en", "Dak Lak Newspaper", '<span lang="vi">Báo Đắk Lắk</span>'),
        ("ko", "닥락 신문", '<span lang="vi">Báo Đắk Lắk</span>'),
        ("lo", '<span lang="en">Dak Lak Newspaper</span>', '<span lang="vi">Báo Đắk Lắk</span>'),
    ):  # fmt: skip
        with override(language):
            assert (name_of(named), name_of(bare)) == (said, marked)
            assert bare.name == "Báo Đắk Lắk"


def test_every_place_that_names_the_province_does_so_in_the_readers_language(khach: Client) -> None:
    base.name_installation("Tỉnh Đắk Lắk", "", {"ko": "우리 닥락"})
    actions.open_language("ko")
    item = publish("국경", language="ko", slug="a")
    page = khach.get(item.url_path).content.decode()
    for said in (
        "<span>우리 닥락</span>",
        "국경 – 우리 닥락</title>",
        'og:site_name" content="우리 닥락"',
        '"name": "우리 닥락"',
    ):
        assert said in page
    for address in ("feeds/atom.xml", "feeds/rss.xml", "feeds/feed.json", "calendar.ics", "embed/", "figures/"):
        answer = khach.get(f"/ko/{address}")
        assert (answer.status_code, "우리 닥락" in answer.content.decode()) == (200, True), address
    assert "Dak Lak" not in page


def test_pages_carry_the_name_of_the_province_in_their_language(khach: Client) -> None:
    base.name_installation("Tỉnh Đồng Nai", "")
    actions.open_language("zh-hans")
    page = khach.get(publish("开放口岸", language="zh-hans", slug="a").url_path).content.decode()
    assert "开放口岸 – 同奈市" not in page
    assert "Dong Nai Province" in page  # a city since April 2026: as the office calls it
    base.name_installation("Thành phố Đồng Nai", "")
    page = khach.get("/zh-hans/").content.decode()
    assert "<span>同奈市</span>" in page
    assert 'content="同奈市"' in page
    assert "Dong Nai" not in page


@pytest.mark.parametrize("language", READERS)
def test_the_rows_of_an_open_figure_name_countries_and_languages_as_its_reader_does(language: str) -> None:
    with override(language):
        for term in Term.objects.filter(dimension__in=["country", "language", "information_kind"]):
            # Canada is Canada in French too, and cannot be told from a word that is missing.
            assert gettext(term.name_en) != term.name_en or (language == "fr" and term.dimension != "information_kind")


def test_the_language_of_a_sentence_is_known() -> None:
    for language, english, vietnamese in (("ja", "en", "vi"), ("en", "", "vi"), ("vi", "", "")):
        with override(language):
            found = written_in("Foreign guests, each once."), written_in("Khách nước ngoài.")
            assert found == (english, vietnamese)


def test_an_agency_is_named_in_the_language_of_the_page_or_marked(khach: Client) -> None:
    actions.open_language("ja")
    item = publish("国境を開く", language="ja", slug="a")
    with raw_writes("a department as every province has it"):
        Agency.objects.filter(code=item.agency_id).update(name_en="Department of Finance")
    assert "<p>財務局</p>" in khach.get(item.url_path).content.decode()
    with raw_writes("one of its own"):
        Agency.objects.filter(code=item.agency_id).update(name_en="Department of Rivers")
    assert '<p><span lang="en">Department of Rivers</span></p>' in khach.get(item.url_path).content.decode()
