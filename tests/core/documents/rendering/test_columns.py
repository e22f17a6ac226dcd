"""The columns of a table beside each other."""

from lantoa.core.documents.rendering import columns
from lantoa.core.documents.rules.statement import Number, Table, Words

NAME = (Words("Lượt người dự các buổi nói chuyện về biển, đảo"),)
COUNT = (Number("14.320", "F-00001", approximate=True),)


def table(head: tuple[str, ...], *cells: tuple[Words | Number, ...]) -> Table:
    return Table("", head, (cells,), tuple(isinstance(cell[0], Number) for cell in cells))


def test_a_column_of_names_gets_what_columns_of_numbers_leave() -> None:
    assert columns.shares(table(("Số liệu", "Kết quả"), NAME, COUNT)) == [40, 11]


def test_where_the_paper_is_narrow_words_give_way_and_numbers_keep_their_room() -> None:
    head = ("Số liệu", "Cùng kỳ năm trước", "Kết quả", "Mục tiêu", "Đã đạt được")
    found = columns.shares(table(head, NAME, COUNT, COUNT, COUNT, COUNT))
    assert found == [65 - 4 * 11, 11, 11, 11, 11]
    crowded = columns.shares(table((*head, "Ghi chú"), NAME, COUNT, COUNT, COUNT, COUNT, NAME))
    assert crowded == [12, 11, 11, 11, 11, 12], "words keep the room of a word"


def test_a_table_of_numbers_alone_or_without_rows_has_columns_too() -> None:
    assert columns.shares(table(("A", "B"), COUNT, COUNT)) == [11, 11]
    assert columns.shares(Table("", ("Số liệu", "Đơn vị tính"), ())) == [9, 11]
