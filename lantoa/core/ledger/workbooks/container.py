"""Opening a file that claims to be a workbook, without trusting a word of it.

An .xlsx is a zip of XML parts (ECMA-376, Open Packaging Conventions). Only the parts asked for are ever unpacked,
in pieces, under limits; a document type declaration (the home of entity bombs) is refused wherever it stands.
"""

import io
import struct
import zipfile
import zlib
from collections.abc import Callable, Iterator
from pathlib import Path
from xml.parsers import expat

from django.utils.translation import gettext as _

from lantoa.base import files

MAX_FILE_BYTES = 20 * 1024 * 1024
MAX_MEMBERS = 2_000
MAX_UNPACKED_BYTES = 256 * 1024 * 1024  # as declared, all members together
MAX_RATIO = 250  # spreadsheets pack 5 to 40 times; the format itself ends at 1,032
MAX_PART_BYTES = 64 * 1024 * 1024  # as found while unpacking
MAX_ELEMENTS = 2_500_000  # XML elements of all parts together; bounds time and memory

_PIECE_BYTES = 1024 * 1024
_BEGINNING = b"\x09\x08\x10\x00\x00\x06\x05\x00"
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"

Start = Callable[[str, dict[str, str]], None]


class BadWorkbook(ValueError):
    """The file cannot be read as a workbook; the message says why and what to do."""


class Container:
    """The parts of one packed file. bytes: as it came."""

    def __init__(self, content: bytes) -> None:
        self.bytes = content
        if not content.startswith(b"PK"):
            raise BadWorkbook(
                _("This is no Excel workbook but %(what)s. Send the filled template as an .xlsx file.")
                % {"what": _what_it_is(content)}
            )
        try:
            self._zip = zipfile.ZipFile(io.BytesIO(content))
        except (zipfile.BadZipFile, ValueError, NotImplementedError, EOFError) as error:
            raise BadWorkbook(_damaged()) from error
        self._members = _checked_members(self._zip)
        self._elements = 0
        self._unpacked_bytes = 0

    def __contains__(self, part: str) -> bool:
        return part in self._members

    def parse(self, part: str, start: Start, end: Callable[[str], None], text: Callable[[str], None]) -> None:
        """Stream one XML part through three handlers; names come without their namespace prefix.

        raises: BadWorkbook for a missing or damaged part, a document type declaration, or a passed limit
        """
        parser = expat.ParserCreate()
        parser.buffer_text = True

        def count_and_start(name: str, attributes: dict[str, str]) -> None:
            self._elements += 1
            if self._elements > MAX_ELEMENTS:
                raise BadWorkbook(
                    _("The workbook has too many cells, perhaps empty ones. Copy the rows into a new template.")
                )
            start(name.rpartition(":")[2], attributes)

        parser.StartElementHandler = count_and_start
        parser.EndElementHandler = lambda name: end(name.rpartition(":")[2])
        parser.CharacterDataHandler = text
        parser.StartDoctypeDeclHandler = _refuse_doctype
        parser.EntityDeclHandler = _refuse_doctype
        try:
            for piece in self._pieces(part):
                parser.Parse(piece, False)
            parser.Parse(b"", True)
        except expat.ExpatError as error:
            raise BadWorkbook(_damaged()) from error

    def _pieces(self, part: str) -> Iterator[bytes]:
        if part not in self._members:
            raise BadWorkbook(_damaged())
        try:
            with self._zip.open(self._members[part]) as stream:
                taken = 0
                while piece := stream.read(_PIECE_BYTES):
                    taken += len(piece)
                    self._unpacked_bytes += len(piece)
                    if taken > MAX_PART_BYTES or self._unpacked_bytes > MAX_UNPACKED_BYTES:
                        raise BadWorkbook(_bomb())
                    yield piece
        except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError, OSError) as error:
            raise BadWorkbook(_damaged()) from error


