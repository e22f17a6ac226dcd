"""Content (nội dung): one page in one language. The same item in several languages shares its `translation_key`."""

from lantoa.desks.newsroom.models.access import ItemPermissions, ShelfPermissions
from lantoa.desks.newsroom.models.checklist import (
    ChecklistPoint,
    Limit,
    Medium,
    Tick,
    digest_of,
    digest_of_text,
    digests_of_files,
    pictures_of,
    ticks_of,
)
from lantoa.desks.newsroom.models.content import (
    ContentPage,
    Correction,
    ItemKind,
    Origin,
    PendingCorrection,
    Posting,
    Source,
)
from lantoa.desks.newsroom.models.experts import ExpertComment, ExpertLink
from lantoa.desks.newsroom.models.links import BrokenLink, LinkFault
from lantoa.desks.newsroom.models.review import Review, may_judge, writers_of, writers_of_each
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
    "ITEM_TYPES",
    "Article",
    "BrokenLink",
    "ChecklistPoint",
    "ContentPage",
    "Correction",
    "Event",
    "ExpertComment",
    "ExpertLink",
    "InvestmentProject",
    "ItemKind",
    "ItemPermissions",
    "LandingPage",
    "Limit",
    "LinkFault",
    "Medium",
    "Origin",
    "Partner",
    "PendingCorrection",
    "Posting",
    "PressRelease",
    "ProfileFact",
    "ProvinceProfile",
    "Publication",
    "Review",
    "ShelfPermissions",
    "Source",
    "Tick",
    "digest_of",
    "digest_of_text",
    "digests_of_files",
    "may_judge",
    "pictures_of",
    "ticks_of",
    "writers_of",
    "writers_of_each",
]  # fmt: skip
