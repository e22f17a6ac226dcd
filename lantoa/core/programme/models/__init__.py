"""The promise: programmes over years, their tasks and targets; reporting periods and what agencies owe in them."""

from lantoa.core.programme.models.periods import (
    CalendarDay,
    PeriodDue,
    Regime,
    RegimeDue,
    ReportingPeriod,
    Submission,
)
from lantoa.core.programme.models.programme import Programme, Target, Task, TaskCoordination

__all__ = [
    "APPEND_ONLY", "CalendarDay", "PeriodDue", "Programme", "Regime", "RegimeDue", "ReportingPeriod", "Submission",
    "Target", "Task", "TaskCoordination",
]  # fmt: skip

APPEND_ONLY = [Target]
