"""What a new report begins with, from its form: a title, headings, and lines for figures."""

from collections.abc import Sequence
from typing import Any

from django.utils import translation
from django.utils.translation import gettext as _

from lantoa.base.periods import Period
from lantoa.core.programme.models import Programme
from lantoa.core.reports.models import ReportForm
from lantoa.core.reports.rules import tokens
from lantoa.core.vocabulary.models import IndicatorVersion
from lantoa.core.vocabulary.rules import specs


def starter(
    form: ReportForm, language: str, definitions: Sequence[IndicatorVersion], *, targets: Sequence[str] = ()
) -> list[tuple[str, str]]:
    """(heading, body) of each section in the language of the report.

    definitions: those that get a line, in the order in which the lines should stand
    targets: codes that a programme set targets for: they stand as a table and as bars at the head of the first results
    """
    with translation.override(language):
        made = [
            (row[f"heading_{language}"], _body(form, row, language, [d for d in definitions if _place(form, d) is row]))
            for row in form.sections
        ]
    if targets:
        place = next((at for at, row in enumerate(form.sections) if row.get("kinds") or row.get("rest")), 0)
        heading, body = made[place]
        shown = [f"[[table:{','.join(targets)}]]", f"[[target:{','.join(targets)}]]"]
        made[place] = heading, "\n".join(filter(None, [*shown, body]))
    return made


def title(form: ReportForm, language: str, period: Period, programme: Programme | None = None) -> str:
    """As the form proposes it; a person writes another. "" where it names a programme and there is none."""
    if form.of_programme and programme is None:
        return ""
    with translation.override(language):
        text: str = form.title_en if language == "en" else form.title_vi
        named = programme.name if programme else ""
        if all(str(day.year) in named for day in (period.since, period.last_day)):
            text = text.replace(", {period}", "")
        return text.format(period=in_words(period), year=period.last_day.year, programme=named)


def in_words(period: Period) -> str:
    """A period as it stands within a sentence, where the bare years of a term would look like a number."""
    if period.is_term:
        return _("the years %(years)s") % {"years": period.label()}
    if ".." in period.code():
        return _("the time %(days)s") % {"days": period.label()}
    return period.label()


def _body(form: ReportForm, row: dict[str, Any], language: str, definitions: Sequence[IndicatorVersion]) -> str:
    text = str(row.get(f"body_{language}", ""))
    return "\n".join(filter(None, [text, *(_line(item) for item in definitions)]))


def _place(form: ReportForm, definition: IndicatorVersion) -> dict[str, Any] | None:
    """The first section that takes one of the kinds of a figure, else the one for the rest, else none."""
    kinds = set(specs.main(definition.spec).kinds)
    named = (row for row in form.sections if kinds & set(row.get("kinds", [])))
    return next(named, None) or next((row for row in form.sections if row.get("rest")), None)


def _line(definition: IndicatorVersion) -> str:
    return f"- {definition.name}: {tokens.written(definition.indicator_id)} {definition.unit}."
