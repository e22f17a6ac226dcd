"""The table of terms: which documents each term stands in; FTS5 on SQLite, a GIN index over tsvector on PostgreSQL.

Both are used as a plain inverted index: no stemming, no ranking, no positions. Terms come ready from `analysis`, so
that both answer alike, and neither ranks what it finds: the newest stand first, by number.
"""

from collections.abc import Collection, Iterable, Iterator, Sequence
from contextlib import contextmanager

from django.db import connection
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.backends.utils import CursorWrapper

_DETAILS = """fts5(terms, content='', detail=none, columnsize=0, tokenize="ascii tokenchars '_:=-.'")"""

_SQLITE = "SELECT rowid FROM base_searchterms WHERE base_searchterms MATCH %s AND rowid >= %s AND rowid < %s"

# Knowing the question, PostgreSQL's planner walks by position or through the whole table where it expects many, and
# unpacks the terms of each row. In functions it does not know it, and is told that there is no other way than GIN;
# the sum keeps it from the primary key, by which it would find every row of "for ever" and unpack that.
_FUNCTIONS = """
CREATE OR REPLACE FUNCTION base_search_{name}(tsquery, bigint, bigint, integer) RETURNS SETOF bigint LANGUAGE sql STABLE
SET enable_seqscan = off SET enable_indexscan = off AS
$$ SELECT position FROM base_searchterms WHERE terms @@ $1 AND position + 0 >= $2 AND position + 0 < $3 {order}
LIMIT $4 $$
"""

_INDEX = "CREATE INDEX base_searchterms_terms ON base_searchterms USING gin (terms) WITH (fastupdate = off)"

# The table that is asked, and the one that another version of the analysis fills beside it until it takes its place.
TABLE, NEXT = "base_searchterms", "base_searchterms_next"
# Nobody asks it yet, so what was written may wait in a list and go into GIN by the thousand.
_NEXT_INDEX = (
    f"CREATE INDEX {NEXT}_terms ON {NEXT} USING gin (terms) WITH (fastupdate = on, gin_pending_list_limit = 16384)"
)


def make_table(schema_editor: BaseDatabaseSchemaEditor) -> None:
    if schema_editor.connection.vendor == "sqlite":
        schema_editor.execute(f"CREATE VIRTUAL TABLE base_searchterms USING {_DETAILS}")
    else:
        schema_editor.execute("CREATE TABLE base_searchterms (position bigint PRIMARY KEY, terms tsvector NOT NULL)")
        schema_editor.execute("CREATE INDEX base_searchterms_terms ON base_searchterms USING gin (terms)")


def write_at_once(schema_editor: BaseDatabaseSchemaEditor) -> None:
    """Put terms into GIN when they are written: what waits in its list of pending ones is read by every question."""
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute("DROP INDEX base_searchterms_terms")
        schema_editor.execute(_INDEX)


def make_functions(schema_editor: BaseDatabaseSchemaEditor) -> None:
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute(_FUNCTIONS.format(name="newest", order="ORDER BY position DESC"))
        schema_editor.execute(_FUNCTIONS.format(name="some", order=""))


def drop_functions(schema_editor: BaseDatabaseSchemaEditor) -> None:
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute("DROP FUNCTION base_search_newest, base_search_some")


def drop_table(schema_editor: BaseDatabaseSchemaEditor) -> None:
    schema_editor.execute("DROP TABLE base_searchterms")


def add(rows: Iterable[tuple[int, Collection[str]]], *, table: str = TABLE) -> None:
    """rows: a position and the terms of the document there"""
    if connection.vendor == "sqlite":
        sql = f"INSERT INTO {table} (rowid, terms) VALUES (%s, %s)"  # noqa: S608 ours
        values = [(position, " ".join(sorted(terms))) for position, terms in rows]
    else:
        sql = f"INSERT INTO {table} (position, terms) VALUES (%s, array_to_tsvector(%s))"  # noqa: S608 ours
        values = [(position, sorted(terms)) for position, terms in rows]  # type: ignore[misc]
    with connection.cursor() as cursor:
        cursor.executemany(sql, values)


def take_out(position: int, terms: Collection[str], *, table: str = TABLE) -> None:
    """terms: exactly those that were added: SQLite keeps no copy and has to be told what to take out where"""
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute(
                f"INSERT INTO {table} ({table}, rowid, terms) VALUES ('delete', %s, %s)",  # noqa: S608 ours
                [position, " ".join(sorted(terms))],
            )
        else:
            cursor.execute(f"DELETE FROM {table} WHERE position = %s", [position])  # noqa: S608 ours


def take_out_unknown(position: int) -> None:
    """A document whose terms another version of the analysis made.

    SQLite cannot do it: until the next table takes the place of this one, the position is found by its old words too.
    """
    if connection.vendor == "postgresql":
        take_out(position, ())


