"""The child process of `pdf.py`: sets one sheet with typst and prints the PDF.

It is started alone, knows nothing of Lan Tỏa, and puts itself under limits before it looks at a byte. On its
standard input stands JSON; exit code 3: refused, the last line says why; any other but 0: a limit stopped it.

    {"files": {"main": "#let paper = ...", "sheet.json": "{...}", "chart-0.svg": "<svg ..."},
     "fonts": "/srv/lantoa/.../fonts", "standards": ["a-3a", "ua-1"], "at": "2026-12-03T09:15:00+07:00"}
"""

import json
import os
import resource
import sys
from datetime import datetime
from typing import Any


def main(memory: int, seconds: int) -> int:
    resource.setrlimit(resource.RLIMIT_AS, (memory, memory))
    resource.setrlimit(resource.RLIMIT_CPU, (seconds, seconds))
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
    os.environ["RAYON_NUM_THREADS"] = "2"  # one a core would reserve more addresses than the limit on large machines
    import typst  # after the limits: this is the code that they are for

    asked = json.load(sys.stdin.buffer)
    fonts = typst.Fonts(include_system_fonts=False, include_embedded_fonts=False, font_paths=[asked["fonts"]])
    # typst takes a folder as a dict, its types do not say so.
    files: Any = {name: text.encode() for name, text in asked["files"].items()}
    try:
        document, warnings = typst.compile_with_warnings(
            files, font_paths=fonts, ignore_system_fonts=True, pdf_standards=asked["standards"],
            timestamp=datetime.fromisoformat(asked["at"]),
        )  # fmt: skip
    except typst.TypstError as error:
        return refuse(f"{error.message} {error.hints}")
    if warnings:
        return refuse("; ".join(warning.diagnostic for warning in warnings))
    sys.stdout.buffer.write(document)
    return 0


def refuse(why: str) -> int:
    sys.stdout.write(json.dumps({"refused": why}) + "\n")
    return 3


if __name__ == "__main__":
    sys.exit(main(*map(int, sys.argv[1:])))
