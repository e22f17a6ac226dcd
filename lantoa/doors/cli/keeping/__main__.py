"""Fills an empty PostgreSQL schema in a process of its own, whose settings point at that schema: see `restore`."""

import json
import sys
from pathlib import Path

import django

django.setup()

from lantoa.doors.cli.keeping import archive, postgres  # noqa: E402 the settings first

folder = Path(sys.argv[1])
postgres.load(folder, json.loads((folder / archive.MANIFEST).read_text(encoding="utf-8")))
