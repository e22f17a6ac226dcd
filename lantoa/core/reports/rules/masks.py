"""Where digits in prose are no figures: dates, years, times, document numbers, numbering, telephone numbers.

Each pattern is narrow and names its sample. A pattern that is too wide hides a figure that nobody can trace, one that
is too narrow asks the writer once more; so in doubt a pattern is left out. `2.889` must never pass as a time, `1/4`
never as a date without a word that says so, and `năm 2000 lượt` never as a year.
"""

import re
from collections.abc import Collection

Span = tuple[int, int]

_DAY = r"(?:0?[1-9]|[12]\d|3[01])"
_MONTH = r"(?:0?[1-9]|1[0-2])"
_YEAR = r"(?:19|20|21)\d\d"
_HOUR = r"(?:[01]?\d|2[0-4])"
_TO = r"\s?[-\u2013\u2014]\s?"
_BEGIN = r"(?<![\w.,/:+-])"
_WORD = r"(?<!\w)"
_END = r"(?!\d|[.,/:]\d|\s?%|\w)"
_OF_YEAR = rf"(?:\s?[/.-]\s?{_YEAR}|\s+năm\s+{_YEAR})"
_ENGLISH_MONTH = (
    r"(?:January|February|March|April|May|June|July|August|September|October|November|December|"
    r"Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sept?|Oct|Nov|Dec)\.?"
)
# Kinds of documents as their codes write them: 26-CT/TW, 173/QĐ-TTg.
_DOCUMENT_CODE = r"(?:NĐ|NQ|QĐ|QyĐ|CT|CTr|CTHĐ|KH|TB|BC|TT|TTr|TTLT|HD|KL|QC|CV|ĐA|PA|GM|QH|L|PL)"
_DOCUMENT = (
    r"(?i:nghị quyết|nghị định|chỉ thị|quyết định|kết luận|thông tư|kế hoạch|công văn|báo cáo|thông báo|tờ trình|"
    r"hướng dẫn|chương trình|quy định|quy chế|văn bản|luật|pháp lệnh|đề án)"
)
_SPAN = (
    r"(?i:giai đoạn|nhiệm kỳ|thời kỳ|năm học|năm|niên khóa|đề án|chương trình|kế hoạch|chiến lược|"
    r"period|phase|term|years|scheme|programme|plan|strategy)"
)
_NAMED_DOCUMENT = r"(?:Nghị quyết|Nghị định|Chỉ thị|Quyết định|Kết luận|Thông tư|QĐ|NĐ|NQ)"

