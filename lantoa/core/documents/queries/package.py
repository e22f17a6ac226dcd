"""Opening a file that claims to be a Word document, without trusting a word of it.

A .docx is a zip of XML parts (ECMA-376, Open Packaging Conventions). Nothing of it is run or fetched; everything that
could be is refused by name. Limits stand on bytes as found while unpacking, never on what the file says of itself.
"""

import re
import zipfile
import zlib
from dataclasses import dataclass, field
from io import BytesIO

from django.utils.translation import gettext as _
from lxml import etree

MAX_FILE_BYTES = 10 * 1024 * 1024
MAX_UNPACKED_BYTES = 80 * 1024 * 1024
MAX_XML_BYTES = 32 * 1024 * 1024  # one part
MAX_MEMBERS = 1_000
MAX_RATIO = 200  # Word packs XML 5 to 30 times, long tables more
MAX_DEPTH = 200

_PIECE_BYTES = 1024 * 1024
_XML = (".xml", ".rels", ".vml")
_ENCODING = re.compile(rb"""(?:\xef\xbb\xbf)?\s*<\?xml[^>]*?encoding=["']([^"']*)["']""")


class BadDocument(ValueError):
    """The file cannot be read as a Word document; the message says why and what to do."""


@dataclass(frozen=True)
class Package:
    """The parts by name, unpacked; main: the name of the part with the text."""

    parts: dict[str, bytes] = field(repr=False)
    main: str

    def xml(self, part: str) -> "etree._Element":
        """raises: BadDocument for a part that is missing, damaged, too deep, or declares a document type"""
        if part not in self.parts:
            raise BadDocument(_damaged())
        content = self.parts[part]
        if b"<!DOCTYPE" in content or b"<!ENTITY" in content or not _is_utf8(content):
            raise BadDocument(_("The document contains a type declaration, which Word never writes. It is refused."))
        try:
            return _parsed(content)
        except etree.XMLSyntaxError as error:
            raise BadDocument(_damaged()) from error

    def xml_parts(self) -> list[str]:
        return [name for name in self.parts if name.lower().endswith(_XML)]


def opened(content: bytes) -> Package:
    """All parts of a .docx, unpacked within limits. raises: BadDocument, whatever is wrong with the file"""
    if len(content) > MAX_FILE_BYTES:
        raise BadDocument(
            _("The file has %(size)s MB; at most %(limit)s MB can be read. Make its pictures smaller.")
            % {"size": len(content) // (1024 * 1024), "limit": MAX_FILE_BYTES // (1024 * 1024)}
        )
    if not content.startswith(b"PK"):
        raise BadDocument(_("This is no Word document. Save it in Word as .docx and send that file."))
    try:
        with zipfile.ZipFile(BytesIO(content)) as archive:
            parts = {member.filename: _unpacked(archive, member) for member in _checked(archive)}
    except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError, OSError, ValueError) as error:
        if isinstance(error, BadDocument):
            raise
        raise BadDocument(_damaged()) from error
    package = Package(parts, "")
    return Package(parts, _main(package))


def _checked(archive: zipfile.ZipFile) -> list[zipfile.ZipInfo]:
    members = [member for member in archive.infolist() if not member.is_dir()]
    if len(members) > MAX_MEMBERS or sum(member.file_size for member in members) > MAX_UNPACKED_BYTES:
        raise BadDocument(_bomb())
    if len({member.filename for member in members}) < len(members):
        raise BadDocument(_damaged())
    for member in members:
        if member.flag_bits & 0x1:
            raise BadDocument(_("The document is protected by a password. Save it without one and send that file."))
        if member.file_size > 1024 * 1024 and member.file_size > MAX_RATIO * max(member.compress_size, 1):
            raise BadDocument(_bomb())
    return members


def _unpacked(archive: zipfile.ZipFile, member: zipfile.ZipInfo) -> bytes:
    """No more than the member said it has, which was checked."""
    limit = MAX_XML_BYTES if member.filename.lower().endswith(_XML) else MAX_UNPACKED_BYTES
    pieces, taken = [], 0
    with archive.open(member) as stream:
        while piece := stream.read(_PIECE_BYTES):
            taken += len(piece)
            if taken > limit:
                raise BadDocument(_bomb())
            pieces.append(piece)
    return b"".join(pieces)


def _main(package: Package) -> str:
    """The part with the text, as the package's relations name it."""
    for relation in package.xml("_rels/.rels"):
        if relation.get("Type", "").endswith("/officeDocument"):
            name: str = relation.get("Target", "").lstrip("/")
            if not name.startswith("word/"):
                raise BadDocument(_("This Office file is no Word document. Save it in Word as .docx."))
            return name
    raise BadDocument(_damaged())


def _is_utf8(content: bytes) -> bool:
    """As Word and LibreOffice write; in another encoding a declaration could hide from the search for it."""
    declared = _ENCODING.match(content)
    return b"\0" not in content and (declared is None or declared[1].lower() in {b"utf-8", b"us-ascii"})


def _parsed(content: bytes) -> "etree._Element":
    # huge_tree: an annex of thousands of rows; what it would let in is bounded by the bytes and by the depth.
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=True)
    root = etree.fromstring(content, parser)
    level, depth = [root], 0
    while level:
        depth += 1
        if depth > MAX_DEPTH:
            raise BadDocument(_damaged())
        level = [child for element in level for child in element]
    return root


def _bomb() -> str:
    return _("The document would unpack to an unreasonable size. It is refused for safety.")


def _damaged() -> str:
    return _("The document is damaged. Open it in Word, save it under a new name and send that file.")
