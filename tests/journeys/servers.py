"""Starting the product as a person would, in a folder and on a port of the test alone."""

import socket
import subprocess
import time
import urllib.error
import urllib.request
from dataclasses import dataclass
from typing import Any

from tests.installations import Installation
from tests.journeys.loaded import Loaded


@dataclass(frozen=True)
class Site(Installation):
    """A running one: `url` without the last slash."""

    url: str
    loaded: Loaded | None = None

    @classmethod
    def of(cls, place: Installation, url: str, loaded: Loaded | None = None) -> "Site":
        return cls(place.folder, {**place.environment, "LANTOA_URL": url}, url, loaded)

    def lantoa(self, *words: str) -> Any:
        return self.loaded.lantoa(*words) if self.loaded else super().lantoa(*words)

    def python(self, *words: str) -> str:
        return self.loaded.python(*words) if self.loaded else super().python(*words)


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def wait_for(address: str, process: "subprocess.Popen[Any] | Loaded", *, seconds: float = 60) -> None:
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
