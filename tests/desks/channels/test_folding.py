import json
import os
import tempfile
from collections import Counter
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from django.db import transaction
from hypothesis import given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st

from lantoa.desks.channels import actions, queries
from lantoa.desks.channels.actions import Notebook
from lantoa.desks.channels.models import Minute, Spool, Tally
from tests.desks.channels.reader import HUMAN

AT = datetime(2026, 11, 22, 5, 0, 30, tzinfo=UTC)
DAY = date(2026, 11, 22)

pytestmark = [pytest.mark.django_db, pytest.mark.on_both]


def request(agent: str = HUMAN, **more: str) -> dict[str, str]:
    return {"REQUEST_METHOD": "GET", "HTTP_USER_AGENT": agent, **more}


def spool(folder: Path, name: str, *sums: tuple[str, int, int], at: datetime = AT, group: str = "") -> Path:
    """A file of a process that is gone. sums: event, 1 for a human, how often; group: of countries"""
    line = json.dumps({"at": int(at.timestamp()), "n": [[event, group, human, count] for event, human, count in sums]})
    folder.mkdir(exist_ok=True)
    file = folder / f"{name}.spool"
    with file.open("ab") as out:
        out.write(line.encode() + b"\n")
    return file


def _counted() -> dict[tuple[Any, ...], int]:
    rows = Tally.objects.values_list("day", "what", "item", "language", "channel", "is_human", "event_count")
    return {row[:-1]: row[-1] for row in rows}


def test_what_was_noted_is_counted_once_and_its_file_goes_when_its_process_does(tmp_path: Path) -> None:
    notebook = Notebook(tmp_path)
    for _ in range(3):
        notebook.note("view:7:vi:web", request())
    notebook.note("view:7:vi:web", request("Googlebot"))
    notebook.note("view:7:en:web", request(HTTP_SEC_PURPOSE="prefetch"))
    notebook.flush()
    now = datetime.now(tz=UTC)

    assert actions.fold(tmp_path, at=now) == 4
    assert actions.fold(tmp_path, at=now) == 0
    assert len(list(tmp_path.glob("*.spool"))) == 1  # its process may write on

    notebook.note("view:7:vi:web", request())
    notebook.flush()
    notebook._end_file()
    assert actions.fold(tmp_path, at=now) == 1

    assert sorted((human, count) for *_, human, count in Tally.objects.values_list("is_human", "event_count")) == [
        (False, 1), (True, 4),
    ]  # fmt: skip
    assert list(tmp_path.glob("*.spool")) == []
    assert not Spool.objects.exclude(name="").exists()


def test_half_a_line_is_not_counted_until_it_is_whole(tmp_path: Path) -> None:
    notebook = Notebook(tmp_path)
    notebook.note("view:1:vi:web", request())
    notebook.flush()
    (file,) = tmp_path.glob("*.spool")
    whole = b'{"at": 1795323630, "n": [["view:2:vi:web", "", 1, 5]]}\n'
    with file.open("ab") as out:
        out.write(whole[:20])
    assert actions.fold(tmp_path, at=AT) == 1
    with file.open("ab") as out:
        out.write(whole[20:])
    assert actions.fold(tmp_path, at=AT) == 5


def test_half_a_line_of_a_dead_process_goes_with_its_file(tmp_path: Path) -> None:
    file = spool(tmp_path, "x", ("view:1:vi:web", 1, 2))
    with file.open("ab") as out:
        out.write(b'{"at": 17')
    assert actions.fold(tmp_path, at=AT) == 2
    assert not file.exists()


