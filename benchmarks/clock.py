"""What asking costs: processor time, which a busy machine cannot blur, and queries."""

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any


def processor_seconds() -> float:
    """Of this process and of the server's process that answers it."""
    from django.db import connection  # leaf: after django.setup()

    if connection.vendor != "postgresql":
        return time.process_time()
    schedule = Path(f"/proc/{connection.connection.info.backend_pid}/schedstat").read_text()
    return time.process_time() + int(schedule.split()[0]) / 1e9


@contextmanager
def counted_queries() -> Iterator[list[str]]:
    from django.db import connection  # leaf: after django.setup()

    asked: list[str] = []

    def count(execute: Callable[..., Any], sql: str, params: Any, many: bool, context: Any) -> Any:
        asked.append(sql)
        return execute(sql, params, many, context)

    with connection.execute_wrapper(count):
        yield asked
