"""Writing: what follows when an item is published, corrected, withdrawn; ticks; broken links; what is seeded."""

from lantoa.desks.newsroom.actions.checking import tick, untick
from lantoa.desks.newsroom.actions.links import check_links
from lantoa.desks.newsroom.actions.publishing import approve, published, unpublished
from lantoa.desks.newsroom.actions.scheduling import publish_due
from lantoa.desks.newsroom.actions.seeding import seed
from lantoa.desks.newsroom.actions.withdrawing import NotNow, announce_correction, drop_correction, restore, withdraw

__all__ = [
    "NotNow", "announce_correction", "approve", "check_links", "drop_correction", "publish_due", "published", "restore",
    "seed", "tick", "unpublished", "untick", "withdraw",
]  # fmt: skip
