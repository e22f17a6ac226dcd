"""Printed codes (QR) that a phone opens an address with."""

import qrcode
from qrcode.image.svg import SvgPathImage


def drawn(address: str) -> str:
    """An SVG without a rim around it: the page gives the pale one that a reader needs."""
    picture: str = qrcode.make(address, image_factory=SvgPathImage, border=0).to_string(encoding="unicode")
    return picture
