"""What a text is found by, in the scripts of the portal."""

import unicodedata
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lantoa.base.folding import normal_text
from lantoa.base.search import analysis

TEXTS = st.text(
    st.one_of(
        st.sampled_from("aăâbcdđeêghiklmnoôơpqrstuưvxyấầẩẫậếềểễệốồổỗộớờởỡợứừửữựĐÀÁ "),
        st.sampled_from("对外信息大会議の다낭시에서 ຂໍ້ມູນຕ່າງປະເທດព័ត៌មានការបរទេសข้อมูล конференция œuvre"),
        st.characters(exclude_categories=["Cs"]),
    ),
    max_size=60,
).map(normal_text)


def _terms(text: str) -> set[str]:
    return analysis.document_terms(title="", texts=[normal_text(text)], labels=[])


def _finds(query: str, text: str) -> bool:
    levels = analysis.asked(query).levels
    return bool(levels) and levels[-1] <= _terms(text)


@pytest.mark.parametrize(
    ("query", "text"),
    [
        ("binh duong", "Đoàn công tác tỉnh Bình Dương"),
        ("da nang", "Hội nghị tại Đà Nẵng"),
        ("ĐA NANG", "Hội nghị tại Đà Nẵng"),
        ("dong bo", "triển khai đồng bộ"),
        ("doi ngoai", "công tác đối ngoại"),
        ("a dot", "cửa khẩu A Đớt"),
        ("đối ngoại", unicodedata.normalize("NFD", "công tác đối ngoại")),
        ("对外", "加强对外信息工作"),
        ("外", "加强对外信息工作"),
        ("対外情報", "対外情報の強化"),
        ("ガイド", "観光ｶﾞｲﾄﾞ"),
        ("다낭", "다낭시에서 열린 회의"),
        ("ຂໍ້ມູນ", "ວຽກງານຂໍ້ມູນຕ່າງປະເທດ"),
        ("ນໍາ", "ການນຳທ່ຽວ"),
        ("ນຳ", "ການນໍາທ່ຽວ"),
        ("ນໍ້າ", "ແມ່ນ້ຳຂອງ"),
        ("ນ້ຳ", "ແມ່ນໍ້າຂອງ"),
        ("น้ำ", "แม่นํ้าโขง"),
        ("ព័ត៌មាន", "ការងារព័ត៌មានការបរទេស"),
        ("ข้อมูล", "งานข้อมูลต่างประเทศ"),
        ("coeur", "au cœur de la province"),
        ("developpement", "le développement économique"),
        ("conferences", "an international conference"),
        ("конференция", "участники конференции"),
        ("елка", "Ёлка"),
        ("QĐ 12", "Quyết định 12-QĐ/TU"),
        ("vietnam", "the border of Viet Nam"),
        ("danang", "Hội nghị tại Đà Nẵng"),
        ("daklak", "tỉnh Đắk Lắk"),
        ("tphcm", "TP.HCM"),
        ("evisa", "how to get an e-visa"),
        ("covid19", "COVID-19"),
        ("2026", "ឆ្នាំ២០២៦"),
        ("2026年6月15日", "２０２６年６月１５日"),
        ("15 មិថុនា 2026", "១៥ មិថុនា ឆ្នាំ២០២៦"),
        ("投資", "投资环境"),
        ("國際合作", "国际合作"),
        ("国际合作", "國際合作"),
        ("ລາວ", "ສປປ ລາວ"),
        ("ເກາະ", "ຢູ່ເກາະ"),
        ("company", "Korean companies"),
        ("cities", "the city"),
        ("businesses", "a business forum"),
        ("branch", "branches"),
        ("tax", "taxes"),
        ("organisation", "an organization"),
        ("color", "colours"),
        ("logistics center", "a logistics centre"),
        ("régional", "des investissements régionaux"),
        ("coopération internationale", "accords internationaux de coopération"),
        ("industriel", "zones industrielles"),
        ("coréen", "des entreprises coréennes"),
        ("frontalier", "zone frontalière"),
        ("privé", "les entreprises privées"),
        ("bureau", "les bureaux"),
    ],
)  # fmt: skip
def test_a_text_is_found_by(query: str, text: str) -> None:
    assert _finds(query, text)


@pytest.mark.parametrize(
    ("query", "text"),
    [
        ("oi ngoai", "công tác đối ngoại"),  # what is left of "đối" where đ is dropped
        ("信外", "加强对外信息工作"),
        ("ລາວ", "ວລາ"),
        ("ນ", "ນຳ"),  # as no consonant is found by another with its vowel mark
        ("ລາວ", "ວຽງຈັນລາ ຊາວ"),  # its signs beside each other, never all three
        ("ngài", "ngày"),
        ("doanthanh", "Đoàn thành phố"),  # no name
        ("ដ", "ង្ដ"),  # a consonant written below is no letter of its own
    ],
)
def test_a_text_is_not_found_by(query: str, text: str) -> None:
    assert not _finds(query, text)


def test_the_best_places_to_look_come_first() -> None:
    assert analysis.asked("Đối ngoại").levels == (
        {"t=đối", "t=ngoại"},
        {"=đối", "=ngoại", "doi", "ngoai", "doi_ngoai"},
        {"=đối", "=ngoại"},
        {"t:doi", "t:ngoai"},
        {"doi", "ngoai", "doi_ngoai"},
        {"doi", "ngoai"},
    )
    assert analysis.asked("doi").levels == ({"t:doi"}, {"doi"})
    assert analysis.asked("对外信").levels == ({"t:对_外", "t:外_信"}, {"对_外", "外_信"})


@pytest.mark.parametrize(("typed", "text"), [("hòa", "hoà"), ("thuỷ", "thủy"), ("khỏe", "khoẻ"), ("QUÝ", "quý")])
def test_a_tone_on_either_vowel_is_as_typed(typed: str, text: str) -> None:
    assert analysis.asked(typed).levels == analysis.asked(text).levels
    assert analysis.asked(typed).levels[0] <= analysis.document_terms(title=text, texts=[], labels=[])


def test_the_last_place_to_look_is_anywhere_for_traditional_characters_too() -> None:
    assert analysis.asked("投資 環境").levels[-1] == {"投_资", "环_境"}


def test_two_ways_of_typing_one_query_fold_to_the_same() -> None:
    assert analysis.fold_words("  ĐỐI  ngoại, 对外!") == analysis.fold_words("doi ngoai 对外") == "doi ngoai 对外"


@given(TEXTS)
def test_every_text_is_found_by_itself_and_by_its_folded_form(text: str) -> None:
    if analysis.asked(text).levels:
        assert _finds(text, text)
        assert _finds(analysis.fold_words(text), text)


@given(TEXTS, TEXTS)
def test_each_place_to_look_lies_inside_the_last(title: str, text: str) -> None:
    terms = analysis.document_terms(title=normal_text(title), texts=[normal_text(text)], labels=[])
    for query in (title, text, f"{title} {text}"):
        levels = analysis.asked(query).levels
        for level in levels:
            if level <= terms:
                assert levels[-1] <= terms


@given(TEXTS)
def test_a_term_holds_nothing_that_a_query_language_knows(text: str) -> None:
    terms = _terms(text) | {term for level in analysis.asked(text).levels for term in level}
    assert all(term and not set(term) & set("\"'*() \t\n\\\0&|!<>") for term in terms)


@given(TEXTS)
def test_units_stand_where_they_say(text: str) -> None:
    found = list(analysis.units(text))
    assert all(first.end <= second.start for first, second in pairwise(found))
    assert all(analysis.fold_words(text[unit.start : unit.end]) == unit.folded for unit in found)
