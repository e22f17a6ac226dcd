"""The forms of reports, and what each proposes on a day."""

from dataclasses import dataclass
from datetime import date

from django.db.models import Q

from lantoa.base import periods
from lantoa.base.periods import Period
from lantoa.core.programme import queries as programmes
from lantoa.core.programme.models import Programme, Regime
from lantoa.core.programme.rules import windows
from lantoa.core.reports.models import Report, ReportForm
from lantoa.core.reports.rules import outline
from lantoa.core.vocabulary import queries as vocabulary


@dataclass(frozen=True)
class Proposal:
    """What a form would begin with today. due_on: when the report goes up, None where no duty says so

    regime: the duty behind it, with its legal basis; None for a report that nobody demands again and again
    programme: the one that is reviewed, whose years are the window
    """

    form: ReportForm
    period: Period
    title: str
    due_on: date | None = None
    regime: Regime | None = None
    programme: Programme | None = None


def forms(*, on: date) -> list[ReportForm]:
    """Those in force on a day, in their order."""
    begun, not_over = Q(valid_from=None) | Q(valid_from__lte=on), Q(valid_until=None) | Q(valid_until__gt=on)
    return list(ReportForm.objects.filter(begun, not_over))


def proposals(*, today: date, language: str) -> list[Proposal]:
    """Each form with the window that is awaited next; two queries more than the forms."""
    duties = _duties(today)
    return [_propose(form, duties.get(form.regime), None, today, language) for form in forms(on=today)]


def proposal(code: str, *, today: date, language: str, programme: str = "") -> Proposal:
    """programme: the code of the one to review, "" for none. raises: ReportForm.DoesNotExist"""
    form = ReportForm.objects.get(code=code)
    reviewed = Programme.objects.filter(code=programme).first() if programme and form.of_programme else None
    return _propose(form, _duties(today).get(form.regime), reviewed, today, language)


def _duties(today: date) -> dict[str, Regime]:
    """By family, the version that holds first."""
    return {regime.family: regime for regime in reversed(programmes.regimes(on=today))}


def _propose(
    form: ReportForm, regime: Regime | None, reviewed: Programme | None, today: date, language: str
) -> Proposal:
    if regime:
        window = windows.current(regime, today)
        dates = windows.dates(regime, window)
        return Proposal(form, window, outline.title(form, language, window), dates.goes_up_on, regime)
    window = reviewed.term if reviewed else periods.year(today.year)
    title = outline.title(form, language, window, reviewed)
    return Proposal(form, window, title, programme=reviewed)


def targeted(report: Report) -> list[str]:
    """The codes that the reviewed programme set targets for, in the order of the vocabulary."""
    if report.programme is None:
        return []
    named = {target.indicator_id for target in programmes.standing_targets_of(report.programme)}
    definitions = vocabulary.current_definitions(report.period.last_day)
    return [row.indicator_id for row in definitions if row.indicator_id in named]
