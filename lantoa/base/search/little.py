"""Words that only hold a question together, in each language: of "how to invest in the province" two are meant.

They need not stand in what is found; what has the phrase with them comes before what has the other words anywhere.
"""

import re

# None that could be a syllable of a name: "Hội An", "A Đớt", "Phú Mỹ", "Tô" are typed without accents too.
_WORDS = {
    "en": "about and are by can_i do_i do_you does for from how how_can_i how_do_i how_to in_the is is_the of "
    "of_the our to_the was we what when where which with your",
    "fr": "à aux avec ce ces cette comment d dans des est l les où par pour qu que quel quelle quelles quels qui s "
    "sont sur une",
    "vi": "và của là ở để các những gì bao_nhiêu ở_đâu làm_sao như_thế_nào làm_thế_nào thế_nào",
    "ru": "в во где для до за и из или к как ко когда на о об от по при с со у что",
}
# Particles, and what makes nouns of verbs in Khmer and Lao. One that could be the end of a short word stays.
_FORMS = {
    "ja": r"(?<![ぁ-ん])(?:について|に関する|における|への|での|から|まで|[のをはがにでとへも])(?![ぁ-ん])",
    "km": r"(?<![\u1780-\u17dd])ការ(?=[\u1780-\u17b3][\u17b4-\u17d3]*[\u1780-\u17b3])",
    "ko": r"(?<=[가-힣]{2})(?:에서|으로|[을를이가은는의에와])(?![가-힣])",
    "lo": r"(?<![\u0e81-\u0ecd])(?:ການ|ຄວາມ)(?=[\u0ec0-\u0ec4]?[\u0e81-\u0eae][\u0eb0-\u0ecd]*[\u0e81-\u0eae])",
    "zh-hans": r"(?:如何|怎么|怎麼|怎样|怎樣)|(?<=[\u4e00-\u9fff]{2})的(?=[\u4e00-\u9fff]{2})",
}
_FOUND = {
    **{
        language: re.compile(
            rf"\b(?:{'|'.join(sorted(words.split(), key=len, reverse=True))})\b".replace("_", r"\s+"), re.IGNORECASE
        )
        for language, words in _WORDS.items()
    },
    **{language: re.compile(form) for language, form in _FORMS.items()},
}


def spans(text: str, language: str) -> list[tuple[int, int]]:
    """Where such words stand in a text. text: NFC"""
    found = _FOUND.get(language)
    return [match.span() for match in found.finditer(text)] if found else []
