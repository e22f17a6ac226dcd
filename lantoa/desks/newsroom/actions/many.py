"""One act on many drafts: each as if it were done alone, and none because of the others."""

from collections.abc import Collection, Sequence
from datetime import datetime

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from wagtail.models import WorkflowState

from lantoa.core.people.models import User
from lantoa.desks.newsroom.actions.checking import tick
from lantoa.desks.newsroom.models import ContentPage
from lantoa.desks.newsroom.queries.many import judged, marked
from lantoa.desks.newsroom.rules.many import Act, Judged

# Nobody else writes while a transaction does: two hundred in one would make others wait for half a minute.
_AT_ONCE = 10


def act_on_many(
    act: Act, marks: Sequence[str], *, points: Collection[int] = (), by: User, at: datetime
) -> tuple[int, list[tuple[ContentPage, str]]]:
    """Do it with all that are still as they were looked at and that nothing stands against, a few in a transaction.

    marks:   of `Judged`, by which a text is known again
    points:  of the checklist, which whoever sends them answers for in each text that they concern
    returns: with how many it was done, and which of the others say why not
    """
    done, left = 0, []
    for first in range(0, len(marks), _AT_ONCE):
        some = marks[first : first + _AT_ONCE]
        with transaction.atomic():
            for item in judged(marked(by, some), act, by):
                why = " ".join(item.why_not) or _changed_since(item, some) or _tried(act, item, points, by=by, at=at)
                if why:
                    left.append((item.page, why))
                done += not why
    return done, left


def _changed_since(item: Judged, marks: Collection[str]) -> str:
    return "" if item.mark in marks else _("Its text changed since you looked.")


def _tried(act: Act, item: Judged, points: Collection[int], *, by: User, at: datetime) -> str:
    """returns: what it says against it; empty if it is done"""
    try:
        with transaction.atomic():
            _act(act, item, points=points, by=by, at=at)
    except ValidationError as error:
        return _told(item.page.specific_class, error)
    return ""


def _told(kind: type[ContentPage], error: ValidationError) -> str:
    """With the names of the fields, which the editor would have shown beside the words."""
    if not hasattr(error, "error_dict"):
        return " ".join(error.messages)
    names = {field.name: str(getattr(field, "verbose_name", field.name)) for field in kind._meta.get_fields()}
    return " ".join(
        _("%(field)s: %(why)s") % {"field": capfirst(names.get(name, "")), "why": " ".join(said)}
        for name, said in error.message_dict.items()
    )


def _act(act: Act, item: Judged, *, points: Collection[int], by: User, at: datetime) -> None:
    page = item.page.specific
    if act == Act.DELETE:
        page.delete(user=by)
    elif act == Act.APPROVE:
        state = page.current_workflow_state.current_task_state
        state.task.specific.on_action(state, by, "approve")
    else:
        # What could not be published for want of a field must not reach who approves.
        item.said.full_clean()
        if page.latest_revision_id is None:
            # What a program made was never saved in the editor, and only a kept text can be judged.
            page.save_revision(log_action=False, changed=False)
        for point in item.to_tick:
            if point.pk in points:
                tick(page, point, by=by, at=at)
        _send(page, by=by)


def _send(page: ContentPage, *, by: User) -> None:
    returned = page.current_workflow_state
    if returned and returned.status == WorkflowState.STATUS_NEEDS_CHANGES:
        returned.resume(by)
    else:
        page.get_workflow().start(page, by)
