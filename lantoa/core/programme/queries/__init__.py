"""Reading the promise."""

from lantoa.core.programme.queries.programme import targets

__all__ = ["targets"]
