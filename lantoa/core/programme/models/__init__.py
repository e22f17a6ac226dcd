"""The promise: programmes over years, tasks and targets; reporting periods, what agencies owe and find in them."""

from lantoa.core.programme.models.findings import Finding
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
    "APPEND_ONLY", "CalendarDay", "Finding", "PeriodDue", "Programme", "Regime", "RegimeDue", "ReportingPeriod",
    "Submission", "Target", "Task", "TaskCoordination",
]  # fmt: skip

APPEND_ONLY = [Target]
