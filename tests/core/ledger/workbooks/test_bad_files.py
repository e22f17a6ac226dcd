"""Files that are no workbook, or a hostile one: one clear sentence each, little memory, little time."""

import os
import resource
import subprocess
import sys
import time
from datetime import date
from pathlib import Path

import pytest

from lantoa.core.ledger import workbooks
from lantoa.core.ledger.models import Activity, ImportBatch
from tests.core.ledger.workbooks.making import BAD
from tests.factories import Province

GIGABYTE = 1024**3
TODAY = date(2026, 11, 22)


@pytest.mark.django_db
@pytest.mark.parametrize("name", BAD)
def test_a_bad_file_is_refused_with_a_sentence_in_bounded_time(name: str, tmp_path: Path, province: Province) -> None:
    make, words = BAD[name]
    path = tmp_path / f"{name}.xlsx"
    make(path)
    began = time.process_time()
    with pytest.raises(workbooks.BadWorkbook, match=words) as raised:
        workbooks.read(path, file_name=path.name, agency=province.commune_a.code, agencies=None, today=TODAY)
    assert time.process_time() - began < 15
    assert str(raised.value).endswith(".")
    assert "\n" not in str(raised.value)
    assert not Activity.objects.exists()
    assert not ImportBatch.objects.exists()


def test_a_missing_file_or_a_folder_is_refused(tmp_path: Path) -> None:
    for path in (tmp_path / "nothing.xlsx", tmp_path):
        with pytest.raises(workbooks.BadWorkbook, match="cannot be opened"):
            workbooks.reader.read(path)


@pytest.mark.parametrize("name", ["bomb", "lying_bomb", "huge", "entity_bomb", "too_many_rows", "too_many_empty_cells"])
def test_a_hostile_file_never_takes_a_gigabyte(name: str, tmp_path: Path) -> None:
    path = tmp_path / f"{name}.xlsx"
    BAD[name][0](path)
    code = (
        "import resource, sys, pathlib, django\n"
        "django.setup()\n"
        "from lantoa.core.ledger.workbooks import reader, container\n"
        "try:\n"
        "    reader.read(pathlib.Path(sys.argv[1]))\n"
        "except container.BadWorkbook as error:\n"
        "    print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss, error)\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", code, str(path)],
        capture_output=True,
        text=True,
        timeout=60,
        env={**os.environ, "DJANGO_SETTINGS_MODULE": "lantoa.settings"},
        preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_AS, (GIGABYTE, GIGABYTE)),
    )
    assert done.returncode == 0, done.stderr
    peak_kb = int(done.stdout.split()[0])
    assert peak_kb * 1024 < GIGABYTE / 2
