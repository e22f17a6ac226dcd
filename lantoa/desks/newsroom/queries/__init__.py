"""Reading content: what the public may see, in lists and one by one."""

from lantoa.desks.newsroom.queries.files import is_public_file
from lantoa.desks.newsroom.queries.lists import listed, public, upcoming, versions_of

__all__ = ["is_public_file", "listed", "public", "upcoming", "versions_of"]
