"""What others may take along from a home: items, files, pictures, and whom the press may ask."""

from dataclasses import dataclass

from lantoa.desks.media.models import MediaDocument, MediaImage
from lantoa.desks.newsroom.models import ContentPage, ItemKind
from lantoa.doors.portal.models import HomeKitPart, HomePage, SectionPage
from lantoa.doors.portal.queries.finding import contacts


@dataclass(frozen=True)
class Kit:
    """items: those that stand in lists, publications with their file; shown: pictures, with their words

    contact: the press room, if it names anybody
    """

    items: list[ContentPage]
    files: list[MediaDocument]
    shown: list[HomeKitPart]
    contact: SectionPage | None

    @property
    def pictures(self) -> list[MediaImage]:
        return [part.picture for part in self.shown if part.picture]


def kit_of(home: HomePage, language: str) -> Kit | None:
    """Two queries, and none where the editors chose nothing. None: nothing of it is there, or public, any more."""
    if not getattr(home, "has_kit", True):
        return None
    parts = list(home.kit.select_related("item__publication__file", "file", "picture"))
    items = [part.item for part in parts if part.item and part.item.listed_at]
    files = [part.file for part in parts if part.file]
    shown = [part for part in parts if part.picture]
    if not (items or files or shown):
        return None
    return Kit(items, files, shown, contacts(language).filter(lists_kind=ItemKind.PRESS_RELEASE).first())
