"""Reviews as Statements, and Statements as HTML: the live preview, the page that is frozen, the file to take away."""

from lantoa.core.reports.rendering.html import PrintedSection, file_of, preview, sheet
from lantoa.core.reports.rendering.stating import MOST_ROWS, draft, frozen, live_path, responsible_for

__all__ = [
    "MOST_ROWS", "PrintedSection", "draft", "file_of", "frozen", "live_path", "preview", "responsible_for", "sheet",
]  # fmt: skip
