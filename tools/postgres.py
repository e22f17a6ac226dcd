"""Run a command with DATABASE_URL set to a private, throw-away PostgreSQL server: `python tools/postgres.py make ...`.

The server listens on a socket in a temporary folder alone and forgets everything when the command ends. Where no
server binary is found, says so and ends well without running the command.
"""

import os
import pwd
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

NOT_FOUND = "PostgreSQL: no server binary was found on this machine; nothing was tested on it."
# Nothing is kept, copied elsewhere or tidied: databases live for minutes, most of them for one test.
_OPTIONS = " ".join(
    f"-c {option}"
    for option in (
        "listen_addresses=''", "max_connections=100", "shared_buffers=256MB", "fsync=off", "full_page_writes=off",
        "synchronous_commit=off", "wal_level=minimal", "max_wal_senders=0", "max_wal_size=8GB", "checkpoint_timeout=1h",
        "autovacuum=off",
    )
)  # fmt: skip


def main(words: list[str]) -> int:
    folder = find_binaries()
    if folder is None:
        print(NOT_FOUND)
        return 0
    with server(folder) as url:
        return subprocess.run(words, env={**os.environ, "DATABASE_URL": url}, check=False).returncode


def find_binaries() -> Path | None:
    """The folder of initdb and pg_ctl, of the newest version."""
    on_path = shutil.which("initdb")
    installed = sorted(
        Path("/usr/lib/postgresql").glob("*/bin/initdb"), key=lambda file: float(file.parts[-3]), reverse=True
    )
    found = [*installed, *([Path(on_path)] if on_path else [])]
    return found[0].parent if found else None


@contextmanager
def server(binaries: Path) -> Iterator[str]:
    """Start a server. yields: its DATABASE_URL, with the user postgres and no password"""
    folder = Path(tempfile.mkdtemp(prefix="lantoa-postgres-"))
    as_owner: list[str] = []
    if os.geteuid() == 0:  # the server refuses to run as root
        owner = pwd.getpwnam("postgres")
        os.chown(folder, owner.pw_uid, owner.pw_gid)
        as_owner = ["runuser", "-u", "postgres", "--"]
    cluster = folder / "cluster"
    try:
        _run([*as_owner, f"{binaries}/initdb", "-D", f"{cluster}", "-U", "postgres", "-A", "trust", "--no-sync",
              "--encoding=UTF8", "--locale=C.UTF-8"], folder)  # fmt: skip
        control = [*as_owner, f"{binaries}/pg_ctl", "-D", f"{cluster}", "-w", "-s"]
        _run([*control, "-l", f"{folder}/log", "-o", f"-k {folder} {_OPTIONS}", "start"], folder)
        try:
            # Tests connect as any user to the socket.
            folder.chmod(0o755)
            yield f"postgresql://postgres@/postgres?host={folder}&port=5432"
        finally:
            _run([*control, "-m", "immediate", "stop"], folder)
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _run(words: list[str], folder: Path) -> None:
    subprocess.run(words, cwd=folder, check=True, stdout=subprocess.DEVNULL)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
