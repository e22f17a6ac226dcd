"""Starting the product as a person would, in a folder and on a port of the test alone."""

import json
import os
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from tests import databases
from tests.databases import CACHE, PROJECT


@dataclass
class Site:
    """A running installation: `url` without the last slash, `environment` for commands beside it."""

    url: str
    environment: dict[str, str]

    def lantoa(self, *words: str) -> Any:
        """What `lantoa WORDS --json` prints; an exit code other than 0 fails the test."""
        command = [sys.executable, "-m", "lantoa", *words, "--json"]
        done = subprocess.run(
            command, env=self.environment, cwd=PROJECT, capture_output=True, text=True, check=False, timeout=60
        )
        assert done.returncode == 0, done.stderr
        return json.loads(done.stdout)


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def wait_for(address: str, process: "subprocess.Popen[Any]", *, seconds: float = 60) -> None:
    """Until the address answers; fails when the process ends or the time is over."""
    direct = urllib.request.build_opener(urllib.request.ProxyHandler({}))
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        assert process.poll() is None, f"the server ended with {process.returncode}"
        try:
            direct.open(address, timeout=5).close()
            return
        except urllib.error.HTTPError as error:
            error.close()
            return
        except OSError:
            time.sleep(0.1)
    raise AssertionError(f"{address} does not answer")


def environment_in(folder: Path, database: str, *, like: dict[str, str] | None = None) -> dict[str, str]:
    """On PostgreSQL a database of that name is made, a copy of the one in `like`, else empty but migrated."""
    CACHE.mkdir(parents=True, exist_ok=True)
    if not (folder / "cache").exists():
        (folder / "cache").symlink_to(CACHE)
    environment = {
        **os.environ,
        "DJANGO_SETTINGS_MODULE": "lantoa.settings",
        "LANTOA_DATA": str(folder),
        "LANTOA_LANG": "vi",
    }
    if databases.is_postgres():
        name = f"{database}_{os.getpid()}"
        environment["DATABASE_URL"] = databases.url_of(name)
        databases.make(name, template=name_in(like) if like else "")
    return environment


def name_in(environment: dict[str, str]) -> str:
    return urlsplit(environment["DATABASE_URL"]).path.strip("/")
