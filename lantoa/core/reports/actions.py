"""Writing reviews: a draft that is edited freely, frozen once, and followed by a new version if it must change.

Every function takes `by` (a User) and `at` (an aware datetime) and writes one line of the audit log. A frozen review is
never edited: NotDraft says so.
"""

import hashlib
from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta
from decimal import Decimal

from django.db import transaction
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from wagtail.log_actions import log

from lantoa.base import quantities
from lantoa.base.folding import normal_text
from lantoa.base.periods import Period
from lantoa.core.documents.rules.statement import canonical
from lantoa.core.ledger import queries as ledger
from lantoa.core.ledger.models import Head
from lantoa.core.ledger.rules import chain
from lantoa.core.people.models import Agency, User
from lantoa.core.reports import queries, rendering
from lantoa.core.reports.models import DailyHead, FrozenCompleteness, FrozenDocument, FrozenFigure, Report, Section
from lantoa.core.reports.queries import Problem, Reading, Unbound
from lantoa.core.reports.rules.outline import starter
from lantoa.core.vocabulary import actions as vocabulary

# Without 0 O, 1 I L, and U (heard as V): read out over the telephone and typed from paper.
ALPHABET = "23456789ABCDEFGHJKMNPQRSTVWXYZ"
_ID_LENGTH = 5


class NotDraft(Exception):
    """The review was frozen and stays as it is; the message says what to do instead."""


class ChangedMeanwhile(Exception):
    """Somebody else saved this section after it was opened; nothing was overwritten."""


class CannotFreeze(Exception):
    """The review is not ready; problems: tokens that cannot be printed, unbound: numbers bound to no figure."""

    def __init__(self, message: str, *, problems: Sequence[Problem] = (), unbound: Sequence[Unbound] = ()) -> None:
        super().__init__(message)
        self.problems, self.unbound = list(problems), list(unbound)


@transaction.atomic
def create(
    title: str, *, period: Period, by: User, at: datetime, agency: Agency | None = None, language: str = "vi",
    sections: Iterable[tuple[str, str]] | None = None,
) -> Report:  # fmt: skip
    """A draft.

    agency:   None for the whole province
    sections: (heading, body) of each; None for the usual headings, with a line for every public figure that has
              records in the period
    """
    report = Report.objects.create(
        title=_one_line(title), since=period.since, until=period.until, agency=agency, language=language,
        created_by=by, created_at=at,
    )  # fmt: skip
    outline = starter(language, queries.recorded(report)) if sections is None else sections
    Section.objects.bulk_create(
        Section(report=report, position=position, heading=_one_line(heading), body=normal_text(body))
        for position, (heading, body) in enumerate(outline)
    )
    log(report, "reports.create", user=by, timestamp=at, data={"period": period.code()})
    return report


@transaction.atomic
def edit(
    report: Report, *, by: User, at: datetime, title: str, period: Period, agency: Agency | None, language: str
) -> Report:
    """Change what a draft is about; its tokens follow the new period."""
    report = _draft(report)
    report.title, report.language, report.agency = _one_line(title), language, agency
    report.since, report.until = period.since, period.until
    report.save(update_fields=["title", "language", "agency", "since", "until"])
    log(report, "reports.edit", user=by, timestamp=at, data={"period": period.code()})
    return report


@transaction.atomic
def discard(report: Report, *, by: User, at: datetime) -> None:
    """Throw a draft away; what is frozen stays."""
    report = _draft(report)
    log(report, "wagtail.delete", user=by, timestamp=at, deleted=True)
    report.delete()


@transaction.atomic
def add_section(report: Report, *, by: User, at: datetime, heading: str, body: str = "") -> Section:
    """A section at the end."""
    report = _draft(report)
    last = report.sections.order_by("-position").values_list("position", flat=True).first()
    section = Section.objects.create(
        report=report, position=0 if last is None else last + 1, heading=_one_line(heading), body=normal_text(body)
    )
    _log_section(section, "add", by=by, at=at)
    return section


@transaction.atomic
def edit_section(
    section: Section, *, by: User, at: datetime, heading: str, body: str, seen: str | None = None
) -> Section:
    """Save a section's text. seen: the `mark_of` the section when it was opened, None to save over anything

    raises: NotDraft, ChangedMeanwhile
    """
    _draft(section.report)
    now = Section.objects.get(pk=section.pk)
    section.heading, section.body = _one_line(heading), normal_text(body)
    if seen is not None and seen != mark_of(now) and mark_of(section) != mark_of(now):
        raise ChangedMeanwhile(
            _("Somebody else saved this section in the meantime. Your text is below: compare, then save.")
        )
    section.save(update_fields=["heading", "body"])
    _log_section(section, "edit", by=by, at=at)
    return section


