"""Reading for the portal: what stands at an address, around every page, on a home, in a section, beside an item."""

from lantoa.doors.portal.queries.finding import contacts, item_read_in, open_languages, page_at
from lantoa.doors.portal.queries.frame import Frame, Version, frame_of
from lantoa.doors.portal.queries.front import Front, front_of
from lantoa.doors.portal.queries.item import Surroundings, surroundings_of
from lantoa.doors.portal.queries.open_figures import NotOpen, Opened, open_figure, open_figures
from lantoa.doors.portal.queries.shelf import Shelf, shelf_of

__all__ = [
    "Frame", "Front", "NotOpen", "Opened", "Shelf", "Surroundings", "Version", "contacts", "frame_of", "front_of",
    "item_read_in", "open_figure", "open_figures", "open_languages", "page_at", "shelf_of", "surroundings_of",
]  # fmt: skip
