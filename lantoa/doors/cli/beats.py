"""The worker's sign of life: a task that the ticker asks for and only a worker runs."""

from django.conf import settings
from django.utils import timezone
from django_tasks import task

from lantoa.base import actions


def ask_worker() -> None:
    """Nothing to ask where tasks run inline: there is no worker."""
    if settings.TASKS["default"]["BACKEND"].startswith("django_tasks_db."):
        worker_beat.enqueue()


@task()
def worker_beat() -> None:
    actions.beat("worker", at=timezone.now())
