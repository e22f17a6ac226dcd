"""The folding backend on SQLite."""

from modelsearch.backends.database.sqlite import sqlite

from lantoa.base.search.backend import FoldingCompiler, FoldingIndex


class _Index(FoldingIndex, sqlite.SQLiteIndex):
    pass


class _Compiler(FoldingCompiler, sqlite.SQLiteSearchQueryCompiler):
    pass


class _AutocompleteCompiler(FoldingCompiler, sqlite.SQLiteAutocompleteQueryCompiler):
    pass


class FoldingBackend(sqlite.SQLiteSearchBackend):
    index_class = _Index
    query_compiler_class = _Compiler
    autocomplete_query_compiler_class = _AutocompleteCompiler
