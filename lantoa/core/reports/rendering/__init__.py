"""Reviews as Statements, and Statements as HTML: the live preview, the page that is frozen, the file to take away."""

from lantoa.core.reports.rendering.files import FORMATS, Format, NothingKept, file, layout_of, name_of, page_of, stated
from lantoa.core.reports.rendering.html import PrintedSection, around, preview, sheet
from lantoa.core.reports.rendering.paragraphs import marks, printed
from lantoa.core.reports.rendering.stating import (
    MOST_ROWS,
    answering,
    draft,
    frozen,
    letterhead_for,
    live_path,
    whose_templates,
)

__all__ = [
    "FORMATS", "MOST_ROWS", "Format", "NothingKept", "PrintedSection", "answering", "around", "draft", "file", "frozen",
    "layout_of", "letterhead_for", "live_path", "marks", "name_of", "page_of", "preview", "printed", "sheet", "stated",
    "whose_templates",
]  # fmt: skip
