"""The columns of a workbook for one kind: what the template writes and the import looks for."""

import re
from collections import Counter
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from enum import Enum

from django.utils import translation
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from lantoa.base import folding
from lantoa.core.ledger.drafts import Words
from lantoa.core.ledger.models import Qualifier
from lantoa.core.ledger.rules.choices import Choices
from lantoa.core.vocabulary.models import Dimension, KindMeasure

VERSION = 1
ROW_ID = "row_id"  # the hidden column that tells which record a downloaded row is
_MARK = re.compile(r"lantoa:([a-z0-9_-]+):(\d+):([a-z0-9_-]+)")


class Content(Enum):
    TEXT = "text"
    DAY = "day"
    CHOICE = "choice"
    CHOICES = "choices"
    QUANTITY = "quantity"
    QUALIFIER = "qualifier"
    TRUTH = "truth"


@dataclass(frozen=True)
class Column:
    """One column. code: the field of `drafts.read`; list_name: whose drop-down it offers ("" for none).

    means: what counts as one, for the sheet that explains
    """

    code: str
    vi: str
    en: str
    content: Content
    hint_vi: str = ""
    hint_en: str = ""
    unit_vi: str = ""
    unit_en: str = ""
    required: bool = False
    list_name: str = ""
    means_vi: str = ""
    means_en: str = ""

    @property
    def heading_vi(self) -> str:
        return _heading(self.vi, self.unit_vi) + (" *" if self.required else "")

    @property
    def heading_en(self) -> str:
        return _heading(self.en, self.unit_en)

    @property
    def names(self) -> set[str]:
        """Folded headings that mean this column: in either language, with or without the unit."""
        return {folding.fold(text) for text in (self.vi, self.en, _heading(self.vi, self.unit_vi), self.heading_en)}


def names_in(heading: str) -> list[str]:
    """A person's heading, folded for `Column.names`: the whole of it, then each line; the star does not matter."""
    texts = [heading, *heading.splitlines()]
    return [folding.fold(" ".join(text.replace("*", " ").split())) for text in texts if text.strip(" *")]


def columns_of(kind: str, words: Words, *, counted: Collection[str] = ()) -> list[Column]:
    """In the order of the sheet: what, when, how it is sorted, how many, who, and what else.

    counted: measures that have a column though the kind no longer asks for them; nobody must fill it
    """
    middle = [_choice(str(item["code"]), bool(item.get("required"))) for item in words.dimensions_of(kind)]
    numbers = [
        column
        for row in words.measures_of(kind)
        if (is_asked := words.is_asked(row)) or row.measure_id in counted
        for column in _measure(row, is_asked=is_asked)
    ]
    plan = [
        _plain(code, label, Content.CHOICE, list_name=code)
        for code, label in (("programme", _("Programme or plan")), ("task", pgettext_lazy("programme", "Task")))
        if words.choices(code).offered
    ]
    return [*_beginning(), *middle, *numbers, *plan, *_end()]


def readable_columns(kind: str, words: Words) -> list[Column]:
    """What a workbook may have been made with: also numbers that were asked for until lately."""
    return columns_of(kind, words, counted={row.measure_id for row in words.measures_of(kind)})


def mark(kind: str, code: str) -> str:
    """The text in the hidden row above a heading, by which a renamed or moved column is still known."""
    return f"lantoa:{kind}:{VERSION}:{code}"


def read_mark(text: object) -> tuple[str, int, str] | None:
    """(kind, version, column code) of a mark, or None for any other text."""
    found = _MARK.fullmatch(text.strip()) if isinstance(text, str) else None
    return (found[1], int(found[2]), found[3]) if found else None


def qualifier_names() -> Iterator[tuple[str, str, str]]:
    """(value, Vietnamese, English) of each qualifier, the exact one first."""
    for choice in Qualifier:
        vi, en = in_both(choice.label)
        yield choice.value, vi, en


def in_both(message: str | Promise) -> tuple[str, str]:
    """A message in Vietnamese and in English: a template speaks both, whoever makes it."""
    with translation.override("vi"):
        vi = str(message)
    with translation.override("en"):
        return vi, str(message)


