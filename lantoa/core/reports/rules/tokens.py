"""Figures in prose: a token stands where the number will be printed, so that nobody types the number.

    token  = "[[" code [ "@" when ] [ "#" agency ] "]]"       nothing else between the brackets, no spaces
    code   = the code of an indicator
    when   = "previous"   the window just before the one of the review (kỳ trước)
           | "last_year"  the same window one year earlier (cùng kỳ năm trước)
           | a period as people write it: 2019, 2026-H1, 2014..2018 (see base.periods)
    agency = the code of an agency, with all below it; without it the review's own scope

Alone on its line stands what is shown as a table or a picture:

    shown  = "[[" how ":" code { "," code } [ "/" dimension ] [ "@" when ] [ "#" agency ] "]]"
    how    = "table"   a row per figure: result, same period last year, target
           | "bars"    a bar per year of the period after @; without it, this window in five years
           | "target"  target and actual
           | "share"   the parts of one sum by a dimension, "purpose" unless another is named
           | "map"     the parts of one sum by commune
           | "findings" a list of what was written down; code is then a kind of finding, and after # "own" stands for
                       what the review's own agency wrote, without those below it

One code is no indicator: [[completeness]] is the sentence that says who reported in the period of that window. After #
it takes the code of a regime, for windows that several regimes share: [[completeness@2026#press-year]].

A sample: "Đón [[delegations_in]] đoàn, cùng kỳ [[delegations_in@last_year]]; riêng An Bình
[[delegations_in@2014..2018#xa-an-binh]] đoàn."
"""

import re
from dataclasses import dataclass
from typing import TypeAlias

from django.utils.translation import gettext as _

from lantoa.base import periods
from lantoa.base.periods import Period

PREVIOUS, LAST_YEAR = "previous", "last_year"
COMPLETENESS = "completeness"
FINDINGS, OWN = "findings", "own"

_BRACKETS = re.compile(r"\[\[(?P<inside>[^\[\]\n]*)\]\]|\[\[|\]\]")
_INSIDE = re.compile(r"(?P<code>[A-Za-z0-9_-]+)(?:@(?P<when>[^@#]*))?(?:#(?P<agency>[^@#]*))?")
_CODE = re.compile(r"[A-Za-z0-9_-]+")
_SHOWN = re.compile(
    r"(?P<how>table|bars|target|share|map|findings):(?P<codes>[A-Za-z0-9_-]+(?:,[A-Za-z0-9_-]+)*)"
    r"(?:/(?P<dimension>[a-z_]+))?(?:@(?P<when>[^@#]*))?(?:#(?P<agency>[^@#]*))?"
)
# Of these the parts of one sum are shown.
OF_PARTS = {"share": "purpose", "map": "place"}


class BadToken(ValueError):
    """A token means nothing; the message says what to write."""


@dataclass(frozen=True)
class Text:
    """Prose between tokens. start: where it begins in the whole text, in characters."""

    text: str
    start: int


@dataclass(frozen=True)
class Token:
    """when, agency: as written, "" if left out."""

    code: str
    when: str
    agency: str
    start: int

    @property
    def text(self) -> str:
        return written(self.code, when=self.when, agency=self.agency)


@dataclass(frozen=True)
class Shown:
    """A table or picture of figures, or a list of findings. dimension, when, agency: as written, "" if left out."""

    how: str
    codes: tuple[str, ...]
    dimension: str
    when: str
    agency: str
    start: int

    @property
    def text(self) -> str:
        words = f"{self.how}:{','.join(self.codes)}{'/' + self.dimension if self.dimension else ''}"
        return written(words, when=self.when, agency=self.agency)

    @property
    def by(self) -> str:
        """The dimension whose parts are shown, "" if none are."""
        return self.dimension or OF_PARTS.get(self.how, "")

    def each(self, *, when: str = "") -> list[Token]:
        """A token per code, of another window where one is given."""
        return [Token(code, when or self.when, self.agency, self.start) for code in self.codes]


@dataclass(frozen=True)
class Broken:
    """Something in double brackets that is no token; the message says why."""

    text: str
    start: int
    message: str


Piece: TypeAlias = Text | Token | Shown | Broken


def written(code: str, *, when: str = "", agency: str = "") -> str:
    """The token as a person would write it; `parse` reads it back."""
    return f"[[{code}{'@' + when if when else ''}{'#' + agency if agency else ''}]]"


def parse(text: str, *, start: int = 0) -> list[Piece]:
    """Cut a text into prose and tokens; the texts of all pieces joined are the text again.

    start: what the positions count from, if this is part of a longer text
    """
    pieces: list[Piece] = []
    done = 0
    for match in _BRACKETS.finditer(text):
        if match.start() > done:
            pieces.append(Text(text[done : match.start()], start + done))
        pieces.append(_piece(match, start + match.start()))
        done = match.end()
    if done < len(text):
        pieces.append(Text(text[done:], start + done))
    return pieces


def window(token: Token | Shown, own: Period) -> Period:
    """The period a token means in a review over `own`.

    raises: BadToken
    """
    if not token.when:
        return own
    if token.when == PREVIOUS:
        return own.before()
    if token.when == LAST_YEAR:
        return own.year_before()
    try:
        return periods.parse(token.when)
    except periods.BadPeriod as error:
        raise BadToken(
            _("%(error)s For the window before write @previous, for the same window a year earlier @last_year.")
            % {"error": error}
        ) from None


def _piece(match: re.Match[str], start: int) -> Piece:
    if match["inside"] is None:
        return Broken(match[0], start, _("Double brackets hold a figure: write [[code]], closed on the same line."))
    if shown := _SHOWN.fullmatch(match["inside"]):
        return _shown(match[0], shown, start)
    inside = _INSIDE.fullmatch(match["inside"])
    if not inside:
        message = _("“%(text)s” is no figure: write [[code]], [[code@2019]] or [[code@2019#agency]].")
        return Broken(match[0], start, message % {"text": match[0][:80]})
    if message := _badly_narrowed(inside, inside["code"]):
        return Broken(match[0], start, message)
    return Token(inside["code"], inside["when"] or "", inside["agency"] or "", start)


def _shown(text: str, inside: re.Match[str], start: int) -> Shown | Broken:
    how, codes = inside["how"], tuple(inside["codes"].split(","))
    message = _badly_narrowed(inside, inside["codes"])
    if not message and how in OF_PARTS and len(codes) > 1:
        message = _("The parts of one figure are shown here: name one code.")
    if not message and inside["dimension"] and how != "share":
        message = _("Only [[share:…]] takes a dimension after “/”.")
    if message:
        return Broken(text, start, message)
    return Shown(how, codes, inside["dimension"] or "", inside["when"] or "", inside["agency"] or "", start)


def _badly_narrowed(inside: re.Match[str], code: str) -> str:
    """What is wrong behind the code, "" if nothing."""
    when, agency = inside["when"], inside["agency"]
    if when is not None and (not when or when != when.strip()):
        return _("After @ comes a period without spaces, as in [[%(code)s@2019]].") % {"code": code}
    if agency is not None and not _CODE.fullmatch(agency):
        return _("After # comes the code of an agency, as in [[%(code)s#xa-an-binh]].") % {"code": code}
    return ""
