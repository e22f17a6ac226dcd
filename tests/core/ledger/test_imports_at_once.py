"""Two imports in the same moment, on a database of their own where commits are real."""

import threading
from datetime import UTC, date, datetime
from pathlib import Path

from django.db import connection

from lantoa.core.ledger import actions, workbooks
from lantoa.core.ledger.models import Activity, ImportBatch
from tests import factories
from tests.core.ledger.workbooks.making import filled

AT = datetime(2026, 11, 22, 5, tzinfo=UTC)
TALKS = [{"title": f"Nói chuyện {n}", "occurred_on": f"{n}/2/2026", "attendances": 100 + n} for n in (1, 2, 3)]


def test_two_who_send_the_same_rows_at_once_write_them_once(committed_database: str, tmp_path: Path) -> None:
    province = factories.province()
    path = filled(tmp_path / "x.xlsx", "talk", TALKS)
    start, outcomes = threading.Barrier(2), list[str]()

    def send() -> None:
        try:
            reading = workbooks.read(
                path, file_name=path.name, agency="xa-an-binh", agencies=None, today=date(2026, 11, 22)
            )
            comparison = workbooks.compare(reading)
            start.wait(20)
            workbooks.take_in(reading, comparison, by=province.an, at=AT)
            outcomes.append("imported")
        except actions.AlreadyImported:
            outcomes.append("recognised")
        finally:
            connection.close()

    threads = [threading.Thread(target=send) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(outcomes) == ["imported", "recognised"]
    assert (ImportBatch.objects.count(), Activity.objects.count()) == (1, 3)
