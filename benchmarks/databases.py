"""Throw-away databases to measure on: a folder of its own on SQLite, a private server on PostgreSQL."""

import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from tools import postgres


class NoServer(RuntimeError):
    """PostgreSQL's server programs are not on this machine."""


@contextmanager
def throw_away(kind: str, folder: Path | None = None) -> Iterator[dict[str, str]]:
    """An empty database for the time of a `with`.

    kind:    "sqlite" or "postgres"
    folder:  where to put it; None: a new folder under the system's temporary one, removed at the end
    returns: the environment variables that point the settings at it
    raises:  NoServer
    """
    own = folder or Path(tempfile.mkdtemp(prefix="lantoa-benchmark-"))
    own.mkdir(parents=True, exist_ok=True)
    try:
        if kind == "sqlite":
            yield {"LANTOA_DATA": str(own), "DATABASE_URL": ""}
        elif binaries := postgres.find_binaries():
            with postgres.server(binaries) as url:
                yield {
                    "LANTOA_DATA": str(own), "LANTOA_SECRET_KEY": "only for measuring " * 3,
                    "DATABASE_URL": url,
                }  # fmt: skip
        else:
            raise NoServer(postgres.NOT_FOUND)
    finally:
        if folder is None:
            shutil.rmtree(own, ignore_errors=True)
