"""The child process of this folder: reads a PDF from its standard input and prints it anew, without what acts.

It is started alone, knows nothing of Lan Tỏa, and puts itself under limits before it looks at a byte.
Exit code 3: refused, the last line says why; anything else but 0: it was stopped by a limit.
Prints nothing where the file carries a signature: one byte changed, and that would no longer hold.

What acts is a script (`/JS`, XFA) or an action other than a jump or a link (ISO 32000-2, 12.6). What tells of people
and places: the metadata of the document and of its parts, and what a camera wrote into the pictures.
"""

import io
import json
import logging
import resource
import sys
from collections.abc import Iterator
from typing import Any

KEPT_ACTIONS = {"/GoTo", "/Named", "/URI"}
DROPPED = ("/AA", "/JavaScript", "/XFA", "/OnInstantiate", "/Metadata", "/PieceInfo")
# Segments of a JPEG (ITU-T T.81, B.2.4): Exif and XMP, Photoshop and IPTC, comments.
TOLD_BY_CAMERA = {0xE1, 0xED, 0xFE}
START_OF_SCAN = 0xDA


def main(limits: "list[int]") -> int:
    memory, seconds = limits
    resource.setrlimit(resource.RLIMIT_AS, (memory, memory))
    resource.setrlimit(resource.RLIMIT_CPU, (seconds, seconds))
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
    sys.setrecursionlimit(10_000)
    logging.disable(logging.CRITICAL)
    import pypdf  # after the limits: this is the code that they are for

    try:
        reader = pypdf.PdfReader(io.BytesIO(sys.stdin.buffer.read()))
        if reader.is_encrypted and not reader.decrypt(""):
            return refuse("password")
        if not len(reader.pages):
            return refuse("damaged")
        parts = list(parts_of(reader.trailer["/Root"]))
        if not any("/ByteRange" in part and "/Contents" in part for part in parts):
            for part in parts:
                clean(part)
            reader.trailer.pop("/Info", None)
            writer = pypdf.PdfWriter(clone_from=reader)
            writer.pdf_header = reader.pdf_header
            anew = io.BytesIO()  # a pipe does not tell where it is, and a table of places is written last
            writer.write(anew)
            sys.stdout.buffer.write(anew.getvalue())
    except MemoryError:
        return refuse("size")
    except Exception:  # pypdf answers bad input with whatever its code trips over
        return refuse("damaged")
    return 0


def parts_of(root: Any) -> "Iterator[Any]":
    """Every dictionary that can be reached, once."""
    seen: set[tuple[int, int]] = set()
    waiting = [root]
    while waiting:
        part = waiting.pop()
        if hasattr(part, "idnum"):  # a reference
            if (key := (part.idnum, part.generation)) in seen:
                continue
            seen.add(key)
            part = part.get_object()
        if isinstance(part, dict):
            yield part
            waiting.extend(part.values())  # the references, not what they lead to
        elif isinstance(part, list):
            waiting.extend(part)


def clean(part: Any) -> None:
    for name in DROPPED:
        part.pop(name, None)
    for name in ("/A", "/OpenAction"):
        action = name in part and part[name]  # `get` would give the reference
        if isinstance(action, dict) and "/S" in action:
            if action["/S"] in KEPT_ACTIONS:
                action.pop("/Next", None)
            else:
                part.pop(name)
    if "/Filter" in part and part["/Filter"] in ("/DCTDecode", ["/DCTDecode"]) and hasattr(part, "_data"):
        part._data = without_camera(part._data)


def without_camera(picture: bytes) -> bytes:
    """The same JPEG without what the camera told; unchanged where it is none."""
    kept, at = [picture[:2]], 2
    while picture[at : at + 1] == b"\xff" and picture[at + 1] != START_OF_SCAN:
        end = at + 2 + int.from_bytes(picture[at + 2 : at + 4], "big")
        if picture[at + 1] not in TOLD_BY_CAMERA:
            kept.append(picture[at:end])
        at = end
    return b"".join([*kept, picture[at:]])


def refuse(code: str) -> int:
    sys.stdout.write(json.dumps({"refused": code}) + "\n")
    return 3


if __name__ == "__main__":
    sys.exit(main([int(word) for word in sys.argv[1:]]))
