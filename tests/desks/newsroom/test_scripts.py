"""Texts that nobody translated yet, seen by their letters."""

import pytest

from lantoa.desks.newsroom.models.scripts import could_be

VI = "Năm phóng viên, một phiên chợ, và quy tắc duy nhất là hỏi trước khi chụp."
EN = "Five reporters, one market, and a single rule: ask before you photograph."
FR = "Cinq journalistes, un marché et une seule règle : demander avant de photographier."
RU = "Пять репортёров, один рынок и одно правило: спросить, прежде чем снимать."
KO = "기자 다섯 명과 시장 하나, 그리고 규칙은 단 하나, 찍기 전에 물어보는 것입니다."
JA = "記者五人と市場ひとつ、そして規則はただ一つ、撮る前に尋ねること。"
ZH = "五名记者，一个集市，唯一的规则是拍摄之前先问一声，得到同意以后再拍照。"
LO = "ນັກຂ່າວຫ້າຄົນ ຕະຫຼາດໜຶ່ງແຫ່ງ ແລະກົດລະບຽບດຽວຄືຖາມກ່ອນຖ່າຍຮູບ"
KM = "អ្នកកាសែតប្រាំនាក់ ផ្សារមួយ និងច្បាប់តែមួយគត់ គឺសួរមុនពេលថត"
TEXTS = {"vi": VI, "en": EN, "fr": FR, "ru": RU, "ko": KO, "ja": JA, "zh-hans": ZH, "lo": LO, "km": KM}
# Both are written in Latin letters without those of Vietnamese; kanji alone could be either.
ALIKE = {("en", "fr"), ("fr", "en"), ("zh-hans", "ja")}


@pytest.mark.parametrize("language", TEXTS)
def test_text_can_be_in_its_own_language(language: str) -> None:
    assert could_be(language, TEXTS[language])


@pytest.mark.parametrize("language", TEXTS)
def test_text_that_nobody_translated_is_seen(language: str) -> None:
    taken = {written for written, text in TEXTS.items() if could_be(language, text)}
    assert taken <= {language} | {other for here, other in ALIKE if here == language}


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("ko", "Bến Sao 2026"),
        ("en", "The border gate of Bến Sao and the market of Hồ Lau open two hours earlier in the season of rambutans"),
        ("ko", "레 티 흐엉 (Lê Thị Hương) 씨와 응우옌 반 안 (Nguyễn Văn An) 씨는 시장에서 만났습니다"),
        ("lo", ""),
    ],
)
def test_foreign_names_are_no_sign(language: str, text: str) -> None:
    assert could_be(language, text)
