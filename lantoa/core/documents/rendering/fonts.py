"""The face of every document and picture, which has the widths of Times New Roman (see fonts/README.md)."""

from pathlib import Path

FOLDER = Path(__file__).parents[1] / "fonts"
FAMILY = "Lan Toa Serif"
# For a picture on a screen: the browser has ours only where a page loads it.
FACES = f"{FAMILY}, Times New Roman, serif"
