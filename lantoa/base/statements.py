"""Statements that Django writes once and that are filled in from then on.

To write the statement of a page of figures costs Django more than its answer costs the database. How figures are asked
for varies little, so that what was written is kept, with slots where the values go. What stands around every public
page is asked for in the same way.
"""

from collections.abc import Hashable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, TypeVar

from django.core.exceptions import EmptyResultSet
from django.db import connection
from django.db.models import Field, QuerySet, Value
from django.db.models.expressions import RawSQL

from lantoa.base.periods import Period

_Name = TypeVar("_Name", bound=Hashable)


class _Slot(Value):
    """A place for a value. value: its name"""

    def as_sql(self, compiler: Any, connection: Any) -> tuple[str, Any]:
        return "%s", [self]


class Span(Period):
    """A period whose days are slots: nothing can be compared yet."""

    def __post_init__(self) -> None:
        pass


@dataclass(frozen=True)
class Statement:
    """sql: "" for what can have no rows; parts: the values that go with it, in its order, slots among them"""

    sql: str
    parts: tuple[Any, ...]

    @classmethod
    def of(cls, asked: "QuerySet[Any]") -> "Statement":
        try:
            sql, parts = asked.query.get_compiler(connection=connection).as_sql()
        except EmptyResultSet:
            return cls("", ())
        return cls(sql, tuple(parts))

    def filled(self, values: Mapping[str, Any]) -> list[Any]:
        """values: by the names of the slots"""
        return [values[part.value] if isinstance(part, _Slot) else part for part in self.parts]


def slot(name: str, field: "Field[Any, Any] | None" = None) -> Any:
    """Stands in a condition or a column for a value of this name."""
    return _Slot(name, output_field=field)


def slots(name: str, count: int) -> list[Any]:
    """name_0, name_1, ..."""
    return [slot(f"{name}_{place}") for place in range(count)]


def answers(asked: Sequence[tuple[Statement, Mapping[str, Any]]]) -> list[tuple[Any, ...]]:
    """The rows of all of them, read in one question; as the database gives them, without Django's conversions."""
    texts = [statement.sql for statement, _ in asked if statement.sql]
    if not texts:
        return []
    with connection.cursor() as cursor:
        cursor.execute(" UNION ALL ".join(texts), [part for each, values in asked for part in each.filled(values)])
        return list(cursor.fetchall())


def spans_with_rows(rows: "QuerySet[Any]", moment: str, spans: Mapping[_Name, tuple[Any, Any]]) -> list[_Name]:
    """Which of these have a row, in their order.

    moment: a field of `rows`; spans: its values, half-open
    """
    return _with_rows(rows, {f"{moment}__gte": moment, f"{moment}__lt": moment}, spans)


def values_with_rows(rows: "QuerySet[Any]", fields: Sequence[str], values: Sequence[tuple[Any, ...]]) -> list[Any]:
    """Which of these stand in a row, in their order; each holds a value of every field."""
    return _with_rows(rows, {field: field for field in fields}, {value: value for value in values})


def _with_rows(
    rows: "QuerySet[Any]", conditions: Mapping[str, str], asked: Mapping[_Name, tuple[Any, ...]]
) -> list[_Name]:
    """One question, written and planned once however many are asked; with an index each is answered by a look.

    conditions: the field of each; asked: for each condition a value
    """
    if not asked:
        return []
    columns = [f"value_{place}" for place in range(len(conditions))]
    given = {
        condition: RawSQL(f"asked.{column}", ())  # noqa: S611 ours
        for condition, column in zip(conditions, columns, strict=True)
    }
    wanted = Statement.of(rows.filter(**given).order_by().values_list(Value(1))[:1])
    if not wanted.sql:
        return []
    names = list(asked)
    fields = [rows.model._meta.get_field(field) for field in conditions.values()]
    values = [
        part
        for number, name in enumerate(names)
        for part in (
            number,
            *(field.get_db_prep_value(one, connection) for field, one in zip(fields, asked[name], strict=True)),
        )
    ]
    row = f"({', '.join(['%s'] * (len(columns) + 1))})"
    with connection.cursor() as cursor:
        cursor.execute(
            f"WITH asked (number, {', '.join(columns)}) AS (VALUES {', '.join([row] * len(names))})"  # noqa: S608 ours
            f" SELECT number FROM (SELECT number, EXISTS ({wanted.sql}) AS is_there FROM asked) looked"
            " WHERE is_there ORDER BY number",
            [*values, *wanted.filled({})],
        )
        return [names[number] for (number,) in cursor.fetchall()]
