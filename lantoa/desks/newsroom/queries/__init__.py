"""Reading content: what the public may see, in lists and one by one."""

from lantoa.desks.newsroom.queries.files import is_public_file
from lantoa.desks.newsroom.queries.identity import address_of, changed_at, path_of, urn_of
from lantoa.desks.newsroom.queries.lists import cut, listed, public, upcoming, versions_of
from lantoa.desks.newsroom.queries.texts import html_of, plain_of

__all__ = [
    "address_of", "changed_at", "cut", "html_of", "is_public_file", "listed", "path_of", "plain_of", "public",
    "upcoming", "urn_of", "versions_of",
]  # fmt: skip