@transaction.atomic
def move_up(section: Section, *, by: User, at: datetime) -> None:
    """Change places with the section above; the first one stays."""
    _swap(section, -1, by=by, at=at)


@transaction.atomic
def move_down(section: Section, *, by: User, at: datetime) -> None:
    """Change places with the section below; the last one stays."""
    _swap(section, 1, by=by, at=at)


@transaction.atomic
def remove_section(section: Section, *, by: User, at: datetime) -> None:
    _draft(section.report)
    _log_section(section, "remove", by=by, at=at)
    section.delete()


@transaction.atomic
def bind(section: Section, *, start: int, number: str, token: str, by: User, at: datetime) -> Section:
    """Replace a typed number by a figure. start: where the number stands in the body, in characters

    raises: ChangedMeanwhile if another text stands there now
    """
    _draft(section.report)
    section = Section.objects.select_related("report").get(pk=section.pk)
    if section.body[start : start + len(number)] != number:
        raise ChangedMeanwhile(_("The text has changed: that number no longer stands there. Look at the checks again."))
    section.body = section.body[:start] + token + section.body[start + len(number) :]
    section.save(update_fields=["body"])
    _log_section(section, "bind", by=by, at=at, token=token)
    return section


@transaction.atomic
def insert(section: Section, *, token: str, by: User, at: datetime) -> Section:
    """Put a figure at the end of a section's text."""
    _draft(section.report)
    section = Section.objects.select_related("report").get(pk=section.pk)
    gap = "" if not section.body or section.body.endswith(" ") else " "
    section.body = f"{section.body}{gap}{token}"
    section.save(update_fields=["body"])
    _log_section(section, "insert", by=by, at=at, token=token)
    return section


@transaction.atomic
def freeze(report: Report, *, by: User, at: datetime, accept_unbound: bool = False) -> Report:
    """Fix a review for ever at the head of the ledger (chốt báo cáo); twice does no harm.

    The ledger's head is locked, so every figure is asked at one seq and nothing can be posted in between.
    accept_unbound: freeze although numbers are bound to no figure; they are listed in the annex and in the audit log
    raises: CannotFreeze
    """
    report = _locked(report)
    if not report.is_draft:
        return report
    head = _locked_head()
    reading = queries.preview(report, as_of_seq=head.head_seq)
    _refuse(reading, accept_unbound=accept_unbound)
    report.state, report.frozen_by, report.frozen_at = Report.State.FROZEN, by, at
    report.as_of_seq, report.head_hash = head.head_seq, head.head_hash
    report.save(update_fields=["state", "frozen_by", "frozen_at", "as_of_seq", "head_hash"])
    figures = _freeze_figures(report, reading)
    _freeze_completeness(report, reading)
    responsible = rendering.responsible_for(report, next((post.agency for post in by.current_posts), None))
    stated = rendering.frozen(reading, figures, responsible=responsible)
    html, text = rendering.sheet(report, stated), canonical(stated)
    FrozenDocument.objects.create(
        report=report, html=html, sha256=chain.sha256(html), statement=text, statement_sha256=chain.sha256(text)
    )
    vocabulary.mark_used(row.definition for row in figures.values())
    if report.replaces_id:
        Report.objects.filter(pk=report.replaces_id).update(state=Report.State.REPLACED)
    typed = [item.finding.text for item in reading.unbound]
    log(report, "reports.freeze", user=by, timestamp=at, data={"seq": head.head_seq, "unbound": typed})
    return report


@transaction.atomic
def new_version(report: Report, *, by: User, at: datetime) -> Report:
    """A draft with the same text that will replace a frozen review; twice answers with the same draft."""
    report = _locked(report)
    if report.is_draft:
        raise NotDraft(_("This is still a draft: edit it."))
    if follower := Report.objects.filter(replaces=report).first():
        return follower
    draft = Report.objects.create(
        title=report.title, since=report.since, until=report.until, agency=report.agency, language=report.language,
        replaces=report, created_by=by, created_at=at,
    )  # fmt: skip
    Section.objects.bulk_create(
        Section(report=draft, position=section.position, heading=section.heading, body=section.body)
        for section in report.sections.all()
    )
    log(draft, "reports.version", user=by, timestamp=at, data={"replaces": report.pk})
    return draft


@transaction.atomic
def state_head(*, at: datetime) -> DailyHead | None:
    """Say for ever what the ledger was at the end of yesterday; once a day, and not before the first entry.

    returns: the line, None if there is nothing to say
    """
    midnight = timezone.localtime(at).replace(hour=0, minute=0, second=0, microsecond=0)
    day = (midnight - timedelta(hours=1)).date()
    newest = ledger.entry_before(midnight)
    if newest is None or DailyHead.objects.filter(day__gte=day).exists():
        return None
    pages = queries.pages_to_state(before=midnight)
    stated = {"head_seq": newest.seq, "head_hash": newest.hash, "pages": pages, "stated_at": at}
    return DailyHead.objects.get_or_create(day=day, defaults=stated)[0]


