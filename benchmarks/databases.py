"""Throw-away databases to measure on: a folder of its own on SQLite, a private cluster on PostgreSQL."""

import os
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

_POSTGRES_PORT = "54329"


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
        else:
            with _cluster() as url:
                yield {"LANTOA_DATA": str(own), "DATABASE_URL": url, "LANTOA_SECRET_KEY": "only for measuring " * 3}
    finally:
        if folder is None:
            shutil.rmtree(own, ignore_errors=True)


@contextmanager
def _cluster() -> Iterator[str]:
    programs = _programs()
    # Not inside the other folder: its parents must be readable by the server's own user.
    folder = Path(tempfile.mkdtemp(prefix="lantoa-pg-"))
    runner: list[str] = []
    if os.geteuid() == 0:  # the server refuses to run as root
        shutil.chown(folder, "postgres", "postgres")
        runner = ["runuser", "-u", "postgres", "--"]
    place = folder / "cluster"
    options = f"-k {folder} -p {_POSTGRES_PORT} -c listen_addresses='' -c fsync=off -c shared_buffers=128MB"
    try:
        _run([*runner, programs / "initdb", "-D", place, "-U", "postgres", "-A", "trust", "--no-sync",
              "--encoding=UTF8", "--locale=C.UTF-8"])  # fmt: skip
        _run([*runner, programs / "pg_ctl", "-D", place, "-l", folder / "log", "-o", options, "-w", "start"])
        try:
            yield f"postgresql://postgres@/postgres?host={folder}&port={_POSTGRES_PORT}"
        finally:
            _run([*runner, programs / "pg_ctl", "-D", place, "-m", "immediate", "stop"])
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _programs() -> Path:
    found = shutil.which("initdb")
    folders = [Path(found).parent] if found else sorted(Path("/usr/lib/postgresql").glob("*/bin"), reverse=True)
    if not folders:
        raise NoServer("No PostgreSQL server found (apt-get install postgresql).")
    return folders[0]


def _run(command: list[str | Path]) -> None:
    subprocess.run([str(part) for part in command], check=True, stdout=subprocess.DEVNULL, cwd="/")
