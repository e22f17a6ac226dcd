"""A draft and its sections: edited freely until it is frozen.

Every function takes `by` (a User) and `at` (an aware datetime) and writes one line of the audit log. A frozen review is
never edited: NotDraft says so.
"""

import hashlib
from collections.abc import Iterable
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _
from wagtail.log_actions import log

from lantoa.base.folding import normal_text
from lantoa.base.periods import Period
from lantoa.core.people.models import Agency, User
from lantoa.core.programme.models import Programme
from lantoa.core.reports import queries
from lantoa.core.reports.models import Comment, Report, ReportForm, Section
from lantoa.core.reports.rules import anchors, tokens
from lantoa.core.reports.rules.outline import starter
from lantoa.core.reports.rules.tokens import Shown


class NotDraft(Exception):
    """The review was frozen and stays as it is; the message says what to do instead."""


class ChangedMeanwhile(Exception):
    """Somebody else saved this section after it was opened; nothing was overwritten."""


@transaction.atomic
def create(
    title: str, *, period: Period, by: User, at: datetime, agency: Agency | None = None, language: str = "vi",
    form: ReportForm | None = None, programme: Programme | None = None,
    sections: Iterable[tuple[str, str]] | None = None, addressees: list[str] | None = None,
    recipients: list[str] | None = None,
) -> Report:  # fmt: skip
    """A draft.

    agency:    None for the whole province
    form:      what it begins with: headings, and a line for every public figure that has records in the period
    programme: the one that is reviewed: its targets stand beside what was reached
    sections:  (heading, body) of each, instead of those of the form
    addressees, recipients: a line each; None for those of the form, empty for those of the letterhead
    """
    if form and addressees is None:
        addressees = form.addressees.get(language)
    if form and recipients is None:
        recipients = form.recipients.get(language)
    report = Report.objects.create(
        title=_one_line(title), since=period.since, until=period.until, agency=agency, language=language, form=form,
        programme=programme, created_by=by, created_at=at, addressees=addressees or [], recipients=recipients or [],
    )  # fmt: skip
    outline: Iterable[tuple[str, str]] = sections or []
    if form and sections is None:
        outline = starter(form, language, queries.recorded(report), targets=queries.targeted(report))
    Section.objects.bulk_create(
        Section(report=report, position=position, heading=_one_line(heading), body=normal_text(body))
        for position, (heading, body) in enumerate(outline)
    )
    log(report, "reports.create", user=by, timestamp=at, data={"period": period.code()})
    return report


@transaction.atomic
def edit(
    report: Report, *, by: User, at: datetime, title: str, period: Period, agency: Agency | None, language: str,
    addressees: list[str], recipients: list[str],
) -> Report:  # fmt: skip
    """Change what a draft is about and whom it goes to; its tokens follow the new period."""
    report = draft_of(report)
    report.addressees, report.recipients = addressees, recipients
    report.title, report.language, report.agency = _one_line(title), language, agency
    report.since, report.until = period.since, period.until
    report.save(update_fields=["title", "language", "agency", "since", "until", "addressees", "recipients"])
    log(report, "reports.edit", user=by, timestamp=at, data={"period": period.code()})
    return report


@transaction.atomic
def discard(report: Report, *, by: User, at: datetime) -> None:
    """Throw a draft away; what is frozen stays."""
    report = draft_of(report)
    log(report, "wagtail.delete", user=by, timestamp=at, deleted=True)
    report.delete()


@transaction.atomic
def add_section(report: Report, *, by: User, at: datetime, heading: str, body: str = "") -> Section:
    """A section at the end."""
    report = draft_of(report)
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
    draft_of(section.report)
    now = Section.objects.get(pk=section.pk)
    before = now.body
    section.heading, section.body = _one_line(heading), normal_text(body)
    if seen is not None and seen != mark_of(now) and mark_of(section) != mark_of(now):
        raise ChangedMeanwhile(
            _("Somebody else saved this section in the meantime. Your text is below: compare, then save.")
        )
    section.save(update_fields=["heading", "body"])
    _follow(section, before=before)
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
    draft_of(section.report)
    _log_section(section, "remove", by=by, at=at)
    section.comments.update(position=None)
    section.delete()