def refuse_size(size_bytes: int) -> None:
    """raises: BadWorkbook for a file that is larger than any honest workbook"""
    if size_bytes > MAX_FILE_BYTES:
        raise BadWorkbook(
            _("The file has %(size)s MB; at most %(limit)s MB can be read. Divide the rows over several workbooks.")
            % {"size": size_bytes // (1024 * 1024), "limit": MAX_FILE_BYTES // (1024 * 1024)}
        )


def bytes_of(path: Path) -> bytes:
    """The whole file; raises BadWorkbook if it is missing, empty or too large."""
    try:
        size = path.stat().st_size
        if size == 0:
            raise BadWorkbook(_("The file is empty (0 bytes). Save the workbook again and send that file."))
        refuse_size(size)
        with path.open("rb") as file:
            return file.read(MAX_FILE_BYTES + 1)
    except OSError as error:
        raise BadWorkbook(_("The file cannot be opened: %(reason)s.") % {"reason": files.why(error)}) from error


def refuse_protected(content: bytes) -> None:
    """raises: BadWorkbook for what an old container holds beside workbooks: encrypted ones, and Word documents"""
    if "EncryptedPackage".encode("utf-16-le") in content or _has_password_record(content):
        raise BadWorkbook(
            _("The workbook is protected by a password. Open it in Excel, remove the password under "
              "File > Info > Protect Workbook, save it and send that file.")
        )  # fmt: skip
    if "WordDocument".encode("utf-16-le") in content:
        raise BadWorkbook(old_format())


def old_format() -> str:
    return _(
        "This is a file in the old format (.xls or .doc). Open it in Excel and choose File > Save As > "
        "Excel Workbook (.xlsx)."
    )


def _has_password_record(content: bytes) -> bool:
    """A workbook of Excel 97 says so in a FILEPASS record (2Fh) close behind its beginning ([MS-XLS] 2.4.117)."""
    at = content.find(_BEGINNING)
    for _record in range(5):
        if at < 0 or at + 4 > len(content):
            return False
        kind, length = struct.unpack_from("<HH", content, at)
        if kind == 0x2F:
            return True
        at += 4 + length
    return False


def _what_it_is(content: bytes) -> str:
    head = content[:512].lstrip(b"\xef\xbb\xbf \t\r\n")
    for start, name in (
        (b"\xff\xd8", _("a picture")),
        (b"\x89PNG", _("a picture")),
        (b"GIF8", _("a picture")),
        (b"%PDF", _("a PDF document")),
        (b"<!", _("a web page")),
        (b"<htm", _("a web page")),
        (b"<?xm", _("an XML file")),
    ):
        if head.lower().startswith(start.lower()):
            return name
    return _("another kind of file") if b"\0" in head else _("plain text (perhaps CSV)")


def _checked_members(archive: zipfile.ZipFile) -> dict[str, zipfile.ZipInfo]:
    members = archive.infolist()
    if len(members) > MAX_MEMBERS or sum(member.file_size for member in members) > MAX_UNPACKED_BYTES:
        raise BadWorkbook(_bomb())
    names = {member.filename: member for member in members}
    if len(names) < len(members):
        raise BadWorkbook(_damaged())
    for member in members:
        if member.flag_bits & 0x1:
            raise BadWorkbook(_("The file is an encrypted archive. Send the workbook itself, without a password."))
        if member.compress_type not in {zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED}:
            raise BadWorkbook(_damaged())
        if member.file_size > 1024 * 1024 and member.file_size > MAX_RATIO * max(member.compress_size, 1):
            raise BadWorkbook(_bomb())
    return names


def _refuse_doctype(*_arguments: object) -> None:
    raise BadWorkbook(
        _("The workbook contains a document type declaration, which Excel never writes. It is refused for safety.")
    )


def _bomb() -> str:
    return _("The workbook would unpack to an unreasonable size. It is refused for safety; fill in a fresh template.")


def _damaged() -> str:
    return _("The workbook is damaged. Open it in Excel, save it under a new name and send that file.")
