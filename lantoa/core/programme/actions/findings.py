"""Writing findings: put down with a period, settled with an answer, or carried into the period after.

Every function takes `by` (a User) and `at` (an aware datetime) and leaves one line in the audit log, which keeps every
state that a finding had. NotNow says what its state does not allow.
"""

from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _
from wagtail.log_actions import log

from lantoa.base.folding import normal_text
from lantoa.base.periods import Period
from lantoa.core.people.models import Agency, User
from lantoa.core.programme import queries
from lantoa.core.programme.actions.periods import NotNow
from lantoa.core.programme.models import Finding, Programme, Task

_State = Finding.State


@dataclass(frozen=True)
class FindingFacts:
    """What a person writes. agency: None for the province; a task names its programme too"""

    kind: Finding.Kind
    text: str
    window: Period
    agency: Agency | None = None
    programme: Programme | None = None
    task: Task | None = None
    addressed_to: str = ""


@transaction.atomic
def add_finding(facts: FindingFacts, *, by: User, at: datetime) -> Finding:
    finding = Finding(created_by=by, created_at=at)
    _fill(finding, facts)
    finding.save()
    log(finding, "findings.add", user=by, timestamp=at, data={"kind": finding.kind, "period": facts.window.code()})
    return finding


@transaction.atomic
def edit_finding(finding: Finding, facts: FindingFacts, *, by: User, at: datetime) -> Finding:
    """raises: NotNow once it is settled or carried on"""
    finding = _locked(finding)
    if not finding.is_open:
        raise NotNow(_("It is settled or carried on, and stays as it is. Take that back first."))
    _fill(finding, facts)
    finding.save()
    log(finding, "findings.edit", user=by, timestamp=at, data={"kind": finding.kind, "period": facts.window.code()})
    return finding


@transaction.atomic
def settle_finding(finding: Finding, *, response: str, by: User, at: datetime) -> Finding:
    """It was done, overcome or answered; response: how, which the log keeps. Twice with the same words does no harm.

    raises: NotNow where nothing is said, or it was carried on
    """
    finding, response = _locked(finding), normal_text(response).strip()
    if not response:
        raise NotNow(_("Say what was done or answered: the review prints that it is settled."))
    if finding.state == _State.CARRIED:
        raise NotNow(_("It was carried into the next period: settle it there."))
    if (finding.state, finding.response) != (_State.DONE, response):
        finding.state, finding.response = _State.DONE, response
        finding.save(update_fields=["state", "response"])
        log(finding, "findings.settle", user=by, timestamp=at, data={"reason": response})
    return finding


@transaction.atomic
def reopen_finding(finding: Finding, *, by: User, at: datetime) -> Finding:
    """It was not settled after all; what was answered stays in the log. raises: NotNow if it was carried on"""
    finding = _locked(finding)
    if finding.state == _State.CARRIED:
        raise NotNow(_("It was carried into the next period: settle it there."))
    if not finding.is_open:
        finding.state, finding.response = _State.OPEN, ""
        finding.save(update_fields=["state", "response"])
        log(finding, "findings.reopen", user=by, timestamp=at)
    return finding


@transaction.atomic
def carry_finding(finding: Finding, *, by: User, at: datetime) -> Finding:
    """It stands again in the period after; twice answers with the same finding.

    returns: the finding of the next period
    raises: NotNow if it is settled
    """
    finding = _locked(finding)
    if finding.state == _State.CARRIED:
        return finding.carried_into
    if not finding.is_open:
        raise NotNow(_("It is settled, so there is nothing to carry on."))
    window = queries.window_after(finding.window)
    following = Finding.objects.create(
        kind=finding.kind, text=finding.text, agency=finding.agency, programme=finding.programme, task=finding.task,
        addressed_to=finding.addressed_to, since=window.since, until=window.until, carried_from=finding,
        created_by=by, created_at=at,
    )  # fmt: skip
    finding.state = _State.CARRIED
    finding.save(update_fields=["state"])
    log(finding, "findings.carry", user=by, timestamp=at, data={"period": window.code()})
    log(following, "findings.add", user=by, timestamp=at, data={"kind": finding.kind, "period": window.code()})
    return following


@transaction.atomic
def delete_finding(finding: Finding, *, by: User, at: datetime) -> None:
    """Written by mistake. One that was carried here stands again where it came from.

    raises: NotNow if it was carried on
    """
    finding = _locked(finding)
    if finding.state == _State.CARRIED:
        raise NotNow(_("It was carried into the next period. Delete it there first."))
    origin = finding.carried_from
    log(finding, "findings.delete", user=by, timestamp=at, data={"kind": finding.kind}, deleted=True)
    finding.delete()
    if origin:
        origin.state = _State.OPEN
        origin.save(update_fields=["state"])
        log(origin, "findings.reopen", user=by, timestamp=at)


def _fill(finding: Finding, facts: FindingFacts) -> None:
    """raises: NotNow without a text"""
    finding.kind, finding.text = facts.kind, " ".join(normal_text(facts.text).split())
    if not finding.text:
        raise NotNow(_("Write what was found."))
    finding.agency, finding.task = facts.agency, facts.task
    finding.programme = facts.task.programme if facts.task else facts.programme
    finding.since, finding.until = facts.window.since, facts.window.until
    finding.addressed_to = facts.addressed_to.strip()


def _locked(finding: Finding) -> Finding:
    """The row as it is now, held until the end of the transaction."""
    return Finding.objects.select_for_update(of=("self",)).get(pk=finding.pk)
