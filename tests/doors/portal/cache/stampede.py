"""One of the processes of a server under a stampede: FOLDER COUNT, where FOLDER is shared with the other processes.

A hundred threads ask the cache for one page at the same moment; whoever draws it writes a byte to FOLDER/drawn.
"""

import os
import sys
import threading
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import django


def _main(folder: Path, count: int) -> None:
    # Before them, there are no settings.
    from lantoa.doors.portal.cache.closing import Closing
    from lantoa.doors.portal.cache.door import MicroCache
    from lantoa.doors.portal.cache.shared import Shared
    from lantoa.doors.portal.cache.shelves import Folder, Memory

    def draw(environ: dict[str, Any], start_response: Callable[..., object]) -> list[bytes]:
        with (folder / "drawn").open("ab") as drawn:
            drawn.write(b"x")
        time.sleep(0.3)
        start_response("200 OK", [("Content-Type", "text/html"), ("Content-Length", "4")])
        return [b"page"]

    cache = MicroCache(
        draw, shared=Shared(folder), memory=Memory(10**6), folder=Folder(folder / "pages", 10**6),
        closing=Closing(folder / "notice"), count=lambda *_: None,
    )  # fmt: skip
    environ = {"REQUEST_METHOD": "GET", "PATH_INFO": "/vi/", "QUERY_STRING": "", "HTTP_HOST": "localhost"}
    seen: list[bytes] = []
    gate = threading.Barrier(count)

    def read() -> None:
        gate.wait()
        seen.append(b"".join(cache(dict(environ), lambda *_: None)))

    threads = [threading.Thread(target=read) for _ in range(count)]
    (folder / f"ready-{os.getpid()}").touch()
    while not (folder / "go").exists():
        time.sleep(0.005)
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert seen == [b"page"] * count


if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "lantoa.settings")
    django.setup()
    _main(Path(sys.argv[1]), int(sys.argv[2]))
