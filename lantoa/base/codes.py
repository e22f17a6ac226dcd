"""Printed codes (QR) that a phone opens an address with."""

from itertools import groupby


def drawn(address: str) -> str:
    """An SVG without a rim around it: the page gives the pale one that a reader needs."""
    # slow: loaded by the first code
    import qrcode

    # One mask for all: every reader takes any of the eight, and looking for the fairest takes 10 ms a code.
    code = qrcode.QRCode(border=0, mask_pattern=2)
    code.add_data(address)
    squares = code.get_matrix()
    # The library's own picture is a path a square and takes five times as long as the code itself.
    bars = "".join(_bars(y, line) for y, line in enumerate(squares))
    size = len(squares)
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{size}mm" height="{size}mm" viewBox="0 0 {size} {size}">'
        f'<path d="{bars}"/></svg>'
    )


def _bars(y: int, line: list[bool]) -> str:
    """Neighbouring dark squares of a line as one bar."""
    bars, x = [], 0
    for is_dark, run in groupby(line):
        length = len(list(run))
        if is_dark:
            bars.append(f"M{x} {y}h{length}v1h-{length}z")
        x += length
    return "".join(bars)
