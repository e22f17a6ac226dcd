"""How wide the columns of a table stand beside each other, alike in Word and PDF."""

from lantoa.core.documents.rules.statement import Table, letters_of

# In letters: what fits beside each other on A4 in 13 points, and what a column has at least and at most.
_PAPER, _LEAST, _LEAST_OF_WORDS, _MOST = 65, 9, 12, 40


def shares(table: Table) -> list[float]:
    """In letters, by the longest text of each column.

    Where that is more than the paper holds, columns of words give way: they can stand on two lines, a number cannot.
    """
    numeric = table.numeric or (False,) * len(table.head)
    longest = [max((letters_of(row[column]) for row in table.rows), default=0) for column in range(len(table.head))]
    wanted = [float(min(_MOST, max(_LEAST, len(name), room))) for name, room in zip(table.head, longest, strict=True)]
    if sum(wanted) <= _PAPER or all(numeric):
        return wanted
    needed = [float(max(_LEAST, room, *map(len, name.split()))) for name, room in zip(table.head, longest, strict=True)]
    left = _PAPER - sum(room for room, counts in zip(needed, numeric, strict=True) if counts)
    words = sum(room for room, counts in zip(wanted, numeric, strict=True) if not counts)
    return [
        need if counts else max(_LEAST_OF_WORDS, room * left / words)
        for need, room, counts in zip(needed, wanted, numeric, strict=True)
    ]
