"""Makes a small ledger with the present code, for every later version to verify: `python -m tests.ledgers.make 0.1.0`.

Once per release, before its number goes up; see CONTRIBUTING. What is made is never edited and never made again: a
later version that cannot reproduce its hashes and figures is broken.
"""

import json
import sys
from pathlib import Path
from typing import Any

from tests import databases

FOLDER = Path(__file__).parent
# The ledger keeps ids of people; whoever loads it has to find them.
PEOPLE = {"lan": 9001, "an": 9002}
FIGURES: list[tuple[dict[str, Any], str | None]] = [
    ({"agg": "count", "kind": "talk"}, None),
    ({"agg": "sum", "kind": "talk", "measure": "attendances"}, None),
    ({"agg": "sum", "kind": "talk", "measure": "attendances"}, "xa-binh-minh"),
    ({"agg": "sum", "kind": "delegation", "measure": "members"}, None),
    ({"agg": "sum", "kind": "delegation", "measure": "members", "where": {"country": ["kr"]}}, None),
    ({"agg": "distinct", "kind": "delegation", "of": "country"}, None),
]
PERIODS = ["2024", "2025", "2024..2026", "2025-Q2"]


def main(version: str) -> None:
    file = FOLDER / f"{version}.json"
    if file.exists():
        sys.exit(f"{file.name} is there: what was made once is kept as it is.")
    folder = databases.use_own_names()
    try:
        file.write_text(json.dumps(_made(folder, version), ensure_ascii=False, indent=0) + "\n", encoding="utf-8")
    finally:
        databases.remove_folder(folder)
    print(f"{file.relative_to(databases.PROJECT)}: {file.stat().st_size} bytes")


def _made(folder: Path, version: str) -> dict[str, object]:
    import os

    os.environ["DJANGO_SETTINGS_MODULE"] = "lantoa.settings"
    import django

    django.setup()
    from lantoa.base import database
    from tests.ledgers import content

    database.copy_template(folder / "lantoa.sqlite3", cache=databases.CACHE)
    content.post()
    return {"version": version, **content.written()}


if __name__ == "__main__":
    main(sys.argv[1])