def _beginning() -> list[Column]:
    return [
        _plain("title", _("What took place"), Content.TEXT, hint=_("In a few words, as for a list."), required=True),
        _plain(
            "occurred_on", _("Day (last day)"), Content.DAY, required=True,
            hint=_("22/11/2026. If only the month, quarter or year is known: 11/2026, quarter I of 2026, 2026."),
        ),
        _plain(
            "occurred_from", _("First day"), Content.DAY, hint=_("Only if it lasted several days: the day it began.")
        ),
    ]  # fmt: skip


def _end() -> list[Column]:
    agencies = _("Codes or names of agencies; several are divided by a semicolon.")
    return [
        _plain("coordinating", _("Coordinating agencies"), Content.CHOICES, hint=agencies),
        _plain(
            "agency", _("Lead agency"), Content.CHOICE, list_name="agency",
            hint=_("Leave it blank if it is the agency that sends this workbook."),
        ),
        _plain("source", _("Source"), Content.TEXT, hint=_("The document or the address where this can be checked.")),
        _plain("note", _("Note"), Content.TEXT),
        _plain(
            "is_subset", _("Part of another record"), Content.TRUTH, list_name="truth",
            hint=_("Yes, if another row already counts it: it is kept and never added."),
        ),
        _plain(
            "is_public", _("Public"), Content.TRUTH, list_name="truth",
            hint=_("No, if it must not appear on public pages. Blank means yes."),
        ),
        _plain(ROW_ID, _("Number of the record (leave it as it is)"), Content.TEXT),
    ]  # fmt: skip


def _plain(
    code: str, label: Promise | str, content: Content, *, hint: Promise | str = "", required: bool = False,
    list_name: str = "",
) -> Column:  # fmt: skip
    vi, en = in_both(label)
    hint_vi, hint_en = in_both(hint)
    return Column(code, vi, en, content, hint_vi, hint_en, required=required, list_name=list_name)


def _choice(code: str, required: bool) -> Column:
    label = _("Place") if code == "place" else Dimension(code).label
    hint = _("Choose from the list.")
    return _plain(code, label, Content.CHOICE, hint=hint, required=required, list_name=code)


def _measure(row: KindMeasure, *, is_asked: bool) -> list[Column]:
    measure = row.measure
    hint_vi, hint_en = in_both(
        _("Blank means 1.") if row.is_main else _("300, 1.000 or 18,9. Write 0 if there was none.")
    )
    number = Column(
        measure.code, measure.name_vi, measure.name_en or measure.name_vi, Content.QUANTITY, hint_vi, hint_en,
        measure.unit_vi, measure.unit_en, required=is_asked and row.required and not row.is_main,
        means_vi=measure.definition_vi, means_en=measure.definition_en,
    )  # fmt: skip
    vi, en = in_both(_("How exact"))
    hint_vi, hint_en = in_both(_("Blank if the number is exact; over, nearly or about if it is not."))
    return [
        number,
        Column(
            f"{measure.code}_qualifier", f"{vi}: {measure.name_vi}", f"{en}: {measure.name_en}", Content.QUALIFIER,
            hint_vi, hint_en, list_name="qualifier",
        ),
    ]  # fmt: skip


def _heading(name: str, unit: str) -> str:
    return f"{name} ({unit})" if unit else name


def labels(choices: Choices) -> list[str]:
    """What a drop-down shows for each code: its Vietnamese name, with the code where two names are alike."""
    names = [(code, vi) for code, (vi, _en) in choices.offered.items()]
    alike = Counter(folding.fold(vi) for _code, vi in names)
    return [f"{vi} ({code})" if alike[folding.fold(vi)] > 1 else vi for code, vi in names]


def unlabelled(text: str, choices: Choices) -> str:
    """The code inside a label such as `Xã Tân Lập (xa-tan-lap-2)`; any other text as it is."""
    code = text.rpartition("(")[2].rstrip(") ") if text.rstrip().endswith(")") else ""
    return code if code in choices.names else text
