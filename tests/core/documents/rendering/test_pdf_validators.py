"""The PDF before outside validators. None is needed to work here: where one is not installed its tests are skipped.

outloud, pdfua    PDF/UA-1; from PyPI, in a venv of their own whose bin stands in PATH
Preflight         PDF/A-1b; of Apache PDFBox: Debian's libpdfbox2-java libactivation-java libjaxb-api-java
"""

import json
import re
import shutil
import subprocess
from dataclasses import replace
from io import BytesIO
from pathlib import Path

import pytest
from pypdf import PdfReader, PdfWriter
from pypdf.generic import DictionaryObject, NameObject, TextStringObject

from lantoa.core.documents.rendering import pdf
from lantoa.core.documents.rules.statement import Hidden, Statement
from tests.core.documents.sheets import PROFILES
from tests.core.documents.statements import large, public_id, small

JARS = [
    Path("/usr/share/java") / f"{name}.jar"
    for name in (
        "preflight", "pdfbox2", "fontbox2", "xmpbox", "commons-logging", "javax.activation", "jaxb-api",
    )
]  # fmt: skip
SHEETS: dict[str, Statement] = {
    "frozen": replace(small(), hidden=(Hidden(public_id(1), 3, "176"), Hidden(public_id(2), 1, ""))),
    "english": replace(small(), language="en"),
    "draft": replace(small(), frozen_at="", rows=()),
    "long": large(figures=20, charts=3, rows=60),
}

# What Preflight says of any PDF/A-3: it knows part 1 alone, which had neither of these.
OF_LATER_PARTS = (
    r"2\.1\.6 : .*Invalid version of the ICCProfile",  # part 2 allows profiles of version 4
    r"1\.2\.9 : .*EmbeddedFile entry is present",  # part 3 allows attachments
    r"1\.4\.7 : .*EmbeddedFile entry is present",
    r"4\.1\.2 : .*ca entry in a ExtGState",  # part 2 allows transparency: the mark of a draft
)
# Mistakes of Preflight itself, held against the file by hand.
MISREAD = (
    r"1\.2\.3 : .*can't convert to Destination COSObject",  # a destination that is a reference, as ISO 32000 allows
    r"7\.3 : .*namespace http://www.aiim.org/pdfua/ns/id/",  # its schema stands in the same description
)


@pytest.fixture(params=SHEETS)
def sheet(request: pytest.FixtureRequest, tmp_path: Path) -> Path:
    file = tmp_path / f"{request.param}.pdf"
    file.write_bytes(pdf.render(SHEETS[request.param], PROFILES["nd30"]))
    return file


def broken(file: Path) -> Path:
    """The same pages without their tags, language and metadata, and with a script."""
    writer = PdfWriter(clone_from=PdfReader(BytesIO(file.read_bytes())))
    for name in ("/StructTreeRoot", "/MarkInfo", "/Lang", "/Metadata"):
        del writer.root_object[NameObject(name)]
    script = {NameObject("/S"): NameObject("/JavaScript"), NameObject("/JS"): TextStringObject("app.alert(1)")}
    writer.root_object[NameObject("/OpenAction")] = DictionaryObject(script)
    changed = file.with_name("broken.pdf")
    writer.write(changed)
    return changed


# -- PDF/UA ----------------------------------------------------------------------------------------


def outloud(file: Path) -> set[str]:
    """The rules of ISO 14289-1 that a file breaks."""
    program = shutil.which("outloud")
    if program is None:
        pytest.skip("outloud is not installed")
    report = file.with_suffix(".json")
    asked = [program, str(file), "--layer", "conformance", "--json", str(report)]
    subprocess.run(asked, check=False, capture_output=True, timeout=120)
    return {found["rule"] for found in _findings(json.loads(report.read_text())) if found["severity"] == "error"}


def _findings(told: object) -> list[dict[str, str]]:
    if isinstance(told, list):
        return [found for each in told for found in _findings(each)]
    if isinstance(told, dict):
        own = [told] if "severity" in told and "rule" in told else []
        return own + [found for each in told.values() for found in _findings(each)]
    return []


def pdfua(file: Path) -> int:
    program = shutil.which("pdfua")
    if program is None:
        pytest.skip("pdfua is not installed")
    return subprocess.run([program, "check", str(file)], check=False, capture_output=True, timeout=120).returncode


def test_outloud_finds_nothing_against_pdf_ua(sheet: Path) -> None:
    assert outloud(sheet) == set()
    assert outloud(broken(sheet)) != set()


def test_pdfua_finds_nothing(sheet: Path) -> None:
    assert pdfua(sheet) == 0
    assert pdfua(broken(sheet)) != 0


# -- PDF/A -----------------------------------------------------------------------------------------


def preflight(file: Path) -> list[str]:
    """What it says, without what part 3 of the standard allows and what it reads wrongly."""
    java = shutil.which("java")
    if java is None or not all(jar.exists() for jar in JARS):
        pytest.skip("Preflight of Apache PDFBox is not installed")
    asked = [java, "-cp", ":".join(map(str, JARS)), "org.apache.pdfbox.preflight.Validator_A1b", str(file)]
    told = subprocess.run(asked, check=False, capture_output=True, text=True, timeout=120)
    assert f"The file {file.name} is not a valid PDF/A-1b file" in told.stdout, told.stderr
    known = re.compile("|".join(OF_LATER_PARTS + MISREAD))
    return [line for line in told.stdout.splitlines()[1:] if line.strip() and not known.search(line)]


@pytest.mark.before_release("typst refuses to write what is no PDF/A-3")
def test_preflight_finds_nothing_that_part_3_forbids(sheet: Path) -> None:
    assert preflight(sheet) == []
    assert preflight(broken(sheet)) != []
