"""The one writer, folding for ever into the database of the settings: FOLDER LOG, or FOLDER "once".

Writes to LOG whenever it folded something.
"""

import os
import sys
import time
from datetime import UTC, datetime
from pathlib import Path

import django


def _main(folder: Path, log: str) -> None:
    from lantoa.desks.channels import actions

    while True:
        count = actions.fold(folder, at=datetime.now(tz=UTC))
        if log == "once":
            return
        if count:
            with Path(log).open("a") as out:
                out.write(f"{count}\n")
        time.sleep(0.01)


if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "lantoa.settings")
    django.setup()
    _main(Path(sys.argv[1]), sys.argv[2])
