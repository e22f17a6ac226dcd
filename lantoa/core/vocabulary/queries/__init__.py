"""Reading the vocabulary."""

from lantoa.core.vocabulary.queries.definitions import UnknownIndicator, current_definitions, definition, kinds_on

__all__ = ["UnknownIndicator", "current_definitions", "definition", "kinds_on"]
