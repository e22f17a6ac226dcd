"""What strangers wrote, or what takes much memory, is worked on in a process of its own, under hard limits.

Whatever happens to the child, here it is its answer or one reason, and its memory is free again. The child is a file
of Python that knows nothing of Lan Tỏa, puts itself under the limits it is given before it looks at a byte, and
prints its answer. Exit code 3 says refused, and its last line why: {"refused": "password"}.
"""

import json
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path


class Refused(Exception):
    """The child gave no answer. code: its own word, or "size" where a limit stopped it"""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


def answer(child: Path, content: bytes, *, limits: Sequence[int], seconds: int) -> bytes:
    """What the child prints about the content.

    limits: its arguments; memory in bytes and seconds of work are the first two by custom
    raises: Refused
    """
    try:
        # -I: no path and no variable of ours reaches it.
        done = subprocess.run(
            [sys.executable, "-I", str(child), *map(str, limits)], input=content, capture_output=True, check=False,
            timeout=seconds + 5, env={},
        )  # fmt: skip
    except subprocess.TimeoutExpired as error:
        raise Refused("size") from error
    if done.returncode == 0:
        return done.stdout
    lines = done.stdout.splitlines()
    try:
        code = json.loads(lines[-1])["refused"] if done.returncode == 3 and lines else "size"
    except (ValueError, KeyError, TypeError):
        code = "size"
    raise Refused(str(code))
