"""Is a Word document laid out as its profile asks? Rule by rule: holds, differs, or cannot be told.

A person made the document in any program, so every element is found by what it says and where it stands.
What is not found is said so; nothing is guessed.
"""

import re
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from lantoa.core.documents.queries.formatting import Formatting, Line
from lantoa.core.documents.queries.package import opened
from lantoa.core.documents.rules import names
from lantoa.core.documents.rules.profiles import SIDES, Look, Profile, Span

# Decree 30/2020, Article 7; the Party's kinds beside them.
TYPE_NAMES = {
    "nghị quyết", "quyết định", "chỉ thị", "quy chế", "quy định", "thông cáo", "thông báo", "hướng dẫn", "chương trình",
    "kế hoạch", "phương án", "đề án", "dự án", "báo cáo", "biên bản", "tờ trình", "hợp đồng", "công điện",
    "bản ghi nhớ", "bản thỏa thuận", "bản thoả thuận", "giấy ủy quyền", "giấy uỷ quyền", "giấy mời",
    "giấy giới thiệu", "giấy nghỉ phép", "phiếu gửi", "phiếu chuyển", "phiếu báo", "kết luận", "quy trình", "luật",
    "pháp lệnh", "nghị định", "thông tư", "thư công",
}  # fmt: skip
_DATED = re.compile(r"^(?P<place>[^,]{0,60}), ?ngày (?P<day>\S+) tháng (?P<month>\S+) năm \S+$", re.IGNORECASE)
_AUTHORITY = re.compile(r"^(?:TM|KT|TL|TUQ|Q)\.|^(?:T/M|K/T|T/L)\b")
_TOLERANCE_MM = 0.6
_ALIGN = {"start": "left", "end": "right", "justify": "both"}


class Verdict(StrEnum):
    HOLDS = "holds"
    DIFFERS = "differs"
    UNKNOWN = "unknown"


@dataclass(frozen=True)
class Result:
    """One rule. found, wanted: in words; where: the clause, "" where the profile names none"""

    rule: str
    verdict: Verdict
    found: str
    wanted: str
    where: str = ""


def check(content: bytes, profile: Profile) -> list[Result]:
    """Every rule of the profile, in the order of the sheet. raises: package.BadDocument"""
    formatting = Formatting(opened(content))
    sheet = _Sheet(formatting, profile)
    return [*_page(formatting, profile), *sheet.results()]


# -- the page --------------------------------------------------------------------------------------


def _page(formatting: Formatting, profile: Profile) -> list[Result]:
    pages = formatting.pages
    if not pages:
        return [_unknown(_("Paper"), _size(profile.width, profile.height), profile.where["paper"])]
    papers = {tuple(sorted((round(page.width), round(page.height)))) for page in pages}
    wanted = tuple(sorted((round(profile.width), round(profile.height))))
    found = [
        _judged(
            _("Paper"), papers == {wanted}, ", ".join(_size(*paper) for paper in sorted(papers)), _size(*wanted),
            profile.where["paper"],
        )
    ]  # fmt: skip
    for side in SIDES:
        span = profile.margins[side]
        values = sorted({round(page.margins[side], 1) for page in pages})
        holds = all(span.holds(value, tolerance=_TOLERANCE_MM) for value in values)
        found.append(_judged(str(names.SIDES[side]), holds, _mm_list(values), _mm_span(span), span.where))
    return [*found, _font(formatting, profile), _page_number(formatting, profile)]


