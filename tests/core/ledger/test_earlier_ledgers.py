"""A ledger that an earlier version posted verifies, and its figures are what that version stated, on both databases."""

import json
from pathlib import Path
from typing import Any

import pytest

from lantoa import __version__
from lantoa.core.ledger import queries
from lantoa.core.reports import queries as reports
from lantoa.core.reports.rules import heads
from tests.ledgers import content
from tests.ledgers.make import FOLDER
from tests.write_guard import raw_writes

pytestmark = pytest.mark.django_db
KEPT = sorted(FOLDER.glob("*.json"))


@pytest.fixture(params=KEPT, ids=[file.stem for file in KEPT])
def kept(request: pytest.FixtureRequest) -> Any:
    file: Path = request.param
    found = json.loads(file.read_text(encoding="utf-8"))
    assert found["version"] == file.stem
    with raw_writes("posted by another version"):
        content.load(found)
    return found


def test_the_present_version_has_kept_one() -> None:
    assert __version__ in {file.stem for file in KEPT}
    assert all(file.stat().st_size < 40_000 for file in KEPT)


def test_its_chain_holds_and_ends_in_the_head_of_that_time(kept: Any) -> None:
    found = queries.verify()
    assert found.problems == []
    assert [found.head_seq, found.head_hash] == kept["head"]
    assert found.entry_count == found.head_seq >= 10


def test_its_figures_are_what_was_stated(kept: Any) -> None:
    keys = ("spec", "agency", "period", "as_of_seq")
    told = [
        {**{key: row[key] for key in keys}, **content.stated(*(row[key] for key in keys))} for row in kept["figures"]
    ]
    assert told == kept["figures"]
    assert len({row["value"] for row in told}) > 5


def test_its_public_feed_is_read_and_fits(kept: Any) -> None:
    lines = heads.read(json.dumps(kept["feed"]))
    assert [line.seq for line in lines] == [kept["head"][0]]
    assert reports.compare_heads(lines) == []
