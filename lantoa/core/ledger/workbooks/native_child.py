"""The child process of `native.py`: reads a workbook from its standard input, prints it as lines of JSON.

It is started alone, knows nothing of Lan Tỏa, and puts itself under limits before it looks at a byte.
Exit code 3: refused, the last line says why; anything else but 0: it was stopped by a limit.
"""

import datetime
import io
import json
import resource
import sys
from typing import Any


class Refused(Exception):
    """The workbook passes a limit; the message is a code of `native.py`."""


def main(limits: list[int]) -> int:
    memory, seconds, *more = limits
    resource.setrlimit(resource.RLIMIT_AS, (memory, memory))
    resource.setrlimit(resource.RLIMIT_CPU, (seconds, seconds))
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
    import python_calamine  # after the limits: this is the code that they are for

    try:
        book = python_calamine.CalamineWorkbook.from_filelike(io.BytesIO(sys.stdin.buffer.read()))
        write(book, *more)
    except MemoryError:
        return refuse("size")
    except python_calamine.PasswordError:
        return refuse("password")
    except Refused as error:
        return refuse(str(error))
    except BaseException as error:  # calamine answers bad input also with a panic
        return refuse("password" if "password" in str(error).lower() else "damaged")
    return 0


def write(book: Any, most_bytes: int, most_sheets: int, most_rows: int, most_columns: int) -> None:
    printed = 0

    def put(thing: object) -> None:
        nonlocal printed
        line = json.dumps(thing)
        printed += len(line)
        if printed > most_bytes:
            raise Refused("size")
        sys.stdout.write(line + "\n")

    if len(book.sheets_metadata) > most_sheets:
        raise Refused("sheets")
    for told in book.sheets_metadata:
        if "WorkSheet" not in str(told.typ):
            continue
        sheet = book.get_sheet_by_name(told.name)
        if sheet.end and sheet.end[1] >= most_columns:
            raise Refused("columns")
        merged = [reference(*corners) for corners in (sheet.merged_cell_ranges or [])[:most_rows]]
        put({"sheet": told.name, "hidden": "Visible" not in str(told.visible), "merged": merged})
        filled = 0
        for number, row in enumerate(sheet.to_python(skip_empty_area=False), start=1):
            cells = {str(place): told for place, value in enumerate(row) if (told := cell(value))}
            if cells:
                filled += 1
                if filled > most_rows:
                    raise Refused("rows")
                put([number, cells])


def cell(value: object) -> "tuple[str, object] | None":
    if isinstance(value, bool):
        return ("b", value)
    if isinstance(value, int | float):
        return ("n", format(value, ".15g")) if value == value and abs(value) < 1e30 else None
    if isinstance(value, datetime.datetime):
        return ("d", value.date().isoformat())
    if isinstance(value, datetime.date):
        return ("d", value.isoformat())
    text = str(value) if value is not None else ""
    return ("s", text[:32767]) if text.strip() else None


def reference(first: "tuple[int, int]", last: "tuple[int, int]") -> str:
    return f"{letters(first[1])}{first[0] + 1}:{letters(last[1])}{last[0] + 1}"


def letters(column: int) -> str:
    text = ""
    column += 1
    while column:
        column, rest = divmod(column - 1, 26)
        text = chr(65 + rest) + text
    return text


def refuse(code: str) -> int:
    sys.stdout.write(json.dumps({"refused": code}) + "\n")
    return 3


if __name__ == "__main__":
    sys.exit(main([int(word) for word in sys.argv[1:]]))
