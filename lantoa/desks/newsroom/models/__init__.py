"""Content (nội dung): one page in one language. The same item in several languages shares its `translation_key`."""

from lantoa.desks.newsroom.models.content import (
    ContentPage,
    Correction,
    ItemKind,
    Origin,
    Source,
)
from lantoa.desks.newsroom.models.types import (
    ITEM_TYPES,
    Article,
    Event,
    InvestmentProject,
    LandingPage,
    Partner,
    PressRelease,
    ProfileFact,
    ProvinceProfile,
    Publication,
)

__all__ = [
    "ITEM_TYPES", "Article", "ContentPage", "Correction", "Event", "InvestmentProject", "ItemKind", "LandingPage",
    "Origin", "Partner", "PressRelease", "ProfileFact", "ProvinceProfile", "Publication", "Source",
]  # fmt: skip
