"""The promise: programmes over years, their tasks, and the targets that actuals stand beside."""

from lantoa.core.programme.models.programme import Programme, Target, Task

__all__ = ["Programme", "Target", "Task"]
