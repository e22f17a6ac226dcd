"""Files that are no workbook, or a hostile one: one clear sentence each, little memory, little time."""

import os
import re
import resource
import subprocess
import sys
import time
import zipfile
from datetime import date
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given
from hypothesis import settings as limits
from hypothesis import strategies as st

from lantoa.core.ledger import workbooks
from lantoa.core.ledger.models import Activity, ImportBatch
from lantoa.core.ledger.workbooks import container
from tests.core.ledger.workbooks.making import BAD, filled, packed
from tests.factories import Province

GIGABYTE = 1024**3
TODAY = date(2026, 11, 22)


@pytest.mark.django_db
@pytest.mark.parametrize("name", BAD)
def test_a_bad_file_is_refused_with_a_sentence_in_bounded_time(
    name: str, tmp_path: Path, province: Province, monkeypatch: pytest.MonkeyPatch
) -> None:
    make, words = BAD[name]
    path = tmp_path / f"{name}.xlsx"
    make(path)
    # Reached after a fifth of the time; the whole way is gone in the test of the memory below.
    monkeypatch.setattr(container, "MAX_ELEMENTS", container.MAX_ELEMENTS // 5)
    began = time.process_time()
    with pytest.raises(workbooks.BadWorkbook, match=words) as raised:
        workbooks.read(path, file_name=path.name, agency=province.commune_a.code, agencies=None, today=TODAY)
    assert time.process_time() - began < 5
    assert str(raised.value).endswith(".")
    assert "\n" not in str(raised.value)
    assert not Activity.objects.exists()
    assert not ImportBatch.objects.exists()


NASTY = [
    b"-1",
    b"9" * 20,
    b"1e999999",
    b"NaN",
    b"Infinity",
    b"&#0;",
    b"",
    b"ZZZZZZ9",
    b"s",
    b"e",
    b"b",
    b"d",
    "²".encode(),
]


@pytest.mark.django_db
@limits(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_any_damage_ends_in_rows_or_in_a_sentence(data: st.DataObject, tmp_path: Path, province: Province) -> None:
    good = tmp_path / "good.xlsx"
    if not good.exists():
        filled(good, "talk", [{"title": "A", "occurred_on": date(2026, 2, 3), "attendances": 5, "note": "b"}] * 3)
    with zipfile.ZipFile(good) as archive:
        parts = {name: archive.read(name) for name in archive.namelist() if name.endswith((".xml", ".rels"))}
    part = data.draw(st.sampled_from(sorted(parts)))
    values = [found.span() for found in re.finditer(rb'(?<=")[^"<>]*(?=")|(?<=>)[^<>]+(?=<)', parts[part])]
    first, last = data.draw(st.sampled_from(values))
    parts[part] = parts[part][:first] + data.draw(st.sampled_from(NASTY)) + parts[part][last:]
    packed(tmp_path / "x.xlsx", parts)
    content = bytearray((tmp_path / "x.xlsx").read_bytes())
    for _ in range(data.draw(st.integers(0, 3))):
        content[data.draw(st.integers(0, len(content) - 1))] = data.draw(st.integers(0, 255))
    (tmp_path / "x.xlsx").write_bytes(content)
    try:
        reading = workbooks.read(
            tmp_path / "x.xlsx", file_name="x", agency=province.commune_a.code, agencies=None, today=TODAY
        )
    except workbooks.BadWorkbook as error:
        assert str(error)  # noqa: PT017 either end is right
    else:
        assert reading.rows or reading.problems


def test_a_missing_file_or_a_folder_is_refused(tmp_path: Path) -> None:
    for path in (tmp_path / "nothing.xlsx", tmp_path):
        with pytest.raises(workbooks.BadWorkbook, match="cannot be opened"):
            workbooks.sources.read(path)


@pytest.mark.before_release("each of them is refused in bounded time; test_imports.py: the same through the web")
def test_hostile_files_never_take_a_gigabyte(tmp_path: Path) -> None:
    """Read one after the other by a process that may not take more; what it took at most, it says after each."""
    names = ["bomb", "lying_bomb", "huge", "entity_bomb", "too_many_rows", "too_many_empty_cells"]
    paths = [tmp_path / f"{name}.xlsx" for name in names]
    for name, path in zip(names, paths, strict=True):
        BAD[name][0](path)
    code = (
        "import sys, pathlib, django\n"
        "django.setup()\n"
        "from lantoa.core.ledger.workbooks import sources, container\n"
        "for name in sys.argv[1:]:\n"
        "    try:\n"
        "        sources.read(pathlib.Path(name))\n"
        "    except container.BadWorkbook:\n"
        "        told = dict(line.split(':', 1) for line in open('/proc/self/status'))\n"
        # Not what getrusage says: that remembers the process from which this one was started.
        "        print(told['VmHWM'].split()[0])\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", code, *map(str, paths)],
        capture_output=True,
        text=True,
        timeout=120,
        env={**os.environ, "DJANGO_SETTINGS_MODULE": "lantoa.settings"},
        preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_AS, (GIGABYTE, GIGABYTE)),
    )
    assert done.returncode == 0, done.stderr
    peaks = [int(line) * 1024 for line in done.stdout.splitlines()]
    assert len(peaks) == len(names), "each is refused"
    assert {name: peak for name, peak in zip(names, peaks, strict=True) if peak >= GIGABYTE / 2} == {}
