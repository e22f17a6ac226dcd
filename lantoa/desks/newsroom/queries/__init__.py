"""Reading content: what the public may see, in lists and one by one; and what those see who work on it."""

from lantoa.desks.newsroom.queries.files import facts_of, files_of, is_public_file
from lantoa.desks.newsroom.queries.identity import address_of, changed_at, default_of, path_at, path_of, urn_of
from lantoa.desks.newsroom.queries.items import agencies_written_for, is_as_it_was, page_numbered
from lantoa.desks.newsroom.queries.lists import (
    as_cards,
    calendar,
    calendar_around,
    cut,
    findable,
    led_to,
    listed,
    of_line,
    paths_led_to,
    paths_of_versions,
    piece,
    pieces,
    public,
    published_since,
    upcoming,
    versions_of,
)
from lantoa.desks.newsroom.queries.pictures import (
    SHARED,
    SHARED_TYPE,
    drawn_already,
    shared_picture,
    with_shared_pictures,
)
from lantoa.desks.newsroom.queries.policy import item_hidden_from, pages_chosen_by, pages_edited_by, pages_explored_by
from lantoa.desks.newsroom.queries.texts import SHOWN, html_of, paragraph_of, plain_of, shown_beside

__all__ = [
    "SHARED", "SHARED_TYPE", "SHOWN", "address_of", "agencies_written_for", "as_cards", "calendar", "calendar_around",
    "changed_at", "cut", "default_of", "drawn_already", "facts_of", "files_of", "findable", "html_of", "is_as_it_was",
    "is_public_file", "item_hidden_from", "led_to", "listed", "of_line", "page_numbered", "pages_chosen_by",
    "pages_edited_by", "pages_explored_by", "paragraph_of", "path_at", "path_of", "paths_led_to", "paths_of_versions",
    "piece", "pieces", "plain_of", "public", "published_since", "shared_picture", "shown_beside", "upcoming", "urn_of",
    "versions_of", "with_shared_pictures",
]  # fmt: skip
