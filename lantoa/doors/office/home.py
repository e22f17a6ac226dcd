"""What stands on a person's first page: what needs them today, what they record, how the period goes."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db.models import Case, Count, IntegerField, Q, Subquery, When, Window

from lantoa.base import periods
from lantoa.base.periods import Period
from lantoa.core.ledger import queries as ledger
from lantoa.core.ledger.models import Activity, ImportBatch
from lantoa.core.ledger.rules import access
from lantoa.core.people import rules as people
from lantoa.core.people.models import User
from lantoa.core.programme import queries as programme
from lantoa.core.programme.models import ReportingPeriod, Submission, Task
from lantoa.core.vocabulary import queries as vocabulary
from lantoa.core.vocabulary.models import Kind
from lantoa.desks.answers import queries as answers
from lantoa.desks.answers.models import Remark
from lantoa.desks.newsroom.models import ContentPage
from lantoa.desks.newsroom.queries import desk as newsroom
from lantoa.desks.newsroom.queries import facts
from lantoa.desks.newsroom.queries.facts import Due as DueFact
from lantoa.desks.newsroom.rules.access import keeps_facts
from lantoa.desks.newsroom.rules.access import works_here as makes_items

SHOWN = 6
QUICK = 8
_YEARS = 5
_SOON_DAYS = 31
_ASKED = 12  # of some hundred and thirty: the page shows four, and each asked costs five years


@dataclass(frozen=True)
class Needs:
    """Activities that wait for this person, the longest waiting first. rows: at most SHOWN of `count`."""

    state: str
    rows: Sequence[Activity]
    count: int


@dataclass(frozen=True)
class Reports:
    """Reports of periods that wait. owed: by the agencies of this person, the earliest due first

    to_look: sent by agencies that this person looks through first; at most SHOWN
    periods: for the secretariat, open ones with late_count or to_accept_count above zero
    """

    owed: Sequence[programme.Row]
    to_look: Sequence[Submission]
    periods: Sequence[ReportingPeriod]

    def __bool__(self) -> bool:
        return bool(self.owed or self.to_look or self.periods)


@dataclass(frozen=True)
class QuickEntry:
    """kinds: at most eight to record, those that this person recorded last first; is_first: reports and never did"""

    kinds: Sequence[Kind]
    is_first: bool


@dataclass(frozen=True)
class Stat:
    """A figure of this period with the same figure of the years before it, oldest first, this one last."""

    figure: ledger.Figure
    line: Sequence[float]
    target: ledger.Beside | None


@dataclass(frozen=True)
class Due:
    """Tasks that are due, the oldest first. tasks: at most SHOWN of `count`"""

    tasks: Sequence[Task]
    count: int


def needs_today(user: User) -> list[Needs]:
    """To accept (secretariat), to mend, to finish (focal point): in this order, empty ones left out; one query."""
    state = Activity.State
    own = reach = ledger.activities_led_by(user).order_by()
    waiting = {state.RETURNED: own.filter(state=state.RETURNED), state.DRAFT: own.filter(state=state.DRAFT)}
    if people.is_secretariat(user):
        reach = ledger.activities_visible_to(user).order_by()
        waiting = {state.SUBMITTED: reach.filter(state=state.SUBMITTED), **waiting}
    # The first of each state are looked up by themselves: to number thousands of whole rows took most of the page.
    first, count = Q(pk__in=[]), Case(output_field=IntegerField())
    for code, found in waiting.items():
        since = "submitted_at" if code == state.SUBMITTED else "created_at"
        first |= Q(pk__in=found.order_by(since, "pk").values("pk")[:SHOWN])
        all_of_it = found.values("state").annotate(count=Count("pk")).values("count")
        count.cases.append(When(state=code, then=Subquery(all_of_it)))
    rows = reach.filter(first).annotate(count=count).select_related("kind", "agency")
    shown: dict[str, list[Any]] = {code: [] for code in waiting}  # activities with `count`
    for row in sorted(rows, key=_since):
        shown[row.state].append(row)
    return [Needs(code, activities, activities[0].count) for code, activities in shown.items() if activities]


def _since(activity: Activity) -> tuple[datetime | None, int]:
    """Since when it waits."""
    is_submitted = activity.state == Activity.State.SUBMITTED
    return activity.submitted_at if is_submitted else activity.created_at, activity.pk


def corrections_asked(user: User) -> Sequence[ImportBatch]:
    """For the secretariat, imports whose corrections wait for an answer, the longest waiting first."""
    return list(ledger.imports_that_ask(user)[:SHOWN]) if people.is_secretariat(user) else []


def remarks_open(user: User) -> list[Remark]:
    """What readers sent and this person may answer, the earliest due first."""
    return list(answers.open_remarks(user)[:SHOWN])


def reports_due(user: User, *, now: datetime, today: date) -> Reports:
    """What a focal point has to report, and what the secretariat has to run after or to accept."""
    owed = [programme.row_of(submission, now=now) for submission in programme.owed_by(user)]
    to_look = programme.reports_to_look_through(ledger.agencies_looked_through(user))[:SHOWN]
    if not people.is_secretariat(user):
        return Reports(owed, to_look, [])
    waiting = Q(late_count__gt=0) | Q(to_accept_count__gt=0)
    return Reports(owed, to_look, list(programme.open_periods(today=today).filter(waiting)))


def items_waiting(user: User) -> list[ContentPage]:
    """Items to judge, and those that came back to be mended: at most SHOWN, and one more if there are more."""
    return list(newsroom.waiting_for(user)[: SHOWN + 1]) if makes_items(user) else []


def facts_due(user: User, *, today: date) -> list[DueFact]:
    """Facts of profiles to look at again, the earliest first; one more than SHOWN if there are more.

    Of one's own agencies. The secretariat, who reads all, finds their number in the newsroom: this page of theirs
    already asks as many questions as a page may.
    """
    asked = keeps_facts(user) and not people.is_secretariat(user)
    return facts.facts_due(user, today=today)[: SHOWN + 1] if asked else []


def quick_entry(user: User, *, today: date) -> QuickEntry:
    if not access.may_record(user):
        return QuickEntry([], is_first=False)
    kinds = ledger.kinds_by_last_record(vocabulary.kinds_on(today), user)
    is_first = bool(people.reporting_agencies(user)) and not any(recorded_at for _, recorded_at in kinds)
    return QuickEntry([kind for kind, _ in kinds[:QUICK]], is_first)


def this_period(today: date) -> Period:
    return periods.year(today.year)


def states_in(period: Period, user: User) -> list[tuple[str, int]]:
    """How many activities of the period stand in each state, as far as this person sees them; empty states left out."""
    rows = (
        ledger.activities_visible_to(user)
        .filter(occurred_on__gte=period.since, occurred_on__lt=period.until)
        .order_by()
        .values_list("state")
        .annotate(count=Count("pk"))
    )
    counts = dict(rows)
    return [(state.value, counts[state]) for state in Activity.State if counts.get(state)]


def stats(period: Period, user: User) -> list[Stat] | None:
    """Of the vocabulary's first figures at most four that have a value in the last years, as this person reads them.

    None: this person reports for no agency, so none will ever stand here
    """
    scope = ledger.figure_scope(user)
    if scope == []:
        return None
    agencies = None if scope is None else frozenset(agency.code for agency in scope)
    window = [period]
    while len(window) < _YEARS:
        window.insert(0, window[0].year_before())
    definitions = vocabulary.current_definitions(period.last_day)[:_ASKED]
    asks = [ledger.Ask(definition, each, agencies) for definition in definitions for each in window]
    # A person of several agencies reads their figures together, and no target is of several.
    has_targets, agency = scope is None or len(scope) == 1, scope[0].code if scope else None
    answers, targets = ledger.with_targets(asks, definitions if has_targets else [], period, agency=agency)
    found: list[Stat] = []
    for at in range(0, len(answers), _YEARS):
        line = [float(answer.value or 0) for answer in answers[at : at + _YEARS]]
        if any(line) and len(found) < 4:
            figure = answers[at + _YEARS - 1]
            promised = targets.get(figure.definition.indicator_id, [])
            found.append(Stat(figure, line, ledger.of_period(promised, period)[0]))
    return found


def tasks_due(user: User, today: date) -> Due:
    """Open tasks that are overdue or fall due within a month: all for the secretariat, else what one's agency leads."""
    own = people.reporting_agencies(user)
    if not own and not people.is_secretariat(user):
        return Due([], 0)
    agencies = None if people.is_secretariat(user) else own
    due = programme.tasks_due(today=today, within_days=_SOON_DAYS, agencies=agencies)
    shown = list(due.annotate(count=Window(Count("pk")))[:SHOWN])
    return Due(shown, shown[0].count if shown else 0)
