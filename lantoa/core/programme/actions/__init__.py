"""Writing the promise."""

from lantoa.core.programme.actions.programme import add_programme, add_task, set_target

__all__ = ["add_programme", "add_task", "set_target"]
