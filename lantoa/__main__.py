"""`lantoa ...` and `python -m lantoa ...`."""

import gc
import os
import sys


def main() -> int:
    # Modules and models stay to the end: to look through them for garbage every 700 objects takes a third of a start.
    gc.set_threshold(50_000, 10, 10)
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "lantoa.settings")
    # slow import: `lantoa --help` answers without Django
    from lantoa.doors.cli.main import main as command_line

    return command_line(sys.argv[1:])


if __name__ == "__main__":
    sys.exit(main())
