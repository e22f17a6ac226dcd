"""What is counted, and as what."""

from lantoa.desks.channels.rules.agents import is_human
from lantoa.desks.channels.rules.countries import Countries
from lantoa.desks.channels.rules.events import FEWEST, HEADER, Event, counted, may_see, told, without_small_cells
from lantoa.desks.channels.rules.requests import is_reading

__all__ = ["FEWEST", "HEADER", "Countries", "Event", "counted", "is_human", "is_reading", "may_see", "told",
    "without_small_cells",
]  # fmt: skip
