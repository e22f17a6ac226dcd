"""Who builds the index anew is killed again and again, and the next one goes on; whoever writes hardly waits."""

import os
import signal
import subprocess
import sys
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from django.db import connection, transaction

from lantoa.base.search import actions, analysis, queries, terms
from lantoa.base.search.documents import Document
from lantoa.base.search.models import SearchState, SearchWord
from tests import databases

# A step for each line that it is given, so that it cannot be done before it is killed.
_REBUILDER = """
import sys
import django; django.setup()
from lantoa.base.search import actions, analysis
analysis.VERSION += 1
actions._IN_A_STEP = 3
for line in sys.stdin:
    if not actions.rebuild_step():
        break
    print("step", flush=True)
"""


def test_who_is_killed_goes_on_and_ends_with_the_new_version(
    committed_database: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    for key in range(1, 81):
        at = datetime(2026, 3, 1, tzinfo=UTC) + timedelta(days=key)
        actions.put(Document(key, "vi", "article", topic="", published_at=at, title="Lễ hội"))
    done = []
    for _ in range(2):
        with _rebuilder(committed_database) as process:
            assert process.stdin is not None
            assert process.stdout is not None
            process.stdin.write("\n" * 8)
            process.stdin.flush()
            for _ in range(3):
                process.stdout.readline()
            process.send_signal(signal.SIGKILL)
        done.append(SearchState.objects.get().next_count)
        assert queries.search("le hoi", "vi").count == 80
    assert 9 <= done[0] < done[0] + 9 <= done[1] < 80

    with _rebuilder(committed_database) as process:
        assert process.communicate("\n" * 200)[0].count("step") >= (80 - done[1]) // 3
    assert process.returncode == 0
    monkeypatch.setattr(analysis, "VERSION", analysis.VERSION + 1)
    assert (queries.is_current(), queries.search("le hoi", "vi").count) == (True, 80)
    assert set(SearchWord.objects.values_list("written", "document_count", "version")) == {
        (word, 80, analysis.VERSION) for word in ("lễ", "hội", "lễ hội")
    }


@pytest.mark.skipif(databases.is_postgres(), reason="a server frees the pages of a table without writing them")
def test_the_next_one_takes_its_place_without_writing_over_the_old_one(committed_database: str) -> None:
    """Who wanted to write meanwhile would wait for as many bytes as the index has."""
    everything = [f"w{number}" for number in range(50_000)]
    terms.add([(position, everything) for position in range(1, 6)])
    terms.begin_next()
    with connection.cursor() as cursor:
        cursor.execute("SELECT sum(length(block)) FROM base_searchterms_data")
        (size,) = cursor.fetchone()
        cursor.execute("PRAGMA secure_delete = ON")
        cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    with transaction.atomic():
        terms.take_next()
    assert Path(f"{committed_database}-wal").stat().st_size < size / 4
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA secure_delete")
        assert cursor.fetchone() == (1,)


def _rebuilder(database: str) -> "subprocess.Popen[str]":
    connection.close()
    if databases.is_postgres():
        place = {"DATABASE_URL": databases.url_of(database), "LANTOA_SECRET_KEY": "x" * 50}
    else:
        place = {"LANTOA_DATA": str(Path(database).parent), "DATABASE_URL": ""}
    return subprocess.Popen(
        [sys.executable, "-c", _REBUILDER],
        env={**os.environ, "DJANGO_SETTINGS_MODULE": "lantoa.settings", **place},
        cwd=databases.PROJECT,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
