"""The folding backend on PostgreSQL."""

from typing import Any

from modelsearch.backends.database.postgres import postgres

from lantoa.base.search.backend import FoldingCompiler, FoldingIndex


class _Index(FoldingIndex, postgres.PostgresIndex):
    pass


class _Compiler(FoldingCompiler, postgres.PostgresSearchQueryCompiler):
    def get_search_vectors(self, search_query: Any) -> Any:
        """Always those of the index: given fields, modelsearch reads the columns themselves, which are not folded."""
        return self.get_index_vectors(search_query)


class _AutocompleteCompiler(FoldingCompiler, postgres.PostgresAutocompleteQueryCompiler):
    def get_search_vectors(self, search_query: Any) -> Any:
        return self.get_index_vectors(search_query)


class FoldingBackend(postgres.PostgresSearchBackend):
    index_class = _Index
    query_compiler_class = _Compiler
    autocomplete_query_compiler_class = _AutocompleteCompiler
