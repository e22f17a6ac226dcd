"""Reading content: what the public may see, in lists and one by one."""

from lantoa.desks.newsroom.queries.lists import listed, public, upcoming, versions_of

__all__ = ["listed", "public", "upcoming", "versions_of"]
