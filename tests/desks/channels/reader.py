"""A process of the server that counts until it is killed: FOLDER LOG. Logs each number right after it was noted."""

import os
import sys
import time
from pathlib import Path

import django

HUMAN = "Mozilla/5.0 (X11; Linux x86_64; rv:128.0) Gecko/20100101 Firefox/128.0"


def _main(folder: Path, log: Path) -> None:
    from lantoa.desks.channels.actions import noting

    notebook = noting.Notebook(folder, flush_seconds=noting.FLUSH_SECONDS)
    number, out = 0, os.open(log, os.O_WRONLY | os.O_APPEND | os.O_CREAT)
    while True:
        notebook.note("view:1:vi:web", {"REQUEST_METHOD": "GET", "HTTP_USER_AGENT": HUMAN})
        number += 1
        os.write(out, f"{number} {time.monotonic()}\n".encode())
        time.sleep(0.002)


if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "lantoa.settings")
    django.setup()
    _main(Path(sys.argv[1]), Path(sys.argv[2]))