def mark_of(section: Section) -> str:
    """A short mark of a section's text, to see whether it changed between opening and saving."""
    return hashlib.sha256(f"{section.heading}\n{section.body}".encode()).hexdigest()[:16]


def _swap(section: Section, step: int, *, by: User, at: datetime) -> None:
    report = _draft(section.report)
    order = list(report.sections.order_by("position", "pk"))
    place = [item.pk for item in order].index(section.pk)
    if not 0 <= place + step < len(order):
        return
    order[place], order[place + step] = order[place + step], order[place]
    for position, item in enumerate(order):
        item.position = position
    Section.objects.bulk_update(order, ["position"])
    _log_section(section, "move", by=by, at=at)


def _refuse(reading: Reading, *, accept_unbound: bool) -> None:
    """raises: CannotFreeze"""
    if reading.problems:
        count = len(reading.problems)
        raise CannotFreeze(
            ngettext(
                "%(count)s figure in the text cannot be printed: repair it first.",
                "%(count)s figures in the text cannot be printed: repair them first.", count,
            ) % {"count": count},
            problems=reading.problems,
        )  # fmt: skip
    if reading.unbound and not accept_unbound:
        count = len(reading.unbound)
        raise CannotFreeze(
            ngettext(
                "%(count)s number is bound to no figure: bind it, or confirm that it is none.",
                "%(count)s numbers are bound to no figure: bind them, or confirm that they are none.", count,
            ) % {"count": count},
            unbound=reading.unbound,
        )  # fmt: skip


def _freeze_figures(report: Report, reading: Reading) -> dict[str, FrozenFigure]:
    """The rows of all figures, by their key in the reading."""
    taken: set[str] = set()
    rows = {}
    for key, figure in reading.figures.items():
        ask, settled = reading.asks[key], reading.settled[key]
        rows[key] = FrozenFigure(
            report=report,
            public_id=_public_id(f"{report.head_hash}\n{report.pk}\n{key}", taken),
            token=key,
            definition=figure.definition,
            since=figure.period.since,
            until=figure.period.until,
            agency_id=next(iter(ask.agencies), None) if ask.agencies else None,
            asked_spec=settled.definition.spec,
            asked_agencies=None if settled.agencies is None else sorted(settled.agencies),
            as_of_seq=reading.as_of_seq,
            value=None if figure.is_ratio else _thousandths(figure.value),
            numerator=_thousandths(figure.numerator),
            denominator=_thousandths(figure.denominator),
            row_count=figure.row_count,
            approximate=figure.approximate,
            rows_digest=queries.rows_digest(settled, seq=reading.as_of_seq),
        )
    FrozenFigure.objects.bulk_create(rows.values())
    return rows


def _freeze_completeness(report: Report, reading: Reading) -> None:
    with translation.override(report.language):
        FrozenCompleteness.objects.bulk_create(
            FrozenCompleteness(
                report=report, token=token, period=found.period, facts=found.facts(), sentence=found.sentence()
            )
            for token, found in reading.completeness.items()
        )


def _thousandths(value: Decimal | None) -> int | None:
    return None if value is None else int(value * quantities.THOUSANDTHS)


def _public_id(seed: str, taken: set[str]) -> str:
    """ "F-4TB8K", made of what the figure is, so that the same review gets the same ones; unique."""
    for attempt in range(1000):
        number = int.from_bytes(hashlib.sha256(f"{seed}\n{attempt}".encode()).digest()[:8])
        letters = []
        for _place in range(_ID_LENGTH):
            number, index = divmod(number, len(ALPHABET))
            letters.append(ALPHABET[index])
        public_id = "F-" + "".join(letters)
        if public_id not in taken and not FrozenFigure.objects.filter(public_id=public_id).exists():
            taken.add(public_id)
            return public_id
    raise AssertionError("24 million ids are used up")


def _draft(report: Report) -> Report:
    """raises: NotDraft"""
    report = _locked(report)
    if not report.is_draft:
        raise NotDraft(_("This review is frozen and stays as it is. Make a new version to change it."))
    return report


def _locked(report: Report) -> Report:
    """The row as it is now, held until the end of the transaction."""
    return Report.objects.select_for_update(of=("self",)).select_related("agency").get(pk=report.pk)


def _locked_head() -> Head:
    """No posting can commit until this transaction ends; an unsaved zero one while nothing was posted."""
    return Head.objects.select_for_update().filter(pk=1).first() or Head(pk=1)


def _one_line(text: str) -> str:
    return " ".join(normal_text(text).split())


def _log_section(section: Section, what: str, *, by: User, at: datetime, **data: str) -> None:
    data |= {"what": what, "section": section.heading}
    log(section.report, "reports.section", user=by, timestamp=at, data=data)