@transaction.atomic
def bind(section: Section, *, start: int, number: str, token: str, by: User, at: datetime) -> Section:
    """Replace a typed number by a figure. start: where the number stands in the body, in characters

    raises: ChangedMeanwhile if another text stands there now
    """
    draft_of(section.report)
    section = Section.objects.select_related("report").get(pk=section.pk)
    if section.body[start : start + len(number)] != number:
        raise ChangedMeanwhile(_("The text has changed: that number no longer stands there. Look at the checks again."))
    before, section.body = section.body, section.body[:start] + token + section.body[start + len(number) :]
    section.save(update_fields=["body"])
    _follow(section, before=before)
    _log_section(section, "bind", by=by, at=at, token=token)
    return section


@transaction.atomic
def insert(section: Section, *, token: str, by: User, at: datetime) -> Section:
    """Put a figure at the end of a section's text; a list or a table on a line of its own."""
    draft_of(section.report)
    section = Section.objects.select_related("report").get(pk=section.pk)
    parted = "\n" if any(isinstance(piece, Shown) for piece in tokens.parse(token)) else " "
    gap = "" if not section.body or section.body.endswith(parted) else parted
    section.body = f"{section.body}{gap}{token}"
    section.save(update_fields=["body"])
    _log_section(section, "insert", by=by, at=at, token=token)
    return section


@transaction.atomic
def new_version(report: Report, *, by: User, at: datetime) -> Report:
    """A draft with the same text that will replace a frozen review; twice answers with the same draft."""
    report = locked(report)
    if report.is_draft:
        raise NotDraft(_("This is still a draft: edit it."))
    if follower := Report.objects.filter(replaces=report).first():
        return follower
    draft = Report.objects.create(
        title=report.title, since=report.since, until=report.until, agency=report.agency, language=report.language,
        form=report.form, programme=report.programme, replaces=report, created_by=by, created_at=at,
        addressees=report.addressees, recipients=report.recipients,
    )  # fmt: skip
    Section.objects.bulk_create(
        Section(report=draft, position=section.position, heading=section.heading, body=section.body)
        for section in report.sections.all()
    )
    log(draft, "reports.version", user=by, timestamp=at, data={"replaces": report.pk})
    return draft


def mark_of(section: Section) -> str:
    """A short mark of a section's text, to see whether it changed between opening and saving."""
    return hashlib.sha256(f"{section.heading}\n{section.body}".encode()).hexdigest()[:16]


def locked(report: Report) -> Report:
    """The row as it is now, held until the end of the transaction."""
    return Report.objects.select_for_update(of=("self",)).select_related("agency").get(pk=report.pk)


def _follow(section: Section, *, before: str) -> None:
    """Let comments stay with their paragraphs when the text around these changed."""
    if before == section.body:
        return
    comments = list(section.comments.exclude(position=None))
    if comments:
        places = anchors.followed(anchors.paragraphs(before), anchors.paragraphs(section.body))
        for comment in comments:
            comment.position = places.get(comment.position or 0)
        Comment.objects.bulk_update(comments, ["position"])


def _swap(section: Section, step: int, *, by: User, at: datetime) -> None:
    report = draft_of(section.report)
    order = list(report.sections.order_by("position", "pk"))
    place = [item.pk for item in order].index(section.pk)
    if not 0 <= place + step < len(order):
        return
    order[place], order[place + step] = order[place + step], order[place]
    for position, item in enumerate(order):
        item.position = position
    Section.objects.bulk_update(order, ["position"])
    _log_section(section, "move", by=by, at=at)


def draft_of(report: Report) -> Report:
    """raises: NotDraft"""
    report = locked(report)
    if not report.is_draft:
        raise NotDraft(_("This review is frozen and stays as it is. Make a new version to change it."))
    return report


def _one_line(text: str) -> str:
    return " ".join(normal_text(text).split())


def _log_section(section: Section, what: str, *, by: User, at: datetime, **data: str) -> None:
    data |= {"what": what, "section": section.heading}
    log(section.report, "reports.section", user=by, timestamp=at, data=data)
