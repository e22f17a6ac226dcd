"""Robot or human, by what a program says of itself. Robots that pretend to be browsers are taken for humans."""

from functools import lru_cache
from pathlib import Path

# A maker of telephones.
_NO_ROBOTS = "cubot"
_FILE = Path(__file__).resolve().parent.parent / "seed" / "robots.txt"


@lru_cache(maxsize=1)
def robot_words() -> tuple[str, ...]:
    lines = _FILE.read_text(encoding="utf-8").splitlines()
    return tuple(line.strip() for line in lines if line.strip() and not line.startswith("#"))


# In memory alone: the same few thousand names come again and again.
@lru_cache(maxsize=4096)
def is_human(agent: str) -> bool:
    """agent: the header User-Agent, "" if there was none"""
    said = agent.lower().replace(_NO_ROBOTS, "")
    # Every browser of today calls itself Mozilla, and Opera's old ones by their name.
    return said.startswith(("mozilla/", "opera/")) and not any(word in said for word in robot_words())