# Meant whatever stands before and after.
_PLAIN = [
    rf"{_BEGIN}{_DAY}\s?([/.-])\s?{_MONTH}\s?\1\s?{_YEAR}{_END}",  # 22/11/2026
    rf"{_BEGIN}{_YEAR}-(?:0[1-9]|1[0-2])-(?:0[1-9]|[12]\d|3[01]){_END}",  # 2026-11-22
    rf"{_BEGIN}{_DAY}(?:/{_MONTH})?{_TO}{_DAY}/{_MONTH}/{_YEAR}{_END}",  # 19-20/7/2026 · 30/6 - 2/7/2026
    rf"{_WORD}(?i:ngày)\s+{_DAY}\s+tháng\s+{_MONTH}{_OF_YEAR}?{_END}",  # ngày 14 tháng 11 năm 2018
    rf"{_BEGIN}{_DAY}\s+tháng\s+{_MONTH}{_OF_YEAR}{_END}",  # 14 tháng 11 năm 2018
    rf"{_WORD}(?i:ngày)\s+{_DAY}\s*(?:đến|và|{_TO})\s*(?:hết\s+)?(?:ngày\s+)?{_DAY}\s+tháng\s+{_MONTH}{_OF_YEAR}?{_END}",
    rf"{_WORD}(?i:ngày)\s+{_DAY}(?:/{_MONTH})?\s+đến\s+(?:hết\s+)?(?:ngày\s+)?{_DAY}/{_MONTH}(?:/{_YEAR})?{_END}",
    rf"{_WORD}(?:(?i:tháng)\s+|T){_MONTH}\s?[/.-]\s?{_YEAR}{_END}",  # tháng 11/2026 · T11/2026
    rf"{_WORD}(?i:tháng)\s+{_MONTH}\s*(?:đến|và|{_TO})\s*(?:tháng\s+)?{_MONTH}{_OF_YEAR}{_END}",  # tháng 3 - 5/2026
    rf"{_WORD}(?i:quý)\s+(?:IV|I{{1,3}})(?:\s?(?:,|và|{_TO})\s?(?:IV|I{{1,3}}))*\s?/\s?{_YEAR}{_END}",  # quý I/2018
    rf"{_BEGIN}0?[369]\s+tháng\s+(?:đầu|cuối)\s+(?:của\s+)?năm(?!\w)(?:\s+{_YEAR}{_END})?",  # 6 tháng đầu năm 2022
    rf"{_BEGIN}\d{{1,5}}/(?:19|20)\d\d/[A-ZĐ][\w]*(?:-[A-ZĐ][\w]*)*",  # 72/2015/NĐ-CP · 80/2015/QH13
    rf"{_BEGIN}\d{{1,5}}[-/]{_DOCUMENT_CODE}(?:[-/][A-ZĐ][\w]*)*(?!\w)",  # 26-CT/TW · 45/KH-BCĐ
    rf"{_BEGIN}\d{{1,5}}[-/][A-ZĐ]{{2,}}[\w]*[-/][A-ZĐ][\w]*",  # 1234/STTTT-BC
    r"^[ \t]*(?:\d{1,2}(?:\.\d{1,2})*[.)]|\(\d{1,2}\))(?=\s)",  # "1. ", "2.1. ", "3) " where a line begins
    # ĐT: 0912 345 678 · đường dây nóng 1900 1234
    rf"{_WORD}(?i:điện thoại|đường dây nóng|hotline|s?đt|tel|fax)[\s:.]*(?:\+84|0|1[89]00)(?:[\s.-]?\d){{4,10}}(?!\d)",
    rf"{_BEGIN}(?:\+84|0)[\s.]?\d{{2,3}}[\s.-]?\d{{3,4}}[\s.-]?\d{{3,4}}(?!\d|[.,]\d)",  # 0271 3879 123
    r"https?://\S+|www\.\S+|(?<![\w.+-])[\w.+-]{1,64}@[\w-]+\.[\w.]+",
    rf"{_WORD}(?i:covid)-19(?!\w)|{_WORD}(?:[2-6]G|[23]D)(?!\w)|{_WORD}F-[0-9A-Z]{{5}}(?!\w)",
    rf"{_WORD}[A-ZĐ]{{1,4}}\d{{1,3}}(?![\w.,]*\d|\w)|(?<=[km\s\d]m)[23](?!\w)",  # G20, QL13, km2
]

# Meant only if nothing before says "each" or counts, and no unit follows: see `_is_counting`.
_GUARDED = [
    rf"{_WORD}(?i:ngày|hôm|sáng|trưa|chiều|tối|đêm)(?:\s+ngày)?\s+{_DAY}\s?[/.-]\s?{_MONTH}{_END}",  # ngày 14/11
    rf"{_WORD}(?i:tháng)\s+{_MONTH}{_END}(?=\s*(?:$|[.,;:)]|năm\s+{_YEAR}|(?:đến|và)\s+tháng))",  # tháng 11,
    rf"{_WORD}(?i:tháng)\s+{_MONTH}\s+năm\s+{_YEAR}{_END}",  # tháng 11 năm 2026
    rf"{_WORD}(?i:năm)(?:\s+học)?\s+{_YEAR}{_END}",  # năm 2026
    rf"{_WORD}(?i:các\s+năm)\s+{_YEAR}(?:\s*,\s*{_YEAR})*(?:\s+và\s+{_YEAR})?{_END}",  # các năm 2021, 2022 và 2023
    rf"{_WORD}(?i:từ\s+năm)\s+{_YEAR}\s+đến\s+{_YEAR}{_END}",
    rf"{_WORD}(?i:quý)\s+[1-4]{_OF_YEAR}?{_END}",  # quý 3/2026
    rf"{_WORD}(?i:lúc|hồi|sáng|chiều|vào)\s+{_HOUR}(?:\s?(?:giờ|h)|:[0-5]\d){_END}",  # lúc 8 giờ
    rf"{_BEGIN}{_HOUR}\s?(?:giờ|h|g)\s?[0-5]\d(?:\s?phút)?{_END}",  # 14 giờ 30, 14h30
]

