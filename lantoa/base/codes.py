"""Printed codes (QR) that a phone opens an address with."""

import qrcode
from qrcode.image.svg import SvgPathImage


def drawn(address: str) -> str:
    """An SVG without a rim around it: the page gives the pale one that a reader needs."""
    # One mask for all: every reader takes any of the eight, and looking for the fairest takes 10 ms a code.
    code = qrcode.QRCode(border=0, mask_pattern=2, image_factory=SvgPathImage)
    code.add_data(address)
    picture: str = code.make_image().to_string(encoding="unicode")
    return picture
