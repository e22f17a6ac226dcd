"""`lantoa ...` and `python -m lantoa ...`."""

import os
import sys


def main() -> int:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "lantoa.settings")
    # slow import: `lantoa --help` answers without Django
    from lantoa.doors.cli.main import main as command_line

    return command_line(sys.argv[1:])


if __name__ == "__main__":
    sys.exit(main())
