"""The face of every document and picture, which has the widths of Times New Roman (see fonts/README.md)."""

import re
from pathlib import Path

FOLDER = Path(__file__).parents[1] / "fonts"
FAMILY = "Lan Toa Serif"
# For a picture on a screen: the browser has ours only where a page loads it.
FACES = f"{FAMILY}, Times New Roman, serif"

# Signs that print nothing: controls, marks of direction, joiners.
_SILENT = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufe00-\ufe0f\ufeff]")
_SPACES = str.maketrans({"\t": " ", "\n": " ", "\u2028": " ", "\u2029": " ", "\u3000": " ", "\u2011": "-"})
UNKNOWN = "□"


def _letters() -> re.Pattern[str]:
    """Everything that the face has no form for; letters.txt holds ranges such as "1ea0-1ef9"."""
    ranges = (FOLDER / "letters.txt").read_text(encoding="ascii").split()
    known = "".join("-".join(re.escape(chr(int(end, 16))) for end in each.split("-")) for each in ranges)
    return re.compile(f"[^{known}]")


_UNKNOWN = _letters()


def printable(text: str) -> str:
    """What can be printed of a text: another script's letters become boxes, and a whole file is not refused for one."""
    return _UNKNOWN.sub(UNKNOWN, _SILENT.sub("", text.translate(_SPACES)))
