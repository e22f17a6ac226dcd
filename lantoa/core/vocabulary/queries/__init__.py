"""Reading the vocabulary."""

from lantoa.core.vocabulary.queries.catalogue import Catalogue, catalogue, dimension_name
from lantoa.core.vocabulary.queries.definitions import (
    Heading,
    UnknownIndicator,
    current_definitions,
    definition,
    definitions_on,
    kinds_asking_for,
    kinds_on,
    kinds_to_choose,
    words_of,
)
from lantoa.core.vocabulary.queries.lists import (
    headings,
    headings_for,
    history,
    indicators,
    kinds,
    measures,
    opened_count,
    record_count,
    said,
    term_counts,
    terms,
    uses,
)
from lantoa.core.vocabulary.queries.sharing import Shared, exported, exported_versions, read
from lantoa.core.vocabulary.queries.versions import (
    Then,
    definitions_then,
    version_count,
    versions,
    words_behind,
    words_then,
)

__all__ = [
    "Catalogue", "Heading", "Shared", "Then", "UnknownIndicator", "catalogue", "current_definitions", "definition",
    "definitions_on", "definitions_then", "dimension_name", "exported", "exported_versions", "headings", "headings_for",
    "history", "indicators", "kinds", "kinds_asking_for", "kinds_on", "kinds_to_choose", "measures", "opened_count",
    "read", "record_count", "said", "term_counts", "terms", "uses", "version_count", "versions", "words_behind",
    "words_of", "words_then",
]  # fmt: skip
