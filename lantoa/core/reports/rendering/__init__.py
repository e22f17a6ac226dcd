"""Reviews as Statements, and Statements as HTML: the live preview, the page that is frozen, the file to take away."""

from lantoa.core.reports.rendering.files import FORMATS, Format, NothingKept, file, name_of, stated
from lantoa.core.reports.rendering.html import PrintedSection, file_of, preview, sheet
from lantoa.core.reports.rendering.paragraphs import marks, printed
from lantoa.core.reports.rendering.stating import MOST_ROWS, draft, frozen, letterhead_for, live_path

__all__ = [
    "FORMATS", "MOST_ROWS", "Format", "NothingKept", "PrintedSection", "draft", "file", "file_of", "frozen",
    "letterhead_for", "live_path", "marks", "name_of", "preview", "printed", "sheet", "stated",
]  # fmt: skip
