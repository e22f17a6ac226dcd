"""What tests of files share: the shipped profiles, changed files, and LibreOffice where it is installed."""

import shutil
import subprocess
import zipfile
from collections.abc import Callable
from io import BytesIO
from pathlib import Path

import pytest

from lantoa.base import yaml_text
from lantoa.core.documents.actions import SEED
from lantoa.core.documents.rules import profiles

PROFILES = {
    row["code"]: profiles.read(row["code"], row["numbers"], source=row["source"], is_verified=row["is_verified"])
    for row in yaml_text.read(SEED)
}
ND30 = PROFILES["nd30"]

_WRITER = Path("/usr/lib/libreoffice/program/libswdlo.so")
HAS_WRITER = shutil.which("soffice") is not None and _WRITER.exists()
needs_writer = pytest.mark.skipif(not HAS_WRITER, reason="needs LibreOffice Writer: bash tools/debian.sh")


def through_libreoffice(content: bytes, folder: Path, kind: str = "docx") -> bytes:
    """Opened and saved again as that kind of file."""
    (folder / "before").mkdir(exist_ok=True)
    source = folder / "before" / "document.docx"
    source.write_bytes(content)
    command = ["soffice", f"-env:UserInstallation=file://{folder}/profile", "--headless", "--convert-to", kind]
    subprocess.run([*command, "--outdir", str(folder), str(source)], check=True, capture_output=True, timeout=120)
    return (folder / f"document.{kind}").read_bytes()


def changed(content: bytes, change: Callable[[str], str], part: str = "word/document.xml") -> bytes:
    """The file with one part rewritten; raises AssertionError if that changed nothing."""
    before = parts(content)
    after = change(before[part].decode())
    assert after != before[part].decode()
    return packed({**before, part: after.encode()})


def parts(content: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(BytesIO(content)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def packed(members: dict[str, bytes]) -> bytes:
    file = BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    return file.getvalue()