@pytest.mark.parametrize(
    "hole", [b"\0" * 50, b"{}", b"7", b'{"at": 1e99, "n": []}', b'{"at": 1795323630, "n": [["x", "", 1, 5]]}', b"\xff"]
)
def test_a_line_that_cannot_be_read_holds_up_nothing_after_it(
    hole: bytes, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    file = spool(tmp_path, "a", ("view:1:vi:web", 1, 2))
    with file.open("ab") as out:
        out.write(hole + b"\n")
    spool(tmp_path, "a", ("view:1:vi:web", 1, 3))
    spool(tmp_path, "b", ("view:1:vi:web", 1, 4))

    assert actions.fold(tmp_path, at=AT) == 9
    assert actions.fold(tmp_path, at=AT) == 0
    assert _counted() == {(DAY, "view", 1, "vi", "web", True): 9}
    assert caplog.messages == ["A line of a.spool cannot be read and is left out"]
    assert list(tmp_path.glob("*.spool")) == []


def test_a_writer_that_is_stopped_between_counting_and_removing_counts_nothing_twice(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = spool(tmp_path, "x", ("view:1:vi:web", 1, 2))

    class Killed(BaseException):
        pass

    def killed(*_: Any, **__: Any) -> None:
        raise Killed

    with monkeypatch.context() as patch:
        patch.setattr(Path, "unlink", killed)
        with pytest.raises(Killed):
            actions.fold(tmp_path, at=AT)
    assert file.exists()

    assert actions.fold(tmp_path, at=AT) == 0
    assert _counted() == {(DAY, "view", 1, "vi", "web", True): 2}
    assert not file.exists()


def test_the_day_is_that_of_the_office(tmp_path: Path) -> None:
    for name, hour in (("a", 16), ("b", 17)):  # midnight in Hà Nội is 17:00 UTC
        spool(tmp_path, name, ("view:1:vi:web", 1, 1), at=datetime(2026, 11, 22, hour, 30, tzinfo=UTC))
    actions.fold(tmp_path, at=AT)
    assert sorted(Tally.objects.values_list("day", flat=True)) == [DAY, DAY + timedelta(days=1)]


def test_a_full_disk_delays_counts_and_loses_none(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    notebook, real = Notebook(tmp_path), os.write
    for item in range(2500):  # three lines
        notebook.note(f"view:{item}:vi:web", request())
    calls = 0

    def full_at_the_second(file: int, line: bytes) -> int:
        nonlocal calls
        calls += 1
        return real(file, line if calls != 2 else line[:100])

    with monkeypatch.context() as patch:
        patch.setattr("lantoa.desks.channels.actions.noting.os.write", full_at_the_second)
        notebook.flush()
    notebook.flush()

    assert actions.fold(tmp_path, at=AT) == 2500
    assert set(Tally.objects.values_list("event_count", flat=True)) == {1}


def test_rows_of_another_machines_files_are_left_alone(tmp_path: Path) -> None:
    name_of_other = "ffffffff-1-1.spool"
    spool(tmp_path / "other", name_of_other.removesuffix(".spool"), ("view:1:vi:web", 1, 1))
    actions.fold(tmp_path / "other", at=AT)  # a file whose name bears no mark of its folder
    assert Spool.objects.filter(name=name_of_other).exists()
    actions.fold(tmp_path, at=AT)
    assert Spool.objects.filter(name=name_of_other).exists()


def test_minutes_tell_who_reads_now_and_go_after_an_hour(tmp_path: Path) -> None:
    for number, minutes in enumerate((0, 3, 4, 5, 61)):
        events = [("view:1:vi:web", 1, 7), ("view:1:vi:qr", 1, 3), ("view:1:vi:web", 0, 1000)]
        # What programs fetch and other sites embed is read by nobody here.
        events += [(f"view:1:vi:{channel}", 1, 1000) for channel in ("feed", "api", "embed")]
        events += [("download:1::web", 1, 1000)]
        spool(tmp_path, str(number), *events, at=AT - timedelta(minutes=minutes))
    actions.fold(tmp_path, at=AT)
    assert queries.totals(at=AT, today=DAY).readers_now == 30
    assert Minute.objects.count() == 4


# -- sums ------------------------------------------------------------------------------------------

Step = tuple[str, bool, int, bool, str]
EVENTS = st.tuples(
    st.sampled_from(["view:1:vi:web", "view:1:en:web", "view:2:vi:web", "view:2:vi:feed", "download:1::web"]),
    st.booleans(),
    st.integers(0, 2),  # which process
    st.booleans(),  # whether that process writes down what it has now
    st.sampled_from(["", "fold", "end"]),  # what happens next
)


@given(st.lists(EVENTS, max_size=25))
@hypothesis_settings(max_examples=30)
def test_whatever_happens_in_which_order_every_event_is_counted_once(
    steps: list[tuple[str, bool, int, bool, str]],
) -> None:
    with tempfile.TemporaryDirectory() as name, transaction.atomic():
        try:
            _live(Path(name), steps)
        finally:
            transaction.set_rollback(True)  # the next example begins with nothing counted


def _live(folder: Path, steps: list[Step]) -> None:
    notebooks = [Notebook(folder) for _ in range(3)]
    for event, human, process, writes, then in steps:
        notebooks[process].note(event, request(HUMAN if human else "curl/8"))
        if writes:
            notebooks[process].flush()
        if then == "fold":
            actions.fold(folder, at=AT)
        elif then == "end":
            notebooks[process].flush()
            notebooks[process]._end_file()
    for notebook in notebooks:
        notebook.flush()
    actions.fold(folder, at=AT)
    for notebook in notebooks:
        notebook._end_file()
    actions.fold(folder, at=AT)

    found: Counter[tuple[str, bool]] = Counter()
    for what, item, language, channel, human, count in Tally.objects.values_list(
        "what", "item", "language", "channel", "is_human", "event_count"
    ):
        found[(f"{what}:{item}:{language}:{channel}", human)] += count
    assert found == Counter((event, human) for event, human, *_ in steps)
    assert list(folder.glob("*.spool")) == []
