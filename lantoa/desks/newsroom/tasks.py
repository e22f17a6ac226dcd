"""What Wagtail calls when the last step of a workflow is done. Named in the settings, and loaded before any model."""

from typing import Any


def publish_approved(workflow_state: Any, user: Any = None) -> None:
    # leaf: Wagtail reads this file while its own models are made
    from lantoa.desks.newsroom import actions

    actions.approve(workflow_state.content_object.specific, by=user, at=workflow_state.current_task_state.finished_at)
