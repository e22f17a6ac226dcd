"""The second pair of eyes (người thứ hai duyệt): the one step between a draft and the public."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.core.exceptions import PermissionDenied
from django.db import models
from django.db.models.functions import Cast
from django.utils.translation import gettext, pgettext
from django.utils.translation import gettext_lazy as _
from wagtail.forms import TaskStateCommentForm
from wagtail.locks import BaseLock
from wagtail.models import Page, Revision, Task, TaskState

from lantoa.core.people import rules as people
from lantoa.core.people.models import Role
from lantoa.desks.newsroom.models.access import is_steward, reviews_for
from lantoa.desks.newsroom.models.checklist import ChecklistPoint
from lantoa.desks.newsroom.models.content import ContentPage, PendingCorrection


class ReasonForm(TaskStateCommentForm):
    """Who returns a draft says what to mend: its author reads this sentence."""

    comment = forms.CharField(label=_("What is to be mended"), widget=forms.Textarea({"rows": 3}))


def writers_of(page: ContentPage) -> set[int]:
    """Who had a hand in what is to be published: the author, all who saved it since it was last published, and who
    wrote the correction that comes with it.
    """
    return writers_of_each([page])[page.pk]


def writers_of_each(pages: Sequence[ContentPage]) -> dict[int, set[int]]:
    """By the number of the page, in two questions."""
    found = {page.pk: {page.owner_id} - {None} for page in pages}
    out = {page.pk: page.live_revision_id or 0 for page in pages}
    saved = Revision.page_revisions.filter(object_id__in=[str(key) for key in found]).exclude(user=None)
    for key, revision, user in saved.values_list("object_id", "pk", "user"):
        if revision > out[int(key)]:
            found[int(key)].add(user)
    for key, user in PendingCorrection.objects.filter(page__in=found).values_list("page", "written_by"):
        found[key].add(user)
    return found


def may_judge(page: Page, user: Any) -> bool:
    """Reviews for its agency, and wrote nothing of what is judged. page: not all views of Wagtail know its kind"""
    page = page.specific
    return reviews_for(user, page.agency_id) and user.pk not in writers_of(page)


class SentLock(BaseLock):
    """What is in review is read as it was sent: a save, Wagtail's own in the background too, would make whoever
    reviews one of those who wrote it.
    """

    def __init__(self, page: Page, _task: Task) -> None:
        super().__init__(page)

    def for_user(self, _user: Any) -> bool:
        return True

    def get_message(self, _user: Any) -> str:
        return gettext("In review: nobody changes the text until it is approved, returned or taken back.")

    def get_locked_by(self, _user: Any) -> str:
        return pgettext("item", "In review")

    def get_description(self, _user: Any) -> str:
        return gettext("Whoever wants to change it returns it or takes it back; another person approves the new text.")


class Review(Task):
    """Approval by another person; refused as long as a point of the checklist is open."""

    lock_class = SentLock

    class Meta:
        verbose_name = _("review by another person")

    def get_actions(self, obj: Any, user: Any) -> list[tuple[str, Any, bool]]:
        if not may_judge(obj, user):
            return []
        returned = ("reject", _("Return"), True)
        is_complete = not ChecklistPoint.objects.open_of(obj.specific)
        return [("approve", _("Approve and publish"), False), returned] if is_complete else [returned]

    def on_action(self, task_state: TaskState, user: Any, action_name: str, **kwargs: Any) -> None:
        page = task_state.workflow_state.content_object.specific
        if action_name not in {name for name, _label, _asks in self.get_actions(page, user)}:
            raise PermissionDenied
        if action_name == "reject" and not kwargs.get("comment", "").strip():
            raise PermissionDenied
        super().on_action(task_state, user, action_name, **kwargs)

    def get_form_for_action(self, action: str) -> type[forms.Form]:
        form: type[forms.Form] = ReasonForm if action == "reject" else super().get_form_for_action(action)
        return form

    def get_task_states_user_can_moderate(self, user: Any, **kwargs: Any) -> "models.QuerySet[TaskState]":
        waiting: models.QuerySet[TaskState] = TaskState.objects.filter(task=self.task_ptr, status="in_progress")
        if not is_steward(user):
            own = ContentPage.objects.filter(agency__in=people.agencies_held(user, Role.REVIEWER))
            # Workflows keep the number of their page as text.
            keys = own.annotate(key=Cast("pk", models.CharField())).values("key")
            waiting = waiting.filter(workflow_state__object_id__in=keys)
        sent = waiting.annotate(key=Cast("workflow_state__object_id", models.BigIntegerField())).values("key")
        writers = writers_of_each(list(ContentPage.objects.filter(pk__in=sent).only("owner", "live_revision")))
        own_hand = [str(key) for key, wrote in writers.items() if user.pk in wrote]
        return waiting.exclude(workflow_state__object_id__in=own_hand)

    @classmethod
    def get_description(cls) -> Any:
        return _("A reviewer of the agency, or the secretariat, reads it; whoever wrote it cannot approve it.")
