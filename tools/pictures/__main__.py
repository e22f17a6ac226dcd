"""`python -m tools.pictures [NAME ...] [--png FOLDER]`: draw the pictures of the sample.

The same program gives the same picture; the packing of AVIF may differ between versions of the library.
"""

import argparse
import io
import random
from pathlib import Path

import vl_convert
from PIL import Image, ImageChops, ImageFilter

from tools.pictures import countryside, people_and_work, towns
from tools.pictures.canvas import Canvas

FOLDER = Path(__file__).resolve().parents[2] / "lantoa/doors/cli/sample/pictures"
SCENES = {**countryside.SCENES, **towns.SCENES, **people_and_work.SCENES}
_GRAIN = 4  # of 255: hides the steps of long gradients and gives flat areas the look of paper
_QUALITY = 58


def draw(name: str) -> Image.Image:
    size, scene = SCENES[name]
    c = Canvas(*size, seed=sum(ord(letter) * (i + 1) for i, letter in enumerate(name)))
    scene(c)
    flat = Image.open(io.BytesIO(vl_convert.svg_to_png(c.svg(), scale=1))).convert("RGB")
    return _grained(flat)


def _grained(flat: Image.Image) -> Image.Image:
    width, height = flat.size
    noise = Image.frombytes("L", (width, height), random.Random(7).randbytes(width * height))
    noise = noise.filter(ImageFilter.GaussianBlur(0.7)).point(lambda v: 128 + (v - 128) * _GRAIN // 48)
    return ImageChops.add(flat, Image.merge("RGB", [noise] * 3), scale=1, offset=-128)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("names", nargs="*")
    parser.add_argument("--png", type=Path, help="write PNG files to look at into this folder instead")
    asked = parser.parse_args()
    for name in asked.names or SCENES:
        picture = draw(name)
        if asked.png:
            picture.save(asked.png / f"{name}.png")
        else:
            file = FOLDER / f"{name}.avif"
            picture.save(file, quality=_QUALITY, speed=6)
            print(f"{file.name} {file.stat().st_size // 1024} kB")


if __name__ == "__main__":
    main()