# As above, but a number may stand before: khoản 3 Điều 24; 22/11/2026 20:14.
_NAMED = [
    rf"{_BEGIN}(?:[01]\d|2[0-3]):[0-5]\d(?::[0-5]\d)?{_END}",  # 20:14
    rf"{_WORD}{_DOCUMENT}\s+số\s+\d{{1,5}}{_END}",  # kế hoạch số 45
    rf"{_WORD}{_NAMED_DOCUMENT}\s+\d{{1,5}}{_END}",  # Chỉ thị 26
    rf"{_WORD}(?:Điều|khoản|Khoản|Chương|Phần|Mục|Phụ lục|Biểu số|Bảng|Hình)\s+\d{{1,3}}{_END}",  # khoản 3 Điều 24
]

# Two years with a dash, and a word that says they are years: giai đoạn 2014 - 2018, (2014 - 2018).
_RANGES = [
    rf"{_WORD}{_SPAN}\s+(?P<first>{_YEAR}){_TO}(?P<last>{_YEAR}){_END}",
    rf"\((?P<first>{_YEAR}){_TO}(?P<last>{_YEAR})\)",
]

# Only in English text: "in 2000 tờ rơi" is Vietnamese for printing two thousand leaflets.
_ENGLISH = [
    rf"{_BEGIN}{_DAY}(?:st|nd|rd|th)?\s+{_ENGLISH_MONTH}(?:\s+{_YEAR})?{_END}",  # 22 November 2026
    rf"{_WORD}{_ENGLISH_MONTH}\s+(?:{_DAY},\s*)?{_YEAR}{_END}",  # November 2026
    rf"{_WORD}(?i:in|since|until|during|year|half of|quarter of|end of|Q[1-4])\s+{_YEAR}{_END}",  # in 2026
    rf"{_WORD}(?:Article|Chapter|Annex|Section|Table|Clause)\s+\d{{1,3}}{_END}",
]

_EACH = {"mỗi", "hằng", "hàng", "một", "từng", "quân", "lượng", "tổng", "dài", "suốt", "lệ", "each", "every", "per"}
# What is counted whatever the vocabulary says.
_COUNTED = (
    "lượt", "người", "đại biểu", "khách", "trăm", "nghìn", "ngàn", "triệu", "tỷ", "tỉ", "lần",
    "people", "visitors", "million",
)  # fmt: skip

_lists = {"plain": _PLAIN, "guarded": _GUARDED, "named": _NAMED, "ranges": _RANGES, "english": _ENGLISH}
_compiled = {name: [re.compile(pattern, re.MULTILINE) for pattern in patterns] for name, patterns in _lists.items()}
_LAST_WORD = re.compile(r"(\w+)[^\S\n]*\Z")


def masks(text: str, *, language: str, units: Collection[str]) -> list[Span]:
    """The parts of a text whose digits are dates, numbers of documents and the like.

    units: names of units in any language; a "year" before one of them is a count
    returns: spans in characters, in no order; they may overlap
    """
    spans = [match.span() for pattern in _compiled["plain"] for match in pattern.finditer(text)]
    counted = tuple(sorted({unit.lower() for unit in (*units, *_COUNTED) if unit}))
    for name in ("guarded", "named", *(["english"] if language == "en" else [])):
        found = (match for pattern in _compiled[name] for match in pattern.finditer(text))
        spans += [match.span() for match in found if not _is_counting(text, match, counted, digits=name != "named")]
    for pattern in _compiled["ranges"]:
        spans += [
            match.span()
            for match in pattern.finditer(text)
            if 0 < int(match["last"]) - int(match["first"]) <= 50 and not _is_counting(text, match, counted)
        ]
    return spans


def _is_counting(text: str, match: re.Match[str], counted: tuple[str, ...], *, digits: bool = True) -> bool:
    """ "mỗi năm 2000 ...", "5 tháng 11 ...", "năm 2000 lượt": the digits count something after all."""
    before = _LAST_WORD.search(text, max(0, match.start() - 40), match.start())
    if before and (before[1].lower() in _EACH or (digits and before[1].isdigit())):
        return True
    after = text[match.end() : match.end() + 60].lstrip().lower()
    return any(after.startswith(word) and not after[len(word) : len(word) + 1].isalnum() for word in counted)
