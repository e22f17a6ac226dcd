"""`python -m lantoa.doors.cli.sample 2026-11-22 PASSWORD`: make a database with the sample in LANTOA_DATA.

A process of its own, because the settings of the one that asks point at another database.
"""

import gc
import sys
from datetime import date

import django
from django.utils import translation

if __name__ == "__main__":
    gc.disable()  # over in seconds; looking for garbage would take one of them
    django.setup()
    from django.contrib.auth.hashers import PBKDF2PasswordHasher

    from lantoa.base import database
    from lantoa.doors.cli.sample.build import build

    # The password is printed for everybody to see: a million rounds for each account would take a second for nothing.
    PBKDF2PasswordHasher.iterations = 10_000
    database.ensure_database()
    with translation.override("vi"):
        build(date.fromisoformat(sys.argv[1]), password=sys.argv[2])
