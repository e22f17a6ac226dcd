"""The child process of `reading_pdf.py`: reads a PDF from its standard input, prints what it found as lines of JSON.

It is started alone, knows nothing of Lan Tỏa, and puts itself under limits before it looks at a byte.
Exit code 3: refused, the last line says why; anything else but 0: it was stopped by a limit.

    {"pages": 12, "attached": "{\"format\": 1, ..."}
    [1, "https://songxanh.example/office/trace/F-00001/", "181"]
"""

import io
import json
import logging
import re
import resource
import sys
from typing import Any

ATTACHED = "figures.json"
_TRACE = re.compile(r"/F-[0-9A-Z]{3,12}/?$")


class Refused(Exception):
    """The file passes a limit; the message is a code of `reading_pdf.py`."""


def main(limits: "list[int]") -> int:
    memory, seconds, *more = limits
    resource.setrlimit(resource.RLIMIT_AS, (memory, memory))
    resource.setrlimit(resource.RLIMIT_CPU, (seconds, seconds))
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
    sys.setrecursionlimit(2000)
    logging.disable(logging.CRITICAL)
    import pypdf  # after the limits: this is the code that they are for

    try:
        reader = pypdf.PdfReader(io.BytesIO(sys.stdin.buffer.read()))
        if reader.is_encrypted and not reader.decrypt(""):
            return refuse("password")
        write(reader, *more)
    except MemoryError:
        return refuse("size")
    except Refused as error:
        return refuse(str(error))
    except Exception:  # pypdf answers bad input with whatever its code trips over
        return refuse("damaged")
    return 0


def write(reader: Any, most_bytes: int, most_pages: int, most_links: int) -> None:
    pages = len(reader.pages)
    if pages > most_pages:
        raise Refused("pages")
    told = [json.dumps({"pages": pages, "attached": attached(reader, most_bytes)})]
    for number, page in enumerate(reader.pages, 1):
        told += [json.dumps([number, url, text]) for url, text in links(page, most_links - len(told))]
        if len(told) > most_links or sum(map(len, told)) > most_bytes:
            raise Refused("size")
    sys.stdout.write("\n".join(told) + "\n")


def attached(reader: Any, most_bytes: int) -> "str | None":
    """The figures inside, as text. Looked up by name: other attachments are not unpacked."""
    for attachment in reader.attachment_list:
        if attachment.name == ATTACHED:
            content = attachment.content
            if len(content) > most_bytes:
                raise Refused("size")
            return str(content.decode("utf-8", errors="replace"))
    return None


def links(page: Any, most: int) -> "list[tuple[str, str]]":
    """Every link to a trace with the text printed in its rectangle, in the order of the page; "" where none is."""
    found = []
    for each in page.get("/Annots") or []:
        annotation = each.get_object()
        action = annotation.get("/A")
        url = action.get_object().get("/URI") if action is not None else None
        if url is not None and len(str(url)) < 2000 and _TRACE.search(str(url)):
            found.append((str(url), [float(side) for side in annotation["/Rect"]]))
            if len(found) > most:
                raise Refused("size")
    if not found:
        return []
    pieces: list[tuple[str, float, float]] = []

    def see(text: str, outer: Any, inner: Any, *_font: Any) -> None:
        if text.strip():
            x = inner[4] * outer[0] + inner[5] * outer[2] + outer[4]
            y = inner[4] * outer[1] + inner[5] * outer[3] + outer[5]
            pieces.append((text, x, y))

    page.extract_text(visitor_text=see)
    return [(url, printed(pieces, rectangle)) for url, rectangle in found]


def printed(pieces: "list[tuple[str, float, float]]", rectangle: "list[float]") -> str:
    left, right = sorted((rectangle[0], rectangle[2]))
    bottom, top = sorted((rectangle[1], rectangle[3]))
    inside = [text for text, x, y in pieces if left - 1 <= x < right - 0.5 and bottom <= y < top]
    return "".join(inside).strip()[:200]


def refuse(code: str) -> int:
    sys.stdout.write(json.dumps({"refused": code}) + "\n")
    return 3


if __name__ == "__main__":
    sys.exit(main([int(word) for word in sys.argv[1:]]))
