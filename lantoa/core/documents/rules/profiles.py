"""How a sheet is laid out (thể thức): the numbers of one layout profile, read from its row.

Lengths are millimetres, sizes of letters and gaps of paragraphs are points, line spacing is lines.
A small sample of what is read stands in seed/profiles.yaml.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

SIDES = ("top", "bottom", "left", "right")
ELEMENTS = (
    "national_name", "motto", "parent_body", "body", "number", "place_and_date", "type_name", "title", "addressees",
    "text", "part", "heading", "signing", "signer", "recipients_label", "recipients", "annex_label", "annex_title",
    "annex_reference", "page_number", "table", "annex_table",
)  # fmt: skip


class BadProfile(ValueError):
    """The numbers contradict themselves; the message says which and why."""


@dataclass(frozen=True)
class Span:
    """What the rule allows and what our documents take. most: None without an upper end; where: the clause, or "" """

    least: float
    most: float | None
    used: float
    where: str = ""

    def holds(self, value: float, *, tolerance: float = 0.0) -> bool:
        return self.least - tolerance <= value and (self.most is None or value <= self.most + tolerance)


@dataclass(frozen=True)
class Look:
    """How one element is written. align: left, center, both"""

    size: Span
    upper: bool = False
    bold: bool = False
    italic: bool = False
    underline: bool = False
    align: str = "left"


@dataclass(frozen=True)
class Profile:
    """One version of one layout. national_name, motto: Vietnamese and English; star: below the body's name"""

    code: str
    name: str
    source: str
    is_verified: bool
    width: float
    height: float
    margins: Mapping[str, Span]
    font: str
    first_line: Span
    paragraph_gap: Span
    line_spacing: Span
    national_name: tuple[str, str]
    motto: tuple[str, str]
    number_form: str
    star: str
    looks: Mapping[str, Look]
    where: Mapping[str, str]

    @property
    def text_width(self) -> float:
        return self.width - self.margins["left"].used - self.margins["right"].used


def read(
    code: str, numbers: Mapping[str, Any], *, name: str = "", source: str = "", is_verified: bool = False
) -> Profile:
    """raises: BadProfile where a number is missing or what is used is not allowed"""
    try:
        margins = {side: _span(numbers["margins"][side], side, numbers["margins"].get("where", "")) for side in SIDES}
        looks = {element: _look(numbers["elements"][element], element) for element in ELEMENTS}
        profile = Profile(
            code, name, source, is_verified, float(numbers["paper"]["width"]), float(numbers["paper"]["height"]),
            margins, str(numbers["font"]["name"]),
            _span(numbers["first_line"], "first_line"), _span(numbers["paragraph_gap"], "paragraph_gap"),
            _span(numbers["line_spacing"], "line_spacing"),
            _both(numbers["national_name"]), _both(numbers["motto"]), str(numbers["number_form"]),
            str(numbers["star"]), looks,
            {part: numbers[part].get("where", "") for part in ("paper", "font")},
        )  # fmt: skip
        profile.number_form.format(number="", code="")
    except (KeyError, IndexError, TypeError, AttributeError) as error:
        raise BadProfile(_("The profile lacks %(what)s.") % {"what": error}) from error
    if profile.text_width < 100:
        raise BadProfile(_("Less than 100 mm would be left for the text. Take smaller margins."))
    return profile


def _span(row: Mapping[str, Any], name: str, where: str = "") -> Span:
    most = row.get("most")
    span = Span(float(row["least"]), None if most is None else float(most), float(row["used"]), row.get("where", where))
    if not span.holds(span.used):
        raise BadProfile(
            _("%(what)s: %(used)g is not between the least and the most.") % {"what": name, "used": span.used}
        )
    return span


def _look(row: Mapping[str, Any], name: str) -> Look:
    flags = {flag: bool(row.get(flag, False)) for flag in ("upper", "bold", "italic", "underline")}
    return Look(_span(row, name), align=row.get("align", "left"), **flags)


def _both(row: Mapping[str, str]) -> tuple[str, str]:
    return row["text"], row.get("english", "")
