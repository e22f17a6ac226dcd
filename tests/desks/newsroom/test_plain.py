import pytest
from hypothesis import given
from hypothesis import strategies as st

from lantoa.desks.newsroom.rules.plain import MOST, Hint, hints, sentences


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Chợ mở cửa ngày 3. Có 120 gian hàng.", ["Chợ mở cửa ngày 3.", "Có 120 gian hàng."]),
        ("Tổng vốn là 1.200 tỷ đồng.", ["Tổng vốn là 1.200 tỷ đồng."]),
        ("Ông P. An nói vậy. Thật không?", ["Ông P. An nói vậy.", "Thật không?"]),
        ("Một dòng\n\n  dòng hai ", ["Một dòng", "dòng hai"]),
        ("", []),
    ],
)
def test_text_is_cut_into_sentences(text: str, found: list[str]) -> None:
    assert sentences(text) == found


def test_vietnamese_of_offices_is_pointed_at() -> None:
    said = "Trên cơ sở kế hoạch, hội chợ được khai mạc bởi lãnh đạo tỉnh."
    assert hints([said], "vi") == [
        Hint("word", "Trên cơ sở", "dựa vào, theo"),
        Hint("passive", "được khai mạc bởi"),
    ]


def test_english_of_offices_is_pointed_at() -> None:
    said = "In order to help, the fair was quickly opened by the chairman."
    assert hints([said], "en") == [Hint("word", "In order to", "to"), Hint("passive", "was quickly opened by")]


@pytest.mark.parametrize(("language", "words"), [("vi", 46), ("en", 29)])
def test_a_sentence_is_long_from_a_number_of_words_on(language: str, words: int) -> None:
    long = " ".join(["chợ"] * words)
    assert hints([long], language) == [Hint("long", long, count=words)]
    assert hints([" ".join(["chợ"] * (words - 1))], language) == []


def test_part_of_a_word_is_no_word_of_an_office() -> None:
    assert hints(["The terminated lease was a reutilized plan."], "en") == []


def test_the_same_hint_stands_once_and_there_are_never_too_many() -> None:
    assert hints(["Prior to that. Prior to this."], "en") == [Hint("word", "Prior to", "before")]
    many = [f"{'word ' * 40}{number}" for number in range(50)]
    assert len(hints(many, "en")) == MOST


@pytest.mark.parametrize("language", ["lo", "fr", ""])
def test_there_are_no_hints_where_nobody_wrote_rules(language: str) -> None:
    assert hints(["In order to help."], language) == []


@given(st.text(), st.sampled_from(["vi", "en"]))
def test_any_text_is_read(text: str, language: str) -> None:
    words = " ".join(text.split())
    assert " ".join(sentences(text)) == words
    hints([text], language)
