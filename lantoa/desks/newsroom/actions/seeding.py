"""What an installation begins with: the way from draft to public, the checklist, the time limits."""

from pathlib import Path
from typing import Any

from django.db import models, transaction
from wagtail.models import Page, Workflow, WorkflowPage, WorkflowTask

from lantoa.base import yaml_text
from lantoa.desks.newsroom.models import ChecklistPoint, Limit, Review

SEED = Path(__file__).parent.parent / "seed"


@transaction.atomic
def seed(folder: Path = SEED) -> None:
    """Add what is missing; what an office changed or ended stays as it is. Twice does no harm."""
    _add_missing(ChecklistPoint, yaml_text.read(folder / "checklist.yaml"))
    _add_missing(Limit, yaml_text.read(folder / "limits.yaml"))
    names = yaml_text.read(folder / "workflow.yaml")
    if not Review.objects.exists():
        _make_workflow(names)
    Workflow.objects.filter(name=names["former_workflow"]).update(name=names["workflow"])
    Review.objects.filter(name=names["former_task"]).update(name=names["task"])


def _add_missing(model: type[models.Model], rows: list[dict[str, Any]]) -> None:
    known = set(model._default_manager.values_list("code", flat=True))
    for position, row in enumerate(rows):
        if row["code"] not in known:
            model._default_manager.create(**row, position=position)


def _make_workflow(names: dict[str, str]) -> None:
    """One step, for everything under the root; what Wagtail's first migration left there goes out of use."""
    for other in Workflow.objects.filter(active=True):
        other.deactivate()
    workflow = Workflow.objects.create(name=names["workflow"])
    WorkflowTask.objects.create(workflow=workflow, task=Review.objects.create(name=names["task"]), sort_order=0)
    WorkflowPage.objects.update_or_create(page=Page.get_first_root_node(), defaults={"workflow": workflow})