def _font(formatting: Formatting, profile: Profile) -> Result:
    letters = Counter[str]()
    for line in formatting.lines:
        for each in line.letters:
            letters[each.font] += len(each.text.strip())
    # "Times New Roman Bold" is a weight of the same letters.
    others = {font: count for font, count in letters.items() if count and not font.startswith(profile.font)}
    whole = sum(letters.values())
    if not whole:
        return _unknown(_("Font"), profile.font, profile.where["font"])
    named = [
        _("%(font)s (%(percent)d%% of the letters)") % {"font": font or "?", "percent": max(1, 100 * count // whole)}
        for font, count in sorted(others.items())
    ]
    return _judged(_("Font"), not others, ", ".join(named) or profile.font, profile.font, profile.where["font"])


def _page_number(formatting: Formatting, profile: Profile) -> Result:
    look = profile.looks["page_number"]
    wanted = _("at the top in the middle, from the second page on, size %(size)s") % {"size": _points(look.size)}
    first = formatting.pages[0]
    if first.number_below and not first.number_align:
        return Result(_("Page number"), Verdict.DIFFERS, _("at the foot of the page"), wanted, look.size.where)
    if not first.number_align:
        return Result(_("Page number"), Verdict.DIFFERS, _("none"), wanted, look.size.where)
    wrong = []
    if first.number_align != "center":
        wrong.append(_("not in the middle"))
    if not first.first_differs:
        wrong.append(_("also on the first page"))
    if not look.size.holds(first.number_size):
        wrong.append(_("size %(size)s") % {"size": names.number(first.number_size)})
    return _judged(_("Page number"), not wrong, ", ".join(wrong) or wanted, wanted, look.size.where)


# -- the elements ----------------------------------------------------------------------------------


class _Sheet:
    """The elements of one document, each found by its words."""

    def __init__(self, formatting: Formatting, profile: Profile) -> None:
        self.profile = profile
        self.lines = [line for line in formatting.lines if line.text]
        name = _squeezed(profile.national_name[0])
        self.nation = self._first(lambda line: _squeezed(line.text) == name)
        self.dated = self._first(lambda line: _DATED.match(line.text) is not None)
        self.number = self._first(lambda line: line.text.casefold().startswith("số") and _has_number(line.text))
        self.type_name = self._first(lambda line: _is_type(line))
        self.recipients = self._first(lambda line: line.text.casefold().startswith("nơi nhận"))

    def results(self) -> list[Result]:
        profile = self.profile
        found = [self._look(_("National name"), self.nation, "national_name")]
        if profile.motto[0]:
            words = _squeezed(profile.motto[0])
            motto = self._first(lambda line: _squeezed(line.text.replace("–", "-")) == words)
            found.append(self._look(_("Motto"), motto, "motto"))
        found += self._bodies()
        found += [
            self._look(_("Number and code"), self.number, "number"), self._number_form(),
            self._look(_("Place and date"), self.dated, "place_and_date"), self._zeros(),
            self._look(_("Name of the type"), self.type_name, "type_name"),
            self._look(pgettext("document", "Title"), self._title(), "title"),
            self._look(_("Addressed to"), self._starts("kính gửi"), "addressees", is_needed=False),
            *self._text(),
            self._look(_("Authority of the signer"), self._authority(), "signing"),
            self._look(_("Name of the signer"), self._signer(), "signer"),
            self._look(_("The word “Nơi nhận”"), self.recipients, "recipients_label"),
            *self._list_of_recipients(),
            self._look(_("The word “Phụ lục”"), self._annex(), "annex_label", is_needed=False),
        ]  # fmt: skip
        return found

    def _first(self, fits: Callable[[Line], bool]) -> Line | None:
        return next((line for line in self.lines if fits(line)), None)

    def _starts(self, words: str) -> Line | None:
        return self._first(lambda line: line.text.casefold().startswith(words))

    def _look(self, rule: str, line: Line | None, element: str, *, is_needed: bool = True) -> Result:
        """Size, case, weight and slope of one element; its place in the line where the profile centres it."""
        look = self.profile.looks[element]
        wanted, where = _in_words(look), look.size.where
        if line is None:
            missing = _("not found") if is_needed else _("not found; not every document has it")
            return Result(rule, Verdict.UNKNOWN, missing, wanted, where)
        wrong = list(_differences(line, look))
        return _judged(rule, not wrong, ", ".join(wrong) or _in_words(look, size=line.size), wanted, where)

    def _bodies(self) -> list[Result]:
        """Left of the national name: the superior body above, the issuing body below it."""
        nation = self.nation
        beside: list[Line] = []
        if nation is not None and nation.cell is not None:
            table, row, column = nation.cell
            beside = [
                line for line in self.lines
                if line.cell and line.cell[:2] == (table, row) and line.cell[2] < column
                and _has_letters(line.text) and line is not self.number
            ]  # fmt: skip
        body = next((line for line in beside if line.bold), beside[-1] if beside else None)
        above = beside[: beside.index(body)] if body else []
        parent = above[0] if above else None
        return [
            self._look(_("Superior body"), parent, "parent_body", is_needed=False),
            self._look(_("Issuing body"), body, "body"),
        ]

    def _number_form(self) -> Result:
        """Colon, slash and hyphen, and the zero before a number below ten."""
        rule, where = _("How number and code are written"), self.profile.looks["number"].size.where
        wanted = self.profile.number_form.format(number="05", code="BC-UBND")
        if self.number is None:
            return _unknown(rule, wanted, where)
        pattern = re.escape(self.profile.number_form).replace(r"\{number\}", "(?P<number>.*?)")
        pattern = pattern.replace(r"\{code\}", r"(?P<code>\S+)").replace(r"\ ", r"\s*")
        match = re.fullmatch(pattern, self.number.text)
        number = re.sub(r"\D", "", match["number"]) if match else ""
        holds = match is not None and len(number) != 1
        return _judged(rule, holds, self.number.text, wanted, where)

    def _zeros(self) -> Result:
        rule, where = _("How the day is written"), self.profile.looks["place_and_date"].size.where
        wanted = _("days below 10 and months 1 and 2 with a zero")
        match = _DATED.match(self.dated.text) if self.dated else None
        if match is None or not (match["day"].isdecimal() and match["month"].isdecimal()):
            return _unknown(rule, wanted, where)
        day, month = match["day"], match["month"]
        holds = len(day) == 2 and (len(month) == 2 if int(month) in (1, 2, 10, 11, 12) else len(month) == 1)
        return _judged(rule, holds, match[0], wanted, where)

    def _title(self) -> Line | None:
        """What stands straight below the name of the type."""
        if self.type_name is None:
            return None
        at = self.lines.index(self.type_name)
        return next((line for line in self.lines[at + 1 : at + 3] if _has_letters(line.text)), None)

    def _prose(self) -> list[Line]:
        """Paragraphs of the text: below the title, above the recipients, outside tables, longer than a heading."""
        title = self._title()
        begin = self.lines.index(title) + 1 if title else 0
        end = self.lines.index(self.recipients) if self.recipients else len(self.lines)
        return [
            line for line in self.lines[begin:end]
            if line.cell is None and len(line.text) > 60 and not line.bold
            and not line.text.casefold().startswith("kính gửi")
        ]  # fmt: skip

    def _text(self) -> list[Result]:
        profile, prose = self.profile, self._prose()
        look = profile.looks["text"]
        where = look.size.where
        rules: list[tuple[str, str, str, Callable[[Line], str]]] = [
            (_("Text: size"), _points(look.size), where,
             lambda line: "" if look.size.holds(line.size) else _("size %(size)s") % {"size": names.number(line.size)}),
            (_("Text: both margins"), _("justified"), where,
             lambda line: "" if _aligned(line) == look.align else _("not justified")),
            (_("Text: first line"), _mm_span(profile.first_line), profile.first_line.where,
             lambda line: "" if profile.first_line.holds(line.first_line, tolerance=_TOLERANCE_MM)
             else _mm_list([round(line.first_line, 1)])),
            (_("Text: between paragraphs"),
             _("at least %(gap)s pt") % {"gap": names.number(profile.paragraph_gap.least)},
             profile.paragraph_gap.where,
             lambda line: "" if profile.paragraph_gap.holds(max(line.before, line.after))
             else _("%(gap)s pt") % {"gap": names.number(max(line.before, line.after))}),
            (_("Text: between lines"), _lines(profile.line_spacing), profile.line_spacing.where,
             lambda line: "" if line.spacing is None or profile.line_spacing.holds(line.spacing, tolerance=0.01)
             else _("%(lines)s lines") % {"lines": names.number(round(line.spacing, 2))}),
        ]  # fmt: skip
        return [_of_prose(prose, *rule) for rule in rules]

    def _authority(self) -> Line | None:
        return self._first(lambda line: _AUTHORITY.match(line.text) is not None)

    def _signer(self) -> Line | None:
        """The last line of the cell in which the authority stands."""
        authority = self._authority()
        if authority is None or authority.cell is None:
            return None
        inside = [line for line in self.lines if line.cell == authority.cell and line.text != line.text.upper()]
        return inside[-1] if inside else None

    def _list_of_recipients(self) -> list[Result]:
        look = self.profile.looks["recipients"]
        label = self.recipients
        rules = (_("List of recipients"), _("Last line of the recipients"))
        wanted = _("“- Lưu: VT, …” with a full stop")
        if label is None:
            return [_unknown(rules[0], _in_words(look), look.size.where), _unknown(rules[1], wanted, look.size.where)]
        at = self.lines.index(label)
        listed = [line for line in self.lines[at + 1 :] if line.cell == label.cell and line.text[:1] in "-–"]
        listed = listed if label.cell else listed[:20]
        worst = next((line for line in listed if list(_differences(line, look))), listed[0] if listed else None)
        last = listed[-1].text if listed else ""
        holds = last.lstrip("-– ").startswith("Lưu") and last.endswith(".")
        return [
            self._look(rules[0], worst, "recipients"),
            _judged(rules[1], holds, last, wanted, look.size.where) if listed
            else _unknown(rules[1], wanted, look.size.where),
        ]  # fmt: skip

    def _annex(self) -> Line | None:
        return self._first(lambda line: re.fullmatch(r"phụ lục(?: [ivx]+)?", line.text.casefold()) is not None)


def _differences(line: Line, look: Look) -> Iterable[str]:
    """What is other than wanted, in words. Alignment counts where the profile centres."""
    if not look.size.holds(line.size):
        yield _("size %(size)s") % {"size": names.number(line.size)}
    if look.bold != line.bold:
        yield _("bold") if line.bold else _("not bold")
    if look.italic != line.italic:
        yield _("italic") if line.italic else _("not italic")
    if look.upper and line.text != line.text.upper():
        yield _("not in capitals")
    if look.align == "center" and _aligned(line) != "center":
        yield _("not centred")


def _of_prose(prose: Sequence[Line], rule: str, wanted: str, where: str, wrong: Callable[[Line], str]) -> Result:
    """Over all paragraphs of the text: how many differ, the commonest way, and the first of them."""
    if not prose:
        return _unknown(rule, wanted, where)
    found = [(line, said) for line in prose if (said := wrong(line))]
    if not found:
        return Result(rule, Verdict.HOLDS, wanted, wanted, where)
    commonest = Counter(said for _line, said in found).most_common(1)[0][0]
    first = found[0][0].text
    text = _("%(what)s in %(count)d of %(all)d paragraphs, first in “%(text)s…”") % {
        "what": commonest, "count": len(found), "all": len(prose), "text": first[:40],
    }  # fmt: skip
    return Result(rule, Verdict.DIFFERS, text, wanted, where)


def _judged(rule: str, holds: bool, found: str, wanted: str, where: str) -> Result:
    return Result(rule, Verdict.HOLDS if holds else Verdict.DIFFERS, found, wanted, where)


def _unknown(rule: str, wanted: str, where: str) -> Result:
    return Result(rule, Verdict.UNKNOWN, _("not found"), wanted, where)


def _in_words(look: Look, *, size: float = 0) -> str:
    """As the profile wants it, or with the size that a line really has."""
    words = [_("size %(size)s") % {"size": names.number(size) if size else _points(look.size)}]
    words += [_("in capitals")] if look.upper else []
    words += [_("bold")] if look.bold else []
    words += [_("italic")] if look.italic else []
    words += [_("centred")] if look.align == "center" else []
    return ", ".join(words)


def _points(span: Span) -> str:
    return names.span(span.least, span.most)


def _mm_span(span: Span) -> str:
    return f"{_points(span)} mm"


def _mm_list(values: Iterable[float]) -> str:
    return ", ".join(map(names.number, values)) + " mm"


def _lines(span: Span) -> str:
    return _("%(lines)s lines") % {"lines": _points(span)}


def _size(width: float, height: float) -> str:
    return f"{width:g} × {height:g} mm"


def _aligned(line: Line) -> str:
    return _ALIGN.get(line.align, line.align)


def _squeezed(text: str) -> str:
    """Blanks and the two ways to write òa aside."""
    return re.sub(r"\s", "", text).casefold().replace("òa", "oà").replace("ủy", "uỷ")


def _has_number(text: str) -> bool:
    return re.match(r"^số\s*:?\s*[\d.…_ ]*[-/]\s*\w", text.casefold()) is not None


def _has_letters(text: str) -> bool:
    return any(letter.isalpha() for letter in text)


def _is_type(line: Line) -> bool:
    return line.cell is None and line.text == line.text.upper() and line.text.casefold() in TYPE_NAMES
