"""Reading the vocabulary."""

from lantoa.core.vocabulary.queries.catalogue import Catalogue, catalogue, dimension_name
from lantoa.core.vocabulary.queries.definitions import (
    UnknownIndicator,
    current_definitions,
    definition,
    kinds_asking_for,
    kinds_on,
)
from lantoa.core.vocabulary.queries.lists import history, indicators, kinds, measures, term_counts, terms, uses
from lantoa.core.vocabulary.queries.sharing import Shared, exported, read

__all__ = [
    "Catalogue", "Shared", "UnknownIndicator", "catalogue", "current_definitions", "definition", "dimension_name",
    "exported", "history", "indicators", "kinds", "kinds_asking_for", "kinds_on", "measures", "read", "term_counts",
    "terms", "uses",
]  # fmt: skip
