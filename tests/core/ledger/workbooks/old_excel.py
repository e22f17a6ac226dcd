"""A workbook of Excel 97 written by hand ([MS-XLS], [MS-CFB]): as small as one can be, and broken where a test asks."""

import struct
from collections.abc import Iterable

_FREE, _END, _FAT = 0xFFFFFFFF, 0xFFFFFFFE, 0xFFFFFFFD
_DATE_FORMAT = 1  # the second cell format below shows a day


def xls(
    rows: Iterable[Iterable[object]], *, protected: bool = False, last_cell: tuple[int, int] | None = None
) -> bytes:
    """rows of texts, numbers and ("day", serial); last_cell: one more number far away"""
    cells = b"".join(
        _cell(r, c, value) for r, row in enumerate(rows) for c, value in enumerate(row) if value is not None
    )
    if last_cell:
        cells += _cell(*last_cell, 1)
    sheet = _bof(0x10) + cells + _record(0x0A, b"")
    formats = _record(0xE0, _format(0)) + _record(0xE0, _format(14))
    guard = _record(0x2F, struct.pack("<HHH", 1, 1, 1) + bytes(48)) if protected else b""
    name = "S".encode("utf-16-le")
    head = _bof(0x05) + guard + _record(0x42, struct.pack("<H", 1200)) + formats
    length = len(head) + 4 + 8 + len(name) + 4
    sheet_record = _record(0x85, struct.pack("<IBBBB", length, 0, 0, 1, 1) + name)
    return _compound(head + sheet_record + _record(0x0A, b"") + sheet)


def _record(kind: int, body: bytes) -> bytes:
    return struct.pack("<HH", kind, len(body)) + body


def _bof(kind: int) -> bytes:
    return _record(0x809, struct.pack("<HHHHII", 0x600, kind, 0, 1997, 0, 6))


def _format(number: int) -> bytes:
    return struct.pack("<HH", 0, number) + bytes(16)


def _cell(row: int, column: int, value: object) -> bytes:
    if isinstance(value, str):
        text = value.encode("utf-16-le")
        return _record(0x204, struct.pack("<HHHHB", row, column, 0, len(value), 1) + text)
    if isinstance(value, tuple):
        return _record(0x203, struct.pack("<HHHd", row, column, _DATE_FORMAT, value[1]))
    return _record(0x203, struct.pack("<HHHd", row, column, 0, float(str(value))))


def _compound(stream: bytes) -> bytes:
    stream = stream.ljust(4096, b"\0")
    stream += bytes(-len(stream) % 512)
    count = len(stream) // 512
    fat = [_FAT, _END, *range(3, 2 + count), _END]
    fat += [_FREE] * (-len(fat) % 128)
    assert len(fat) == 128, "one sector of the table must do"
    header = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(16) + struct.pack("<HHHHH", 0x3E, 3, 0xFFFE, 9, 6) + bytes(6)
    header += struct.pack("<IIIIIIIII", 0, 1, 1, 0, 4096, _END, 0, _END, 0) + struct.pack("<109I", 0, *[_FREE] * 108)
    folder = _entry("Root Entry", 5, child=1, start=_END, size=0)
    folder += _entry("Workbook", 2, child=_FREE, start=2, size=len(stream)) + bytes(256)
    return header + struct.pack("<128I", *fat) + folder + stream


def _entry(name: str, kind: int, *, child: int, start: int, size: int) -> bytes:
    text = name.encode("utf-16-le")
    return (
        text.ljust(64, b"\0") + struct.pack("<HBBIII", len(text) + 2, kind, 1, _FREE, _FREE, child) + bytes(36)
        + struct.pack("<IQ", start, size)
    )  # fmt: skip