def clear() -> None:
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute("INSERT INTO base_searchterms (base_searchterms) VALUES ('delete-all')")
        else:
            cursor.execute("DELETE FROM base_searchterms")


def begin_next() -> None:
    """An empty next table, whatever stood in an earlier one."""
    drop_next()
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute(f"CREATE VIRTUAL TABLE {NEXT} USING {_DETAILS}")
        else:
            cursor.execute(f"CREATE TABLE {NEXT} (position bigint PRIMARY KEY, terms tsvector NOT NULL)")
            cursor.execute(_NEXT_INDEX)


def drop_next() -> None:
    with connection.cursor() as cursor:
        _drop(cursor, NEXT)


def take_next() -> None:
    """The next table in the place of the present one."""
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute(f"ALTER INDEX {NEXT}_terms SET (fastupdate = off)")
            cursor.execute("SELECT gin_clean_pending_list(%s::regclass)", [f"{NEXT}_terms"])
        _drop(cursor, TABLE)
        cursor.execute(f"ALTER TABLE {NEXT} RENAME TO {TABLE}")
        if connection.vendor == "postgresql":
            cursor.execute(f"ALTER INDEX {NEXT}_terms RENAME TO {TABLE}_terms")
            cursor.execute(f"ALTER INDEX {NEXT}_pkey RENAME TO {TABLE}_pkey")
            cursor.execute(f"ALTER INDEX {TABLE}_terms RESET (gin_pending_list_limit)")


def _drop(cursor: CursorWrapper, table: str) -> None:
    """Without writing zeros over it, as SQLite does where personal data may have stood: here are words of public texts.

    Of a hundred thousand documents that would be 400 MB, for which all who write would wait.
    """
    if connection.vendor == "sqlite":
        cursor.execute("PRAGMA secure_delete")
        usual = int(cursor.fetchone()[0])
        cursor.execute("PRAGMA secure_delete = FAST")
    cursor.execute(f"DROP TABLE IF EXISTS {table}")
    if connection.vendor == "sqlite":
        cursor.execute(f"PRAGMA secure_delete = {usual}")


@contextmanager
def refilling() -> Iterator[None]:
    """Empty the table, and make its index after it was filled again: row by row it takes several times as long."""
    clear()
    if connection.vendor == "sqlite":
        yield
        return
    with connection.cursor() as cursor:
        cursor.execute("DROP INDEX base_searchterms_terms")
        yield
        cursor.execute("SET LOCAL maintenance_work_mem = '256MB'")
        cursor.execute(_INDEX)


def positions(
    wanted: Collection[str],
    *,
    without: Sequence[Collection[str]] = (),
    begun: str = "",
    between: tuple[int, int],
    limit: int,
) -> list[int]:
    """The newest documents that hold all terms of `wanted` and not all of any set in `without`.

    begun: a term of which the beginning is known; between: half-open positions
    returns: at most `limit` positions, the greatest first
    """
    if connection.vendor == "sqlite":
        question = " AND ".join([*map(_fts5, sorted(wanted)), *([f"{_fts5(begun)} *"] if begun else [])])
        if without:
            question = f"({question}) NOT ({' OR '.join(_all_fts5(terms) for terms in without)})"
        sql = f"{_SQLITE} ORDER BY rowid DESC LIMIT %s"
    else:
        parts = [*map(_tsquery, sorted(wanted)), *([f"{_tsquery(begun)}:*"] if begun else [])]
        question = " & ".join([*parts, *(f"!({_all_tsquery(terms)})" for terms in without)])
        sql = "SELECT * FROM base_search_newest(%s::tsquery, %s, %s, %s)"
    with connection.cursor() as cursor:
        cursor.execute(sql, [question, *between, limit])
        return [row[0] for row in cursor.fetchall()]


def count(wanted: Collection[str], *, between: tuple[int, int], limit: int) -> int:
    """How many documents hold all these terms; counting stops at `limit`."""
    if connection.vendor == "sqlite":
        question = " AND ".join(map(_fts5, sorted(wanted)))
        found = f"({_SQLITE} LIMIT %s)"
    else:
        question, found = _all_tsquery(wanted), "base_search_some(%s::tsquery, %s, %s, %s)"
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT count(*) FROM {found} AS found", [question, *between, limit])  # noqa: S608 ours
        return int(cursor.fetchone()[0])


# Terms hold letters, digits and `_:=-.` alone, so neither form of quotes can be left from inside.


def _fts5(term: str) -> str:
    return f'"{term}"'


def _all_fts5(terms: Collection[str]) -> str:
    return f"({' AND '.join(map(_fts5, sorted(terms)))})"


def _tsquery(term: str) -> str:
    return f"'{term}'"


def _all_tsquery(terms: Collection[str]) -> str:
    return " & ".join(map(_tsquery, sorted(terms)))
