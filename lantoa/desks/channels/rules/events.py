"""One thing that is counted, in a line of text: "view:17:vi:web"."""

from typing import Any, NamedTuple

from lantoa.core.people import rules as people
from lantoa.core.people.models import Role, User
from lantoa.desks.channels.models import Channel, What

# A view names here what its answer counts as; the cache takes it off before the answer leaves.
HEADER = "X-Lantoa-Counted"

# In public, what is smaller is told as "fewer than": a single reader must not be seen.
FEWEST = 5


class Event(NamedTuple):
    what: str
    item: int
    language: str
    channel: str

    @classmethod
    def of(cls, text: str) -> "Event":
        """raises: ValueError if it is none"""
        what, item, language, channel = text.split(":")
        return cls(What(what).value, int(item), language, Channel(channel).value)


def counted(what: What, item: int, *, language: str = "", channel: Channel = Channel.WEB) -> str:
    """The value of HEADER: `response.headers[HEADER] = counted(What.VIEW, page.pk, language="vi")`."""
    return f"{what.value}:{item}:{language}:{channel.value}"


def told(count: int) -> int | None:
    """For the public: None stands for "fewer than five"; nothing at all may be said."""
    return count if count == 0 or count >= FEWEST else None


def without_small_cells(rows: list[dict[str, Any]], name: str) -> list[dict[str, Any]]:
    """Groups that so few belong to that one might be known go together, with the next one where it takes that.

    rows: the largest `human_count` first; returns: the same, the last of them of no name (None) where any were small
    """
    kept = [row for row in rows if row["human_count"] >= FEWEST]
    small = [row for row in rows if row["human_count"] < FEWEST]
    while kept and 0 < sum(row["human_count"] for row in small) < FEWEST:
        small.append(kept.pop())
    together = {count: sum(row[count] for row in small) for count in ("human_count", "robot_count")}
    return [*kept, {name: None, **together}] if small else kept


def may_see(user: User) -> bool:
    """How often each item was read."""
    return people.sees_everything(user) or people.holds(user, Role.EDITOR, Role.PRESS_OFFICER)
