"""Bringing in takes as long as it takes, piece by piece, so that others can write in between."""

from datetime import datetime

from django_tasks import task

from lantoa.desks.intake import actions, queries


@task()
def bring(pk: int, at: str) -> None:
    """at: the moment of the decision, ISO 8601"""
    actions.bring(queries.batch(pk), at=datetime.fromisoformat(at))
