"""Evidence made by program: a drawn landscape as PNG, a page of minutes as PDF. The same bytes on every machine."""

import struct
import zlib

from lantoa.base.folding import fold

_WIDTH, _HEIGHT = 160, 90
# Sky at dawn, glow, sun, far hills, near hills, field, rows of trees.
_COLOURS = [
    (244, 214, 178), (250, 232, 205), (235, 150, 84), (128, 152, 146), (86, 122, 104), (178, 164, 96), (62, 92, 66),
]  # fmt: skip
_SKY, _GLOW, _SUN, _FAR, _NEAR, _FIELD, _TREES = range(7)


def evidence(form: str, title: str, seed: int) -> tuple[str, str, bytes]:
    """A file that shows that something took place. form: "picture" or "minutes"

    returns: name, media type, content
    """
    if form == "picture":
        return "anh-hien-truong.png", "image/png", picture(seed)
    return "bien-ban.pdf", "application/pdf", minutes(title, seed)


def picture(seed: int) -> bytes:
    """PNG (RFC 2083), 160 x 90, seven colours. Stored, not packed: packing differs between versions of zlib."""
    rows = b"".join(b"\0" + bytes(_colour(x, y, seed) for x in range(_WIDTH)) for y in range(_HEIGHT))
    header = struct.pack(">IIBBBBB", _WIDTH, _HEIGHT, 8, 3, 0, 0, 0)
    palette = bytes(part for colour in _COLOURS for part in colour)
    parts = [(b"IHDR", header), (b"PLTE", palette), (b"IDAT", zlib.compress(rows, 0)), (b"IEND", b"")]
    return b"\x89PNG\r\n\x1a\n" + b"".join(_chunk(name, content) for name, content in parts)


def minutes(title: str, seed: int) -> bytes:
    """The minutes of a meeting, on one page."""
    return page("BIEN BAN (MAU)", title, f"So ghi nhan: {seed}", "Tai lieu hu cau, chi dung de minh hoa.")


def page(head: str, title: str, *more: str) -> bytes:
    """PDF 1.4 of one page; the title without accents, for the fonts that every reader has know no Vietnamese."""
    lines = [head, fold(title)[:80].upper(), *more]
    text = "BT /F1 12 Tf 60 780 Td 20 TL " + " ".join(f"({_escaped(line)}) Tj T*" for line in lines) + " ET"
    objects = [
        "<< /Type /Catalog /Pages 2 0 R >>",
        "<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R /Resources 6 0 R >>",
        f"<< /Length {len(text)} >>\nstream\n{text}\nendstream",
        "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>",
        "<< /Font << /F1 5 0 R >> >>",
    ]
    body, places = "%PDF-1.4\n", []
    for number, content in enumerate(objects, start=1):
        places.append(len(body))
        body += f"{number} 0 obj\n{content}\nendobj\n"
    table = "".join(f"{place:010d} 00000 n \n" for place in places)
    end = f"xref\n0 {len(objects) + 1}\n0000000000 65535 f \n{table}"
    end += f"trailer << /Size {len(objects) + 1} /Root 1 0 R >>\nstartxref\n{len(body)}\n%%EOF\n"
    return (body + end).encode("ascii", errors="replace")


def _colour(x: int, y: int, seed: int) -> int:
    """What stands at a point: hills are waves, the seed moves them and the sun."""
    sun = (x - 30 - seed * 13 % 100) ** 2 + (y - 30) ** 2
    if y > 62:
        return _TREES if (x + y * 2 + seed) % 11 < 4 else _FIELD
    if y > 46 + _wave(x + seed * 7, 40, 9):
        return _NEAR
    if y > 34 + _wave(x + seed * 3, 62, 12):
        return _FAR
    return _SUN if sun < 90 else _GLOW if sun < 400 else _SKY


def _wave(x: int, length: int, height: int) -> int:
    """Between 0 and `height`, a parabola per half wave: no floats, so no differences between machines."""
    place = x % length
    return height * 4 * place * (length - place) // (length * length)


def _chunk(name: bytes, content: bytes) -> bytes:
    return struct.pack(">I", len(content)) + name + content + struct.pack(">I", zlib.crc32(name + content))


def _escaped(text: str) -> str:
    return text.replace("\\", r"\\").replace("(", r"\(").replace(")", r"\)")
